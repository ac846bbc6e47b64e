/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Journal entries in JSON, put into the form that auditd writes, so that one
 * parser reads them all. jansson reads the JSON; nothing of an entry is kept.
 */
#include "analyzer/record/journal.h"

#include <jansson.h>

/* The bytes of a field: a string, or an array of numbers where it is not UTF-8. */
static bool append_field(const json_t *entry, const char *name, struct avow_buf *out)
{
	const json_t *field = json_object_get(entry, name);
	const json_t *byte;
	size_t i;

	if (json_is_string(field)) {
		avow_buf_append(out, avow_span_make(json_string_value(field),
						    json_string_length(field)));
		return true;
	}
	if (!json_is_array(field))
		return false;
	json_array_foreach(field, i, byte)
	{
		if (!json_is_integer(byte))
			return false;
		avow_buf_putc(out, (char)json_integer_value(byte));
	}
	return true;
}

static bool is_transport(const json_t *entry, const char *name)
{
	const char *transport = json_string_value(json_object_get(entry, "_TRANSPORT"));

	return transport && strcmp(transport, name) == 0;
}

/* A field that is a decimal number. */
static bool number_of(const json_t *entry, const char *name, uint64_t *out)
{
	const char *text = json_string_value(json_object_get(entry, name));

	return text && avow_span_to_u64(avow_span_of(text), 10, out);
}

/* `node=HOST type=TYPE msg=audit(SECONDS.MILLISECONDS:SERIAL): ` */
static bool append_header(const json_t *entry, struct avow_buf *out)
{
	uint64_t type, serial, microseconds;

	if (!number_of(entry, "_AUDIT_TYPE", &type) ||
	    !number_of(entry, "_AUDIT_ID", &serial) ||
	    !number_of(entry, "_SOURCE_REALTIME_TIMESTAMP", &microseconds))
		return false;
	avow_buf_puts(out, "node=");
	if (!append_field(entry, "_HOSTNAME", out))
		avow_buf_putc(out, '?');
	avow_buf_printf(
		out, " type=%llu msg=audit(%llu.%03llu:%llu): ", (unsigned long long)type,
		(unsigned long long)(microseconds / 1000000),
		(unsigned long long)(microseconds / 1000 % 1000),
		(unsigned long long)serial);
	return true;
}

/*
 * MESSAGE is `TYPE BODY`. libselinux ends the text of a USER_AVC with a newline,
 * for which auditd writes a blank (format_raw()), and so does this.
 */
static bool append_audit(const json_t *entry, struct avow_buf *out)
{
	struct avow_buf message = { 0 };
	struct avow_span body;
	bool is_whole =
		append_header(entry, out) && append_field(entry, "MESSAGE", &message);

	body = avow_buf_span(&message);
	avow_buf_append(out, avow_span_skip(body, avow_span_find(body, ' ') + 1));
	for (size_t i = 0; i < out->length; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
	out->failed |= message.failed;
	avow_buf_free(&message);
	return is_whole;
}

enum avow_journal_entry avow_journal_read(struct avow_span line, struct avow_buf *out)
{
	enum avow_journal_entry result = AVOW_JOURNAL_OTHER;
	json_t *entry = json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);

	avow_buf_clear(out);
	if (!json_is_object(entry))
		result = AVOW_JOURNAL_MALFORMED;
	else if (is_transport(entry, "audit") && append_audit(entry, out))
		result = AVOW_JOURNAL_RECORD;
	else if (is_transport(entry, "kernel") && append_field(entry, "MESSAGE", out))
		result = AVOW_JOURNAL_RECORD;
	json_decref(entry);
	return result;
}
