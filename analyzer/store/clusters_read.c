/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows to clusters. Each is put together beside the set and then added to it, so that
 * whatever the rows say, the bounds of a set hold.
 */
#include <stdlib.h>

#include "analyzer/cluster/name.h"
#include "analyzer/cluster/sums.h"
#include "analyzer/store/database.h"

/* The statements that read a cluster, one for each table, and what they have built. */
struct loader {
	struct avow_store *store;
	struct avow_error *error;
	struct avow_clusters *into;
	sqlite3_stmt *clusters, *tallies, *bars, *accesses;
	struct avow_cluster cluster;
	struct avow_apparmor_cluster apparmor;
	struct avow_name name;          /* lent by the row */
	struct avow_atoms *atoms;       /* the texts of the accesses */
	struct avow_access_part *parts; /* the accesses */
	size_t part_count, part_capacity;
};

/* Columns are read in their order. */
struct row {
	sqlite3_stmt *statement;
	int column;
};

static uint64_t get_number(struct row *row)
{
	return (uint64_t)sqlite3_column_int64(row->statement, row->column++);
}

/* Lent until the statement's next row. */
static struct avow_span get_text(struct row *row)
{
	const void *text = sqlite3_column_text(row->statement, row->column);
	int length = sqlite3_column_bytes(row->statement, row->column++);

	return text ? avow_span_make(text, (size_t)length) : avow_span_make("", 0);
}

static struct avow_time get_time(struct row *row)
{
	struct avow_time time = { .seconds = get_number(row) };
	uint64_t milliseconds = get_number(row);

	/* More is told as an impossible one, which is refused. */
	time.milliseconds = milliseconds < 1000 ? (uint32_t)milliseconds : UINT32_MAX;
	return time;
}

/* Kept as long as the loader's atoms. */
static struct avow_span keep_text(struct loader *loader, struct row *row, int *result)
{
	uint32_t atom = avow_atoms_intern(loader->atoms, get_text(row));

	if (!atom)
		*result = avow_error_nomem(loader->error);
	return avow_atoms_text(loader->atoms, atom);
}

static int damaged(const struct loader *loader, const char *what)
{
	return avow_store_damaged(loader->store, what, loader->error);
}

/* Calls @take for each row that @statement has of cluster @number. */
static int each(struct loader *loader, sqlite3_stmt *statement, uint64_t number,
		int (*take)(struct loader *loader, struct row *row))
{
	struct row row;
	int result = AVOW_OK;
	int code = sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW && !result) {
		row = (struct row){ .statement = statement };
		result = take(loader, &row);
		if (!result)
			code = sqlite3_step(statement);
	}
	/* A text that there was no memory for has read as an empty one. */
	if (!result && sqlite3_errcode(loader->store->database) == SQLITE_NOMEM)
		result = avow_error_nomem(loader->error);
	if (!result && code != SQLITE_DONE)
		result = avow_store_fail(loader->store, code, loader->error);
	sqlite3_reset(statement);
	return result;
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

static int take_tally(struct loader *loader, struct row *row)
{
	struct avow_tally *tally = find_tally(&loader->cluster, get_text(row));
	struct avow_span value = get_text(row);

	if (!tally)
		return damaged(loader, "a tally of no field");
	if (avow_span_is_empty(value))
		tally->has_more = true;
	return avow_tally_add(tally, value, get_number(row))
		       ? avow_error_nomem(loader->error)
		       : AVOW_OK;
}

static int take_bar(struct loader *loader, struct row *row)
{
	uint64_t start = get_number(row);

	return avow_history_add(&loader->cluster.history, start, get_number(row))
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

static int take_access(struct loader *loader, struct row *row)
{
	struct avow_access_part part = { 0 };
	int result = AVOW_OK;
	uint64_t xperm, input;

	part.scontext = keep_text(loader, row, &result);
	part.tcontext = keep_text(loader, row, &result);
	part.permissions = keep_text(loader, row, &result);
	xperm = get_number(row);
	part.count = get_number(row);
	input = get_number(row);
	part.first.line = get_number(row);
	if (result)
		return result;
	if (xperm >= AVOW_XPERM * 2 || (xperm && xperm < AVOW_XPERM) ||
	    input > UINT32_MAX)
		return damaged(loader, "an access that cannot be");
	part.xperm = (uint32_t)xperm;
	part.first.input = (uint32_t)input;
	return add_part(loader, &part);
}

/* The name. The id is made of it anew. */
static int read_name(struct loader *loader, struct row *row)
{
	struct avow_name *name = &loader->name;
	struct avow_span source, target, class_name;
	uint64_t lsm;

	get_text(row);
	lsm = get_number(row);
	source = get_text(row);
	target = get_text(row);
	class_name = get_text(row);
	if (lsm >= AVOW_LSM_COUNT)
		return damaged(loader, "a cluster of no security module");
	*name = (struct avow_name){ .lsm = (enum avow_lsm)lsm };
	name->parts[AVOW_NAME_PROFILE] = get_text(row);
	name->parts[AVOW_NAME_NAMESPACE] = get_text(row);
	name->parts[AVOW_NAME_OBJECT] = get_text(row);
	name->parts[AVOW_NAME_CLASS] = class_name;
	name->is_rest = get_number(row) != 0;
	if (name->lsm == AVOW_LSM_SELINUX)
		*name = (struct avow_name){
			.parts = { [AVOW_NAME_SOURCE] = source,
				   [AVOW_NAME_TARGET] = target,
				   [AVOW_NAME_TCLASS] = class_name },
		};
	loader->cluster.lsm = name->lsm;
	return AVOW_OK;
}

static void read_counts(struct avow_cluster *cluster, struct row *row)
{
	cluster->count = get_number(row);
	cluster->permissive_yes = get_number(row);
	cluster->permissive_no = get_number(row);
	cluster->permissive_unknown = get_number(row);
	cluster->blocked = get_number(row);
	cluster->apparmor->owner_yes = get_number(row);
	cluster->apparmor->owner_no = get_number(row);
}

/* Times, and the sample. */
static int read_rest(struct loader *loader, struct row *row)
{
	struct avow_cluster *cluster = &loader->cluster;
	struct avow_span sample;
	uint64_t step, input;

	cluster->first = get_time(row);
	cluster->last = get_time(row);
	step = get_number(row);
	sample = get_text(row);
	cluster->sample_time = get_time(row);
	cluster->sample_serial = get_number(row);
	input = get_number(row);
	cluster->sample_place.line = get_number(row);
	if (cluster->first.milliseconds == UINT32_MAX ||
	    cluster->last.milliseconds == UINT32_MAX ||
	    cluster->sample_time.milliseconds == UINT32_MAX ||
	    step >= AVOW_HISTORY_STEPS || input > UINT32_MAX ||
	    sample.length > AVOW_SAMPLE_MAX || cluster->count == 0)
		return damaged(loader, "a cluster that cannot be");
	cluster->history.step = (uint32_t)step;
	cluster->sample_place.input = (uint32_t)input;
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

static int take_cluster(struct loader *loader, struct row *row)
{
	uint64_t number = get_number(row);
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

static int prepare(struct loader *loader)
{
	const struct {
		const char *sql;
		sqlite3_stmt **statement;
	} all[] = {
		{ "SELECT * FROM cluster WHERE number > ? ORDER BY number",
		  &loader->clusters },
		{ "SELECT field, value, count FROM tally WHERE cluster = ?",
		  &loader->tallies },
		{ "SELECT start, count FROM bar WHERE cluster = ?", &loader->bars },
		{ "SELECT scontext, tcontext, permissions, xperm, count, input, line "
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
			     struct avow_error *error)
{
	struct loader loader = { .store = store, .error = error, .into = into };
	int result = prepare(&loader);

	/* Numbers begin with 1. */
	if (!result)
		result = each(&loader, loader.clusters, 0, take_cluster);
	free(loader.parts);
	sqlite3_finalize(loader.clusters);
	sqlite3_finalize(loader.tallies);
	sqlite3_finalize(loader.bars);
	sqlite3_finalize(loader.accesses);
	return result;
}
