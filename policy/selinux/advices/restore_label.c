/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RESTORE-LABEL: restorecon; circumstances about labels tell it. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_restore_label = {
	.code = "SEL-RESTORE-LABEL",
	.title = "give the file the label of its place",
	.why = "The policy is right and the file is not: no rule has to change.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_LABEL,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"httpd\" path=\"/var/www/html/index.html\" "
			  "dev=\"dm-0\" ino=1 scontext=system_u:system_r:httpd_t:s0 "
			  "tcontext=unconfined_u:object_r:user_home_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"restorecon sets the label that file_contexts give the path. avow "
			"tries the access with it first, and does not advise it where it "
			"would change nothing, where the type is one that restorecon "
			"leaves alone (customizable_types), or where the access would be "
			"refused as before.",
		.safe_change = "Look with `restorecon -n -v PATH`, then without -n. A "
			       "program that holds the file open may have to be "
			       "restarted.",
		.not_when = "When the file was labelled by hand for a purpose.",
	},
};
