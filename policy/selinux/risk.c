/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of risks, the worst first, and whether a rule has one. */
#include "policy/selinux/risk.h"

#include <string.h>

#include "analyzer/base/span.h"

static const struct avow_risk_kind *const kinds[] = {
	&avow_risk_security,      &avow_risk_kernel_module, &avow_risk_kernel_memory,
	&avow_risk_shadow,        &avow_risk_policy_config, &avow_risk_audit,
	&avow_risk_write_execute, &avow_risk_execheap,      &avow_risk_execstack,
	&avow_risk_raw_disk,      &avow_risk_unconfined,    &avow_risk_ptrace,
	&avow_risk_unlabeled,     &avow_risk_execmem,       &avow_risk_capability,
	&avow_risk_generic,
};

static bool is_named(const char *name, const char *const *names)
{
	for (; name && *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static bool gives(const struct avow_risk_case *asked, const char *const *permissions)
{
	for (; *permissions; permissions++)
		if (asked->permissions &
		    avow_sepol_permission(asked->sepol, asked->pair.tclass, *permissions))
			return true;
	return false;
}

static bool has_risk(const struct avow_risk_case *asked,
		     const struct avow_risk_kind *kind)
{
	const char *tclass = avow_sepol_class_name(asked->sepol, asked->pair.tclass);
	const char *target = avow_sepol_type_name(asked->sepol, asked->pair.target);

	return is_named(tclass, kind->classes) &&
	       (!kind->targets || is_named(target, kind->targets)) &&
	       (!kind->permissions || gives(asked, kind->permissions)) &&
	       (!kind->is_met || kind->is_met(asked));
}

size_t avow_risks_find(const struct avow_risk_case *asked, const struct avow_risk **out)
{
	size_t count = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds) && count < AVOW_RISKS_MAX; i++)
		if (has_risk(asked, kinds[i]))
			out[count++] = &kinds[i]->risk;
	return count;
}

size_t avow_risk_count(void)
{
	return AVOW_ARRAY_SIZE(kinds);
}

const struct avow_risk_kind *avow_risk_at(size_t index)
{
	return kinds[index];
}
