/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records of the kernel ring buffer, from a socket that keeps them apart as it does. */
#include "tests/unit/unit.h"

#include <sys/socket.h>
#include <unistd.h>

#include "analyzer/collect/kmsg.h"
#include "tests/unit/bytes.h"

static void assert_line(const char *record, const char *expected)
{
	struct avow_buf line = { 0 };
	uint64_t sequence = 0;
	bool is_record = avow_kmsg_line(avow_span_of(record), &line, &sequence);

	assert_int_equal(is_record, expected != NULL);
	assert_string_equal(avow_buf_string(&line), expected ? expected : "");
	avow_buf_free(&line);
}

static void writes_a_record_as_dmesg_does(void **state)
{
	(void)state;
	assert_line("5,339,5140900,-;audit: type=1400 audit(1.0:1): avc:  denied\n"
		    " SUBSYSTEM=x\n",
		    "[    5.140900] audit: type=1400 audit(1.0:1): avc:  denied\n");
	assert_line("6,1,123456789012,c,caller=T22;a;b,c\n", "[123456.789012] a;b,c\n");
	assert_line("6,1,0,-;", "[    0.000000] \n");
}

static void marks_what_programs_wrote(void **state)
{
	(void)state;
	assert_line("30,7,1,-;audit: type=1400 audit(1.0:1): avc:  denied\n",
		    "[    0.000001] /dev/kmsg: audit: type=1400 audit(1.0:1): avc:  "
		    "denied\n");
}

static void undoes_escapes_but_of_control_bytes(void **state)
{
	(void)state;
	assert_line("6,1,1,-;a\\x5cb \\xc3\\xa9 \\x0atype=AVC \\x1b[m \\x7f \\x5 \\xzz\n",
		    "[    0.000001] a\\b \xc3\xa9 \\x0atype=AVC \\x1b[m \\x7f \\x5 "
		    "\\xzz\n");
}

static void refuses_what_is_no_record(void **state)
{
	(void)state;
	assert_line("", NULL);
	assert_line("hello\n", NULL);
	assert_line("6,1;no time\n", NULL);
	assert_line("6,x,1,-;text\n", NULL);
	assert_line("-6,1,1,-;text\n", NULL);
	assert_line("6,1,2 text with, commas\n", NULL);
}

static struct avow_source *open_ring(int ends[2], bool is_following)
{
	struct avow_source *source = NULL;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends), 0);
	assert_int_equal(avow_kmsg_open(ends[0], is_following, &source, NULL), 0);
	return source;
}

static void put(int fd, const char *record)
{
	assert_int_equal(write(fd, record, strlen(record)), (ssize_t)strlen(record));
}

static void counts_what_is_missing(void **state)
{
	struct avow_buf out = { 0 };
	int ends[2];
	struct avow_source *source = open_ring(ends, false);

	(void)state;
	put(ends[1], "6,100,1,-;one\n");
	put(ends[1], "6,101,1,-;two\n");
	put(ends[1], "6,104,1,-;five\n");
	assert_int_equal(source_drain(source, &out), 0);
	assert_string_equal(
		avow_buf_string(&out),
		"[    0.000001] one\n[    0.000001] two\n[    0.000001] five\n");
	assert_int_equal(avow_source_lost(source), 2);
	avow_source_close(source);
	close(ends[1]);
	avow_buf_free(&out);
}

static void waits_for_more_when_following(void **state)
{
	char data[AVOW_SOURCE_READ_MIN];
	int ends[2];
	struct avow_source *source = open_ring(ends, true);

	(void)state;
	assert_int_equal(avow_source_read(source, data, sizeof(data), NULL),
			 AVOW_SOURCE_WAIT);
	assert_int_equal(avow_source_wait(source).fd, ends[0]);
	put(ends[1], "6,1,1,-;one\n");
	assert_int_equal(avow_source_read(source, data, sizeof(data), NULL),
			 strlen("[    0.000001] one\n"));
	avow_source_close(source);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_a_record_as_dmesg_does),
		cmocka_unit_test(marks_what_programs_wrote),
		cmocka_unit_test(undoes_escapes_but_of_control_bytes),
		cmocka_unit_test(refuses_what_is_no_record),
		cmocka_unit_test(counts_what_is_missing),
		cmocka_unit_test(waits_for_more_when_following),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
