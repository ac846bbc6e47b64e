/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of forms that a check is written in, and the sentence of all of them. */
#include "reports/check/check.h"

#include "reports/phrase.h"

/* A longer suffix stands before one that it ends with. */
const struct avow_check_format avow_check_formats[] = {
	{ "text", ".txt", avow_check_text },
	{ "json", ".json", avow_check_json },
	{ "md", ".md", avow_check_md },
	{ "junit", ".xml", avow_check_junit },
	{ "sarif", ".sarif", avow_check_sarif },
	{ "github", NULL, avow_check_github },
	{ "gitlab", ".codequality.json", avow_check_gitlab },
};
const size_t avow_check_format_count = AVOW_ARRAY_SIZE(avow_check_formats);

const struct avow_check_format *avow_check_format_named(const char *name)
{
	for (size_t i = 0; i < avow_check_format_count; i++)
		if (strcmp(avow_check_formats[i].name, name) == 0)
			return &avow_check_formats[i];
	return NULL;
}

const struct avow_check_format *avow_check_format_for_file(const char *path)
{
	const struct avow_check_format *best = NULL;
	size_t length = strlen(path);

	for (size_t i = 0; i < avow_check_format_count; i++) {
		const char *suffix = avow_check_formats[i].suffix;
		size_t width = suffix ? strlen(suffix) : 0;

		if (width && length > width &&
		    strcmp(path + length - width, suffix) == 0 &&
		    (!best || width > strlen(best->suffix)))
			best = &avow_check_formats[i];
	}
	return best;
}

void avow_check_phrase(struct avow_buf *out, const struct avow_check *check)
{
	static const char *const words[] = {
		[AVOW_CHECK_PASSED] = "Passed: ",
		[AVOW_CHECK_PASSED_WITH_DENIALS] = "Passed with denials: ",
		[AVOW_CHECK_FAILED] = "Failed: ",
		[AVOW_CHECK_TROUBLE] = "Not checked to the end, since something could "
				       "not be read: ",
	};

	avow_buf_puts(out, words[check->result]);
	if (check->failures) {
		avow_phrase_count(out, check->failures, "failure");
		avow_buf_puts(out, "; ");
	}
	if (!check->clusters) {
		avow_buf_puts(out, "no denials");
	} else {
		avow_phrase_count(out, check->denials, "denial");
		avow_buf_puts(out, " in ");
		avow_phrase_count(out, check->clusters, "cluster");
		avow_buf_puts(out, ", of which ");
		avow_phrase_number(out, check->known_clusters);
		avow_buf_puts(out,
			      check->known_clusters == 1 ? " is known" : " are known");
	}
	avow_buf_puts(out, ". ");
	avow_phrase_count(out, check->records, "record");
	avow_buf_puts(out, check->records == 1 ? " was" : " were");
	avow_buf_puts(out, " looked at");
	if (check->assertions) {
		avow_buf_puts(out, ", ");
		avow_phrase_count(out, check->assertions, "assertion");
		avow_buf_puts(out, " checked");
	}
	avow_buf_puts(out, ".");
}
