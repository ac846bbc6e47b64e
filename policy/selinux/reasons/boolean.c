/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-BOOL: no rule in force allows it, but booleans, turned over, do, one alone or
 * the fewest together, with every later layer agreeing.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return ask->is_switched ? avow_case_words(ask, ask->answer.untyped) : 0;
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	for (size_t i = 0; i < ask->set_count && ask->sets[i].is_effective; i++) {
		avow_boolean_set_write(&ask->sets[i], ask->sepol, " and ", out);
		avow_buf_putc(out, '\n');
	}
	return 0;
}

/* `a`, `b, c` or, where several are needed together, `b and c`. */
static void append_set(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	const struct avow_boolean_set *set = &group->sets[index];

	for (size_t i = 0; i < set->count; i++)
		avow_buf_printf(out, "%s%s", i > 0 ? " and " : "",
				avow_sepol_boolean_name(group->sepol, set->booleans[i]));
	if (set->count > 1)
		avow_buf_puts(out, " together");
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	bool is_single = group->set_count == 1;

	avow_buf_puts(out, "A rule that allows ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " for ");
	avow_group_triple(group, out);
	if (is_single && group->sets[0].count == 1)
		avow_buf_puts(out, " is switched off by the boolean ");
	else if (is_single)
		avow_buf_puts(out, " is switched off by the booleans ");
	else
		avow_buf_puts(out, " is switched off; any one of these booleans turns it "
				   "on: ");
	for (size_t i = 0; i < group->set_count; i++) {
		avow_buf_puts(out, i > 0 ? ", " : "");
		append_set(group, i, out);
	}
	avow_buf_putc(out, '.');
}

const struct avow_reason_kind avow_reason_boolean = {
	.code = "SEL-BOOL",
	.layer = "boolean",
	.title = "a boolean is set against it",
	.advice = &avow_advice_set_boolean,
	.refuses = refuses,
	.key = key,
	.text = text,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:2): avc:  denied  { execute "
			"} for  pid=77 comm=\"lamplighter\" name=\"trim\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:bin_t:s0 tclass=file permissive=0",
		.explanation =
			"The rule is in the policy, under a condition that does not "
			"hold now. avow turns booleans over in memory, one alone and "
			"several together, asks every layer again, and names the "
			"smallest sets that are enough. The state is that of the "
			"policy file; `getsebool` tells the host's.",
		.safe_change =
			"Read what the boolean is for (`semanage boolean -l`, the man "
			"page of the domain), look at what else it opens, which avow "
			"counts, and set it with -P.",
		.not_when =
			"When the boolean opens far more than what was refused, as one "
			"for all files or all ports does: a label or a narrow rule is "
			"better then.",
	},
};
