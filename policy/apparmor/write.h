/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_WRITE_H
#define AVOW_APPARMOR_WRITE_H

#include "policy/apparmor/case.h"
#include "policy/apparmor/profiles/variables.h"

/*
 * Appends the rules, one a line with its comma, that would allow what of the case's
 * questions no rule is about: each as narrow as the records say. Programs to execute are
 * left out (exec.h). *missing gets what the syntax has no rule for, a static text, or
 * NULL. Nothing is appended for names that no rule can match.
 */
void avow_profile_write_rules(const struct avow_profile_case *c,
			      enum avow_profile_abi abi, struct avow_buf *out,
			      const char **missing);

/* Whether rules for the case are of the owner alone: every record agrees. */
bool avow_profile_is_owners(const struct avow_profile_case *c);

/*
 * Appends the path as a rule has it: special bytes quoted, quotes around it where it has
 * blanks, and what changes from process to process, user and machine as the variables
 * that @variables define: @{PROC}/@{pid}, @{HOME}, @{run}, @{multiarch}. False, and
 * nothing, for a name that does not begin with a slash.
 */
bool avow_profile_write_path(const struct avow_variables *variables,
			     struct avow_span path, struct avow_buf *out);

/* Appends a value of a condition, quoted where it must be. */
void avow_profile_write_value(struct avow_span value, struct avow_buf *out);

#endif
