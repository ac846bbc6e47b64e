/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SELinux as doctor sees it: whether it runs, whether its policy can be asked,
 * and what the policy hides. Read from selinuxfs and /etc/selinux below the
 * host's root (selinux(8), selinux_config(5)).
 */
#include "policy/selinux/health.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"

#define SELINUXFS "/sys/fs/selinux"
#define CONFIG "/etc/selinux/config"
#define NOT_SET UINT64_MAX

/* A setting of /etc/selinux/config, to be freed with @file. */
static struct avow_span read_config(const struct avow_host *host, const char *name,
				    struct avow_buf *file)
{
	if (avow_host_read(host, CONFIG, file) != 0)
		return avow_span_make("", 0);
	return avow_host_setting(avow_buf_span(file), name);
}

/* The kernel runs one of the two (security.c, LSM_FLAG_EXCLUSIVE). */
static bool is_apparmor(const struct avow_host *host)
{
	struct avow_buf file = { 0 };
	bool is_enabled = avow_host_read(host, "/sys/module/apparmor/parameters/enabled",
					 &file) == 0 &&
			  avow_span_starts_with(avow_buf_span(&file), "Y");

	avow_buf_free(&file);
	return is_enabled;
}

static void judge_configured(const struct avow_host *host, struct avow_span wanted,
			     struct avow_verdict *verdict)
{
	if (avow_host_has_argument(host, "selinux=0")) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "SELinux is off: selinux=0 is on the kernel's command "
				 "line.");
	} else if (!wanted.length) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "SELinux is not enabled.");
	} else if (avow_span_is(wanted, "disabled")) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "SELinux is off: SELINUX=disabled in " CONFIG ".");
	} else if (is_apparmor(host)) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "SELinux is not enabled: AppArmor is.");
	} else if (host->is_live) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "SELinux is not enabled, and " CONFIG " wants it %.*s.",
				 (int)wanted.length, wanted.data);
		avow_verdict_mend(
			verdict, avow_host_try(host, "/etc/debian_version") == 0
					 ? "selinux-activate"
					 : "grubby --update-kernel=ALL --args=selinux=1");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "SELINUX=%.*s in " CONFIG ".",
				 (int)wanted.length, wanted.data);
	}
}

void avow_selinux_check_mode(const struct avow_host *host, struct avow_verdict *verdict)
{
	uint64_t enforcing = avow_host_number(host, SELINUXFS "/enforce", NOT_SET);
	struct avow_buf file = { 0 };
	struct avow_span wanted = read_config(host, "SELINUX", &file);

	if (enforcing == NOT_SET) {
		judge_configured(host, wanted, verdict);
	} else if (enforcing) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "SELinux is enforcing.");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "SELinux is permissive: the kernel logs a denial once "
				 "for each entry of its cache, so counts are lower "
				 "bounds.");
		if (avow_span_is(wanted, "enforcing"))
			avow_verdict_mend(verdict, "setenforce 1");
	}
	avow_buf_free(&file);
}

/* The newest policy.N of the configured kind: its path in @out. */
static void find_installed(const struct avow_host *host, struct avow_buf *out)
{
	struct avow_buf file = { 0 }, place = { 0 };
	struct avow_span kind = read_config(host, "SELINUXTYPE", &file);
	unsigned newest = 0;
	struct dirent *entry;
	DIR *directory;

	avow_buf_printf(&place, "/etc/selinux/%.*s/policy", (int)kind.length, kind.data);
	directory =
		kind.length ? avow_host_directory(host, avow_buf_string(&place)) : NULL;
	while (directory && (entry = readdir(directory))) {
		struct avow_span name = avow_span_of(entry->d_name);
		uint64_t version;

		if (avow_span_starts_with(name, "policy.") &&
		    avow_span_to_u64(avow_span_skip(name, 7), 10, &version) &&
		    version < 1000 && version > newest)
			newest = (unsigned)version;
	}
	if (newest)
		avow_buf_printf(out, "%s/policy.%u", avow_buf_string(&place), newest);
	if (directory)
		closedir(directory);
	avow_buf_free(&place);
	avow_buf_free(&file);
}

/*
 * Opens the installed policy of a tree by its descriptor, so that links of the tree
 * stay in it.
 */
static int open_in_tree(const struct avow_host *host, const char *path,
			struct avow_selinux_policy **out, struct avow_error *error)
{
	int fd = avow_host_open_file(host, path, O_RDONLY);
	char name[64];
	int result;

	if (fd < 0)
		return avow_error_set(error, AVOW_E_POLICY, "%s: %s", path,
				      strerror(errno));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	result = avow_selinux_policy_open(name, out, error);
	close(fd);
	return result;
}

/* The policy, to be closed; NULL after saying why there is none. */
static struct avow_selinux_policy *open_policy(const struct avow_host *host,
					       struct avow_buf *path,
					       struct avow_verdict *verdict)
{
	struct avow_selinux_policy *policy = NULL;
	struct avow_error error;
	const char *why;
	int result;

	/* selinuxfs gives its policy to one reader at a time. */
	if (host->is_live && access(SELINUXFS "/policy", R_OK) == 0)
		avow_buf_puts(path, SELINUXFS "/policy");
	else
		find_installed(host, path);
	if (!path->length) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "There is no policy.");
		return NULL;
	}
	result =
		host->is_live
			? avow_selinux_policy_open(avow_buf_string(path), &policy, &error)
			: open_in_tree(host, avow_buf_string(path), &policy, &error);
	if (result) {
		why = strstr(error.message, ": ");
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "%s cannot be asked for reasons: %s.",
				 avow_buf_string(path), why ? why + 2 : error.message);
	}
	return policy;
}

void avow_selinux_check_policy(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct avow_buf path = { 0 };
	struct avow_selinux_policy *policy = open_policy(host, &path, verdict);

	if (policy) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "%s (version %u) can be asked for reasons.",
				 avow_buf_string(&path), policy->info.version);
		if (!avow_sepol_allows_unknown(policy->sepol))
			avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
					 "What it does not know is refused "
					 "(handle_unknown is not allow).");
	}
	avow_selinux_policy_close(policy);
	avow_buf_free(&path);
}

void avow_selinux_check_dontaudit(const struct avow_host *host,
				  struct avow_verdict *verdict)
{
	struct avow_buf path = { 0 };
	struct avow_selinux_policy *policy;
	size_t count;

	if (host->is_live &&
	    avow_host_number(host, SELINUXFS "/enforce", NOT_SET) == NOT_SET) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "SELinux is not enabled.");
		return;
	}
	policy = open_policy(host, &path, verdict);

	if (policy) {
		count = avow_sepol_dontaudits(policy->sepol);
		if (count) {
			avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
					 "%zu dontaudit rule%s %s denials on purpose; "
					 "semodule -B puts them back.",
					 count, count == 1 ? "" : "s",
					 count == 1 ? "hides" : "hide");
			avow_verdict_mend(verdict, "semodule -DB");
		} else {
			avow_verdict_say(verdict, AVOW_HEALTH_OK,
					 "No dontaudit rule hides a denial.");
		}
	}
	avow_selinux_policy_close(policy);
	avow_buf_free(&path);
}
