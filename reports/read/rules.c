/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Audit rules of a report: what is wrong in them. */
#include "reports/read/restore.h"

static char *keep_bytes(struct avow_restoring *r, struct avow_node *node,
			const char *name)
{
	char *copy = avow_arena_string(&r->out->findings.arena,
				       avow_restore_bytes(r, node, name));

	if (!copy)
		avow_restore_no_memory(r);
	return copy;
}

/* A text that must be there. */
static const char *need_text(struct avow_restoring *r, struct avow_node *node,
			     const char *name)
{
	const char *text = avow_restore_text(r, node, name);

	if (!text)
		avow_restore_refuse(r, node, node->name, "it has lost a part");
	return text;
}

static enum avow_fault_severity severity_of(struct avow_restoring *r,
					    struct avow_node *node)
{
	const char *name = need_text(r, node, "severity");

	for (unsigned i = 0; name && i < AVOW_FAULT_SEVERITIES; i++)
		if (strcmp(name, avow_fault_severity_name(i)) == 0)
			return i;
	avow_restore_refuse(r, node, "severity", "not one that avow writes");
	return AVOW_FAULT_ERROR;
}

/* Columns are told from 1. */
static uint32_t column_of(struct avow_restoring *r, struct avow_node *node)
{
	uint64_t column = avow_restore_number(r, node, "column");

	if (column == 0 || column > UINT32_MAX)
		avow_restore_refuse(r, node, "column", "no column");
	return (uint32_t)column - 1;
}

static void restore_fault(struct avow_restoring *r, struct avow_node *node,
			  struct avow_fault *out)
{
	out->code = need_text(r, node, "code");
	out->severity = severity_of(r, node);
	out->title = need_text(r, node, "title");
	out->path = keep_bytes(r, node, "path");
	out->line = (uint32_t)avow_restore_number(r, node, "line");
	out->column = column_of(r, node);
	out->length = (uint32_t)avow_restore_number(r, node, "length");
	out->text = avow_arena_copy(&r->out->findings.arena,
				    avow_restore_bytes(r, node, "text"));
	out->says = need_text(r, node, "says");
	out->why = avow_restore_text(r, node, "why");
	out->rewrite = avow_restore_text(r, node, "rewrite");
}

void avow_restore_rules(struct avow_restoring *r, struct avow_node *rules)
{
	struct avow_rules_info *out = &r->out->rules;
	struct avow_node *list;
	struct avow_fault *items;

	out->source = keep_bytes(r, rules, "source");
	out->rules = avow_restore_number(r, rules, "rules");
	list = avow_restore_member(rules, "faults");
	out->faults.count = avow_restore_count(list);
	items = avow_restore_array(r, out->faults.count, sizeof(*items));
	out->faults.items = items;
	for (struct avow_node *at = list ? list->first : NULL; at && !r->code;
	     at = at->next) {
		restore_fault(r, at, items);
		out->faults.counts[items++->severity]++;
	}
}
