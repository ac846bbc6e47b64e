/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of a store, by numbered migrations: the number of the newest that was
 * applied is the database's user_version. A migration that was released is never
 * changed. Tables of other kinds under our names could make a query do anything, so
 * their definitions have to be the very ones that the migrations make.
 */
#include <stdio.h>

#include "analyzer/store/database.h"

#define APPLICATION 0x61766f77 /* "avow": what file(1) may know a store by */

static const char *const migrations[] = {
	/* 1: clusters. Times are seconds since 1970, UTC, 0 where none is known. */
	"CREATE TABLE cluster ("
	" number INTEGER PRIMARY KEY, id TEXT NOT NULL, lsm INTEGER NOT NULL,"
	" source TEXT NOT NULL, target TEXT NOT NULL, class TEXT NOT NULL,"
	" profile TEXT NOT NULL, namespace TEXT NOT NULL, object TEXT NOT NULL,"
	" is_rest INTEGER NOT NULL, count INTEGER NOT NULL,"
	" permissive INTEGER NOT NULL, enforcing INTEGER NOT NULL,"
	" unknown INTEGER NOT NULL, blocked INTEGER NOT NULL,"
	" owner_yes INTEGER NOT NULL, owner_no INTEGER NOT NULL,"
	" first INTEGER NOT NULL, first_ms INTEGER NOT NULL,"
	" last INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
	" step INTEGER NOT NULL, sample TEXT NOT NULL,"
	" sample_time INTEGER NOT NULL, sample_ms INTEGER NOT NULL,"
	" sample_serial INTEGER NOT NULL, sample_input INTEGER NOT NULL,"
	" sample_line INTEGER NOT NULL);"
	"CREATE TABLE tally ("
	" cluster INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
	" count INTEGER NOT NULL, PRIMARY KEY (cluster, field, value)) WITHOUT ROWID;"
	"CREATE TABLE bar ("
	" cluster INTEGER NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL,"
	" PRIMARY KEY (cluster, start)) WITHOUT ROWID;"
	"CREATE TABLE access ("
	" cluster INTEGER NOT NULL, scontext TEXT NOT NULL, tcontext TEXT NOT NULL,"
	" permissions TEXT NOT NULL, xperm INTEGER NOT NULL, count INTEGER NOT NULL,"
	" input INTEGER NOT NULL, line INTEGER NOT NULL,"
	" PRIMARY KEY (cluster, scontext, tcontext, permissions, xperm)) WITHOUT ROWID;"
	"CREATE VIEW clusters AS SELECT id,"
	" CASE lsm WHEN 0 THEN 'selinux' ELSE 'apparmor' END AS lsm,"
	" source, target, class, profile, namespace, object, is_rest, count,"
	" permissive, enforcing, unknown, blocked, first, last, sample FROM cluster;",
};

#define NEWEST ((int)AVOW_ARRAY_SIZE(migrations))

/* The one number that @sql gives. */
static int ask(struct avow_store *store, const char *sql, int *out,
	       struct avow_error *error)
{
	sqlite3_stmt *statement;
	int code, result = avow_store_prepare(store, sql, &statement, error);

	if (result)
		return result;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int(statement, 0);
	else
		result = avow_store_fail(store, code, error);
	sqlite3_finalize(statement);
	return result;
}

static int migrate(struct avow_store *store, int from, struct avow_error *error)
{
	char versions[100];
	int result = AVOW_OK;

	for (int i = from; i < NEWEST && !result; i++)
		result = avow_store_run(store, migrations[i], error);
	snprintf(versions, sizeof(versions),
		 "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION,
		 NEWEST);
	return result ? result : avow_store_run(store, versions, error);
}

/* Everything that the schema of @store defines, a line each. */
static int list(struct avow_store *store, struct avow_buf *out, struct avow_error *error)
{
	sqlite3_stmt *statement;
	int code, result;

	result = avow_store_prepare(store,
				    "SELECT name || ' ' || coalesce(sql, '') FROM "
				    "sqlite_schema WHERE name NOT GLOB 'sqlite_stat*' "
				    "ORDER BY name, type",
				    &statement, error);
	if (result)
		return result;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		const void *text = sqlite3_column_text(statement, 0);

		avow_buf_append(
			out, avow_span_make(text ? text : "",
					    (size_t)sqlite3_column_bytes(statement, 0)));
		avow_buf_putc(out, '\n');
	}
	if (code != SQLITE_DONE)
		result = avow_store_fail(store, code, error);
	sqlite3_finalize(statement);
	return !result && out->failed ? avow_error_nomem(error) : result;
}

/* Compares the schema with that of a store that was made this moment. */
static int compare(struct avow_store *store, struct avow_error *error)
{
	struct avow_store fresh = { .path = store->path };
	struct avow_buf wanted = { 0 }, got = { 0 };
	int result = AVOW_OK;

	if (sqlite3_open(":memory:", &fresh.database) != SQLITE_OK)
		result = avow_error_nomem(error);
	if (!result)
		result = migrate(&fresh, 0, error);
	if (!result)
		result = list(&fresh, &wanted, error);
	if (!result)
		result = list(store, &got, error);
	if (!result && !avow_span_equal(avow_buf_span(&wanted), avow_buf_span(&got)))
		result = avow_store_damaged(
			store, "its tables are not those that avow makes", error);
	sqlite3_close(fresh.database);
	avow_buf_free(&wanted);
	avow_buf_free(&got);
	return result;
}

/* Applies the migrations that are missing; two that begin at once do it once. */
static int bring_up(struct avow_store *store, struct avow_error *error)
{
	int version = 0;
	int result = avow_store_run(store, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE",
				    error);

	if (result)
		return result;
	result = ask(store, "PRAGMA user_version", &version, error);
	if (!result && version < NEWEST)
		result = migrate(store, version, error);
	if (!result)
		result = avow_store_run(store, "COMMIT", error);
	if (result)
		sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	return result;
}

int avow_store_settle_schema(struct avow_store *store, enum avow_store_mode mode,
			     struct avow_error *error)
{
	int application = 0, version = 0, tables = 0;
	int result = ask(store, "PRAGMA application_id", &application, error);

	if (!result)
		result = ask(store, "PRAGMA user_version", &version, error);
	if (!result)
		result = ask(store, "SELECT count(*) FROM sqlite_schema", &tables, error);
	if (result)
		return result;
	if (application != APPLICATION &&
	    (mode == AVOW_STORE_READ || application || version || tables))
		return avow_error_set(error, AVOW_E_INPUT,
				      "%s: a database, but not a store of avow",
				      store->path);
	if (version > NEWEST)
		return avow_error_set(error, AVOW_E_INPUT,
				      "%s: a store of schema %d; this avow knows those "
				      "up to %d",
				      store->path, version, NEWEST);
	if (mode == AVOW_STORE_WRITE)
		result = bring_up(store, error);
	return result ? result : compare(store, error);
}
