/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values with their counts, folded by sorting, so that no order of clusters matters. */
#include "reports/values.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"

static int compare_text(const void *left, const void *right)
{
	const struct avow_summary_value *a = left, *b = right;

	return avow_span_compare(a->text, b->text);
}

static int compare_value(const void *left, const void *right)
{
	const struct avow_summary_value *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return avow_span_compare(a->text, b->text);
}

size_t avow_values_fold(struct avow_summary_value *values, size_t count)
{
	size_t kept = 0;

	qsort(values, count, sizeof(*values), compare_text);
	for (size_t i = 0; i < count; i++) {
		if (kept && avow_span_equal(values[kept - 1].text, values[i].text)) {
			values[kept - 1].count += values[i].count;
			values[kept - 1].clusters += values[i].clusters;
		} else {
			values[kept++] = values[i];
		}
	}
	qsort(values, kept, sizeof(*values), compare_value);
	return kept;
}

struct avow_span avow_cluster_part(const struct avow_atoms *atoms,
				   const struct avow_cluster *cluster,
				   enum avow_part part)
{
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	switch (part) {
	case AVOW_PART_SOURCE:
		return avow_atoms_text(atoms, is_selinux ? cluster->scontext_type
							 : cluster->apparmor->profile);
	case AVOW_PART_TARGET:
		return is_selinux ? avow_atoms_text(atoms, cluster->tcontext_type)
				  : cluster->apparmor->object;
	case AVOW_PART_CLASS:
		break;
	}
	return avow_atoms_text(atoms, is_selinux ? cluster->tclass
						 : cluster->apparmor->class_name);
}

struct avow_summary_value *avow_values_of(const struct avow_report *report,
					  enum avow_part part, struct avow_arena *arena,
					  size_t *count)
{
	const struct avow_clusters *set = report->analysis->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	size_t all = avow_clusters_count(set);
	struct avow_summary_value *values =
		avow_arena_alloc(arena, (all + 1) * sizeof(*values));

	for (size_t i = 0; values && i < all; i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);

		values[i] = (struct avow_summary_value){
			avow_cluster_part(atoms, cluster, part), cluster->count, 1
		};
	}
	*count = values ? avow_values_fold(values, all) : 0;
	return values;
}

size_t avow_values_find(const struct avow_summary_value *values, size_t count,
			struct avow_span text)
{
	size_t at = 0;

	while (at < count && !avow_span_equal(values[at].text, text))
		at++;
	return at;
}

/* The bytes of the first @width characters of clean UTF-8. */
static size_t cut(struct avow_span text, size_t width)
{
	size_t at = 0;

	while (at < text.length) {
		if (((unsigned char)text.data[at] & 0xc0) != 0x80 && width-- == 0)
			break;
		at++;
	}
	return at;
}

const char *avow_values_label(struct avow_arena *arena, struct avow_span text,
			      size_t width)
{
	struct avow_buf buf = { 0 };
	struct avow_span all;
	const char *label;

	if (avow_span_is_empty(text))
		avow_buf_puts(&buf, "(no name)");
	/* No character of the display form stands for less than one byte. */
	avow_escape_display(&buf, avow_span_first(text, width * 4));
	all = avow_buf_span(&buf);
	if (cut(all, width) < all.length) {
		buf.length = cut(all, width - 1);
		avow_buf_puts(&buf, "…");
	}
	label = buf.failed ? NULL : avow_arena_string(arena, avow_buf_span(&buf));
	avow_buf_free(&buf);
	return label;
}
