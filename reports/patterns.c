/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A path is a row of tokens: what stands in every path of its pattern, and what varies.
 * Paths are of one pattern when their tokens are the same but for the values of those
 * that vary. It is tried with numbers and the like first; what has found no company then,
 * with words that look random.
 */
#include "reports/patterns.h"

#include <stdlib.h>

#include "analyzer/cluster/words.h"
#include "reports/phrase.h"

#define NAME_LENGTH_MAX 255 /* of a component, as of any file system's: NAME_MAX */
#define PATH_LENGTH_MAX 4096
#define TOKENS_MAX 48   /* a path of more has no pattern */
#define LAYER_LENGTH 64 /* of a container's or a layer's name, hexadecimal digits */

static const struct {
	const char *name, *title;
	size_t least; /* paths, where nothing else varies */
} varyings[AVOW_VARYING_COUNT] = {
	[AVOW_VARYING_PROCESS] = { "process", "process id", 2 },
	[AVOW_VARYING_THREAD] = { "thread", "thread id", 2 },
	[AVOW_VARYING_USER] = { "user", "user id", 2 },
	[AVOW_VARYING_HOME] = { "home", "user's home", 2 },
	[AVOW_VARYING_LAYER] = { "layer", "container layer", 2 },
	[AVOW_VARYING_UUID] = { "uuid", "UUID", 2 },
	[AVOW_VARYING_HASH] = { "hash", "hexadecimal name", 2 },
	[AVOW_VARYING_DATE] = { "date", "date", 2 },
	[AVOW_VARYING_NUMBER] = { "number", "number", 3 },
	[AVOW_VARYING_RANDOM] = { "random", "random name", 3 },
};

const char *avow_varying_name(enum avow_varying varying)
{
	return varyings[varying].name;
}

const char *avow_varying_title(enum avow_varying varying)
{
	return varyings[varying].title;
}

struct token {
	enum avow_varying shape; /* AVOW_VARYING_COUNT: none, it stands there literally */
	size_t component;
	struct avow_span text;
};

struct path {
	const struct avow_tally_entry *entry;
	struct token tokens[TOKENS_MAX];
	size_t count;
	bool is_whole; /* it has no more tokens than there is room for */
	bool is_used;
};

static void put(struct path *path, enum avow_varying shape, size_t component,
		struct avow_span text)
{
	struct token *last = path->count ? &path->tokens[path->count - 1] : NULL;

	if (last && shape == AVOW_VARYING_COUNT && last->shape == shape &&
	    last->text.data + last->text.length == text.data) {
		last->text.length += text.length;
		return;
	}
	path->is_whole &= path->count < TOKENS_MAX;
	if (path->is_whole)
		path->tokens[path->count++] = (struct token){ shape, component, text };
}

static bool is_digits(struct avow_span name)
{
	for (size_t i = 0; i < name.length; i++)
		if (name.data[i] < '0' || name.data[i] > '9')
			return false;
	return name.length > 0;
}

/* What the whole component is by its place; AVOW_VARYING_COUNT: nothing known. */
static enum avow_varying shape_by_place(struct avow_span before, struct avow_span name)
{
	struct avow_span rest = avow_span_skip(before, strlen("/proc/"));
	bool is_number = is_digits(name);

	if (avow_span_is(before, "/home/"))
		return AVOW_VARYING_HOME;
	if (!is_number)
		return AVOW_VARYING_COUNT;
	if (avow_span_is(before, "/proc/"))
		return AVOW_VARYING_PROCESS;
	if (avow_span_is(before, "/run/user/") || avow_span_is(before, "/var/run/user/"))
		return AVOW_VARYING_USER;
	if (avow_span_starts_with(before, "/proc/") &&
	    is_digits(avow_span_first(rest, avow_span_find(rest, '/'))) &&
	    avow_span_is(avow_span_skip(rest, avow_span_find(rest, '/')), "/task/"))
		return AVOW_VARYING_THREAD;
	return AVOW_VARYING_COUNT;
}

/* Containers' names and those of their layers are digests. */
static enum avow_varying shape_of_hex(struct avow_span before, size_t length)
{
	return length == LAYER_LENGTH &&
			       (avow_span_search(before, "overlay") < before.length ||
				avow_span_search(before, "containers") < before.length)
		       ? AVOW_VARYING_LAYER
		       : AVOW_VARYING_HASH;
}

static void put_words(struct path *path, struct avow_span before, size_t component,
		      struct avow_span name)
{
	for (size_t at = 0, length; at < name.length; at += length) {
		enum avow_word word = avow_word_next(name, at, &length);
		size_t date = avow_word_date(avow_span_skip(name, at));
		enum avow_varying shape = AVOW_VARYING_COUNT;

		if (date && word == AVOW_WORD_DIGITS) {
			length = date;
			shape = AVOW_VARYING_DATE;
		} else if (word == AVOW_WORD_UUID) {
			shape = AVOW_VARYING_UUID;
		} else if (word == AVOW_WORD_HEX) {
			shape = shape_of_hex(before, length);
		} else if (word == AVOW_WORD_DIGITS) {
			shape = AVOW_VARYING_NUMBER;
		}
		put(path, shape, component,
		    avow_span_first(avow_span_skip(name, at), length));
	}
}

/* Words with an underline in them, and nothing else that is odd, are what people write.
 */
static bool is_random(struct avow_span word)
{
	bool is_odd = false;

	for (size_t i = 0; i < word.length; i++)
		is_odd |= (word.data[i] >= '0' && word.data[i] <= '9') ||
			  (i && word.data[i] >= 'A' && word.data[i] <= 'Z');
	return is_odd && avow_word_looks_random(word);
}

/* The first word that looks random, as it stands in the name. */
static void put_random(struct path *path, size_t component, struct avow_span name)
{
	size_t at, length, number = 0;

	while ((length = avow_word_random(name, number, &at)) &&
	       !is_random(avow_span_first(avow_span_skip(name, at), length)))
		number++;
	if (!length)
		at = name.length;
	if (at)
		put(path, AVOW_VARYING_COUNT, component, avow_span_first(name, at));
	if (length)
		put(path, AVOW_VARYING_RANDOM, component,
		    avow_span_first(avow_span_skip(name, at), length));
	if (at + length < name.length)
		put(path, AVOW_VARYING_COUNT, component,
		    avow_span_skip(name, at + length));
}

static void split(struct path *path, bool tries_random)
{
	struct avow_span whole = path->entry->value, rest = whole;
	size_t component = 0;

	path->count = 0;
	path->is_whole = whole.length <= PATH_LENGTH_MAX;
	while (rest.length && path->is_whole) {
		size_t length = avow_span_find(rest, '/');
		struct avow_span name = avow_span_first(rest, length);
		struct avow_span before =
			avow_span_first(whole, whole.length - rest.length);
		enum avow_varying place = shape_by_place(before, name);

		component += name.length > 0;
		if (name.length > NAME_LENGTH_MAX)
			path->is_whole = false;
		if (!path->is_whole)
			return;
		if (place != AVOW_VARYING_COUNT)
			put(path, place, component, name);
		else if (tries_random)
			put_random(path, component, name);
		else
			put_words(path, before, component, name);
		if (length < rest.length)
			put(path, AVOW_VARYING_COUNT, component,
			    avow_span_first(avow_span_skip(rest, length), 1));
		rest = avow_span_skip(rest, length + 1);
	}
}

static bool is_same_pattern(const struct path *a, const struct path *b)
{
	if (!a->is_whole || !b->is_whole || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->tokens[i].shape != b->tokens[i].shape ||
		    (a->tokens[i].shape == AVOW_VARYING_COUNT &&
		     !avow_span_equal(a->tokens[i].text, b->tokens[i].text)))
			return false;
	return true;
}

/* How many different texts the paths have as the token at @index. */
static size_t count_values(struct path *const *paths, size_t count, size_t index)
{
	size_t values = 0;

	for (size_t i = 0; i < count; i++) {
		size_t k = 0;

		while (k < i && !avow_span_equal(paths[k]->tokens[index].text,
						 paths[i]->tokens[index].text))
			k++;
		values += k == i;
	}
	return values;
}

/* Makes the pattern of paths that are of one; false when it is none, or memory is out. */
static bool make_pattern(struct path *const *paths, size_t count,
			 struct avow_arena *arena, struct avow_pattern *out, bool *failed)
{
	struct avow_buf text = { 0 };
	size_t least = SIZE_MAX;

	*out = (struct avow_pattern){ .paths = count };
	out->parts = avow_arena_alloc(arena, TOKENS_MAX * sizeof(*out->parts));
	for (size_t i = 0; out->parts && i < paths[0]->count; i++) {
		const struct token *token = &paths[0]->tokens[i];
		size_t values = token->shape == AVOW_VARYING_COUNT
					? 1
					: count_values(paths, count, i);

		if (values == 1) {
			avow_buf_append(&text, token->text);
			continue;
		}
		avow_buf_putc(&text, '*');
		out->parts[out->part_count++] =
			(struct avow_pattern_part){ token->shape, token->component,
						    values };
		if (varyings[token->shape].least < least)
			least = varyings[token->shape].least;
	}
	for (size_t i = 0; i < count; i++)
		out->count += paths[i]->entry->count;
	out->text = avow_arena_copy(arena, avow_buf_span(&text));
	*failed |= text.failed || !out->parts || !out->text.data;
	avow_buf_free(&text);
	return !*failed && out->part_count && count >= least;
}

static void gather(struct path *paths, size_t count, bool tries_random,
		   struct avow_arena *arena, struct avow_patterns *out, bool *failed)
{
	struct path *group[AVOW_TALLY_MAX];

	for (size_t i = 0; i < count; i++)
		if (!paths[i].is_used)
			split(&paths[i], tries_random);
	for (size_t i = 0; i < count && !*failed; i++) {
		size_t members = 0;

		for (size_t k = i; k < count && !paths[i].is_used; k++)
			if (!paths[k].is_used && is_same_pattern(&paths[i], &paths[k]))
				group[members++] = &paths[k];
		if (members < 2 ||
		    !make_pattern(group, members, arena, &out->at[out->count], failed))
			continue;
		out->count++;
		for (size_t k = 0; k < members; k++)
			group[k]->is_used = true;
	}
}

static int by_paths(const void *left, const void *right)
{
	const struct avow_pattern *a = left, *b = right;

	if (a->paths != b->paths)
		return a->paths > b->paths ? -1 : 1;
	return avow_span_compare(a->text, b->text);
}

int avow_patterns_make(const struct avow_tally *tally, struct avow_arena *arena,
		       struct avow_patterns *out)
{
	bool failed = false;
	struct path *paths;

	*out = (struct avow_patterns){ .has_more = tally->has_more };
	if (tally->length < 2)
		return AVOW_OK;
	paths = calloc(tally->length, sizeof(*paths));
	out->at = avow_arena_alloc(arena, tally->length * sizeof(*out->at));
	if (!paths || !out->at) {
		free(paths);
		return AVOW_E_NOMEM;
	}
	for (uint32_t i = 0; i < tally->length; i++)
		paths[i].entry = &tally->entries[i];
	gather(paths, tally->length, false, arena, out, &failed);
	gather(paths, tally->length, true, arena, out, &failed);
	free(paths);
	if (out->count)
		qsort(out->at, out->count, sizeof(*out->at), by_paths);
	return failed ? AVOW_E_NOMEM : AVOW_OK;
}

void avow_phrase_varying(struct avow_buf *out, const struct avow_patterns *patterns,
			 const struct avow_pattern *pattern)
{
	for (size_t i = 0; i < pattern->part_count; i++) {
		const struct avow_pattern_part *part = &pattern->parts[i];

		avow_buf_puts(out, i ? ", " : "");
		avow_buf_puts(out, avow_varying_title(part->shape));
		avow_buf_printf(out, " in component %zu (", part->component);
		avow_buf_puts(out, patterns->has_more ? "at least " : "");
		avow_phrase_count(out, part->values, "value");
		avow_buf_putc(out, ')');
	}
}
