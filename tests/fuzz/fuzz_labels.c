/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The text of contexts files, which may be any: what is taken lies within it, a type's
 * patterns are all found again, and a path, any bytes, becomes one word of file_contexts.
 */
#include "tests/fuzz/fuzz.h"

#include "policy/selinux/labels/internal.h"

static bool is_within(struct avow_span part, struct avow_span text)
{
	return part.length == 0 || (part.data >= text.data &&
				    part.data + part.length <= text.data + text.length);
}

static void check_specs(const struct avow_labels *labels, struct avow_span text)
{
	size_t found = 0;

	for (size_t i = 0; i < labels->spec_count; i++) {
		const struct labels_spec *spec = &labels->specs[i];

		FUZZ_HOLDS(is_within(spec->pattern, text) && spec->pattern.length > 0);
		FUZZ_HOLDS(is_within(spec->type, text));
		if (i > 0 && avow_span_equal(spec->type, spec[-1].type))
			continue;
		if (avow_span_find(spec->type, '\0') == spec->type.length &&
		    spec->type.length < 64) {
			char type[64] = { 0 };
			struct avow_label_use use;

			memcpy(type, spec->type.data ? spec->type.data : "",
			       spec->type.length);
			avow_labels_use(labels, type, &use);
			FUZZ_HOLDS(use.patterns > 0);
			found += use.patterns;
		}
	}
	FUZZ_HOLDS(found <= labels->spec_count);
}

/* The same by going over all stems. */
static bool has_below(const struct avow_labels *labels, struct avow_span directory)
{
	for (size_t i = 0; i < labels->spec_count; i++) {
		struct avow_span stem = labels->stems[i];

		if (stem.length > directory.length + 1 &&
		    stem.data[directory.length] == '/' &&
		    (!directory.length ||
		     memcmp(stem.data, directory.data, directory.length) == 0))
			return true;
	}
	return false;
}

static void check_path(const struct avow_labels *labels, struct avow_span path)
{
	struct avow_buf pattern = { 0 };

	avow_labels_pattern(labels, path, &pattern);
	for (size_t i = 0; i < pattern.length; i++)
		FUZZ_HOLDS(pattern.data[i] > ' ' && pattern.data[i] < 0x7f);
	avow_buf_free(&pattern);
	(void)avow_labels_foreign_place(path);
	(void)avow_labels_doubt(labels, path);
	FUZZ_HOLDS(avow_labels_is_shared(labels, path) == has_below(labels, path));
	(void)avow_labels_of_name(labels, path, 1);
	FUZZ_HOLDS(avow_labels_area(path) < AVOW_AREAS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span text = avow_span_make((const char *)data, size);
	struct avow_labels labels = { 0 };

	FUZZ_HOLDS(avow_labels_take_specs(&labels, text) == 0);
	FUZZ_HOLDS(avow_labels_take_types(&labels, text) == 0);
	FUZZ_HOLDS(avow_labels_sort_specs(&labels) == 0);
	check_specs(&labels, text);
	check_path(&labels, avow_span_first(text, avow_span_find(text, '\n')));
	FUZZ_HOLDS(avow_labels_take_aliases(&labels, text) == 0);
	FUZZ_HOLDS(avow_labels_is_customizable(&labels, "a") ||
		   labels.customizable_count <= size);
	avow_labels_free_specs(&labels);
	return 0;
}
