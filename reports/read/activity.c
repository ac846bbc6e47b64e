/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went on besides denials, of a report. */
#include "reports/read/restore.h"

static const char *need_text(struct avow_restoring *r, struct avow_node *node,
			     const char *name)
{
	const char *text = avow_restore_text(r, node, name);

	if (!text)
		avow_restore_refuse(r, node, node->name, "it has lost a part");
	return text;
}

static struct avow_span keep_value(struct avow_restoring *r, struct avow_node *node)
{
	return avow_arena_copy(&r->out->findings.arena,
			       avow_restore_bytes(r, node, "value"));
}

static void restore_table(struct avow_restoring *r, struct avow_node *node,
			  struct avow_activity_table *out)
{
	struct avow_node *rows = avow_restore_member(node, "rows");
	struct avow_activity_row *row;

	out->report = need_text(r, node, "report");
	out->title = need_text(r, node, "title");
	out->by = need_text(r, node, "by");
	out->total = avow_restore_number(r, node, "total");
	out->values = avow_restore_number(r, node, "values");
	out->count = avow_restore_count(rows);
	if (out->count > out->values)
		avow_restore_refuse(r, node, "rows", "more than there are values");
	out->rows = row = avow_restore_array(r, out->count, sizeof(*row));
	for (struct avow_node *at = rows ? rows->first : NULL; at && !r->code;
	     at = at->next, row++) {
		row->value = keep_value(r, at);
		row->count = avow_restore_number(r, at, "count");
	}
}

void avow_restore_activity(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_activity *out = &r->out->activity;
	struct avow_node *counts = avow_restore_member(node, "counts");
	struct avow_node *tables = avow_restore_member(node, "tables");
	struct avow_activity_count *count;
	struct avow_activity_table *table;

	out->first = avow_restore_time(r, node, "first");
	out->last = avow_restore_time(r, node, "last");
	out->count_count = avow_restore_count(counts);
	out->counts = count = avow_restore_array(r, out->count_count, sizeof(*count));
	for (struct avow_node *at = counts ? counts->first : NULL; at && !r->code;
	     at = at->next, count++) {
		count->name = need_text(r, at, "name");
		count->count = avow_restore_number(r, at, "count");
	}
	out->table_count = avow_restore_count(tables);
	out->tables = table = avow_restore_array(r, out->table_count, sizeof(*table));
	for (struct avow_node *at = tables ? tables->first : NULL; at && !r->code;
	     at = at->next)
		restore_table(r, at, table++);
	r->out->has_activity = true;
}
