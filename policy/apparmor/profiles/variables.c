/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Variables of profiles, and texts with their values put in. */
#include "policy/apparmor/profiles/variables.h"

#include <ctype.h>
#include <stdlib.h>

#include "analyzer/base/error.h"

#define EXPANDED_MAX (1024 * 1024) /* bytes of one text, or of all values */
#define VALUES_MAX 16384
#define SPENT_MAX (64 * 1024 * 1024)

static const char too_much[] = "a variable in it holds too much";
static const char undefined[] = "a variable in it is not defined";

struct avow_span avow_variable_name(struct avow_span word)
{
	if (word.length < 2 || (word.data[0] != '@' && word.data[0] != '$'))
		return avow_span_of("");
	word = avow_span_skip(word, 1);
	if (word.data[0] != '{')
		return word;
	if (word.data[word.length - 1] != '}')
		return avow_span_of("");
	return avow_span_make(word.data + 1, word.length - 2);
}

struct avow_variable *avow_variables_find(const struct avow_variables *variables,
					  struct avow_span name)
{
	struct avow_variable *at = variables->first;

	while (at && !avow_span_equal(at->name, name))
		at = at->next;
	return at;
}

struct avow_variable *avow_variables_add(struct avow_variables *variables,
					 struct avow_arena *arena, struct avow_span name)
{
	struct avow_variable *variable = avow_arena_alloc(arena, sizeof(*variable));

	if (!variable)
		return NULL;
	variable->name = avow_arena_copy(arena, name);
	if (!variable->name.data)
		return NULL;
	variable->next = variables->first;
	variables->first = variable;
	variables->generation++;
	return variable;
}

int avow_variables_append(struct avow_variables *variables,
			  struct avow_variable *variable, struct avow_arena *arena,
			  struct avow_span value)
{
	size_t count = variable->count;

	variables->generation++;
	if ((count & (count - 1)) == 0) { /* a power of two: it is full */
		size_t room = count ? 2 * count : 1;
		struct avow_span *values =
			avow_arena_alloc(arena, room * sizeof(*values));

		if (!values)
			return AVOW_E_NOMEM;
		if (count)
			memcpy(values, variable->values, count * sizeof(*values));
		variable->values = values;
	}
	value = avow_arena_copy(arena, value);
	if (!value.data)
		return AVOW_E_NOMEM;
	variable->values[variable->count++] = value;
	return 0;
}

/* How long the `@{NAME}` at the front of @text is; 0 when there is none. */
static size_t reference_length(struct avow_span text)
{
	size_t at = 2;

	if (!avow_span_starts_with(text, "@{"))
		return 0;
	while (at < text.length && (isalpha((unsigned char)text.data[at]) ||
				    (at > 2 && (isdigit((unsigned char)text.data[at]) ||
						text.data[at] == '_'))))
		at++;
	return at > 2 && at < text.length && text.data[at] == '}' ? at + 1 : 0;
}

/* The first `@{NAME}` of @text that no backslash stands before. */
static bool find_reference(struct avow_span text, size_t *begin, size_t *end)
{
	for (size_t i = 0; i + 1 < text.length; i++) {
		size_t length;

		if (text.data[i] == '\\') {
			i++;
			continue;
		}
		length = reference_length(avow_span_skip(text, i));
		if (!length)
			continue;
		*begin = i;
		*end = i + length;
		return true;
	}
	return false;
}

static struct avow_span trim_slashes(struct avow_span value, bool has_front, bool has_end)
{
	while (has_front && value.length && value.data[0] == '/')
		value = avow_span_skip(value, 1);
	while (has_end && value.length && value.data[value.length - 1] == '/')
		value.length--;
	return value;
}

/* Over the text to the next variable, which is found with its values; NULL at the end. */
static const char *take_variable(struct avow_variables *variables,
				 struct avow_arena *arena, struct avow_span *text,
				 struct avow_span *before, struct avow_variable **out)
{
	size_t begin, end;
	struct avow_span name;

	*out = NULL;
	if (!find_reference(*text, &begin, &end)) {
		*before = *text;
		*text = avow_span_of("");
		return NULL;
	}
	*before = avow_span_first(*text, begin);
	name = avow_variable_name(avow_span_make(text->data + begin, end - begin));
	*text = avow_span_skip(*text, end);
	*out = avow_variables_find(variables, name);
	if (!*out || (*out)->is_boolean || !(*out)->count)
		return undefined;
	variables->is_automatic_met |= (*out)->is_automatic;
	return avow_variable_expand(variables, *out, arena);
}

/* Texts, each with what it will become. */
struct choices {
	struct avow_arena *arena;
	struct avow_span *all;
	size_t count;
	size_t *spent;
};

static struct avow_span join(struct avow_arena *arena, struct avow_span a,
			     struct avow_span b)
{
	char *both = avow_arena_alloc(arena, a.length + b.length + 1);

	if (!both)
		return avow_span_make(NULL, 0);
	if (a.length)
		memcpy(both, a.data, a.length);
	if (b.length)
		memcpy(both + a.length, b.data, b.length);
	return avow_span_make(both, a.length + b.length);
}

/* Every choice with every value behind it. */
static const char *multiply(struct choices *choices, const struct avow_span *values,
			    size_t count)
{
	struct choices next = { .arena = choices->arena, .spent = choices->spent };

	if (count * choices->count > VALUES_MAX)
		return too_much;
	next.all = avow_arena_alloc(next.arena,
				    (count * choices->count + 1) * sizeof(*next.all));
	for (size_t i = 0; next.all && i < choices->count * count; i++) {
		struct avow_span made =
			join(next.arena, choices->all[i / count], values[i % count]);

		*next.spent += made.length + sizeof(made);
		if (!made.data || *next.spent > SPENT_MAX)
			return too_much;
		next.all[next.count++] = made;
	}
	*choices = next;
	return next.all ? NULL : too_much;
}

/* All that one value can be. */
static const char *expand_value(struct avow_variables *variables, struct choices *choices,
				struct avow_span value)
{
	struct avow_variable *variable;
	struct avow_span before;

	do {
		const char *defect = take_variable(variables, choices->arena, &value,
						   &before, &variable);

		if (!defect)
			defect = multiply(choices, &before, 1);
		if (!defect && variable)
			defect = multiply(choices, variable->expanded,
					  variable->expanded_count);
		if (defect)
			return defect;
	} while (value.length);
	return NULL;
}

static int compare_values(const void *a, const void *b)
{
	return avow_span_compare(*(const struct avow_span *)a,
				 *(const struct avow_span *)b);
}

/* In order and each once, as a std::set of apparmor_parser. */
static void sort_values(struct avow_variable *variable)
{
	struct avow_span *values = variable->expanded;
	size_t count = 0;

	if (variable->expanded_count)
		qsort(values, variable->expanded_count, sizeof(*values), compare_values);
	for (size_t i = 0; i < variable->expanded_count; i++)
		if (!count || !avow_span_equal(values[count - 1], values[i]))
			values[count++] = values[i];
	variable->expanded_count = count;
}

static const char *expand_values(struct avow_variables *variables,
				 struct avow_variable *variable, struct avow_arena *arena)
{
	struct avow_buf all = { 0 };
	const char *defect = NULL;

	for (size_t i = 0; i < variable->count && !defect; i++) {
		struct avow_span nothing = avow_span_of("");
		struct choices choices = { .arena = arena,
					   .all = &nothing,
					   .count = 1,
					   .spent = &variables->spent };

		defect = expand_value(variables, &choices, variable->values[i]);
		avow_buf_append(&all, avow_span_make((const char *)choices.all,
						     choices.count * sizeof(nothing)));
		if (all.length > VALUES_MAX * sizeof(nothing))
			defect = too_much;
	}
	variable->expanded = avow_arena_alloc(arena, all.length + 1);
	if (!variable->expanded || all.failed)
		defect = too_much;
	else if (all.length)
		memcpy(variable->expanded, all.data, all.length);
	variable->expanded_count = all.length / sizeof(struct avow_span);
	if (!defect)
		sort_values(variable);
	avow_buf_free(&all);
	return defect;
}

const char *avow_variable_expand(struct avow_variables *variables,
				 struct avow_variable *variable, struct avow_arena *arena)
{
	bool was_met = variables->is_automatic_met;
	const char *defect;

	if (variable->is_being_expanded)
		return "a variable in it holds itself";
	if (variable->generation && variable->generation == variables->generation)
		return NULL;
	variable->is_being_expanded = true;
	variables->is_automatic_met = false;
	defect = expand_values(variables, variable, arena);
	variable->is_being_expanded = false;
	variable->generation =
		defect || variables->is_automatic_met ? 0 : variables->generation;
	variables->is_automatic_met |= was_met;
	return defect;
}

static void append_values(const struct avow_variable *variable, bool has_front,
			  bool has_end, struct avow_buf *out)
{
	bool is_list = variable->expanded_count > 1;

	for (size_t i = 0; i < variable->expanded_count; i++) {
		if (is_list)
			avow_buf_putc(out, i ? ',' : '{');
		avow_buf_append(out,
				trim_slashes(variable->expanded[i], is_list && has_front,
					     is_list && has_end));
	}
	if (is_list)
		avow_buf_putc(out, '}');
}

const char *avow_variables_expand(struct avow_variables *variables,
				  struct avow_arena *arena, struct avow_span text,
				  struct avow_buf *out)
{
	struct avow_variable *variable;
	struct avow_span before;

	do {
		const char *defect =
			take_variable(variables, arena, &text, &before, &variable);

		avow_buf_append(out, before);
		if (defect)
			return defect;
		if (variable)
			append_values(variable,
				      out->length && out->data[out->length - 1] == '/',
				      text.length && text.data[0] == '/', out);
		if (out->length > EXPANDED_MAX)
			return too_much;
	} while (text.length);
	return NULL;
}
