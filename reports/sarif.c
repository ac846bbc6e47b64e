/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SARIF 2.1.0: a rule for each reason, a result for each cluster, whose fingerprint is
 * its id. Results are written one by one, so that many take no more memory than one.
 */
#include "reports/formats.h"

#include <stdlib.h>

#include "reports/row.h"
#include "reports/sarif_parts.h"
#include "reports/stream.h"
#include "reports/strings.h"

#define UNASKED "denial" /* the rule of clusters that no policy was asked about */

static json_t *make_rules(const struct avow_summary *summary)
{
	json_t *out = json_array();

	json_array_append_new(out, avow_sarif_rule(UNASKED, "an access was refused"));
	for (size_t i = 0; i < summary->reason_count; i++) {
		const struct avow_reason *reason = summary->reasons[i].reason;

		json_array_append_new(out, avow_sarif_rule(reason->code, reason->title));
	}
	return out;
}

/* Section 3.27.24 of the specification. */
static const char *state_of(const char *baseline)
{
	if (strcmp(baseline, "known") == 0)
		return "unchanged";
	return strcmp(baseline, "new") == 0 ? "new" : "updated";
}

static json_t *make_result(struct avow_row *row)
{
	static const char *const levels[] = { [AVOW_ROW_NOTE] = "note",
					      [AVOW_ROW_WARNING] = "warning",
					      [AVOW_ROW_ERROR] = "error" };
	struct avow_buf text = { 0 };
	json_t *out = json_object();

	avow_buf_printf(&text, "%s: %s", avow_buf_string(&row->label),
			avow_buf_string(&row->facts));
	if (row->why.length)
		avow_buf_printf(&text, ". %s", avow_buf_string(&row->why));
	json_object_set_new(out, "ruleId",
			    avow_json_string(*row->code ? row->code : UNASKED));
	json_object_set_new(out, "level", avow_json_string(levels[row->level]));
	json_object_set_new(out, "message", avow_sarif_message(avow_buf_string(&text)));
	if (row->input.length)
		json_object_set_new(
			out, "locations",
			avow_sarif_locations(avow_buf_string(&row->input), row->line));
	json_object_set_new(out, "partialFingerprints",
			    avow_sarif_fingerprints(row->cluster->id));
	if (*row->baseline)
		json_object_set_new(out, "baselineState",
				    avow_json_string(state_of(row->baseline)));
	json_object_set_new(out, "occurrenceCount",
			    avow_json_number(row->cluster->count));
	avow_buf_free(&text);
	return out;
}

/* Writes @value, which it drops, behind @before. False when memory is out. */
static bool write_value(struct avow_stream *stream, const char *before, json_t *value)
{
	char *text = value ? json_dumps(value, JSON_INDENT(1)) : NULL;

	json_decref(value);
	if (!text)
		return false;
	avow_stream_write(stream, avow_span_of(before));
	avow_stream_write(stream, avow_span_of(text));
	free(text);
	return true;
}

static bool write_all(struct avow_stream *stream, const struct avow_report *report,
		      const struct avow_summary *summary, struct avow_row *row)
{
	bool is_well;

	avow_stream_write(stream, avow_span_of("{\n\"$schema\": \"" AVOW_SARIF_SCHEMA
					       "\",\n\"version\": \"" AVOW_SARIF_VERSION
					       "\",\n\"runs\": [{\n\"tool\": "));
	is_well = write_value(stream, "", avow_sarif_tool(make_rules(summary)));
	avow_stream_write(stream, avow_span_of(",\n\"results\": ["));
	for (size_t i = 0; i < summary->clusters && is_well; i++) {
		avow_row_fill(row, report, summary->order[i]);
		is_well = write_value(stream, i ? ",\n" : "\n", make_result(row));
	}
	avow_stream_write(stream, avow_span_of("]}]\n}\n"));
	return is_well && !avow_row_failed(row);
}

int avow_report_sarif(const struct avow_report *report,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	struct avow_stream stream = { .out = out };
	struct avow_summary summary = { 0 };
	struct avow_row row = { .cluster = NULL };
	int result = avow_summary_make(report, &summary, error);

	(void)style;
	if (!result)
		result = write_all(&stream, report, &summary, &row)
				 ? avow_stream_finish(&stream, error)
				 : avow_error_nomem(error);
	avow_row_free(&row);
	avow_summary_free(&summary);
	return result;
}
