/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of circumstances; what each is and says is in its own file. */
#include "policy/selinux/circumstance.h"

/* The order is that of telling; what to do first is the order of advice. */
static const struct avow_circumstance_kind *const kinds[] = {
	&avow_circumstance_attack,
	&avow_circumstance_port,
	&avow_circumstance_node,
	&avow_circumstance_netif,
	&avow_circumstance_neverallow,
	&avow_circumstance_permissive,
	&avow_circumstance_label_unlabeled,
	&avow_circumstance_label_wrong,
	&avow_circumstance_label_missing,
	&avow_circumstance_label_program,
	&avow_circumstance_label_shared,
	&avow_circumstance_domain,
	&avow_circumstance_entry,
	&avow_circumstance_leak,
	&avow_circumstance_dac,
	&avow_circumstance_limit,
	&avow_circumstance_memory,
	&avow_circumstance_sandbox,
	&avow_circumstance_probe,
};

int avow_circumstances_look(const struct avow_scene *scene, struct avow_telling *out)
{
	int code = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds) && code == 0; i++)
		code = kinds[i]->look(scene, out);
	return code;
}

size_t avow_circumstance_count(void)
{
	return AVOW_ARRAY_SIZE(kinds);
}

const struct avow_circumstance_kind *avow_circumstance_at(size_t index)
{
	return kinds[index];
}
