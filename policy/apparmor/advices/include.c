/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-INCLUDE: an abstraction that allows it, and what else it would allow. A rule grants
 * less; an abstraction says what the program is, and grows with the system.
 */
#include "policy/apparmor/abstractions.h"
#include "policy/apparmor/advice.h"

#define SHOWN 3 /* rules of what else it grants */

/* What else the abstraction grants: how much, and the first of it. */
static void put_cost(const struct avow_profile *abstraction, struct avow_buf *out)
{
	size_t shown = 0;

	avow_buf_printf(out, "It has %zu rules:", abstraction->rule_count);
	for (const struct avow_profile_rule *rule = abstraction->rules;
	     rule && shown < SHOWN; rule = rule->next, shown++) {
		avow_buf_puts(out, shown ? ", " : " ");
		avow_buf_append(out, rule->text);
	}
	avow_buf_puts(out, abstraction->rule_count > SHOWN ? " and more." : ".");
}

static void advise(struct avow_profile_case *c)
{
	const struct avow_profile *abstraction;
	struct avow_buf why = { 0 }, change = { 0 }, note = { 0 };

	if (!c->questions || c->risk)
		return;
	abstraction = avow_abstractions_best(c->abstractions, c);
	if (!abstraction)
		return;
	avow_buf_puts(&why, "The abstraction allows it, for programs that need all of "
			    "what it is for.");
	avow_buf_printf(&change, "include <abstractions/%s>", abstraction->name);
	put_cost(abstraction, &note);
	avow_case_advise(c, &avow_profile_advice_include,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.note = &note,
							.change_kind = "rule" });
	avow_buf_free(&why);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

const struct avow_profile_advice_kind avow_profile_advice_include = {
	.code = "AA-INCLUDE",
	.title = "include an abstraction",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/lamp.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"Files in abstractions/ hold the rules that a kind of program "
			"needs: looking up names, drawing on a screen, using Perl. One of "
			"them allows what was refused. Of several, it is the one with the "
			"fewest rules; every rule of it was matched with its variables "
			"expanded.",
		.safe_change =
			"Include it where the program is of that kind, and expect to need "
			"more of it. Else take the rule, which grants less. "
			"--accept AA-INCLUDE, or a decision, chooses it.",
		.not_when =
			"When one file of it is all that the program wants.",
	},
};
