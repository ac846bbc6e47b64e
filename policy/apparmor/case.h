/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_CASE_H
#define AVOW_APPARMOR_CASE_H

#include "policy/apparmor/question.h"
#include "policy/finding.h"

/* Which syntax rules are written in; AUTO is the newest that the profiles' abi/ has. */
enum avow_profile_abi { AVOW_ABI_AUTO, AVOW_ABI_2_13, AVOW_ABI_3_0, AVOW_ABI_4_0 };

struct avow_profile_drafts;

/* One cluster before the profiles: what is known of it while it is explained. */
struct avow_profile_case {
	const struct avow_profiles *profiles;     /* NULL: none were read */
	const struct avow_profiles *abstractions; /* NULL: none were read */
	const struct avow_profile_drafts
		*drafts; /* that are among the profiles; or NULL */
	const struct avow_atoms *atoms;
	const struct avow_cluster *cluster;
	struct avow_span name;        /* of the confining profile, as logged */
	struct avow_span base;        /* without what learning appended: `//null-...` */
	struct avow_span namespace;   /* empty: the root's */
	struct avow_profile *profile; /* that is named so; NULL when none is */
	struct avow_profile_question *questions;
	size_t question_count;
	enum avow_profile_abi abi; /* of the rules that are advised */
	struct avow_arena *arena;  /* for what is told; it outlives the case */
	struct avow_finding *finding;
	size_t reason_room;
	struct avow_severity severity; /* of what no rule is about, the worst */
	const struct avow_risk *risk;  /* of it; NULL: none (risk.h) */
	bool is_out_of_memory;
};

/* Finds the profile and asks it; @scratch holds the questions. */
void avow_case_open(struct avow_profile_case *c, struct avow_arena *scratch);

/* Asks c->profile, which is not NULL, in the place of the one that was found. */
void avow_case_judge(struct avow_profile_case *c, struct avow_arena *scratch);

/* What the kernel says of names that it could not make. */
#define AVOW_INFO_DISCONNECTED "Failed name lookup - disconnected path"
#define AVOW_INFO_DELETED "Failed name lookup - deleted entry"

/* Whether an info= of the records begins so. */
bool avow_case_has_info(const struct avow_profile_case *c, const char *prefix);
bool avow_case_has_operation(const struct avow_profile_case *c, const char *prefix);

/* Whether the profile was made while learning: what is asked is what its program would
 * run in. */
bool avow_case_is_learning(const struct avow_profile_case *c);

/* Questions with this answer. */
size_t avow_case_count(const struct avow_profile_case *c, enum avow_coverage coverage);

struct avow_profile_reason_kind;

/*
 * Adds a row to the finding. @permissions may be NULL: all; @evidence too. Texts are
 * copied.
 */
void avow_case_tell(struct avow_profile_case *c,
		    const struct avow_profile_reason_kind *kind, const char *permissions,
		    uint64_t count, struct avow_buf *text, struct avow_buf *evidence);

/* "FILE:LINE, included in FILE:LINE", for every include on the way. */
void avow_case_put_place(struct avow_buf *out, const struct avow_profile_place *place);

/* The rule in one line, with its qualifiers and comma, and its place behind it. */
void avow_case_put_rule(struct avow_buf *out, const struct avow_profile_rule *rule);

#endif
