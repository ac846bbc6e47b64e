/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RESTORE-MODULE: the type of a label went away with its module. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_restore_module = {
	.code = "SEL-RESTORE-MODULE",
	.title = "install the policy module of the old label again",
	.why = "The file has a label whose type this policy does not have. The module "
	       "that declares it was removed, or never installed.",
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"mill\" name=\"flour\" dev=\"dm-0\" ino=1 "
			  "scontext=system_u:system_r:init_t:s0 "
			  "tcontext=system_u:object_r:unlabeled_t:s0 tclass=file "
			  "permissive=0 trawcon=\"system_u:object_r:mill_data_t:s0\"",
		.explanation =
			"The label stays on the disk when the policy forgets its type, "
			"and the kernel takes it for unlabeled_t. trawcon= and srawcon= "
			"tell what it is in truth.",
		.safe_change = "`semodule -lfull` lists the modules. Install the one that "
			       "declares the type; the label is good again at once. If it "
			       "is gone for good, relabel the files with restorecon.",
		.not_when = "When the module was removed on purpose.",
	},
};
