/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-OWN-DOMAIN: the policy has nothing for the program; told by domain.c and entry.c.
 */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_own_domain = {
	.code = "SEL-OWN-DOMAIN",
	.title = "give the program a domain of its own",
	.why = "A rule for a domain that many programs share opens it to all of them.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:53): avc:  denied  { write } for  "
			"pid=77 comm=\"foghorn\" name=\"pressure\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:unconfined_service_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:53): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=1 a3=0 items=1 ppid=1 pid=77 "
			"comm=\"foghorn\" exe=\"/opt/fog/foghorn\" "
			"subj=system_u:system_r:unconfined_service_t:s0 key=(null)",
		.explanation =
			"The policy has no domain that such a program is started in. In a "
			"domain of its own it gets what it needs and nothing else does.",
		.safe_change =
			"Write a module with a domain, the type of its program and a "
			"type_transition (in refpolicy init_daemon_domain()), let the domain be "
			"permissive for a while, and have avow suggest its rules.",
		.not_when =
			"Not for a tool that an administrator runs now and then from a shell.",
	},
};
