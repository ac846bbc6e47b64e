/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ENTER-DOMAIN: a transition in the place of a rule; told by circumstances/entry.c.
 */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_enter_domain = {
	.code = "SEL-ENTER-DOMAIN",
	.title = "have it enter the program's own domain",
	.why = "By a transition the program gets the rules that were written for it, and the "
	       "caller none of them.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:55): avc:  denied  { "
			"execute_no_trans } for  pid=77 comm=\"lamplighter\" "
			"path=\"/usr/sbin/horn\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:horn_exec_t:s0 tclass=file permissive=0",
		.explanation =
			"To run it without a transition, the caller would need every rule that "
			"the program needs, and would keep them for itself.",
		.safe_change =
			"Call the interface that the program's module has for it, "
			"NAME_domtrans(), in a module for the caller, or have the service "
			"manager start the program.",
		.not_when =
			"Not when the caller's role may not have the new domain: then add the "
			"role first (SEL-RBAC tells).",
	},
};
