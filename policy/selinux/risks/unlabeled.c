/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-UNLABELED: reaches files that have lost their label. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_unlabeled = {
	.risk = {
		.code = "SEL-RISK-UNLABELED",
		.level = AVOW_RISK_MEDIUM,
		.title = "reaches files that have lost their label",
		.why =
			"unlabeled_t, file_t and default_t are no kind of file: "
			"whatever lost its label is among them, and the rule is for"
			" all of it.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_FILES,
	.targets = AVOW_RISK_NAMES("unlabeled_t", "default_t", "file_t", "unlabeled"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"read } for  pid=77 comm=\"lamplighter\" "
			"path=\"/srv/wick/oil.conf\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:default_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"The type says that a label is missing, is of a module that"
			" is gone, or that file_contexts has no pattern for the "
			"place.",
		.safe_change =
			"Give the files a label: restorecon where file_contexts "
			"knows the place, semanage fcontext and then restorecon "
			"where it does not.",
		.not_when =
			"Not even for a while: the rule is forgotten and the label "
			"is never mended.",
	},
};
