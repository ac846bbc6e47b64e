/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Patterns of AppArmor: what each sign matches, and where apparmor_parser is peculiar. */
#include "tests/unit/unit.h"

#include "analyzer/base/error.h"
#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/pattern/pattern.h"

static bool matches(const char *aare, const char *text)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *pattern;
	const char *defect;
	bool is_met;

	assert_int_equal(
		avow_pattern_compile(&arena, avow_span_of(aare), true, &pattern, &defect),
		0);
	is_met = avow_pattern_matches(pattern, avow_span_of(text));
	avow_arena_free(&arena);
	return is_met;
}

static const struct {
	const char *aare, *text;
	bool is_met;
} rows[] = {
	{ "/a/b", "/a/b", true },
	{ "/a/b", "/a/bc", false },
	{ "/a/b", "/a", false },
	{ "/a/*", "/a/b", true },
	{ "/a/*", "/a/b/c", false },
	{ "/a/*", "/a/", false }, /* one byte at least behind a slash */
	{ "/a/*/", "/a//", false },
	{ "/a/*b", "/a/b", true }, /* but none where more follows */
	{ "/a/b*", "/a/b", true },
	{ "/a/**", "/a/b/c", true },
	{ "/a/**", "/a/", false },
	{ "/a/***", "/a/", false },
	{ "/a/**b", "/a/b", true },
	{ "/a**", "/a/", true },
	{ "/a/?", "/a/b", true },
	{ "/a?b", "/a/b", false },
	{ "/a/[bc]", "/a/c", true },
	{ "/a/[bc]", "/a/d", false },
	{ "/a/[b-d]x", "/a/cx", true },
	{ "/a[^b]c", "/a/c", true }, /* a set's opposite holds the slash */
	{ "/a/[^b]", "/a/b", false },
	{ "/a/{b,c}", "/a/c", true },
	{ "/a/{b,c{d,e}}f", "/a/cef", true },
	{ "/a/{b,c{d,e}}f", "/a/cf", false },
	{ "/a{,/b}", "/a", true },
	{ "/a{,/b}", "/a/b", true },
	{ "{/a,/b}/c", "/b/c", true },
	{ "/a,b", "/a,b", true },
	{ "/a\\*", "/a*", true },
	{ "/a\\*", "/ab", false },
	{ "/a\\[b\\]", "/a[b]", true },
	{ "/a\\101", "/aA", true },
	{ "/a\\x41", "/aA", true },
	{ "/a.b", "/axb", false }, /* no sign of patterns */
	{ "/a+b$(c)|^", "/a+b$(c)|^", true },
	{ "//a", "//a", true }, /* two at the front stay, more become one */
	{ "//a", "/a", false },
	{ "///a//b", "/a/b", true },
	{ "/a/b", "/a//b", false },
	{ "", "", true },
};

static void matches_as_compiled(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (matches(rows[i].aare, rows[i].text) != rows[i].is_met)
			fail_msg("%s and %s", rows[i].aare, rows[i].text);
}

static void refuses_what_is_no_pattern(void **state)
{
	static const char *const bad[] = { "/{a}", "/{a,b", "/a}", "/[a", "/a]",
					   "/[]",  "/[^]",  "/{}", "/\\" };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(bad); i++) {
		struct avow_arena arena = { 0 };
		struct avow_pattern *pattern;
		const char *defect = NULL;

		if (avow_pattern_compile(&arena, avow_span_of(bad[i]), true, &pattern,
					 &defect) != AVOW_E_POLICY ||
		    !defect || !avow_pattern_check(avow_span_of(bad[i])))
			fail_msg("%s is taken", bad[i]);
		avow_arena_free(&arena);
	}
}

/* Fifty levels of braces, and no more; a pattern of a megabyte is refused or fast. */
static void has_limits(void **state)
{
	struct avow_buf deep = { 0 };

	(void)state;
	for (int i = 0; i < 60; i++)
		avow_buf_puts(&deep, "{a,");
	for (int i = 0; i < 60; i++)
		avow_buf_puts(&deep, "}");
	assert_non_null(avow_pattern_check(avow_buf_span(&deep)));
	avow_buf_free(&deep);
}

/* A text that makes a matcher that goes back take forever. */
static void is_never_slow(void **state)
{
	struct avow_buf aare = { 0 }, text = { 0 };
	struct avow_arena arena = { 0 };
	struct avow_pattern *pattern;
	const char *defect;

	(void)state;
	for (int i = 0; i < 100; i++) {
		avow_buf_puts(&aare, "*a");
		avow_buf_puts(&text, "aaaaaaaaaaaaaaaaaaaa");
	}
	avow_buf_puts(&aare, "*b");
	assert_int_equal(avow_pattern_compile(&arena, avow_buf_span(&aare), true,
					      &pattern, &defect),
			 0);
	assert_false(avow_pattern_matches(pattern, avow_buf_span(&text)));
	avow_buf_putc(&text, 'b');
	assert_true(avow_pattern_matches(pattern, avow_buf_span(&text)));
	avow_buf_free(&aare);
	avow_buf_free(&text);
	avow_arena_free(&arena);
}

static bool overlap(const char *a, const char *b)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *one, *other;
	const char *defect;
	size_t budget = 100000;
	bool is_met;

	assert_int_equal(
		avow_pattern_compile(&arena, avow_span_of(a), true, &one, &defect), 0);
	assert_int_equal(
		avow_pattern_compile(&arena, avow_span_of(b), true, &other, &defect), 0);
	is_met = avow_pattern_overlaps(one, other, &budget);
	assert_int_equal(avow_pattern_overlaps(other, one, &budget), is_met);
	budget = 0;
	assert_false(avow_pattern_overlaps(one, other, &budget) && strchr(a, '*'));
	avow_arena_free(&arena);
	return is_met;
}

static void tells_what_patterns_share(void **state)
{
	(void)state;
	assert_true(overlap("/a", "/a"));
	assert_false(overlap("/a", "/ab"));
	assert_true(overlap("/a*", "/*b"));
	assert_false(overlap("/a*", "/b*"));
	assert_true(overlap("/{a,b}c", "/{b,d}{c,e}"));
	assert_false(overlap("/*/x", "/[^/]*y"));
	assert_true(overlap("/**/x", "/a/[^b]/x"));
}

static void tells_its_literal_front(void **state)
{
	static const struct {
		const char *aare;
		size_t length;
		bool is_all;
	} fronts[] = {
		{ "/a/b", 4, true }, { "/a/b*", 4, false },  { "/a/{b,c}", 3, false },
		{ "**", 0, false },  { "/a\\101", 3, true }, { "", 0, true },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fronts); i++) {
		struct avow_arena arena = { 0 };
		struct avow_pattern *pattern;
		const char *defect;
		bool is_all;

		assert_int_equal(avow_pattern_compile(&arena,
						      avow_span_of(fronts[i].aare), true,
						      &pattern, &defect),
				 0);
		assert_int_equal(avow_pattern_literal(pattern, &is_all),
				 fronts[i].length);
		assert_int_equal(is_all, fronts[i].is_all);
		avow_arena_free(&arena);
	}
}

static void reads_sequences(void **state)
{
	static const struct {
		const char *word, *plain;
	} words[] = {
		{ "plain", "plain" },
		{ "\"two words\"", "two words" },
		{ "\\101\\x42\\d067", "ABC" },
		{ "\\052", "\\*" },
		{ "a\\ b", "a\\ b" },
		{ "\\\"", "\"" },
		{ "\\400", "\x20"
			   "0" },
		{ "\\000", "\\000" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++) {
		struct avow_buf out = { 0 };

		avow_aare_unquote(avow_span_of(words[i].word), &out);
		assert_span(avow_buf_span(&out), words[i].plain);
		avow_buf_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_as_compiled),
		cmocka_unit_test(refuses_what_is_no_pattern),
		cmocka_unit_test(has_limits),
		cmocka_unit_test(is_never_slow),
		cmocka_unit_test(tells_what_patterns_share),
		cmocka_unit_test(tells_its_literal_front),
		cmocka_unit_test(reads_sequences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
