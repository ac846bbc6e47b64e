/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_RULES_RULE_H
#define AVOW_APPARMOR_PROFILES_RULES_RULE_H

#include "policy/apparmor/profiles/classes.h"
#include "policy/apparmor/profiles/reader.h"

/* Letters of file permissions, without those that have no upper case. */
#define AVOW_FILE_LETTERS "rwalkmxiupcRWLMXIUPC"

/* One rule being read: its keyword is taken, its comma is not. */
struct avow_rule_reading {
	struct avow_profile_reader *reader;
	struct avow_cursor *cursor;
	struct avow_profile_rule *rule;
	struct avow_token keyword; /* the first word */
	bool is_broken;            /* a quote was not closed */
};

/*
 * Reads what is behind the keyword into the rule. NULL, or what is wrong, a text that
 * lives as long as the arena. One file in this directory a form.
 */
typedef const char *avow_rule_read_fn(struct avow_rule_reading *reading);

avow_rule_read_fn avow_rule_read_capability;
avow_rule_read_fn avow_rule_read_change_profile;
avow_rule_read_fn avow_rule_read_conditions; /* dbus, signal, unix and the like */
avow_rule_read_fn avow_rule_read_file;       /* behind `file`, or without a keyword */
avow_rule_read_fn avow_rule_read_link;
avow_rule_read_fn avow_rule_read_mount;
avow_rule_read_fn avow_rule_read_nothing; /* all */
avow_rule_read_fn avow_rule_read_rlimit;  /* behind `set` */

/* The next token, and the same without taking it; what ends the rule is not taken. */
struct avow_token avow_rule_next(struct avow_rule_reading *reading);
struct avow_token avow_rule_next_name(struct avow_rule_reading *reading);
struct avow_token avow_rule_peek(const struct avow_rule_reading *reading);

/* Adds a condition with one value, expanded; NULL, or what is wrong. */
const char *avow_rule_add(struct avow_rule_reading *reading, const char *key,
			  struct avow_span word);

/* The permissions at the cursor, one word or a list in parentheses; or what is wrong. */
const char *avow_rule_read_permissions(struct avow_rule_reading *reading,
				       const struct avow_class *class);

/*
 * The condition at the cursor, `key=value`, `key in (...)` or `peer=(...)`, when there is
 * one: *found. The key must be one of the class.
 */
const char *avow_rule_read_condition(struct avow_rule_reading *reading,
				     const struct avow_class *class, bool *found);

#endif
