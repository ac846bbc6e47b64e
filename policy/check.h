/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_CHECK_H
#define AVOW_POLICY_CHECK_H

#include "policy/baseline.h"
#include "policy/finding.h"
#include "policy/replay.h"

struct avow_rulings;

/* What a check may find: a row each in check.c, with its name for --fail-on. */
enum avow_check_kind {
	AVOW_CHECK_NEW,      /* denials that the baseline does not know */
	AVOW_CHECK_ENFORCED, /* those of them that were enforced */
	AVOW_CHECK_RISK,     /* whose change would open what is a risk */
	AVOW_CHECK_EXPIRED,
	AVOW_CHECK_REPLAY_DENIED,
	AVOW_CHECK_REPLAY_GRANTED,
	AVOW_CHECK_NEVERALLOW,
	AVOW_CHECK_ASSERTION,
	AVOW_CHECK_INCOMPLETE,
	AVOW_CHECK_RECORDS, /* fewer records than were expected */
	AVOW_CHECK_UNUSED,
	AVOW_CHECK_KINDS
};

/* "new", "risk", ...; and what it is, for --help. */
const char *avow_check_kind_name(enum avow_check_kind kind);
const char *avow_check_kind_says(enum avow_check_kind kind);

/* One thing that was found. Strings live in the check's arena or are lent for as long. */
struct avow_check_item {
	enum avow_check_kind kind;
	bool is_failure;      /* it was asked to fail on it; else it is a warning */
	const char *id;       /* of the cluster; "" without */
	const char *label;    /* what it is about: "a_t -> b_t : file" */
	const char *text;     /* a sentence */
	const char *evidence; /* the deciding rule, a record; or NULL */
	const char *how;      /* what can be done, a line each; or NULL */
	const char *path;     /* where it stands: a file, and its line; or NULL */
	uint64_t line;
	uint64_t count; /* records; 0 where there are none */
};

enum avow_check_result {
	AVOW_CHECK_PASSED,
	AVOW_CHECK_PASSED_WITH_DENIALS, /* known ones, or such as nothing fails on */
	AVOW_CHECK_FAILED,
	AVOW_CHECK_TROUBLE /* something could not be read, and nothing failed */
};

/* "passed", "passed-with-denials", "failed", "trouble". */
const char *avow_check_result_name(enum avow_check_result result);

struct avow_check {
	struct avow_arena arena;
	struct avow_check_item *items; /* failures first, then by kind and label */
	size_t count, capacity;
	size_t failures;
	size_t of_kind[AVOW_CHECK_KINDS];
	enum avow_check_result result;
	uint64_t denials, known; /* records */
	size_t clusters, known_clusters;
	uint64_t records;  /* in the window */
	size_t troubles;   /* inputs and policies that could not be read, as was told */
	size_t assertions; /* that were checked */
	const char *baseline, *decisions; /* files; or NULL */
};

/* What --fail-on names. */
struct avow_check_fails {
	bool on[AVOW_CHECK_KINDS];
	enum avow_risk_level risk; /* this, and what is worse */
};

/* The kinds that a check fails on when it was not told. */
void avow_check_fail_default(struct avow_check_fails *out);

/* Reads "new,enforced,risk:high,...". AVOW_E_USAGE. */
int avow_check_fail_parse(const char *list, struct avow_check_fails *out,
			  struct avow_error *error) avow_must_check;

/* What is checked; each but the analysis may be NULL. */
struct avow_check_input {
	const struct avow_analysis *analysis;
	const struct avow_findings *findings;
	struct avow_baseline *baseline;
	const char *baseline_path;
	struct avow_rulings *rulings;
	const char *rulings_path;
	bool expects_records;
	const struct avow_check_fails *fails;
};

/* Fills @out, zeroed by the caller and freed by avow_check_free(). 0 or AVOW_E_NOMEM. */
int avow_check_make(const struct avow_check_input *input,
		    struct avow_check *out) avow_must_check;

/*
 * Adds what a replay came to: accesses of @denied and @granted, the sets that it was made
 * of, of which the policy says something else now. @of is what they are of, "the log".
 */
int avow_check_replay(struct avow_check *check, const struct avow_check_fails *fails,
		      const struct avow_replay *replay,
		      const struct avow_clusters *denied,
		      const struct avow_clusters *granted,
		      const char *of) avow_must_check;

/* An item more, as other engines find them; its strings are copied. */
int avow_check_add(struct avow_check *check, const struct avow_check_fails *fails,
		   const struct avow_check_item *item) avow_must_check;

/* To be called behind the last item: puts them in order and tells the result. */
void avow_check_settle(struct avow_check *check);

void avow_check_free(struct avow_check *check);

#endif
