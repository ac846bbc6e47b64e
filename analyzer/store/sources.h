/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_SOURCES_H
#define AVOW_STORE_SOURCES_H

#include "analyzer/store/rows.h"

/* What of a source is a number: columns of its row, behind the times. */
struct avow_store_counts {
	struct avow_input_counts input;
	struct avow_evidence evidence;
};

/* The count in the column at @index, below avow_store_count_count. */
uint64_t *avow_store_count(struct avow_store_counts *of, size_t index);
extern const size_t avow_store_count_count;

/* The next columns: head, size, tail, marks. @out is to be freed in any case. */
int avow_store_read_identity(struct avow_store *store, struct avow_row *row,
			     struct avow_identity *out,
			     struct avow_error *error) avow_must_check;

/* Takes out all that a log tells; its row stays. In a transaction of the caller. */
int avow_store_empty(struct avow_store *store, uint64_t source,
		     struct avow_error *error) avow_must_check;

/* As avow_store_put(), in a transaction of the caller. */
int avow_store_put_in(struct avow_store *store, const struct avow_identity *identity,
		      const struct avow_store_file *file,
		      const struct avow_analysis *analysis, enum avow_store_change *out,
		      struct avow_error *error) avow_must_check;

#endif
