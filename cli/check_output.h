/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CHECK_OUTPUT_H
#define AVOW_CLI_CHECK_OUTPUT_H

#include "cli/option.h"
#include "cli/session.h"
#include "policy/check.h"

/* Where a check goes. */
struct avow_check_outputs {
	const char *format; /* of the standard output */
	struct avow_option_list files;
	const char *annotate; /* "auto", "github", "gitlab", "none" */
};

/* AVOW_E_USAGE for a format that is none, or a file whose name tells none. */
int avow_check_outputs_check(const struct avow_check_outputs *outputs,
			     struct avow_error *error) avow_must_check;

/* Writes all of them, the files first; each is there whole or not at all. */
int avow_check_write_all(const struct avow_check_outputs *outputs,
			 const struct avow_session *session,
			 const struct avow_check *check,
			 struct avow_error *error) avow_must_check;

#endif
