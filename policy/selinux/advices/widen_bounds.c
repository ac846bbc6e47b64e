/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-WIDEN-BOUNDS: the rule is needed further up. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_widen_bounds = {
	.code = "SEL-WIDEN-BOUNDS",
	.title = "allow it to the bounding type first",
	.why = "A bounded type never may more than the type that bounds it.",
};
