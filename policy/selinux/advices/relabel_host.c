/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RELABEL-HOST: no path is known of a file without a valid label. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_relabel_host = {
	.code = "SEL-RELABEL-HOST",
	.title = "relabel the system",
	.why = "A file has no valid label, and no path tells which: there are more of them "
	       "as a rule, as when SELinux was off for a while.",
	.change_kind = "command",
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"mill\" name=\"flour\" dev=\"dm-0\" ino=1 "
			  "scontext=system_u:system_r:mill_t:s0 "
			  "tcontext=system_u:object_r:unlabeled_t:s0 tclass=file "
			  "permissive=0",
		.explanation = "At the next start every file gets the label that "
			       "file_contexts give its path.",
		.safe_change =
			"`find / -xdev -context '*:unlabeled_t:*'` lists the files; a few "
			"are better mended with restorecon alone.",
		.not_when = "On a host whose labels were given with chcon and never told "
			    "to file_contexts: it undoes them.",
	},
};
