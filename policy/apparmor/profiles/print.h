/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_PRINT_H
#define AVOW_APPARMOR_PROFILES_PRINT_H

#include "analyzer/base/buf.h"
#include "policy/apparmor/profiles/profile.h"

/*
 * Text of profiles made of what was read, not of the source: variables are replaced,
 * includes and conditions resolved, words quoted where they need it. What is printed
 * means what was read: apparmor_parser makes the same automata of both. A rule that was
 * not understood is printed as it was written.
 */

/* Appends @rule with its comma, without a line's end. */
void avow_rule_print(const struct avow_profile_rule *rule, struct avow_buf *out);

/*
 * Appends @profile, which is no child, to its closing brace, and in it the children and
 * hats that follow it in the list.
 */
void avow_profile_print(const struct avow_profile *profile, struct avow_buf *out);

/* Appends all that was read of one file, with its abi. */
void avow_profiles_print(const struct avow_profiles *profiles, struct avow_buf *out);

/* Appends @word as one of a profile: in quotes where it needs them. */
void avow_word_print(struct avow_span word, struct avow_buf *out);

#endif
