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
	/*
	 * 2: in which stretches of time a permission was seen: so many seconds each, the
	 * first from then on, and hexadecimal digits (analyzer/cluster/sightings.h). Of
	 * other fields, and of what was written before, there are none.
	 */
	"ALTER TABLE tally ADD COLUMN seen_width INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE tally ADD COLUMN seen_from INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE tally ADD COLUMN seen TEXT NOT NULL DEFAULT '';",
	/*
	 * 3: what was read, a row each (analyzer/store/identity.h), with what it counted
	 * (analyzer/collect/evidence.h), and clusters by what they were read from. What
	 * was written before is of a source that is not known.
	 */
	"CREATE TABLE source ("
	" number INTEGER PRIMARY KEY, head TEXT NOT NULL, size INTEGER NOT NULL,"
	" tail TEXT NOT NULL, marks TEXT NOT NULL, name TEXT NOT NULL,"
	" kind TEXT NOT NULL, format TEXT NOT NULL, compression TEXT NOT NULL,"
	" device INTEGER NOT NULL, inode INTEGER NOT NULL,"
	" file_size INTEGER NOT NULL, changed INTEGER NOT NULL,"
	" first INTEGER NOT NULL, first_ms INTEGER NOT NULL,"
	" last INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
	" bytes INTEGER NOT NULL, lines INTEGER NOT NULL, records INTEGER NOT NULL,"
	" blank INTEGER NOT NULL, foreign_lines INTEGER NOT NULL,"
	" malformed INTEGER NOT NULL, used INTEGER NOT NULL,"
	" companions INTEGER NOT NULL, told_before INTEGER NOT NULL,"
	" lost INTEGER NOT NULL, events INTEGER NOT NULL, denials INTEGER NOT NULL,"
	" granted INTEGER NOT NULL, duplicates INTEGER NOT NULL,"
	" notices INTEGER NOT NULL, evicted INTEGER NOT NULL,"
	" serial_gaps INTEGER NOT NULL, serials INTEGER NOT NULL);"
	"CREATE INDEX source_head ON source (head);"
	"CREATE INDEX source_file ON source (inode);"
	"CREATE TABLE remark ("
	" source INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,"
	" count INTEGER NOT NULL, amount INTEGER NOT NULL,"
	" PRIMARY KEY (source, kind, name)) WITHOUT ROWID;"
	"CREATE TABLE excerpt ("
	" source INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,"
	" position INTEGER NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL,"
	" PRIMARY KEY (source, kind, name, position)) WITHOUT ROWID;"
	"CREATE TABLE epoch ("
	" source INTEGER NOT NULL, position INTEGER NOT NULL, seconds INTEGER NOT NULL,"
	" change TEXT NOT NULL, line INTEGER NOT NULL, enforcing INTEGER NOT NULL,"
	" text TEXT NOT NULL, PRIMARY KEY (source, position)) WITHOUT ROWID;"
	"ALTER TABLE cluster ADD COLUMN origin INTEGER NOT NULL DEFAULT 1;"
	"ALTER TABLE cluster ADD COLUMN granted INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX cluster_origin ON cluster (origin);"
	"CREATE INDEX cluster_id ON cluster (id);"
	"INSERT INTO source SELECT 1, '', 0, '', '', 'before sources were kept', 'file',"
	" 'unknown', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, n, 0, "
	"0,"
	" 0, 0, 0, 0 FROM (SELECT sum(count) AS n FROM cluster) WHERE n > 0;"
	"DROP VIEW clusters;"
	"CREATE VIEW clusters AS SELECT id,"
	" CASE lsm WHEN 0 THEN 'selinux' ELSE 'apparmor' END AS lsm,"
	" source AS scontext_type, target AS tcontext_type, class, profile, namespace,"
	" object, is_rest, sum(count) AS count, sum(permissive) AS permissive,"
	" sum(enforcing) AS enforcing, sum(unknown) AS unknown,"
	" sum(blocked) AS blocked, min(nullif(first, 0)) AS first,"
	" max(nullif(last, 0)) AS last, (SELECT sample FROM cluster AS earliest"
	" WHERE earliest.id = cluster.id AND NOT granted"
	" ORDER BY sample_time, sample_ms, sample_serial, sample LIMIT 1) AS sample"
	" FROM cluster WHERE NOT granted GROUP BY id;"
	/* Shaped like osquery's tables: the earliest record of a cluster in a source. */
	"CREATE VIEW selinux_events AS SELECT"
	" CASE WHEN instr(sample, 'USER_AVC') THEN 'USER_AVC' ELSE 'AVC' END AS type,"
	" sample AS message, sample_time AS time, NULL AS uptime,"
	" sample_time || '.' || sample_ms || ':' || sample_serial AS eid"
	" FROM cluster WHERE lsm = 0 AND NOT granted;"
	/* Of each field of a cluster the value that its records have most often. */
	"CREATE VIEW frequent AS SELECT cluster, field, value FROM tally AS one"
	" WHERE value = (SELECT value FROM tally WHERE cluster = one.cluster"
	" AND field = one.field AND value <> '' ORDER BY count DESC, value LIMIT 1);"
	"CREATE VIEW apparmor_events AS SELECT"
	" 'APPARMOR' AS type, sample AS message, sample_time AS time, NULL AS uptime,"
	" sample_time || '.' || sample_ms || ':' || sample_serial AS eid,"
	" CASE WHEN enforcing THEN 'DENIED' ELSE 'ALLOWED' END AS apparmor,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'operations')"
	" AS operation,"
	" NULL AS parent, profile, object AS name,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'pids')"
	" AS pid,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'comms')"
	" AS comm,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'denied_masks')"
	" AS denied_mask,"
	" CASE WHEN class = 'capability' THEN object END AS capname,"
	" NULL AS fsuid, NULL AS ouid, NULL AS capability,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = "
	"'requested_masks')"
	" AS requested_mask,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'infos')"
	" AS info,"
	" NULL AS error, namespace,"
	" (SELECT value FROM frequent WHERE cluster = number AND field = 'peers')"
	" AS label FROM cluster WHERE lsm = 1 AND NOT granted;",
	/* 4: whether a log was too old, and what it tells is not kept any more. */
	"ALTER TABLE source ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;",
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
