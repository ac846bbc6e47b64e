/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The outcome of a replay as one JSON object; names are those of the report. */
#include <jansson.h>

#include "reports/replay.h"
#include "reports/strings.h"

#define SCHEMA_VERSION "1"

static json_t *make_policy(const struct avow_policy_info *info)
{
	json_t *out;

	if (!info->source)
		return json_null();
	out = json_object();
	json_object_set_new(out, "kind", avow_json_string(info->kind));
	json_object_set_new(out, "version", avow_json_number(info->version));
	json_object_set_new(out, "mls", json_boolean(info->is_mls));
	json_object_set_new(out, "source", avow_json_string(info->source));
	json_object_set_new(out, "digest", avow_json_string(info->digest));
	return out;
}

static json_t *make_counts(const struct avow_replay *replay)
{
	json_t *out = json_array();

	for (int i = 0; i < AVOW_REPLAY_STATUSES; i++) {
		json_t *item = json_object();

		json_object_set_new(item, "status",
				    avow_json_string(avow_replay_status_name(
					    (enum avow_replay_status)i)));
		json_object_set_new(item, "count", avow_json_number(replay->records[i]));
		json_object_set_new(item, "accesses",
				    avow_json_number(replay->accesses[i]));
		json_object_set_new(item, "clusters",
				    avow_json_number(replay->clusters[i]));
		json_array_append_new(out, item);
	}
	return out;
}

static json_t *make_profiles(const struct avow_profiles_info *info)
{
	json_t *out = json_object();

	json_object_set_new(out, "source", avow_json_string(info->source));
	json_object_set_new(out, "profiles", avow_json_number(info->profiles));
	json_object_set_new(out, "rules", avow_json_number(info->rules));
	json_object_set_new(out, "defects", avow_json_number(info->defects));
	return out;
}

/* What an access of AppArmor is named by. */
static void set_profile(json_t *out, const struct avow_atoms *atoms,
			const struct avow_cluster *cluster)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;
	json_t *permissions = json_array();

	json_object_set_new(
		out, "profile",
		avow_json_string(avow_atoms_string(atoms, apparmor->profile)));
	json_object_set_new(
		out, "class",
		avow_json_string(avow_atoms_string(atoms, apparmor->class_name)));
	json_object_set_new(out, "name", avow_json_string(apparmor->object.data));
	for (size_t i = 0; i < cluster->permissions.length; i++)
		json_array_append_new(
			permissions,
			avow_json_string(cluster->permissions.entries[i].value.data));
	json_object_set_new(out, "permissions", permissions);
}

/* What an access of SELinux is named by. */
static void set_contexts(json_t *out, const struct avow_atoms *atoms,
			 const struct avow_cluster *cluster,
			 const struct avow_access *access)
{
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "scontext", avow_atoms_string(atoms, access->scontext) },
		{ "tcontext", avow_atoms_string(atoms, access->tcontext) },
		{ "tclass", avow_atoms_string(atoms, cluster->tclass) },
		{ "permissions", avow_atoms_string(atoms, access->permissions) },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		json_object_set_new(out, texts[i].name, avow_json_string(texts[i].value));
	if (access->xperm)
		json_object_set_new(out, "xperm",
				    avow_json_number(access->xperm & 0xffff));
}

static json_t *make_row(const struct avow_replay_report *report,
			const struct avow_replay_row *row)
{
	const struct avow_clusters *set = avow_replay_set(report, row);
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	const struct avow_cluster *cluster = avow_clusters_at(set, row->cluster);
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "code", row->code },
		{ "was", row->was },
		{ "text", row->text },
		{ "evidence", row->evidence },
	};
	json_t *out = json_object();

	json_object_set_new(out, "status",
			    avow_json_string(avow_replay_status_name(row->status)));
	json_object_set_new(out, "cluster", avow_json_string(cluster->id));
	if (row->example)
		set_contexts(out, atoms, cluster, row->example);
	else
		set_profile(out, atoms, cluster);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		json_object_set_new(out, texts[i].name, avow_json_string(texts[i].value));
	json_object_set_new(out, "granted", json_boolean(row->is_granted));
	json_object_set_new(out, "count", avow_json_number(row->count));
	json_object_set_new(out, "accesses", avow_json_number(row->accesses));
	return out;
}

int avow_replay_json(const struct avow_replay_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	const struct avow_replay *replay = report->replay;
	json_t *root = json_object(), *rows = json_array();

	(void)style;
	for (size_t i = 0; !report->is_brief && i < replay->row_count; i++)
		json_array_append_new(rows, make_row(report, &replay->rows[i]));
	json_object_set_new(root, "schema_version", avow_json_string(SCHEMA_VERSION));
	json_object_set_new(root, "policy", make_policy(&replay->policy));
	json_object_set_new(root, "old", make_policy(&replay->old));
	if (replay->profiles.source)
		json_object_set_new(root, "profiles", make_profiles(&replay->profiles));
	if (replay->old_profiles.source)
		json_object_set_new(root, "old_profiles",
				    make_profiles(&replay->old_profiles));
	json_object_set_new(root, "counts", make_counts(replay));
	json_object_set_new(root, "rows", rows);
	return avow_json_finish(root, out, error);
}
