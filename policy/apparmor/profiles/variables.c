/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Variables of profiles, and texts with their values put in. */
#include "policy/apparmor/profiles/variables.h"

#include <ctype.h>

#include "analyzer/base/error.h"

#define EXPANDED_MAX (1024 * 1024)
#define STEPS_MAX 10000

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
	return variable;
}

int avow_variable_append(struct avow_variable *variable, struct avow_arena *arena,
			 struct avow_span value)
{
	size_t count = variable->count;

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

static void append_values(const struct avow_variable *variable, bool has_front,
			  bool has_end, struct avow_buf *out)
{
	bool is_list = variable->count > 1;

	for (size_t i = 0; i < variable->count; i++) {
		if (is_list)
			avow_buf_putc(out, i ? ',' : '{');
		avow_buf_append(out,
				trim_slashes(variable->values[i], is_list && has_front,
					     is_list && has_end));
	}
	if (is_list)
		avow_buf_putc(out, '}');
}

const char *avow_variables_expand(const struct avow_variables *variables,
				  struct avow_span text, struct avow_buf *out)
{
	struct avow_buf work = { 0 }, next = { 0 };
	const char *defect = NULL;
	size_t begin, end;
	unsigned steps = 0;

	avow_buf_append(&work, text);
	while (!defect && !work.failed &&
	       find_reference(avow_buf_span(&work), &begin, &end)) {
		struct avow_span all = avow_buf_span(&work);
		struct avow_span name =
			avow_variable_name(avow_span_make(all.data + begin, end - begin));
		const struct avow_variable *variable =
			avow_variables_find(variables, name);
		struct avow_buf swap;

		if (!variable || variable->is_boolean || !variable->count) {
			defect = "a variable in it is not defined";
			break;
		}
		avow_buf_clear(&next);
		avow_buf_append(&next, avow_span_first(all, begin));
		append_values(variable, begin && all.data[begin - 1] == '/',
			      end < all.length && all.data[end] == '/', &next);
		avow_buf_append(&next, avow_span_skip(all, end));
		swap = work;
		work = next;
		next = swap;
		if (++steps > STEPS_MAX || work.length > EXPANDED_MAX)
			defect = "a variable in it holds itself, or too much";
	}
	avow_buf_append(out, avow_buf_span(&work));
	out->failed |= work.failed;
	avow_buf_free(&work);
	avow_buf_free(&next);
	return defect;
}
