/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SELINUX_H
#define AVOW_POLICY_SELINUX_SELINUX_H

#include "analyzer/base/error.h"
#include "policy/entry.h"
#include "policy/finding.h"

/*
 * The SELinux engine. libsepol parses contexts through process-wide statics, so one
 * thread asks.
 */
struct avow_selinux_policy;

/*
 * Opens a binary policy file. Fails with AVOW_E_POLICY and one sentence naming
 * the file when it is missing, unreadable, truncated, a text policy, or of a
 * version that libsepol does not know. @out is freed with
 * avow_selinux_policy_close().
 */
int avow_selinux_policy_open(const char *path, struct avow_selinux_policy **out,
			     struct avow_error *error) avow_must_check;
void avow_selinux_policy_close(struct avow_selinux_policy *policy);

/* The path of the running policy, lent for ever, or NULL when SELinux is not enabled. */
const char *avow_selinux_running_policy(void);

/*
 * Whether a module may be called @name: 0, or AVOW_E_USAGE and one sentence.
 */
int avow_selinux_check_module(const char *name, struct avow_error *error) avow_must_check;

/* Whether @text, of a .te or .cil, was made by avow, and nobody has changed it since. */
bool avow_selinux_is_own_module(struct avow_span text);

/* Every code that the engine tells, with its documentation: first the reasons. */
size_t avow_selinux_code_count(void);
struct avow_code_row avow_selinux_code_at(size_t index);

/* What is asked besides the reasons. */
struct avow_selinux_options {
	const char *cluster; /* what the ids of those asked about begin with; NULL: all */
	bool is_verdict; /* the decision's reasons alone: no circumstances, no advice */
	/* The suggestion's name; NULL: none is made, no rule advised. */
	const char *module;
	const char *neverallow; /* a file of neverallow rules (neverallow.h), or NULL */
	bool has_sources;       /* texts: suggestion.te, .cil and .plain, .package */
	struct avow_span
		previous; /* the .te of an earlier run, for its version; or empty */
	/*
	 * Makes the plan, and the module of what the plan leaves to rules; NULL: the
	 * module has a rule for whatever rules answer.
	 */
	const struct avow_steering *steering;
	/* The .te in refpolicy's style, with the macros of the headers in this directory;
	 * without them when it is not there. NULL: for checkmodule as it is. */
	const char *headers;
	/* Where what comes of the headers is kept for the next time; NULL: nowhere. */
	const char *cache;
	bool has_commands;  /* rules for ioctl allow the commands seen, no others */
	bool has_decisions; /* the questions: finding.decisions */
	bool has_layers;    /* with every layer of each */
	/* By index: the clusters that have these two; NULL: all of them. */
	const bool *in_full;
	/*
	 * The contexts directory of the logged host; NULL: the one that belongs to the
	 * policy file, if it is there.
	 */
	const char *contexts;
};

/*
 * Asks the policy why each access of each cluster is refused, makes the suggestion
 * applies it in memory, and asks again. @clusters must be sorted. @out is zeroed by the
 * caller and freed by avow_findings_free().
 */
int avow_selinux_find(struct avow_selinux_policy *policy,
		      const struct avow_clusters *clusters,
		      const struct avow_selinux_options *options,
		      struct avow_findings *out,
		      struct avow_error *error) avow_must_check;

#endif
