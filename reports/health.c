/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The page of doctor, for people and for programs. What is bad is decided here,
 * so that both say the same; the checks themselves are made elsewhere.
 */
#include "reports/health.h"

#include <jansson.h>

#include "analyzer/base/escape.h"
#include "reports/layout.h"
#include "reports/stream.h"

#define HEALTH_WIDTH 13 /* "cannot tell", and two blanks */
#define NAME_WIDTH 17   /* "netlink:unicast", and two blanks */

static const enum avow_tint tints[] = {
	[AVOW_HEALTH_OK] = AVOW_TINT_GOOD,       [AVOW_HEALTH_NOTE] = AVOW_TINT_FAINT,
	[AVOW_HEALTH_WARNING] = AVOW_TINT_ALERT, [AVOW_HEALTH_BLIND] = AVOW_TINT_ALERT,
	[AVOW_HEALTH_UNKNOWN] = AVOW_TINT_FAINT,
};

static bool is_lossy(const struct avow_health_row *row)
{
	return row->verdict.health == AVOW_HEALTH_WARNING ||
	       row->verdict.health == AVOW_HEALTH_BLIND;
}

/* A source that can be read, though it may lose some. */
static bool is_readable(const struct avow_health_row *row)
{
	return row->is_source && (row->verdict.health == AVOW_HEALTH_OK ||
				  row->verdict.health == AVOW_HEALTH_WARNING);
}

static size_t count_sources(const struct avow_health_page *page, bool is_good)
{
	size_t count = 0;

	for (size_t i = 0; i < page->count; i++)
		count += is_readable(&page->rows[i]) &&
			 (!is_good || page->rows[i].verdict.health == AVOW_HEALTH_OK);
	return count;
}

static size_t count_lossy(const struct avow_health_page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < page->count; i++)
		count += !page->rows[i].is_source && is_lossy(&page->rows[i]);
	return count;
}

bool avow_health_is_bad(const struct avow_health_page *page)
{
	return count_lossy(page) || !count_sources(page, true);
}

static void show_row(struct avow_layout *layout, const struct avow_health_row *row)
{
	const struct avow_verdict *verdict = &row->verdict;

	avow_layout_margin(layout, 2);
	avow_layout_puts(layout, tints[verdict->health],
			 avow_health_text(verdict->health));
	avow_layout_margin(layout, 2 + HEALTH_WIDTH);
	avow_layout_puts(layout, AVOW_TINT_STRONG, row->name);
	avow_layout_margin(layout, 2 + HEALTH_WIDTH + NAME_WIDTH);
	avow_layout_put(layout, AVOW_TINT_NONE, avow_buf_span(&verdict->says));
	avow_layout_end_line(layout);
	if (!verdict->mend.length)
		return;
	avow_layout_margin(layout, 2 + HEALTH_WIDTH + NAME_WIDTH);
	avow_layout_puts(layout, AVOW_TINT_FAINT, "run: ");
	avow_layout_put(layout, AVOW_TINT_STRONG, avow_buf_span(&verdict->mend));
	avow_layout_end_line(layout);
}

/* The readable ones by name, and the number of what is bad. */
static void show_summary(struct avow_layout *layout, const struct avow_health_page *page)
{
	size_t lossy = count_lossy(page);
	const char *before = "Denials can be read from ";
	char sentence[80];

	for (size_t i = 0; i < page->count; i++) {
		const struct avow_health_row *row = &page->rows[i];

		if (!is_readable(row))
			continue;
		avow_layout_puts(layout, AVOW_TINT_NONE, before);
		avow_layout_puts(layout, AVOW_TINT_STRONG, row->name);
		if (is_lossy(row))
			avow_layout_puts(layout, AVOW_TINT_ALERT, " (lossy)");
		before = ", ";
	}
	if (count_sources(page, false))
		avow_layout_puts(layout, AVOW_TINT_NONE, ".");
	else
		avow_layout_puts(layout, AVOW_TINT_ALERT,
				 "Denials can be read from no source.");
	if (lossy)
		snprintf(sentence, sizeof(sentence),
			 " %zu check%s found something blind or lossy.", lossy,
			 lossy == 1 ? "" : "s");
	else
		snprintf(sentence, sizeof(sentence), " Nothing gets lost that is known.");
	avow_layout_puts(layout, lossy ? AVOW_TINT_ALERT : AVOW_TINT_NONE, sentence);
	avow_layout_end_line(layout);
}

int avow_health_write_text(const struct avow_health_page *page,
			   const struct avow_report_style *style, FILE *out,
			   struct avow_error *error)
{
	struct avow_layout layout = { .columns = style->columns,
				      .has_colour = style->has_colour };
	struct avow_stream stream = { .out = out };
	const char *group = "";
	int result;

	for (size_t i = 0; i < page->count; i++) {
		const struct avow_health_row *row = &page->rows[i];

		if (strcmp(row->group, group) != 0) {
			avow_layout_puts(&layout, AVOW_TINT_HEADING, row->group);
			avow_layout_end_line(&layout);
		}
		group = row->group;
		show_row(&layout, row);
	}
	avow_layout_end_line(&layout);
	show_summary(&layout, page);
	avow_stream_write(&stream, avow_buf_span(&layout.out));
	result = layout.out.failed ? avow_error_nomem(error)
				   : avow_stream_finish(&stream, error);
	avow_buf_free(&layout.out);
	return result;
}

/* A member of @object; jansson takes UTF-8 alone, and names of files may be any bytes. */
static int add_text(json_t *object, const char *name, struct avow_span text)
{
	struct avow_buf clean = { 0 };
	int result;

	avow_escape_display(&clean, text);
	result = json_object_set_new(
		object, name, json_stringn(clean.data ? clean.data : "", clean.length));
	result |= clean.failed ? -1 : 0;
	avow_buf_free(&clean);
	return result;
}

static int add_row(json_t *checks, const struct avow_health_row *row)
{
	const struct avow_verdict *verdict = &row->verdict;
	json_t *object = json_object();
	int result;

	result = add_text(object, "group", avow_span_of(row->group));
	result |= add_text(object, "name", avow_span_of(row->name));
	result |= add_text(object, "health",
			   avow_span_of(avow_health_name(verdict->health)));
	result |= add_text(object, "says", avow_buf_span(&verdict->says));
	if (verdict->mend.length)
		result |= add_text(object, "mend", avow_buf_span(&verdict->mend));
	return json_array_append_new(checks, object) | result;
}

int avow_health_write_json(const struct avow_health_page *page,
			   const struct avow_report_style *style, FILE *out,
			   struct avow_error *error)
{
	struct avow_stream stream = { .out = out };
	json_t *object = json_object(), *checks = json_array();
	char *text = NULL;
	int result = 0;

	(void)style;
	result |= add_text(object, "schema_version",
			   avow_span_of(AVOW_REPORT_SCHEMA_VERSION));
	result |= add_text(object, "root", avow_span_of(*page->root ? page->root : "/"));
	result |= json_object_set_new(object, "bad",
				      json_boolean(avow_health_is_bad(page)));
	for (size_t i = 0; i < page->count; i++)
		result |= add_row(checks, &page->rows[i]);
	result |= json_object_set_new(object, "checks", checks);
	if (!result)
		text = json_dumps(object, JSON_INDENT(1));
	json_decref(object);
	if (!text)
		return avow_error_nomem(error);
	avow_stream_write(&stream, avow_span_of(text));
	avow_stream_write(&stream, avow_span_of("\n"));
	free(text);
	return avow_stream_finish(&stream, error);
}
