/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `include`: which file or directory it means, and cursors into it. A block includes a
 * file once, whatever it says, as for apparmor_parser.
 */
#include "policy/apparmor/profiles/reader.h"

#include <stdio.h>

#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/files.h"

#define DEPTH_MAX 50

static struct avow_span rest_of_line(const struct avow_cursor *cursor)
{
	struct avow_span rest = avow_span_skip(cursor->source->text, cursor->at);

	return avow_span_first(rest, avow_span_find(rest, '\n'));
}

static struct avow_span trim(struct avow_span text)
{
	while (text.length && strchr(" \t\r", text.data[0]))
		text = avow_span_skip(text, 1);
	while (text.length && strchr(" \t\r", text.data[text.length - 1]))
		text.length--;
	return text;
}

/* Takes @word and a blank from the front of @text. */
static bool take(struct avow_span *text, const char *word)
{
	size_t length = strlen(word);

	if (!avow_span_starts_with(*text, word) ||
	    (text->length > length && !strchr(" \t<\"", text->data[length])))
		return false;
	*text = trim(avow_span_skip(*text, length));
	return true;
}

/* To where the name ends: at its > or quote, or a blank. */
static struct avow_span name_of(struct avow_span text)
{
	char end = '\0';
	size_t length = 1;

	if (text.length && text.data[0] == '<')
		end = '>';
	else if (text.length && text.data[0] == '"')
		end = '"';
	while (length < text.length &&
	       (end ? text.data[length] != end : !strchr(" \t\r#,", text.data[length])))
		length++;
	return avow_span_first(text, length + (end != '\0'));
}

/* To the first line that is neither empty nor a comment; `#include` is no comment. */
static void skip_comments(struct avow_cursor *cursor)
{
	struct avow_span text = cursor->source->text;

	while (cursor->at < text.length) {
		char byte = text.data[cursor->at];
		struct avow_span line = rest_of_line(cursor);

		if (byte == '#' && !take(&line, "#include"))
			cursor->at += line.length;
		else if (memchr(" \t\r\n", byte, 4))
			cursor->line += text.data[cursor->at++] == '\n';
		else
			return;
	}
}

bool avow_include_read(struct avow_cursor *cursor, struct avow_include_request *out)
{
	struct avow_cursor copy = *cursor;
	struct avow_span line, name;

	skip_comments(&copy);
	line = rest_of_line(&copy);
	if (!take(&line, "include") && !take(&line, "#include"))
		return false;
	*out = (struct avow_include_request){ .line = copy.line };
	if (take(&line, "if"))
		out->is_optional = take(&line, "exists");
	name = name_of(line);
	out->text = name;
	out->is_searched = name.length && name.data[0] == '<';
	if (name.length > 1 && (out->is_searched || name.data[0] == '"'))
		name = trim(avow_span_make(name.data + 1, name.length - 2));
	if (name.length > 1 && name.data[0] == '"')
		name = avow_span_make(name.data + 1, name.length - 2);
	out->name = name;
	copy.at = (size_t)(out->text.data - copy.source->text.data) + out->text.length;
	*cursor = copy;
	return true;
}

static bool is_included(const struct avow_profile_reader *reader, const char *path)
{
	const struct avow_included *at = reader->included;

	while (at && strcmp(at->path, path) != 0)
		at = at->next;
	return at != NULL;
}

static bool is_loop(const struct avow_profile_source *source, const char *path)
{
	while (source && strcmp(source->path, path) != 0)
		source = source->includer;
	return source != NULL;
}

static void note_included(struct avow_profile_reader *reader, const char *path)
{
	struct avow_included *note = avow_reader_alloc(reader, sizeof(*note));

	if (note)
		*note = (struct avow_included){ path, reader->included };
	if (note)
		reader->included = note;
}

static void open_file(struct avow_profile_reader *reader,
		      const struct avow_cursor *cursor, const char *path,
		      avow_include_fn *each, void *context)
{
	struct avow_profile_source *source = avow_reader_alloc(reader, sizeof(*source));
	struct avow_cursor inner = { .source = source, .line = 1 };
	struct avow_error error;

	if (!source || is_included(reader, path))
		return;
	if (is_loop(cursor->source, path) || cursor->source->depth > DEPTH_MAX) {
		avow_reader_defect(reader, cursor, cursor->line, false,
				   "%s includes itself", path);
		return;
	}
	note_included(reader, path);
	source->path = path;
	source->includer = cursor->source;
	source->include_line = cursor->line;
	source->depth = cursor->source->depth + 1;
	if (avow_files_read(reader->files, path, &source->text, &error)) {
		avow_reader_defect(reader, cursor, cursor->line, false, "%s",
				   error.message);
		return;
	}
	reader->out->files++;
	each(reader, &inner, context);
}

static const char *path_below(struct avow_profile_reader *reader, const char *directory,
			      const struct avow_include_request *request)
{
	struct avow_buf path = { 0 };
	const char *copy;

	if (directory) {
		avow_buf_puts(&path, directory);
		avow_buf_putc(&path, '/');
	}
	avow_aare_unquote(request->name, &path);
	copy = path.failed ? NULL
			   : avow_arena_string(reader->arena, avow_buf_span(&path));
	reader->is_out_of_memory |= !copy;
	avow_buf_free(&path);
	return copy;
}

static bool exists(struct avow_profile_reader *reader, const char *path)
{
	struct avow_span text;

	return avow_files_is_directory(path) ||
	       avow_files_read(reader->files, path, &text, NULL) == 0;
}

/* Names in < > are below the base; others are where we are, as for apparmor_parser. */
static const char *path_of(struct avow_profile_reader *reader,
			   const struct avow_include_request *request)
{
	const char *path;

	if (request->is_searched)
		return path_below(reader, reader->base, request);
	path = path_below(reader, NULL, request);
	if (!path || path[0] == '/' || exists(reader, path))
		return path;
	return path_below(reader, reader->base, request);
}

bool avow_include_open(struct avow_profile_reader *reader,
		       const struct avow_cursor *cursor,
		       const struct avow_include_request *request, avow_include_fn *each,
		       void *context)
{
	const char *path;
	struct avow_cursor at = *cursor;
	struct avow_error error;
	char **paths;
	size_t count;

	at.line = request->line;
	if (!request->name.length) {
		avow_reader_defect(reader, &at, at.line, false, "include names no file");
		return false;
	}
	path = path_of(reader, request);
	if (!path)
		return false;
	if (!exists(reader, path)) {
		if (!request->is_optional)
			avow_reader_defect(reader, &at, at.line, false,
					   "%s, which is included here, is not there",
					   path);
		return false;
	}
	if (!avow_files_is_directory(path)) {
		open_file(reader, &at, path, each, context);
	} else if (avow_files_list(reader->files, path, &paths, &count, &error)) {
		avow_reader_defect(reader, &at, at.line, false, "%s", error.message);
	} else {
		for (size_t i = 0; i < count; i++)
			open_file(reader, &at, paths[i], each, context);
	}
	return true;
}
