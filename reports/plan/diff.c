/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the plan makes of AppArmor's profiles, as a diff for patch(1). */
#include "reports/plan/plan.h"

#include "analyzer/base/span.h"
#include "reports/stream.h"

bool avow_plan_has_edits(const struct avow_report *report)
{
	return report->findings->edits.count > 0;
}

int avow_plan_diff(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error)
{
	const struct avow_profile_edits *edits = &report->findings->edits;
	struct avow_stream stream = { .out = out };

	(void)style;
	for (size_t i = 0; i < edits->count; i++)
		avow_stream_write(&stream, avow_span_of(edits->at[i].diff));
	return avow_stream_finish(&stream, error);
}
