/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_JOURNAL_FILES_H
#define AVOW_COLLECT_JOURNAL_FILES_H

#include "analyzer/base/error.h"

/* What is known of the files before one is read. */
struct avow_journal_files {
	uint64_t entries;         /* that the readable ones hold, by their own account */
	struct avow_error broken; /* which cannot be read; code AVOW_OK when all can */
};

/*
 * Looks at each journal file of @path (a directory, also of directories, or one
 * file), or of this system when @path is NULL. 0 when at least one can be read;
 * otherwise AVOW_E_IO, and @error says why there is nothing to read.
 */
int avow_journal_files_check(const char *path, struct avow_journal_files *out,
			     struct avow_error *error) avow_must_check;

#endif
