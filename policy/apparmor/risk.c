/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is not proposed: accesses by which a program that was taken over goes further.
 * The table says which objects and permissions; the text is what a reviewer reads.
 */
#include "policy/apparmor/risk.h"

#include "policy/apparmor/risks.h"

#define W (AVOW_FILE_BIT(AVOW_FILE_WRITE) | AVOW_FILE_BIT(AVOW_FILE_APPEND))
#define R AVOW_FILE_BIT(AVOW_FILE_READ)
#define ANY UINT64_MAX

#define RISK(kind) &avow_profile_risks[AVOW_PROFILE_RISK_##kind].risk

/* Files: patterns, and which permissions of them. */
static const struct {
	const char *pattern;
	uint64_t bits;
	const struct avow_risk *risk;
} files[] = {
	{ "/etc/{,g}shadow{,-}", R | W, RISK(SECRETS) },
	{ "/{root,home/*}/.ssh/{,**}", R | W, RISK(SECRETS) },
	{ "/etc/ssh/ssh_host_*_key", R | W, RISK(SECRETS) },
	{ "/{root,home/*}/.gnupg/{,**}", R | W, RISK(SECRETS) },
	{ "/etc/ssl/private/**", R | W, RISK(SECRETS) },
	{ "/var/lib/sss/secrets/**", R | W, RISK(SECRETS) },
	{ "/etc/{passwd,group,sudoers,nsswitch.conf,ld.so.preload}{,-}", W,
	  RISK(ACCOUNTS) },
	{ "/etc/{sudoers.d,pam.d,security}/**", W, RISK(ACCOUNTS) },
	{ "/dev/{mem,kmem,port,kcore}", ANY, RISK(KERNEL) },
	{ "/proc/{kcore,kmem,sysrq-trigger}", ANY, RISK(KERNEL) },
	{ "/proc/[0-9]*/mem", R | W, RISK(PTRACE) },
	{ "/proc/sys/kernel/{core_pattern,modprobe,hotplug,poweroff_cmd}", W,
	  RISK(KERNEL) },
	{ "/dev/{sd[a-z],vd[a-z],nvme[0-9]*,dm-[0-9]}*", R | W, RISK(KERNEL) },
	{ "/{,usr/}lib/modules/**", W, RISK(KERNEL) },
	{ "/boot/{,**}", W, RISK(KERNEL) },
	{ "/etc/apparmor{,.d}/{,**}", W, RISK(POLICY) },
	{ "/sys/kernel/security/apparmor/**", W, RISK(POLICY) },
	{ "/etc/{audit,selinux}/{,**}", W, RISK(POLICY) },
	{ "/var/log/audit/{,**}", W, RISK(POLICY) },
	{ "/etc/{cron.*,init.d,systemd/system,profile.d,ld.so.conf.d}/{,**}", W,
	  RISK(AUTOSTART) },
	{ "/etc/{crontab,profile,rc.local,bash.bashrc,environment}", W, RISK(AUTOSTART) },
	{ "/var/spool/cron/{,**}", W, RISK(AUTOSTART) },
	{ "/{root,home/*}/.{bashrc,profile,bash_profile,zshrc}", W, RISK(AUTOSTART) },
	{ "/{root,home/*}/.config/{autostart,systemd}/{,**}", W, RISK(AUTOSTART) },
	{ "/{,usr/}{,local/}{s,}bin/{,**}", W, RISK(AUTOSTART) },
	{ "/{,usr/}lib{,32,64,exec}/{,**}", W, RISK(AUTOSTART) },
};

bool avow_profile_risk_file(size_t index, struct avow_span *pattern, uint64_t *bits,
			    const struct avow_risk **risk)
{
	if (index >= AVOW_ARRAY_SIZE(files))
		return false;
	*pattern = avow_span_of(files[index].pattern);
	*bits = files[index].bits;
	*risk = files[index].risk;
	return true;
}

static const struct {
	const char *name;
	const struct avow_risk *risk;
} capabilities[] = {
	{ "sys_module", RISK(KERNEL) },    { "sys_rawio", RISK(KERNEL) },
	{ "mac_admin", RISK(POLICY) },     { "mac_override", RISK(POLICY) },
	{ "audit_control", RISK(POLICY) },
};

static bool has_beginning(struct avow_span path, const char *pattern)
{
	size_t length = strcspn(pattern, "{*[");

	return path.length >= length && memcmp(path.data, pattern, length) == 0;
}

static bool is_matched(const char *pattern, struct avow_span path)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *compiled;
	const char *defect;
	bool matches;

	/* Most are of another directory: that is cheap to see. */
	if (!has_beginning(path, pattern))
		return false;
	matches = avow_pattern_compile(&arena, avow_span_of(pattern), true, &compiled,
				       &defect) == 0 &&
		  avow_pattern_matches(compiled, path);

	avow_arena_free(&arena);
	return matches;
}

static const struct avow_risk *risk_of_file(const struct avow_profile_question *question)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(files); i++)
		if ((files[i].bits >> question->bit & 1) &&
		    is_matched(files[i].pattern, question->object))
			return files[i].risk;
	return NULL;
}

static const struct avow_risk *risk_of_capability(struct avow_span name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(capabilities); i++)
		if (avow_span_is(name, capabilities[i].name))
			return capabilities[i].risk;
	return NULL;
}

static const struct avow_risk *risk_of_ptrace(const struct avow_profile_question *q)
{
	return avow_span_is(avow_access_value(&q->access, "peer"), "unconfined") &&
			       strcmp(avow_question_permission(q), "trace") == 0
		       ? RISK(PTRACE)
		       : NULL;
}

static const struct avow_risk *risk_of_change(const struct avow_profile_question *q)
{
	return avow_span_is(avow_access_value(&q->access, "target"), "unconfined")
		       ? RISK(UNCONFINED)
		       : NULL;
}

const struct avow_risk *avow_profile_risk_of(const struct avow_profile_case *c)
{
	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		const struct avow_profile_question *question = c->questions + i;
		const struct avow_risk *risk = NULL;

		if (question->cover.coverage != AVOW_COVER_NONE)
			continue;
		if (question->access.class == AVOW_RULE_FILE)
			risk = risk_of_file(question);
		else if (question->access.class == AVOW_RULE_CAPABILITY)
			risk = risk_of_capability(question->object);
		else if (question->access.class == AVOW_RULE_CHANGE_PROFILE)
			risk = risk_of_change(question);
		else if (question->access.class == AVOW_RULE_PTRACE)
			risk = risk_of_ptrace(question);
		if (risk)
			return risk;
	}
	return NULL;
}
