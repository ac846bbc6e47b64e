/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_COVERAGE_H
#define AVOW_POLICY_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What of audit rules came to be used in a log, in words that need no engine. Sorted, so
 * that the same log and rules give the same bytes.
 */

/* A key, of rules or of the log. */
struct avow_coverage_key {
	const char *name;
	uint64_t events, bytes; /* that carry it; bytes of all their lines */
	size_t rules;           /* that give it; 0: the log alone has it */
	const char *place;      /* FILE:LINE of the first; NULL without one */
};

/* A type of records, of those that the log is largest by. */
struct avow_coverage_type {
	const char *name;
	uint64_t records, bytes;
	const char *loses; /* what nobody would see without it; NULL: it has to stay */
	const char *rule;  /* that leaves it out; NULL likewise */
};

/* Why denials may lack the path of their file. */
struct avow_coverage_hint {
	const char *code;  /* stable: "AUD-COVER-NO-RULE" */
	const char *says;  /* a sentence without its full stop */
	const char *place; /* FILE:LINE of the rule that is why; NULL: none is */
	const char *rule;  /* what to write, or NULL */
};

struct avow_coverage {
	uint64_t events, bytes; /* of the whole log */
	uint64_t keyed_events, keyed_bytes;
	size_t rules, rules_without_key;      /* that can be true of an event */
	const struct avow_coverage_key *keys; /* by bytes, the largest first */
	size_t key_count;
	const struct avow_coverage_type *types; /* likewise */
	size_t type_count;
	/* SELinux's denials of a file that is not named in full, and what became of it.
	 */
	uint64_t denials, nameless, with_path, without_call;
	const struct avow_coverage_hint *hints;
	size_t hint_count;
};

#endif
