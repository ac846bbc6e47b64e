/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads file_contexts as text for what libselinux gives no way to ask: which paths a
 * type is given to (file_contexts(5)). It decides no label; libselinux does. Lines that
 * are no rule are passed over.
 */
#include <stdlib.h>

#include "policy/selinux/labels/internal.h"

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' ||
	       byte == '\f';
}

size_t avow_labels_words(struct avow_span line, struct avow_span *out, size_t max)
{
	size_t count = 0;

	while (count < max) {
		size_t length = 0;

		while (line.length && is_blank(line.data[0]))
			line = avow_span_skip(line, 1);
		if (!line.length || (count == 0 && line.data[0] == '#'))
			break;
		while (length < line.length && !is_blank(line.data[length]))
			length++;
		out[count++] = avow_span_first(line, length);
		line = avow_span_skip(line, length);
	}
	return count;
}

/* Room for one more at the end of an array. */
static void *grow(void *array, size_t count, size_t *capacity, size_t size)
{
	void *grown;

	if (count < *capacity)
		return array;
	grown = reallocarray(array, *capacity ? 2 * *capacity : 64, size);
	if (grown)
		*capacity = *capacity ? 2 * *capacity : 64;
	return grown;
}

/* The type of user:role:type[:range]. */
static struct avow_span type_of(struct avow_span context)
{
	for (int i = 0; i < 2; i++)
		context = avow_span_skip(context, avow_span_find(context, ':') + 1);
	return avow_span_first(context, avow_span_find(context, ':'));
}

/* PATTERN [-x] CONTEXT */
static int take_spec(struct avow_labels *labels, struct avow_span line)
{
	struct avow_span words[3];
	size_t count = avow_labels_words(line, words, AVOW_ARRAY_SIZE(words));
	struct labels_spec *specs;

	if (count < 2 || words[0].data[0] != '/')
		return 0;
	specs = grow(labels->specs, labels->spec_count, &labels->spec_capacity,
		     sizeof(*specs));
	if (!specs)
		return AVOW_E_NOMEM;
	labels->specs = specs;
	specs[labels->spec_count++] =
		(struct labels_spec){ words[0], type_of(words[count - 1]) };
	return 0;
}

/* ALIAS PATH */
static int take_alias(struct avow_labels *labels, struct avow_span line)
{
	struct avow_span words[2];
	size_t count = avow_labels_words(line, words, AVOW_ARRAY_SIZE(words));
	struct labels_alias *aliases;

	if (count < 2 || words[0].data[0] != '/' || words[0].length < 2)
		return 0;
	aliases = grow(labels->aliases, labels->alias_count, &labels->alias_capacity,
		       sizeof(*aliases));
	if (!aliases)
		return AVOW_E_NOMEM;
	labels->aliases = aliases;
	aliases[labels->alias_count++] = (struct labels_alias){ words[0], words[1] };
	return 0;
}

static int take_type(struct avow_labels *labels, struct avow_span line)
{
	struct avow_span word, *types;

	if (avow_labels_words(line, &word, 1) != 1)
		return 0;
	types = grow(labels->customizable, labels->customizable_count,
		     &labels->customizable_capacity, sizeof(*types));
	if (!types)
		return AVOW_E_NOMEM;
	labels->customizable = types;
	types[labels->customizable_count++] = word;
	return 0;
}

static int each_line(struct avow_labels *labels, struct avow_span bytes,
		     int (*take)(struct avow_labels *, struct avow_span))
{
	int code = 0;

	while (bytes.length && code == 0) {
		size_t length = avow_span_find(bytes, '\n');

		code = take(labels, avow_span_first(bytes, length));
		bytes = avow_span_skip(bytes, length + 1);
	}
	return code;
}

int avow_labels_take_specs(struct avow_labels *labels, struct avow_span bytes)
{
	return each_line(labels, bytes, take_spec);
}

int avow_labels_take_aliases(struct avow_labels *labels, struct avow_span bytes)
{
	return each_line(labels, bytes, take_alias);
}

int avow_labels_take_types(struct avow_labels *labels, struct avow_span bytes)
{
	return each_line(labels, bytes, take_type);
}

/* The bytes of one file are in one piece, so the addresses keep the order of lines. */
static int compare_specs(const void *left, const void *right)
{
	const struct labels_spec *a = left, *b = right;
	int order = avow_span_compare(a->type, b->type);

	return order ? order : avow_span_compare(a->pattern, b->pattern);
}

/* What of a pattern fits itself alone: up to the first byte with a meaning. */
static struct avow_span stem_of(struct avow_span pattern)
{
	size_t length = 0;

	while (length < pattern.length && !strchr(".^$?*+|[({\\", pattern.data[length]))
		length++;
	return avow_span_first(pattern, length);
}

static int compare_stems(const void *left, const void *right)
{
	return avow_span_compare(*(const struct avow_span *)left,
				 *(const struct avow_span *)right);
}

int avow_labels_sort_specs(struct avow_labels *labels)
{
	if (labels->spec_count)
		qsort(labels->specs, labels->spec_count, sizeof(*labels->specs),
		      compare_specs);
	labels->stems = calloc(labels->spec_count + 1, sizeof(*labels->stems));
	if (!labels->stems)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < labels->spec_count; i++)
		labels->stems[i] = stem_of(labels->specs[i].pattern);
	qsort(labels->stems, labels->spec_count, sizeof(*labels->stems), compare_stems);
	return 0;
}

void avow_labels_free_specs(struct avow_labels *labels)
{
	free(labels->stems);
	free(labels->specs);
	free(labels->aliases);
	free(labels->customizable);
}

bool avow_labels_is_customizable(const struct avow_labels *labels, const char *type)
{
	for (size_t i = 0; i < labels->customizable_count; i++)
		if (avow_span_is(labels->customizable[i], type))
			return true;
	return false;
}

struct avow_span avow_labels_customizable(const struct avow_labels *labels, size_t index)
{
	return index < labels->customizable_count ? labels->customizable[index]
						  : avow_span_of("");
}

void avow_labels_use(const struct avow_labels *labels, const char *type,
		     struct avow_label_use *out)
{
	struct avow_span wanted = avow_span_of(type);
	size_t low = 0, high = labels->spec_count;

	memset(out, 0, sizeof(*out));
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (avow_span_compare(labels->specs[middle].type, wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (;
	     low < labels->spec_count && avow_span_equal(labels->specs[low].type, wanted);
	     low++) {
		if (out->patterns++ == 0)
			out->example = labels->specs[low].pattern;
		out->areas[avow_labels_area(labels->specs[low].pattern)]++;
	}
}

/* Whether the pattern ends with a component that fits @name alone. */
static bool ends_with_name(struct avow_span pattern, struct avow_span name)
{
	size_t at = pattern.length, left = name.length;

	while (at && left && pattern.data[at - 1] == name.data[left - 1]) {
		at--;
		left--;
		if (at && pattern.data[at - 1] == '\\')
			at--;
	}
	return name.length && !left && at && pattern.data[at - 1] == '/';
}

struct avow_span avow_labels_of_name(const struct avow_labels *labels,
				     struct avow_span name, size_t index)
{
	for (size_t i = 0; i < labels->spec_count; i++)
		if (ends_with_name(labels->specs[i].pattern, name) && index-- == 0)
			return labels->specs[i].type;
	return avow_span_of("");
}

/* How @stem stands to @directory with a slash behind it, by the bytes of both. */
static int compare_place(struct avow_span stem, struct avow_span directory)
{
	size_t shared = stem.length < directory.length ? stem.length : directory.length;
	int order = shared ? memcmp(stem.data, directory.data, shared) : 0;

	if (order || stem.length <= directory.length)
		return order ? order : -1;
	return (unsigned char)stem.data[directory.length] - '/';
}

/* The stems are in order, so those below the directory are neighbours. */
bool avow_labels_is_shared(const struct avow_labels *labels, struct avow_span directory)
{
	size_t low = 0, high = labels->spec_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_place(labels->stems[middle], directory) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < labels->spec_count &&
	       compare_place(labels->stems[low], directory) == 0) {
		if (labels->stems[low].length > directory.length + 1)
			return true;
		low++;
	}
	return false;
}
