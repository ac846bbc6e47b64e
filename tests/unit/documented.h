/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records in the documentation of reasons, risks and advices, put to the program. */
#ifndef AVOW_TESTS_DOCUMENTED_H
#define AVOW_TESTS_DOCUMENTED_H

#include "analyzer/analysis.h"
#include "tests/unit/policies.h"

/* A record of the documentation as a log of its own. The analysis is the caller's to
 * free. */
static inline void analyze_record(const char *record, struct avow_analysis *out)
{
	static const char path[] = "record.log";
	const char *input = path;
	const struct avow_analysis_options options = { 0 };
	struct avow_buf log = { 0 };
	struct avow_error error = { 0 };

	avow_buf_puts(&log, record);
	avow_buf_putc(&log, '\n');
	write_file(path, avow_buf_span(&log));
	avow_buf_free(&log);
	if (avow_analyze(&input, 1, &options, out, &error) < 0)
		fail_msg("%s", error.message);
}

#endif
