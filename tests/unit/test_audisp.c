/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* auditd's plugin protocol, both formats, in pieces of every size. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "analyzer/collect/audisp.h"

#define PAYLOAD "audit(1.002:3): avc:  denied"

/* A binary record: struct audit_dispatcher_header and its bytes. */
static void put_record(struct avow_buf *out, uint32_t version, uint32_t length,
		       const char *payload, size_t size)
{
	uint32_t header[4] = { version, length, 1400, (uint32_t)size };
	static const char more[64];

	avow_buf_append(out, avow_span_make((const char *)header, sizeof(header)));
	if (length > sizeof(header))
		avow_buf_append(out, avow_span_make(more, length - sizeof(header)));
	avow_buf_append(out, avow_span_make(payload, size));
}

/* Feeds @bytes in pieces of @step, and ends; what comes is appended to @out. */
static int feed(struct avow_span bytes, size_t step, struct avow_buf *out, uint64_t *lost)
{
	struct avow_audisp audisp = { 0 };
	struct avow_error error = { 0 };
	int result = AVOW_OK;

	while (bytes.length && !result) {
		result = avow_audisp_feed(&audisp, avow_span_first(bytes, step), out,
					  &error);
		bytes = avow_span_skip(bytes, step);
	}
	*lost = result ? 0 : avow_audisp_finish(&audisp, out);
	if (result)
		assert_true(error.message[0] != '\0');
	avow_audisp_free(&audisp);
	return result;
}

static void assert_lines(const struct avow_buf *sent, const char *expected, uint64_t lost)
{
	struct avow_buf out = { 0 };
	uint64_t told;

	for (size_t step = 1; step <= sent->length; step++) {
		avow_buf_clear(&out);
		assert_int_equal(feed(avow_buf_span(sent), step, &out, &told), AVOW_OK);
		assert_span(avow_buf_span(&out), expected);
		assert_int_equal(told, lost);
	}
	avow_buf_free(&out);
}

static void passes_strings_on(void **state)
{
	struct avow_buf sent = { 0 };

	(void)state;
	avow_buf_puts(&sent, "type=AVC msg=" PAYLOAD "\nnode=a type=EOE msg=audit(1");
	assert_lines(&sent, avow_buf_string(&sent), 0);
	avow_buf_free(&sent);
}

static void unpacks_both_versions(void **state)
{
	struct avow_buf sent = { 0 };

	(void)state;
	put_record(&sent, 0, 16, PAYLOAD, strlen(PAYLOAD));
	put_record(&sent, 1, 16, "type=AVC msg=" PAYLOAD,
		   strlen("type=AVC msg=" PAYLOAD));
	put_record(&sent, 0, 24, "a\nb\0\0", 5);
	put_record(&sent, 1, 16, "", 0);
	assert_lines(&sent,
		     "type=1400 msg=" PAYLOAD "\ntype=AVC msg=" PAYLOAD
		     "\ntype=1400 msg=a b\n\n",
		     0);
	avow_buf_free(&sent);
}

/* auditd before 4.1: each record in the same room, with old text or zeros behind it. */
static void passes_over_padding(void **state)
{
	static const char old[] = "type=AVC msg=" PAYLOAD " } for pid=1";
	struct avow_buf sent = { 0 }, out = { 0 };
	char *room = calloc(1, AVOW_AUDISP_PADDED);
	uint32_t header[4] = { 0, 16, 1400, (uint32_t)strlen(PAYLOAD) };
	uint64_t lost;

	(void)state;
	assert_non_null(room);
	for (size_t i = 0; i < 3; i++) {
		memset(room, 0, AVOW_AUDISP_PADDED);
		if (i != 1)
			memcpy(room + 20, old, sizeof(old));
		memcpy(room, PAYLOAD, strlen(PAYLOAD));
		avow_buf_append(&sent, avow_span_make((char *)header, sizeof(header)));
		avow_buf_append(&sent, avow_span_make(room, AVOW_AUDISP_PADDED));
	}
	for (size_t step = 1; step < sent.length; step = step * 3 + 1) {
		avow_buf_clear(&out);
		assert_int_equal(feed(avow_buf_span(&sent), step, &out, &lost), AVOW_OK);
		assert_span(avow_buf_span(&out),
			    "type=1400 msg=" PAYLOAD "\ntype=1400 msg=" PAYLOAD
			    "\ntype=1400 msg=" PAYLOAD "\n");
		assert_int_equal(lost, 0);
	}
	avow_buf_free(&sent);
	avow_buf_free(&out);
	free(room);
}

/* auditd goes away within a record: its front is a line without an end. */
static void keeps_what_came_of_a_cut_record(void **state)
{
	struct avow_buf sent = { 0 };

	(void)state;
	put_record(&sent, 0, 16, PAYLOAD, strlen(PAYLOAD));
	sent.length -= 4;
	assert_lines(&sent, "type=1400 msg=audit(1.002:3): avc:  de", 0);
	sent.length = 16;
	assert_lines(&sent, "", 1);
	sent.length = 3;
	assert_lines(&sent, "", 1);
	avow_buf_free(&sent);
}

static void bounds_a_record(void **state)
{
	struct avow_buf sent = { 0 }, out = { 0 };
	char *text = calloc(1, AVOW_AUDISP_RECORD_MAX + 1);
	uint64_t lost;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', AVOW_AUDISP_RECORD_MAX + 1);
	put_record(&sent, 1, 16, text, AVOW_AUDISP_RECORD_MAX);
	assert_int_equal(feed(avow_buf_span(&sent), 4096, &out, &lost), AVOW_OK);
	assert_int_equal(out.length, AVOW_AUDISP_RECORD_MAX + 1);
	put_record(&sent, 1, 16, text, AVOW_AUDISP_RECORD_MAX + 1);
	avow_buf_clear(&out);
	assert_int_equal(feed(avow_buf_span(&sent), 4096, &out, &lost), AVOW_E_INPUT);
	/* What came before is not lost with it. */
	assert_int_equal(out.length, AVOW_AUDISP_RECORD_MAX + 1);
	avow_buf_free(&sent);
	avow_buf_free(&out);
	free(text);
}

static void refuses_other_bytes(void **state)
{
	static const struct {
		uint32_t version, length;
	} headers[] = { { 2 << 8, 16 }, { 0, 15 }, { 1, 65 }, { 256, 16 } };
	struct avow_buf sent = { 0 }, out = { 0 };
	uint64_t lost;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(headers); i++) {
		avow_buf_clear(&sent);
		put_record(&sent, headers[i].version, headers[i].length, PAYLOAD, 5);
		assert_int_equal(feed(avow_buf_span(&sent), 7, &out, &lost),
				 AVOW_E_INPUT);
	}
	assert_int_equal(out.length, 0);
	avow_buf_free(&sent);
	avow_buf_free(&out);
}

/* The source: what came before the error is read before it is told. */
static void tells_lines_before_the_error(void **state)
{
	static char data[AVOW_SOURCE_READ_MIN];
	struct avow_source *source = NULL;
	struct avow_buf sent = { 0 };
	struct avow_error error = { 0 };
	int pair[2];
	ssize_t got;

	(void)state;
	put_record(&sent, 0, 16, PAYLOAD, strlen(PAYLOAD));
	put_record(&sent, 1, 16, PAYLOAD, strlen(PAYLOAD));
	put_record(&sent, 7, 16, PAYLOAD, strlen(PAYLOAD));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(avow_audisp_open(pair[0], NULL, &source, &error), AVOW_OK);
	assert_int_equal(avow_source_read(source, data, sizeof(data), &error),
			 AVOW_SOURCE_WAIT);
	assert_int_equal(write(pair[1], sent.data, sent.length), sent.length);
	got = avow_source_read(source, data, sizeof(data), &error);
	assert_true(got > 0);
	assert_span(avow_span_make(data, (size_t)got),
		    "type=1400 msg=" PAYLOAD "\n" PAYLOAD "\n");
	assert_int_equal(avow_source_read(source, data, sizeof(data), &error),
			 AVOW_E_INPUT);
	assert_true(error.message[0] != '\0');
	avow_source_close(source);
	avow_buf_free(&sent);
	close(pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes_strings_on),
		cmocka_unit_test(unpacks_both_versions),
		cmocka_unit_test(passes_over_padding),
		cmocka_unit_test(keeps_what_came_of_a_cut_record),
		cmocka_unit_test(bounds_a_record),
		cmocka_unit_test(refuses_other_bytes),
		cmocka_unit_test(tells_lines_before_the_error),
	};

	return cmocka_run_group_tests_name("audisp", tests, NULL, NULL);
}
