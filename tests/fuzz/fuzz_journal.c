/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON lines: whatever comes, the records that are made of one are parsed like any
 * other, and lie in the translation.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_buf line = { 0 };
	struct avow_record_reader reader = { 0 };
	bool is_record;
	struct avow_record record;
	enum avow_defect defect;

	/* Most mutations are no JSON: what is left of them is tried as a message. */
	avow_buf_append(&line, avow_span_make((const char *)data, size));
	if (size && data[0] != '{') {
		avow_buf_clear(&line);
		avow_buf_puts(&line, "{\"_TRANSPORT\":\"audit\",\"_AUDIT_TYPE\":\"1107\","
				     "\"_AUDIT_ID\":\"1\",\"_SOURCE_REALTIME_TIMESTAMP\":"
				     "\"1000\",\"MESSAGE\":[0");
		for (size_t i = 0; i < size && i < 4096; i++)
			avow_buf_printf(&line, ",%u", data[i]);
		avow_buf_puts(&line, "]}");
	}
	is_record = avow_record_read(&reader, avow_buf_span(&line), &record, &defect) ==
		    AVOW_LINE_RECORD;
	for (; is_record; is_record = avow_record_next(&reader, &record, &defect) ==
				      AVOW_LINE_RECORD) {
		FUZZ_HOLDS(record.has_stamp || avow_envelope_is_shared(record.envelope) ||
			   record.envelope == AVOW_ENVELOPE_PASTED);
		FUZZ_HOLDS(record.body.length <= record.line.length);
	}
	avow_buf_free(&line);
	avow_record_reader_free(&reader);
	return 0;
}
