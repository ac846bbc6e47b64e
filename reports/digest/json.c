/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Summaries as JSON: an object, of rows one a line. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/base/escape.h"
#include "reports/digest/digest.h"
#include "reports/phrase.h"
#include "reports/strings.h"

static void put(struct avow_buf *out, json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);

	avow_buf_puts(out, text ? text : "");
	avow_buf_putc(out, '\n');
	out->failed |= !text;
	free(text);
	json_decref(root);
}

/* In display form, and whole in hexadecimal where that is not all of it. */
static void set_bytes(json_t *object, const char *name, struct avow_span bytes)
{
	struct avow_buf text = { 0 }, key = { 0 };

	avow_escape_display(&text, bytes);
	json_object_set_new(object, name, avow_json_string(avow_buf_string(&text)));
	if (!avow_escape_is_clean(bytes)) {
		avow_buf_clear(&text);
		avow_escape_hex(&text, bytes);
		avow_buf_printf(&key, "%s_hex", name);
		json_object_set_new(object, avow_buf_string(&key),
				    avow_json_string(avow_buf_string(&text)));
	}
	avow_buf_free(&text);
	avow_buf_free(&key);
}

static void set_time(json_t *object, const char *name, struct avow_time time)
{
	struct avow_buf text = { 0 };

	avow_phrase_time(&text, time);
	if (text.length)
		json_object_set_new(object, name,
				    avow_json_string(avow_buf_string(&text)));
	avow_buf_free(&text);
}

/* "failed logins" as failed_logins, and without the apostrophe of "SELinux's". */
static void set_number(json_t *object, const char *name, uint64_t number)
{
	char key[64];
	size_t length = 0;

	for (; *name && length + 1 < sizeof(key); name++)
		if (*name == ' ')
			key[length++] = '_';
		else if (*name != '\'' && *name != ',')
			key[length++] = *name;
	key[length] = '\0';
	json_object_set_new(object, key, avow_json_number(number));
}

static void put_overview(struct avow_buf *out, const struct avow_overview *overview)
{
	json_t *root = json_object(), *events = json_object(), *distinct = json_object();

	set_time(root, "first", overview->first);
	set_time(root, "last", overview->last);
	for (unsigned i = 0; i < AVOW_OVERVIEW_COUNTS; i++)
		set_number(events,
			   avow_overview_events_name((enum avow_overview_events)i),
			   overview->events[i]);
	for (unsigned i = 0; i < AVOW_OVERVIEW_DISTINCT; i++)
		set_number(distinct,
			   avow_overview_distinct_name((enum avow_overview_distinct)i),
			   avow_counts_distinct(&overview->distinct[i]));
	json_object_set_new(root, "counts", events);
	json_object_set_new(root, "distinct", distinct);
	put(out, root);
}

static void put_row(struct avow_buf *out, const struct avow_digest_report *report,
		    struct avow_values *values)
{
	struct avow_span heading, value;
	json_t *root = json_object();
	char name[AVOW_DIGEST_FIELDS];

	set_time(root, "time", values->group->time);
	json_object_set_new(root, "serial", avow_json_number(values->group->serial));
	for (size_t i = 0; avow_digest_column(report, i, values, &heading, &value); i++) {
		snprintf(name, sizeof(name), "%.*s", (int)heading.length, heading.data);
		if (value.length)
			set_bytes(root, name, value);
	}
	put(out, root);
}

static void put_counts(struct avow_buf *out, const struct avow_told_counts *told)
{
	json_t *root = json_object(), *list = json_array();

	json_object_set_new(root, "report", avow_json_string(told->of));
	json_object_set_new(root, "by", avow_json_string(told->by));
	json_object_set_new(root, "total", avow_json_number(told->counts->total));
	json_object_set_new(root, "distinct",
			    avow_json_number(avow_counts_distinct(told->counts)));
	json_object_set_new(root, "others", avow_json_number(told->counts->others));
	for (size_t i = 0; i < told->shown; i++) {
		json_t *row = json_object();

		set_bytes(row, "value", told->rows[i].value);
		json_object_set_new(row, "count", avow_json_number(told->rows[i].count));
		json_array_append_new(list, row);
	}
	json_object_set_new(root, "rows", list);
	put(out, root);
}

const struct avow_digest_form avow_digest_json = { "json", put_overview, NULL, put_row,
						   put_counts };
