/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON: the walk as one object, written as it is told. Strings are encoded by
 * jansson; this file adds what stands between the values, one level of
 * indentation a blank, and holds nothing but where it is.
 */
#include <inttypes.h>
#include <jansson.h>

#include "reports/formats.h"
#include "reports/readiness.h"
#include "reports/stream.h"
#include "reports/walk.h"

struct writer {
	struct avow_stream stream;
	bool is_array[AVOW_WALK_DEPTH];
	bool has_members[AVOW_WALK_DEPTH];
	size_t depth;
	bool failed;
};

static void put(struct writer *writer, const char *text)
{
	avow_stream_write(&writer->stream, avow_span_of(text));
}

static void new_line(struct writer *writer)
{
	put(writer, "\n");
	for (size_t i = 0; i < writer->depth; i++)
		put(writer, " ");
}

/* What goes before a value: the comma, the line, the name. Names are constants. */
static void begin_member(struct writer *writer, const char *name)
{
	bool *has_members;

	if (writer->depth == 0)
		return;
	has_members = &writer->has_members[writer->depth - 1];
	if (*has_members)
		put(writer, ",");
	*has_members = true;
	new_line(writer);
	if (writer->is_array[writer->depth - 1])
		return;
	put(writer, "\"");
	put(writer, name);
	put(writer, "\": ");
}

static void begin(struct writer *writer, const char *name, bool is_array)
{
	begin_member(writer, name);
	if (writer->depth == AVOW_WALK_DEPTH) {
		writer->failed = true;
		return;
	}
	put(writer, is_array ? "[" : "{");
	writer->is_array[writer->depth] = is_array;
	writer->has_members[writer->depth] = false;
	writer->depth++;
}

static void begin_object(void *data, const char *name)
{
	begin(data, name, false);
}

static void begin_array(void *data, const char *name)
{
	begin(data, name, true);
}

static void end(void *data)
{
	struct writer *writer = data;

	if (writer->failed)
		return;
	writer->depth--;
	if (writer->has_members[writer->depth])
		new_line(writer);
	put(writer, writer->is_array[writer->depth] ? "]" : "}");
}

static int take(const char *bytes, size_t length, void *data)
{
	struct writer *writer = data;

	avow_stream_write(&writer->stream, avow_span_make(bytes, length));
	return 0;
}

static void string(void *data, const char *name, const char *text)
{
	struct writer *writer = data;
	json_t *value = json_string(text);

	begin_member(writer, name);
	if (!value || json_dump_callback(value, take, writer, JSON_ENCODE_ANY))
		writer->failed = true;
	json_decref(value);
}

static void number(void *data, const char *name, uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, value);
	begin_member(data, name);
	put(data, digits);
}

static void boolean(void *data, const char *name, bool value)
{
	begin_member(data, name);
	put(data, value ? "true" : "false");
}

static const struct avow_sink sink = { .begin_object = begin_object,
				       .end_object = end,
				       .begin_array = begin_array,
				       .end_array = end,
				       .string = string,
				       .number = number,
				       .boolean = boolean };

/* Once all is told. */
static int finish(struct writer *writer, struct avow_error *error)
{
	put(writer, "\n");
	return writer->failed ? avow_error_nomem(error)
			      : avow_stream_finish(&writer->stream, error);
}

int avow_report_json(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct writer writer = { .stream = { .out = out } };
	int code = avow_summary_make(report, &summary, error);

	(void)style;
	if (!code)
		code = avow_report_walk(report, &summary, &sink, &writer, error);
	if (!code)
		code = finish(&writer, error);
	avow_summary_free(&summary);
	return code;
}

int avow_readiness_json(const struct avow_report *report,
			const struct avow_readiness *readiness, FILE *out,
			struct avow_error *error)
{
	struct writer writer = { .stream = { .out = out } };
	int code = avow_readiness_walk(report, readiness, &sink, &writer, error);

	return code ? code : finish(&writer, error);
}
