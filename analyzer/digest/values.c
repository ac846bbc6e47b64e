/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/digest/values.h"

#include "analyzer/record/scope.h"

struct avow_values avow_values_begin(const struct avow_group *group,
				     struct avow_interpreter *interpreter)
{
	return (struct avow_values){ .group = group, .interpreter = interpreter };
}

/* What goes by no name of a field; false where @name is one. */
static bool find_special(const struct avow_values *values, struct avow_span name,
			 struct avow_span *out)
{
	const struct avow_group *group = values->group;

	*out = avow_span_make("", 0);
	if (avow_span_is(name, "type")) {
		if (group->count)
			*out = avow_record_bare_type(group->records[0].type_name);
		return true;
	}
	if (!avow_span_is(name, "permissions"))
		return false;
	for (size_t i = 0; i < group->count && !out->length; i++)
		if (group->records[i].type == AVOW_RECORD_AVC ||
		    group->records[i].type == AVOW_RECORD_USER_AVC)
			*out = avow_span_trim_end(avow_span_trim_front(
				avow_scope_permissions(group->records[i].body)));
	return true;
}

/* How records say that there is no such thing. */
static bool is_nothing(struct avow_span value)
{
	return !value.length || avow_span_is(value, "(null)") || avow_span_is(value, "?");
}

/* Hands on the values of one field. */
static int each_of(struct avow_values *values, struct avow_span name,
		   int (*on_value)(void *data, struct avow_span value), void *data)
{
	int result = 0;

	if (!values->has_context)
		avow_interpret_begin(values->group, &values->context);
	values->has_context = true;
	for (size_t i = 0; i < values->group->count && !result; i++) {
		const struct avow_group_record *record = &values->group->records[i];
		struct avow_scope scope = avow_scope_begin(record->body);
		struct avow_field field;

		values->context.record = record;
		while (!result && avow_scope_next(&scope, &field)) {
			struct avow_span meaning;

			if (!avow_span_equal(field.name, name) || is_nothing(field.value))
				continue;
			meaning = avow_interpret(values->interpreter, &values->context,
						 &field);
			result = on_value(data, avow_interpret_in_short(&field, meaning));
		}
	}
	return result;
}

int avow_values_each(struct avow_values *values, const char *names,
		     int (*on_value)(void *data, struct avow_span value), void *data)
{
	struct avow_span rest = avow_span_of(names), special;
	int result = 0;

	while (rest.length && !result) {
		size_t length = avow_span_find(rest, ' ');
		struct avow_span name = avow_span_first(rest, length);

		if (!find_special(values, name, &special))
			result = each_of(values, name, on_value, data);
		else if (special.length)
			result = on_value(data, special);
		rest = avow_span_skip(rest, length + 1);
	}
	return result;
}

static int keep(void *data, struct avow_span value)
{
	struct avow_span *out = data;

	*out = value;
	return 1;
}

struct avow_span avow_values_first(struct avow_values *values, const char *names)
{
	struct avow_span out = avow_span_make("", 0);

	(void)avow_values_each(values, names, keep, &out);
	return out;
}
