/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The body of an AppArmor record, whatever comes: what is read lies in the body or in
 * the scratch, twice the same, and an access has a class, an operation, and its
 * permissions sorted.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/denial/apparmor_access.h"

static bool is_within(struct avow_span part, const char *data, size_t length)
{
	return part.length == 0 ||
	       (part.data >= data && part.data + part.length <= data + length);
}

static void check_span(struct avow_span span, const struct avow_record *record,
		       const struct avow_buf *scratch)
{
	FUZZ_HOLDS(is_within(span, record->body.data, record->body.length) ||
		   is_within(span, scratch->data, scratch->length));
}

/* The spans of struct avow_apparmor lie one behind the other, from its operation on. */
static void check_fields(const struct avow_apparmor *fields,
			 const struct avow_record *record, const struct avow_buf *scratch)
{
	const struct avow_span *span = &fields->operation;

	for (; span <= &fields->magic_token; span++)
		check_span(*span, record, scratch);
}

static void check_access(const struct avow_denial *denial)
{
	FUZZ_HOLDS(denial->lsm == AVOW_LSM_APPARMOR);
	FUZZ_HOLDS(!avow_span_is_empty(denial->apparmor.class_name));
	FUZZ_HOLDS(!avow_span_is_empty(denial->apparmor.operation));
	FUZZ_HOLDS(denial->permission_count > 0);
	for (size_t i = 1; i < denial->permission_count; i++)
		FUZZ_HOLDS(avow_span_compare(denial->permissions[i - 1],
					     denial->permissions[i]) < 0);
}

static void check_record(const struct avow_record *record)
{
	struct avow_buf scratch = { 0 }, object = { 0 };
	struct avow_apparmor fields, again;
	struct avow_denial denial;
	enum avow_defect defect = AVOW_DEFECT_COUNT, same = AVOW_DEFECT_COUNT;
	bool is_whole;

	if (!avow_apparmor_is(record))
		return;
	is_whole = avow_apparmor_parse(record, &scratch, &fields, &defect);
	FUZZ_HOLDS(avow_apparmor_parse(record, &scratch, &again, &same) == is_whole);
	FUZZ_HOLDS(defect == same && defect < AVOW_DEFECT_COUNT);
	if (is_whole) {
		check_fields(&again, record, &scratch);
		FUZZ_HOLDS(fields.verdict == again.verdict);
		FUZZ_HOLDS(avow_span_equal(fields.name, again.name));
	}
	if (is_whole &&
	    avow_apparmor_access(record, &fields, &object, &denial, &defect)) {
		check_access(&denial);
		avow_apparmor_settle(&denial);
	}
	avow_buf_free(&scratch);
	avow_buf_free(&object);
}

/* A line of a log, and its body alone under each type that AppArmor has. */
static void check_line(struct avow_span line)
{
	static const enum avow_record_type types[] = { AVOW_RECORD_AVC,
						       AVOW_RECORD_USER_AVC,
						       AVOW_RECORD_APPARMOR,
						       AVOW_RECORD_APPARMOR_DENIED };
	struct avow_record record;
	enum avow_defect defect;

	if (avow_record_parse(line, &record, &defect) == AVOW_LINE_RECORD) {
		check_record(&record);
		line = record.body;
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++) {
		record = (struct avow_record){ .type = types[i],
					       .has_stamp = i % 2 == 0,
					       .body = line,
					       .line = line };
		check_record(&record);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span rest = avow_span_make((const char *)data, size);

	while (rest.length) {
		size_t end = avow_span_find(rest, '\n');

		check_line(avow_span_first(rest, end));
		rest = avow_span_skip(rest, end + 1);
	}
	return 0;
}
