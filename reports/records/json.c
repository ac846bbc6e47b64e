/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON Lines: an object an event, {time, serial, node, records: [{type, fields, means,
 * message, permissions}]}. `fields` has values as they stand in the log, `means` those
 * that say more than that; `message` is the same of what a program sent. What is no plain
 * text is there in its display form, and whole as NAME_hex. A field that comes again is a
 * list.
 */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "analyzer/record/scope.h"
#include "reports/phrase.h"
#include "reports/records/records.h"
#include "reports/strings.h"

/* Puts @value at @name; a second one makes a list of both. Takes @value. */
static void add(json_t *object, const char *name, json_t *value)
{
	json_t *old = json_object_get(object, name);
	json_t *list;

	if (!old) {
		json_object_set_new(object, name, value);
		return;
	}
	if (json_is_array(old)) {
		json_array_append_new(old, value);
		return;
	}
	list = json_array();
	json_array_append(list, old);
	json_array_append_new(list, value);
	json_object_set_new(object, name, list);
}

/* Its display form as a string. */
static json_t *make_text(struct avow_span bytes)
{
	struct avow_buf shown = { 0 };
	json_t *value;

	avow_escape_display(&shown, bytes);
	value = json_stringn(shown.length ? shown.data : "", shown.length);
	avow_buf_free(&shown);
	return value;
}

static void add_bytes(json_t *object, struct avow_span name, struct avow_span bytes)
{
	struct avow_buf key = { 0 }, hex = { 0 };

	avow_escape_display(&key, name);
	add(object, avow_buf_string(&key), make_text(bytes));
	if (!avow_escape_is_clean(bytes)) {
		avow_buf_puts(&key, "_hex");
		avow_escape_hex(&hex, bytes);
		add(object, avow_buf_string(&key), json_string(avow_buf_string(&hex)));
	}
	avow_buf_free(&key);
	avow_buf_free(&hex);
}

/* The fields of @text into @fields, and what they mean into @means. */
static void add_fields(struct avow_records *records, struct avow_span text,
		       const struct avow_interpreted *context, json_t *fields,
		       json_t *means)
{
	struct avow_scope scope = avow_scope_begin(text);
	struct avow_field field;

	while (avow_scope_next(&scope, &field)) {
		struct avow_span meaning =
			avow_interpret(records->interpreter, context, &field);

		add_bytes(fields, field.name, field.value);
		if (!avow_span_equal(meaning, field.value))
			add_bytes(means, field.name, meaning);
	}
}

/* An object with both, each where it holds something. */
static void set_fields(struct avow_records *records, struct avow_span text,
		       const struct avow_interpreted *context, json_t *object)
{
	json_t *fields = json_object(), *means = json_object();

	add_fields(records, text, context, fields, means);
	json_object_set_new(object, "fields", fields);
	if (json_object_size(means))
		json_object_set_new(object, "means", means);
	else
		json_decref(means);
}

static json_t *make_permissions(struct avow_span words)
{
	json_t *list = json_array();

	while (words.length) {
		size_t length = avow_span_find(words, ' ');

		if (length)
			json_array_append_new(list,
					      make_text(avow_span_first(words, length)));
		words = avow_span_skip(words, length + 1);
	}
	return list;
}

static json_t *make_record(struct avow_records *records,
			   const struct avow_interpreted *context)
{
	struct avow_span body = context->record->body;
	struct avow_span message = avow_scope_message(body);
	struct avow_span permissions = avow_scope_permissions(body);
	json_t *object = json_object(), *sent;

	json_object_set_new(object, "type", make_text(context->record->type_name));
	set_fields(records, avow_span_first(body, avow_span_search(body, "msg='")),
		   context, object);
	if (message.length) {
		sent = json_object();
		set_fields(records, message, context, sent);
		json_object_set_new(object, "message", sent);
	}
	if (permissions.length)
		json_object_set_new(object, "permissions", make_permissions(permissions));
	return object;
}

void avow_records_json(struct avow_records *records, const struct avow_group *group)
{
	struct avow_interpreted context;
	struct avow_buf time = { 0 };
	json_t *root = json_object(), *list = json_array();
	char *text;

	avow_interpret_begin(group, &context);
	avow_phrase_time(&time, group->time);
	if (time.length)
		json_object_set_new(root, "time", json_string(avow_buf_string(&time)));
	avow_buf_free(&time);
	if (group->has_stamp)
		json_object_set_new(root, "serial",
				    json_integer((json_int_t)group->serial));
	if (group->node.length)
		add_bytes(root, avow_span_of("node"), group->node);
	if (group->left_out)
		json_object_set_new(root, "left_out",
				    json_integer((json_int_t)group->left_out));
	for (size_t i = 0; i < group->count; i++) {
		context.record = &group->records[i];
		json_array_append_new(list, make_record(records, &context));
	}
	json_object_set_new(root, "records", list);
	text = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	avow_buf_puts(&records->text, text ? text : "");
	avow_buf_putc(&records->text, '\n');
	records->text.failed |= !text;
	free(text);
}
