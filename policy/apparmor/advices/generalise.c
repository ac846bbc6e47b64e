/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-GENERALISE: one rule for all names of a shape that many were seen of. Here for what
 * one cluster has; the plan does it for all rules of a profile (plan/merge.c).
 */
#include "policy/apparmor/advice.h"

#include "policy/apparmor/plan/generalise.h"
#include "policy/apparmor/plan/plan.h"

#define LINES_MAX AVOW_QUESTIONS_MAX

static size_t split(struct avow_span text, struct avow_general_line *lines)
{
	size_t count = 0;

	while (text.length && count < LINES_MAX) {
		size_t length = avow_span_find(text, '\n');

		lines[count++].text = avow_span_first(text, length ? length - 1 : 0);
		text = avow_span_skip(text, length + 1);
	}
	return count;
}

/* The rules of the cluster with the groups in their place; false without any. */
static bool put_rules(struct avow_profile_case *c, struct avow_arena *scratch,
		      struct avow_span rules, struct avow_buf *out)
{
	struct avow_general_line *lines =
		avow_arena_alloc(scratch, LINES_MAX * sizeof(*lines));
	struct avow_variables variables = {
		.first = c->profile ? (struct avow_variable *)c->profile->variables : NULL
	};
	struct avow_general_group *groups = NULL;
	size_t count = lines ? split(rules, lines) : 0, group_count = 0;

	if (!lines ||
	    !avow_generalise(scratch, &variables, lines, count, &groups, &group_count)) {
		c->is_out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < group_count; i++)
		avow_buf_printf(out, "%s\n", groups[i].text);
	for (size_t i = 0; i < count; i++) {
		if (lines[i].group)
			continue;
		avow_buf_append(out, lines[i].text);
		avow_buf_puts(out, ",\n");
	}
	return group_count > 0;
}

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 }, written = { 0 }, rules = { 0 }, change = { 0 },
			note = { 0 };
	struct avow_arena scratch = { 0 };
	const char *missing;
	size_t count;

	if (!c->questions || c->risk)
		return;
	avow_profile_write_rules(c, c->abi, &written, &missing);
	avow_profile_rules_merge(avow_buf_span(&written), &rules, &count);
	if (count >= AVOW_GENERAL_MIN &&
	    put_rules(c, &scratch, avow_buf_span(&rules), &change)) {
		change.length--;
		avow_buf_puts(&why, "So many names of one shape were seen that the next "
				    "will be another of them.");
		avow_buf_puts(&note, "It grants every other name of that shape too.");
		avow_case_advise(c, &avow_profile_advice_generalise,
				 &(struct avow_profile_advice){ .why = &why,
								.change = &change,
								.note = &note,
								.change_kind = "rule" });
	}
	avow_arena_free(&scratch);
	avow_buf_free(&why);
	avow_buf_free(&written);
	avow_buf_free(&rules);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

#define RECORD(number, name)                                                             \
	"type=AVC msg=audit(1790000000.123:" number "): apparmor=\"DENIED\" "            \
	"operation=\"open\" class=\"file\" profile=\"lamplighter\" "                     \
	"name=\"/var/lib/lamp/" name "\" pid=77 comm=\"lamplighter\" "                   \
	"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0"

const struct avow_profile_advice_kind avow_profile_advice_generalise = {
	.code = "AA-GENERALISE",
	.title = "add a rule for names of one shape",
	.advise = advise,
	.entry = {
		.record =
			RECORD("7", "0c8b0f8e-52f1-4d0b-9c1f-6d8f4f1c6a01") "\n"
			RECORD("8", "52a9b5a0-1f7c-4d3e-8a3d-2f1e0d9c8b02") "\n"
			RECORD("9", "f3c2d1e0-b9a8-4765-9432-10fedcba9803"),
		.explanation =
			"Rules that are alike but for one name in their path, of which "
			"three or more were seen with one shape: numbers, dates, UUIDs, "
			"hexadecimal digits, what mkstemp(3) makes. One rule with a pattern "
			"takes their place, or with a variable where the tunables define "
			"one for such names (uuid, int, hex32, rand6). The plan looks at "
			"all rules of a profile; the names that were seen stand behind the "
			"rule. It is not done in /etc, /dev, /usr, /root and the like.",
		.safe_change =
			"See whether the names are made as they look. --accept without "
			"AA-GENERALISE leaves each name its own rule.",
		.not_when =
			"When the directory also has names of that shape which the "
			"program is not to touch.",
	},
};
