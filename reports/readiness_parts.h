/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_READINESS_PARTS_H
#define AVOW_REPORTS_READINESS_PARTS_H

/* What readiness.c and readiness_words.c share. Nobody else includes it. */
#include "reports/readiness.h"

/*
 * Gives @subject, of which all else is known, its verdict, and the sentences that say
 * what is missing and what weakens it, in @arena. AVOW_E_NOMEM.
 */
int avow_readiness_judge(const struct avow_report *report,
			 const struct avow_ready_limits *limits, struct avow_arena *arena,
			 struct avow_ready_subject *subject) avow_must_check;

#endif
