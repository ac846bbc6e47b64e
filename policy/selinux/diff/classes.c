/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Classes of both policies in one numbering, and the permissions of each: two policies
 * may have up to 32 each that the other has not.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

static int compare_classes(const void *left, const void *right)
{
	const struct class_words *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

uint32_t avow_diff_class(const struct classes *classes, const char *name)
{
	struct class_words key = { .name = name };
	const struct class_words *found =
		classes->count ? bsearch(&key, classes->words, classes->count,
					 sizeof(*classes->words), compare_classes)
			       : NULL;

	return found ? (uint32_t)(found - classes->words) : NOTHING;
}

/* The bit of a permission; PERMISSIONS_MAX when the class has none of that name. */
static uint8_t find_bit(const struct class_words *words, const char *name)
{
	uint8_t bit = 0;

	while (bit < words->permission_count &&
	       strcmp(words->permissions[bit], name) != 0)
		bit++;
	return bit < words->permission_count ? bit : PERMISSIONS_MAX;
}

uint64_t avow_diff_permission(const struct classes *classes, uint16_t tclass,
			      const char *name)
{
	uint8_t bit = find_bit(&classes->words[tclass], name);

	return bit < PERMISSIONS_MAX ? UINT64_C(1) << bit : 0;
}

static int collect(struct diff *diff)
{
	struct classes *classes = &diff->classes;
	size_t most = 1, count = 0;

	for (int side = 0; side < SIDES; side++)
		most += avow_sepol_class_max(diff->policies[side]);
	classes->words = calloc(most, sizeof(*classes->words));
	if (!classes->words)
		return AVOW_E_NOMEM;
	for (int side = 0; side < SIDES; side++)
		for (uint16_t i = 1; i <= avow_sepol_class_max(diff->policies[side]);
		     i++) {
			const char *name = avow_sepol_class_name(diff->policies[side], i);

			if (name)
				classes->words[count++].name = name;
		}
	if (count)
		qsort(classes->words, count, sizeof(*classes->words), compare_classes);
	for (size_t i = 0; i < count; i++) {
		const struct class_words *last =
			classes->count ? &classes->words[classes->count - 1] : NULL;

		if (last && strcmp(classes->words[i].name, last->name) == 0)
			continue;
		if (classes->count == CLASSES_MAX)
			return AVOW_E_POLICY;
		classes->words[classes->count++] = classes->words[i];
	}
	return 0;
}

static void add_permissions(struct diff *diff, int side, uint16_t value)
{
	struct class_words *words =
		&diff->classes.words[diff->classes.number[side][value]];

	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(diff->policies[side], value, bit);

		if (name && find_bit(words, name) == PERMISSIONS_MAX)
			words->permissions[words->permission_count++] = name;
	}
}

static void number_bits(struct diff *diff, int side, uint16_t value)
{
	const struct class_words *words =
		&diff->classes.words[diff->classes.number[side][value]];

	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(diff->policies[side], value, bit);

		diff->classes.bits[side][value][bit] =
			name ? find_bit(words, name) : PERMISSIONS_MAX;
	}
}

static void each_class(struct diff *diff,
		       void (*visit)(struct diff *diff, int side, uint16_t value))
{
	for (int side = 0; side < SIDES; side++)
		for (uint16_t i = 1; i <= avow_sepol_class_max(diff->policies[side]); i++)
			if (avow_sepol_class_name(diff->policies[side], i))
				visit(diff, side, i);
}

static void number_class(struct diff *diff, int side, uint16_t value)
{
	const char *name = avow_sepol_class_name(diff->policies[side], value);

	diff->classes.number[side][value] =
		(uint16_t)avow_diff_class(&diff->classes, name);
}

int avow_diff_classes(struct diff *diff)
{
	struct classes *classes = &diff->classes;
	int code = collect(diff);

	for (int side = 0; side < SIDES && code == 0; side++) {
		size_t count = (size_t)avow_sepol_class_max(diff->policies[side]) + 1;

		classes->number[side] = calloc(count, sizeof(*classes->number[side]));
		classes->bits[side] = calloc(count, sizeof(*classes->bits[side]));
		if (!classes->number[side] || !classes->bits[side])
			code = AVOW_E_NOMEM;
	}
	if (code)
		return code;
	each_class(diff, number_class);
	each_class(diff, add_permissions);
	for (uint16_t i = 0; i < classes->count; i++)
		if (classes->words[i].permission_count)
			qsort(classes->words[i].permissions,
			      classes->words[i].permission_count,
			      sizeof(classes->words[i].permissions[0]), compare_names);
	each_class(diff, number_bits);
	return 0;
}

void avow_diff_free_classes(struct classes *classes)
{
	for (int side = 0; side < SIDES; side++) {
		free(classes->number[side]);
		free(classes->bits[side]);
	}
	free(classes->words);
}
