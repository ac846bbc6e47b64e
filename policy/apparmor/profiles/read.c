/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files of profiles from their first byte to their last. A part that is wrong or
 * unknown is noted with its line, and what is around it is read.
 */
#include "policy/apparmor/profiles/reader.h"

#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/files.h"
#include "policy/apparmor/profiles/header.h"

#define DEFECTS_MAX 10000

void *avow_reader_alloc(struct avow_profile_reader *reader, size_t size)
{
	void *memory = avow_arena_alloc(reader->arena, size);

	reader->is_out_of_memory |= !memory;
	return memory;
}

void avow_reader_defect(struct avow_profile_reader *reader,
			const struct avow_cursor *cursor, uint32_t line, bool is_unknown,
			const char *format, ...)
{
	struct avow_profiles *out = reader->out;
	struct avow_profile_defect *defect;
	char text[512];
	va_list arguments;

	if (out->defect_count++ >= DEFECTS_MAX)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	defect = avow_reader_alloc(reader, sizeof(*defect));
	if (!defect)
		return;
	defect->place = (struct avow_profile_place){ cursor->source, line };
	defect->path = cursor->source->path;
	defect->is_unknown = is_unknown;
	defect->text = avow_arena_string(reader->arena, avow_span_of(text));
	reader->is_out_of_memory |= !defect->text;
	*out->defects_end = defect;
	out->defects_end = &defect->next;
}

/* Whether the quote at the front of a word is closed at its end. */
static bool is_closed(struct avow_span word)
{
	return word.length > 1 && word.data[word.length - 1] == '"';
}

const char *avow_reader_expand(struct avow_profile_reader *reader, struct avow_span word,
			       struct avow_span *out)
{
	struct avow_buf plain = { 0 }, expanded = { 0 };
	const char *defect;

	if (word.length && word.data[0] == '"' && !is_closed(word)) {
		*out = word;
		return "a quote is not closed";
	}
	if (!memchr(word.data, '@', word.length) &&
	    !memchr(word.data, '\\', word.length) &&
	    (!word.length || word.data[0] != '"')) {
		*out = word;
		return NULL;
	}
	avow_aare_unquote(word, &plain);
	defect = avow_variables_expand(&reader->variables, reader->arena,
				       avow_buf_span(&plain), &expanded);
	*out = avow_arena_copy(reader->arena, avow_buf_span(&expanded));
	reader->is_out_of_memory |= plain.failed || expanded.failed || !out->data;
	avow_buf_free(&plain);
	avow_buf_free(&expanded);
	return defect;
}

/* Over a list that is closed in its line; commas in it end nothing. */
static void skip_list(struct avow_cursor *cursor)
{
	struct avow_span rest = avow_span_skip(cursor->source->text, cursor->at);
	size_t end =
		avow_span_find(avow_span_first(rest, avow_span_find(rest, '\n')), ')');

	if (end < rest.length && rest.data[end] == ')')
		cursor->at += end + 1;
}

void avow_reader_skip(struct avow_cursor *cursor)
{
	unsigned depth = 0;

	for (;;) {
		struct avow_token token = avow_token_peek(cursor, AVOW_WORDS_RULE);

		if (token.kind == AVOW_TOKEN_END ||
		    (token.kind == AVOW_TOKEN_CLOSE && !depth))
			return;
		avow_token_next(cursor, AVOW_WORDS_RULE);
		if (token.kind == AVOW_TOKEN_LIST)
			skip_list(cursor);
		if (token.kind == AVOW_TOKEN_OPEN)
			depth++;
		if (token.kind == AVOW_TOKEN_CLOSE && --depth == 0)
			break;
		if (token.kind == AVOW_TOKEN_COMMA && !depth)
			return;
	}
	if (avow_token_peek(cursor, AVOW_WORDS_RULE).kind == AVOW_TOKEN_COMMA)
		avow_token_next(cursor, AVOW_WORDS_RULE);
}

/* An empty value leaves it without one: it hides that of the profile around. */
static void set_variable(struct avow_profile_reader *reader, const char *name,
			 struct avow_span value)
{
	struct avow_variable *variable =
		avow_variables_add(&reader->variables, reader->arena, avow_span_of(name));

	reader->is_out_of_memory |=
		!variable ||
		(value.length && avow_variables_append(&reader->variables, variable,
						       reader->arena, value));
	if (variable)
		variable->is_automatic = true;
}

/* What apparmor_parser defines in a profile, where the file itself does not. */
static void define_own(struct avow_profile_reader *reader,
		       const struct avow_profile *profile)
{
	static const char *const attached[] = { "exec_path", "attach_path" };
	unsigned generation = reader->variables.generation;
	struct avow_buf name = { 0 };

	avow_aare_quote(avow_span_of(profile->name), &name);
	set_variable(reader, "profile_name", avow_buf_span(&name));
	avow_buf_free(&name);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attached); i++) {
		const struct avow_variable *old = avow_variables_find(
			&reader->variables, avow_span_of(attached[i]));

		if (!old || old->is_automatic)
			set_variable(reader, attached[i], profile->attachment);
	}
	reader->variables.generation = generation;
}

static void check_name(struct avow_profile_reader *reader,
		       const struct avow_cursor *cursor,
		       const struct avow_profile *profile, uint32_t line)
{
	struct avow_span namespace =
		avow_span_of(profile->namespace ? profile->namespace : "");

	if (reader->is_dropped)
		return;
	if (avow_profiles_named(reader->out, avow_span_of(profile->name), namespace))
		avow_reader_defect(reader, cursor, line, false,
				   "a profile named %s was defined before",
				   profile->name);
}

static void append(struct avow_profiles *out, struct avow_profile *profile)
{
	*out->end = profile;
	out->end = &profile->next;
	out->count++;
}

static struct avow_profile *begin_profile(struct avow_profile_reader *reader,
					  struct avow_profile *parent, bool is_hat)
{
	struct avow_profile *profile = avow_reader_alloc(reader, sizeof(*profile));

	if (!profile)
		return NULL;
	profile->parent = parent;
	profile->is_hat = is_hat;
	profile->namespace = parent ? parent->namespace : NULL;
	profile->rules_end = &profile->rules;
	profile->includes_end = &profile->includes;
	profile->attachment = avow_span_of("");
	profile->flags = profile->xattrs = avow_span_of("");
	profile->abi = reader->abi;
	return profile;
}

/* False when there is none. */
static bool read_profile(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			 struct avow_profile *parent, bool is_hat, bool has_keyword)
{
	struct avow_profile *profile = begin_profile(reader, parent, is_hat);
	struct avow_variable *variables = reader->variables.first;
	struct avow_included *included = reader->included;
	struct avow_token token = avow_token_peek(cursor, AVOW_WORDS_NAME);

	if (!profile)
		return true;
	profile->place = (struct avow_profile_place){ cursor->source, token.line };
	if (!avow_header_read(reader, cursor, profile, has_keyword))
		return false;
	check_name(reader, cursor, profile, token.line);
	profile->attaches.expanded = profile->attachment;
	append(reader->out, profile);
	define_own(reader, profile);
	profile->variables = reader->variables.first;
	reader->included = NULL;
	avow_body_read(reader, cursor, profile, NULL);
	avow_aliases_apply(reader, cursor, profile);
	avow_conflicts_find(reader, cursor, profile);
	reader->included = included;
	reader->variables.first = variables;
	token = avow_token_peek(cursor, AVOW_WORDS_RULE);
	profile->end = (struct avow_profile_place){ cursor->source, token.line };
	profile->end_at = token.at;
	if (avow_token_next(cursor, AVOW_WORDS_RULE).kind != AVOW_TOKEN_CLOSE)
		avow_reader_defect(reader, cursor, profile->place.line, false,
				   "the { of this profile is not closed");
	return true;
}

void avow_profile_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		       struct avow_profile *parent, bool is_hat)
{
	if (++reader->depth > 50)
		avow_reader_skip(cursor);
	else if (!read_profile(reader, cursor, parent, is_hat, true))
		avow_reader_skip(cursor);
	reader->depth--;
}

static void read_profiles(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			  void *context);

/* To the next line that may begin a profile or something else of a file. */
static void skip_lines(struct avow_cursor *cursor)
{
	static const char *const words[] = { "profile",  "hat", "include",
					     "#include", "abi", "alias" };
	struct avow_span text = cursor->source->text;

	for (;;) {
		struct avow_span rest = avow_span_skip(text, cursor->at);
		size_t length = avow_span_find(rest, '\n');

		if (length == rest.length)
			break;
		cursor->at += length + 1;
		cursor->line++;
		rest = avow_span_trim_front(avow_span_skip(text, cursor->at));
		if (rest.length && strchr("/@$:\"", rest.data[0]))
			return;
		for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
			if (avow_span_starts_with(rest, words[i]))
				return;
	}
	cursor->at = text.length;
}

/* The profile at the cursor; false where there is none, and the line is passed over. */
static bool read_outermost(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	struct avow_token token = avow_token_peek(cursor, AVOW_WORDS_RULE);
	bool is_hat = avow_token_is(&token, "hat");
	bool has_keyword = is_hat || avow_token_is(&token, "profile");
	struct avow_cursor begin = { cursor->source, token.at, token.line };

	if (token.kind == AVOW_TOKEN_CLOSE) {
		avow_reader_defect(reader, cursor, token.line, false,
				   "this } closes nothing");
		avow_token_next(cursor, AVOW_WORDS_RULE);
		return true;
	}
	if (has_keyword)
		avow_token_next(cursor, AVOW_WORDS_RULE);
	if (read_profile(reader, cursor, NULL, is_hat, has_keyword))
		return true;
	*cursor = begin;
	skip_lines(cursor);
	return false;
}

/* The profiles of a file, to its end; behind what is none, its front may begin again. */
static void read_file_body(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	struct avow_include_request request;

	while (!reader->is_out_of_memory) {
		if (avow_include_read(cursor, &request)) {
			avow_include_open(reader, cursor, &request, read_profiles, NULL);
			continue;
		}
		if (avow_token_peek(cursor, AVOW_WORDS_RULE).kind == AVOW_TOKEN_END)
			return;
		if (!read_outermost(reader, cursor))
			avow_preamble_read(reader, cursor);
	}
}

static void read_profiles(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			  void *context)
{
	(void)context;
	avow_preamble_read(reader, cursor);
	read_file_body(reader, cursor);
}

static void read_file(struct avow_profiles *out, struct avow_files *files,
		      const char *base, const char *path, struct avow_span text)
{
	struct avow_profile_reader reader = {
		.out = out, .arena = &out->arena, .base = base, .files = files
	};
	struct avow_profile_source *source = avow_reader_alloc(&reader, sizeof(*source));
	struct avow_cursor cursor = { .source = source, .line = 1 };

	if (!source)
		return;
	source->path = path;
	source->text = text;
	out->files++;
	if (text.length && memchr(text.data, 0, text.length))
		avow_reader_defect(&reader, &cursor, 1, false,
				   "a file of profiles holds no NUL bytes");
	read_profiles(&reader, &cursor, NULL);
}

static int read_one(struct avow_profiles *out, struct avow_files *files, const char *base,
		    const char *path, struct avow_error *error)
{
	struct avow_span text;
	int code = avow_files_read(files, path, &text, error);

	if (code == 0)
		read_file(out, files, base, path, text);
	return code;
}

/* A file that cannot be read is a defect of the directory. */
static int read_directory(struct avow_profiles *out, struct avow_files *files,
			  const char *base, const char *path, struct avow_error *error)
{
	char **paths;
	size_t count;
	int code = avow_files_list(files, path, &paths, &count, error);
	struct avow_profile_reader reader = { .out = out, .arena = &out->arena };
	struct avow_profile_source *nowhere;

	for (size_t i = 0; i < count && code == 0; i++) {
		struct avow_cursor cursor = { 0 };

		code = read_one(out, files, base, paths[i], error);
		if (code != AVOW_E_IO)
			continue;
		nowhere = avow_reader_alloc(&reader, sizeof(*nowhere));
		if (!nowhere)
			return AVOW_E_NOMEM;
		nowhere->path = paths[i];
		cursor.source = nowhere;
		avow_reader_defect(&reader, &cursor, 0, false, "%s", error->message);
		code = 0;
	}
	return code;
}

static char *directory_of(struct avow_arena *arena, const char *path)
{
	char *copy = avow_arena_string(arena, avow_span_of(path));

	return copy && !avow_files_is_directory(path) ? dirname(copy) : copy;
}

int avow_profiles_read(const char *path, const char *base, struct avow_profiles **out,
		       struct avow_error *error)
{
	return avow_profiles_read_over(path, base, NULL, 0, out, error);
}

static int lay_over(struct avow_files *files, const struct avow_profile_overlay *overlays,
		    size_t count)
{
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = avow_files_replace(files, overlays[i].path, overlays[i].text);
	return code;
}

int avow_profiles_read_over(const char *path, const char *base,
			    const struct avow_profile_overlay *overlays, size_t count,
			    struct avow_profiles **out, struct avow_error *error)
{
	struct avow_profiles *profiles = calloc(1, sizeof(*profiles));
	struct avow_files files = { 0 };
	const char *copy;
	int code;

	if (!profiles)
		return avow_error_nomem(error);
	profiles->end = &profiles->first;
	profiles->defects_end = &profiles->defects;
	files.arena = &profiles->arena;
	copy = avow_arena_string(&profiles->arena, avow_span_of(path));
	base = base ? avow_arena_string(&profiles->arena, avow_span_of(base))
		    : directory_of(&profiles->arena, path);
	if (!copy || !base || lay_over(&files, overlays, count))
		code = avow_error_nomem(error);
	else if (avow_files_is_directory(path))
		code = read_directory(profiles, &files, base, copy, error);
	else
		code = read_one(profiles, &files, base, copy, error);
	if (code) {
		avow_profiles_free(profiles);
		return code;
	}
	profiles->base = base;
	*out = profiles;
	return 0;
}

void avow_profiles_free(struct avow_profiles *profiles)
{
	if (!profiles)
		return;
	avow_arena_free(&profiles->arena);
	free(profiles);
}

const char *avow_profile_file(const struct avow_profile *profile)
{
	const struct avow_profile_source *source = profile->place.source;

	while (source->includer)
		source = source->includer;
	return source->path;
}

struct avow_profile *avow_profiles_named(const struct avow_profiles *profiles,
					 struct avow_span name,
					 struct avow_span namespace)
{
	struct avow_profile *at = profiles->first;

	while (at && !(avow_span_is(name, at->name) &&
		       avow_span_is(namespace, at->namespace ? at->namespace : "")))
		at = at->next;
	return at;
}
