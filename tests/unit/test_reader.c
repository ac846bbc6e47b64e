/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines that hold many records: none is lost, and no time is wasted on them. */
#include <time.h>

#include "tests/unit/unit.h"

#include "analyzer/record/record.h"

#define RECORDS 20000
#define LAUREL_RECORDS 2000
#define SECONDS_MAX 3 /* it takes some hundredths; parsing each rest whole took 15 */

static const char record_text[] = "type=AVC msg=audit(1700000100.123:45): avc ";

static size_t count_records(struct avow_record_reader *reader, struct avow_span line)
{
	struct avow_record record;
	enum avow_defect defect;
	enum avow_line_kind kind = avow_record_read(reader, line, &record, &defect);
	size_t count = 0;

	for (; kind == AVOW_LINE_RECORD;
	     kind = avow_record_next(reader, &record, &defect))
		count++;
	return count;
}

static void reads_many_records_of_a_line(void **state)
{
	struct avow_record_reader reader = { 0 };
	struct avow_buf line = { 0 };
	clock_t begin = clock();

	(void)state;
	for (int i = 0; i < RECORDS; i++)
		avow_buf_puts(&line, record_text);
	avow_buf_puts(&line, "\xc3\xa9");
	assert_int_equal(count_records(&reader, avow_buf_span(&line)), RECORDS);
	assert_true(clock() - begin < SECONDS_MAX * CLOCKS_PER_SEC);
	avow_record_reader_free(&reader);
	avow_buf_free(&line);
}

/* Each record repeats the event's name, which here is as long as the line. */
static void refuses_a_line_that_swells(void **state)
{
	struct avow_record_reader reader = { 0 };
	struct avow_buf line = { 0 };

	(void)state;
	avow_buf_puts(&line, "{\"ID\":\"1700000100.1:");
	for (int i = 0; i < RECORDS; i++)
		avow_buf_puts(&line, "0000000000");
	avow_buf_puts(&line, "\",\"AVC\":[{}");
	for (int i = 0; i < LAUREL_RECORDS; i++)
		avow_buf_puts(&line, ",{}");
	avow_buf_puts(&line, "]}");
	assert_int_equal(count_records(&reader, avow_buf_span(&line)), 0);
	assert_true(reader.text.capacity < 100 * line.length);
	avow_record_reader_free(&reader);
	avow_buf_free(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_many_records_of_a_line),
		cmocka_unit_test(refuses_a_line_that_swells),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
