/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules from their files to the order in which auditctl gets them. Those of a directory
 * are merged as augenrules(8) does it: comments dropped, the last -D first, then the last
 * -b and -f, and the last -e at the end. Blanks before these count for nothing, as with
 * gawk; mawk, the awk of Debian, passes over what is indented (AUD-INDENT tells).
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/audit/files.h"
#include "policy/audit/reader.h"

#define FAULTS_MAX 10000

void *avow_audit_alloc(struct avow_audit_reader *reader, size_t size)
{
	void *memory = avow_arena_alloc(&reader->out->arena, size);

	reader->is_out_of_memory |= !memory;
	return memory;
}

/* Room for one more; NULL when there are too many already, or memory is out. */
static struct avow_fault *add_fault(struct avow_audit_reader *reader)
{
	struct avow_audit_rules *out = reader->out;

	if (out->fault_count == FAULTS_MAX)
		return NULL;
	if (out->fault_count == reader->fault_room) {
		size_t room = reader->fault_room ? 2 * reader->fault_room : 16;
		struct avow_fault *faults =
			avow_audit_alloc(reader, room * sizeof(*faults));

		if (!faults)
			return NULL;
		if (out->fault_count)
			memcpy(faults, out->faults, out->fault_count * sizeof(*faults));
		out->faults = faults;
		reader->fault_room = room;
	}
	return out->faults + out->fault_count++;
}

void avow_audit_fault(struct avow_audit_reader *reader, enum avow_audit_code code,
		      struct avow_audit_mark mark, const char *format, ...)
{
	const struct avow_audit_code_row *row = avow_audit_code(code);
	struct avow_fault *fault = add_fault(reader);
	char text[512];
	va_list arguments;

	reader->out->error_count++;
	if (!fault)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	*fault = (struct avow_fault){
		.code = row->code,
		.title = row->title,
		.why = row->why,
		.severity = row->severity,
		.path = reader->line->source->path,
		.line = reader->line->number,
		.column = mark.column,
		.length = mark.length,
		.text = reader->line->text,
		.says = avow_arena_string(&reader->out->arena, avow_span_of(text)),
	};
	reader->is_out_of_memory |= !fault->says;
	reader->line->is_wrong = true;
}

static bool is_blank(struct avow_span text)
{
	return !avow_span_trim_front(text).length;
}

static struct avow_audit_line *add_line(struct avow_audit_reader *reader,
					const struct avow_audit_source *source,
					struct avow_span text, uint32_t number)
{
	struct avow_audit_line *line = avow_audit_alloc(reader, sizeof(*line));
	struct avow_span begin = avow_span_trim_front(text);

	if (!line)
		return NULL;
	line->source = source;
	line->number = number;
	line->text = text;
	line->is_blank = is_blank(text);
	line->is_comment = begin.length && begin.data[0] == '#';
	*reader->lines_end = line;
	reader->lines_end = &line->next;
	reader->line = line;
	return line;
}

/* One line, without the carriage return that its end may have. */
static bool read_one(struct avow_audit_reader *reader,
		     const struct avow_audit_source *source, struct avow_span text,
		     uint32_t number, bool *has_crlf)
{
	bool is_crlf = text.length && text.data[text.length - 1] == '\r';
	struct avow_audit_line *line;

	text.length -= is_crlf;
	line = add_line(reader, source, text, number);
	if (!line)
		return false;
	if (is_crlf && !*has_crlf) {
		*has_crlf = true;
		avow_audit_fault(reader, AVOW_AUD_CRLF,
				 (struct avow_audit_mark){ (uint32_t)text.length, 0 },
				 "a carriage return ends the line, and auditctl takes it "
				 "for a part of the last word");
	}
	if (!line->is_blank && !line->is_comment)
		avow_audit_read_line(reader);
	return !reader->is_out_of_memory;
}

/* @is_glued: another file comes behind it. */
static int read_source(struct avow_audit_reader *reader, const char *path,
		       struct avow_span text, bool is_glued)
{
	struct avow_audit_source *source = avow_audit_alloc(reader, sizeof(*source));
	struct avow_span rest = text;
	bool has_crlf = false;
	uint32_t number = 0;

	if (!source)
		return AVOW_E_NOMEM;
	source->path = path;
	source->text = text;
	source->next = reader->out->sources;
	reader->out->sources = source;
	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		if (!read_one(reader, source, avow_span_first(rest, length), ++number,
			      &has_crlf))
			return AVOW_E_NOMEM;
		rest = avow_span_skip(rest, length + 1);
	}
	if (is_glued && text.length && text.data[text.length - 1] != '\n')
		avow_audit_fault(reader, AVOW_AUD_GLUED,
				 (struct avow_audit_mark){
					 (uint32_t)reader->line->text.length, 0 },
				 "the file does not end its last line, and augenrules "
				 "glues the next file's first to it");
	return 0;
}

static int read_directory(struct avow_audit_reader *reader, const char *path,
			  struct avow_error *error)
{
	struct avow_arena *arena = &reader->out->arena;
	char **paths;
	size_t count;
	int code = avow_audit_files_list(arena, path, &paths, &count, error);

	reader->out->is_merged = true;
	for (size_t i = 0; !code && i < count; i++) {
		struct avow_span text;

		code = avow_audit_files_read(paths[i], arena, &text, error);
		if (!code && read_source(reader, paths[i], text, i + 1 < count))
			code = avow_error_nomem(error);
	}
	return code;
}

/* The control lines of which augenrules keeps the last alone. */
enum moved { MOVED_DELETE, MOVED_BACKLOG, MOVED_FAILURE, MOVED_ENABLED, MOVED_KINDS };

static enum moved moved_kind(const struct avow_audit_line *line)
{
	struct avow_span text = avow_span_trim_front(line->text);

	if (avow_span_starts_with(text, "-e"))
		return MOVED_ENABLED;
	if (avow_span_is(avow_span_trim_end(text), "-D"))
		return MOVED_DELETE;
	if (avow_span_starts_with(text, "-f"))
		return MOVED_FAILURE;
	return avow_span_starts_with(text, "-b") ? MOVED_BACKLOG : MOVED_KINDS;
}

static void put(struct avow_audit_rules *out, struct avow_audit_line *line)
{
	if (line)
		out->order[out->order_count++] = line;
}

/* Orders the lines from @first on, which are those of one directory. */
static void merge(struct avow_audit_rules *out, struct avow_audit_line *first)
{
	struct avow_audit_line *last[MOVED_KINDS] = { 0 };

	for (struct avow_audit_line *line = first; line; line = line->next) {
		enum moved kind = moved_kind(line);

		if (kind == MOVED_KINDS)
			continue;
		if (last[kind])
			last[kind]->is_dropped = true;
		last[kind] = line;
	}
	put(out, last[MOVED_DELETE]);
	put(out, last[MOVED_BACKLOG]);
	put(out, last[MOVED_FAILURE]);
	for (struct avow_audit_line *line = first; line; line = line->next)
		if (!line->is_blank && !line->is_comment &&
		    moved_kind(line) == MOVED_KINDS)
			put(out, line);
	put(out, last[MOVED_ENABLED]);
}

static void keep(struct avow_audit_rules *out, struct avow_audit_line *first)
{
	for (struct avow_audit_line *line = first; line; line = line->next)
		if (!line->is_blank && !line->is_comment)
			put(out, line);
}

/* Room in the order for all lines up to now. */
static int make_room(struct avow_audit_reader *reader)
{
	struct avow_audit_rules *out = reader->out;
	struct avow_audit_line **order;
	size_t count = 1;

	for (const struct avow_audit_line *line = out->lines; line; line = line->next)
		count++;
	order = avow_audit_alloc(reader, count * sizeof(*order));
	if (!order)
		return AVOW_E_NOMEM;
	if (out->order_count)
		memcpy(order, out->order, out->order_count * sizeof(*order));
	out->order = order;
	return 0;
}

static int read_input(struct avow_audit_reader *reader, const char *path,
		      struct avow_error *error)
{
	struct avow_audit_line **first = reader->lines_end;
	bool is_directory = avow_audit_files_is_directory(path);
	struct avow_span text;
	int code;

	if (is_directory) {
		code = read_directory(reader, path, error);
	} else {
		const char *name = avow_arena_string(
			&reader->out->arena,
			avow_span_of(strcmp(path, "-") == 0 ? "standard input" : path));

		code = avow_audit_files_read(path, &reader->out->arena, &text, error);
		if (!code && (!name || read_source(reader, name, text, false)))
			code = avow_error_nomem(error);
	}
	if (!code && make_room(reader))
		code = avow_error_nomem(error);
	if (!code)
		(is_directory ? merge : keep)(reader->out, *first);
	return code;
}

static int begin(struct avow_audit_reader *reader,
		 const struct avow_audit_options *options, struct avow_error *error)
{
	*reader = (struct avow_audit_reader){ .options = options };
	reader->out = calloc(1, sizeof(*reader->out));
	if (!reader->out)
		return avow_error_nomem(error);
	reader->out->target = options->target;
	reader->accounts.root = options->root;
	reader->lines_end = &reader->out->lines;
	return 0;
}

static int finish(struct avow_audit_reader *reader, int code,
		  struct avow_audit_rules **out, struct avow_error *error)
{
	if (!code && reader->is_out_of_memory)
		code = avow_error_nomem(error);
	avow_accounts_free(&reader->accounts);
	avow_buf_free(&reader->building.key);
	if (code)
		avow_audit_free(reader->out);
	else
		*out = reader->out;
	return code;
}

int avow_audit_read(const char *const *paths, size_t count,
		    const struct avow_audit_options *options,
		    struct avow_audit_rules **out, struct avow_error *error)
{
	struct avow_audit_reader reader;
	int code = begin(&reader, options, error);

	if (code)
		return code;
	for (size_t i = 0; !code && i < count; i++)
		code = read_input(&reader, paths[i], error);
	return finish(&reader, code, out, error);
}

int avow_audit_read_text(const char *path, struct avow_span text,
			 const struct avow_audit_options *options,
			 struct avow_audit_rules **out, struct avow_error *error)
{
	struct avow_audit_reader reader;
	int code = begin(&reader, options, error);
	struct avow_span copy;
	const char *name;

	if (code)
		return code;
	copy = avow_arena_copy(&reader.out->arena, text);
	name = avow_arena_string(&reader.out->arena, avow_span_of(path));
	if (!copy.data || !name || read_source(&reader, name, copy, false) ||
	    make_room(&reader))
		code = avow_error_nomem(error);
	else
		keep(reader.out, reader.out->lines);
	return finish(&reader, code, out, error);
}

void avow_audit_free(struct avow_audit_rules *rules)
{
	if (!rules)
		return;
	avow_arena_free(&rules->arena);
	free(rules);
}
