/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The difference of two policies for programs. The frame is written by hand, and what
 * is in the lists object by object: of two policies with little in common it is long.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/base/escape.h"
#include "reports/difference.h"
#include "reports/stream.h"

struct page {
	const struct avow_difference *difference;
	struct avow_stream stream;
	bool failed;
};

static void put(struct page *page, const char *text)
{
	avow_stream_write(&page->stream, avow_span_of(text));
}

/* Writes @value as a member, or a member of a list when @name is NULL, and frees it. */
static void put_json(struct page *page, const char *name, json_t *value,
		     const char *before)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	put(page, before);
	if (name) {
		put(page, "\"");
		put(page, name);
		put(page, "\": ");
	}
	page->failed |= !text;
	put(page, text ? text : "null");
	free(text);
	json_decref(value);
}

/* jansson takes UTF-8 alone, and names of files may be any bytes. */
static json_t *text_of(struct page *page, const char *text)
{
	struct avow_buf clean = { 0 };
	json_t *out;

	avow_escape_display(&clean, avow_span_of(text));
	out = json_stringn(clean.data ? clean.data : "", clean.length);
	page->failed |= clean.failed || !out;
	avow_buf_free(&clean);
	return out;
}

static void set(struct page *page, json_t *object, const char *name, json_t *value)
{
	page->failed |= json_object_set_new(object, name, value) != 0;
}

static void set_text(struct page *page, json_t *object, const char *name,
		     const char *text)
{
	if (text)
		set(page, object, name, text_of(page, text));
}

static json_t *words_of(struct page *page, const char *words)
{
	json_t *list = json_array();

	for (size_t length; *words; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		page->failed |=
			json_array_append_new(list, json_stringn(words, length)) != 0;
	}
	return list;
}

static json_t *names_of(struct page *page, const struct avow_difference_names *names)
{
	json_t *list = json_array();

	for (size_t i = 0; i < names->count; i++)
		page->failed |=
			json_array_append_new(
				list,
				text_of(page,
					page->difference->names[names->names[i]])) != 0;
	return list;
}

static json_t *gain_of(struct page *page, const struct avow_difference_kind *kind,
		       const struct avow_difference_gain *gain)
{
	json_t *object = json_object();

	set_text(page, object, "sign", avow_difference_sign_name(gain->sign));
	set(page, object, "sources", names_of(page, &gain->sources));
	set(page, object, "targets", names_of(page, &gain->targets));
	set_text(page, object, "class", gain->tclass);
	set_text(page, object, "operation", gain->operation);
	if (gain->operation)
		set(page, object, "commands", words_of(page, gain->what));
	else if (kind->is_access)
		set(page, object, "permissions", words_of(page, gain->what));
	else
		set_text(page, object, "outcome", gain->what);
	set_text(page, object, "was", gain->was);
	set_text(page, object, "name", gain->name);
	set_text(page, object, "condition", gain->condition);
	if (gain->condition)
		set(page, object, "in_force", json_boolean(gain->in_force));
	set_text(page, object, "rule", gain->rule);
	return object;
}

static json_t *item_of(struct page *page, const struct avow_difference_item *item)
{
	json_t *object = json_object(), *values = json_array();

	set_text(page, object, "sign", avow_difference_sign_name(item->sign));
	set_text(page, object, "key", item->key);
	set_text(page, object, "profile", item->profile);
	set_text(page, object, "permissions", item->permissions);
	set_text(page, object, "object", item->object);
	set_text(page, object, "owner", item->owner);
	for (size_t i = 0; i < item->value_count; i++) {
		json_t *value = json_object();

		set_text(page, value, "field", item->values[i].field);
		set_text(page, value, "value", item->values[i].value);
		set_text(page, value, "sign",
			 avow_difference_sign_name(item->values[i].is_new
							   ? AVOW_DIFFERENCE_ADDED
							   : AVOW_DIFFERENCE_REMOVED));
		page->failed |= json_array_append_new(values, value) != 0;
	}
	set(page, object, "values", values);
	return object;
}

static json_t *policy_of(struct page *page, const struct avow_difference_policy *policy)
{
	json_t *object = json_object();

	set_text(page, object, "path", policy->path);
	if (page->difference->is_of_profiles) {
		set(page, object, "profiles", json_integer((json_int_t)policy->profiles));
		return object;
	}
	set_text(page, object, "sha256", policy->sha256);
	set(page, object, "version", json_integer(policy->version));
	set(page, object, "mls", json_boolean(policy->is_mls));
	return object;
}

static json_t *proof_of(struct page *page, const struct avow_difference_proof *proof)
{
	json_t *object = json_object();

	set_text(page, object, "by", proof->by);
	set(page, object, "equal", json_integer((json_int_t)proof->equal));
	set(page, object, "different", json_integer((json_int_t)proof->different));
	set(page, object, "unproved", json_integer((json_int_t)proof->unproved));
	return object;
}

static json_t *hit_of(struct page *page, const struct avow_difference_hit *hit)
{
	json_t *object = json_object();

	set_text(page, object, "code", hit->mark->code);
	set_text(page, object, "title", hit->mark->title);
	set_text(page, object, "why", hit->mark->why);
	set_text(page, object, "text", hit->text);
	return object;
}

static void put_frame(struct page *page)
{
	const struct avow_difference *difference = page->difference;

	put_json(page, "schema_version", json_string(AVOW_DIFFERENCE_SCHEMA_VERSION),
		 "{\n ");
	put_json(page, "equal", json_boolean(difference->is_equal), ",\n ");
	put_json(page, "old", policy_of(page, &difference->policies[0]), ",\n ");
	put_json(page, "new", policy_of(page, &difference->policies[1]), ",\n ");
	if (difference->proof.by)
		put_json(page, "proof", proof_of(page, &difference->proof), ",\n ");
	put(page, ",\n \"notes\": [");
	for (size_t i = 0; i < difference->note_count; i++)
		put_json(page, NULL, text_of(page, difference->notes[i]),
			 i ? ",\n  " : "\n  ");
	put(page, "],\n \"marks\": [");
	for (size_t i = 0; i < difference->hit_count; i++)
		put_json(page, NULL, hit_of(page, &difference->hits[i]),
			 i ? ",\n  " : "\n  ");
	put(page, "]");
}

static void put_counts(struct page *page)
{
	const struct avow_difference *difference = page->difference;

	put(page, ",\n \"counts\": {");
	for (size_t i = 0; i < difference->section_count; i++) {
		const struct avow_difference_section *section = &difference->sections[i];
		json_t *counts = json_object();

		for (int sign = 0; sign < AVOW_DIFFERENCE_SIGNS; sign++)
			set(page, counts,
			    avow_difference_sign_name((enum avow_difference_sign)sign),
			    json_integer((json_int_t)section->counts[sign]));
		put_json(page, section->kind->name, counts, i ? ",\n  " : "\n  ");
	}
	put(page, "}");
}

static void put_section(struct page *page, const struct avow_difference_section *section,
			const char *before)
{
	put(page, before);
	put(page, "\"");
	put(page, section->kind->name);
	put(page, "\": [");
	for (size_t i = 0; i < section->item_count; i++)
		put_json(page, NULL, item_of(page, &section->items[i]),
			 i ? ",\n   " : "\n   ");
	for (size_t i = 0; i < section->gain_count; i++)
		put_json(page, NULL, gain_of(page, section->kind, &section->gains[i]),
			 i ? ",\n   " : "\n   ");
	put(page, "]");
}

int avow_difference_write_json(const struct avow_difference *difference,
			       const struct avow_difference_style *style, FILE *out,
			       struct avow_error *error)
{
	struct page page = { .difference = difference, .stream = { .out = out } };

	put_frame(&page);
	put_counts(&page);
	if (!style->is_summary) {
		put(&page, ",\n \"sections\": {");
		for (size_t i = 0; i < difference->section_count; i++)
			put_section(&page, &difference->sections[i],
				    i ? ",\n  " : "\n  ");
		put(&page, "}");
	}
	put(&page, "\n}\n");
	if (page.failed)
		return avow_error_nomem(error);
	return avow_stream_finish(&page.stream, error);
}
