/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who reached for what: the graph from sources to targets, and its table. */
#include "reports/html/page.h"

#include "reports/phrase.h"

static const char *source_name(const struct avow_flow *flow,
			       const struct avow_flow_link *link)
{
	return flow->sources[link->source].label;
}

static const char *target_name(const struct avow_flow *flow,
			       const struct avow_flow_link *link)
{
	return flow->targets[link->target].label;
}

static void show_link(struct avow_page *page, const struct avow_flow_link *link)
{
	struct avow_markup *markup = &page->markup;
	char class_name[24], path[128];

	snprintf(class_name, sizeof(class_name), "ribbon %s",
		 avow_verdict_name(link->verdict));
	snprintf(path, sizeof(path), "M%d %dC%d %d %d %d %d %d", link->x0, link->y0,
		 link->middle, link->y0, link->middle, link->y1, link->x1, link->y1);
	avow_page_begin(page, "path", class_name);
	avow_markup_attribute(markup, "d", path);
	avow_page_attribute_number(page, "stroke-width", link->width);
	avow_markup_begin(markup, "title");
	avow_markup_text(markup, source_name(page->flow, link));
	avow_markup_text(markup, " → ");
	avow_markup_text(markup, target_name(page->flow, link));
	avow_buf_puts(&page->scratch, ", ");
	avow_buf_puts(&page->scratch, avow_verdict_title(link->verdict));
	avow_buf_puts(&page->scratch, ": ");
	avow_phrase_count(&page->scratch, link->count, "denial");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_node(struct avow_page *page, const struct avow_flow_node *node,
		      int label_x, const char *anchor)
{
	avow_page_svg_rect(page, node->x, node->y, page->flow->node_width, node->height,
			   "node");
	avow_page_svg_title(page, node->label, node->count);
	avow_page_end(page);
	avow_page_svg_text(page, label_x, node->label_y, "label", anchor, node->label);
}

static void show_legend(struct avow_page *page)
{
	avow_page_begin(page, "ul", "legend");
	for (int i = 0; i < AVOW_VERDICTS; i++) {
		if (!page->flow->has_verdict[i])
			continue;
		avow_markup_begin(&page->markup, "li");
		avow_page_verdict(page, (enum avow_verdict)i);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_picture(struct avow_page *page)
{
	const struct avow_flow *flow = page->flow;

	avow_page_scroll(page, "Who reached for what");
	avow_page_svg_begin(page, AVOW_FLOW_WIDTH, flow->height, "picture flow", "img",
			    "Graph from those who asked to what they asked for; the "
			    "numbers are in the table below");
	for (size_t i = 0; i < flow->link_count; i++)
		show_link(page, &flow->links[i]);
	for (size_t i = 0; i < flow->source_count; i++)
		show_node(page, &flow->sources[i], flow->source_label_x, "end");
	for (size_t i = 0; i < flow->target_count; i++)
		show_node(page, &flow->targets[i], flow->target_label_x, NULL);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_table(struct avow_page *page)
{
	static const char *const columns[] = { "Who asked", "For what", "What to do",
					       "#Denials", NULL };
	const struct avow_flow *flow = page->flow;

	avow_page_details(page, "as-table", "The same as a table");
	avow_page_scroll(page, "Table of who reached for what");
	avow_markup_begin(&page->markup, "table");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < flow->link_count; i++) {
		const struct avow_flow_link *link = &flow->links[i];

		avow_markup_begin(&page->markup, "tr");
		avow_page_row_head(page);
		avow_markup_text(&page->markup, source_name(flow, link));
		avow_page_end(page);
		avow_markup_element(&page->markup, "td", target_name(flow, link));
		avow_markup_begin(&page->markup, "td");
		avow_page_verdict(page, link->verdict);
		avow_page_end(page);
		avow_page_number_cell(page, link->count);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_flow(struct avow_page *page)
{
	if (!page->flow)
		return;
	avow_page_section(page, "flow", "Who reached for what",
			  "From those who asked to what they asked for. The thicker, the "
			  "more denials; the kind of line tells what to do.");
	show_legend(page);
	show_picture(page);
	show_table(page);
	avow_page_end(page);
}
