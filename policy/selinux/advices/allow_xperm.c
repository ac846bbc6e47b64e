/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ALLOW-XPERM: an allowxperm rule for the commands seen; told by find.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_allow_xperm = {
	.code = "SEL-ALLOW-XPERM",
	.title = "allow the commands",
	.why = "The domain lives with rules for single commands; a plain allow rule "
	       "opens "
	       "none of them.",
	.change_kind = "te",
	.role = AVOW_ROLE_RULE,
	.makes = AVOW_CHANGE_KIND_RULE,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:15): avc:  denied  { ioctl "
			"} for  pid=77 comm=\"lamplighter\" path=\"/dev/lens0\" "
			"dev=\"devtmpfs\" ino=9 ioctlcmd=0x5413 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lens_device_t:s0 tclass=chr_file "
			"permissive=0",
		.explanation =
			"The rule adds the one command to those that the pair of types "
			"has already. The policy language calls it allowxperm, CIL "
			"allowx.",
		.safe_change =
			"Put it into your module. Where the program uses several "
			"commands of one driver, wait for all of them.",
		.not_when =
			"For the whole range 0x0000-0xffff: then the rules for single "
			"commands are without effect.",
	},
};
