/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plan as one JSON object, for programs; names are those of the report. */
#include <jansson.h>

#include "reports/plan/plan.h"
#include "reports/strings.h"

#define SCHEMA_VERSION "1"

static json_t *make_atom(const struct avow_report *report, uint32_t atom)
{
	return avow_json_string(
		avow_atoms_string(avow_clusters_atoms(report->analysis->clusters), atom));
}

static void set_profile(const struct avow_report *report,
			const struct avow_cluster *cluster, json_t *item)
{
	json_object_set_new(item, "profile",
			    make_atom(report, cluster->apparmor->profile));
	json_object_set_new(item, "class",
			    make_atom(report, cluster->apparmor->class_name));
	json_object_set_new(item, "name",
			    avow_json_string(cluster->apparmor->object.data));
	json_object_set_new(item, "count", avow_json_number(cluster->count));
}

static json_t *make_clusters(const struct avow_report *report,
			     const struct avow_change *change)
{
	json_t *out = json_array();

	for (size_t i = 0; i < change->cluster_count; i++) {
		const struct avow_cluster *cluster =
			avow_clusters_at(report->analysis->clusters, change->clusters[i]);
		json_t *item = json_object();

		json_object_set_new(item, "id", avow_json_string(cluster->id));
		if (cluster->lsm == AVOW_LSM_APPARMOR) {
			set_profile(report, cluster, item);
			json_array_append_new(out, item);
			continue;
		}
		json_object_set_new(item, "scontext_type",
				    make_atom(report, cluster->scontext_type));
		json_object_set_new(item, "tcontext_type",
				    make_atom(report, cluster->tcontext_type));
		json_object_set_new(item, "tclass", make_atom(report, cluster->tclass));
		json_object_set_new(item, "count", avow_json_number(cluster->count));
		json_array_append_new(out, item);
	}
	return out;
}

static json_t *make_risks(const struct avow_change *change)
{
	json_t *out = json_array();

	for (size_t i = 0; i < change->risk_count; i++) {
		const struct avow_risk *risk = change->risks[i];
		json_t *item = json_object();

		json_object_set_new(item, "code", avow_json_string(risk->code));
		json_object_set_new(item, "level",
				    avow_json_string(avow_risk_level_name(risk->level)));
		json_object_set_new(item, "title", avow_json_string(risk->title));
		json_object_set_new(item, "why", avow_json_string(risk->why));
		json_array_append_new(out, item);
	}
	return out;
}

static json_t *make_severity(const struct avow_severity *severity)
{
	json_t *out = json_object();

	json_object_set_new(out, "value", avow_json_number(severity->value));
	json_object_set_new(out, "from", avow_json_string(severity->from));
	return out;
}

static json_t *make_grants(const struct avow_change *change)
{
	json_t *out = json_object();

	json_object_set_new(out, "asked", avow_json_number(change->asked));
	json_object_set_new(out, "extra",
			    change->is_counted ? avow_json_number(change->extra)
					       : json_null());
	json_object_set_new(out, "domains", avow_json_number(change->domains));
	json_object_set_new(out, "objects", avow_json_number(change->objects));
	return out;
}

static json_t *make_change(const struct avow_report *report,
			   const struct avow_change *change)
{
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "id", change->id },
		{ "code", change->code },
		{ "kind", avow_change_kind_name(change->kind) },
		{ "state", avow_change_state_name(change->state) },
		{ "state_why", change->state_why },
		{ "title", change->title },
		{ "why", change->why },
		{ "change", change->text },
		{ "note", change->note },
		{ "proof", change->proof },
	};
	json_t *out = json_object();

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		json_object_set_new(out, texts[i].name, avow_json_string(texts[i].value));
	json_object_set_new(out, "denials", avow_json_number(change->denials));
	json_object_set_new(out, "grants", make_grants(change));
	if (change->severity.from)
		json_object_set_new(out, "severity", make_severity(&change->severity));
	json_object_set_new(out, "risks", make_risks(change));
	json_object_set_new(out, "clusters", make_clusters(report, change));
	return out;
}

static json_t *make_plan(const struct avow_report *report)
{
	const struct avow_plan *plan = &report->findings->plan;
	json_t *changes = json_array(), *out = json_object();

	for (size_t i = 0; i < plan->change_count; i++)
		json_array_append_new(changes, make_change(report, &plan->changes[i]));
	json_object_set_new(out, "schema_version", avow_json_string(SCHEMA_VERSION));
	json_object_set_new(out, "asked", avow_json_number(plan->asked));
	json_object_set_new(out, "answered", avow_json_number(plan->answered));
	json_object_set_new(out, "unmet", avow_json_number(plan->unmet));
	json_object_set_new(out, "permissions_asked",
			    avow_json_number(plan->permissions_asked));
	json_object_set_new(out, "permissions_extra",
			    avow_json_number(plan->permissions_extra));
	json_object_set_new(out, "changes", changes);
	return out;
}

int avow_plan_json(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error)
{
	(void)style;
	return avow_json_finish(make_plan(report), out, error);
}
