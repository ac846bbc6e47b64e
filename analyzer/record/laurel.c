/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An event of laurel (json-format.md of threathunters-io/laurel): one object whose
 * field ID is the event's stamp, and whose other fields are its records, by type,
 * each an object or a list of them. Each is put back into a line of auditd. What
 * laurel added itself (PARENT_INFO and the like) is no record and left out.
 */
#include "analyzer/record/json.h"

#include "analyzer/base/escape.h"

/* Of what comes of a line: hexadecimal doubles it, and records repeat the header. */
#define TEXT_MAX ((size_t)4 << 20)

bool avow_laurel_is_event(const json_t *event)
{
	const char *id = json_string_value(json_object_get(event, "ID"));

	return id && strchr(id, '.') && strchr(id, ':');
}

/* Laurel writes bytes that are not printable, and `%` and `+`, as %XX. */
static void append_decoded(struct avow_buf *out, struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		struct avow_span digits = avow_span_first(avow_span_skip(text, i + 1), 2);

		if (text.data[i] == '%' && digits.length == 2 &&
		    avow_unescape_hex(out, digits))
			i += 2;
		else
			avow_buf_putc(out, text.data[i]);
	}
}

/* Whether @text may stand between quotes, as the kernel's untrusted strings do. */
static bool is_quotable(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] < 0x20 ||
		    (unsigned char)text.data[i] > 0x7e || text.data[i] == '"')
			return false;
	return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static void append_between(struct avow_buf *out, char quote, struct avow_span text)
{
	avow_buf_putc(out, quote);
	avow_buf_append(out, text);
	avow_buf_putc(out, quote);
}

static void append_string(struct avow_buf *out, const char *name, struct avow_span text)
{
	/* What the kernel writes bare, and what laurel marks with 0x or 0o. */
	static const char *const bare[] = { "scontext", "tcontext", "tclass", "subj",
					    "obj",      "success",  NULL };
	static const char *const numbers[] = { "arch", "mode", "rdev", NULL };
	/* audit_log_untrustedstring(): with a blank in it, never between quotes. */
	static const char *const texts[] = { "comm",    "exe",      "path",    "name",
					     "cwd",     "ocomm",    "kmod",    "key",
					     "target",  "profile",  "label",   "peer",
					     "srcname", "execpath", "srawcon", "trawcon",
					     NULL };
	bool has_blank = avow_span_find(text, ' ') < text.length;

	if (strcmp(name, "msg") == 0)
		append_between(out, '\'', text);
	else if (is_one_of(name, numbers) && avow_span_starts_with(text, "0"))
		avow_buf_append(out, avow_span_skip(text, 2));
	else if (is_quotable(text) && !has_blank && is_one_of(name, bare))
		avow_buf_append(out, text);
	else if (is_quotable(text) && !(has_blank && is_one_of(name, texts)))
		append_between(out, '"', text);
	else
		avow_escape_hex(out, text);
}

/* ` name=value`, of a string or a number; null is what the kernel writes so. */
static void append_field(struct avow_buf *out, const char *name, const json_t *value)
{
	struct avow_buf text = { 0 };

	avow_buf_printf(out, " %s=", name);
	if (json_is_string(value)) {
		append_decoded(&text, avow_span_make(json_string_value(value),
						     json_string_length(value)));
		append_string(out, name, avow_buf_span(&text));
	} else if (json_is_integer(value)) {
		avow_buf_printf(out, "%lld", (long long)json_integer_value(value));
	} else {
		avow_buf_puts(out, "(null)");
	}
	out->failed |= text.failed;
	avow_buf_free(&text);
}

/* Arguments: a0=, a1= of an EXECVE; one field with NULs between of a PROCTITLE. */
static void append_arguments(struct avow_buf *out, const char *type, const json_t *list)
{
	struct avow_buf title = { 0 };
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct avow_span text =
			avow_span_make(json_string_value(item), json_string_length(item));
		char name[24];

		if (!json_is_string(item))
			continue;
		snprintf(name, sizeof(name), "a%zu", i);
		if (strcmp(type, "EXECVE") == 0)
			append_field(out, name, item);
		if (i)
			avow_buf_putc(&title, '\0');
		append_decoded(&title, text);
	}
	if (strcmp(type, "PROCTITLE") == 0) {
		avow_buf_puts(out, " proctitle=");
		append_string(out, "proctitle", avow_buf_span(&title));
	}
	out->failed |= title.failed;
	avow_buf_free(&title);
}

/* `avc:  denied  { read open } for ` from the list that laurel makes of it. */
static void append_access(struct avow_buf *out, const char *result, const json_t *list)
{
	const json_t *item;
	size_t i;

	avow_buf_printf(out, " avc:  %s  {", result);
	json_array_foreach(list, i, item)
	{
		if (json_is_string(item))
			avow_buf_printf(out, " %s", json_string_value(item));
	}
	avow_buf_puts(out, " } for ");
}

/* What auditd appended to a record has names in capitals. */
static bool is_enrichment(const char *name)
{
	return name[0] >= 'A' && name[0] <= 'Z';
}

static void append_body(struct avow_buf *out, const char *type, const json_t *record)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)record, name, value)
	{
		if (json_is_array(value) &&
		    (strcmp(name, "denied") == 0 || strcmp(name, "granted") == 0))
			append_access(out, name, value);
	}
	json_object_foreach((json_t *)record, name, value)
	{
		if (json_is_array(value) && strcmp(name, "ARGV") == 0)
			append_arguments(out, type, value);
		else if (!json_is_array(value) && !json_is_object(value) &&
			 !is_enrichment(name))
			append_field(out, name, value);
	}
	avow_buf_putc(out, '\x1d');
	json_object_foreach((json_t *)record, name, value)
	{
		if (is_enrichment(name) && json_is_string(value))
			append_field(out, name, value);
	}
}

static void append_record(struct avow_buf *out, const json_t *event, const char *type,
			  const json_t *record)
{
	const char *node = json_string_value(json_object_get(event, "NODE"));
	size_t from = out->length;

	if (!json_is_object(record) || from > TEXT_MAX)
		return;
	if (node)
		avow_buf_printf(out, "node=%s ", node);
	avow_buf_printf(out, "type=%s msg=audit(%s):", type,
			json_string_value(json_object_get(event, "ID")));
	append_body(out, type, record);
	for (size_t at = from; at < out->length; at++)
		if (out->data[at] == '\n')
			out->data[at] = ' ';
	avow_buf_putc(out, '\n');
}

enum avow_json_kind avow_laurel_read(const json_t *event, struct avow_buf *out)
{
	/* What laurel tells besides records. */
	static const char *const additions[] = { "PARENT_INFO", "CONTAINER_INFO", "ENV",
						 "LABELS",      "SYSTEMD_INFO",   NULL };
	const json_t *record;
	const char *type;
	json_t *value;
	size_t i;

	json_object_foreach((json_t *)event, type, value)
	{
		if (is_one_of(type, additions))
			continue;
		append_record(out, event, type, value);
		json_array_foreach(value, i, record)
		{
			append_record(out, event, type, record);
		}
	}
	if (out->length > TEXT_MAX)
		return AVOW_JSON_MALFORMED;
	return out->length ? AVOW_JSON_RECORDS : AVOW_JSON_OTHER;
}
