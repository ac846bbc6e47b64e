/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-CHANGE-CONTEXT: no rule helps against a constraint. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_change_context = {
	.code = "SEL-CHANGE-CONTEXT",
	.title = "change a context, not the rules",
	.why = "No allow rule overrides a constraint. Give the process or the object a "
	       "user, role or level that the constraint takes, or an attribute that it "
	       "exempts.",
};
