/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The small pieces that every section of the HTML page is made of. */
#include "reports/html/page.h"

#include <inttypes.h>
#include <string.h>

#include "analyzer/base/escape.h"
#include "reports/html/dress.h"
#include "reports/phrase.h"

void avow_page_begin(struct avow_page *page, const char *element, const char *class_name)
{
	avow_markup_begin(&page->markup, element);
	avow_markup_attribute(&page->markup, "class", class_name);
}

void avow_page_end(struct avow_page *page)
{
	avow_markup_end(&page->markup);
}

void avow_page_put(struct avow_page *page, const char *element, const char *class_name,
		   const char *text)
{
	avow_page_begin(page, element, class_name);
	avow_markup_text(&page->markup, text);
	avow_page_end(page);
}

void avow_page_scratch(struct avow_page *page)
{
	const char *text = avow_buf_string(&page->scratch);

	page->markup.failed |= page->scratch.failed;
	avow_markup_text(&page->markup, text);
	avow_buf_clear(&page->scratch);
}

void avow_page_number(struct avow_page *page, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, number);
	avow_markup_begin(&page->markup, "data");
	avow_markup_attribute(&page->markup, "value", digits);
	avow_phrase_number(&page->scratch, number);
	avow_page_scratch(page);
	avow_page_end(page);
}

void avow_page_time(struct avow_page *page, struct avow_time time)
{
	if (time.seconds == 0 && time.milliseconds == 0)
		return;
	avow_markup_begin(&page->markup, "time");
	avow_phrase_time(&page->scratch, time);
	avow_markup_attribute(&page->markup, "datetime", avow_buf_string(&page->scratch));
	page->markup.failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
	avow_phrase_time_plain(&page->scratch, time);
	avow_page_scratch(page);
	avow_page_end(page);
}

void avow_page_atom(struct avow_page *page, uint32_t atom)
{
	avow_page_value(page, avow_atoms_text(page->atoms, atom));
}

void avow_page_term(struct avow_page *page, const char *name)
{
	avow_markup_element(&page->markup, "dt", name);
	avow_markup_begin(&page->markup, "dd");
}

void avow_page_columns(struct avow_page *page, const char *const *names)
{
	avow_markup_begin(&page->markup, "thead");
	avow_markup_begin(&page->markup, "tr");
	for (; *names; names++) {
		bool is_number = **names == '#';

		avow_markup_begin(&page->markup, "th");
		avow_markup_attribute(&page->markup, "scope", "col");
		if (is_number)
			avow_markup_attribute(&page->markup, "class", "number");
		avow_markup_text(&page->markup, *names + is_number);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_title(struct avow_page *page)
{
	if (page->dress && page->dress->title) {
		avow_page_value(page, avow_span_of(page->dress->title));
		return;
	}
	avow_buf_printf(&page->scratch, "%s denials", avow_phrase_lsm(page->summary));
	avow_page_scratch(page);
}

void avow_page_value(struct avow_page *page, struct avow_span value)
{
	struct avow_buf rest = { 0 };

	avow_markup_bytes(&page->markup, avow_span_first(value, AVOW_PAGE_VALUE));
	if (value.length <= AVOW_PAGE_VALUE)
		return;
	avow_buf_puts(&rest, "… (");
	avow_phrase_count(&rest, value.length, "byte");
	avow_buf_puts(&rest, " in all)");
	avow_page_put(page, "span", "more", avow_buf_string(&rest));
	page->markup.failed |= rest.failed;
	avow_buf_free(&rest);
}

void avow_page_number_cell(struct avow_page *page, uint64_t number)
{
	avow_page_begin(page, "td", "number");
	avow_page_number(page, number);
	avow_page_end(page);
}

void avow_page_row_head(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "row");
}

void avow_page_section(struct avow_page *page, const char *id, const char *title,
		       const char *note)
{
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", id);
	avow_markup_element(&page->markup, "h2", title);
	if (note)
		avow_page_put(page, "p", "note", note);
}

void avow_page_scroll(struct avow_page *page, const char *label)
{
	avow_page_begin(page, "div", "scroll");
	avow_markup_attribute(&page->markup, "tabindex", "0");
	avow_markup_attribute(&page->markup, "role", "group");
	avow_markup_attribute(&page->markup, "aria-label", label);
}

void avow_page_details(struct avow_page *page, const char *class_name,
		       const char *summary)
{
	avow_page_begin(page, "details", class_name);
	avow_markup_element(&page->markup, "summary", summary);
}

void avow_page_attribute_number(struct avow_page *page, const char *name, int64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64, number);
	avow_markup_attribute(&page->markup, name, digits);
}

void avow_page_attribute_bytes(struct avow_page *page, const char *name,
			       struct avow_span bytes)
{
	avow_escape_display(&page->scratch, avow_span_first(bytes, AVOW_PAGE_VALUE));
	avow_markup_attribute(&page->markup, name, avow_buf_string(&page->scratch));
	page->markup.failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
}

static void put_part(struct avow_page *page)
{
	const char *text = avow_buf_string(&page->scratch);

	avow_page_value(page, avow_span_of(text));
	page->markup.failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
}

void avow_page_cluster_name(struct avow_page *page, const struct avow_cluster *cluster)
{
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	if (is_selinux) {
		avow_page_atom(page, cluster->scontext_type);
	} else {
		avow_phrase_profile(&page->scratch, page->atoms, cluster);
		put_part(page);
	}
	avow_page_put(page, "span", "arrow", " → ");
	if (is_selinux) {
		avow_page_atom(page, cluster->tcontext_type);
	} else {
		avow_phrase_object(&page->scratch, cluster);
		put_part(page);
	}
	avow_page_put(page, "span", "arrow", " : ");
	avow_page_atom(page,
		       is_selinux ? cluster->tclass : cluster->apparmor->class_name);
}

void avow_page_cluster_link(struct avow_page *page, size_t index)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(page->report->analysis->clusters, index);
	char href[sizeof(cluster->id) + 1];

	snprintf(href, sizeof(href), "#%s", cluster->id);
	avow_markup_begin(&page->markup, page->is_shown[index] ? "a" : "span");
	if (page->is_shown[index])
		avow_markup_attribute(&page->markup, "href", href);
	avow_page_cluster_name(page, cluster);
	avow_page_end(page);
}

void avow_page_lines(struct avow_page *page, const char *text)
{
	struct avow_span all = avow_span_of(text), cut = all;

	if (all.length > AVOW_PAGE_TEXT)
		cut = avow_span_first(all, AVOW_PAGE_TEXT);
	avow_phrase_lines(&page->text, cut);
	avow_markup_text(&page->markup, avow_buf_string(&page->text));
	page->markup.failed |= page->text.failed;
	avow_buf_clear(&page->text);
	if (cut.length < all.length)
		avow_page_put(page, "span", "more",
			      "… (cut here; the XML and JSON reports have all of it)");
}

static void show_text(struct avow_page *page, const char *text)
{
	avow_markup_begin(&page->markup, "pre");
	avow_page_lines(page, text);
	avow_page_end(page);
}

void avow_page_change(struct avow_page *page, const char *text, bool is_forbidden)
{
	if (is_forbidden || strlen(text) > AVOW_PAGE_TEXT) {
		show_text(page, text);
		return;
	}
	avow_page_begin(page, "div", "copyable");
	show_text(page, text);
	avow_page_begin(page, "button", "copy");
	avow_markup_attribute(&page->markup, "type", "button");
	avow_markup_attribute(&page->markup, "hidden", "hidden");
	avow_markup_text(&page->markup, "Copy");
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_verdict(struct avow_page *page, enum avow_verdict verdict)
{
	char class_name[32];

	snprintf(class_name, sizeof(class_name), "verdict-is %s",
		 avow_verdict_name(verdict));
	avow_page_begin(page, "span", class_name);
	avow_page_begin(page, "span", "mark");
	avow_markup_attribute(&page->markup, "aria-hidden", "true");
	avow_markup_text(&page->markup, avow_verdict_mark(verdict));
	avow_page_end(page);
	avow_markup_text(&page->markup, " ");
	avow_markup_text(&page->markup, avow_verdict_title(verdict));
	avow_page_end(page);
}
