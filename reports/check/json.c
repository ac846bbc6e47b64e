/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A check as one JSON object. */
#include "reports/check/check.h"

#include "reports/strings.h"

#define SCHEMA_VERSION "1"

static json_t *make_item(const struct avow_check_item *item)
{
	json_t *out = json_object();

	json_object_set_new(out, "kind",
			    avow_json_string(avow_check_kind_name(item->kind)));
	json_object_set_new(out, "failure", json_boolean(item->is_failure));
	if (item->id[0])
		json_object_set_new(out, "cluster", avow_json_string(item->id));
	json_object_set_new(out, "label", avow_json_string(item->label));
	json_object_set_new(out, "text", avow_json_string(item->text));
	if (item->evidence)
		json_object_set_new(out, "evidence", avow_json_string(item->evidence));
	if (item->how)
		json_object_set_new(out, "how", avow_json_string(item->how));
	if (item->path) {
		json_object_set_new(out, "path", avow_json_string(item->path));
		json_object_set_new(out, "line", avow_json_number(item->line));
	}
	json_object_set_new(out, "count", avow_json_number(item->count));
	return out;
}

static json_t *make_kinds(const struct avow_check *check)
{
	json_t *out = json_object();

	for (int i = 0; i < AVOW_CHECK_KINDS; i++)
		json_object_set_new(out, avow_check_kind_name((enum avow_check_kind)i),
				    avow_json_number(check->of_kind[i]));
	return out;
}

int avow_check_json(const struct avow_check *check, const struct avow_report_style *style,
		    FILE *out, struct avow_error *error)
{
	json_t *root = json_object(), *items = json_array();

	(void)style;
	for (size_t i = 0; i < check->count; i++)
		json_array_append_new(items, make_item(check->items + i));
	json_object_set_new(root, "schema_version", avow_json_string(SCHEMA_VERSION));
	json_object_set_new(root, "result",
			    avow_json_string(avow_check_result_name(check->result)));
	json_object_set_new(root, "failures", avow_json_number(check->failures));
	json_object_set_new(root, "records", avow_json_number(check->records));
	json_object_set_new(root, "denials", avow_json_number(check->denials));
	json_object_set_new(root, "known", avow_json_number(check->known));
	json_object_set_new(root, "clusters", avow_json_number(check->clusters));
	json_object_set_new(root, "known_clusters",
			    avow_json_number(check->known_clusters));
	json_object_set_new(root, "assertions", avow_json_number(check->assertions));
	json_object_set_new(root, "kinds", make_kinds(check));
	json_object_set_new(root, "items", items);
	return avow_json_finish(root, out, error);
}
