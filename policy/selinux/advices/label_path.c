/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-PATH: a label of its own for a place that has none. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_path = {
	.code = "SEL-LABEL-PATH",
	.title = "give the place a label of its own",
	.why = "The domain may use files of this type already: the place is what the "
	       "policy does not know, not the program.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_LABEL,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { write } "
			  "for  pid=1 comm=\"smbd\" path=\"/data/share/list\" "
			  "dev=\"dm-0\" ino=1 scontext=system_u:system_r:smbd_t:s0 "
			  "tcontext=system_u:object_r:default_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"semanage fcontext adds a pattern to file_contexts, and "
			"restorecon applies it. The types that are proposed are those on "
			"which the domain may do all that was refused: first what the "
			"domain itself would have made there, then types that are named "
			"for it or made to be given by hand, then those that the fewest "
			"other domains may use in the same way, since these gain the file "
			"too.",
		.safe_change = "Take the narrowest of the types that says what the files "
			       "are, and the narrowest pattern.",
		.not_when = "When other programs need the files under their present "
			    "label, or the program has no business there at all.",
	},
};
