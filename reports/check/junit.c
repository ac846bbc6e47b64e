/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JUnit's XML as Jenkins (xunit plugin, junit-10.xsd) and GitLab read it: a case for each
 * item that was looked at; warnings are cases that passed and say so.
 */
#include "reports/check/check.h"

#include "reports/markup.h"

static void put_body(struct avow_markup *markup, const struct avow_check_item *item)
{
	avow_markup_lines(markup, item->text);
	if (item->evidence) {
		avow_markup_text(markup, "\n");
		avow_markup_lines(markup, item->evidence);
	}
	if (item->how) {
		avow_markup_text(markup, "\n");
		avow_markup_lines(markup, item->how);
	}
}

static void put_case(struct avow_markup *markup, const struct avow_check_item *item)
{
	struct avow_buf name = { 0 };

	avow_buf_printf(&name, "%s%s%s", item->label[0] ? item->label : item->text,
			item->id[0] ? " " : "", item->id);
	avow_markup_begin(markup, "testcase");
	avow_buf_puts(&name, "");
	avow_markup_attribute_bytes(markup, "name", avow_buf_string(&name));
	avow_markup_attribute_bytes(markup, "classname",
				    avow_check_kind_name(item->kind));
	if (item->path)
		avow_markup_attribute_bytes(markup, "file", item->path);
	avow_markup_begin(markup, item->is_failure ? "failure" : "system-out");
	if (item->is_failure) {
		avow_markup_attribute_bytes(markup, "message", item->text);
		avow_markup_attribute_bytes(markup, "type",
					    avow_check_kind_name(item->kind));
	}
	put_body(markup, item);
	avow_markup_end(markup);
	avow_markup_end(markup);
	avow_buf_free(&name);
}

/* A file without any case looks to some readers as if nothing had been run. */
static void put_passed(struct avow_markup *markup, const struct avow_check *check)
{
	struct avow_buf sentence = { 0 };

	avow_check_phrase(&sentence, check);
	avow_markup_begin(markup, "testcase");
	avow_markup_attribute(markup, "name", "avow check");
	avow_markup_attribute(markup, "classname", "check");
	avow_markup_begin(markup, "system-out");
	avow_markup_bytes(markup, avow_buf_span(&sentence));
	avow_markup_end(markup);
	avow_markup_end(markup);
	avow_buf_free(&sentence);
}

int avow_check_junit(const struct avow_check *check,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_markup markup;

	(void)style;
	avow_markup_open(&markup, out, false);
	avow_markup_begin(&markup, "testsuites");
	avow_markup_begin(&markup, "testsuite");
	avow_markup_attribute(&markup, "name", "avow");
	avow_markup_number(&markup, "tests", check->count + 1);
	avow_markup_number(&markup, "failures", check->failures);
	avow_markup_number(&markup, "errors", 0);
	put_passed(&markup, check);
	for (size_t i = 0; i < check->count; i++)
		put_case(&markup, check->items + i);
	avow_markup_end(&markup);
	avow_markup_end(&markup);
	return avow_markup_close(&markup, error);
}
