/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PHRASE_H
#define AVOW_REPORTS_PHRASE_H

#include "reports/summary.h"

/*
 * Numbers, times and sentences that more than one format says. The same in any
 * locale and time zone. Each appends to @out; nothing is escaped for a format,
 * and what stems from the log is in its display form.
 */

/* 28520 as "28,520". */
void avow_phrase_number(struct avow_buf *out, uint64_t number);

/* "1 denial", "7,746 denials"; @noun is the singular. */
void avow_phrase_count(struct avow_buf *out, uint64_t number, const char *noun);

/* 129600 seconds as "1 day 12 hours": the two greatest units that it has. */
void avow_phrase_duration(struct avow_buf *out, uint64_t seconds);

/* 45000 millionths as "4.5 %"; what is above 0 and rounds to it as "under 0.1 %". */
void avow_phrase_chance(struct avow_buf *out, uint32_t millionths);

/*
 * UTC as 2026-11-22T19:03:04.123Z; a time past the year 9999 as @SECONDS.123.
 * Nothing for the zero time.
 */
void avow_phrase_time(struct avow_buf *out, struct avow_time time);

/* The same for people: 2026-11-22 19:03:04 UTC. */
void avow_phrase_time_plain(struct avow_buf *out, struct avow_time time);

/* From when to when, the date said once when it is the same. */
void avow_phrase_span(struct avow_buf *out, struct avow_time first,
		      struct avow_time last);

/* Text of several lines in display form, its newlines and tabs kept. */
void avow_phrase_lines(struct avow_buf *out, struct avow_span text);

/* "SELinux", "AppArmor", or "SELinux and AppArmor": whose denials there are. */
const char *avow_phrase_lsm(const struct avow_summary *summary);

/* The profile of an AppArmor cluster, with its namespace: "mill (namespace pond)". */
void avow_phrase_profile(struct avow_buf *out, const struct avow_atoms *atoms,
			 const struct avow_cluster *cluster);

/* Its object, "(no name)", or "(all others)". */
void avow_phrase_object(struct avow_buf *out, const struct avow_cluster *cluster);

/* How many files belonged to who asked; nothing when no record says. */
void avow_phrase_owner(struct avow_buf *out, const struct avow_cluster *cluster);

/* What happened, in one sentence: how many denials, and whether they blocked. */
void avow_phrase_verdict(struct avow_buf *out, const struct avow_report *report,
			 const struct avow_summary *summary);

/* Why the counts are less than what happened; nothing when they are not. */
void avow_phrase_caveat(struct avow_buf *out, const struct avow_summary *summary);

/* That every line is accounted for: lines = records + blank + foreign + malformed. */
void avow_phrase_accounts(struct avow_buf *out, const struct avow_input_counts *counts);

/* Which policy was asked, or why none was. */
void avow_phrase_policy(struct avow_buf *out, const struct avow_report *report);

/* Whether a policy of SELinux was asked. */
bool avow_phrase_asked(const struct avow_report *report);

/* Which AppArmor profiles were asked, or that none were; nothing without its denials. */
void avow_phrase_profiles(struct avow_buf *out, const struct avow_report *report,
			  const struct avow_summary *summary);

/* How much the suggested module covers; nothing without a policy. */
void avow_phrase_proof(struct avow_buf *out, const struct avow_report *report);

/* "3 × the audit rate limit was exceeded" */
void avow_phrase_remark(struct avow_buf *out, const struct avow_evidence *evidence,
			enum avow_remark remark);

/* "2 of 40 serials did not come: ..." */
/* "from ... to ...; 12 records lie outside"; nothing where there is no window. */
bool avow_phrase_window(struct avow_buf *out, const struct avow_analysis *analysis);
void avow_phrase_serials(struct avow_buf *out, const struct avow_evidence *evidence);

/*
 * What else was found, one sentence part an @index from 0 on; nothing for one
 * that did not occur. False past the last.
 */
bool avow_phrase_other(struct avow_buf *out, const struct avow_evidence *evidence,
		       size_t index);

/* From when to when the denials were. Nothing when there are none. */
void avow_phrase_period(struct avow_buf *out, const struct avow_summary *summary);

/*
 * Bytes in display form, as a word among others: within "" when they are none, or have
 * blanks, quotes or = in them, where a quote is \x22.
 */
void avow_phrase_word(struct avow_buf *out, struct avow_span bytes);

#endif
