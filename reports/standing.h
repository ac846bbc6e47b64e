/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_STANDING_H
#define AVOW_REPORTS_STANDING_H

#include "policy/standing.h"
#include "reports/report.h"

/*
 * Writes which profiles are loaded, in which mode, and what their files say, as text or
 * as one JSON object. AVOW_E_NOMEM or AVOW_E_IO.
 */
int avow_standings_text(const struct avow_standings *standings,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error) avow_must_check;
int avow_standings_json(const struct avow_standings *standings,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error) avow_must_check;

#endif
