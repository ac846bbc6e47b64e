/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows to clusters. Each is put together beside the set and then added to it, so that
 * whatever the rows say, the bounds of a set hold.
 */
#include <stdlib.h>

#include "analyzer/cluster/name.h"
#include "analyzer/cluster/sums.h"
#include "analyzer/store/rows.h"

/* The statements that read a cluster, one for each table, and what they have built. */
struct loader {
	struct avow_store *store;
	struct avow_error *error;
	struct avow_clusters *into;
	uint32_t input; /* where all of it stood */
	sqlite3_stmt *clusters, *tallies, *bars, *accesses;
	struct avow_cluster cluster;
	struct avow_apparmor_cluster apparmor;
	struct avow_name name;          /* lent by the row */
	struct avow_atoms *atoms;       /* the texts of the accesses */
	struct avow_access_part *parts; /* the accesses */
	size_t part_count, part_capacity;
};

/* Kept as long as the loader's atoms. */
static struct avow_span keep_text(struct loader *loader, struct avow_row *row,
				  int *result)
{
	uint32_t atom = avow_atoms_intern(loader->atoms, avow_row_text(row));

	if (!atom)
		*result = avow_error_nomem(loader->error);
	return avow_atoms_text(loader->atoms, atom);
}

static int damaged(const struct loader *loader, const char *what)
{
	return avow_store_damaged(loader->store, what, loader->error);
}

static int each(struct loader *loader, sqlite3_stmt *statement, uint64_t number,
		int (*take)(void *data, struct avow_row *row))
{
	return avow_rows_each(loader->store, statement, number, take, loader,
			      loader->error);
}

static struct avow_tally *find_tally(struct avow_cluster *cluster, struct avow_span name)
{
	struct avow_tally *tally;
	const char *its;

	for (size_t i = 0; (tally = avow_sums_tally(cluster, i, &its)); i++)
		if (avow_span_is(name, its))
			return tally;
	return NULL;
}

/* Nothing where no time is known. */
static bool get_sightings(struct avow_row *row, struct avow_sightings *out)
{
	uint64_t width = avow_row_number(row), from = avow_row_number(row);
	struct avow_span seen = avow_row_text(row);

	return avow_span_is_empty(seen) || avow_sightings_parse(out, width, from, seen);
}

static int take_tally(void *data, struct avow_row *row)
{
	struct loader *loader = data;
	struct avow_tally *tally = find_tally(&loader->cluster, avow_row_text(row));
	struct avow_span value = avow_row_text(row);
	uint64_t count = avow_row_number(row);
	struct avow_sightings when = { 0 };

	if (!tally)
		return damaged(loader, "a tally of no field");
	if (!get_sightings(row, &when))
		return damaged(loader, "times that cannot be");
	if (avow_span_is_empty(value))
		tally->has_more = true;
	return avow_tally_see(tally, value, count, &when)
		       ? avow_error_nomem(loader->error)
		       : AVOW_OK;
}

static int take_bar(void *data, struct avow_row *row)
{
	struct loader *loader = data;
	uint64_t start = avow_row_number(row);

	return avow_history_add(&loader->cluster.history, start, avow_row_number(row))
		       ? avow_error_nomem(loader->error)
		       : AVOW_OK;
}

static int add_part(struct loader *loader, const struct avow_access_part *part)
{
	if (loader->part_count == loader->part_capacity) {
		size_t capacity = loader->part_capacity ? 2 * loader->part_capacity : 4;
		struct avow_access_part *grown =
			reallocarray(loader->parts, capacity, sizeof(*grown));

		if (!grown)
			return avow_error_nomem(loader->error);
		loader->parts = grown;
		loader->part_capacity = capacity;
	}
	loader->parts[loader->part_count++] = *part;
	return AVOW_OK;
}

static int take_access(void *data, struct avow_row *row)
{
	struct loader *loader = data;
	struct avow_access_part part = { 0 };
	int result = AVOW_OK;
	uint64_t xperm;

	part.scontext = keep_text(loader, row, &result);
	part.tcontext = keep_text(loader, row, &result);
	part.permissions = keep_text(loader, row, &result);
	xperm = avow_row_number(row);
	part.count = avow_row_number(row);
	part.first.line = avow_row_number(row);
	if (result)
		return result;
	if (xperm >= AVOW_XPERM * 2 || (xperm && xperm < AVOW_XPERM))
		return damaged(loader, "an access that cannot be");
	part.xperm = (uint32_t)xperm;
	part.first.input = loader->input;
	return add_part(loader, &part);
}

/* The name. The id is made of it anew. */
static int read_name(struct loader *loader, struct avow_row *row)
{
	struct avow_name *name = &loader->name;
	struct avow_span source, target, class_name;
	uint64_t lsm;

	avow_row_text(row);
	lsm = avow_row_number(row);
	source = avow_row_text(row);
	target = avow_row_text(row);
	class_name = avow_row_text(row);
	if (lsm >= AVOW_LSM_COUNT)
		return damaged(loader, "a cluster of no security module");
	*name = (struct avow_name){ .lsm = (enum avow_lsm)lsm };
	name->parts[AVOW_NAME_PROFILE] = avow_row_text(row);
	name->parts[AVOW_NAME_NAMESPACE] = avow_row_text(row);
	name->parts[AVOW_NAME_OBJECT] = avow_row_text(row);
	name->parts[AVOW_NAME_CLASS] = class_name;
	name->is_rest = avow_row_number(row) != 0;
	if (name->lsm == AVOW_LSM_SELINUX)
		*name = (struct avow_name){
			.parts = { [AVOW_NAME_SOURCE] = source,
				   [AVOW_NAME_TARGET] = target,
				   [AVOW_NAME_TCLASS] = class_name },
		};
	loader->cluster.lsm = name->lsm;
	return AVOW_OK;
}

static void read_counts(struct avow_cluster *cluster, struct avow_row *row)
{
	cluster->count = avow_row_number(row);
	cluster->permissive_yes = avow_row_number(row);
	cluster->permissive_no = avow_row_number(row);
	cluster->permissive_unknown = avow_row_number(row);
	cluster->blocked = avow_row_number(row);
	cluster->apparmor->owner_yes = avow_row_number(row);
	cluster->apparmor->owner_no = avow_row_number(row);
}

/* Times, and the sample. */
static int read_rest(struct loader *loader, struct avow_row *row)
{
	struct avow_cluster *cluster = &loader->cluster;
	struct avow_span sample;
	uint64_t step;

	cluster->first = avow_row_time(row);
	cluster->last = avow_row_time(row);
	step = avow_row_number(row);
	sample = avow_row_text(row);
	cluster->sample_time = avow_row_time(row);
	cluster->sample_serial = avow_row_number(row);
	avow_row_number(row); /* the input, which is that of the source */
	cluster->sample_place.line = avow_row_number(row);
	if (cluster->first.milliseconds == UINT32_MAX ||
	    cluster->last.milliseconds == UINT32_MAX ||
	    cluster->sample_time.milliseconds == UINT32_MAX ||
	    step >= AVOW_HISTORY_STEPS || sample.length > AVOW_SAMPLE_MAX ||
	    cluster->count == 0)
		return damaged(loader, "a cluster that cannot be");
	cluster->history.step = (uint32_t)step;
	cluster->sample_place.input = loader->input;
	avow_buf_append(&cluster->sample, sample);
	return cluster->sample.failed ? avow_error_nomem(loader->error) : AVOW_OK;
}

static int read_tables(struct loader *loader, uint64_t number)
{
	int result = each(loader, loader->tallies, number, take_tally);

	if (!result)
		result = each(loader, loader->bars, number, take_bar);
	if (!result && loader->cluster.lsm == AVOW_LSM_SELINUX)
		result = each(loader, loader->accesses, number, take_access);
	return result;
}

static int put_cluster(struct loader *loader)
{
	const struct avow_cluster_part part = {
		.name = &loader->name,
		.sums = &loader->cluster,
		.accesses = loader->parts,
		.access_count = loader->part_count,
	};

	return avow_clusters_put(loader->into, &part) ? avow_error_nomem(loader->error)
						      : AVOW_OK;
}

static int take_cluster(void *data, struct avow_row *row)
{
	struct loader *loader = data;
	uint64_t number = avow_row_number(row);
	int result;

	loader->cluster = (struct avow_cluster){ .apparmor = &loader->apparmor };
	loader->apparmor = (struct avow_apparmor_cluster){ 0 };
	loader->part_count = 0;
	loader->atoms = avow_atoms_new();
	result = loader->atoms ? read_name(loader, row) : avow_error_nomem(loader->error);
	if (!result) {
		read_counts(&loader->cluster, row);
		result = read_rest(loader, row);
	}
	if (!result)
		result = read_tables(loader, number);
	if (!result)
		result = put_cluster(loader);
	avow_sums_free(&loader->cluster);
	avow_atoms_free(loader->atoms);
	return result;
}

static int prepare(struct loader *loader, bool are_granted)
{
	const struct {
		const char *sql;
		sqlite3_stmt **statement;
	} all[] = {
		{ are_granted ? "SELECT * FROM cluster WHERE origin = ? AND granted"
			      : "SELECT * FROM cluster WHERE origin = ? AND NOT granted",
		  &loader->clusters },
		{ "SELECT field, value, count, seen_width, seen_from, seen FROM tally "
		  "WHERE cluster = ?",
		  &loader->tallies },
		{ "SELECT start, count FROM bar WHERE cluster = ?", &loader->bars },
		{ "SELECT scontext, tcontext, permissions, xperm, count, line "
		  "FROM access WHERE cluster = ?",
		  &loader->accesses },
	};
	int result = AVOW_OK;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(all) && !result; i++)
		result = avow_store_prepare(loader->store, all[i].sql, all[i].statement,
					    loader->error);
	return result;
}

int avow_store_read_clusters(struct avow_store *store, struct avow_clusters *into,
			     const struct avow_store_place *place, bool are_granted,
			     struct avow_error *error)
{
	struct loader loader = {
		.store = store, .error = error, .into = into, .input = place->input
	};
	int result = prepare(&loader, are_granted);

	if (!result)
		result = each(&loader, loader.clusters, place->source, take_cluster);
	free(loader.parts);
	sqlite3_finalize(loader.clusters);
	sqlite3_finalize(loader.tallies);
	sqlite3_finalize(loader.bars);
	sqlite3_finalize(loader.accesses);
	return result;
}
