/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_DIFF_DIFF_H
#define AVOW_POLICY_SELINUX_DIFF_DIFF_H

#include "analyzer/base/error.h"
#include "policy/difference.h"

/* The kinds of things that are compared, in the order of every format. */
extern const struct avow_difference_kind avow_diff_kinds[];
extern const size_t avow_diff_kind_count;

/* The marks, in the order in which they are told; NULL after the last. */
const struct avow_difference_mark *avow_diff_mark_at(size_t index);

struct avow_diff_options {
	bool is_digested;      /* the digests of the files are wanted too */
	const bool *is_wanted; /* by kind, avow_diff_kind_count of them; NULL: all */
	/* Called now and then while it takes long; NULL: never. */
	void (*on_progress)(void *data, uint64_t done, uint64_t total);
	void *data;
};

/*
 * Compares two kernel policies, in files. Rules are compared by what they grant: how
 * they are written, over which attributes and in how many statements, is not told.
 * Neverallow rules are not in kernel policies, and so in no difference of them.
 *
 * AVOW_E_POLICY: one of them cannot be read, and the sentence names it. @out is freed
 * by avow_diff_free() when it succeeds.
 */
int avow_diff_compare(const char *const paths[2], const struct avow_diff_options *options,
		      struct avow_difference *out,
		      struct avow_error *error) avow_must_check;

void avow_diff_free(struct avow_difference *difference);

#endif
