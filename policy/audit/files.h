/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_FILES_H
#define AVOW_AUDIT_FILES_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"

/*
 * The paths of *.rules in @directory, in the order in which augenrules takes them: `ls
 * -1v`, so that 9-a.rules comes before 10-b.rules. AVOW_E_IO, AVOW_E_NOMEM.
 */
int avow_audit_files_list(struct avow_arena *arena, const char *directory, char ***out,
			  size_t *count, struct avow_error *error) avow_must_check;

/* Version order of file names, as GNU ls and sort have it (filevercmp of gnulib). */
int avow_audit_files_compare(const char *a, const char *b);

/* The whole of a file, or of the standard input for "-". Like above. */
int avow_audit_files_read(const char *path, struct avow_arena *arena,
			  struct avow_span *out,
			  struct avow_error *error) avow_must_check;

/* What is at a path, behind symbolic links. */
enum avow_audit_file_kind { AVOW_AUDIT_NOTHING, AVOW_AUDIT_FILE, AVOW_AUDIT_DIRECTORY };
enum avow_audit_file_kind avow_audit_files_kind(const char *path);
bool avow_audit_files_is_directory(const char *path);

#endif
