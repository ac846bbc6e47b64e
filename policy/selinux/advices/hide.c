/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-HIDE: a dontaudit rule; circumstances in which nothing is lost tell it. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_hide = {
	.code = "SEL-HIDE",
	.title = "leave it refused, and out of the log",
	.why = "The program gets on without it. A dontaudit rule opens nothing; it only "
	       "keeps the refusal out of the log.",
	.change_kind = "te",
	.role = AVOW_ROLE_REST,
	.reason = "SEL-PROBE",
	.makes = AVOW_CHANGE_KIND_DONTAUDIT,
	.entry = {
		.record = "type=AVC msg=audit(1790000000.123:40): avc:  denied  { siginh } "
			  "for  pid=77 comm=\"lamplighter\" "
			  "scontext=system_u:system_r:init_t:s0 "
			  "tcontext=system_u:system_r:lamp_t:s0 tclass=process permissive=0",
		.explanation =
			"A dontaudit rule says that an access is refused and that nobody has to "
			"hear of it. Policies have thousands of them. avow proposes one only "
			"where the records show by which call the access was asked for, and "
			"that the call goes on when it is refused.",
		.safe_change =
			"Build the rule into a module of your own and load it. `semodule -DB` "
			"shows for a while what such rules hide, `semodule -B` hides it again.",
		.not_when =
			"Not while something still fails: first see that the program works. Not "
			"for reads of files, for capabilities or for sockets whose purpose "
			"nobody knows: the rule would hide the next, worse attempt too.",
	},
};
