/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-CLOSE: the fault is in the program that left a descriptor open; told by leak.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_close = {
	.code = "SEL-CLOSE",
	.title = "close the descriptor where it was opened",
	.why = "The program that starts the other one should open it with O_CLOEXEC "
	       "(SOCK_CLOEXEC), or close it before execve.",
	.role = AVOW_ROLE_REST,
	.reason = "SEL-LEAK",
	.makes = AVOW_CHANGE_KIND_NOTHING,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:42): avc:  denied  { use } for  "
			"pid=812 comm=\"wick\" path=\"/dev/null\" dev=\"devtmpfs\" ino=6 "
			"scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=fd permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:42): arch=c000003e syscall=59 "
			"success=yes exit=0 a0=55d0 a1=55d8 a2=55e0 a3=0 items=2 ppid=800 "
			"pid=812 comm=\"wick\" exe=\"/usr/bin/wick\" "
			"subj=system_u:system_r:wick_t:s0 key=(null)",
		.explanation =
			"A descriptor that lives on over execve is given to every program that "
			"is started, whatever its domain. That is a fault of the program that "
			"opened it, and a danger where there is no SELinux to catch it.",
		.safe_change =
			"Report it to the authors of that program. The target type of records "
			"of class fd, fifo_file and the sockets names its domain.",
		.not_when =
			"Not when the descriptor is handed over on purpose.",
	},
};
