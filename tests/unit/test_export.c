/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The journal's export format: entries to lines, whole or not, however they arrive. */
#include "tests/unit/unit.h"

#include "analyzer/collect/journal_entry.h"
#include "analyzer/collect/unpack.h"
#include "tests/unit/bytes.h"

#define TEXT(literal) avow_span_make(literal, sizeof(literal) - 1)

/* What unpacking @text gives, which is the same for every size of what is read. */
static void assert_gives(struct avow_span text, const char *expected)
{
	static const size_t chunks[] = { 0, 1, 2, 3, 7, 64 };
	const struct avow_stop stop = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(chunks); i++) {
		struct avow_source *source;
		struct avow_buf out = { 0 };

		assert_int_equal(avow_filter_export.open(bytes_open(text, chunks[i]),
							 &stop, &source, NULL),
				 0);
		assert_int_equal(source_drain(source, &out), 0);
		assert_string_equal(avow_buf_string(&out), expected);
		avow_source_close(source);
		avow_buf_free(&out);
	}
}

static void writes_an_entry_as_a_line(void **state)
{
	(void)state;
	assert_gives(TEXT("__CURSOR=s=1;i=2\nA=\nMESSAGE=a \"b\" \\ \xc3\xa9\n\n"),
		     "{\"__CURSOR\":\"s=1;i=2\",\"A\":\"\","
		     "\"MESSAGE\":\"a \\u0022b\\u0022 \\u005c \xc3\xa9\"}\n");
	assert_gives(TEXT("__CURSOR=1\n\n\n__CURSOR=2\n"),
		     "{\"__CURSOR\":\"1\"}\n{\"__CURSOR\":\"2\"}\n");
	assert_gives(TEXT(""), "");
}

static void passes_over_binary_values_by_their_length(void **state)
{
	(void)state;
	assert_gives(
		TEXT("__CURSOR=1\nMESSAGE\n\x0b\0\0\0\0\0\0\0a\n\nA=b\n\n__C\nB=2\n\n"),
		"{\"__CURSOR\":\"1\",\"MESSAGE\":\"a\\u000a\\u000aA=b"
		"\\u000a\\u000a__C\",\"B\":\"2\"}\n");
	assert_gives(
		TEXT("__CURSOR=1\nM\n\x02\0\0\0\0\0\0\0\0\xff\nN\n\0\0\0\0\0\0\0\0\n\n"),
		"{\"__CURSOR\":\"1\",\"M\":[0,255],\"N\":\"\"}\n");
}

static void writes_repeated_fields_as_a_list(void **state)
{
	(void)state;
	assert_gives(TEXT("__CURSOR=1\nA=1\nB=2\nA=3\nA=\xff\n\n"),
		     "{\"__CURSOR\":\"1\",\"A\":[\"1\",\"3\",[255]],\"B\":\"2\"}\n");
}

static void tells_what_is_cut(void **state)
{
	(void)state;
	/* Within a line, a length, a value, and before the newline behind one. */
	assert_gives(TEXT("__CURSOR=1\nMESSAGE=AVC avc"), "{\"__CURSOR\":\"1\"\n");
	assert_gives(TEXT("__CURSOR=1\nM\n\x02\0"), "{\"__CURSOR\":\"1\"\n");
	assert_gives(TEXT("__CURSOR=1\nM\n\x02\0\0\0\0\0\0\0a"), "{\"__CURSOR\":\"1\"\n");
	assert_gives(TEXT("__CURSOR=1\nM\n\x02\0\0\0\0\0\0\0ab"),
		     "{\"__CURSOR\":\"1\"\n");
	/* At the front, up to the next entry. */
	assert_gives(TEXT("NTITY=4\n_BOOT_ID=5\n\n__CURSOR=2\n\n"),
		     "{\"NTITY\":\"4\",\"_BOOT_ID\":\"5\"\n{\"__CURSOR\":\"2\"}\n");
	/* Between two entries, with the empty line. */
	assert_gives(TEXT("__CURSOR=1\nA=1\n__CURSOR=2\n\n"),
		     "{\"__CURSOR\":\"1\",\"A\":\"1\"}\n{\"__CURSOR\":\"2\"}\n");
	/* Two in one, with the end of the first and the cursor of the second. */
	assert_gives(TEXT("__CURSOR=1\n__SEQNUM=1\nA=1__CUR\n__SEQNUM=2\n\n"),
		     "{\"__CURSOR\":\"1\",\"__SEQNUM\":[\"1\",\"2\"],\"A\":\"1__CUR\"\n");
	/* Both newlines are needed behind a value. */
	assert_gives(TEXT("__CURSOR=1\nM\n\x01\0\0\0\0\0\0\0ab\n\n__CURSOR=2\n\n"),
		     "{\"__CURSOR\":\"1\"\n{\"__CURSOR\":\"2\"}\n");
	/* A length that no journal has. */
	assert_gives(TEXT("__CURSOR=1\nM\n\1\1\1\1\1\1\1\1\n\n__CURSOR=2\n\n"),
		     "{\"__CURSOR\":\"1\"\n{\"__CURSOR\":\"2\"}\n");
}

static void believes_no_text_within_a_damaged_entry(void **state)
{
	(void)state;
	/* The value is longer than its length says: what follows is not a log. */
	assert_gives(TEXT("__CURSOR=1\nM\n\x01\0\0\0\0\0\0\0ab\n\ntype=AVC forged\n\n"
			  "_TRANSPORT=audit\n\n__CURSOR=2\n\n"),
		     "{\"__CURSOR\":\"1\"\n{\"\n{\"_TRANSPORT\":\"audit\"\n"
		     "{\"__CURSOR\":\"2\"}\n");
}

static void passes_on_another_log_between_entries(void **state)
{
	(void)state;
	assert_gives(TEXT("__CURSOR=1\n\ntype=AVC one\ntype=AVC two\n__CURSOR=2\n\nlast"),
		     "{\"__CURSOR\":\"1\"}\ntype=AVC one\ntype=AVC two\n"
		     "{\"__CURSOR\":\"2\"}\nlast");
}

/* Appends `NAME=` and @length bytes, as a line. */
static void put_field(struct avow_buf *out, const char *name, size_t length)
{
	avow_buf_puts(out, name);
	avow_buf_putc(out, '=');
	memset(avow_buf_extend(out, length), 'x', length);
	avow_buf_putc(out, '\n');
}

static void leaves_out_what_is_too_long(void **state)
{
	struct avow_buf text = { 0 }, out = { 0 };
	const struct avow_stop stop = { 0 };
	struct avow_source *source;

	(void)state;
	avow_buf_puts(&text, "__CURSOR=1\n");
	put_field(&text, "A", AVOW_ENTRY_FIELD_MAX);
	put_field(&text, "B", AVOW_ENTRY_FIELD_MAX + 1);
	put_field(&text, "C", AVOW_ENTRY_FIELD_MAX);
	avow_buf_puts(&text, "D=1\n\n");
	assert_int_equal(avow_filter_export.open(bytes_open(avow_buf_span(&text), 0),
						 &stop, &source, NULL),
			 0);
	assert_int_equal(source_drain(source, &out), 0);
	assert_int_equal(out.length,
			 AVOW_ENTRY_FIELD_MAX + strlen("{'__CURSOR':'1','A':'','B':null,"
						       "'C':null,'D':'1'}\n"));
	assert_non_null(
		strstr(avow_buf_string(&out), "\"B\":null,\"C\":null,\"D\":\"1\"}"));
	avow_source_close(source);
	avow_buf_free(&text);
	avow_buf_free(&out);
}

static void is_recognised_by_how_it_begins(void **state)
{
	static const char *const yes[] = {
		"__CURSOR=s=1\n",
		"\n__CURSOR=s=1\n",
		"__REALTIME_TIMESTAMP=12\n",
		"SSAGE=cut\n_HOSTNAME=alpha\n\n__CURSOR=s=1\n",
	};
	static const char *const no[] = {
		"",
		"\n",
		"type=AVC msg=audit(1.0:1): __CURSOR=1\n",
		"type=AVC\n\n__CURSOR=1\n",
		"SSAGE=cut\n_HOSTNAME=alpha\n",
		"{\"__CURSOR\":\"1\"}\n",
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(yes); i++)
		assert_true(avow_filter_export.is_beginning(avow_span_of(yes[i])));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(no); i++)
		assert_false(avow_filter_export.is_beginning(avow_span_of(no[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_an_entry_as_a_line),
		cmocka_unit_test(passes_over_binary_values_by_their_length),
		cmocka_unit_test(writes_repeated_fields_as_a_list),
		cmocka_unit_test(tells_what_is_cut),
		cmocka_unit_test(believes_no_text_within_a_damaged_entry),
		cmocka_unit_test(passes_on_another_log_between_entries),
		cmocka_unit_test(leaves_out_what_is_too_long),
		cmocka_unit_test(is_recognised_by_how_it_begins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
