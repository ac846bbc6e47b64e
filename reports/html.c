/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * HTML: one self-contained page. Style and script are constants of this program,
 * and the page's own security policy names their hashes: nothing else may style,
 * run, or be fetched, whatever a log held. All text goes through libxml2.
 */
#include "config.h"
#include "reports/formats.h"
#include "reports/html/page.h"
#include "reports/phrase.h"

struct asset {
	const char *hash; /* as Content-Security-Policy writes it */
	const char *text;
};

static const struct asset style_asset =
#include "reports/html/style.inc"
	;
static const struct asset script_asset =
#include "reports/html/script.inc"
	;

static void show_meta(struct avow_markup *markup, const char *key, const char *name,
		      const char *content)
{
	avow_markup_begin(markup, "meta");
	avow_markup_attribute(markup, key, name);
	avow_markup_attribute(markup, "content", content);
	avow_markup_end_void(markup);
	avow_markup_text(markup, "\n");
}

static void show_asset(struct avow_markup *markup, const char *element,
		       const struct asset *asset)
{
	avow_markup_begin(markup, element);
	avow_markup_raw(markup, asset->text);
	avow_markup_end(markup);
	avow_markup_text(markup, "\n");
}

static void show_head(struct avow_page *page)
{
	struct avow_markup *markup = &page->markup;

	avow_markup_begin(markup, "head");
	avow_markup_text(markup, "\n");
	avow_markup_begin(markup, "meta");
	avow_markup_attribute(markup, "charset", "utf-8");
	avow_markup_end_void(markup);
	avow_markup_text(markup, "\n");
	avow_buf_printf(&page->scratch,
			"default-src 'none'; style-src '%s'; script-src '%s'; "
			"base-uri 'none'; form-action 'none'",
			style_asset.hash, script_asset.hash);
	show_meta(markup, "http-equiv", "Content-Security-Policy",
		  avow_buf_string(&page->scratch));
	markup->failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
	show_meta(markup, "name", "viewport", "width=device-width, initial-scale=1");
	show_meta(markup, "name", "color-scheme", "light dark");
	show_meta(markup, "name", "referrer", "no-referrer");
	show_meta(markup, "name", "generator", PACKAGE_STRING);
	avow_buf_printf(&page->scratch, "%s denials: avow report",
			avow_phrase_lsm(page->summary));
	avow_markup_begin(markup, "title");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_markup_text(markup, "\n");
	show_asset(markup, "style", &style_asset);
	avow_markup_end(markup);
	avow_markup_text(markup, "\n");
}

static void show_links(struct avow_page *page)
{
	const struct {
		const char *href, *text;
		bool is_there;
	} links[] = {
		{ "#why", "Why", true },
		{ "#sources", "Who asked", page->summary->source_count > 0 },
		{ "#module", "Module", avow_phrase_asked(page->report) },
		{ "#clusters", "Clusters", page->summary->clusters > 0 },
		{ "#evidence", "What was read", true },
	};

	avow_markup_begin(&page->markup, "nav");
	avow_markup_attribute(&page->markup, "aria-label", "Sections");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(links); i++) {
		if (!links[i].is_there)
			continue;
		avow_markup_begin(&page->markup, "a");
		avow_markup_attribute(&page->markup, "href", links[i].href);
		avow_markup_text(&page->markup, links[i].text);
		avow_page_end(page);
		avow_markup_text(&page->markup, "\n");
	}
	avow_page_end(page);
}

static void show_header(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "header");
	avow_markup_begin(&page->markup, "h1");
	avow_buf_printf(&page->scratch, "%s denials", avow_phrase_lsm(page->summary));
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_begin(page, "p", "verdict");
	avow_phrase_verdict(&page->scratch, page->report, page->summary);
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_begin(page, "p", "note");
	avow_phrase_caveat(&page->scratch, page->summary);
	avow_page_scratch(page);
	avow_page_end(page);
	show_links(page);
	avow_page_end(page);
}

static void show_footer(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "footer");
	avow_markup_text(&page->markup,
			 PACKAGE_STRING ", report schema " AVOW_REPORT_SCHEMA_VERSION
					", newest record ");
	avow_page_time(page, page->report->analysis->last);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_page(struct avow_page *page)
{
	struct avow_markup *markup = &page->markup;

	avow_markup_begin(markup, "html");
	avow_markup_attribute(markup, "lang", "en");
	avow_markup_text(markup, "\n");
	show_head(page);
	avow_markup_begin(markup, "body");
	avow_markup_text(markup, "\n");
	show_header(page);
	avow_markup_text(markup, "\n");
	avow_markup_begin(markup, "main");
	avow_page_overview(page);
	avow_page_module(page);
	avow_page_clusters(page);
	avow_page_evidence(page);
	avow_page_end(page);
	avow_markup_text(markup, "\n");
	show_footer(page);
	show_asset(markup, "script", &script_asset);
	avow_page_end(page);
	avow_page_end(page);
}

int avow_report_html(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct avow_page page = { .report = report,
				  .summary = &summary,
				  .atoms = avow_clusters_atoms(
					  report->analysis->clusters) };
	int code = avow_summary_make(report, &summary, error);

	(void)style;
	if (code)
		goto out;
	avow_markup_open(&page.markup, out, true);
	show_page(&page);
	code = avow_markup_close(&page.markup, error);
	avow_buf_free(&page.scratch);
out:
	avow_summary_free(&summary);
	return code;
}
