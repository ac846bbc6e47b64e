/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines that are not records as they stand: those of JSON and of `ausearch -i`, which
 * are put into auditd's form first, copies from pages and mails, and lines that
 * hold several records. What a record is, record.c knows.
 */
#include "analyzer/record/interpreted.h"
#include "analyzer/record/json.h"
#include "analyzer/record/record.h"

/* Web pages and mails turn blanks into U+00A0, of which the kernel writes none. */
static bool has_hard_blank(struct avow_span line)
{
	return avow_span_find(line, '\xc2') < line.length &&
	       avow_span_search(line, "\xc2\xa0") < line.length;
}

static struct avow_span soften(struct avow_span line, struct avow_buf *text)
{
	while (line.length) {
		size_t at = avow_span_search(line, "\xc2\xa0");

		avow_buf_append(text, avow_span_first(line, at));
		if (at < line.length)
			avow_buf_putc(text, ' ');
		line = avow_span_skip(line, at + 2);
	}
	return avow_buf_span(text);
}

/* What `ausearch -i` printed is put back into auditd's form and read again. */
static enum avow_line_kind read_plain(struct avow_span line, struct avow_buf *text,
				      struct avow_record *out, enum avow_defect *defect)
{
	enum avow_line_kind kind = avow_record_parse(line, out, defect);

	if (kind != AVOW_LINE_MALFORMED || *defect != AVOW_DEFECT_INTERPRETED ||
	    !avow_interpreted_read(line, text))
		return kind;
	kind = avow_record_parse(avow_buf_span(text), out, defect);
	if (kind == AVOW_LINE_RECORD)
		out->envelope = AVOW_ENVELOPE_INTERPRETED;
	return kind;
}

/*
 * Where in @text another record begins, ` [node=HOST ]type=TYPE msg=audit(`, or its
 * length. The kernel writes no such text of a process: what has blanks is
 * hexadecimal.
 */
static size_t find_next_record(struct avow_span text)
{
	size_t stamp = avow_span_search(text, " msg=audit(");
	size_t at = stamp;

	for (int words = 0; at && stamp < text.length && words < 2; words++) {
		struct avow_span word;

		while (at && text.data[at - 1] != ' ')
			at--;
		word = avow_span_skip(text, at);
		if (words == 0 && !avow_span_starts_with(word, "type="))
			return text.length;
		if (words == 1 && !avow_span_starts_with(word, "host=") &&
		    !avow_span_starts_with(word, "node="))
			break;
		stamp = at;
		at -= at > 0;
	}
	return stamp;
}

/* Leaves in @out the first of the records on its line, and the others for later. */
static enum avow_line_kind split(struct avow_record_reader *reader,
				 struct avow_record *out, enum avow_defect *defect)
{
	struct avow_span line = out->line;
	size_t header = (size_t)(out->body.data - line.data);
	size_t at = header + find_next_record(avow_span_skip(line, header));

	if (at >= line.length)
		return AVOW_LINE_RECORD;
	reader->rest = avow_span_skip(line, at);
	return avow_record_parse(avow_span_first(line, at), out, defect);
}

/* One line off the translation. */
static enum avow_line_kind read_translated(struct avow_record_reader *reader,
					   struct avow_record *out,
					   enum avow_defect *defect)
{
	size_t end = avow_span_find(reader->rest, '\n');
	enum avow_line_kind kind =
		avow_record_parse(avow_span_first(reader->rest, end), out, defect);

	reader->rest = avow_span_skip(reader->rest, end + 1);
	if (kind == AVOW_LINE_RECORD) {
		out->envelope = reader->envelope;
		out->is_whole = true;
	}
	return kind == AVOW_LINE_BLANK ? AVOW_LINE_FOREIGN : kind;
}

/*
 * One record off what is left of a line that holds several. Where it ends is looked
 * for first: parsing all of the rest each time would be quadratic.
 */
static enum avow_line_kind read_rest(struct avow_record_reader *reader,
				     struct avow_record *out, enum avow_defect *defect)
{
	struct avow_span rest = avow_span_trim_front(reader->rest);
	size_t length;

	if (reader->is_json)
		return read_translated(reader, out, defect);
	length = avow_span_search(rest, " msg=audit(") + strlen(" msg=audit(");
	length += find_next_record(avow_span_skip(rest, length));
	reader->rest = avow_span_skip(rest, length);
	return avow_record_parse(avow_span_first(rest, length), out, defect);
}

static enum avow_line_kind read_json(struct avow_record_reader *reader,
				     struct avow_span line, struct avow_record *out,
				     enum avow_defect *defect)
{
	reader->is_json = true;
	switch (avow_json_read(line, &reader->text, &reader->envelope)) {
	case AVOW_JSON_OTHER:
		return AVOW_LINE_FOREIGN;
	case AVOW_JSON_MALFORMED:
		*defect = AVOW_DEFECT_JSON;
		return AVOW_LINE_MALFORMED;
	case AVOW_JSON_RECORDS:
		break;
	}
	reader->rest = avow_buf_span(&reader->text);
	return read_translated(reader, out, defect);
}

enum avow_line_kind avow_record_read(struct avow_record_reader *reader,
				     struct avow_span line, struct avow_record *out,
				     enum avow_defect *defect)
{
	/* A back tick closes a quotation; no logger ends a line with one. */
	bool is_quoted = line.length > 1 && line.data[line.length - 1] == '`';
	bool is_copy = has_hard_blank(line) || is_quoted;
	enum avow_line_kind kind;

	reader->rest = avow_span_make("", 0);
	reader->is_json = false;
	avow_buf_clear(&reader->text);
	avow_buf_clear(&reader->soft);
	/* journalctl -o json-seq and json-sse (RFC 7464, server-sent events) */
	if (avow_span_starts_with(line, "\x1e{") ||
	    avow_span_starts_with(line, "data: {"))
		line = avow_span_skip(line, avow_span_find(line, '{'));
	if (avow_span_starts_with(line, "{\"") || avow_span_starts_with(line, "{ \""))
		return read_json(reader, line, out, defect);
	line.length -= is_quoted;
	if (has_hard_blank(line))
		line = soften(line, &reader->soft);
	kind = read_plain(line, &reader->text, out, defect);
	if (kind == AVOW_LINE_RECORD && out->type == AVOW_RECORD_AVC)
		kind = split(reader, out, defect);
	if (kind == AVOW_LINE_RECORD && is_copy)
		out->envelope = AVOW_ENVELOPE_PASTED;
	return kind;
}

enum avow_line_kind avow_record_next(struct avow_record_reader *reader,
				     struct avow_record *out, enum avow_defect *defect)
{
	while (reader->rest.length) {
		enum avow_line_kind kind = read_rest(reader, out, defect);

		out->is_further = true;
		if (kind == AVOW_LINE_RECORD || kind == AVOW_LINE_MALFORMED)
			return kind;
	}
	return AVOW_LINE_BLANK;
}

struct avow_span avow_record_text(const struct avow_record_reader *reader,
				  struct avow_span line)
{
	return reader->text.length ? avow_buf_span(&reader->text) : line;
}

void avow_record_reader_free(struct avow_record_reader *reader)
{
	avow_buf_free(&reader->text);
	avow_buf_free(&reader->soft);
	*reader = (struct avow_record_reader){ 0 };
}
