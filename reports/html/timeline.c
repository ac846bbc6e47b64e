/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Denials over time: the picture, the changes that it marks, and its table. */
#include "reports/html/page.h"

#include "reports/headline.h"

enum { SHOWN_EPOCHS = 6 /* without folding them away */ };

static void show_lane(struct avow_page *page, const struct avow_timeline_lane *lane)
{
	const struct avow_timeline *timeline = page->timeline;
	char class_name[24];

	snprintf(class_name, sizeof(class_name), "bars %s", lane->kind);
	avow_page_begin(page, "g", class_name);
	if (lane->id) {
		char href[sizeof(((struct avow_cluster *)0)->id) + 1];

		snprintf(href, sizeof(href), "#%s", lane->id);
		avow_page_begin(page, "a", "lane");
		avow_markup_attribute(&page->markup, "href", href);
	}
	avow_page_svg_text(page, timeline->label_x, lane->label_y, "label", "end",
			   lane->label);
	if (lane->id)
		avow_page_end(page);
	for (size_t i = 0; i < timeline->stretch_count; i++) {
		const struct avow_timeline_bar *bar = &lane->bars[i];

		if (!bar->count)
			continue;
		avow_page_svg_rect(page, bar->x, bar->y, bar->width, bar->height, "bar");
		avow_phrase_time_plain(&page->scratch,
				       (struct avow_time){ timeline->from[i], 0 });
		avow_markup_begin(&page->markup, "title");
		avow_buf_puts(&page->scratch, ": ");
		avow_phrase_count(&page->scratch, bar->count, "denial");
		avow_page_scratch(page);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_page_svg_rect(page, timeline->plot_x, lane->base_y, timeline->plot_width, 1,
			   "axis");
	avow_page_end(page);
	avow_page_end(page);
}

static void show_marks(struct avow_page *page)
{
	const struct avow_timeline *timeline = page->timeline;

	for (size_t i = 0; i < timeline->mark_count; i++) {
		const struct avow_timeline_mark *mark = &timeline->marks[i];

		avow_page_svg_rect(page, mark->x, timeline->plot_y, 1,
				   timeline->plot_height, "epoch");
		avow_page_end(page);
		avow_page_svg_text(page, mark->x, timeline->mark_y, "epoch-label",
				   mark->is_at_end ? "end" : "middle", mark->label);
	}
}

static void show_picture(struct avow_page *page)
{
	const struct avow_timeline *timeline = page->timeline;

	avow_page_scroll(page, "Denials over time");
	avow_page_svg_begin(page, AVOW_TIMELINE_WIDTH, timeline->height,
			    "picture timeline", "group",
			    "Denials over time, for all and for the clusters with most; "
			    "the numbers are in the table below");
	for (size_t i = 0; i < timeline->tick_count; i++)
		avow_page_svg_text(page, timeline->ticks[i].x, timeline->tick_y, "tick",
				   NULL, timeline->ticks[i].label);
	for (size_t i = 0; i < timeline->lane_count; i++)
		show_lane(page, &timeline->lanes[i]);
	show_marks(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_epochs(struct avow_page *page)
{
	const struct avow_timeline *timeline = page->timeline;

	if (timeline->epoch_count == 0)
		return;
	avow_page_begin(page, "details", "epochs");
	if (timeline->epoch_count <= SHOWN_EPOCHS)
		avow_markup_attribute(&page->markup, "open", "open");
	avow_markup_begin(&page->markup, "summary");
	avow_phrase_count(&page->scratch, timeline->epoch_count, "change");
	avow_buf_puts(&page->scratch, " of policy and mode");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_begin(page, "ol", "epochs");
	for (size_t i = 0; i < timeline->epoch_count; i++) {
		const struct avow_epoch *epoch = timeline->epochs[i];

		avow_markup_begin(&page->markup, "li");
		avow_page_time(page, (struct avow_time){ epoch->seconds, 0 });
		avow_markup_text(&page->markup, " ");
		avow_markup_text(&page->markup, avow_remark_text(epoch->change));
		if (epoch->enforcing >= 0)
			avow_page_put(page, "strong", "mode",
				      epoch->enforcing ? ": enforcing" : ": permissive");
		if (!avow_span_is_empty(epoch->text)) {
			avow_markup_text(&page->markup, " ");
			avow_markup_begin(&page->markup, "code");
			avow_page_value(page, epoch->text);
			avow_page_end(page);
		}
		avow_page_end(page);
	}
	avow_page_end(page);
	if (timeline->epochs_left_out) {
		avow_page_begin(page, "p", "note");
		avow_buf_puts(&page->scratch, "And ");
		avow_phrase_number(&page->scratch, timeline->epochs_left_out);
		avow_buf_puts(&page->scratch,
			      " more, which the XML and JSON reports have.");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_row(struct avow_page *page, size_t stretch)
{
	const struct avow_timeline *timeline = page->timeline;

	if (timeline->lanes[0].bars[stretch].count == 0)
		return;
	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_page_time(page, (struct avow_time){ timeline->from[stretch], 0 });
	avow_page_end(page);
	for (size_t i = 0; i < timeline->lane_count; i++)
		avow_page_number_cell(page, timeline->lanes[i].bars[stretch].count);
	avow_page_end(page);
}

static void show_table(struct avow_page *page)
{
	const struct avow_timeline *timeline = page->timeline;

	avow_page_details(page, "as-table", "The same as a table");
	avow_page_scroll(page, "Table of denials over time");
	avow_page_begin(page, "table", "matrix");
	avow_markup_begin(&page->markup, "thead");
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "col");
	avow_markup_text(&page->markup, "From");
	avow_page_end(page);
	for (size_t i = 0; i < timeline->lane_count; i++) {
		avow_page_begin(page, "th", "number");
		avow_markup_attribute(&page->markup, "scope", "col");
		avow_markup_text(&page->markup, timeline->lanes[i].label);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < timeline->stretch_count; i++)
		show_row(page, i);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_timeline(struct avow_page *page)
{
	if (!page->timeline)
		return;
	avow_page_section(page, "when", "When", NULL);
	avow_page_begin(page, "p", "note");
	avow_phrase_stretches(&page->scratch, page->timeline->width);
	if (page->timeline->undated) {
		avow_buf_putc(&page->scratch, ' ');
		avow_phrase_count(&page->scratch, page->timeline->undated, "denial");
		avow_buf_puts(&page->scratch, " without a time cannot be shown.");
	}
	avow_page_scratch(page);
	avow_page_end(page);
	show_picture(page);
	show_epochs(page);
	show_table(page);
	avow_page_end(page);
}
