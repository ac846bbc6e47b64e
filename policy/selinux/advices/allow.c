/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ALLOW: the rule itself, made and proved by module.c and proof.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_allow = {
	.code = "SEL-ALLOW",
	.title = "allow it by a rule",
	.why = "The rule opens it to every process of the source type and every object "
	       "of "
	       "the target type. Take it when nothing above it fits.",
	.change_kind = "te",
};
