/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_VALUES_H
#define AVOW_REPORTS_VALUES_H

#include "reports/summary.h"

/* Makes one row of the rows with the same text, most denials first; how many are left. */
size_t avow_values_fold(struct avow_summary_value *values, size_t count);

/*
 * What a cluster is about, as pictures and tables name it: the source type or profile,
 * the target type or object, the class.
 */
enum avow_part { AVOW_PART_SOURCE, AVOW_PART_TARGET, AVOW_PART_CLASS };

struct avow_span avow_cluster_part(const struct avow_atoms *atoms,
				   const struct avow_cluster *cluster,
				   enum avow_part part);

/* All values of the part, folded. NULL: memory is out. */
struct avow_summary_value *avow_values_of(const struct avow_report *report,
					  enum avow_part part, struct avow_arena *arena,
					  size_t *count);

/* The index of the value with this text among the first @count; @count: none. */
size_t avow_values_find(const struct avow_summary_value *values, size_t count,
			struct avow_span text);

/*
 * @text in display form, of at most @width characters, the last of which tells what is
 * cut; an empty one in words. NULL: memory is out.
 */
const char *avow_values_label(struct avow_arena *arena, struct avow_span text,
			      size_t width);

#endif
