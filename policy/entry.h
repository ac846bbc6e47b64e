/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_ENTRY_H
#define AVOW_POLICY_ENTRY_H

#include <stddef.h>

/*
 * What is told of a code at length, for people who meet it for the first time: plain
 * text, its lines not broken. Paragraphs are apart by an empty line.
 */
struct avow_entry {
	const char *record;      /* a record as a log has it, that calls for the code */
	const char *explanation; /* what it means */
	const char *safe_change; /* what to do, in the safe order */
	const char *not_when;    /* when not to */
};

/* A code with its title and its entry: one row of what `avow why --list` prints. */
struct avow_code_row {
	const char *code;
	const char *kind; /* "reason", "advice" or "risk" */
	const char *title;
	const struct avow_entry *entry;
};

#endif
