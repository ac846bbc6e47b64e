/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HEADLINE_H
#define AVOW_REPORTS_HEADLINE_H

#include "reports/hardening.h"
#include "reports/hosts.h"
#include "reports/phrase.h"

/*
 * The sentences that sum a report up for a reader, and the small ones of its tables;
 * like those of phrase.h they append, and add no number of their own.
 */

/* "7,746 events, 3 logins, 12 users", of what was asked for besides denials. */
void avow_phrase_activity(struct avow_buf *out, const struct avow_activity *activity);

/* " and 12 more"; nothing when all are shown. */
void avow_phrase_more(struct avow_buf *out, uint64_t all, uint64_t shown);

/* What matters: what must not be allowed, what changes answer, what has no answer.
 * Nothing without a plan. */
void avow_phrase_outlook(struct avow_buf *out, const struct avow_report *report,
			 const struct avow_summary *summary);

/* What the baseline does not know. */
void avow_phrase_news(struct avow_buf *out, const struct avow_summary *summary);

/* The same behind the name of the baseline; nothing without one. */
void avow_phrase_baseline(struct avow_buf *out, const struct avow_report *report,
			  const struct avow_summary *summary);

/* How a cluster stands to it: "new", "more than the baseline knows". */
const char *avow_phrase_novelty(enum avow_baseline_verdict verdict);

/* Whether anything is known to be missing, and what. */
void avow_phrase_completeness(struct avow_buf *out, const struct avow_report *report,
			      const struct avow_summary *summary);

/* Whether what was refused was stopped. Nothing without denials. */
void avow_phrase_mode(struct avow_buf *out, const struct avow_report *report,
		      const struct avow_summary *summary,
		      const struct avow_hardening *audit);

/* What the plan comes to; why there is none. */
void avow_phrase_plan(struct avow_buf *out, const struct avow_report *report);
void avow_phrase_unplanned(struct avow_buf *out, const struct avow_report *report);

/* "Each bar is 1 hour." */
void avow_phrase_stretches(struct avow_buf *out, uint64_t width);

/* How many audit rules there are, and how much is wrong with them. */
void avow_phrase_faults(struct avow_buf *out, const struct avow_rules_info *rules);

/* The same behind where they are from; nothing where none were given. */
void avow_phrase_rules(struct avow_buf *out, const struct avow_report *report);

/* What a row of the audit was seen in. */
void avow_phrase_hardening_row(struct avow_buf *out,
			       const struct avow_hardening_row *row);

/* Which hosts are not told of. */
void avow_phrase_hosts_left_out(struct avow_buf *out, const struct avow_summary *summary,
				const struct avow_hosts *hosts);

/* How many clusters the page leaves out or cuts short, and where they are; nothing
 * when it has all. */
void avow_phrase_left_out(struct avow_buf *out, size_t all, size_t shown, size_t full);

#endif
