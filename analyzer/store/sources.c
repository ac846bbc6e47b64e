/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The logs of a store: which of them is the one at hand, taking one in, and all of them
 * as one analysis.
 */
#include <stdlib.h>

#include "analyzer/store/sources.h"

#define COUNT(member) offsetof(struct avow_store_counts, member)

static const size_t counts[] = {
	COUNT(input.bytes),      COUNT(input.lines),          COUNT(input.records),
	COUNT(input.blank),      COUNT(input.foreign),        COUNT(input.malformed),
	COUNT(input.used),       COUNT(input.companions),     COUNT(input.told_before),
	COUNT(input.lost),       COUNT(evidence.events),      COUNT(evidence.denials),
	COUNT(evidence.granted), COUNT(evidence.duplicates),  COUNT(evidence.notices),
	COUNT(evidence.evicted), COUNT(evidence.serial_gaps), COUNT(evidence.serials),
};

const size_t avow_store_count_count = AVOW_ARRAY_SIZE(counts);

uint64_t *avow_store_count(struct avow_store_counts *of, size_t index)
{
	return (uint64_t *)(void *)((char *)of + counts[index]);
}

/* What the search for a log found. */
struct search {
	struct avow_store *store;
	struct avow_error *error;
	const struct avow_identity *identity;
	enum avow_store_change change;
	uint64_t *grown; /* the sources that the log has grown out of */
	size_t grown_count;
	uint64_t known; /* the source that it is or belongs to */
};

static int keep_digest(struct avow_row *row, char out[AVOW_MARK_DIGITS + 1])
{
	struct avow_span text = avow_row_text(row);

	if (text.length != AVOW_MARK_DIGITS || memchr(text.data, 0, text.length))
		return AVOW_E_INPUT;
	memcpy(out, text.data, text.length);
	out[text.length] = '\0';
	return AVOW_OK;
}

int avow_store_read_identity(struct avow_store *store, struct avow_row *row,
			     struct avow_identity *out, struct avow_error *error)
{
	bool is_damaged;

	*out = (struct avow_identity){ 0 };
	is_damaged = keep_digest(row, out->head) != AVOW_OK;
	out->size = avow_row_number(row);
	is_damaged |= keep_digest(row, out->tail) != AVOW_OK;
	avow_buf_append(&out->marks, avow_row_text(row));
	if (out->marks.failed)
		return avow_error_nomem(error);
	if (is_damaged || !avow_identity_is_whole(out))
		return avow_store_damaged(store, "an identity that cannot be", error);
	return AVOW_OK;
}

static int note_grown(struct search *search, uint64_t source)
{
	if (search->change == AVOW_STORE_NEW)
		search->change = AVOW_STORE_GROWN;
	return avow_numbers_add(&search->grown, &search->grown_count, source,
				search->error);
}

static int take_candidate(void *data, struct avow_row *row)
{
	struct search *search = data;
	uint64_t source = avow_row_number(row);
	struct avow_identity other;
	int result = avow_store_read_identity(search->store, row, &other, search->error);
	enum avow_kinship kin =
		result ? AVOW_KIN_NONE : avow_identity_compare(search->identity, &other);

	if (kin == AVOW_KIN_LONGER) {
		result = note_grown(search, source);
	} else if (kin == AVOW_KIN_SAME || kin == AVOW_KIN_SHORTER) {
		search->change =
			kin == AVOW_KIN_SAME ? AVOW_STORE_KNOWN : AVOW_STORE_OLDER;
		search->known = source;
	}
	avow_identity_free(&other);
	return result;
}

/* Finds what the store has of a log; search->grown is to be freed in any case. */
static int find(struct search *search)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	int result = avow_store_prepare(search->store,
					"SELECT number, head, size, tail, marks FROM "
					"source WHERE ?1 AND head = ?2",
					&statement, search->error);

	if (result)
		return result;
	row = (struct avow_row){ .statement = statement, .column = 1 };
	avow_row_put_text(&row, avow_span_of(search->identity->head));
	result = row.code ? avow_store_fail(search->store, row.code, search->error)
			  : avow_rows_each(search->store, statement, 1, take_candidate,
					   search, search->error);
	sqlite3_finalize(statement);
	return result;
}

int avow_store_ask(struct avow_store *store, const struct avow_identity *identity,
		   enum avow_store_change *out, struct avow_error *error)
{
	struct search search = { .store = store, .error = error, .identity = identity };
	int result = find(&search);

	*out = search.change;
	free(search.grown);
	return result;
}

static int take_one(void *data, struct avow_row *row)
{
	(void)row;
	*(bool *)data = true;
	return AVOW_OK;
}

int avow_store_has_file(struct avow_store *store, const struct avow_store_file *file,
			struct avow_error *error)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	bool has_it = false;
	int result = avow_store_prepare(store,
					"SELECT 1 FROM source WHERE inode = ? AND "
					"device = ? AND file_size = ? AND changed = ?",
					&statement, error);

	if (result)
		return result;
	row = (struct avow_row){ .statement = statement, .column = 1 };
	avow_row_put_number(&row, file->device);
	avow_row_put_number(&row, file->size);
	avow_row_put_number(&row, file->changed);
	result = avow_rows_each(store, statement, file->inode, take_one, &has_it, error);
	sqlite3_finalize(statement);
	return result ? result : has_it;
}

int avow_store_empty(struct avow_store *store, uint64_t source, struct avow_error *error)
{
#define OF_SOURCE " WHERE cluster IN (SELECT number FROM cluster WHERE origin = ?)"
	static const char *const sql[] = {
		"DELETE FROM tally" OF_SOURCE,
		"DELETE FROM bar" OF_SOURCE,
		"DELETE FROM access" OF_SOURCE,
		"DELETE FROM cluster WHERE origin = ?",
		"DELETE FROM remark WHERE source = ?",
		"DELETE FROM excerpt WHERE source = ?",
		"DELETE FROM epoch WHERE source = ?",
	};
	int result = AVOW_OK;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sql) && !result; i++)
		result = avow_rows_run(store, sql[i], source, error);
	return result;
}

static int drop(struct avow_store *store, uint64_t source, struct avow_error *error)
{
	int result = avow_store_empty(store, source, error);

	return result ? result
		      : avow_rows_run(store, "DELETE FROM source WHERE number = ?",
				      source, error);
}

static struct avow_span text_of(const char *text)
{
	return avow_span_of(text ? text : "");
}

static int insert_source(struct avow_store *store, const struct avow_identity *identity,
			 const struct avow_store_file *file,
			 const struct avow_analysis *analysis, uint64_t *out,
			 struct avow_error *error)
{
	struct avow_store_counts of = { analysis->evidence.inputs[0],
					analysis->evidence };
	struct avow_row row = { 0 };
	sqlite3_stmt *statement;
	int result = avow_store_prepare(store,
					"INSERT INTO source VALUES (?,?,?,?,?,?,?,?,?,?,"
					"?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
					"?,?,0)",
					&statement, error);

	if (result)
		return result;
	row.statement = statement;
	avow_row_put_null(&row);
	avow_row_put_text(&row, avow_span_of(identity->head));
	avow_row_put_number(&row, identity->size);
	avow_row_put_text(&row, avow_span_of(identity->tail));
	avow_row_put_text(&row, avow_buf_span(&identity->marks));
	avow_row_put_text(&row, of.input.name);
	avow_row_put_text(&row, text_of(of.input.kind));
	avow_row_put_text(&row, text_of(of.input.format));
	avow_row_put_text(&row, text_of(of.input.compression));
	avow_row_put_number(&row, file->device);
	avow_row_put_number(&row, file->inode);
	avow_row_put_number(&row, file->size);
	avow_row_put_number(&row, file->changed);
	avow_row_put_time(&row, analysis->first);
	avow_row_put_time(&row, analysis->last);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(counts); i++)
		avow_row_put_number(&row, *avow_store_count(&of, i));
	result = avow_row_insert(store, &row, error);
	sqlite3_finalize(statement);
	*out = (uint64_t)sqlite3_last_insert_rowid(store->database);
	return result;
}

/* In *out the source that it became. */
static int insert(struct avow_store *store, const struct avow_identity *identity,
		  const struct avow_store_file *file,
		  const struct avow_analysis *analysis, uint64_t *out,
		  struct avow_error *error)
{
	int result = insert_source(store, identity, file, analysis, out, error);

	if (!result)
		result = avow_store_write_evidence(store, &analysis->evidence, *out,
						   error);
	if (!result)
		result = avow_store_write_clusters(store, analysis->clusters, *out, false,
						   error);
	if (!result && analysis->granted)
		result = avow_store_write_clusters(store, analysis->granted, *out, true,
						   error);
	return result;
}

/* Notes where the log of @source is now. */
static int touch(struct avow_store *store, uint64_t source,
		 const struct avow_store_file *file, struct avow_error *error)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	int result = avow_store_prepare(store,
					"UPDATE source SET device = ?, inode = ?, "
					"file_size = ?, changed = ? WHERE number = ?",
					&statement, error);

	if (result)
		return result;
	row.statement = statement;
	avow_row_put_number(&row, file->device);
	avow_row_put_number(&row, file->inode);
	avow_row_put_number(&row, file->size);
	avow_row_put_number(&row, file->changed);
	avow_row_put_number(&row, source);
	result = avow_row_insert(store, &row, error);
	sqlite3_finalize(statement);
	return result;
}

/* Gives @source the first of two names, and of two compressions. */
static int rename_source(struct avow_store *store, uint64_t source, struct avow_span name,
			 struct avow_span compression, struct avow_error *error)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	int result = avow_store_prepare(store,
					"UPDATE source SET name = min(name, ?), "
					"compression = min(compression, ?) "
					"WHERE number = ?",
					&statement, error);

	if (result)
		return result;
	row.statement = statement;
	avow_row_put_text(&row, name);
	avow_row_put_text(&row, compression);
	avow_row_put_number(&row, source);
	result = avow_row_insert(store, &row, error);
	sqlite3_finalize(statement);
	return result;
}

/* Puts @source in the place of @old, which it has grown out of. */
static int replace(struct avow_store *store, uint64_t old, uint64_t source,
		   struct avow_error *error)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	int result = avow_store_prepare(
		store,
		"UPDATE source SET name = min(name, (SELECT name FROM source AS old "
		"WHERE old.number = ?1)), compression = min(compression, (SELECT "
		"compression FROM source AS old WHERE old.number = ?1)) "
		"WHERE number = ?2",
		&statement, error);

	if (result)
		return result;
	row.statement = statement;
	avow_row_put_number(&row, old);
	avow_row_put_number(&row, source);
	result = avow_row_insert(store, &row, error);
	sqlite3_finalize(statement);
	return result ? result : drop(store, old, error);
}

int avow_store_put_in(struct avow_store *store, const struct avow_identity *identity,
		      const struct avow_store_file *file,
		      const struct avow_analysis *analysis, enum avow_store_change *out,
		      struct avow_error *error)
{
	struct search search = { .store = store, .error = error, .identity = identity };
	const struct avow_input_counts *input = &analysis->evidence.inputs[0];
	uint64_t source = 0;
	int result = find(&search);

	*out = search.change;
	if (!result && search.change <= AVOW_STORE_GROWN)
		result = insert(store, identity, file, analysis, &source, error);
	else if (!result)
		result = rename_source(store, search.known, input->name,
				       text_of(input->compression), error);
	for (size_t i = 0; i < search.grown_count && source && !result; i++)
		result = replace(store, search.grown[i], source, error);
	if (!result && search.change == AVOW_STORE_KNOWN)
		result = touch(store, search.known, file, error);
	free(search.grown);
	return result;
}

int avow_store_put(struct avow_store *store, const struct avow_identity *identity,
		   const struct avow_store_file *file,
		   const struct avow_analysis *analysis, enum avow_store_change *out,
		   struct avow_error *error)
{
	int result = avow_store_begin(store, AVOW_STORE_WRITE, error);

	*out = AVOW_STORE_NEW;
	if (result)
		return result;
	result = avow_store_put_in(store, identity, file, analysis, out, error);
	return avow_store_end(store, result, error);
}

static int note(struct avow_store *store, const struct avow_identity *identity,
		const struct avow_store_file *file, const char *name,
		struct avow_error *error)
{
	struct search search = { .store = store, .error = error, .identity = identity };
	int result = find(&search);

	if (!result && search.known)
		result = rename_source(store, search.known, avow_span_of(name),
				       avow_span_of(identity->compression), error);
	if (!result && search.known && search.change == AVOW_STORE_KNOWN)
		result = touch(store, search.known, file, error);
	free(search.grown);
	return result;
}

int avow_store_note(struct avow_store *store, const struct avow_identity *identity,
		    const struct avow_store_file *file, const char *name,
		    struct avow_error *error)
{
	int result = avow_store_begin(store, AVOW_STORE_WRITE, error);

	if (result)
		return result;
	result = note(store, identity, file, name, error);
	return avow_store_end(store, result, error);
}
