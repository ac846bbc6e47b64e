/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The small pieces that every section of the HTML page is made of. */
#include "reports/html/page.h"

#include <inttypes.h>

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
	avow_markup_bytes(&page->markup, avow_atoms_text(page->atoms, atom));
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
