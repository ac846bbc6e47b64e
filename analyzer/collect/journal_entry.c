/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fields of a journal entry to one line of JSON. It is written here, without a
 * tree, because a journal is long and most of its entries are not wanted; what
 * they mean is for analyzer/record.
 */
#include "analyzer/collect/journal_entry.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"

bool avow_entry_is_name(struct avow_span name)
{
	if (!name.length || name.length > AVOW_ENTRY_NAME_MAX ||
	    (name.data[0] >= '0' && name.data[0] <= '9'))
		return false;
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];

		if (byte != '_' && !(byte >= 'A' && byte <= 'Z') &&
		    !(byte >= '0' && byte <= '9'))
			return false;
	}
	return true;
}

static bool has_room(struct avow_entry *entry)
{
	if (!entry->fields)
		entry->fields = calloc(AVOW_ENTRY_FIELDS, sizeof(*entry->fields));
	entry->failed |= !entry->fields;
	return entry->fields && entry->count < AVOW_ENTRY_FIELDS;
}

void avow_entry_add(struct avow_entry *entry, struct avow_span name,
		    struct avow_span value)
{
	struct avow_entry_field *field;

	if (!has_room(entry))
		return;
	field = &entry->fields[entry->count++];
	*field = (struct avow_entry_field){ .name = entry->bytes.length,
					    .name_length = name.length };
	avow_buf_append(&entry->bytes, name);
	field->is_left_out = value.length > AVOW_ENTRY_FIELD_MAX ||
			     entry->bytes.length + value.length > AVOW_ENTRY_MAX;
	field->value = entry->bytes.length;
	if (!field->is_left_out) {
		field->value_length = value.length;
		avow_buf_append(&entry->bytes, value);
	}
	entry->failed |= entry->bytes.failed;
}

static struct avow_span name_of(const struct avow_entry *entry, size_t index)
{
	const struct avow_entry_field *field = &entry->fields[index];

	return avow_span_make(entry->bytes.data + field->name, field->name_length);
}

/* The next field from @index on that is named as @name is; the count when none is. */
static size_t find(const struct avow_entry *entry, struct avow_span name, size_t index)
{
	while (index < entry->count && !avow_span_equal(name_of(entry, index), name))
		index++;
	return index;
}

bool avow_entry_has(const struct avow_entry *entry, struct avow_span name)
{
	return find(entry, name, 0) < entry->count;
}

static void put_string(struct avow_buf *out, struct avow_span text)
{
	avow_buf_putc(out, '"');
	for (size_t i = 0, begin = 0; i <= text.length; i++) {
		unsigned char byte = i < text.length ? (unsigned char)text.data[i] : 0;

		if (i < text.length && byte >= ' ' && byte != '"' && byte != '\\')
			continue;
		avow_buf_append(out, avow_span_make(text.data + begin, i - begin));
		if (i < text.length)
			avow_buf_printf(out, "\\u%04x", byte);
		begin = i + 1;
	}
	avow_buf_putc(out, '"');
}

static void put_value(const struct avow_entry *entry, size_t index, struct avow_buf *out)
{
	const struct avow_entry_field *field = &entry->fields[index];
	struct avow_span value =
		avow_span_make(entry->bytes.data + field->value, field->value_length);

	if (field->is_left_out) {
		avow_buf_puts(out, "null");
		return;
	}
	if (avow_escape_is_utf8(value)) {
		put_string(out, value);
		return;
	}
	for (size_t i = 0; i < value.length; i++)
		avow_buf_printf(out, "%c%u", i ? ',' : '[', (unsigned char)value.data[i]);
	avow_buf_putc(out, ']');
}

/* Writes all fields that are named as the one at @index, which is the first. */
static void put_fields(const struct avow_entry *entry, size_t index, struct avow_buf *out)
{
	struct avow_span name = name_of(entry, index);
	size_t next = find(entry, name, index + 1);
	bool is_list = next < entry->count;

	put_string(out, name);
	avow_buf_puts(out, is_list ? ":[" : ":");
	put_value(entry, index, out);
	for (; next < entry->count; next = find(entry, name, next + 1)) {
		avow_buf_putc(out, ',');
		put_value(entry, next, out);
	}
	if (is_list)
		avow_buf_putc(out, ']');
}

void avow_entry_write(const struct avow_entry *entry, struct avow_buf *out)
{
	avow_buf_putc(out, '{');
	for (size_t i = 0; i < entry->count; i++) {
		if (find(entry, name_of(entry, i), 0) < i)
			continue;
		if (i)
			avow_buf_putc(out, ',');
		put_fields(entry, i, out);
	}
	if (!entry->is_damaged)
		avow_buf_putc(out, '}');
	else if (!entry->count)
		avow_buf_putc(out, '"');
	avow_buf_putc(out, '\n');
}

void avow_entry_clear(struct avow_entry *entry)
{
	avow_buf_clear(&entry->bytes);
	entry->count = 0;
	entry->is_damaged = false;
}

void avow_entry_free(struct avow_entry *entry)
{
	avow_buf_free(&entry->bytes);
	free(entry->fields);
	*entry = (struct avow_entry){ 0 };
}
