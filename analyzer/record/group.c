/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records put together by their stamp, in a table whose rows are taken by serials in
 * turn: an event is handed out when another one needs its row, or at the end.
 */
#include "analyzer/record/group.h"

#include <stdlib.h>

#include "analyzer/collect/lines.h"

/* Bytes of an event that are kept, and of the name of a type. */
enum { TEXT_MAX = 64 * 1024, TYPE_NAME_MAX = 64 };

/* An event that may get more records. */
struct row {
	struct avow_time time;
	uint64_t serial, node; /* the node's hash */
	struct avow_buf text;  /* names of types and bodies, in the order of @records */
	struct avow_group group;
	size_t begins[AVOW_GROUP_RECORDS]; /* of each record in the text */
};

struct groups {
	struct row *rows;
	avow_group_function on_group;
	void *data;
};

const struct avow_group_record *avow_group_find(const struct avow_group *group,
						enum avow_record_type type)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->records[i].type == type)
			return group->records + i;
	return NULL;
}

/* The text may have moved while it grew. */
static void place_texts(struct row *row)
{
	struct avow_span text = avow_buf_span(&row->text);

	for (size_t i = 0; i < row->group.count; i++) {
		struct avow_group_record *record = row->group.records + i;

		record->type_name.data = text.data + row->begins[i];
		record->body.data = record->type_name.data + record->type_name.length;
	}
}

static int hand_out(struct groups *groups, struct row *row)
{
	int result = AVOW_OK;

	if (row->text.failed)
		return AVOW_E_NOMEM;
	place_texts(row);
	if (row->group.bytes)
		result = groups->on_group(groups->data, &row->group);
	avow_buf_clear(&row->text);
	row->group.count = 0;
	row->group.bytes = 0;
	return result;
}

static void add(struct row *row, const struct avow_record *record, uint64_t bytes)
{
	struct avow_group *group = &row->group;
	struct avow_group_record *kept = group->records + group->count;

	group->bytes += bytes;
	if (group->count == AVOW_GROUP_RECORDS)
		return;
	*kept = (struct avow_group_record){
		.type = record->type,
		.type_name = avow_span_first(record->type_name, TYPE_NAME_MAX),
		.body = record->body,
		.bytes = bytes,
	};
	if (row->text.length + kept->body.length > TEXT_MAX)
		kept->body.length = 0;
	row->begins[group->count++] = row->text.length;
	avow_buf_append(&row->text, kept->type_name);
	avow_buf_append(&row->text, kept->body);
}

static int take(struct groups *groups, const struct avow_record *record, uint64_t bytes)
{
	uint64_t node = avow_span_hash(record->node);
	struct row *row = groups->rows + (record->serial + node) % AVOW_GROUPS_OPEN;
	bool is_same = record->has_stamp && row->serial == record->serial &&
		       row->node == node &&
		       avow_time_compare(row->time, record->time) == 0;
	int result = is_same ? AVOW_OK : hand_out(groups, row);

	row->time = record->time;
	row->serial = record->serial;
	row->node = node;
	add(row, record, bytes);
	return result;
}

static int take_line(struct groups *groups, struct avow_record_reader *reader,
		     const struct avow_line *line)
{
	uint64_t bytes = line->text.length + 1;
	struct avow_record record;
	enum avow_defect defect;
	enum avow_line_kind kind =
		line->is_too_long
			? AVOW_LINE_MALFORMED
			: avow_record_read(reader, line->text, &record, &defect);
	int result = AVOW_OK;

	if (kind != AVOW_LINE_RECORD)
		return AVOW_OK;
	result = take(groups, &record, bytes);
	while (!result &&
	       (kind = avow_record_next(reader, &record, &defect)) != AVOW_LINE_BLANK)
		if (kind == AVOW_LINE_RECORD)
			result = take(groups, &record, 0);
	return result;
}

static int read_lines(struct groups *groups, struct avow_lines *lines,
		      struct avow_error *trouble)
{
	struct avow_record_reader reader = { 0 };
	struct avow_line line;
	int result = AVOW_OK, got = 1;

	while (!result) {
		got = avow_lines_next(lines, &line, trouble);
		if (got == AVOW_SOURCE_WAIT) {
			struct avow_wait wait = avow_source_wait(lines->source);
			const struct avow_stop never = { 0 };

			if (avow_wait_any(&wait, 1, &never))
				continue;
		}
		if (got <= 0)
			break;
		result = take_line(groups, &reader, &line);
	}
	avow_record_reader_free(&reader);
	return result;
}

static int read_input(struct groups *groups, const struct avow_input *input,
		      avow_trouble_function on_trouble)
{
	const struct avow_source_options options = { 0 };
	struct avow_error trouble = { 0 };
	struct avow_source *source;
	struct avow_lines lines;
	int result;

	if (avow_input_open(input, &options, &source, &trouble)) {
		on_trouble(groups->data, &trouble);
		return AVOW_OK;
	}
	result = avow_lines_open(&lines, source);
	if (result) {
		avow_source_close(source);
		return result;
	}
	result = read_lines(groups, &lines, &trouble);
	if (trouble.code && !result) {
		struct avow_error told;

		avow_input_tell(input, trouble.code, trouble.message, &told);
		on_trouble(groups->data, &told);
	}
	avow_lines_close(&lines);
	return result;
}

int avow_groups_read(const struct avow_inputs *inputs, avow_group_function on_group,
		     avow_trouble_function on_trouble, void *data)
{
	struct groups groups = { calloc(AVOW_GROUPS_OPEN, sizeof(*groups.rows)), on_group,
				 data };
	int result = groups.rows ? AVOW_OK : AVOW_E_NOMEM;

	for (size_t i = 0; i < inputs->count && !result; i++)
		result = read_input(&groups, inputs->items + i, on_trouble);
	for (size_t i = 0; groups.rows && i < AVOW_GROUPS_OPEN; i++) {
		if (!result)
			result = hand_out(&groups, groups.rows + i);
		avow_buf_free(&groups.rows[i].text);
	}
	free(groups.rows);
	return result;
}
