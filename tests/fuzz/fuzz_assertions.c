/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file of expectations of any bytes: each line is an expectation, a doubt, blank or a
 * comment; what is printed is read back as the same, and an expectation before the text
 * is read whatever comes behind it.
 */
#include <string.h>

#include "analyzer/base/escape.h"
#include "policy/assertions.h"
#include "tests/fuzz/fuzz.h"

const char fuzz_fixtures[] = "/assertions";

static void parse(struct avow_span text, struct avow_assertions *out)
{
	memset(out, 0, sizeof(*out));
	FUZZ_HOLDS(avow_assertions_parse(text, out) == 0);
}

static void are_same_names(const struct avow_names *a, const struct avow_names *b)
{
	FUZZ_HOLDS(a->count == b->count);
	for (size_t i = 0; i < a->count; i++)
		FUZZ_HOLDS(strcmp(a->at[i], b->at[i]) == 0);
}

static void are_same(const struct avow_expectation *a, const struct avow_expectation *b)
{
	FUZZ_HOLDS(a->kind == b->kind && a->is_positive == b->is_positive);
	FUZZ_HOLDS(a->steps == b->steps && a->boolean_count == b->boolean_count);
	are_same_names(&a->subjects, &b->subjects);
	are_same_names(&a->objects, &b->objects);
	are_same_names(&a->classes, &b->classes);
	are_same_names(&a->words, &b->words);
	are_same_names(&a->except, &b->except);
	for (size_t i = 0; i < a->boolean_count; i++) {
		FUZZ_HOLDS(a->booleans[i].is_on == b->booleans[i].is_on);
		FUZZ_HOLDS(strcmp(a->booleans[i].name, b->booleans[i].name) == 0);
	}
}

static void print_is_identity(const struct avow_assertions *first)
{
	struct avow_buf text = { 0 };
	struct avow_assertions second;

	for (size_t i = 0; i < first->count; i++)
		avow_expectation_print(first->at + i, &text);
	parse(avow_buf_span(&text), &second);
	FUZZ_HOLDS(second.all_doubts == 0 && second.count == first->count);
	for (size_t i = 0; i < first->count; i++)
		are_same(first->at + i, second.at + i);
	avow_assertions_free(&second);
	avow_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char before[] = "deny a_t b_t:file read\n";
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_assertions assertions;
	struct avow_buf text = { 0 };
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	parse(bytes, &assertions);
	FUZZ_HOLDS(assertions.count + assertions.all_doubts <= lines);
	for (size_t i = 0; i < assertions.doubt_count; i++) {
		FUZZ_HOLDS(assertions.doubts[i].line >= 1 &&
			   assertions.doubts[i].line <= lines);
		FUZZ_HOLDS(avow_escape_is_clean(avow_span_of(assertions.doubts[i].text)));
	}
	print_is_identity(&assertions);
	avow_assertions_free(&assertions);
	avow_buf_puts(&text, before);
	avow_buf_append(&text, bytes);
	parse(avow_buf_span(&text), &assertions);
	FUZZ_HOLDS(assertions.count >= 1 && assertions.at[0].line == 1);
	avow_assertions_free(&assertions);
	avow_buf_free(&text);
	return 0;
}
