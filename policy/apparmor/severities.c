/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* severity.db: read, and looked up. */
#include "policy/apparmor/severities.h"

#include <ctype.h>

#include "analyzer/base/contents.h"

#define FILE_MAX (4 * 1024 * 1024)
#define VALUE_MAX 10

struct parsing {
	struct avow_severities *out;
	size_t line;
	bool is_out_of_memory;
};

static void doubt(struct parsing *p, const char *text)
{
	struct avow_severities *out = p->out;

	out->all_doubts++;
	if (!out->doubts)
		out->doubts = avow_arena_alloc(&out->arena, AVOW_SEVERITY_DOUBTS_MAX *
								    sizeof(*out->doubts));
	p->is_out_of_memory |= !out->doubts;
	if (out->doubts && out->doubt_count < AVOW_SEVERITY_DOUBTS_MAX)
		out->doubts[out->doubt_count++] =
			(struct avow_severity_doubt){ p->line, text };
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct avow_span take_word(struct avow_span *rest)
{
	size_t length = 0;
	struct avow_span word;

	while (rest->length && is_blank(rest->data[0]))
		*rest = avow_span_skip(*rest, 1);
	while (length < rest->length && !is_blank(rest->data[length]))
		length++;
	word = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length);
	return word;
}

/* Exactly @count severities up to the end of the line. */
static bool take_values(struct parsing *p, struct avow_span rest, unsigned *values,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct avow_span word = take_word(&rest);
		uint64_t value;

		if (!avow_span_to_u64(word, 10, &value) || value > VALUE_MAX) {
			doubt(p, count == 1 ? "behind a capability stands its severity, "
					      "0 to 10"
					    : "behind a path stand three severities, 0 "
					      "to 10");
			return false;
		}
		values[i] = (unsigned)value;
	}
	if (take_word(&rest).length) {
		doubt(p, "something stands behind the severities");
		return false;
	}
	return true;
}

/* The pattern of a path, and what of it is before its first star or bracket. */
static bool compile(struct parsing *p, struct avow_severity_row *row)
{
	struct avow_arena *arena = &p->out->arena;
	const char *defect = NULL;
	bool is_all;

	if (avow_pattern_compile(arena, row->name, true, &row->pattern, &defect)) {
		doubt(p, "the path is no pattern");
		return false;
	}
	row->literal = avow_pattern_literal(row->pattern, &is_all);
	row->literal += is_all;
	while (row->plain < row->name.length &&
	       !strchr("*?[{\\", row->name.data[row->plain]))
		row->plain++;
	return true;
}

static void parse_line(struct parsing *p, struct avow_span rest)
{
	struct avow_severity_row *row = p->out->rows + p->out->count;
	bool is_path;

	*row = (struct avow_severity_row){ .name = take_word(&rest), .line = p->line };
	if (!row->name.length || row->name.data[0] == '#')
		return;
	is_path = row->name.data[0] == '/';
	if (!is_path && !avow_span_starts_with(row->name, "CAP_")) {
		doubt(p, "this is neither a path nor a capability");
		return;
	}
	if (!take_values(p, rest, row->values, is_path ? 3 : 1) ||
	    (is_path && !compile(p, row)))
		return;
	row->name = avow_arena_copy(&p->out->arena, row->name);
	p->is_out_of_memory |= !row->name.data;
	p->out->count++;
}

int avow_severities_parse(struct avow_span text, struct avow_severities *out)
{
	struct parsing p = { .out = out };
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	out->rows = avow_arena_alloc(&out->arena, lines * sizeof(*out->rows));
	if (!out->rows)
		return AVOW_E_NOMEM;
	while (text.length && !p.is_out_of_memory) {
		size_t length = avow_span_find(text, '\n');

		p.line++;
		parse_line(&p, avow_span_first(text, length));
		text = avow_span_skip(text, length + 1);
	}
	return p.is_out_of_memory ? AVOW_E_NOMEM : 0;
}

/* "/etc" of "/etc/apparmor.d", "." of "apparmor.d". */
static void put_parent(struct avow_span base, struct avow_buf *out)
{
	while (base.length > 1 && base.data[base.length - 1] == '/')
		base.length--;
	if (avow_span_is(base, ".") || avow_span_is(base, "..") ||
	    avow_span_search(base, "/..") < base.length) {
		avow_buf_append(out, base);
		avow_buf_puts(out, "/../");
		return;
	}
	while (base.length && base.data[base.length - 1] != '/')
		base.length--;
	avow_buf_append(out, base);
}

int avow_severities_read(const char *base, struct avow_severities *out)
{
	struct avow_buf path = { 0 }, text = { 0 };
	int code;

	put_parent(avow_span_of(base), &path);
	avow_buf_puts(&path, "apparmor/severity.db");
	out->path =
		path.failed ? NULL : avow_arena_string(&out->arena, avow_buf_span(&path));
	code = out->path ? avow_contents_read(out->path, FILE_MAX, &text, NULL)
			 : AVOW_E_NOMEM;
	if (code == 0)
		code = avow_severities_parse(avow_buf_span(&text), out);
	avow_buf_free(&path);
	avow_buf_free(&text);
	return code == AVOW_E_NOMEM ? code : 0;
}

void avow_severities_free(struct avow_severities *severities)
{
	avow_arena_free(&severities->arena);
}

/* Most rows are of another directory: that is cheap to see. */
static bool has_beginning(const struct avow_severity_row *row, struct avow_span path)
{
	return path.length >= row->plain &&
	       memcmp(path.data, row->name.data, row->plain) == 0;
}

const struct avow_severity_row *
avow_severities_path(const struct avow_severities *severities, struct avow_span path)
{
	const struct avow_severity_row *best = NULL;

	for (size_t i = 0; i < severities->count; i++) {
		const struct avow_severity_row *row = severities->rows + i;

		if (row->pattern && (!best || row->literal > best->literal) &&
		    has_beginning(row, path) && avow_pattern_matches(row->pattern, path))
			best = row;
	}
	return best;
}

const struct avow_severity_row *
avow_severities_capability(const struct avow_severities *severities,
			   struct avow_span name)
{
	for (size_t i = 0; i < severities->count; i++) {
		const struct avow_severity_row *row = severities->rows + i;
		struct avow_span rest = avow_span_skip(row->name, strlen("CAP_"));
		bool is_same = !row->pattern && rest.length == name.length;

		for (size_t j = 0; is_same && j < name.length; j++)
			is_same = toupper((unsigned char)name.data[j]) == rest.data[j];
		if (is_same)
			return row;
	}
	return NULL;
}
