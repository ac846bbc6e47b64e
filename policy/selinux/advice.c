/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of advice: an allow rule is the last resort and comes last. */
#include "policy/selinux/advice.h"

static const struct avow_advice_kind *const kinds[] = {
	&avow_advice_refuse,         &avow_advice_restore_label,
	&avow_advice_restore_module, &avow_advice_label_path,
	&avow_advice_label_found,    &avow_advice_relabel_host,
	&avow_advice_label_port,     &avow_advice_label_program,
	&avow_advice_other_sandbox,  &avow_advice_set_boolean,
	&avow_advice_leave_hidden,   &avow_advice_enter_domain,
	&avow_advice_mode,           &avow_advice_limit,
	&avow_advice_record_paths,   &avow_advice_hide,
	&avow_advice_close,          &avow_advice_own_domain,
	&avow_advice_rebuild,        &avow_advice_change_context,
	&avow_advice_allow_role,     &avow_advice_label_node,
	&avow_advice_label_netif,    &avow_advice_widen_bounds,
	&avow_advice_new_type,       &avow_advice_allow_xperm,
	&avow_advice_no_change,      &avow_advice_other_policy,
	&avow_advice_allow,
};

size_t avow_advice_count(void)
{
	return AVOW_ARRAY_SIZE(kinds);
}

const struct avow_advice_kind *avow_advice_at(size_t index)
{
	return kinds[index];
}

size_t avow_advice_place(const struct avow_advice_kind *kind)
{
	size_t place = 0;

	while (place + 1 < AVOW_ARRAY_SIZE(kinds) && kinds[place] != kind)
		place++;
	return place;
}
