/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_REPLAY_H
#define AVOW_REPORTS_REPLAY_H

#include "analyzer/analysis.h"
#include "policy/replay.h"
#include "reports/report.h"

struct avow_replay_report {
	const struct avow_analysis *analysis; /* with its granted accesses */
	const struct avow_replay *replay;
	bool is_brief; /* the counts alone */
};

/* Writes the outcome as text. Fails with AVOW_E_NOMEM, or AVOW_E_IO. */
int avow_replay_text(const struct avow_replay_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error) avow_must_check;

/* Likewise as one JSON object. */
int avow_replay_json(const struct avow_replay_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error) avow_must_check;

/* The set that the row's cluster and its atoms are of. */
const struct avow_clusters *avow_replay_set(const struct avow_replay_report *report,
					    const struct avow_replay_row *row);

#endif
