/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_MODULE_FILES_H
#define AVOW_CLI_MODULE_FILES_H

#include "analyzer/base/buf.h"
#include "reports/report.h"

/*
 * The directory that a module is written to, with what an earlier run left there. What
 * avow has not made, or somebody has changed since, is not overwritten.
 */
struct avow_module_files {
	const char *directory, *name; /* lent */
	bool is_forced;               /* it is, all the same */
	bool has_plan;                /* the forms of the plan are written too */
	struct avow_buf previous;     /* the NAME.te that is to be replaced; or empty */
	bool is_own;                  /* it, or without it NAME.cil, is as avow made it */
	bool is_cil_changed;          /* NAME.cil is there, and is not */
};

/* Looks at the directory, which need not exist. Fails only when memory is out. */
int avow_module_files_open(struct avow_module_files *files,
			   struct avow_error *error) avow_must_check;

/*
 * Writes all forms, NAME.te first, and prints their paths. A file that is not
 * overwritten is printed as an error, and the others are written; then, and when
 * writing fails, AVOW_E_IO. Where only CIL can hold the rules, a NAME.te of before is
 * taken away, and that is told.
 */
int avow_module_files_write(const struct avow_module_files *files,
			    const struct avow_report *report,
			    struct avow_error *error) avow_must_check;

void avow_module_files_close(struct avow_module_files *files);

#endif
