/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Evidence to rows and back: what could not be used, what is worth telling, verdicts and
 * epochs. A thing is known by its text, so that the order of the tables is free.
 */
#include "analyzer/store/rows.h"

#define DEFECT "defect"
#define REMARK "remark"
#define VERDICT "verdict"

/* The statements, and whose rows they are. */
struct books {
	struct avow_store *store;
	struct avow_error *error;
	struct avow_evidence *into; /* when they are read */
	const struct avow_store_place *place;
	sqlite3_stmt *remarks, *excerpts, *epochs;
};

static int prepare(struct books *books, const char *const sql[3])
{
	sqlite3_stmt **const statements[] = { &books->remarks, &books->excerpts,
					      &books->epochs };
	int result = AVOW_OK;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(statements) && !result; i++)
		result = avow_store_prepare(books->store, sql[i], statements[i],
					    books->error);
	return result;
}

static void finish(struct books *books)
{
	sqlite3_finalize(books->remarks);
	sqlite3_finalize(books->excerpts);
	sqlite3_finalize(books->epochs);
}

static int write_excerpt(struct books *books, const char *kind, const char *name,
			 const struct avow_samples *samples, size_t index)
{
	struct avow_row row = { .statement = books->excerpts };

	avow_row_put_number(&row, books->place->source);
	avow_row_put_text(&row, avow_span_of(kind));
	avow_row_put_text(&row, avow_span_of(name));
	avow_row_put_number(&row, index);
	avow_row_put_number(&row, samples->items[index].place.line);
	avow_row_put_text(&row, samples->items[index].excerpt);
	return avow_row_insert(books->store, &row, books->error);
}

static int write_remark(struct books *books, const char *kind, const char *name,
			uint64_t count, uint64_t amount)
{
	struct avow_row row = { .statement = books->remarks };

	avow_row_put_number(&row, books->place->source);
	avow_row_put_text(&row, avow_span_of(kind));
	avow_row_put_text(&row, avow_span_of(name));
	avow_row_put_number(&row, count);
	avow_row_put_number(&row, amount);
	return avow_row_insert(books->store, &row, books->error);
}

static int write_samples(struct books *books, const char *kind, const char *name,
			 const struct avow_samples *samples, uint64_t amount)
{
	int result = AVOW_OK;

	if (samples->count || amount)
		result = write_remark(books, kind, name, samples->count, amount);
	for (size_t i = 0; i < avow_samples_kept(samples) && !result; i++)
		result = write_excerpt(books, kind, name, samples, i);
	return result;
}

static int write_epoch(struct books *books, const struct avow_epoch *epoch,
		       size_t position)
{
	struct avow_row row = { .statement = books->epochs };

	avow_row_put_number(&row, books->place->source);
	avow_row_put_number(&row, position);
	avow_row_put_number(&row, epoch->seconds);
	avow_row_put_text(&row, avow_span_of(avow_remark_text(epoch->change)));
	avow_row_put_number(&row, epoch->place.line);
	avow_row_put_number(&row, (uint64_t)epoch->enforcing);
	avow_row_put_text(&row, epoch->text);
	return avow_row_insert(books->store, &row, books->error);
}

static int write_all(struct books *books, const struct avow_evidence *from)
{
	int result = AVOW_OK;

	for (int i = 0; i < AVOW_DEFECT_COUNT && !result; i++)
		result = write_samples(books, DEFECT,
				       avow_defect_text((enum avow_defect)i),
				       &from->defects[i], 0);
	for (int i = 0; i < AVOW_REMARK_COUNT && !result; i++)
		result = write_samples(
			books, REMARK, avow_remark_text((enum avow_remark)i),
			&from->remarks[i].samples, from->remarks[i].amount);
	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT && !result; i++)
		if (from->apparmor[i])
			result = write_remark(
				books, VERDICT,
				avow_apparmor_verdict_name((enum avow_apparmor_verdict)i),
				from->apparmor[i], 0);
	for (size_t i = 0; i < from->epoch_count && !result; i++)
		result = write_epoch(books, &from->epochs[i], i);
	return result;
}

int avow_store_write_evidence(struct avow_store *store, const struct avow_evidence *from,
			      uint64_t source, struct avow_error *error)
{
	static const char *const sql[] = { "INSERT INTO remark VALUES (?,?,?,?,?)",
					   "INSERT INTO excerpt VALUES (?,?,?,?,?,?)",
					   "INSERT INTO epoch VALUES (?,?,?,?,?,?,?)" };
	const struct avow_store_place place = { .source = source };
	struct books books = { .store = store, .error = error, .place = &place };
	int result = prepare(&books, sql);

	if (!result)
		result = write_all(&books, from);
	finish(&books);
	return result;
}

static int damaged(const struct books *books, const char *what)
{
	return avow_store_damaged(books->store, what, books->error);
}

/* The remark of that text; AVOW_REMARK_COUNT when there is none. */
static enum avow_remark find_remark(struct avow_span text)
{
	int i = 0;

	while (i < AVOW_REMARK_COUNT &&
	       !avow_span_is(text, avow_remark_text((enum avow_remark)i)))
		i++;
	return (enum avow_remark)i;
}

/* The samples of that kind and text; NULL when there are none. */
static struct avow_samples *find_samples(struct avow_evidence *evidence,
					 struct avow_span kind, struct avow_span text)
{
	enum avow_remark remark = find_remark(text);

	if (avow_span_is(kind, REMARK))
		return remark == AVOW_REMARK_COUNT ? NULL
						   : &evidence->remarks[remark].samples;
	for (int i = 0; i < AVOW_DEFECT_COUNT && avow_span_is(kind, DEFECT); i++)
		if (avow_span_is(text, avow_defect_text((enum avow_defect)i)))
			return &evidence->defects[i];
	return NULL;
}

static uint64_t *find_verdict(struct avow_evidence *evidence, struct avow_span kind,
			      struct avow_span text)
{
	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT && avow_span_is(kind, VERDICT);
	     i++)
		if (avow_span_is(text, avow_apparmor_verdict_name(
					       (enum avow_apparmor_verdict)i)))
			return &evidence->apparmor[i];
	return NULL;
}

static int take_remark(void *data, struct avow_row *row)
{
	struct books *books = data;
	struct avow_span kind = avow_row_text(row), name = avow_row_text(row);
	struct avow_samples *samples = find_samples(books->into, kind, name);
	uint64_t *verdict = find_verdict(books->into, kind, name);
	uint64_t count = avow_row_number(row);

	if (!samples && !verdict)
		return damaged(books, "a remark of no kind");
	if (verdict)
		*verdict = count;
	else
		samples->count = count;
	if (avow_span_is(kind, REMARK))
		books->into->remarks[find_remark(name)].amount = avow_row_number(row);
	return AVOW_OK;
}

static int take_excerpt(void *data, struct avow_row *row)
{
	struct books *books = data;
	struct avow_span kind = avow_row_text(row), name = avow_row_text(row);
	struct avow_samples *samples = find_samples(books->into, kind, name);
	uint64_t position = avow_row_number(row), line = avow_row_number(row);
	struct avow_span text = avow_row_text(row);
	struct avow_sample *item;

	if (!samples || position >= avow_samples_kept(samples) ||
	    text.length > AVOW_SAMPLES_EXCERPT)
		return damaged(books, "an excerpt that cannot be");
	item = &samples->items[position];
	item->place = (struct avow_place){ books->place->input, line };
	item->excerpt = avow_arena_copy(&books->into->arena, text);
	return item->excerpt.data ? AVOW_OK : avow_error_nomem(books->error);
}

static int take_epoch(void *data, struct avow_row *row)
{
	struct books *books = data;
	struct avow_epoch epoch = { .seconds = avow_row_number(row) };
	uint64_t enforcing;

	epoch.change = find_remark(avow_row_text(row));
	epoch.place = (struct avow_place){ books->place->input, avow_row_number(row) };
	enforcing = avow_row_number(row);
	epoch.text = avow_row_text(row);
	if (epoch.change == AVOW_REMARK_COUNT ||
	    avow_remark_group(epoch.change) != AVOW_REMARK_GROUP_EPOCH ||
	    enforcing + 1 > 2)
		return damaged(books, "an epoch that cannot be");
	epoch.enforcing = (int)(int64_t)enforcing;
	return avow_evidence_add_epoch(books->into, &epoch)
		       ? avow_error_nomem(books->error)
		       : AVOW_OK;
}

/* Whether every excerpt that was counted came. */
static bool is_whole(const struct avow_samples *samples)
{
	for (size_t i = 0; i < avow_samples_kept(samples); i++)
		if (!samples->items[i].excerpt.data)
			return false;
	return true;
}

static int check(const struct books *books)
{
	bool are_whole = true;

	for (int i = 0; i < AVOW_DEFECT_COUNT; i++)
		are_whole &= is_whole(&books->into->defects[i]);
	for (int i = 0; i < AVOW_REMARK_COUNT; i++)
		are_whole &= is_whole(&books->into->remarks[i].samples);
	return are_whole ? AVOW_OK : damaged(books, "fewer excerpts than were counted");
}

int avow_store_read_evidence(struct avow_store *store, struct avow_evidence *into,
			     const struct avow_store_place *place,
			     struct avow_error *error)
{
	static const char *const sql[] = {
		"SELECT kind, name, count, amount FROM remark WHERE source = ?",
		"SELECT kind, name, position, line, text FROM excerpt WHERE source = ?",
		"SELECT seconds, change, line, enforcing, text FROM epoch "
		"WHERE source = ? ORDER BY position"
	};
	struct books books = {
		.store = store, .error = error, .into = into, .place = place
	};
	int result = prepare(&books, sql);

	if (!result)
		result = avow_rows_each(store, books.remarks, place->source, take_remark,
					&books, error);
	if (!result)
		result = avow_rows_each(store, books.excerpts, place->source,
					take_excerpt, &books, error);
	if (!result)
		result = avow_rows_each(store, books.epochs, place->source, take_epoch,
					&books, error);
	finish(&books);
	return result ? result : check(&books);
}
