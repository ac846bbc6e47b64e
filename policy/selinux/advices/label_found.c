/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-FOUND: the same as SEL-LABEL-PATH, where the record has no path. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_found = {
	.code = "SEL-LABEL-FOUND",
	.title = "find the file, then give its place a label of its own",
	.why = "The domain may use files of this type already. The record tells a name at "
	       "most, not where the file is.",
	.change_kind = "template",
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"qemu-kvm\" name=\"guest.img\" "
			  "dev=\"dm-0\" ino=4711 scontext=system_u:system_r:qemu_t:s0 "
			  "tcontext=system_u:object_r:default_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"An AVC record has the whole path only when the kernel knew it, "
			"and else the last part of it and the inode. What the type of the "
			"object tells is all that is known: it is one that whole trees "
			"carry. The change has <PATH> where the path goes.",
		.safe_change = "`find DIRECTORY -xdev -inum NUMBER` finds the file by the "
			       "record's ino=. A rule such as `auditctl -w /etc/shadow "
			       "-p wa` makes the kernel record paths with every denial.",
		.not_when = "When the name was found in more than one place and it is not "
			    "sure which was meant.",
	},
};
