/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ways out of the program for hostile text. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyzer/base/escape.h"

struct shown {
	const char *text;
	const char *shown;
};

static void displays_plain_text_only(void **state)
{
	static const struct shown cases[] = {
		{ "httpd_t", "httpd_t" },
		{ "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
		  "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "a\tb\nc\r", "a\\x09b\\x0ac\\x0d" },
		{ "\x1b[31mred\x07", "\\x1b[31mred\\x07" },
		{ "\x7f", "\\x7f" },
		{ "\xc2\x9b"
		  "0m",
		  "\\xc2\\x9b0m" }, /* C1 CSI */
		{ "\xe2\x80\xae"
		  "txt",
		  "\\xe2\\x80\\xaetxt" },              /* U+202E */
		{ "\xe2\x81\xa6", "\\xe2\\x81\\xa6" }, /* U+2066 */
		{ "\xe2\x80\xa8", "\\xe2\\x80\\xa8" }, /* U+2028 */
		{ "\xef\xbb\xbf", "\\xef\\xbb\\xbf" }, /* U+FEFF */
		{ "\xef\xbf\xbe", "\\xef\\xbf\\xbe" }, /* U+FFFE */
		{ "\xff\xfe", "\\xff\\xfe" },
		{ "\xc0\xaf", "\\xc0\\xaf" },          /* overlong */
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" }, /* surrogate */
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
		{ "\xe2\x82", "\\xe2\\x82" }, /* cut */
		{ "back\\slash", "back\\slash" },
	};
	struct avow_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct avow_span text = avow_span_of(cases[i].text);

		avow_buf_clear(&out);
		avow_escape_display(&out, text);
		assert_string_equal(avow_buf_string(&out), cases[i].shown);
		assert_int_equal(avow_escape_is_clean(text),
				 strcmp(cases[i].text, cases[i].shown) == 0);
	}
	avow_buf_free(&out);
}

static void displays_nul(void **state)
{
	struct avow_buf out = { 0 };

	(void)state;
	avow_escape_display(&out, avow_span_make("a\0b", 3));
	assert_string_equal(avow_buf_string(&out), "a\\x00b");
	assert_false(avow_escape_is_clean(avow_span_make("\0", 1)));
	assert_true(avow_escape_is_utf8(avow_span_make("\0", 1)));
	avow_buf_free(&out);
}

static void hex_comes_back(void **state)
{
	struct avow_buf hex = { 0 }, back = { 0 };
	char bytes[256];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	avow_escape_hex(&hex, avow_span_make(bytes, sizeof(bytes)));
	assert_int_equal(hex.length, 512);
	assert_true(avow_unescape_hex(&back, avow_buf_span(&hex)));
	assert_int_equal(back.length, 256);
	assert_memory_equal(back.data, bytes, 256);
	avow_buf_free(&hex);
	avow_buf_free(&back);
}

static void refuses_what_is_not_hex(void **state)
{
	static const char *const cases[] = {
		"", "0", "0g", "zz", "414", "41 42", "0x41"
	};
	struct avow_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		assert_false(avow_unescape_hex(&out, avow_span_of(cases[i])));
		assert_int_equal(out.length, 0);
	}
	assert_true(avow_unescape_hex(&out, avow_span_of("4A4b")));
	assert_string_equal(avow_buf_string(&out), "JK");
	avow_buf_free(&out);
}

static void quotes_for_a_shell(void **state)
{
	static const struct shown cases[] = {
		{ "/etc/passwd", "/etc/passwd" },
		{ "", "''" },
		{ "a b", "'a b'" },
		{ "it's", "'it'\\''s'" },
		{ "$(id)", "'$(id)'" },
		{ "~", "'~'" },
	};
	struct avow_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		avow_buf_clear(&out);
		avow_escape_shell(&out, avow_span_of(cases[i].text));
		assert_string_equal(avow_buf_string(&out), cases[i].shown);
	}
	avow_buf_free(&out);
}

/*
 * What bash makes of the words in @script, each followed by a newline. It is bash
 * because $'...' is newer than dash's POSIX.
 */
static void run_shell(const char *script, struct avow_buf *out)
{
	char name[] = "shell-words.XXXXXX";
	int fd = mkstemp(name);
	struct avow_buf command = { 0 };
	char block[4096];
	size_t length;
	FILE *pipe;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, script, strlen(script)), strlen(script));
	close(fd);
	avow_buf_printf(&command, "bash %s", name);
	pipe = popen(avow_buf_string(&command), "r");
	assert_non_null(pipe);
	while ((length = fread(block, 1, sizeof(block), pipe)) > 0)
		avow_buf_append(out, avow_span_make(block, length));
	assert_int_equal(pclose(pipe), 0);
	unlink(name);
	avow_buf_free(&command);
}

/* Words of bytes that shells care for, and of random ones; a NUL is in no word. */
static size_t make_word(uint64_t *seed, char *word, size_t most)
{
	static const char odd[] = " \t\n'\"\\$`!*?[]{}()<>|&;#~=%-abc\xc3\xa9\x1b\xff";
	size_t length = random_next(seed) % most;

	for (size_t i = 0; i < length; i++) {
		uint64_t dice = random_next(seed);

		word[i] = dice & 1 ? odd[(dice >> 8) % (sizeof(odd) - 1)]
				   : (char)(1 + (dice >> 8) % 255);
	}
	return length;
}

static void a_shell_reads_quoted_words_back(void **state)
{
	struct avow_buf script = { 0 }, wanted = { 0 }, got = { 0 };
	uint64_t seed = 42;

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		char word[40];
		struct avow_span span =
			avow_span_make(word, make_word(&seed, word, sizeof(word)));

		avow_buf_puts(&script, "printf '%s\\n' ");
		avow_escape_shell(&script, span);
		avow_buf_putc(&script, '\n');
		avow_buf_append(&wanted, span);
		avow_buf_putc(&wanted, '\n');
	}
	run_shell(avow_buf_string(&script), &got);
	assert_int_equal(got.length, wanted.length);
	assert_memory_equal(got.data, wanted.data, wanted.length);
	avow_buf_free(&script);
	avow_buf_free(&wanted);
	avow_buf_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(displays_plain_text_only),
		cmocka_unit_test(displays_nul),
		cmocka_unit_test(hex_comes_back),
		cmocka_unit_test(refuses_what_is_not_hex),
		cmocka_unit_test(quotes_for_a_shell),
		cmocka_unit_test(a_shell_reads_quoted_words_back),
	};

	return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
