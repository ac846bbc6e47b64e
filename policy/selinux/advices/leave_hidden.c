/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LEAVE-HIDDEN: a dontaudit rule knows this access. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_leave_hidden = {
	.code = "SEL-LEAVE-HIDDEN",
	.title = "leave it refused",
	.why = "The policy's authors know this access and hold that the program works "
	       "without it.",
};
