/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether an event is what a question asks for. */
#include <stdio.h>

#include "analyzer/base/terms.h"
#include "analyzer/record/scope.h"
#include "analyzer/search/node.h"

/* An event that is asked about. */
struct asking {
	const struct avow_group *group;
	struct avow_interpreter *interpreter;
	struct avow_interpreted context; /* once it is needed: */
	bool has_context;
	struct avow_buf *copy; /* of what regular expressions are asked of */
};

static bool contains(struct avow_span text, struct avow_span part)
{
	return part.length == 0 ||
	       (text.length >= part.length &&
		memmem(text.data, text.length, part.data, part.length));
}

/* regexec() takes strings; NULs within are passed over by telling it the end. */
static bool matches(const struct asking *asking, const struct avow_query_node *test,
		    struct avow_span text)
{
	regmatch_t part = { .rm_so = 0, .rm_eo = (regoff_t)text.length };
	struct avow_buf *copy = asking->copy;

	avow_buf_clear(copy);
	avow_buf_append(copy, text);
	return regexec(&test->regex, avow_buf_string(copy), 1, &part, REG_STARTEND) == 0;
}

static bool is_ordered(const struct avow_query_node *test, struct avow_span text)
{
	int64_t number;

	if (!avow_query_number(text, &number))
		return false;
	if (test->operation == AVOW_QUERY_LESS)
		return number < test->number;
	if (test->operation == AVOW_QUERY_AT_MOST)
		return number <= test->number;
	return test->operation == AVOW_QUERY_MORE ? number > test->number
						  : number >= test->number;
}

/* A part of a context, user:role:type:range. */
static struct avow_span part_of(struct avow_span context, enum avow_query_part part)
{
	for (int i = 0; i < (int)part; i++)
		context = avow_span_skip(context, avow_span_find(context, ':') + 1);
	return part == AVOW_QUERY_RANGE
		       ? context
		       : avow_span_first(context, avow_span_find(context, ':'));
}

static bool fits(const struct asking *asking, const struct avow_query_node *test,
		 struct avow_span text)
{
	if (test->part != AVOW_QUERY_WHOLE)
		text = part_of(text, test->part);
	switch (test->operation) {
	case AVOW_QUERY_EXISTS:
		return true;
	case AVOW_QUERY_IS:
		return avow_span_equal(text, test->value);
	case AVOW_QUERY_CONTAINS:
		return contains(text, test->value);
	case AVOW_QUERY_MATCHES:
		return matches(asking, test, text);
	case AVOW_QUERY_LESS:
	case AVOW_QUERY_AT_MOST:
	case AVOW_QUERY_MORE:
	case AVOW_QUERY_AT_LEAST:
		break;
	}
	return is_ordered(test, text);
}

/* Words with @separator between: the test may be of one of them. */
static bool fits_one(const struct asking *asking, const struct avow_query_node *test,
		     struct avow_span words, char separator)
{
	while (words.length) {
		size_t length = avow_span_find(words, separator);

		if (length && fits(asking, test, avow_span_first(words, length)))
			return true;
		words = avow_span_skip(words, length + 1);
	}
	return false;
}

/* Numbers that stand for themselves need no words. */
static bool is_plain(const struct avow_query_node *test, const struct avow_field *field)
{
	uint64_t number;

	return test->operation == AVOW_QUERY_EXISTS ||
	       (test->is_number && test->operation != AVOW_QUERY_MATCHES &&
		field->quote == AVOW_QUOTE_NONE &&
		avow_span_to_u64(field->value, 10, &number) &&
		!avow_interpret_is_encoded(field->name));
}

/* Its `key` is one of System V, and none of an audit rule. */
static bool is_of_ipc(const struct avow_group_record *record)
{
	return record->type == AVOW_RECORD_AVC || record->type == AVOW_RECORD_USER_AVC;
}

static bool fits_field(struct asking *asking, const struct avow_query_node *test,
		       const struct avow_group_record *record,
		       const struct avow_field *field)
{
	struct avow_interpreted context;
	bool is_key = avow_span_is(field->name, "key");
	struct avow_span words;

	if (is_key && is_of_ipc(record))
		return false;
	if (fits(asking, test, field->value))
		return true;
	if (is_plain(test, field))
		return false;
	if (!asking->has_context)
		avow_interpret_begin(asking->group, &asking->context);
	asking->has_context = true;
	context = asking->context;
	context.record = record;
	words = avow_interpret(asking->interpreter, &context, field);
	if (is_key)
		return fits_one(asking, test, words, ',');
	return fits(asking, test, words) ||
	       fits(asking, test, avow_interpret_in_short(field, words));
}

static bool fits_type(const struct asking *asking, const struct avow_query_node *test,
		      const struct avow_group_record *record)
{
	struct avow_span name = avow_record_bare_type(record->type_name);
	const struct avow_term *term;
	char digits[16];

	if (fits(asking, test, name) || fits(asking, test, record->type_name))
		return true;
	if (!test->is_number)
		return false;
	term = avow_term_find(&avow_message_types, name);
	if (!term)
		return false;
	snprintf(digits, sizeof(digits), "%u", term->value);
	return fits(asking, test, avow_span_of(digits));
}

/* What an AVC or AppArmor tells that was asked for. */
static bool fits_permission(const struct asking *asking,
			    const struct avow_query_node *test,
			    const struct avow_group_record *record)
{
	struct avow_scope scope = avow_scope_begin(record->body);
	struct avow_field field;

	if (fits_one(asking, test, avow_scope_permissions(record->body), ' '))
		return true;
	while (avow_scope_next(&scope, &field))
		if ((avow_span_is(field.name, "denied_mask") ||
		     avow_span_is(field.name, "requested_mask") ||
		     avow_span_is(field.name, "denied") ||
		     avow_span_is(field.name, "requested")) &&
		    (fits(asking, test, field.value) ||
		     fits_one(asking, test, field.value, ' ') ||
		     (test->operation == AVOW_QUERY_IS && test->value.length == 1 &&
		      contains(field.value, test->value))))
			return true;
	return false;
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       byte == '_' || byte == '-';
}

/* Most records have no such field; finding that out is cheap. @name ends with its =. */
static bool may_have(struct avow_span body, struct avow_span name)
{
	while (body.length >= name.length) {
		const char *at = memmem(body.data, body.length, name.data, name.length);
		size_t before = at ? (size_t)(at - body.data) : body.length;

		if (!at)
			return false;
		if (before == 0 || !is_name_byte(body.data[before - 1]))
			return true;
		body = avow_span_skip(body, before + name.length);
	}
	return false;
}

static bool fits_record(struct asking *asking, const struct avow_query_node *test,
			const struct avow_group_record *record)
{
	struct avow_scope scope;
	struct avow_field field;

	if (avow_span_is(test->field, "type"))
		return fits_type(asking, test, record);
	if (avow_span_is(test->field, "text"))
		return fits(asking, test, record->body);
	if (avow_span_is(test->field, "perm") && test->part == AVOW_QUERY_WHOLE &&
	    fits_permission(asking, test, record))
		return true;
	if (!may_have(record->body, test->name))
		return false;
	scope = avow_scope_begin(record->body);
	while (avow_scope_next(&scope, &field))
		if (avow_span_equal(field.name, test->field) &&
		    fits_field(asking, test, record, &field))
			return true;
	return false;
}

static bool is_result(struct avow_span name)
{
	return avow_span_is(name, "success") || avow_span_is(name, "res") ||
	       avow_span_is(name, "result");
}

/* Whether the record says how it ended; and whether it was refused for good. */
static bool has_result(const struct avow_group_record *record, bool *is_refused)
{
	struct avow_scope scope = avow_scope_begin(record->body);
	struct avow_field field;

	while (avow_scope_next(&scope, &field)) {
		if (is_result(field.name))
			return true;
		if (avow_span_is(field.name, "permissive"))
			*is_refused |= avow_span_is(field.value, "0") &&
				       contains(record->body, avow_span_of(" denied "));
	}
	return false;
}

/* An AVC that was enforced has failed, also where nothing but it is logged. */
static bool fits_outcome(const struct asking *asking, const struct avow_query_node *test)
{
	bool is_refused = false;

	for (size_t i = 0; i < asking->group->count; i++)
		if (has_result(&asking->group->records[i], &is_refused))
			return false;
	return is_refused && fits(asking, test, avow_span_of("no"));
}

static bool fits_event(struct asking *asking, const struct avow_query_node *test)
{
	const struct avow_group *group = asking->group;
	char digits[24];

	if (avow_span_is(test->field, "node"))
		return fits(asking, test, group->node.length ? group->node : group->host);
	if (avow_span_is(test->field, "serial")) {
		snprintf(digits, sizeof(digits), "%llu",
			 (unsigned long long)group->serial);
		return group->has_stamp && fits(asking, test, avow_span_of(digits));
	}
	for (size_t i = 0; i < group->count; i++)
		if (fits_record(asking, test, &group->records[i]))
			return true;
	return avow_span_is(test->field, "success") && fits_outcome(asking, test);
}

static bool holds(struct asking *asking, const struct avow_query_node *node)
{
	switch (node->kind) {
	case AVOW_QUERY_AND:
		return holds(asking, node->left) && holds(asking, node->right);
	case AVOW_QUERY_OR:
		return holds(asking, node->left) || holds(asking, node->right);
	case AVOW_QUERY_NOT:
		return !holds(asking, node->left);
	case AVOW_QUERY_TEST:
		break;
	}
	return fits_event(asking, node);
}

bool avow_query_holds(struct avow_query *query, const struct avow_group *group,
		      struct avow_interpreter *interpreter)
{
	struct asking asking = { .group = group,
				 .interpreter = interpreter,
				 .copy = &query->copy };

	if (!query->root)
		return true;
	return holds(&asking, query->root);
}
