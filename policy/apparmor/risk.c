/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is not proposed: accesses by which a program that was taken over goes further.
 * The table says which objects and permissions; the text is what a reviewer reads.
 */
#include "policy/apparmor/risk.h"

#define W (AVOW_FILE_BIT(AVOW_FILE_WRITE) | AVOW_FILE_BIT(AVOW_FILE_APPEND))
#define R AVOW_FILE_BIT(AVOW_FILE_READ)
#define ANY UINT64_MAX

#define RISK(code_, level_, title_, why_)                                                \
	{                                                                                \
		.code = code_, .level = level_, .title = title_, .why = why_,            \
		.is_refused = true                                                       \
	}

static const struct avow_risk secrets = RISK(
	"AA-RISK-SECRETS", AVOW_RISK_HIGH, "reads or writes secrets of the system",
	"These files hold passwords or keys: whoever reads them can go on as somebody "
	"else. Few programs are made for it, and those have profiles of their own.");
static const struct avow_risk accounts =
	RISK("AA-RISK-ACCOUNTS", AVOW_RISK_HIGH, "writes who may log in",
	     "Whoever writes these files makes himself an account, or root.");
static const struct avow_risk kernel = RISK(
	"AA-RISK-KERNEL", AVOW_RISK_HIGH, "reaches into the kernel",
	"Modules, kernel memory and raw devices are above every profile: whoever has "
	"them is confined no longer.");
static const struct avow_risk policy =
	RISK("AA-RISK-POLICY", AVOW_RISK_HIGH, "changes the policy or the audit",
	     "A program that may change AppArmor's profiles or the audit rules confines "
	     "itself only as long as it likes.");
static const struct avow_risk autostart =
	RISK("AA-RISK-AUTOSTART", AVOW_RISK_HIGH, "writes what others will run",
	     "Files here are run later by root or by users without this profile: writing "
	     "them is a way out of it.");
static const struct avow_risk peers =
	RISK("AA-RISK-PTRACE", AVOW_RISK_HIGH, "controls unconfined processes",
	     "Whoever traces an unconfined process can let it do anything.");

/* Files: patterns, and which permissions of them. */
static const struct {
	const char *pattern;
	uint64_t bits;
	const struct avow_risk *risk;
} files[] = {
	{ "/etc/{,g}shadow{,-}", R | W, &secrets },
	{ "/{root,home/*}/.ssh/{,**}", R | W, &secrets },
	{ "/etc/ssh/ssh_host_*_key", R | W, &secrets },
	{ "/{root,home/*}/.gnupg/{,**}", R | W, &secrets },
	{ "/etc/ssl/private/**", R | W, &secrets },
	{ "/var/lib/sss/secrets/**", R | W, &secrets },
	{ "/etc/{passwd,group,sudoers,nsswitch.conf,ld.so.preload}{,-}", W, &accounts },
	{ "/etc/{sudoers.d,pam.d,security}/**", W, &accounts },
	{ "/dev/{mem,kmem,port,kcore}", ANY, &kernel },
	{ "/proc/{kcore,kmem,sysrq-trigger}", ANY, &kernel },
	{ "/proc/sys/kernel/{core_pattern,modprobe,hotplug,poweroff_cmd}", W, &kernel },
	{ "/dev/{sd[a-z],vd[a-z],nvme[0-9]*,dm-[0-9]}*", R | W, &kernel },
	{ "/{,usr/}lib/modules/**", W, &kernel },
	{ "/boot/{,**}", W, &kernel },
	{ "/etc/apparmor{,.d}/{,**}", W, &policy },
	{ "/sys/kernel/security/apparmor/**", W, &policy },
	{ "/etc/{audit,selinux}/{,**}", W, &policy },
	{ "/var/log/audit/{,**}", W, &policy },
	{ "/etc/{cron.*,init.d,systemd/system,profile.d,ld.so.conf.d}/{,**}", W,
	  &autostart },
	{ "/etc/{crontab,profile,rc.local,bash.bashrc,environment}", W, &autostart },
	{ "/var/spool/cron/{,**}", W, &autostart },
	{ "/{root,home/*}/.{bashrc,profile,bash_profile,zshrc}", W, &autostart },
	{ "/{root,home/*}/.config/{autostart,systemd}/{,**}", W, &autostart },
	{ "/{,usr/}{,local/}{s,}bin/{,**}", W, &autostart },
	{ "/{,usr/}lib{,32,64,exec}/{,**}", W, &autostart },
};

static const struct {
	const char *name;
	const struct avow_risk *risk;
} capabilities[] = {
	{ "sys_module", &kernel },    { "sys_rawio", &kernel },
	{ "mac_admin", &policy },     { "mac_override", &policy },
	{ "audit_control", &policy },
};

static const struct avow_risk *const all[] = { &secrets, &accounts,  &kernel,
					       &policy,  &autostart, &peers };

size_t avow_profile_risk_count(void)
{
	return AVOW_ARRAY_SIZE(all);
}

const struct avow_risk *avow_profile_risk_at(size_t index)
{
	return all[index];
}

static bool is_matched(const char *pattern, struct avow_span path)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *compiled;
	const char *defect;
	bool matches = avow_pattern_compile(&arena, avow_span_of(pattern), true,
					    &compiled, &defect) == 0 &&
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
		       ? &peers
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
		else if (question->access.class == AVOW_RULE_PTRACE)
			risk = risk_of_ptrace(question);
		if (risk)
			return risk;
	}
	return NULL;
}
