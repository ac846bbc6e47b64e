/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several hosts on the HTML page: together, and each with its clusters. */
#include "reports/html/page.h"

#include "reports/headline.h"

static void show_host(struct avow_page *page, const struct avow_host *host)
{
	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_page_value(page, host->name);
	avow_page_end(page);
	avow_page_number_cell(page, host->count);
	avow_page_number_cell(page, host->clusters);
	avow_page_number_cell(page, host->alone);
	avow_page_bar(page, host->count, page->report->analysis->evidence.denials);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_top(struct avow_page *page, const struct avow_host *host)
{
	avow_markup_begin(&page->markup, "details");
	avow_markup_begin(&page->markup, "summary");
	avow_page_value(page, host->name);
	avow_buf_puts(&page->scratch, ": ");
	avow_phrase_count(&page->scratch, host->count, "denial");
	avow_buf_puts(&page->scratch, " in ");
	avow_phrase_count(&page->scratch, host->clusters, "cluster");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_begin(page, "ol", "top");
	for (size_t i = 0; i < host->top_count; i++) {
		avow_markup_begin(&page->markup, "li");
		avow_page_cluster_link(page, host->top[i].cluster);
		avow_page_begin(page, "span", "times");
		avow_markup_text(&page->markup, " ×");
		avow_phrase_number(&page->scratch, host->top[i].count);
		avow_page_scratch(page);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_hosts(struct avow_page *page)
{
	static const char *const columns[] = { "Host",       "#Denials", "#Clusters",
					       "#Only here", "Share",    NULL };
	const struct avow_hosts *hosts = page->hosts;

	if (page->summary->host_count < 2)
		return;
	avow_page_section(page, "hosts", "Hosts",
			  "All hosts together are in the rest of this page; here each "
			  "by itself, with the clusters of which it has most.");
	avow_page_begin(page, "table", "ranking hosts");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < hosts->count; i++)
		show_host(page, &hosts->at[i]);
	avow_page_end(page);
	avow_page_end(page);
	for (size_t i = 0; i < hosts->count; i++)
		show_top(page, &hosts->at[i]);
	if (hosts->left_out || page->summary->has_more_hosts) {
		avow_page_begin(page, "p", "note");
		avow_phrase_hosts_left_out(&page->scratch, page->summary, hosts);
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}
