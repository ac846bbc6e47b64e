/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Profiles and patterns of any bytes: no rule reaches beyond its file, what was read
 * without a defect is printed so that reading it prints the same, and a pattern
 * compiles if, and only if, nothing was found wrong with it.
 */
#include <string.h>
#include <unistd.h>

#include "policy/apparmor/cover.h"
#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/print.h"
#include "tests/fuzz/fuzz.h"

const char fuzz_fixtures[] = "/profiles";

#define MATCHED_MAX 4096

static void write_file(const char *path, struct avow_span text)
{
	FILE *file = fopen(path, "wb");

	FUZZ_HOLDS(file);
	FUZZ_HOLDS(fwrite(text.data, 1, text.length, file) == text.length);
	FUZZ_HOLDS(fclose(file) == 0);
}

static void check_rule(const struct avow_profile_rule *rule)
{
	struct avow_span whole = rule->place.source->text;
	struct avow_buf text = { 0 };

	FUZZ_HOLDS(rule->text.data >= whole.data);
	FUZZ_HOLDS(rule->text.data + rule->text.length <= whole.data + whole.length);
	FUZZ_HOLDS(rule->place.line >= 1);
	for (size_t i = 0; i < rule->condition_count; i++)
		FUZZ_HOLDS(rule->conditions[i].value_count || rule->doubt);
	avow_rule_print(rule, &text);
	FUZZ_HOLDS(text.length && text.data[text.length - 1] == ',');
	avow_buf_free(&text);
}

static void ask(struct avow_profiles *profiles, struct avow_profile *profile)
{
	struct avow_profile_access access = { .class = AVOW_RULE_FILE };

	avow_access_add(&access, "path", avow_span_of("/opt/orchard/etc/press.conf"));
	for (unsigned bit = 0; bit < 7; bit++)
		avow_profile_cover(&profiles->arena, profile, &access, bit);
}

/* Reads the file of this name; what is printed of it, and whether it had no defect. */
static bool print_file(const char *path, struct avow_buf *out)
{
	struct avow_profiles *profiles;
	bool is_clean;

	FUZZ_HOLDS(avow_profiles_read(path, ".", &profiles, NULL) == 0);
	for (struct avow_profile *at = profiles->first; at; at = at->next) {
		for (const struct avow_profile_rule *rule = at->rules; rule;
		     rule = rule->next)
			check_rule(rule);
		ask(profiles, at);
	}
	is_clean = !profiles->defects;
	avow_profiles_print(profiles, out);
	avow_profiles_free(profiles);
	return is_clean;
}

static void try_profiles(struct avow_span bytes)
{
	struct avow_buf once = { 0 }, twice = { 0 };

	write_file("fuzz-profile", bytes);
	if (print_file("fuzz-profile", &once)) {
		write_file("fuzz-profile", avow_buf_span(&once));
		print_file("fuzz-profile", &twice);
		if (!avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice))) {
			fprintf(stderr, "%s\nis printed as\n%s\n", avow_buf_string(&once),
				avow_buf_string(&twice));
			abort();
		}
	}
	unlink("fuzz-profile");
	avow_buf_free(&once);
	avow_buf_free(&twice);
}

static void try_pattern(struct avow_span aare)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *pattern;
	const char *defect = avow_pattern_check(aare);
	size_t budget = 1000000;
	struct avow_span text = avow_span_first(aare, MATCHED_MAX);
	bool is_all;

	if (avow_pattern_compile(&arena, aare, true, &pattern, &defect) == 0) {
		FUZZ_HOLDS(!avow_pattern_check(aare));
		if (avow_pattern_matches(pattern, text))
			FUZZ_HOLDS(text.length >= avow_pattern_literal(pattern, &is_all));
		avow_pattern_overlaps(pattern, pattern, &budget);
	} else {
		FUZZ_HOLDS(defect);
	}
	avow_arena_free(&arena);
}

/* Any text without a NUL, quoted, is a pattern that matches it and nothing longer. */
static void try_quoted(struct avow_span text)
{
	struct avow_arena arena = { 0 };
	struct avow_buf quoted = { 0 }, longer = { 0 };
	struct avow_pattern *pattern;
	const char *defect;

	text = avow_span_first(text, avow_span_find(text, '\0'));
	text = avow_span_first(text, MATCHED_MAX);
	avow_aare_quote(text, &quoted);
	FUZZ_HOLDS(avow_pattern_compile(&arena, avow_buf_span(&quoted), false, &pattern,
					&defect) == 0);
	FUZZ_HOLDS(avow_pattern_matches(pattern, text));
	avow_buf_append(&longer, text);
	avow_buf_putc(&longer, 'x');
	FUZZ_HOLDS(!avow_pattern_matches(pattern, avow_buf_span(&longer)));
	avow_buf_free(&quoted);
	avow_buf_free(&longer);
	avow_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_span line = avow_span_first(bytes, avow_span_find(bytes, '\n'));

	try_profiles(bytes);
	try_pattern(line);
	try_pattern(bytes);
	try_quoted(bytes);
	return 0;
}
