/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Audit rules that were looked at beside the log: how many, and what is wrong in them. */
#include "reports/walk_parts.h"

static void tell_fault(struct walk *walk, const struct avow_fault *fault)
{
	begin_object(walk, "fault");
	lines(walk, "code", fault->code);
	lines(walk, "severity", avow_fault_severity_name(fault->severity));
	lines(walk, "title", fault->title);
	string(walk, "path", avow_span_of(fault->path));
	number(walk, "line", fault->line);
	number(walk, "column", fault->column + 1u);
	number(walk, "length", fault->length);
	string(walk, "text", fault->text);
	lines(walk, "says", fault->says);
	lines(walk, "why", fault->why);
	lines(walk, "rewrite", fault->rewrite);
	end_object(walk);
}

void avow_walk_rules(struct walk *walk)
{
	const struct avow_rules_info *rules = walk->report->rules;

	if (!rules)
		return;
	begin_object(walk, "audit_rules");
	string(walk, "source", avow_span_of(rules->source));
	number(walk, "rules", rules->rules);
	number(walk, "errors", rules->faults.counts[AVOW_FAULT_ERROR]);
	number(walk, "warnings", rules->faults.counts[AVOW_FAULT_WARNING]);
	number(walk, "notes", rules->faults.counts[AVOW_FAULT_NOTE]);
	begin_array(walk, "faults");
	for (size_t i = 0; i < rules->faults.count; i++)
		tell_fault(walk, &rules->faults.items[i]);
	end_array(walk);
	end_object(walk);
}
