/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_NEWS_H
#define AVOW_POLICY_NEWS_H

#include "policy/baseline.h"

/* How each cluster stands to a baseline, as reports show it. */
struct avow_news {
	const char *baseline;                 /* the file, as it was given */
	const enum avow_baseline_verdict *of; /* by index of the cluster */
};

/* "known", "new", "wider", "enforced", "permissive", "expired". */
const char *avow_baseline_verdict_name(enum avow_baseline_verdict verdict);

/*
 * Judges every cluster of @set, in memory of @arena. The baseline counts what it covers.
 * AVOW_E_NOMEM.
 */
int avow_news_make(struct avow_baseline *baseline, const char *path,
		   const struct avow_clusters *set, struct avow_arena *arena,
		   struct avow_news *out) avow_must_check;

#endif
