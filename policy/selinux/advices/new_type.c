/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-NEW-TYPE: files of the domain's own get a type of their own (newtypes/). */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_new_type = {
	.code = "SEL-NEW-TYPE",
	.title = "give its files a type of their own",
	.why = "The directory is used by this domain alone and has the type of everything "
	       "there: with a type of its own the rules open nothing else.",
	.change_kind = "te",
	.role = AVOW_ROLE_RULE,
	.makes = AVOW_CHANGE_KIND_TYPE,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:13): avc:  denied  { "
			"write } for  pid=77 comm=\"lamplighter\" "
			"path=\"/var/lib/lamp/state\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:var_lib_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"Everything below /var/lib, /srv or /opt that has no rule in "
			"file_contexts carries one generic type. A rule for that type "
			"opens the files of all programs that have none of their own. "
			"The log shows a directory that this domain uses alone, so a "
			"type for it is proposed: with the attributes of plain files, the "
			"rules that were missing, those that the domain had for the "
			"generic type, and the file contexts for the directory.",
		.safe_change =
			"Load the module with its file contexts (the .pp holds them, or "
			"the .te with the .fc), then restorecon -R the directory. Look "
			"whether other programs use it that the log does not show: they "
			"need a rule for the new type. --accept SEL-ALLOW takes rules for "
			"the generic type instead.",
		.not_when =
			"When the directory is shared on purpose, or belongs to a program "
			"whose module has a type for it already.",
	},
};
