/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The logs of a store as one analysis, or one by one into another store. */
#include <stdlib.h>

#include "analyzer/store/sources.h"

#define WORD_MAX 32 /* of the words that evidence has: a kind, a form, a compression */

/* One source that is being read, and all of them. */
struct loading {
	struct avow_store *store;
	struct avow_error *error;
	struct avow_analysis *out;
	uint64_t *numbers;
	size_t count;
	struct avow_identity identity;
	struct avow_store_file file;
};

static int take_number(void *data, struct avow_row *row)
{
	struct loading *loading = data;

	return avow_numbers_add(&loading->numbers, &loading->count, avow_row_number(row),
				loading->error);
}

/* All numbers, in the order of time, and of content where that is the same. */
static int list(struct loading *loading)
{
	sqlite3_stmt *statement;
	int result = avow_store_prepare(loading->store,
					"SELECT number FROM source WHERE NOT forgotten "
					"AND ?1 ORDER BY "
					"first, first_ms, last, last_ms, head, size, "
					"tail, marks, name, number",
					&statement, loading->error);

	if (result)
		return result;
	result = avow_rows_each(loading->store, statement, 1, take_number, loading,
				loading->error);
	sqlite3_finalize(statement);
	return result;
}

static int damaged(const struct loading *loading, const char *what)
{
	return avow_store_damaged(loading->store, what, loading->error);
}

/* A word of the evidence, kept in its arena; NULL for an empty one. */
static int keep_word(struct loading *loading, struct avow_row *row, const char **out)
{
	struct avow_span word = avow_row_text(row);

	*out = NULL;
	if (avow_span_is_empty(word))
		return AVOW_OK;
	for (size_t i = 0; i < word.length; i++)
		if (word.data[i] < ' ' || word.data[i] > '~')
			return damaged(loading, "a word that is none");
	if (word.length > WORD_MAX)
		return damaged(loading, "a word that is none");
	*out = avow_arena_string(&loading->out->evidence.arena, word);
	return *out ? AVOW_OK : avow_error_nomem(loading->error);
}

static int keep_input(struct loading *loading, struct avow_row *row,
		      struct avow_input_counts *out)
{
	struct avow_span name = avow_row_text(row);
	struct avow_evidence *evidence = &loading->out->evidence;
	const char *kind, *format, *compression;
	int result = keep_word(loading, row, &kind);

	if (!result)
		result = keep_word(loading, row, &format);
	if (!result)
		result = keep_word(loading, row, &compression);
	if (!result && (!kind || !format))
		result = damaged(loading, "a log without a kind");
	/* Names of files have no NUL, and are used as strings. */
	if (!result && memchr(name.data, 0, name.length))
		result = damaged(loading, "a name that cannot be");
	if (!result && avow_evidence_add_input(evidence, name, kind) < 0)
		result = avow_error_nomem(loading->error);
	if (result)
		return result;
	*out = evidence->inputs[evidence->input_count - 1];
	out->format = format;
	out->compression = compression;
	return AVOW_OK;
}

static void widen(struct avow_analysis *analysis, struct avow_time first,
		  struct avow_time last)
{
	if (!avow_time_is_known(first))
		return;
	if (!avow_time_is_known(analysis->first) ||
	    avow_time_compare(first, analysis->first) < 0)
		analysis->first = first;
	if (avow_time_compare(last, analysis->last) > 0)
		analysis->last = last;
}

/* Adds the remarks and what else @of counts beside its input. */
static int add_evidence(struct loading *loading, struct avow_store_counts *of,
			const struct avow_store_place *place)
{
	struct avow_evidence *one = &of->evidence;
	int result = avow_store_read_evidence(loading->store, one, place, loading->error);

	if (!result && avow_evidence_merge(&loading->out->evidence, one))
		result = avow_error_nomem(loading->error);
	avow_evidence_free(one);
	return result;
}

static int take_source(void *data, struct avow_row *row)
{
	struct loading *loading = data;
	struct avow_analysis *out = loading->out;
	struct avow_store_counts of = { 0 };
	const struct avow_store_place place = {
		.source = avow_row_number(row),
		.input = (uint32_t)out->evidence.input_count
	};
	struct avow_time first, last;
	int result = avow_store_read_identity(loading->store, row, &loading->identity,
					      loading->error);

	if (!result)
		result = keep_input(loading, row, &of.input);
	if (result)
		return result;
	loading->file.device = avow_row_number(row);
	loading->file.inode = avow_row_number(row);
	loading->file.size = avow_row_number(row);
	loading->file.changed = avow_row_number(row);
	first = avow_row_time(row);
	last = avow_row_time(row);
	if (first.milliseconds == UINT32_MAX || last.milliseconds == UINT32_MAX)
		return damaged(loading, "times that cannot be");
	widen(out, first, last);
	for (size_t i = 0; i < avow_store_count_count; i++)
		*avow_store_count(&of, i) = avow_row_number(row);
	out->evidence.inputs[place.input] = of.input;
	result = add_evidence(loading, &of, &place);
	if (!result)
		result = avow_store_read_clusters(loading->store, out->clusters, &place,
						  false, loading->error);
	if (!result && out->granted)
		result = avow_store_read_clusters(loading->store, out->granted, &place,
						  true, loading->error);
	return result;
}

static int begin(struct loading *loading, bool keeps_granted)
{
	*loading->out = (struct avow_analysis){ .clusters = avow_clusters_new() };
	if (keeps_granted)
		loading->out->granted = avow_clusters_new();
	return loading->out->clusters && (!keeps_granted || loading->out->granted)
		       ? AVOW_OK
		       : avow_error_nomem(loading->error);
}

static int load_one(struct loading *loading, uint64_t number)
{
	sqlite3_stmt *statement;
	int result = avow_store_prepare(loading->store,
					"SELECT * FROM source WHERE number = ?",
					&statement, loading->error);

	if (result)
		return result;
	result = avow_rows_each(loading->store, statement, number, take_source, loading,
				loading->error);
	sqlite3_finalize(statement);
	return result;
}

static int load_all(struct loading *loading)
{
	int result = list(loading);

	for (size_t i = 0; i < loading->count && !result; i++) {
		result = load_one(loading, loading->numbers[i]);
		avow_identity_free(&loading->identity);
	}
	free(loading->numbers);
	return result;
}

int avow_store_load(struct avow_store *store, bool keeps_granted,
		    struct avow_analysis *out, struct avow_error *error)
{
	struct loading loading = { .store = store, .error = error, .out = out };
	int result = begin(&loading, keeps_granted);

	if (!result)
		result = avow_store_begin(store, AVOW_STORE_READ, error);
	if (result)
		return result;
	result = avow_store_end(store, load_all(&loading), error);
	if (result)
		return result;
	avow_clusters_sort(out->clusters);
	if (out->granted)
		avow_clusters_sort(out->granted);
	return AVOW_OK;
}

/* Reads one source by itself and puts it into @into. */
static int pass_one(struct loading *loading, struct avow_store *into, uint64_t number,
		    size_t changes[AVOW_STORE_OLDER + 1])
{
	struct avow_analysis analysis;
	enum avow_store_change change;
	int result;

	loading->out = &analysis;
	result = begin(loading, true);
	if (!result)
		result = load_one(loading, number);
	if (!result && analysis.evidence.input_count != 1)
		result = damaged(loading, "a log that is not there");
	if (!result)
		result = avow_store_put_in(into, &loading->identity, &loading->file,
					   &analysis, &change, loading->error);
	if (!result)
		changes[change]++;
	avow_identity_free(&loading->identity);
	avow_analysis_free(&analysis);
	return result;
}

static int pass_all(struct loading *loading, struct avow_store *into,
		    size_t changes[AVOW_STORE_OLDER + 1])
{
	int result = list(loading);

	for (size_t i = 0; i < loading->count && !result; i++)
		result = pass_one(loading, into, loading->numbers[i], changes);
	free(loading->numbers);
	return result;
}

int avow_store_merge(struct avow_store *into, struct avow_store *from,
		     size_t changes[AVOW_STORE_OLDER + 1], struct avow_error *error)
{
	struct loading loading = { .store = from, .error = error };
	int result = avow_store_begin(from, AVOW_STORE_READ, error);

	if (result)
		return result;
	result = avow_store_begin(into, AVOW_STORE_WRITE, error);
	if (!result)
		result = avow_store_end(into, pass_all(&loading, into, changes), error);
	return avow_store_end(from, result, error);
}
