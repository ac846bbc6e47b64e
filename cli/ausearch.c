/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Command lines as people know them from the audit tools. */
#include "cli/ausearch.h"

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

static const struct avow_ausearch_option *find(const struct avow_ausearch_option *table,
					       size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(word, table[i].typed) == 0)
			return &table[i];
	return NULL;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* 10:15 or 10:15:30 */
static bool is_time(const char *word)
{
	return is_digit(word[0]) && strchr(word, ':') && !strchr(word, '-') &&
	       strspn(word, "0123456789:.") == strlen(word);
}

/* MONTH/DAY/YEAR, of two or four digits, as YEAR-MONTH-DAY; other words as they are. */
static void put_date(const char *word, struct avow_buf *out)
{
	struct avow_span rest = avow_span_of(word);
	uint64_t parts[3];

	for (int i = 0; i < 3; i++) {
		size_t length = avow_span_find(rest, '/');

		if (!avow_span_to_u64(avow_span_first(rest, length), 10, &parts[i]) ||
		    (i < 2 && length == rest.length) || parts[i] > 9999) {
			avow_buf_puts(out, word);
			return;
		}
		rest = avow_span_skip(rest, length + 1);
	}
	avow_buf_printf(out, "%04u-%02u-%02u",
			(unsigned)(parts[2] < 100 ? 2000 + parts[2] : parts[2]),
			(unsigned)parts[0], (unsigned)parts[1]);
}

/* The words of a time, one or two, as one. */
static char *take_time(const struct avow_words *words, size_t *next,
		       struct avow_arena *arena)
{
	struct avow_buf text = { 0 };
	char *out = NULL;

	put_date(words->items[(*next)++], &text);
	if (*next < words->count && is_digit(text.data[0]) &&
	    is_time(words->items[*next])) {
		avow_buf_putc(&text, ' ');
		avow_buf_puts(&text, words->items[(*next)++]);
	}
	if (!text.failed)
		out = avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out;
}

int avow_ausearch_translate(const struct avow_ausearch_option *table, size_t count,
			    struct avow_words *words, struct avow_arena *arena)
{
	char **items = avow_arena_alloc(arena, (words->count + 1) * sizeof(*items));
	bool is_past = false;
	size_t kept = 0;

	if (!items)
		return AVOW_E_NOMEM;
	for (size_t next = 0; next < words->count;) {
		char *word = words->items[next++];
		const struct avow_ausearch_option *option =
			is_past ? NULL : find(table, count, word);

		is_past |= strcmp(word, "--") == 0;
		if (option && !option->means)
			continue;
		items[kept++] =
			option ? avow_arena_string(arena, avow_span_of(option->means))
			       : word;
		if (option && option->is_time && next < words->count)
			items[kept++] = take_time(words, &next, arena);
		if (!items[kept - 1])
			return AVOW_E_NOMEM;
	}
	words->items = items;
	words->count = kept;
	return AVOW_OK;
}

int avow_ausearch_join(struct avow_words *words, const struct avow_option_list *inputs,
		       struct avow_arena *arena)
{
	char **items = avow_arena_alloc(
		arena, (words->count + inputs->count) * sizeof(*items) + 1);

	if (!items)
		return AVOW_E_NOMEM;
	memcpy(items, words->items, words->count * sizeof(*items));
	for (size_t i = 0; i < inputs->count; i++) {
		items[words->count + i] =
			avow_arena_string(arena, avow_span_of(inputs->items[i]));
		if (!items[words->count + i])
			return AVOW_E_NOMEM;
	}
	words->items = items;
	words->count += inputs->count;
	return AVOW_OK;
}
