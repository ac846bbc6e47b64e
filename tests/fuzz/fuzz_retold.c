/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reports read from their XML: whatever stands there is read or refused. What was read is
 * told the same again, however often it is told.
 */
#include "tests/unit/unit.h"

#include <sys/mman.h>
#include <unistd.h>

#include "reports/formats.h"
#include "reports/read/read.h"
#include "tests/fuzz/fuzz.h"

const char fuzz_fixtures[] = "/report";

/* False: it was refused. */
static bool retell(struct avow_span xml, struct avow_buf *out)
{
	const struct avow_report_style style = { 0 };
	struct avow_retold retold = { 0 };
	struct avow_error error;
	int fd = memfd_create("report", 0);
	FILE *stream;
	size_t length;
	char *text;
	bool is_read;

	FUZZ_HOLDS(fd >= 0 && write(fd, xml.data, xml.length) == (ssize_t)xml.length);
	FUZZ_HOLDS(lseek(fd, 0, SEEK_SET) == 0);
	is_read = avow_report_read(fd, "report", &retold, &error) == 0;
	FUZZ_HOLDS(is_read || error.code == AVOW_E_INPUT);
	if (is_read) {
		const struct avow_report report = {
			.analysis = &retold.analysis,
			.findings = retold.has_findings ? &retold.findings : NULL,
			.no_policy = retold.no_policy,
		};

		stream = open_memstream(&text, &length);
		FUZZ_HOLDS(stream && !avow_report_xml(&report, &style, stream, &error));
		FUZZ_HOLDS(fclose(stream) == 0);
		avow_buf_append(out, avow_span_make(text, length));
		free(text);
		stream = fopen("/dev/null", "we");
		FUZZ_HOLDS(stream && !avow_report_html(&report, &style, stream, &error));
		fclose(stream);
	}
	avow_retold_free(&retold);
	close(fd);
	return is_read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_buf once = { 0 }, twice = { 0 };

	if (retell(avow_span_make((const char *)data, size), &once)) {
		FUZZ_HOLDS(retell(avow_buf_span(&once), &twice));
		FUZZ_HOLDS(avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice)));
	}
	avow_buf_free(&once);
	avow_buf_free(&twice);
	return 0;
}
