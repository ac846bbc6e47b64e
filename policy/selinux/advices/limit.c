/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RAISE-LIMIT: what is full or used up; told by circumstances/limit.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_limit = {
	.code = "SEL-RAISE-LIMIT",
	.title = "free what ran out, or raise the limit",
	.why = "With the capability the service would pass over every limit there is.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:48): avc:  denied  { sys_resource } "
			"for  pid=77 comm=\"lamplighter\" capability=24  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:48): arch=c000003e syscall=56 "
			"success=no exit=-11 a0=1 a1=0 a2=0 a3=0 items=0 ppid=1 pid=77 "
			"comm=\"lamplighter\" exe=\"/usr/sbin/lamplighter\" "
			"subj=system_u:system_r:lamp_t:s0 key=(null)",
		.explanation =
			"The limit is there to keep one service from using up the host; the "
			"refusal says that it was reached.",
		.safe_change =
			"df and df -i for the disk, quota for the user, `systemctl show -p "
			"LimitNPROC UNIT` for processes.",
		.not_when =
			"Not when the limit was reached by a fault of the program, such as a "
			"leak or a loop that starts processes: mend that.",
	},
};
