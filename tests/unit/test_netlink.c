/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Datagrams of the audit socket to lines, through a pair of ordinary sockets. */
#include "tests/unit/unit.h"

#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "analyzer/collect/netlink.h"

/* A datagram as the kernel makes it; over unicast its length leaves the header out. */
static struct avow_span datagram(char *room, unsigned type, struct avow_span text,
				 bool is_unicast)
{
	struct nlmsghdr header = { .nlmsg_type = (uint16_t)type };
	size_t whole = sizeof(header) + text.length;

	header.nlmsg_len = (uint32_t)(is_unicast ? text.length : whole);
	memcpy(room, &header, sizeof(header));
	memcpy(room + sizeof(header), text.data, text.length);
	return avow_span_make(room, whole);
}

static void assert_line(unsigned type, struct avow_span text, bool is_unicast,
			const char *expected)
{
	char room[1024];
	struct avow_buf out = { 0 };
	bool is_line = avow_netlink_line(datagram(room, type, text, is_unicast), &out);

	assert_int_equal(is_line, *expected != '\0');
	assert_span(avow_buf_span(&out), expected);
	avow_buf_free(&out);
}

static void makes_lines_of_both_ways(void **state)
{
	static const struct avow_span text =
		AVOW_SPAN("audit(1700000000.001:7): avc:  denied  { read }");

	(void)state;
	for (int is_unicast = 0; is_unicast < 2; is_unicast++)
		assert_line(AUDIT_AVC, text, is_unicast,
			    "type=1400 msg=audit(1700000000.001:7): avc:  denied  { read "
			    "}\n");
	assert_line(AUDIT_EOE, avow_span_of("audit(1.002:3): "), true,
		    "type=1320 msg=audit(1.002:3): \n");
}

static void keeps_a_line_one_line(void **state)
{
	static const struct avow_span broken =
		AVOW_SPAN("audit(1.002:3): msg='a\nb\n'\n\0\0");
	static const struct avow_span zero = AVOW_SPAN("audit(1.002:3): a\0b");
	static const struct avow_span zero_line =
		AVOW_SPAN("type=1107 msg=audit(1.002:3): a\0b\n");
	struct avow_buf out = { 0 };
	char room[256];

	(void)state;
	assert_line(AUDIT_USER_AVC, broken, true,
		    "type=1107 msg=audit(1.002:3): msg='a b ' \n");
	/* A NUL within is for the reader of records to count. */
	assert_true(avow_netlink_line(datagram(room, 1107, zero, false), &out));
	assert_true(avow_span_equal(avow_buf_span(&out), zero_line));
	avow_buf_free(&out);
}

static void passes_over_what_is_no_record(void **state)
{
	(void)state;
	assert_line(NLMSG_ERROR, avow_span_of("audit(1.002:3): x"), true, "");
	assert_line(NLMSG_DONE, avow_span_of(""), false, "");
	assert_line(AUDIT_AVC, avow_span_of(""), false, "");
	assert_line(AUDIT_GET, avow_span_make("\1\0\0\0\2\0\0\0", 8), false, "");
	assert_line(1329, avow_span_of("\1\2\3"), true, "");
}

/* All that comes is handed on, then there is nothing; an end is no end of a socket. */
static void reads_what_is_there(void **state)
{
	static char data[AVOW_SOURCE_READ_MIN];
	struct avow_source *source = NULL;
	struct avow_error error;
	char room[256];
	int pair[2];
	ssize_t got;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair), 0);
	assert_int_equal(avow_netlink_open(pair[0], false, &source, &error), AVOW_OK);
	assert_int_equal(avow_source_read(source, data, sizeof(data), &error),
			 AVOW_SOURCE_WAIT);
	assert_int_equal(avow_source_wait(source).fd, pair[0]);
	for (unsigned type = 2; type <= 1400; type += 699) {
		struct avow_span sent =
			datagram(room, type, avow_span_of("audit(1.002:3): x"), true);

		assert_int_equal(write(pair[1], sent.data, sent.length), sent.length);
	}
	got = avow_source_read(source, data, sizeof(data), &error);
	assert_true(got > 0);
	assert_span(avow_span_make(data, (size_t)got),
		    "type=1400 msg=audit(1.002:3): x\n");
	assert_int_equal(avow_source_read(source, data, sizeof(data), &error),
			 AVOW_SOURCE_WAIT);
	assert_int_equal(avow_source_lost(source), 0);
	avow_source_close(source);
	close(pair[1]);
}

/* A burst larger than what is read at once comes whole and in order. */
static void reads_a_burst_whole(void **state)
{
	static char data[AVOW_SOURCE_READ_MIN], text[8900], room[9000];
	struct avow_source *source = NULL;
	struct avow_error error;
	struct avow_span sent;
	unsigned count = 0, seen = 0;
	int pair[2], bytes = 1 << 20;
	ssize_t got;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair), 0);
	(void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	assert_int_equal(avow_netlink_open(pair[0], false, &source, &error), AVOW_OK);
	memset(text, 'x', sizeof(text));
	do {
		memcpy(text, "audit(1.002:3): ", 16);
		sent = datagram(room, 1300 + count, avow_span_make(text, sizeof(text)),
				false);
	} while (write(pair[1], sent.data, sent.length) > 0 && ++count < 100);
	assert_true(count > 8);
	while ((got = avow_source_read(source, data, sizeof(data), &error)) > 0)
		for (ssize_t i = 0; i < got; i++)
			if (data[i] == '\n')
				seen++;
	assert_int_equal(got, AVOW_SOURCE_WAIT);
	assert_int_equal(seen, count);
	avow_source_close(source);
	close(pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_lines_of_both_ways),
		cmocka_unit_test(keeps_a_line_one_line),
		cmocka_unit_test(passes_over_what_is_no_record),
		cmocka_unit_test(reads_what_is_there),
		cmocka_unit_test(reads_a_burst_whole),
	};

	return cmocka_run_group_tests_name("netlink", tests, NULL, NULL);
}
