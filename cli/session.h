/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_SESSION_H
#define AVOW_CLI_SESSION_H

#include "analyzer/analysis.h"
#include "analyzer/digest/activity.h"
#include "cli/reading.h"
#include "policy/fault.h"
#include "policy/finding.h"
#include "policy/news.h"

struct avow_apparmor_options;
struct avow_audit_linted;
struct avow_selinux_options;

/*
 * What every command that reads logs and asks a policy goes through: read the
 * inputs, open the policy, find the reasons. Troubles are printed as they come
 * and make the exit status 2; what could be read is used all the same.
 */
struct avow_session {
	struct avow_analysis analysis;
	struct avow_findings findings;
	bool has_findings;     /* a policy was asked, or profiles */
	const char *no_policy; /* of SELinux: the sentence that says why there is none */
	struct avow_error policy_error;
	unsigned troubles;
	bool keeps_granted; /* set before reading: analysis.granted is wanted */
	bool takes_empty;   /* likewise: an input without a byte is no trouble */
	bool has_progress_line;
	/* Likewise, as in avow_analysis_options, with data of its own; NULL: none. */
	void (*on_pulse)(void *data, const struct avow_analysis *analysis);
	void *pulse_data;
	int (*on_denial)(void *data, const struct avow_denial *denial, const char *input);
	void *denial_data;
	int (*on_record)(void *data, const struct avow_record *record);
	int (*on_record_too)(void *data, const struct avow_record *record);
	void *record_data;
	const bool *is_enough;
	struct avow_news news;         /* its baseline is NULL without one */
	struct avow_rules_info rules;  /* its source is NULL without any */
	struct avow_activity activity; /* where has_activity is set */
	bool has_activity;
	struct avow_arena arena;          /* of it */
	struct avow_audit_linted *linted; /* of which they are lent; or NULL */
	const char *report; /* or store, that all of this was read from; or NULL */
};

/*
 * Reads @inputs, logs or a store (stored.h), as @reading says; when there are none, the
 * first of this machine's own logs that holds an audit record, which is said. False when
 * nothing at all could be used, which has been said too.
 */
bool avow_session_read(struct avow_session *session, const struct avow_reading *reading,
		       char *const *inputs, size_t count) avow_must_check;

/* In the place of that: there is no log. AVOW_E_NOMEM. */
int avow_session_read_nothing(struct avow_session *session,
			      struct avow_error *error) avow_must_check;

/*
 * Asks the policy in the file @path, or the running one when @path is NULL, and
 * finds what @options say. Without a usable policy `no_policy` says
 * why; a policy that was named and cannot be used is printed as a trouble.
 */
void avow_session_ask(struct avow_session *session, const char *path,
		      const struct avow_selinux_options *options);

/*
 * Asks the AppArmor profiles in @path, or those of this machine when @path is NULL and it
 * runs AppArmor, about the denials of AppArmor, if there are any. Parts of profiles that
 * cannot be read are printed; profiles that were named and cannot be read are a trouble.
 */
void avow_session_ask_profiles(struct avow_session *session, const char *path,
			       const struct avow_apparmor_options *options);

/* AVOW_E_USAGE when @path, where output is to go, is one of the inputs; NULL is none. */
int avow_session_check_output(const struct avow_session *session, const char *path,
			      struct avow_error *error) avow_must_check;

void avow_session_close(struct avow_session *session);

#endif
