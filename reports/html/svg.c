/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The elements that the pictures are made of. Attributes of SVG's own, because the
 * page's security policy allows no style attribute; where things are, the models say.
 */
#include "reports/html/page.h"

#include "reports/phrase.h"

void avow_page_svg_begin(struct avow_page *page, int width, int height,
			 const char *class_name, const char *role, const char *label)
{
	struct avow_markup *markup = &page->markup;
	char box[48];

	snprintf(box, sizeof(box), "0 0 %d %d", width, height);
	avow_page_begin(page, "svg", class_name);
	avow_markup_attribute(markup, "viewBox", box);
	avow_page_attribute_number(page, "width", width);
	avow_markup_attribute(markup, "role", role);
	avow_markup_attribute(markup, "aria-label", label);
	avow_markup_text(markup, "\n");
}

void avow_page_svg_text(struct avow_page *page, int x, int y, const char *class_name,
			const char *anchor, const char *text)
{
	avow_page_begin(page, "text", class_name);
	avow_page_attribute_number(page, "x", x);
	avow_page_attribute_number(page, "y", y);
	if (anchor)
		avow_markup_attribute(&page->markup, "text-anchor", anchor);
	avow_markup_text(&page->markup, text);
	avow_page_end(page);
}

void avow_page_svg_rect(struct avow_page *page, int x, int y, int width, int height,
			const char *class_name)
{
	avow_page_begin(page, "rect", class_name);
	avow_page_attribute_number(page, "x", x);
	avow_page_attribute_number(page, "y", y);
	avow_page_attribute_number(page, "width", width);
	avow_page_attribute_number(page, "height", height);
}

void avow_page_svg_title(struct avow_page *page, const char *text, uint64_t count)
{
	avow_markup_begin(&page->markup, "title");
	avow_markup_text(&page->markup, text);
	avow_buf_puts(&page->scratch, ": ");
	avow_phrase_count(&page->scratch, count, "denial");
	avow_page_scratch(page);
	avow_page_end(page);
}

void avow_page_bar(struct avow_page *page, uint64_t part, uint64_t whole)
{
	struct avow_markup *markup = &page->markup;
	avow_page_begin(page, "td", "bar");
	avow_markup_begin(markup, "svg");
	avow_markup_attribute(markup, "viewBox", "0 0 100 8");
	avow_markup_attribute(markup, "preserveAspectRatio", "none");
	avow_markup_attribute(markup, "aria-hidden", "true");
	avow_markup_begin(markup, "rect");
	avow_page_attribute_number(page, "width", avow_summary_percent(part, whole));
	avow_markup_attribute(markup, "height", "8");
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}
