/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went on besides denials, where that was asked for. */
#include "reports/walk_parts.h"

static void tell_table(struct walk *walk, const struct avow_activity_table *table)
{
	begin_object(walk, "table");
	lines(walk, "report", table->report);
	lines(walk, "title", table->title);
	lines(walk, "by", table->by);
	number(walk, "total", table->total);
	number(walk, "values", table->values);
	begin_array(walk, "rows");
	for (size_t i = 0; i < table->count; i++) {
		begin_object(walk, "row");
		string(walk, "value", table->rows[i].value);
		number(walk, "count", table->rows[i].count);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

void avow_walk_activity(struct walk *walk)
{
	const struct avow_activity *activity = walk->report->activity;

	if (!activity)
		return;
	begin_object(walk, "activity");
	time_of(walk, "first", activity->first);
	time_of(walk, "last", activity->last);
	begin_array(walk, "counts");
	for (size_t i = 0; i < activity->count_count; i++) {
		begin_object(walk, "count_of");
		lines(walk, "name", activity->counts[i].name);
		number(walk, "count", activity->counts[i].count);
		end_object(walk);
	}
	end_array(walk);
	begin_array(walk, "tables");
	for (size_t i = 0; i < activity->table_count; i++)
		tell_table(walk, &activity->tables[i]);
	end_array(walk);
	end_object(walk);
}
