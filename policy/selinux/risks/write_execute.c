/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-WRITE-EXECUTE: lets it execute what it can write. */
#include "policy/selinux/risk.h"

static uint32_t any_of(const struct avow_risk_case *asked, const char *const *names)
{
	uint32_t out = 0;

	for (; *names; names++)
		out |= avow_sepol_permission(asked->sepol, asked->pair.tclass, *names);
	return out;
}

/* Both together after the rule, and not before it. */
static bool is_met(const struct avow_risk_case *asked)
{
	const uint32_t writes = any_of(asked, AVOW_RISK_NAMES("write", "append"));
	const uint32_t executes =
		any_of(asked, AVOW_RISK_NAMES("execute", "execute_no_trans"));
	const uint32_t before = avow_sepol_allowed(asked->sepol, &asked->pair);
	const uint32_t after = before | asked->permissions;

	return (after & writes) && (after & executes) &&
	       !((before & writes) && (before & executes));
}

const struct avow_risk_kind avow_risk_write_execute = {
	.risk = {
		.code = "SEL-RISK-WRITE-EXECUTE",
		.level = AVOW_RISK_HIGH,
		.title = "lets it execute what it can write",
		.why =
			"Whoever makes the process write a file has made it run a "
			"program of his own.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("file", "chr_file", "blk_file"),
	.permissions = AVOW_RISK_NAMES("write", "append", "execute", "execute_no_trans"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"write execute } for  pid=77 comm=\"lamplighter\" "
			"path=\"/var/lib/lamp/wick\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"One type is then both data and program. avow looks at the "
			"rule together with what the policy allows the domain on "
			"that type already.",
		.safe_change =
			"Two types: one for what it writes, one for the programs, "
			"which it may execute and not change. A path of its own "
			"with semanage fcontext usually does.",
		.not_when =
			"A compiler or a package builder needs it, in a domain that"
			" is made for that.",
	},
};
