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
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:3): avc:  denied  { read } "
			"for  pid=77 comm=\"plugin\" name=\"lamp.log\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:plugin_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"A typebounds rule says that one type never may more than "
			"another, the one that bounds it. The kernel takes away from "
			"the bounded type whatever its bounds may not do, even if a "
			"rule allows it, and logs `op=security_compute_av "
			"reason=bounds` when it does.",
		.safe_change =
			"Allow it to the bounding type, if that is what it should be "
			"able to do, or see that the bounded one does without.",
		.not_when =
			"When the bounds are there to hold a plug-in or a thread down: "
			"widening them undoes their purpose.",
	},
};
