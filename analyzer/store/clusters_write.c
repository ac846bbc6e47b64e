/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Clusters to rows. Counts are 64 bits without a sign and SQLite's have one: they are
 * kept bit by bit, and come back as they were.
 */
#include "analyzer/cluster/sums.h"
#include "analyzer/store/database.h"

/* The statements that write a cluster, one for each table. */
struct writer {
	struct avow_store *store;
	struct avow_error *error;
	const struct avow_atoms *atoms;
	sqlite3_stmt *cluster, *tally, *bar, *access;
	sqlite3_int64 number; /* of the cluster */
};

/* Values are bound in the order of the columns. */
struct row {
	sqlite3_stmt *statement;
	int column;
	int code;
};

static void put_number(struct row *row, uint64_t value)
{
	row->code |=
		sqlite3_bind_int64(row->statement, ++row->column, (sqlite3_int64)value);
}

static void put_text(struct row *row, struct avow_span text)
{
	row->code |= sqlite3_bind_text64(row->statement, ++row->column,
					 text.data ? text.data : "", text.length,
					 SQLITE_STATIC, SQLITE_UTF8);
}

static int insert(struct writer *writer, const struct row *row)
{
	int code = row->code ? row->code : sqlite3_step(row->statement);

	sqlite3_reset(row->statement);
	return code == SQLITE_DONE ? AVOW_OK
				   : avow_store_fail(writer->store, code, writer->error);
}

/* A tally that has left values out has a row of an empty value, which is none. */
static int write_tally(struct writer *writer, const char *name,
		       const struct avow_tally *tally)
{
	uint32_t rows = tally->length + tally->has_more;
	int result = AVOW_OK;

	for (uint32_t i = 0; i < rows && !result; i++) {
		struct row row = { .statement = writer->tally };
		bool is_value = i < tally->length;

		put_number(&row, (uint64_t)writer->number);
		put_text(&row, avow_span_of(name));
		put_text(&row,
			 is_value ? tally->entries[i].value : avow_span_make("", 0));
		put_number(&row, is_value ? tally->entries[i].count : 0);
		result = insert(writer, &row);
	}
	return result;
}

static int write_tallies(struct writer *writer, const struct avow_cluster *cluster)
{
	/* It is only read from. */
	struct avow_cluster *lent = (struct avow_cluster *)(uintptr_t)cluster;
	const struct avow_tally *tally;
	const char *name;
	int result = AVOW_OK;

	for (size_t i = 0; !result && (tally = avow_sums_tally(lent, i, &name)); i++)
		result = write_tally(writer, name, tally);
	return result;
}

static int write_bars(struct writer *writer, const struct avow_history *history)
{
	int result = AVOW_OK;

	for (uint32_t i = 0; i < history->length && !result; i++) {
		struct row row = { .statement = writer->bar };

		put_number(&row, (uint64_t)writer->number);
		put_number(&row, history->bars[i].from);
		put_number(&row, history->bars[i].count);
		result = insert(writer, &row);
	}
	return result;
}

static int write_accesses(struct writer *writer, const struct avow_cluster *cluster)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < cluster->access_count && !result; i++) {
		const struct avow_access *access = &cluster->accesses[i];
		struct row row = { .statement = writer->access };

		put_number(&row, (uint64_t)writer->number);
		put_text(&row, avow_atoms_text(writer->atoms, access->scontext));
		put_text(&row, avow_atoms_text(writer->atoms, access->tcontext));
		put_text(&row, avow_atoms_text(writer->atoms, access->permissions));
		put_number(&row, access->xperm);
		put_number(&row, access->count);
		put_number(&row, access->first.input);
		put_number(&row, access->first.line);
		result = insert(writer, &row);
	}
	return result;
}

static void put_name(struct row *row, const struct avow_cluster *cluster,
		     const struct avow_atoms *atoms)
{
	bool is_apparmor = cluster->lsm == AVOW_LSM_APPARMOR;
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	put_text(row, avow_span_of(cluster->id));
	put_number(row, cluster->lsm);
	put_text(row, avow_atoms_text(atoms, cluster->scontext_type));
	put_text(row, avow_atoms_text(atoms, cluster->tcontext_type));
	put_text(row, avow_atoms_text(atoms, is_apparmor ? apparmor->class_name
							 : cluster->tclass));
	put_text(row, avow_atoms_text(atoms, apparmor->profile));
	put_text(row, avow_atoms_text(atoms, apparmor->namespace));
	put_text(row, apparmor->object);
	put_number(row, apparmor->is_rest);
}

static void put_counts(struct row *row, const struct avow_cluster *cluster)
{
	put_number(row, cluster->count);
	put_number(row, cluster->permissive_yes);
	put_number(row, cluster->permissive_no);
	put_number(row, cluster->permissive_unknown);
	put_number(row, cluster->blocked);
	put_number(row, cluster->apparmor->owner_yes);
	put_number(row, cluster->apparmor->owner_no);
}

static void put_time(struct row *row, struct avow_time time)
{
	put_number(row, time.seconds);
	put_number(row, time.milliseconds);
}

static int write_cluster(struct writer *writer, const struct avow_cluster *cluster)
{
	struct row row = { .statement = writer->cluster };
	int result;

	put_number(&row, (uint64_t)++writer->number);
	put_name(&row, cluster, writer->atoms);
	put_counts(&row, cluster);
	put_time(&row, cluster->first);
	put_time(&row, cluster->last);
	put_number(&row, cluster->history.step);
	put_text(&row, avow_buf_span(&cluster->sample));
	put_time(&row, cluster->sample_time);
	put_number(&row, cluster->sample_serial);
	put_number(&row, cluster->sample_place.input);
	put_number(&row, cluster->sample_place.line);
	result = insert(writer, &row);
	if (!result)
		result = write_tallies(writer, cluster);
	if (!result)
		result = write_bars(writer, &cluster->history);
	return result ? result : write_accesses(writer, cluster);
}

static int prepare(struct writer *writer)
{
	const struct {
		const char *sql;
		sqlite3_stmt **statement;
	} all[] = {
		{ "INSERT INTO cluster VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
		  "?,?,?,?,?,?,?)",
		  &writer->cluster },
		{ "INSERT INTO tally VALUES (?,?,?,?)", &writer->tally },
		{ "INSERT INTO bar VALUES (?,?,?)", &writer->bar },
		{ "INSERT INTO access VALUES (?,?,?,?,?,?,?,?)", &writer->access },
	};
	int result = AVOW_OK;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(all) && !result; i++)
		result = avow_store_prepare(writer->store, all[i].sql, all[i].statement,
					    writer->error);
	return result;
}

int avow_store_write_clusters(struct avow_store *store, const struct avow_clusters *from,
			      struct avow_error *error)
{
	struct writer writer = { .store = store,
				 .error = error,
				 .atoms = avow_clusters_atoms(from) };
	int result = avow_store_run(store,
				    "DELETE FROM cluster; DELETE FROM tally;"
				    "DELETE FROM bar; DELETE FROM access",
				    error);

	if (!result)
		result = prepare(&writer);
	for (size_t i = 0; i < avow_clusters_count(from) && !result; i++)
		result = write_cluster(&writer, avow_clusters_at(from, i));
	sqlite3_finalize(writer.cluster);
	sqlite3_finalize(writer.tally);
	sqlite3_finalize(writer.bar);
	sqlite3_finalize(writer.access);
	return result;
}
