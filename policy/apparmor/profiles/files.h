/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_FILES_H
#define AVOW_APPARMOR_PROFILES_FILES_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"

/* Texts of files, each read from the disk once. */
struct avow_files {
	struct avow_arena *arena;
	struct avow_file_text *first;
};

/* 0 with the text, which lives in the arena; AVOW_E_IO; AVOW_E_NOMEM. */
int avow_files_read(struct avow_files *files, const char *path, struct avow_span *out,
		    struct avow_error *error) avow_must_check;

/* Puts @text, which is copied, in the place of the file. */
int avow_files_replace(struct avow_files *files, const char *path,
		       struct avow_span text) avow_must_check;

bool avow_files_is_directory(const char *path);

/* Whether a file of this name is a backup or a packager's leftover, and not read. */
bool avow_files_is_leftover(const char *name);

/*
 * The paths of the regular files in @directory, and of those that were put there, in the
 * order of their names, without backups and packagers' leftovers (aa_is_blacklisted() of
 * libapparmor). Like above.
 */
int avow_files_list(struct avow_files *files, const char *directory, char ***out,
		    size_t *count, struct avow_error *error) avow_must_check;

#endif
