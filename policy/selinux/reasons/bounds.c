/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-BOUNDS: the source type is bounded by another that may not do it itself.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, ask->answer.unbounded);
}

static void append_bounds(const struct avow_group *group, uint32_t type,
			  struct avow_buf *out)
{
	uint32_t bounds = avow_sepol_bounds(group->sepol, type);

	if (bounds)
		avow_buf_printf(out, "typebounds %s %s;\n",
				avow_sepol_type_name(group->sepol, bounds),
				avow_sepol_type_name(group->sepol, type));
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	uint32_t source = group->subject->pair.source;
	uint32_t bounds = avow_sepol_bounds(group->sepol, source);

	avow_buf_printf(out, "%s is bounded by %s, which may not ",
			avow_sepol_type_name(group->sepol, source),
			bounds ? avow_sepol_type_name(group->sepol, bounds)
			       : "another type");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " itself; a bounded type never may more than its bounds.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	append_bounds(group, group->subject->pair.source, out);
	if (group->subject->pair.target != group->subject->pair.source)
		append_bounds(group, group->subject->pair.target, out);
}

const struct avow_reason_kind avow_reason_bounds = {
	.code = "SEL-BOUNDS",
	.layer = "type bounds",
	.title = "the bounding type may not either",
	.is_final = true,
	.advice = &avow_advice_widen_bounds,
	.refuses = refuses,
	.text = text,
	.evidence = evidence,
};
