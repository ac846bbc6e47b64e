/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-UNCONFINED: gets into an unconfined domain. */
#include "policy/selinux/risk.h"

#include "policy/selinux/sepol/types.h"

static bool is_met(const struct avow_risk_case *asked)
{
	return avow_sepol_is_unconfined(asked->sepol, asked->pair.target);
}

const struct avow_risk_kind avow_risk_unconfined = {
	.risk = {
		.code = "SEL-RISK-UNCONFINED",
		.level = AVOW_RISK_HIGH,
		.title = "gets into an unconfined domain",
		.why =
			"What it starts there is bound by nothing that binds "
			"itself.",
	},
	.classes = AVOW_RISK_NAMES("process"),
	.permissions = AVOW_RISK_NAMES("transition", "dyntransition"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"transition } for  pid=77 comm=\"lamplighter\" "
			"path=\"/usr/bin/sh\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:unconfined_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"A process changes its domain at execve (transition) or by "
			"itself (dyntransition). Login programs do, after they know"
			" who it is.",
		.safe_change =
			"Let the program start what it needs in a domain made for "
			"that, or through systemd.",
		.not_when =
			"Not for anything that parses what strangers send.",
	},
};
