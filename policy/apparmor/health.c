/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AppArmor as doctor sees it: whether it runs, what is loaded, and whether it
 * was told to be quiet. Read from the module's parameters and from apparmorfs
 * below the host's root (kernel security/apparmor/lsm.c, apparmorfs.c).
 */
#include "policy/apparmor/health.h"

#include <errno.h>

#include "policy/apparmor/loaded/loaded.h"

#define PARAMETERS "/sys/module/apparmor/parameters/"
#define PROFILES "/sys/kernel/security/apparmor/profiles"

/* The first line of a parameter in @file; empty with an errno when there is none. */
static struct avow_span parameter(const struct avow_host *host, const char *path,
				  struct avow_buf *file, int *trouble)
{
	struct avow_span rest;

	*trouble = avow_host_read(host, path, file);
	rest = avow_buf_span(file);
	return avow_span_trim_end(avow_host_line(&rest));
}

/* Whether AppArmor runs; says so when it does not. */
static bool is_enabled(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct avow_buf file = { 0 };
	int trouble;
	bool enabled =
		avow_span_is(parameter(host, PARAMETERS "enabled", &file, &trouble), "Y");

	avow_buf_free(&file);
	if (enabled)
		return true;
	if (host->is_live || avow_host_try(host, "/sys/module") == 0)
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "AppArmor is not enabled.");
	else
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 "Only a running system tells.");
	return false;
}

void avow_apparmor_check_mode(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct avow_buf file = { 0 };
	struct avow_span mode;
	int trouble;

	if (!is_enabled(host, verdict))
		return;
	mode = parameter(host, PARAMETERS "mode", &file, &trouble);
	if (trouble || avow_span_is(mode, "enforce"))
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "AppArmor is enabled.");
	else
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "AppArmor is enabled, with all profiles in mode %.*s.",
				 (int)mode.length, mode.data);
	avow_buf_free(&file);
}

struct counts {
	size_t all, complain, unconfined;
};

static struct counts count_profiles(struct avow_span text)
{
	struct counts counts = { 0 };
	struct avow_span name, mode;

	while (avow_loaded_line(&text, &name, &mode)) {
		counts.all++;
		counts.complain += avow_span_is(mode, "complain");
		counts.unconfined += avow_span_is(mode, "unconfined");
	}
	return counts;
}

void avow_apparmor_check_profiles(const struct avow_host *host,
				  struct avow_verdict *verdict)
{
	struct avow_buf file = { 0 };
	struct counts counts;
	int result;

	if (!is_enabled(host, verdict))
		return;
	result = avow_host_read(host, PROFILES, &file);
	if (result == ENOENT) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "No profiles are loaded.");
	} else if (result) {
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 PROFILES " cannot be read: %s.", strerror(result));
		avow_verdict_mend(verdict, "sudo avow doctor");
	} else {
		counts = count_profiles(avow_buf_span(&file));
		avow_verdict_say(
			verdict, counts.all ? AVOW_HEALTH_OK : AVOW_HEALTH_NOTE,
			"%zu profile%s loaded, of these %zu in complain mode and "
			"%zu unconfined.",
			counts.all, counts.all == 1 ? " is" : "s are", counts.complain,
			counts.unconfined);
	}
	avow_buf_free(&file);
}

/* The global setting goes before the profiles' own flags (audit.h, AUDIT_MODE()). */
void avow_apparmor_check_audit(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct avow_buf file = { 0 };
	struct avow_span audit;
	int trouble;

	if (!is_enabled(host, verdict))
		return;
	audit = parameter(host, PARAMETERS "audit", &file, &trouble);
	if (trouble) {
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 PARAMETERS "audit cannot be read: %s.",
				 strerror(trouble));
		avow_verdict_mend(verdict, "sudo avow doctor");
	} else if (avow_span_starts_with(audit, "quiet")) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "AppArmor is told to log no denials (%.*s).",
				 (int)audit.length, audit.data);
		avow_verdict_mend(verdict, "echo -n normal >" PARAMETERS "audit");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "Denials are logged, but for those of deny rules.");
	}
	avow_buf_free(&file);
}
