/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-AUDIT: changes what is audited, or its log. */
#include "policy/selinux/risk.h"

#include <string.h>

static bool is_log(const char *type)
{
	return strcmp(type, "auditd_log_t") == 0 || strcmp(type, "auditd_etc_t") == 0 ||
	       strcmp(type, "audit_spool_t") == 0;
}

/* Files of auditd by their type; the rest by the permission alone. */
static bool is_met(const struct avow_risk_case *asked)
{
	const struct avow_sepol *sepol = asked->sepol;
	const uint16_t tclass = asked->pair.tclass;

	if (asked->permissions & (avow_sepol_permission(sepol, tclass, "audit_control") |
				  avow_sepol_permission(sepol, tclass, "nlmsg_write")))
		return true;
	return is_log(avow_sepol_type_name(sepol, asked->pair.target));
}

const struct avow_risk_kind avow_risk_audit = {
	.risk = {
		.code = "SEL-RISK-AUDIT",
		.level = AVOW_RISK_HIGH,
		.title = "changes what is audited, or its log",
		.why =
			"It can silence the log that would tell of everything else,"
			" or take back what it told.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("capability", "netlink_audit_socket", "file", "dir"),
	.permissions = AVOW_RISK_NAMES("audit_control", "nlmsg_write", "write",
		"append", "create", "unlink", "rename", "link", "setattr", "add_name",
		"remove_name", "relabelto", "relabelfrom"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"append } for  pid=77 comm=\"lamplighter\" "
			"name=\"audit.log\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:auditd_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"audit_control and the netlink messages that write load "
			"rules, set the buffers and switch auditing off; auditd's "
			"own files hold its configuration and the log.",
		.safe_change =
			"To read the log is another thing: the "
			"logging_read_audit_log() interface gives it. A program "
			"that sends its own messages needs audit_write alone.",
		.not_when =
			"A program that lets people log in sets their loginuid, for"
			" which the kernel asks audit_control: there --allow-risky "
			"is right, for that domain alone.",
	},
};
