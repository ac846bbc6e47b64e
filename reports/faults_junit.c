/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong in files, as JUnit's XML: Jenkins (junit-10.xsd) and GitLab read it. */
#include "reports/faults.h"

#include "reports/markup.h"

static void put_line(struct avow_markup *markup, const char *lead, struct avow_span text)
{
	avow_markup_text(markup, lead);
	avow_markup_bytes(markup, text);
	avow_markup_text(markup, "\n");
}

static void put_body(struct avow_markup *markup, const struct avow_fault *fault)
{
	put_line(markup, "", avow_span_of(fault->says));
	put_line(markup, "line: ", fault->text);
	if (fault->why)
		put_line(markup, "why: ", avow_span_of(fault->why));
	if (fault->targets)
		put_line(markup, "for: ", avow_span_of(fault->targets));
	if (!fault->rewrite)
		return;
	avow_markup_text(markup, *fault->rewrite ? "write:\n" : "take it out\n");
	avow_markup_lines(markup, fault->rewrite);
	avow_markup_text(markup, "\n");
}

static void put_case(struct avow_markup *markup, const struct avow_fault *fault)
{
	bool is_failure = fault->severity == AVOW_FAULT_ERROR;
	struct avow_buf name = { 0 };

	avow_buf_printf(&name, "%s:%u:%u: %s", fault->path, fault->line,
			fault->column + 1, fault->code);
	avow_markup_begin(markup, "testcase");
	avow_markup_attribute_bytes(markup, "name", avow_buf_string(&name));
	avow_markup_attribute_bytes(markup, "classname", fault->code);
	avow_markup_attribute_bytes(markup, "file", fault->path);
	avow_markup_number(markup, "line", fault->line);
	avow_markup_begin(markup, is_failure ? "failure" : "system-out");
	if (is_failure) {
		avow_markup_attribute_bytes(markup, "message", fault->says);
		avow_markup_attribute_bytes(markup, "type", fault->code);
	}
	put_body(markup, fault);
	avow_markup_end(markup);
	avow_markup_end(markup);
	markup->failed |= name.failed;
	avow_buf_free(&name);
}

/* A file without any case looks to some readers as if nothing had been run. */
static void put_read(struct avow_markup *markup, const struct avow_faults *faults)
{
	char sentence[96];

	snprintf(sentence, sizeof(sentence), "%zu errors, %zu warnings, %zu notes",
		 faults->counts[AVOW_FAULT_ERROR], faults->counts[AVOW_FAULT_WARNING],
		 faults->counts[AVOW_FAULT_NOTE]);
	avow_markup_begin(markup, "testcase");
	avow_markup_attribute(markup, "name", "read");
	avow_markup_attribute(markup, "classname", "lint");
	avow_markup_element(markup, "system-out", sentence);
	avow_markup_end(markup);
}

int avow_faults_junit(const struct avow_faults *faults,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	struct avow_markup markup;

	(void)style;
	avow_markup_open(&markup, out, false);
	avow_markup_begin(&markup, "testsuites");
	avow_markup_begin(&markup, "testsuite");
	avow_markup_attribute(&markup, "name", "avow");
	avow_markup_number(&markup, "tests", faults->count + 1);
	avow_markup_number(&markup, "failures", faults->counts[AVOW_FAULT_ERROR]);
	avow_markup_number(&markup, "errors", 0);
	put_read(&markup, faults);
	for (size_t i = 0; i < faults->count; i++)
		put_case(&markup, faults->items + i);
	avow_markup_end(&markup);
	avow_markup_end(&markup);
	return avow_markup_close(&markup, error);
}
