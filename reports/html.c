/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * HTML: one self-contained page. Style and script are constants of this program,
 * and the page's own security policy names their hashes: nothing else may style,
 * run, or be fetched, whatever a log held. All text goes through libxml2.
 */
#include "config.h"
#include "reports/formats.h"
#include "reports/html/dress.h"
#include "reports/html/page.h"
#include "reports/phrase.h"
#include "reports/values.h"

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

/* What may style, run and be shown. */
static void put_policy(struct avow_page *page)
{
	const struct avow_report_dress *dress = page->dress;

	avow_buf_printf(&page->scratch, "default-src 'none'; style-src '%s'",
			style_asset.hash);
	if (dress && dress->css)
		avow_buf_printf(&page->scratch, " '%s'", dress->css_hash);
	avow_buf_printf(&page->scratch, "; script-src '%s'; ", script_asset.hash);
	if (dress && (dress->logo || dress->css))
		avow_buf_puts(&page->scratch, "img-src data:; ");
	avow_buf_puts(&page->scratch, "base-uri 'none'; form-action 'none'");
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
	put_policy(page);
	show_meta(markup, "http-equiv", "Content-Security-Policy",
		  avow_buf_string(&page->scratch));
	markup->failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
	show_meta(markup, "name", "viewport", "width=device-width, initial-scale=1");
	show_meta(markup, "name", "color-scheme", "light dark");
	show_meta(markup, "name", "referrer", "no-referrer");
	show_meta(markup, "name", "generator", PACKAGE_STRING);
	avow_markup_begin(markup, "title");
	avow_page_title(page);
	avow_markup_text(markup, ": avow report");
	avow_page_end(page);
	avow_markup_text(markup, "\n");
	show_asset(markup, "style", &style_asset);
	if (page->dress && page->dress->css) {
		/* Checked to hold no tag, and named by its hash. */
		avow_markup_begin(markup, "style");
		avow_markup_raw(markup, page->dress->css);
		avow_markup_end(markup);
		avow_markup_text(markup, "\n");
	}
	avow_markup_end(markup);
	avow_markup_text(markup, "\n");
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

/* For those who come by keyboard. */
static void show_skip(struct avow_page *page)
{
	if (page->summary->clusters == 0)
		return;
	avow_page_begin(page, "a", "skip");
	avow_markup_attribute(&page->markup, "href", "#clusters");
	avow_markup_text(&page->markup, "Skip to the clusters");
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
	show_skip(page);
	avow_page_head(page);
	avow_page_todo(page);
	avow_page_timeline(page);
	avow_page_flow(page);
	avow_page_heat(page);
	avow_page_clusters(page);
	avow_page_readiness(page);
	avow_page_hardening(page);
	avow_page_activity(page);
	avow_page_hosts(page);
	avow_page_ranking(page);
	avow_page_module(page);
	avow_page_evidence(page);
	avow_page_end(page);
	avow_markup_text(markup, "\n");
	show_footer(page);
	show_asset(markup, "script", &script_asset);
	avow_page_end(page);
	avow_page_end(page);
}

/* What the sections show, made once. */
struct models {
	struct avow_arena arena;
	struct avow_summary summary;
	struct avow_hardening hardening;
	struct avow_hosts hosts;
	struct avow_readiness readiness;
};

static int make_pictures(struct models *models, struct avow_page *page)
{
	bool failed = false;

	page->timeline =
		avow_timeline_make(page->report, page->summary, &models->arena, &failed);
	page->flow = avow_flow_make(page->report, page->summary, &models->arena, &failed);
	page->heat = avow_heat_make(page->report, &models->arena, &failed);
	if (page->timeline)
		page->discovery = avow_discovery_make(page->timeline, &models->readiness,
						      &models->arena);
	failed |= page->timeline && !page->discovery;
	return failed ? AVOW_E_NOMEM : AVOW_OK;
}

static int make_models(struct models *models, struct avow_page *page,
		       struct avow_error *error)
{
	const struct avow_summary *summary = &models->summary;
	int code = avow_summary_make(page->report, &models->summary, error);
	bool *is_shown;

	if (code)
		return code;
	is_shown = avow_arena_alloc(&models->arena, summary->clusters + 1);
	page->classes = avow_values_of(page->report, AVOW_PART_CLASS, &models->arena,
				       &page->class_count);
	if (!is_shown || !page->classes ||
	    avow_hardening_make(page->report, summary, &models->arena,
				&models->hardening) ||
	    avow_hosts_make(page->report, summary, &models->arena, &models->hosts) ||
	    avow_readiness_make_all(page->report, &models->arena, &models->readiness) ||
	    make_pictures(models, page))
		return avow_error_nomem(error);
	memset(is_shown, 0, summary->clusters + 1);
	page->cluster_count = summary->clusters < AVOW_PAGE_CLUSTERS ? summary->clusters
								     : AVOW_PAGE_CLUSTERS;
	for (size_t i = 0; i < page->cluster_count; i++)
		is_shown[summary->order[i]] = true;
	page->is_shown = is_shown;
	return AVOW_OK;
}

int avow_report_html(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct models models = { 0 };
	struct avow_page page = { .report = report,
				  .summary = &models.summary,
				  .hardening = &models.hardening,
				  .hosts = &models.hosts,
				  .readiness = &models.readiness,
				  .dress = style->dress,
				  .atoms = avow_clusters_atoms(
					  report->analysis->clusters) };
	int code = make_models(&models, &page, error);

	if (code == 0) {
		avow_markup_open(&page.markup, out, true);
		show_page(&page);
		code = avow_markup_close(&page.markup, error);
		avow_buf_free(&page.scratch);
		avow_buf_free(&page.text);
	}
	avow_summary_free(&models.summary);
	avow_arena_free(&models.arena);
	return code;
}
