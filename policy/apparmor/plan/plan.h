/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PLAN_PLAN_H
#define AVOW_APPARMOR_PLAN_PLAN_H

#include "policy/apparmor/drafts/drafts.h"
#include "policy/apparmor/find.h"
#include "policy/apparmor/severities.h"
#include "policy/apparmor/write.h"
#include "policy/decisions.h"

#define AVOW_AT_END SIZE_MAX
#define AVOW_INDENT_MAX 16

/* The rules, or the flags, that were taken for one profile. */
struct avow_profile_taken {
	const struct avow_profile *profile;
	struct avow_buf rules;            /* one a line; of a head, flags with commas */
	bool is_head;                     /* they are flags, for the head of it */
	struct avow_profile_draft *draft; /* that the profile is; or NULL */
	const char *path;                 /* of the file to edit; NULL: none */
	size_t at; /* the place in it, from its front; AVOW_AT_END: behind all of it */
	unsigned indent; /* of the rules there */
	bool is_edited;  /* they are in their file */
	struct avow_profile_taken *next;
};

/* What is planned for, and what comes of it. */
struct avow_profile_planner {
	const struct avow_profiles *profiles;
	const struct avow_profiles *abstractions; /* or NULL */
	struct avow_profile_drafts *drafts;       /* or NULL */
	const char *base;                         /* the directory of the profiles */
	const struct avow_clusters *clusters;
	const struct avow_apparmor_options *options;
	enum avow_profile_abi abi; /* of what is written */
	struct avow_severities severities;
	struct avow_findings *out;

	struct avow_change *changes; /* made so far, in the arena of the findings */
	const struct avow_profile **profile_of; /* of each: that its text goes into */
	size_t change_count, change_room;
	struct avow_profile_taken *taken; /* in malloc'd memory; avow_taken_free() */
	bool is_out_of_memory;
};

/*
 * Room for one change more, behind the others, of what goes into the text of @profile
 * (NULL: nothing does); NULL when memory is out.
 */
struct avow_change *avow_planner_add(struct avow_profile_planner *planner,
				     const struct avow_profile *profile);

/*
 * Puts changes together that are of one rule (merge.c): AA-GENERALISE. What is taken then
 * is among planner->taken.
 */
void avow_profile_merge(struct avow_profile_planner *planner);

/* The profiles themselves that are new, as changes (new.c). */
void avow_profile_plan_new(struct avow_profile_planner *planner);

/* Chooses for one cluster what to do, with the advice that was found for it. */
void avow_profile_choose(struct avow_profile_planner *planner,
			 const struct avow_profile_case *c, size_t cluster);

/* Appends rules, one a line, to those of a profile. */
void avow_taken_add(struct avow_profile_planner *planner,
		    const struct avow_profile *profile, const char *rules);
/* Adds `flags=(NAME)` to the head of a profile, if it is not there. */
void avow_taken_add_flag(struct avow_profile_planner *planner,
			 const struct avow_profile *profile, const char *flag);
void avow_taken_free(struct avow_profile_planner *planner);

/*
 * Says of all that was taken in which file and at which place it goes: into the profile's
 * own local/ file, which updates of packages leave alone; where it includes none, before
 * its closing brace; in a draft, behind what it includes. Drafts that nothing was taken
 * for are taken out.
 */
void avow_taken_place(struct avow_profile_planner *planner);

/*
 * Writes @rules, a line each, to @out: sorted, each path once with all its permissions,
 * nothing that another line grants already. *count gets the number of lines.
 */
void avow_profile_rules_merge(struct avow_span rules, struct avow_buf *out,
			      size_t *count);

/* The files as the rules that were taken make them (edit.c), into planner->out->edits. */
void avow_profile_edit_files(struct avow_profile_planner *planner);

/* A unified diff of @before and @after, for patch(1) in the root directory. */
void avow_diff_write(struct avow_span before, struct avow_span after, const char *path,
		     bool is_new, struct avow_buf *out);

/* Reads the edited files and asks every cluster again (prove.c). */
void avow_profile_prove(struct avow_profile_planner *planner);

/*
 * Has apparmor_parser compile the edited files, without loading them (compile.c), which
 * takes none of them when it is not installed.
 */
void avow_profile_compile(struct avow_profile_planner *planner);

#endif
