/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of output formats. A new format is one file and one row here. */
#include "reports/formats.h"

#include "reports/html/page.h"

const struct avow_report_format avow_report_formats[] = {
	{ "text", ".txt", "plain text, for terminals and pipes", false, false, 0,
	  avow_report_text },
	{ "html", ".html", "one self-contained page, for browsers", true, true,
	  AVOW_PAGE_FULL, avow_report_html },
	{ "xml", ".xml", "the whole model, with a RELAX NG schema", true, false, 0,
	  avow_report_xml },
	{ "json", ".json", "the whole model, with the same names as the XML", true, false,
	  0, avow_report_json },
	{ "sarif", ".sarif", "results for code scanning", false, false, 0,
	  avow_report_sarif },
	{ "junit", ".junit.xml", "test cases, for Jenkins and GitLab", false, false, 0,
	  avow_report_junit },
	{ "md", ".md", "Markdown that fits a comment", false, false, 0, avow_report_md },
	{ "csv", ".csv", "a row a cluster, for spreadsheets", false, false, 0,
	  avow_report_csv },
	{ "prom", ".prom", "metrics, for node_exporter's textfile collector", false,
	  false, 0, avow_report_prom },
	{ "jsonl", ".jsonl", "each denial by itself, a line of JSON, as it is read",
	  false, false, 0, NULL },
};

const size_t avow_report_format_count = AVOW_ARRAY_SIZE(avow_report_formats);

const struct avow_report_format *avow_report_format_named(const char *name)
{
	for (size_t i = 0; i < avow_report_format_count; i++)
		if (strcmp(avow_report_formats[i].name, name) == 0)
			return &avow_report_formats[i];
	return NULL;
}

/* By the longest suffix that fits: a .junit.xml is an .xml too. */
const struct avow_report_format *avow_report_format_for_file(const char *path)
{
	const struct avow_report_format *best = NULL;
	size_t length = strlen(path);

	for (size_t i = 0; i < avow_report_format_count; i++) {
		const char *suffix = avow_report_formats[i].suffix;
		size_t tail = strlen(suffix);

		if (length > tail && strcmp(path + length - tail, suffix) == 0 &&
		    (!best || tail > strlen(best->suffix)))
			best = &avow_report_formats[i];
	}
	return best;
}

int avow_report_format_choose(const char *name, const char *path,
			      const struct avow_report_format **out,
			      struct avow_error *error)
{
	if (name) {
		*out = avow_report_format_named(name);
		return *out ? AVOW_OK
			    : avow_error_set(error, AVOW_E_USAGE,
					     "%s: no such format: text, html, xml, json, "
					     "sarif, junit, md, csv or prom",
					     name);
	}
	*out = path ? avow_report_format_for_file(path)
		    : avow_report_format_named("text");
	return *out ? AVOW_OK
		    : avow_error_set(error, AVOW_E_USAGE,
				     "%s: the suffix names no format: give --format",
				     path);
}
