/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_DRAFTS_DRAFTS_H
#define AVOW_APPARMOR_DRAFTS_DRAFTS_H

#include "analyzer/cluster/cluster.h"
#include "policy/apparmor/case.h"
#include "policy/plan.h"

/*
 * Profiles that are not there yet: of a program that has none, and children for programs
 * that a profile in complain mode started without a rule. Their heads are put into copies
 * of the files, and these are read: so what they lack is asked of them as of any other.
 */

#define AVOW_DRAFTS_MAX 256 /* more are not made: names in a log are anybody's */

struct avow_profile_draft {
	const char *name;    /* as the kernel calls it */
	const char *program; /* that it attaches to; NULL: none, or its name says it */
	/* Of a child: the profile that it is of, either as it was read, or a draft. */
	const struct avow_profile *parent;
	const struct avow_profile_draft *parent_draft;
	const char *path;             /* of the file that it stands in */
	bool is_complain;             /* it is to be looked at before it is enforced */
	bool is_void;                 /* nothing came of it */
	uint64_t allowed;             /* denials in complain mode */
	struct avow_profile *profile; /* as it was read, among those of the drafts */

	/* What the plan makes of it. */
	bool is_wanted;
	size_t *clusters; /* that were asked of it */
	size_t cluster_count, cluster_room;
	uint64_t denials;
};

/* A program that a profile started, and whether it did what the profile may not do. */
struct avow_profile_started {
	const struct avow_profile *parent; /* as it was read; or */
	const struct avow_profile_draft *parent_draft;
	const char *program;
	bool is_helper;  /* no rule says how it runs, and it can run in its parent */
	bool is_settled; /* a rule, or another profile, says how it runs */
	bool has_needs;
};

struct avow_profile_drafts {
	struct avow_arena arena;
	struct avow_profile_draft at[AVOW_DRAFTS_MAX];
	size_t count;
	struct avow_profile_started *started;
	size_t started_count;
	struct avow_profile_overlay *texts; /* of the files with the heads in them */
	size_t text_count;
	struct avow_profiles *profiles; /* all, with the drafts; NULL: there are none */
};

/* What drafts are made of. */
struct avow_drafts_input {
	const struct avow_profiles *profiles;
	const struct avow_profiles *abstractions; /* or NULL */
	const char *source;                       /* that the profiles were read from */
	const struct avow_clusters *clusters;
	enum avow_profile_abi abi;
	const char *accept; /* as in struct avow_steering: codes, or NULL: all */
};

/* The drafts that the log calls for; *out is NULL without any. 0 or AVOW_E_NOMEM. */
int avow_drafts_make(const struct avow_drafts_input *input,
		     struct avow_profile_drafts **out) avow_must_check;
void avow_drafts_free(struct avow_profile_drafts *drafts);

/* The draft that @profile is; NULL: it is none. @drafts may be NULL. */
struct avow_profile_draft *avow_draft_of(const struct avow_profile_drafts *drafts,
					 const struct avow_profile *profile);

/* Whether all that @program did @parent, which was read with the drafts, may do. */
bool avow_drafts_is_helper(const struct avow_profile_drafts *drafts,
			   const struct avow_profile *parent, struct avow_span program);

/* "profile NAME PROGRAM flags=(complain)", what stands before the brace. */
void avow_draft_put_head(const struct avow_profile_draft *draft, struct avow_buf *out);

/* Finds what the log calls for (gather.c), and writes it into texts (text.c). */
int avow_drafts_gather(const struct avow_drafts_input *input,
		       struct avow_profile_drafts *drafts) avow_must_check;
int avow_drafts_write(const struct avow_drafts_input *input,
		      struct avow_profile_drafts *drafts) avow_must_check;

#endif
