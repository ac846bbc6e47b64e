/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is too old is taken out of a store: log by log, so that what is left adds up. */
#include <stdlib.h>

#include "analyzer/store/sources.h"

struct forgetting {
	struct avow_store *store;
	struct avow_error *error;
	uint64_t newest;
	uint64_t *numbers; /* of the sources that are too old */
	size_t count;
};

static int take_newest(void *data, struct avow_row *row)
{
	((struct forgetting *)data)->newest = avow_row_number(row);
	return AVOW_OK;
}

static int take_number(void *data, struct avow_row *row)
{
	struct forgetting *forgetting = data;

	return avow_numbers_add(&forgetting->numbers, &forgetting->count,
				avow_row_number(row), forgetting->error);
}

/* Asks @sql about one number. */
static int ask(struct forgetting *forgetting, const char *sql, uint64_t number,
	       int (*take)(void *data, struct avow_row *row))
{
	sqlite3_stmt *statement;
	int result =
		avow_store_prepare(forgetting->store, sql, &statement, forgetting->error);

	if (result)
		return result;
	result = avow_rows_each(forgetting->store, statement, number, take, forgetting,
				forgetting->error);
	sqlite3_finalize(statement);
	return result;
}

static int forget(struct forgetting *forgetting, uint64_t seconds, uint64_t now)
{
	int result = ask(forgetting, "SELECT coalesce(max(last), 0) FROM source WHERE ?",
			 1, take_newest);

	if (forgetting->newest > now)
		forgetting->newest = now;
	if (!result && forgetting->newest > seconds)
		result = ask(forgetting,
			     "SELECT number FROM source WHERE last < ? AND last > 0 AND "
			     "NOT forgotten",
			     forgetting->newest - seconds, take_number);
	for (size_t i = 0; i < forgetting->count && !result; i++) {
		result = avow_store_empty(forgetting->store, forgetting->numbers[i],
					  forgetting->error);
		if (!result)
			result = avow_rows_run(
				forgetting->store,
				"UPDATE source SET forgotten = 1 WHERE number = ?",
				forgetting->numbers[i], forgetting->error);
	}
	return result;
}

int avow_store_forget(struct avow_store *store, uint64_t seconds, uint64_t now,
		      size_t *out, struct avow_error *error)
{
	struct forgetting forgetting = { .store = store, .error = error };
	int result = avow_store_begin(store, AVOW_STORE_WRITE, error);

	*out = 0;
	if (result)
		return result;
	result = avow_store_end(store, forget(&forgetting, seconds, now), error);
	if (!result)
		*out = forgetting.count;
	free(forgetting.numbers);
	return result;
}
