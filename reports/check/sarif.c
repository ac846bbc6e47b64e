/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SARIF 2.1.0 (OASIS standard, 27 March 2020): a rule a kind, a result an item. The
 * fingerprint is of the kind and the cluster, so that it stays the same over runs.
 */
#include "reports/check/check.h"

#include "reports/sarif_parts.h"
#include "reports/strings.h"

static json_t *make_rules(void)
{
	json_t *out = json_array();

	for (int i = 0; i < AVOW_CHECK_KINDS; i++) {
		enum avow_check_kind kind = (enum avow_check_kind)i;

		json_array_append_new(out, avow_sarif_rule(avow_check_kind_name(kind),
							   avow_check_kind_says(kind)));
	}
	return out;
}

static json_t *make_result(const struct avow_check_item *item)
{
	struct avow_buf text = { 0 }, mark = { 0 };
	json_t *out = json_object();

	if (item->label[0])
		avow_buf_printf(&text, "%s: ", item->label);
	avow_buf_puts(&text, item->text);
	avow_buf_printf(&mark, "%s:%s", avow_check_kind_name(item->kind),
			item->id[0] ? item->id : item->label);
	json_object_set_new(out, "ruleId",
			    avow_json_string(avow_check_kind_name(item->kind)));
	json_object_set_new(out, "ruleIndex", avow_json_number((uint64_t)item->kind));
	json_object_set_new(out, "level",
			    avow_json_string(item->is_failure ? "error" : "note"));
	json_object_set_new(out, "message", avow_sarif_message(avow_buf_string(&text)));
	if (item->path)
		json_object_set_new(out, "locations",
				    avow_sarif_locations(item->path, item->line));
	json_object_set_new(out, "partialFingerprints",
			    avow_sarif_fingerprints(avow_buf_string(&mark)));
	avow_buf_free(&text);
	avow_buf_free(&mark);
	return out;
}

int avow_check_sarif(const struct avow_check *check,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	json_t *results = json_array();

	(void)style;
	for (size_t i = 0; i < check->count; i++)
		json_array_append_new(results, make_result(check->items + i));
	return avow_json_finish(avow_sarif_log(make_rules(), results), out, error);
}
