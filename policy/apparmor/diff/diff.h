/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_DIFF_DIFF_H
#define AVOW_APPARMOR_DIFF_DIFF_H

#include "analyzer/base/error.h"
#include "policy/difference.h"

/* The kinds of things that are compared, in the order of every format. */
extern const struct avow_difference_kind avow_profile_diff_kinds[];
extern const size_t avow_profile_diff_kind_count;

/* The marks, in the order in which they are told; NULL after the last. */
const struct avow_difference_mark *avow_profile_diff_mark_at(size_t index);

struct avow_profile_diff_options {
	const char *base;      /* where includes are looked for; NULL: beside each file */
	const bool *is_wanted; /* by kind, avow_profile_diff_kind_count; NULL: all */
	bool is_proved;        /* apparmor_parser compiles both, where it is installed */
	/* Called now and then while it takes long; NULL: never. */
	void (*on_progress)(void *data, uint64_t done, uint64_t total);
	void *data;
};

/* Whether @path is a directory, or a file of which profiles can be read. */
bool avow_profile_diff_is_for(const char *path);

/*
 * Compares two directories of profiles, or two files, by what the profiles grant: rules
 * that are written otherwise and come to the same are no difference. What cannot be
 * compared is told, and the two are not equal then; files that cannot be read in full
 * are told in notes, and the rest of them is compared.
 *
 * AVOW_E_IO: one of them cannot be read. @out is freed by avow_profile_diff_free() when
 * it succeeds.
 */
int avow_profile_diff_compare(const char *const paths[2],
			      const struct avow_profile_diff_options *options,
			      struct avow_difference *out,
			      struct avow_error *error) avow_must_check;

void avow_profile_diff_free(struct avow_difference *difference);

#endif
