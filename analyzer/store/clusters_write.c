/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Clusters to rows. */
#include "analyzer/cluster/sums.h"
#include "analyzer/store/rows.h"

/* The statements that write a cluster, one for each table. */
struct writer {
	struct avow_store *store;
	struct avow_error *error;
	const struct avow_atoms *atoms;
	sqlite3_stmt *cluster, *tally, *bar, *access;
	uint64_t source;
	bool are_granted;
	sqlite3_int64 number; /* of the cluster */
};

/* The digits are lent by @seen until the row is inserted. Nothing of NULL. */
static void put_sightings(struct avow_row *row, const struct avow_sightings *sightings,
			  struct avow_buf *seen)
{
	uint64_t width = sightings ? avow_sightings_width(sightings) : 0;

	if (sightings)
		avow_sightings_text(sightings, seen);
	avow_row_put_number(row, width);
	avow_row_put_number(row, sightings ? sightings->first * width : 0);
	avow_row_put_text(row, avow_buf_span(seen));
}

/* A tally that has left values out has a row of an empty value, which is none. */
static int write_tally(struct writer *writer, const char *name,
		       const struct avow_tally *tally)
{
	uint32_t rows = tally->length + tally->has_more;
	int result = AVOW_OK;

	for (uint32_t i = 0; i < rows && !result; i++) {
		struct avow_row row = { .statement = writer->tally };
		bool is_value = i < tally->length;
		struct avow_buf seen = { 0 };

		avow_row_put_number(&row, (uint64_t)writer->number);
		avow_row_put_text(&row, avow_span_of(name));
		avow_row_put_text(&row, is_value ? tally->entries[i].value
						 : avow_span_make("", 0));
		avow_row_put_number(&row, is_value ? tally->entries[i].count : 0);
		put_sightings(&row, is_value ? tally->entries[i].sightings : NULL, &seen);
		result = seen.failed
				 ? avow_error_nomem(writer->error)
				 : avow_row_insert(writer->store, &row, writer->error);
		avow_buf_free(&seen);
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
		struct avow_row row = { .statement = writer->bar };

		avow_row_put_number(&row, (uint64_t)writer->number);
		avow_row_put_number(&row, history->bars[i].from);
		avow_row_put_number(&row, history->bars[i].count);
		result = avow_row_insert(writer->store, &row, writer->error);
	}
	return result;
}

static int write_accesses(struct writer *writer, const struct avow_cluster *cluster)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < cluster->access_count && !result; i++) {
		const struct avow_access *access = &cluster->accesses[i];
		struct avow_row row = { .statement = writer->access };

		avow_row_put_number(&row, (uint64_t)writer->number);
		avow_row_put_text(&row, avow_atoms_text(writer->atoms, access->scontext));
		avow_row_put_text(&row, avow_atoms_text(writer->atoms, access->tcontext));
		avow_row_put_text(&row,
				  avow_atoms_text(writer->atoms, access->permissions));
		avow_row_put_number(&row, access->xperm);
		avow_row_put_number(&row, access->count);
		avow_row_put_number(&row, access->first.input);
		avow_row_put_number(&row, access->first.line);
		result = avow_row_insert(writer->store, &row, writer->error);
	}
	return result;
}

static void put_name(struct avow_row *row, const struct avow_cluster *cluster,
		     const struct avow_atoms *atoms)
{
	bool is_apparmor = cluster->lsm == AVOW_LSM_APPARMOR;
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	avow_row_put_text(row, avow_span_of(cluster->id));
	avow_row_put_number(row, cluster->lsm);
	avow_row_put_text(row, avow_atoms_text(atoms, cluster->scontext_type));
	avow_row_put_text(row, avow_atoms_text(atoms, cluster->tcontext_type));
	avow_row_put_text(row, avow_atoms_text(atoms, is_apparmor ? apparmor->class_name
								  : cluster->tclass));
	avow_row_put_text(row, avow_atoms_text(atoms, apparmor->profile));
	avow_row_put_text(row, avow_atoms_text(atoms, apparmor->namespace));
	avow_row_put_text(row, apparmor->object);
	avow_row_put_number(row, apparmor->is_rest);
}

static void put_counts(struct avow_row *row, const struct avow_cluster *cluster)
{
	avow_row_put_number(row, cluster->count);
	avow_row_put_number(row, cluster->permissive_yes);
	avow_row_put_number(row, cluster->permissive_no);
	avow_row_put_number(row, cluster->permissive_unknown);
	avow_row_put_number(row, cluster->blocked);
	avow_row_put_number(row, cluster->apparmor->owner_yes);
	avow_row_put_number(row, cluster->apparmor->owner_no);
}

static int write_cluster(struct writer *writer, const struct avow_cluster *cluster)
{
	struct avow_row row = { .statement = writer->cluster };
	int result;

	avow_row_put_null(&row);
	put_name(&row, cluster, writer->atoms);
	put_counts(&row, cluster);
	avow_row_put_time(&row, cluster->first);
	avow_row_put_time(&row, cluster->last);
	avow_row_put_number(&row, cluster->history.step);
	avow_row_put_text(&row, avow_buf_span(&cluster->sample));
	avow_row_put_time(&row, cluster->sample_time);
	avow_row_put_number(&row, cluster->sample_serial);
	avow_row_put_number(&row, cluster->sample_place.input);
	avow_row_put_number(&row, cluster->sample_place.line);
	avow_row_put_number(&row, writer->source);
	avow_row_put_number(&row, writer->are_granted);
	result = avow_row_insert(writer->store, &row, writer->error);
	writer->number = sqlite3_last_insert_rowid(writer->store->database);
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
		  "?,?,?,?,?,?,?,?,?)",
		  &writer->cluster },
		{ "INSERT INTO tally VALUES (?,?,?,?,?,?,?)", &writer->tally },
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
			      uint64_t source, bool are_granted, struct avow_error *error)
{
	struct writer writer = { .store = store,
				 .error = error,
				 .atoms = avow_clusters_atoms(from),
				 .source = source,
				 .are_granted = are_granted };
	int result = prepare(&writer);

	for (size_t i = 0; i < avow_clusters_count(from) && !result; i++)
		result = write_cluster(&writer, avow_clusters_at(from, i));
	sqlite3_finalize(writer.cluster);
	sqlite3_finalize(writer.tally);
	sqlite3_finalize(writer.bar);
	sqlite3_finalize(writer.access);
	return result;
}
