/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-OTHER-POLICY: the record is of a host with another policy. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_other_policy = {
	.code = "SEL-OTHER-POLICY",
	.title = "ask the policy of the host that made the log",
	.why = "This policy does not know every name in the record, so it cannot judge "
	       "the access.",
};
