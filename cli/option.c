/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Command lines, read with the table of the command. It is not getopt_long(),
 * because that keeps its place in globals and does not tell an ambiguous option
 * from an unknown one. It prints nothing; help.c shows the table.
 */
#include "cli/option.h"

#include <string.h>

#include "analyzer/base/near.h"

/* What every command has without saying so; answered before it is run. */
const struct avow_option avow_common_options[] = {
	{ 'h', "help", AVOW_OPTION_FLAG, AVOW_COMMON_HELP, NULL, NULL,
	  "print this help and exit" },
	{ 'V', "version", AVOW_OPTION_FLAG, AVOW_COMMON_VERSION, NULL, NULL,
	  "print the version and exit" },
};
const size_t avow_common_option_count = AVOW_ARRAY_SIZE(avow_common_options);

/* A walk over argv, one option or operand at a time. */
struct walk {
	const struct avow_option *table;
	size_t count;
	struct avow_words words;
	size_t next;          /* the next word */
	char *letters;        /* what is left of a word of short options, or NULL */
	bool is_past_options; /* `--` was seen */
};

struct item {
	const struct avow_option *option; /* NULL for an operand */
	bool is_common;                   /* it is one of the common options */
	char *value;                      /* its argument, or the operand */
};

static const struct avow_option *row(const struct walk *walk, size_t index)
{
	if (index < walk->count)
		return &walk->table[index];
	return &avow_common_options[index - walk->count];
}

static size_t row_count(const struct walk *walk)
{
	return walk->count + avow_common_option_count;
}

static void choose(const struct walk *walk, size_t index, struct item *item)
{
	item->option = row(walk, index);
	item->is_common = index >= walk->count;
}

/* The option nearest to what was typed, to be proposed; NULL when none is near. */
static const char *nearest(const struct walk *walk, struct avow_span typed)
{
	struct avow_near near = avow_near_begin(typed);

	for (size_t i = 0; i < row_count(walk); i++)
		avow_near_try(&near, row(walk, i)->name);
	return near.best;
}

static int unknown(const struct walk *walk, struct avow_span name,
		   struct avow_error *error)
{
	const char *near = nearest(walk, name);

	if (near)
		return avow_error_set(
			error, AVOW_E_USAGE, "--%.*s: no such option; did you mean --%s?",
			(int)avow_span_first(name, 200).length, name.data, near);
	return avow_error_set(error, AVOW_E_USAGE, "--%.*s: no such option",
			      (int)avow_span_first(name, 200).length, name.data);
}

/* Finds a long option by its name or the unambiguous beginning of one. */
static int find_long(const struct walk *walk, struct avow_span name, struct item *item,
		     struct avow_error *error)
{
	size_t begun = 0, first = 0, last = 0;

	for (size_t i = 0; i < row_count(walk); i++) {
		struct avow_span full = avow_span_of(row(walk, i)->name);

		if (avow_span_equal(full, name)) {
			choose(walk, i, item);
			return AVOW_OK;
		}
		if (name.length &&
		    avow_span_equal(avow_span_first(full, name.length), name)) {
			first = begun++ ? first : i;
			last = i;
		}
	}
	if (begun == 0)
		return unknown(walk, name, error);
	if (begun > 1)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--%.*s is ambiguous: --%s or --%s",
				      (int)name.length, name.data, row(walk, first)->name,
				      row(walk, last)->name);
	choose(walk, first, item);
	return AVOW_OK;
}

/* The next word as an option's argument. */
static int take_argument(struct walk *walk, struct item *item, struct avow_error *error)
{
	if (walk->next >= walk->words.count)
		return avow_error_set(error, AVOW_E_USAGE, "--%s needs an argument: %s",
				      item->option->name, item->option->argument);
	item->value = walk->words.items[walk->next++];
	return AVOW_OK;
}

static int read_long(struct walk *walk, char *word, struct item *item,
		     struct avow_error *error)
{
	struct avow_span typed = avow_span_of(word);
	size_t equals = avow_span_find(typed, '=');
	int result = find_long(walk, avow_span_first(typed, equals), item, error);

	if (result)
		return result;
	if (equals == typed.length)
		return item->option->kind == AVOW_OPTION_FLAG
			       ? AVOW_OK
			       : take_argument(walk, item, error);
	if (item->option->kind == AVOW_OPTION_FLAG)
		return avow_error_set(error, AVOW_E_USAGE, "--%s takes no argument",
				      item->option->name);
	item->value = word + equals + 1;
	return AVOW_OK;
}

static int read_letter(struct walk *walk, struct item *item, struct avow_error *error)
{
	char letter = *walk->letters++;
	size_t index = 0;

	while (index < row_count(walk) && row(walk, index)->letter != letter)
		index++;
	if (index == row_count(walk))
		return avow_error_set(error, AVOW_E_USAGE, "-%c: no such option", letter);
	choose(walk, index, item);
	if (item->option->kind == AVOW_OPTION_FLAG)
		return AVOW_OK;
	if (!*walk->letters)
		return take_argument(walk, item, error);
	item->value = walk->letters;
	walk->letters = NULL;
	return AVOW_OK;
}

/* 1 and an item, 0 at the end, or AVOW_E_USAGE. */
static int walk_next(struct walk *walk, struct item *item, struct avow_error *error)
{
	char *word;
	int result;

	*item = (struct item){ 0 };
	if (walk->letters && *walk->letters) {
		result = read_letter(walk, item, error);
		return result ? result : 1;
	}
	walk->letters = NULL;
	if (walk->next >= walk->words.count)
		return 0;
	word = walk->words.items[walk->next++];
	if (walk->is_past_options || word[0] != '-' || !word[1]) {
		item->value = word;
		return 1;
	}
	if (word[1] != '-') {
		walk->letters = word + 1;
		result = read_letter(walk, item, error);
		return result ? result : 1;
	}
	if (!word[2]) {
		walk->is_past_options = true;
		return walk_next(walk, item, error);
	}
	result = read_long(walk, word + 2, item, error);
	return result ? result : 1;
}

static void append(struct avow_option_list *list, const char *value)
{
	list->all++;
	if (list->count < AVOW_OPTION_LIST_MAX)
		list->items[list->count++] = value;
}

static void store(const struct item *item, void *options)
{
	char *target = (char *)options + item->option->offset;

	switch (item->option->kind) {
	case AVOW_OPTION_FLAG:
		*(bool *)(void *)target = true;
		break;
	case AVOW_OPTION_STRING:
		*(const char **)(void *)target = item->value;
		break;
	case AVOW_OPTION_LIST:
		append((void *)target, item->value);
		break;
	}
}

int avow_options_parse(const struct avow_option *table, size_t count,
		       struct avow_words *words, void *options, struct avow_error *error)
{
	struct walk walk = { table, count, *words, 1, NULL, false };
	struct item item;
	size_t found = 0;
	int result;

	/* An operand is never before the place it goes to, so none is lost. */
	while ((result = walk_next(&walk, &item, error)) > 0) {
		if (!item.option)
			words->items[found++] = item.value;
		else if (!item.is_common)
			store(&item, options);
	}
	words->count = found;
	return result;
}

enum avow_common avow_options_common(const struct avow_option *table, size_t count,
				     const struct avow_words *words)
{
	struct walk walk = { table, count, *words, 1, NULL, false };
	struct item item;

	while (walk_next(&walk, &item, NULL) > 0)
		if (item.is_common)
			return (enum avow_common)item.option->offset;
	return AVOW_COMMON_NONE;
}
