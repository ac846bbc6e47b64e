/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-ENTRY: the label by which a domain is entered; told by domain.c and entry.c.
 */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_program = {
	.code = "SEL-LABEL-ENTRY",
	.title = "label the program so that its domain starts",
	.why = "In its own domain the program gets the rules that were written for it. "
	       "Restart the service afterwards.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_DOMAIN,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:52): avc:  denied  { read } for  "
			"pid=77 comm=\"horn\" name=\"pressure\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:initrc_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:52): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=0 a3=0 items=1 ppid=1 pid=77 "
			"comm=\"horn\" exe=\"/opt/horn/horn\" "
			"subj=system_u:system_r:initrc_t:s0 key=(null)",
		.explanation =
			"semanage fcontext gives the path a type, restorecon puts it on the "
			"file. The next time the service manager starts the program, it enters "
			"the domain that the policy has for the type. avow asks again as if it "
			"were in that domain.",
		.safe_change =
			"Run the commands, restart the service, and look with `ps -Z` where it "
			"runs.",
		.not_when =
			"Not when the program only bears the name of the one that the policy "
			"means. Not for an interpreter such as bash or python: all its scripts "
			"would enter the domain.",
	},
};
