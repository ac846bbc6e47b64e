/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records put together by their stamp. Events lie in a ring in the order in which they
 * began, and the oldest is handed out when another one needs its place; a table of
 * hashes finds the one that a record belongs to.
 */
#include "analyzer/record/group.h"

#include <stdlib.h>

#include "analyzer/collect/lines.h"

/*
 * Bytes of an event that are kept, of the name of a type, and of a ring place that are
 * not given back.
 */
enum { TEXT_MAX = 512 * 1024, NAME_MAX = 255, KEPT_MAX = 64 * 1024 };
enum { BUCKETS = 4 * AVOW_GROUPS_OPEN, NONE = UINT32_MAX };

/* An event that may get more records. */
struct row {
	uint64_t hash;
	uint32_t next;   /* in its bucket; or NONE */
	bool is_open;    /* it holds an event */
	bool is_touched; /* since avow_groups_settle() */
	struct avow_buf
		text; /* node, host, then names of types, bodies and enriched tails */
	struct avow_group group;
	size_t begins[AVOW_GROUP_RECORDS]; /* of each record in the text */
};

struct avow_groups {
	struct row rows[AVOW_GROUPS_OPEN];
	uint32_t buckets[BUCKETS];
	uint64_t first, end; /* of those that are open, by how many began before them */
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

struct avow_groups *avow_groups_new(avow_group_function on_group, void *data)
{
	struct avow_groups *groups = calloc(1, sizeof(*groups));

	if (!groups)
		return NULL;
	memset(groups->buckets, 0xff, sizeof(groups->buckets));
	groups->on_group = on_group;
	groups->data = data;
	return groups;
}

void avow_groups_free(struct avow_groups *groups)
{
	if (!groups)
		return;
	for (size_t i = 0; i < AVOW_GROUPS_OPEN; i++)
		avow_buf_free(&groups->rows[i].text);
	free(groups);
}

/* The text may have moved while it grew. */
static void place_texts(struct row *row)
{
	struct avow_span text = avow_buf_span(&row->text);
	struct avow_group *group = &row->group;

	group->node.data = text.data;
	group->host.data = text.data + group->node.length;
	for (size_t i = 0; i < group->count; i++) {
		struct avow_group_record *record = group->records + i;

		record->type_name.data = text.data + row->begins[i];
		record->body.data = record->type_name.data + record->type_name.length;
		record->enriched.data = record->body.data + record->body.length;
	}
}

static void unlink_row(struct avow_groups *groups, uint32_t index)
{
	uint32_t *at = &groups->buckets[groups->rows[index].hash % BUCKETS];

	while (*at != index)
		at = &groups->rows[*at].next;
	*at = groups->rows[index].next;
}

static int hand_out(struct avow_groups *groups, uint32_t index)
{
	struct row *row = &groups->rows[index];
	int result;

	if (!row->is_open)
		return AVOW_OK;
	unlink_row(groups, index);
	row->is_open = false;
	if (row->text.failed)
		return AVOW_E_NOMEM;
	place_texts(row);
	result = groups->on_group(groups->data, &row->group);
	if (row->text.capacity > KEPT_MAX)
		avow_buf_free(&row->text);
	else
		avow_buf_clear(&row->text);
	return result;
}

/* Whether another source of the inputs has told the same. */
static bool is_told(const struct row *row, const struct avow_record *record)
{
	for (size_t i = 0; i < row->group.count; i++) {
		const struct avow_group_record *kept = &row->group.records[i];
		struct avow_span name = avow_span_make(row->text.data + row->begins[i],
						       kept->type_name.length);

		if (kept->source != record->source &&
		    avow_span_equal(name, record->type_name) &&
		    avow_span_equal(
			    avow_span_make(name.data + name.length, kept->body.length),
			    record->body))
			return true;
	}
	return false;
}

static void add(struct row *row, const struct avow_record *record, uint64_t bytes)
{
	struct avow_group *group = &row->group;
	struct avow_group_record *kept = group->records + group->count;

	row->is_touched = true;
	if (is_told(row, record))
		return;
	group->bytes += bytes;
	if (group->count == AVOW_GROUP_RECORDS) {
		group->left_out++;
		return;
	}
	*kept = (struct avow_group_record){
		.type = record->type,
		.type_name = avow_span_first(record->type_name, NAME_MAX),
		.body = record->body,
		.enriched = record->enriched,
		.bytes = bytes,
		.source = record->source,
	};
	if (row->text.length + kept->body.length + kept->enriched.length > TEXT_MAX) {
		kept->body.length = kept->enriched.length = 0;
		group->left_out++;
	}
	row->begins[group->count++] = row->text.length;
	avow_buf_append(&row->text, kept->type_name);
	avow_buf_append(&row->text, kept->body);
	avow_buf_append(&row->text, kept->enriched);
}

static bool is_same(const struct row *row, uint64_t hash,
		    const struct avow_record *record)
{
	return row->hash == hash && row->group.has_stamp && record->has_stamp &&
	       row->group.serial == record->serial &&
	       avow_time_compare(row->group.time, record->time) == 0;
}

/* A place in the ring, whose event, if it holds one still, is handed out. */
static int begin(struct avow_groups *groups, uint64_t hash,
		 const struct avow_record *record, struct row **out)
{
	uint32_t index = (uint32_t)(groups->end % AVOW_GROUPS_OPEN);
	struct row *row = &groups->rows[index];
	int result = hand_out(groups, index);

	if (result)
		return result;
	if (groups->end - groups->first == AVOW_GROUPS_OPEN)
		groups->first++;
	groups->end++;
	row->hash = hash;
	row->is_open = true;
	row->group.count = row->group.left_out = 0;
	row->group.bytes = 0;
	row->group.time = record->time;
	row->group.serial = record->serial;
	row->group.has_stamp = record->has_stamp;
	row->group.place = record->place;
	row->group.node = avow_span_first(record->node, NAME_MAX);
	row->group.host = avow_span_first(record->host, NAME_MAX);
	avow_buf_append(&row->text, row->group.node);
	avow_buf_append(&row->text, row->group.host);
	row->next = groups->buckets[hash % BUCKETS];
	groups->buckets[hash % BUCKETS] = index;
	*out = row;
	return AVOW_OK;
}

int avow_groups_feed(struct avow_groups *groups, const struct avow_record *record,
		     uint64_t bytes)
{
	uint64_t hash = avow_span_hash(record->node) ^
			record->serial * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t at = groups->buckets[hash % BUCKETS];
	struct row *row = NULL;
	int result = AVOW_OK;

	while (at != NONE && !is_same(&groups->rows[at], hash, record))
		at = groups->rows[at].next;
	if (at == NONE)
		result = begin(groups, hash, record, &row);
	else
		row = &groups->rows[at];
	if (!result)
		add(row, record, bytes);
	return result;
}

int avow_groups_settle(struct avow_groups *groups)
{
	int result = AVOW_OK;

	for (uint64_t i = groups->first; i < groups->end && !result; i++) {
		uint32_t index = (uint32_t)(i % AVOW_GROUPS_OPEN);

		if (!groups->rows[index].is_touched)
			result = hand_out(groups, index);
		groups->rows[index].is_touched = false;
	}
	return result;
}

int avow_groups_finish(struct avow_groups *groups)
{
	int result = AVOW_OK;

	for (; groups->first < groups->end && !result; groups->first++)
		result = hand_out(groups, (uint32_t)(groups->first % AVOW_GROUPS_OPEN));
	return result;
}

static int take_line(struct avow_groups *groups, struct avow_record_reader *reader,
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
	record.place = (struct avow_place){ 0, line->number };
	result = avow_groups_feed(groups, &record, bytes);
	while (!result &&
	       (kind = avow_record_next(reader, &record, &defect)) != AVOW_LINE_BLANK)
		if (kind == AVOW_LINE_RECORD)
			result = avow_groups_feed(groups, &record, 0);
	return result;
}

static int read_lines(struct avow_groups *groups, struct avow_lines *lines,
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

static int read_input(struct avow_groups *groups, const struct avow_input *input,
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
	struct avow_groups *groups = avow_groups_new(on_group, data);
	int result = groups ? AVOW_OK : AVOW_E_NOMEM;

	for (size_t i = 0; i < inputs->count && !result; i++)
		result = read_input(groups, inputs->items + i, on_trouble);
	if (!result)
		result = avow_groups_finish(groups);
	avow_groups_free(groups);
	return result;
}
