/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens and closes stores, and puts transactions around what is done with them. What a
 * file may make SQLite do is bounded here: no code and no function from its schema, no
 * value longer than any that avow writes.
 */
#include "analyzer/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/store/database.h"

#define BUSY_MS 5000
#define VALUE_MAX (8 << 20) /* bytes: more than a line of a log can be */

/* Whether files can be made in the directory of @path; else errno says why not. */
static bool is_beside_writable(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct avow_buf name = { 0 };
	bool is_writable;

	avow_buf_append(&name, avow_span_make(path, slash ? (size_t)(slash - path) : 0));
	avow_buf_puts(&name, slash ? "/" : ".");
	is_writable = access(avow_buf_string(&name), W_OK) == 0;
	avow_buf_free(&name);
	return is_writable;
}

int avow_store_fail(const struct avow_store *store, int code, struct avow_error *error)
{
	const char *said = sqlite3_errmsg(store->database);

	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return avow_error_nomem(error);
	case SQLITE_NOTADB:
		return avow_error_set(error, AVOW_E_INPUT, "%s: not a store of avow",
				      store->path);
	case SQLITE_CORRUPT:
	case SQLITE_TOOBIG:
	case SQLITE_ERROR:
	case SQLITE_CONSTRAINT:
		return avow_store_damaged(store, said, error);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return avow_error_set(error, AVOW_E_IO,
				      "%s: another program has the store locked",
				      store->path);
	case SQLITE_FULL:
		return avow_error_set(error, AVOW_E_IO,
				      "%s: there is no room to write to the store",
				      store->path);
	case SQLITE_CANTOPEN:
		/* Mostly it is a file beside the store that could not be made. */
		if (!is_beside_writable(store->path))
			said = strerror(errno);
		return avow_error_set(error, AVOW_E_IO,
				      "%s: the store cannot be opened: %s", store->path,
				      said);
	case SQLITE_READONLY:
		return avow_error_set(error, AVOW_E_IO,
				      "%s: the store cannot be written to", store->path);
	default:
		return avow_error_set(error, AVOW_E_IO, "%s: %s", store->path, said);
	}
}

int avow_store_damaged(const struct avow_store *store, const char *what,
		       struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_INPUT, "%s: the store is damaged: %s",
			      store->path, what);
}

int avow_store_run(struct avow_store *store, const char *sql, struct avow_error *error)
{
	int code = sqlite3_exec(store->database, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? AVOW_OK : avow_store_fail(store, code, error);
}

int avow_store_prepare(struct avow_store *store, const char *sql, sqlite3_stmt **out,
		       struct avow_error *error)
{
	int code = sqlite3_prepare_v2(store->database, sql, -1, out, NULL);

	return code == SQLITE_OK ? AVOW_OK : avow_store_fail(store, code, error);
}

/* The file is not ours alone: SQLite is told to trust it as little as it can. */
static void harden(sqlite3 *database)
{
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_limit(database, SQLITE_LIMIT_LENGTH, VALUE_MAX);
	sqlite3_busy_timeout(database, BUSY_MS);
}

/*
 * Whether the store can be read as it lies there alone: its directory may not be written
 * to, so that SQLite could not make the index that its log takes, and there is no log.
 */
static bool is_left_alone(const char *path)
{
	struct avow_buf log = { 0 };
	struct stat status;
	bool has_log;

	avow_buf_printf(&log, "%s-wal", path);
	has_log = log.failed ||
		  (stat(avow_buf_string(&log), &status) == 0 && status.st_size > 0);
	avow_buf_free(&log);
	return !has_log && !is_beside_writable(path);
}

/* "file:PATH?immutable=1" (sqlite.org/uri.html): nothing but the file is looked at. */
static int open_alone(struct avow_store *store)
{
	struct avow_buf uri = { 0 };
	int code = SQLITE_NOMEM;

	avow_buf_puts(&uri, "file:");
	for (const char *at = store->path; *at; at++)
		if (strchr("%?#", *at))
			avow_buf_printf(&uri, "%%%02x", (unsigned char)*at);
		else
			avow_buf_putc(&uri, *at);
	avow_buf_puts(&uri, "?immutable=1");
	if (!uri.failed)
		code = sqlite3_open_v2(avow_buf_string(&uri), &store->database,
				       SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	avow_buf_free(&uri);
	return code;
}

static int open_database(struct avow_store *store, enum avow_store_mode mode,
			 struct avow_error *error)
{
	int flags = mode == AVOW_STORE_READ ? SQLITE_OPEN_READONLY
					    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	int code = mode == AVOW_STORE_READ && is_left_alone(store->path)
			   ? open_alone(store)
			   : sqlite3_open_v2(store->path, &store->database, flags, NULL);

	if (!store->database)
		return avow_error_nomem(error);
	if (code != SQLITE_OK)
		return avow_store_fail(store, code, error);
	harden(store->database);
	return avow_store_run(store, "PRAGMA cell_size_check = ON", error);
}

int avow_store_open(const char *path, enum avow_store_mode mode, struct avow_store **out,
		    struct avow_error *error)
{
	struct avow_store *store = calloc(1, sizeof(*store));
	int result;

	*out = NULL;
	if (!store)
		return avow_error_nomem(error);
	store->path = strdup(path);
	result =
		store->path ? open_database(store, mode, error) : avow_error_nomem(error);
	if (!result)
		result = avow_store_settle_schema(store, mode, error);
	if (result)
		avow_store_close(store);
	else
		*out = store;
	return result;
}

void avow_store_close(struct avow_store *store)
{
	if (!store)
		return;
	sqlite3_close(store->database);
	free(store->path);
	free(store);
}

int avow_store_begin(struct avow_store *store, enum avow_store_mode mode,
		     struct avow_error *error)
{
	return avow_store_run(
		store, mode == AVOW_STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE", error);
}

int avow_store_end(struct avow_store *store, int result, struct avow_error *error)
{
	if (!result)
		result = avow_store_run(store, "COMMIT", error);
	if (result && !sqlite3_get_autocommit(store->database))
		sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	return result;
}
