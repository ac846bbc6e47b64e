/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is wrong in files, as SARIF 2.1.0 (OASIS standard, 27 March 2020). The fingerprint
 * is of the code, the file and the line's text, so that it stays where lines move.
 */
#include "reports/faults.h"

#include "reports/sarif_parts.h"
#include "reports/strings.h"

static json_t *make_rules(const struct avow_faults *faults)
{
	json_t *out = json_array(), *seen = json_object();

	for (size_t i = 0; i < faults->count; i++) {
		const struct avow_fault *fault = faults->items + i;
		json_t *rule;

		if (json_object_get(seen, fault->code))
			continue;
		json_object_set_new(seen, fault->code, json_true());
		rule = avow_sarif_rule(fault->code, fault->title);
		if (fault->why)
			json_object_set_new(rule, "fullDescription",
					    avow_sarif_message(fault->why));
		json_array_append_new(out, rule);
	}
	json_decref(seen);
	return out;
}

/* Columns count characters here, from 1. */
static uint64_t column_of(struct avow_span text, size_t bytes)
{
	uint64_t column = 1;

	for (size_t i = 0; i < bytes && i < text.length; i++)
		column += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return column;
}

static json_t *make_locations(const struct avow_fault *fault)
{
	json_t *list = avow_sarif_locations(fault->path, fault->line);
	json_t *place = json_object_get(json_array_get(list, 0), "physicalLocation");
	json_t *region = json_object_get(place, "region");

	if (fault->length) {
		json_object_set_new(
			region, "startColumn",
			avow_json_number(column_of(fault->text, fault->column)));
		json_object_set_new(region, "endColumn",
				    avow_json_number(column_of(
					    fault->text, fault->column + fault->length)));
	}
	return list;
}

static void put_message(const struct avow_fault *fault, struct avow_buf *out)
{
	avow_buf_puts(out, fault->says);
	if (fault->targets)
		avow_buf_printf(out, " (%s)", fault->targets);
	if (fault->rewrite)
		avow_buf_printf(out, ". %s%s",
				*fault->rewrite ? "Write:\n" : "Take it out",
				fault->rewrite);
}

static void put_mark(const struct avow_fault *fault, struct avow_buf *out)
{
	avow_buf_printf(out, "%s:%s:", fault->code, fault->path);
	avow_buf_printf(out, "%016llx:%u",
			(unsigned long long)avow_span_hash(fault->text), fault->column);
}

static json_t *make_result(const struct avow_fault *fault)
{
	struct avow_buf text = { 0 }, mark = { 0 };
	json_t *out = json_object();

	put_message(fault, &text);
	put_mark(fault, &mark);
	json_object_set_new(out, "ruleId", avow_json_string(fault->code));
	json_object_set_new(out, "level",
			    avow_json_string(avow_fault_severity_name(fault->severity)));
	json_object_set_new(out, "message", avow_sarif_message(avow_buf_string(&text)));
	json_object_set_new(out, "locations", make_locations(fault));
	json_object_set_new(out, "partialFingerprints",
			    avow_sarif_fingerprints(avow_buf_string(&mark)));
	avow_buf_free(&text);
	avow_buf_free(&mark);
	return out;
}

int avow_faults_sarif(const struct avow_faults *faults,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	json_t *results = json_array();

	(void)style;
	for (size_t i = 0; i < faults->count; i++)
		json_array_append_new(results, make_result(faults->items + i));
	return avow_json_finish(avow_sarif_log(make_rules(faults), results), out, error);
}
