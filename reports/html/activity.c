/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went on besides denials, on the HTML page. */
#include "reports/html/page.h"

#include "reports/headline.h"

static void show_counts(struct avow_page *page)
{
	static const char *const columns[] = { "Of", "#How many", NULL };
	const struct avow_activity *activity = page->report->activity;

	avow_page_scroll(page, "Events by kind");
	avow_page_begin(page, "table", "audit");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < activity->count_count; i++) {
		avow_markup_begin(&page->markup, "tr");
		avow_page_row_head(page);
		avow_markup_text(&page->markup, activity->counts[i].name);
		avow_page_end(page);
		avow_page_number_cell(page, activity->counts[i].count);
		avow_page_end(page);
		avow_markup_text(&page->markup, "\n");
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_row(struct avow_page *page, const struct avow_activity_table *table,
		     const struct avow_activity_row *row)
{
	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_markup_begin(&page->markup, "code");
	avow_page_value(page, row->value);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_number_cell(page, row->count);
	avow_page_bar(page, row->count, table->total);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_table(struct avow_page *page, const struct avow_activity_table *table)
{
	const char *const columns[] = { table->by, "#How often", "Share", NULL };

	avow_page_details(page, "activity", table->title);
	avow_page_scroll(page, table->title);
	avow_page_begin(page, "table", "audit");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < table->count; i++)
		show_row(page, table, &table->rows[i]);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_phrase_more(&page->scratch, table->values, table->count);
	if (page->scratch.length) {
		avow_page_begin(page, "p", "note");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

void avow_page_activity(struct avow_page *page)
{
	const struct avow_activity *activity = page->report->activity;

	if (!activity)
		return;
	avow_page_section(page, "activity", "Activity",
			  "What the logs tell besides denials: events of each kind, and "
			  "what came most often.");
	show_counts(page);
	for (size_t i = 0; i < activity->table_count; i++)
		show_table(page, &activity->tables[i]);
	avow_page_end(page);
}
