/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_ROWS_H
#define AVOW_STORE_ROWS_H

#include "analyzer/record/record.h"
#include "analyzer/store/database.h"

/*
 * One row that is being written or read, column by column in their order. Counts are 64
 * bits without a sign and SQLite's have one: they are kept bit by bit, and come back as
 * they were.
 */
struct avow_row {
	sqlite3_stmt *statement;
	int column;
	int code; /* of what failed while writing */
};

/* Values are bound one after the other; a text is lent until the row is inserted. */
void avow_row_put_number(struct avow_row *row, uint64_t value);
void avow_row_put_text(struct avow_row *row, struct avow_span text);
void avow_row_put_time(struct avow_row *row, struct avow_time time);
void avow_row_put_null(struct avow_row *row);

/* Inserts what was put, and makes the statement ready for the next. */
int avow_row_insert(struct avow_store *store, const struct avow_row *row,
		    struct avow_error *error) avow_must_check;

uint64_t avow_row_number(struct avow_row *row);

/* Lent until the statement's next row. */
struct avow_span avow_row_text(struct avow_row *row);

/* One that cannot be has UINT32_MAX milliseconds. */
struct avow_time avow_row_time(struct avow_row *row);

/*
 * Binds @number to the first place of @statement, calls @take for each row that it gives,
 * and makes it ready for the next time. The first negative return of @take ends it.
 */
int avow_rows_each(struct avow_store *store, sqlite3_stmt *statement, uint64_t number,
		   int (*take)(void *data, struct avow_row *row), void *data,
		   struct avow_error *error) avow_must_check;

/* Adds @number to a list that grows, and is to be freed. AVOW_E_NOMEM. */
int avow_numbers_add(uint64_t **numbers, size_t *count, uint64_t number,
		     struct avow_error *error) avow_must_check;

/* Runs @sql, which gives no rows, with @number in each of its first places. */
int avow_rows_run(struct avow_store *store, const char *sql, uint64_t number,
		  struct avow_error *error) avow_must_check;

#endif
