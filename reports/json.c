/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON: the walk as one object, written as it is told. Strings are encoded by
 * jansson; this file adds what stands between the values, one level of
 * indentation a blank, and holds nothing but where it is.
 */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>

#include "reports/formats.h"
#include "reports/walk.h"

struct stream {
	FILE *out;
	bool is_array[AVOW_WALK_DEPTH];
	bool has_members[AVOW_WALK_DEPTH];
	size_t depth;
	bool is_broken; /* the stream took no more */
	bool failed;
};

static void put(struct stream *stream, const char *text)
{
	if (fputs(text, stream->out) == EOF)
		stream->is_broken = true;
}

static void new_line(struct stream *stream)
{
	put(stream, "\n");
	for (size_t i = 0; i < stream->depth; i++)
		put(stream, " ");
}

/* What goes before a value: the comma, the line, the name. Names are constants. */
static void begin_member(struct stream *stream, const char *name)
{
	bool *has_members;

	if (stream->depth == 0)
		return;
	has_members = &stream->has_members[stream->depth - 1];
	if (*has_members)
		put(stream, ",");
	*has_members = true;
	new_line(stream);
	if (stream->is_array[stream->depth - 1])
		return;
	put(stream, "\"");
	put(stream, name);
	put(stream, "\": ");
}

static void begin(struct stream *stream, const char *name, bool is_array)
{
	begin_member(stream, name);
	if (stream->depth == AVOW_WALK_DEPTH) {
		stream->failed = true;
		return;
	}
	put(stream, is_array ? "[" : "{");
	stream->is_array[stream->depth] = is_array;
	stream->has_members[stream->depth] = false;
	stream->depth++;
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
	struct stream *stream = data;

	if (stream->failed)
		return;
	stream->depth--;
	if (stream->has_members[stream->depth])
		new_line(stream);
	put(stream, stream->is_array[stream->depth] ? "]" : "}");
}

static int take(const char *bytes, size_t length, void *data)
{
	struct stream *stream = data;

	if (fwrite(bytes, 1, length, stream->out) != length)
		stream->is_broken = true;
	return 0;
}

static void string(void *data, const char *name, const char *text)
{
	struct stream *stream = data;
	json_t *value = json_string(text);

	begin_member(stream, name);
	if (!value || json_dump_callback(value, take, stream, JSON_ENCODE_ANY))
		stream->failed = true;
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

int avow_report_json(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct stream stream = { .out = out };
	int code = avow_summary_make(report, &summary, error);

	(void)style;
	if (code)
		goto out;
	code = avow_report_walk(report, &summary, &sink, &stream, error);
	if (code)
		goto out;
	put(&stream, "\n");
	if (stream.failed)
		code = avow_error_nomem(error);
	else if (stream.is_broken || fflush(out) != 0)
		code = avow_error_set(error, AVOW_E_IO, "cannot write the report: %s",
				      strerror(errno));
out:
	avow_summary_free(&summary);
	return code;
}
