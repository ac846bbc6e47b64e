/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The columns of a row, written and read. What a row means is not known here. */
#include "analyzer/store/rows.h"

#include <stdlib.h>

void avow_row_put_number(struct avow_row *row, uint64_t value)
{
	row->code |=
		sqlite3_bind_int64(row->statement, ++row->column, (sqlite3_int64)value);
}

void avow_row_put_text(struct avow_row *row, struct avow_span text)
{
	row->code |= sqlite3_bind_text64(row->statement, ++row->column,
					 text.data ? text.data : "", text.length,
					 SQLITE_STATIC, SQLITE_UTF8);
}

void avow_row_put_time(struct avow_row *row, struct avow_time time)
{
	avow_row_put_number(row, time.seconds);
	avow_row_put_number(row, time.milliseconds);
}

void avow_row_put_null(struct avow_row *row)
{
	row->code |= sqlite3_bind_null(row->statement, ++row->column);
}

int avow_row_insert(struct avow_store *store, const struct avow_row *row,
		    struct avow_error *error)
{
	int code = row->code ? row->code : sqlite3_step(row->statement);

	sqlite3_reset(row->statement);
	return code == SQLITE_DONE ? AVOW_OK : avow_store_fail(store, code, error);
}

uint64_t avow_row_number(struct avow_row *row)
{
	return (uint64_t)sqlite3_column_int64(row->statement, row->column++);
}

struct avow_span avow_row_text(struct avow_row *row)
{
	const void *text = sqlite3_column_text(row->statement, row->column);
	int length = sqlite3_column_bytes(row->statement, row->column++);

	return text ? avow_span_make(text, (size_t)length) : avow_span_make("", 0);
}

struct avow_time avow_row_time(struct avow_row *row)
{
	struct avow_time time = { .seconds = avow_row_number(row) };
	uint64_t milliseconds = avow_row_number(row);

	/* More is told as an impossible one, which is refused. */
	time.milliseconds = milliseconds < 1000 ? (uint32_t)milliseconds : UINT32_MAX;
	return time;
}

int avow_rows_each(struct avow_store *store, sqlite3_stmt *statement, uint64_t number,
		   int (*take)(void *data, struct avow_row *row), void *data,
		   struct avow_error *error)
{
	struct avow_row row;
	int result = AVOW_OK;
	int code = sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW && !result) {
		row = (struct avow_row){ .statement = statement };
		result = take(data, &row);
		if (!result)
			code = sqlite3_step(statement);
	}
	/* A text that there was no memory for has read as an empty one. */
	if (!result && sqlite3_errcode(store->database) == SQLITE_NOMEM)
		result = avow_error_nomem(error);
	if (!result && code != SQLITE_DONE)
		result = avow_store_fail(store, code, error);
	sqlite3_reset(statement);
	return result;
}

int avow_numbers_add(uint64_t **numbers, size_t *count, uint64_t number,
		     struct avow_error *error)
{
	uint64_t *grown = reallocarray(*numbers, *count + 1, sizeof(*grown));

	if (!grown)
		return avow_error_nomem(error);
	*numbers = grown;
	grown[(*count)++] = number;
	return AVOW_OK;
}

int avow_rows_run(struct avow_store *store, const char *sql, uint64_t number,
		  struct avow_error *error)
{
	sqlite3_stmt *statement;
	struct avow_row row = { 0 };
	int result = avow_store_prepare(store, sql, &statement, error);

	if (result)
		return result;
	row.statement = statement;
	avow_row_put_number(&row, number);
	result = avow_row_insert(store, &row, error);
	sqlite3_finalize(statement);
	return result;
}
