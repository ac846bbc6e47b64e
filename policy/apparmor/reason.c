/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of reasons, in the order in which they are told: whose policy it is, what
 * failed before any rule was asked, what the rules say, what lies around it.
 */
#include "policy/apparmor/reason.h"

static const struct avow_profile_reason_kind *const kinds[] = {
	&avow_profile_reason_manager,      &avow_profile_reason_unconfined,
	&avow_profile_reason_learning,     &avow_profile_reason_no_profile,
	&avow_profile_reason_disconnected, &avow_profile_reason_deleted,
	&avow_profile_reason_no_target,    &avow_profile_reason_no_new_privs,
	&avow_profile_reason_no_hat,       &avow_profile_reason_userns,
	&avow_profile_reason_deny,         &avow_profile_reason_no_rule,
	&avow_profile_reason_covered,      &avow_profile_reason_doubt,
	&avow_profile_reason_dac,          &avow_profile_reason_peer,
};

size_t avow_profile_reason_count(void)
{
	return AVOW_ARRAY_SIZE(kinds);
}

const struct avow_profile_reason_kind *avow_profile_reason_at(size_t index)
{
	return kinds[index];
}

void avow_profile_reasons_tell(struct avow_profile_case *c)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++)
		kinds[i]->tell(c);
}
