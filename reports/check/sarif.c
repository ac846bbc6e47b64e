/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SARIF 2.1.0 (OASIS standard, 27 March 2020): a rule a kind, a result an item. The
 * fingerprint is of the kind and the cluster, so that it stays the same over runs.
 */
#include "reports/check/check.h"

#include "config.h"
#include "reports/strings.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static json_t *make_message(const char *text)
{
	return json_pack("{s:o}", "text", avow_json_string(text));
}

static json_t *make_rules(void)
{
	json_t *out = json_array();

	for (int i = 0; i < AVOW_CHECK_KINDS; i++) {
		enum avow_check_kind kind = (enum avow_check_kind)i;
		json_t *rule = json_object();

		json_object_set_new(rule, "id",
				    avow_json_string(avow_check_kind_name(kind)));
		json_object_set_new(rule, "shortDescription",
				    make_message(avow_check_kind_says(kind)));
		json_array_append_new(out, rule);
	}
	return out;
}

/* A URI reference: what is not plain in a path is %-encoded (RFC 3986). */
static json_t *make_uri(const char *path)
{
	struct avow_buf uri = { 0 };
	json_t *out;

	for (; *path; path++) {
		unsigned char byte = (unsigned char)*path;

		if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		    (byte >= '0' && byte <= '9') || strchr("/._-~", byte))
			avow_buf_putc(&uri, (char)byte);
		else
			avow_buf_printf(&uri, "%%%02X", byte);
	}
	out = avow_json_string(avow_buf_string(&uri));
	avow_buf_free(&uri);
	return out;
}

static json_t *make_location(const struct avow_check_item *item)
{
	json_t *place = json_object(), *artifact = json_object();

	json_object_set_new(artifact, "uri", make_uri(item->path));
	json_object_set_new(place, "artifactLocation", artifact);
	if (item->line)
		json_object_set_new(
			place, "region",
			json_pack("{s:o}", "startLine", avow_json_number(item->line)));
	return json_pack("[{s:o}]", "physicalLocation", place);
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
	json_object_set_new(out, "message", make_message(avow_buf_string(&text)));
	if (item->path)
		json_object_set_new(out, "locations", make_location(item));
	json_object_set_new(
		out, "partialFingerprints",
		json_pack("{s:o}", "avow/v1", avow_json_string(avow_buf_string(&mark))));
	avow_buf_free(&text);
	avow_buf_free(&mark);
	return out;
}

int avow_check_sarif(const struct avow_check *check,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	json_t *results = json_array(), *driver = json_object(), *run = json_object();
	json_t *root = json_object();

	(void)style;
	for (size_t i = 0; i < check->count; i++)
		json_array_append_new(results, make_result(check->items + i));
	json_object_set_new(driver, "name", avow_json_string("avow"));
	json_object_set_new(driver, "version", avow_json_string(PACKAGE_VERSION));
	json_object_set_new(driver, "rules", make_rules());
	json_object_set_new(run, "tool", json_pack("{s:o}", "driver", driver));
	json_object_set_new(run, "results", results);
	json_object_set_new(root, "$schema", avow_json_string(SCHEMA));
	json_object_set_new(root, "version", avow_json_string("2.1.0"));
	json_object_set_new(root, "runs", json_pack("[o]", run));
	return avow_json_finish(root, out, error);
}
