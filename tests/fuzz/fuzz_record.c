/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One line to one record: every part of a record lies within its line, and a
 * line of every kind is judged the same twice.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/record/record.h"

static bool is_within(struct avow_span part, struct avow_span line)
{
	return part.length == 0 || (part.data >= line.data &&
				    part.data + part.length <= line.data + line.length);
}

/* `ausearch -i`: what is put back into auditd's form is read like any other. */
static void check_interpreted(struct avow_span line)
{
	struct avow_record_reader reader = { 0 };
	struct avow_record record;
	enum avow_defect defect;

	if (avow_record_read(&reader, line, &record, &defect) == AVOW_LINE_RECORD) {
		FUZZ_HOLDS(is_within(record.body, record.line));
		FUZZ_HOLDS(is_within(record.enriched, record.line));
	}
	avow_record_reader_free(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span line = avow_span_make((const char *)data, size);
	struct avow_record record, again;
	enum avow_defect defect, same;
	enum avow_line_kind kind = avow_record_parse(line, &record, &defect);

	FUZZ_HOLDS(avow_record_parse(line, &again, &same) == kind);
	check_interpreted(line);
	if (kind == AVOW_LINE_MALFORMED)
		FUZZ_HOLDS(defect == same && (unsigned)defect < AVOW_DEFECT_COUNT);
	if (kind != AVOW_LINE_RECORD)
		return 0;
	FUZZ_HOLDS(avow_span_equal(record.line, line));
	/* A body alone has no type: what logged it tells which it is. */
	FUZZ_HOLDS(is_within(record.type_name, line) ||
		   avow_span_is(record.type_name, "AVC") ||
		   avow_span_is(record.type_name, "USER_AVC"));
	FUZZ_HOLDS(record.type_name.length);
	FUZZ_HOLDS(is_within(record.host, line));
	FUZZ_HOLDS(is_within(record.node, line));
	FUZZ_HOLDS(is_within(record.body, line));
	FUZZ_HOLDS(is_within(record.enriched, line));
	FUZZ_HOLDS(record.time.milliseconds < 1000);
	FUZZ_HOLDS(record.serial == again.serial && record.type == again.type);
	return 0;
}
