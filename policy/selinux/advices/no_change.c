/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-NO-CHANGE: the policy allows it as it is. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_no_change = {
	.code = "SEL-NO-CHANGE",
	.title = "change nothing",
	.why = "The policy allows it already. See that the host runs this policy with "
	       "these booleans.",
};
