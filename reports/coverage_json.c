/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of audit rules came to be used in a log, as one JSON object. */
#include "reports/coverage.h"

#include "reports/strings.h"

static json_t *make_keys(const struct avow_coverage *coverage)
{
	json_t *list = json_array();

	for (size_t i = 0; i < coverage->key_count; i++) {
		const struct avow_coverage_key *key = coverage->keys + i;
		json_t *object = json_object();

		json_object_set_new(object, "key", avow_json_string(key->name));
		json_object_set_new(object, "events", avow_json_number(key->events));
		json_object_set_new(object, "bytes", avow_json_number(key->bytes));
		json_object_set_new(object, "rules", avow_json_number(key->rules));
		json_object_set_new(object, "place", avow_json_string(key->place));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *make_types(const struct avow_coverage *coverage)
{
	json_t *list = json_array();

	for (size_t i = 0; i < coverage->type_count; i++) {
		const struct avow_coverage_type *type = coverage->types + i;
		json_t *object = json_object();

		json_object_set_new(object, "type", avow_json_string(type->name));
		json_object_set_new(object, "records", avow_json_number(type->records));
		json_object_set_new(object, "bytes", avow_json_number(type->bytes));
		json_object_set_new(object, "loses", avow_json_string(type->loses));
		json_object_set_new(object, "rule", avow_json_string(type->rule));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *make_hints(const struct avow_coverage *coverage)
{
	json_t *list = json_array();

	for (size_t i = 0; i < coverage->hint_count; i++) {
		const struct avow_coverage_hint *hint = coverage->hints + i;
		json_t *object = json_object();

		json_object_set_new(object, "code", avow_json_string(hint->code));
		json_object_set_new(object, "says", avow_json_string(hint->says));
		json_object_set_new(object, "place", avow_json_string(hint->place));
		json_object_set_new(object, "rule", avow_json_string(hint->rule));
		json_array_append_new(list, object);
	}
	return list;
}

/* Numbers by their names, the last of which is NULL. */
struct figure {
	const char *name;
	uint64_t value;
};

static json_t *make_figures(const struct figure *figures)
{
	json_t *object = json_object();

	for (; figures->name; figures++)
		json_object_set_new(object, figures->name,
				    avow_json_number(figures->value));
	return object;
}

int avow_coverage_json(const struct avow_coverage *coverage,
		       const struct avow_report_style *style, FILE *out,
		       struct avow_error *error)
{
	const struct figure log[] = { { "events", coverage->events },
				      { "bytes", coverage->bytes },
				      { "keyed_events", coverage->keyed_events },
				      { "keyed_bytes", coverage->keyed_bytes },
				      { NULL, 0 } };
	const struct figure rules[] = { { "count", coverage->rules },
					{ "without_key", coverage->rules_without_key },
					{ NULL, 0 } };
	const struct figure denials[] = { { "all", coverage->denials },
					  { "nameless", coverage->nameless },
					  { "with_path", coverage->with_path },
					  { "without_call", coverage->without_call },
					  { NULL, 0 } };
	json_t *root = json_object();

	(void)style;
	json_object_set_new(root, "schema_version",
			    avow_json_string(AVOW_COVERAGE_SCHEMA_VERSION));
	json_object_set_new(root, "log", make_figures(log));
	json_object_set_new(root, "rules", make_figures(rules));
	json_object_set_new(root, "keys", make_keys(coverage));
	json_object_set_new(root, "types", make_types(coverage));
	json_object_set_new(root, "denials", make_figures(denials));
	json_object_set_new(root, "hints", make_hints(coverage));
	return avow_json_finish(root, out, error);
}
