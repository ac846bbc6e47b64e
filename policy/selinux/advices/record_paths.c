/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RECORD-PATHS: have the kernel name the file; told by circumstances/dac.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_record_paths = {
	.code = "SEL-RECORD-PATHS",
	.title = "have the next record name the file",
	.why = "With any rule for files loaded the kernel adds PATH records, with owner and "
	       "mode, to every denial. Then let it happen again.",
	.change_kind = "command",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:46): avc:  denied  { dac_override } "
			"for  pid=77 comm=\"lamplighter\" capability=1  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0",
		.explanation =
			"The record of a capability names no file. The kernel collects paths "
			"only while the audit system has at least one rule about system calls or "
			"files, and many distributions load none.",
		.safe_change =
			"Run the command, let the program fail again, read `ausearch -m AVC -ts "
			"recent`, and take the rule out with `auditctl -W` in the place of -w.",
		.not_when =
			"Not for long on a host that is near its limits: each system call "
			"costs a little more with a rule loaded.",
	},
};
