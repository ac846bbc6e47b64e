/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Levels in words that mean the same in every policy: a run `c2.c5` is one of names,
 * since the values behind the names are each policy's own. The categories between
 * the ends of a run are those whose names count from the one to the other.
 */
#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"

/* A category: letters, and the number behind them if there is one. */
struct category {
	struct avow_span letters;
	uint64_t number;
	bool has_number;
	const char *name;
};

static struct category part(const char *name)
{
	struct avow_span all = avow_span_of(name);
	size_t letters = all.length;
	struct category out = { .name = name };

	while (letters > 0 && name[letters - 1] >= '0' && name[letters - 1] <= '9')
		letters--;
	/* c01 is not the one before c2: leading zeros belong to the letters. */
	while (letters + 1 < all.length && name[letters] == '0')
		letters++;
	out.letters = avow_span_first(all, letters);
	out.has_number = avow_span_to_u64(avow_span_skip(all, letters), 10, &out.number);
	return out;
}

static int compare(const void *left, const void *right)
{
	const struct category *a = left, *b = right;
	int order = avow_span_compare(a->letters, b->letters);

	if (order)
		return order;
	if (a->has_number != b->has_number)
		return a->has_number ? 1 : -1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->name, b->name);
}

static bool is_next(const struct category *a, const struct category *b)
{
	return a->has_number && b->has_number && b->number == a->number + 1 &&
	       avow_span_equal(a->letters, b->letters);
}

static void append_categories(const struct category *all, size_t count,
			      struct avow_buf *out)
{
	for (size_t first = 0, last; first < count; first = last + 1) {
		last = first;
		while (last + 1 < count && is_next(&all[last], &all[last + 1]))
			last++;
		avow_buf_printf(out, "%s%s", first ? "," : ":", all[first].name);
		if (last > first)
			avow_buf_printf(out, "%s%s", last > first + 1 ? "." : ",",
					all[last].name);
	}
}

void avow_sepol_append_level(const struct avow_sepol *sepol, const mls_level_t *level,
			     struct avow_buf *out)
{
	const policydb_t *db = sepol->db;
	struct category *categories;
	ebitmap_node_t *node;
	unsigned bit;
	size_t count = 0;

	if (level->sens == 0 || level->sens > db->p_levels.nprim)
		return;
	avow_buf_puts(out, db->p_sens_val_to_name[level->sens - 1]);
	categories = calloc((size_t)db->p_cats.nprim + 1, sizeof(*categories));
	if (!categories) {
		out->failed = true;
		return;
	}
	ebitmap_for_each_positive_bit(&level->cat, node, bit)
	{
		if (bit < db->p_cats.nprim && db->p_cat_val_to_name[bit])
			categories[count++] = part(db->p_cat_val_to_name[bit]);
	}
	qsort(categories, count, sizeof(*categories), compare);
	append_categories(categories, count, out);
	free(categories);
}

void avow_sepol_append_range(const struct avow_sepol *sepol, const mls_range_t *range,
			     struct avow_buf *out)
{
	avow_sepol_append_level(sepol, &range->level[0], out);
	if (mls_level_eq(&range->level[0], &range->level[1]))
		return;
	avow_buf_putc(out, '-');
	avow_sepol_append_level(sepol, &range->level[1], out);
}
