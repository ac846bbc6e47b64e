/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/digest/activity.h"

#include <stdlib.h>
#include <string.h>

enum { REPORTS_MAX = 32 };

struct avow_activity_maker {
	struct avow_overview overview;
	struct avow_interpreter interpreter;
	struct avow_digest_types types;
	struct avow_counts counts[REPORTS_MAX]; /* of each report, by its key */
	char fields[REPORTS_MAX][AVOW_DIGEST_FIELDS];
};

/* Numbers of processes tell nobody anything; that events have types is no report. */
static bool is_wanted(const struct avow_digest_report *report)
{
	return strcmp(report->name, "pid") != 0;
}

struct avow_activity_maker *avow_activity_begin(void)
{
	struct avow_activity_maker *maker = calloc(1, sizeof(*maker));

	if (!maker)
		return NULL;
	/* A report is the same wherever it is made: names are those of the log alone. */
	maker->interpreter.accounts.is_read[AVOW_ACCOUNT_USER] = true;
	maker->interpreter.accounts.is_read[AVOW_ACCOUNT_GROUP] = true;
	for (size_t i = 0; i < avow_digest_report_count && i < REPORTS_MAX; i++)
		(void)avow_digest_fields(&avow_digest_reports[i],
					 avow_digest_reports[i].key, maker->fields[i]);
	return maker;
}

static int count_value(void *data, struct avow_span value)
{
	return avow_counts_add(data, value);
}

int avow_activity_add(void *data, const struct avow_group *group)
{
	struct avow_activity_maker *maker = data;
	struct avow_values values = avow_values_begin(group, &maker->interpreter);
	int code = avow_overview_add(&maker->overview, group);

	for (size_t i = 0; i < avow_digest_report_count && i < REPORTS_MAX && !code;
	     i++) {
		const struct avow_digest_report *report = &avow_digest_reports[i];
		struct avow_span first;

		if (!is_wanted(report) ||
		    !avow_digest_is_of(report, &maker->types, &values))
			continue;
		if (report->has_many) {
			code = avow_values_each(&values, maker->fields[i], count_value,
						&maker->counts[i]);
			continue;
		}
		first = avow_values_first(&values, maker->fields[i]);
		if (first.length)
			code = avow_counts_add(&maker->counts[i], first);
	}
	return code;
}

/* The rows that are shown, and how many there would be. */
static int fill_table(const struct avow_counts *counts, struct avow_arena *arena,
		      struct avow_activity_table *out)
{
	struct avow_counts_row *rows;
	size_t count;

	if (avow_counts_rows(counts, &rows))
		return AVOW_E_NOMEM;
	out->total = counts->total;
	out->values = avow_counts_distinct(counts);
	count = out->values < AVOW_ACTIVITY_TOP ? out->values : AVOW_ACTIVITY_TOP;
	out->rows = avow_arena_alloc(arena, (count + 1) * sizeof(*out->rows));
	for (size_t i = 0; out->rows && i < count; i++) {
		out->rows[i].value = avow_arena_copy(arena, rows[i].value);
		out->rows[i].count = rows[i].count;
	}
	out->count = count;
	free(rows);
	return out->rows ? AVOW_OK : AVOW_E_NOMEM;
}

static int fill_tables(const struct avow_activity_maker *maker, struct avow_arena *arena,
		       struct avow_activity *out)
{
	int code = AVOW_OK;

	for (size_t i = 0; i < avow_digest_report_count && i < REPORTS_MAX && !code;
	     i++) {
		const struct avow_digest_report *report = &avow_digest_reports[i];
		struct avow_activity_table *table = &out->tables[out->table_count];

		if (!maker->counts[i].total)
			continue;
		*table = (struct avow_activity_table){
			.report = report->name,
			.title = report->title,
			.by = report->key,
		};
		code = fill_table(&maker->counts[i], arena, table);
		out->table_count++;
	}
	return code;
}

/* Kinds of which there are none are left out. */
static void add_count(struct avow_activity *out, const char *name, uint64_t count)
{
	if (count)
		out->counts[out->count_count++] =
			(struct avow_activity_count){ name, count };
}

int avow_activity_make(const struct avow_activity_maker *maker, struct avow_arena *arena,
		       struct avow_activity *out)
{
	const struct avow_overview *overview = &maker->overview;

	*out = (struct avow_activity){ .first = overview->first, .last = overview->last };
	out->counts =
		avow_arena_alloc(arena, (AVOW_OVERVIEW_COUNTS + AVOW_OVERVIEW_DISTINCT) *
						sizeof(*out->counts));
	out->tables =
		avow_arena_alloc(arena, avow_digest_report_count * sizeof(*out->tables));
	if (!out->counts || !out->tables)
		return AVOW_E_NOMEM;
	for (int i = 0; i < AVOW_OVERVIEW_COUNTS; i++)
		add_count(out, avow_overview_events_name(i), overview->events[i]);
	for (int i = 0; i < AVOW_OVERVIEW_DISTINCT; i++)
		add_count(out, avow_overview_distinct_name(i),
			  avow_counts_distinct(&overview->distinct[i]));
	return fill_tables(maker, arena, out);
}

void avow_activity_end(struct avow_activity_maker *maker)
{
	if (!maker)
		return;
	avow_overview_free(&maker->overview);
	avow_interpreter_free(&maker->interpreter);
	for (size_t i = 0; i < REPORTS_MAX; i++)
		avow_counts_free(&maker->counts[i]);
	free(maker);
}
