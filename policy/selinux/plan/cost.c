/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a change costs: the permissions that were asked for, those that it grants
 * beyond, and the other types that gain by it. A rule of the module grants nothing
 * beyond; of a boolean all rules are counted that come into force, those too that
 * allow what another one allows; of a label, the domains that reach the object then.
 */
#include "policy/selinux/plan/planner.h"

#include "policy/selinux/sepol/types.h"

static int cost_boolean(const struct avow_planner *planner,
			const struct avow_boolean_set *set, struct avow_change *out)
{
	struct avow_sepol_opening opening;

	if (avow_sepol_open_booleans(planner->contexts->sepol, set->booleans, set->count,
				     &opening) < 0)
		return AVOW_E_NOMEM;
	out->extra = opening.permissions;
	out->domains = opening.sources;
	out->objects = opening.targets;
	out->is_counted = true;
	return 0;
}

static int cost_label(const struct avow_planner *planner,
		      const struct avow_choice *choice, struct avow_change *out)
{
	const struct avow_sepol_pair *pair = &planner->pairs[choice->cluster];
	const struct avow_sepol_gain gain = {
		.types = { choice->tried->trial.target_type },
		.count = 1,
		.instead = pair->target,
		.tclass = pair->tclass,
		.permissions = planner->wanted[choice->cluster],
	};
	size_t gainers;

	if (avow_sepol_gainers(planner->contexts->sepol, &gain, &gainers) < 0)
		return AVOW_E_NOMEM;
	/* The source itself is among them. */
	if (gainers > 0 && gainers - 1 > out->domains)
		out->domains = gainers - 1;
	return 0;
}

int avow_planner_cost(const struct avow_planner *planner,
		      const struct avow_choice *choice, struct avow_change *out)
{
	out->asked += (uint64_t)__builtin_popcount(planner->wanted[choice->cluster]);
	if (!choice->tried)
		return 0;
	switch (choice->tried->kind->makes) {
	case AVOW_CHANGE_KIND_BOOLEAN:
		return cost_boolean(planner, choice->tried->trial.set, out);
	case AVOW_CHANGE_KIND_LABEL:
	case AVOW_CHANGE_KIND_PORT:
		return choice->tried->trial.target_type &&
				       planner->wanted[choice->cluster]
			       ? cost_label(planner, choice, out)
			       : 0;
	case AVOW_CHANGE_KIND_RULE:
	case AVOW_CHANGE_KIND_PROFILE:
		out->is_counted = true;
		return 0;
	case AVOW_CHANGE_KIND_NOTHING:
	case AVOW_CHANGE_KIND_DOMAIN:
	case AVOW_CHANGE_KIND_INTERFACE:
	case AVOW_CHANGE_KIND_TYPE:
	case AVOW_CHANGE_KIND_DONTAUDIT:
	case AVOW_CHANGE_KINDS:
		break;
	}
	return 0;
}
