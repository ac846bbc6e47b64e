/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A store gives back what was put into it: denials split over runs, and runs over
 * stores, make the clusters that one run would have made. What is no store, or a
 * damaged one, is told.
 */
#include "tests/unit/denials.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzer/store/store.h"

#define RUNS 3
#define DAMAGES 300

static char directory[] = "/tmp/avow-store-XXXXXX";

/* The path of a store in the test's directory; lent until the next call. */
static const char *path_of(const char *name)
{
	static char path[100];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

/* A reader leaves the files of the write-ahead log behind, since it may write none. */
static void remove_store(const char *name)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ends); i++) {
		char path[120];

		snprintf(path, sizeof(path), "%s%s", path_of(name), ends[i]);
		unlink(path);
	}
}

static struct avow_store *open_store(const char *path, enum avow_store_mode mode)
{
	struct avow_error error = { 0 };
	struct avow_store *store;

	if (avow_store_open(path, mode, &store, &error))
		fail_msg("%s", error.message);
	return store;
}

/* An identity that no other log has, and an analysis of nothing but these clusters. */
struct put {
	struct avow_identity identity;
	struct avow_analysis analysis;
	enum avow_store_change change;
};

static const struct avow_store_file no_file;

static struct put make_put(const struct avow_clusters *set)
{
	/* Children of a test go on where it was. */
	static unsigned number;
	struct put put = { .identity = { .tail = "0123456789abcdef" } };

	snprintf(put.identity.head, sizeof(put.identity.head), "%08x%08x",
		 (unsigned)getpid(), ++number);
	put.analysis.clusters = (struct avow_clusters *)(uintptr_t)set;
	assert_int_equal(avow_evidence_add_input(&put.analysis.evidence,
						 avow_span_of("log"), "file"),
			 0);
	put.analysis.evidence.inputs[0].format = "raw";
	return put;
}

static int put_into(struct avow_store *store, const struct avow_clusters *set,
		    struct avow_error *error)
{
	struct put put = make_put(set);
	int code = avow_store_put(store, &put.identity, &no_file, &put.analysis,
				  &put.change, error);

	avow_evidence_free(&put.analysis.evidence);
	return code;
}

static void add(const char *path, const struct avow_clusters *set)
{
	struct avow_store *store = open_store(path, AVOW_STORE_WRITE);
	struct avow_error error = { 0 };

	if (put_into(store, set, &error))
		fail_msg("%s", error.message);
	avow_store_close(store);
}

/* The clusters of @analysis, which is freed. */
static struct avow_clusters *clusters_of(struct avow_analysis *analysis)
{
	struct avow_clusters *set = analysis->clusters;

	analysis->clusters = NULL;
	avow_analysis_free(analysis);
	return set;
}

static struct avow_clusters *load(const char *path)
{
	struct avow_store *store = open_store(path, AVOW_STORE_READ);
	struct avow_analysis analysis;
	struct avow_error error = { 0 };

	if (avow_store_load(store, true, &analysis, &error))
		fail_msg("%s", error.message);
	avow_store_close(store);
	return clusters_of(&analysis);
}

/* Draws denials, all of them into @whole and each into one of the @parts. */
static void draw(struct avow_clusters *whole, struct avow_clusters *parts[RUNS],
		 uint64_t *seed)
{
	static struct sample samples[DENIALS];

	for (size_t i = 0; i < DENIALS; i++) {
		samples[i] = (struct sample){ 0 };
		fill(&samples[i], i, seed);
		/* Each part is a log of its own, and comes in their order. */
		samples[i].denial.place.input = (uint32_t)(random_next(seed) % RUNS);
		absorb(whole, &samples[i]);
		absorb(parts[samples[i].denial.place.input], &samples[i]);
	}
}

static void split_runs_are_one_run(void **state)
{
	uint64_t seed = 17;

	(void)state;
	for (unsigned round = 0; round < 5; round++) {
		struct avow_clusters *whole = avow_clusters_new(), *parts[RUNS], *other;
		struct avow_buf wanted;

		for (size_t i = 0; i < RUNS; i++)
			parts[i] = avow_clusters_new();
		draw(whole, parts, &seed);
		/* Two runs into one store, the second as a command leaves it: sorted. */
		avow_clusters_sort(parts[1]);
		add(path_of("one"), parts[0]);
		add(path_of("one"), parts[1]);
		add(path_of("two"), parts[2]);
		other = load(path_of("two"));
		add(path_of("one"), other);
		wanted = dump(whole);
		assert_same(&wanted, load(path_of("one")));
		avow_buf_free(&wanted);
		avow_clusters_free(other);
		for (size_t i = 0; i < RUNS; i++)
			avow_clusters_free(parts[i]);
		remove_store("one");
		remove_store("two");
	}
}

/* A value with a NUL and bytes that are no UTF-8, and more values than a tally keeps. */
static void any_byte_comes_back(void **state)
{
	struct avow_clusters *set = avow_clusters_new(), *got;
	struct sample sample = { 0 };
	const struct avow_cluster *cluster;
	uint64_t seed = 4;

	(void)state;
	fill(&sample, 0, &seed);
	for (unsigned i = 0; i < AVOW_TALLY_MAX + 1; i++) {
		char comm[] = "\xff\xfe'\0;\n-";

		comm[6] = (char)i;
		sample.denial.comm = avow_span_make(comm, 7);
		absorb(set, &sample);
	}
	add(path_of("bytes"), set);
	got = load(path_of("bytes"));
	avow_clusters_sort(set);
	avow_clusters_sort(got);
	cluster = avow_clusters_at(got, 0);
	assert_int_equal(cluster->count, AVOW_TALLY_MAX + 1);
	assert_true(cluster->comms.has_more);
	assert_int_equal(cluster->comms.length, AVOW_TALLY_MAX);
	for (uint32_t i = 0; i < AVOW_TALLY_MAX; i++)
		assert_true(avow_span_equal(
			cluster->comms.entries[i].value,
			avow_clusters_at(set, 0)->comms.entries[i].value));
	avow_clusters_free(set);
	avow_clusters_free(got);
	remove_store("bytes");
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *database;

	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(database);
}

static int is_ok(void *data, int count, char **values, char **names)
{
	(void)data;
	(void)count;
	(void)names;
	return strcmp(values[0], "ok") != 0;
}

static void assert_intact(const char *path)
{
	sqlite3 *database;

	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(database, "PRAGMA integrity_check", is_ok, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(database);
}

static void put_bytes(const char *path, const char *bytes)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(bytes, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The message that opening and reading end with; "" when they do not fail. */
static const char *message_of(const char *path, enum avow_store_mode mode, int *code)
{
	static struct avow_error error;
	struct avow_analysis analysis = { 0 };
	struct avow_store *store;

	error = (struct avow_error){ 0 };
	*code = avow_store_open(path, mode, &store, &error);
	if (!*code)
		*code = avow_store_load(store, true, &analysis, &error);
	avow_store_close(store);
	avow_analysis_free(&analysis);
	return error.message;
}

static void assert_told(const char *path, enum avow_store_mode mode, int code,
			const char *text)
{
	int got;
	const char *message = message_of(path, mode, &got);

	if (!strstr(message, text))
		fail_msg("%s: no '%s' in it", message, text);
	assert_int_equal(got, code);
}

/* A store of a few denials. */
static const char *make_store(const char *name)
{
	struct avow_clusters *set = avow_clusters_new();
	struct sample sample;
	uint64_t seed = 23;

	for (size_t i = 0; i < 30; i++) {
		sample = (struct sample){ 0 };
		fill(&sample, i, &seed);
		absorb(set, &sample);
	}
	remove_store(name);
	add(path_of(name), set);
	avow_clusters_free(set);
	return path_of(name);
}

static void what_is_no_store_is_told(void **state)
{
	(void)state;
	assert_told(path_of("none"), AVOW_STORE_READ, AVOW_E_IO, "unable to open");
	put_bytes(path_of("text"),
		  "type=AVC msg=audit(1.000:1): avc: denied, and more\n");
	assert_told(path_of("text"), AVOW_STORE_READ, AVOW_E_INPUT, "not a store");
	assert_told(path_of("text"), AVOW_STORE_WRITE, AVOW_E_INPUT, "not a store");
	run_sql(path_of("other"), "CREATE TABLE cluster (number INTEGER)");
	assert_told(path_of("other"), AVOW_STORE_READ, AVOW_E_INPUT, "not a store");
	assert_told(path_of("other"), AVOW_STORE_WRITE, AVOW_E_INPUT, "not a store");
}

static void a_store_of_another_kind_is_told(void **state)
{
	const struct {
		const char *sql, *told;
	} cases[] = {
		{ "PRAGMA user_version = 99", "schema 99" },
		{ "DROP TABLE bar", "its tables" },
		{ "CREATE TRIGGER x AFTER INSERT ON bar BEGIN DELETE FROM tally; END",
		  "its tables" },
		{ "UPDATE cluster SET lsm = 7", "no security module" },
		{ "UPDATE cluster SET step = 18", "cannot be" },
		{ "UPDATE cluster SET first_ms = 1000", "cannot be" },
		{ "UPDATE cluster SET count = 0", "cannot be" },
		{ "UPDATE cluster SET sample = zeroblob(4097)", "cannot be" },
		{ "UPDATE tally SET field = 'noses' WHERE field = 'comms'", "no field" },
		{ "UPDATE access SET xperm = 5", "cannot be" },
		{ "UPDATE source SET marks = 'x'", "an identity" },
		{ "UPDATE source SET head = zeroblob(16)", "an identity" },
		{ "UPDATE source SET size = -1", "an identity" },
		{ "UPDATE source SET kind = ''", "without a kind" },
		{ "UPDATE source SET format = 'a' || char(27)", "a word" },
		{ "UPDATE source SET name = zeroblob(3)", "a name" },
		{ "UPDATE source SET last_ms = 1000", "times" },
		{ "INSERT INTO remark VALUES (1, 'remark', 'x', 1, 0)", "no kind" },
		{ "INSERT INTO remark VALUES (1, 'defect', 'JSON cut or garbled', 1, 0)",
		  "fewer excerpts" },
		{ "INSERT INTO excerpt VALUES (1, 'defect', 'JSON cut or garbled', 0, 1, "
		  "'')",
		  "an excerpt" },
		{ "INSERT INTO epoch VALUES (1, 0, 1, 'SELinux mode set', 1, 2, '')",
		  "an epoch" },
		{ "INSERT INTO epoch VALUES (1, 0, 1, 'seccomp', 1, 0, '')", "an epoch" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		const char *path = make_store("kind");

		run_sql(path, cases[i].sql);
		assert_told(path, AVOW_STORE_READ, AVOW_E_INPUT, cases[i].told);
	}
}

static void a_locked_store_loses_nothing(void **state)
{
	const char *path = make_store("locked");
	struct avow_store *store = open_store(path, AVOW_STORE_WRITE);
	struct avow_clusters *set = load(path), *got;
	struct avow_error error = { 0 };
	struct avow_buf wanted;
	sqlite3 *other;

	(void)state;
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), 0);
	assert_int_equal(put_into(store, set, &error), AVOW_E_IO);
	assert_non_null(strstr(error.message, "locked"));
	sqlite3_close(other);
	got = load(path);
	wanted = dump(set);
	assert_same(&wanted, got);
	avow_buf_free(&wanted);
	avow_store_close(store);
}

/* The largest count of a cluster in the store: how often its one denial was added. */
static uint64_t added(const char *path)
{
	struct avow_clusters *set = load(path);
	uint64_t count = avow_clusters_count(set) ? avow_clusters_at(set, 0)->count : 0;

	for (size_t i = 0; i < avow_clusters_count(set); i++)
		assert_int_equal(avow_clusters_at(set, i)->count, count);
	avow_clusters_free(set);
	return count;
}

/* Denials that are a cluster each. */
static struct avow_clusters *make_distinct(void)
{
	struct avow_clusters *set = avow_clusters_new();
	char name[32];

	for (unsigned i = 0; i < 100; i++) {
		struct avow_denial denial = { .lsm = AVOW_LSM_APPARMOR };

		snprintf(name, sizeof(name), "/srv/%c%c", 'a' + i / 10, 'a' + i % 10);
		denial.apparmor.profile = avow_span_of("mill");
		denial.apparmor.class_name = avow_span_of("file");
		denial.apparmor.object = avow_span_of(name);
		denial.line = avow_span_of(name);
		assert_int_equal(avow_clusters_absorb(set, &denial), 0);
	}
	assert_int_equal(avow_clusters_count(set), 100);
	return set;
}

/* Adds until it is killed, a byte into @told after each. */
static void add_for_ever(const struct avow_clusters *set, int told)
{
	struct avow_store *store;
	struct avow_error error;

	if (avow_store_open(path_of("killed"), AVOW_STORE_WRITE, &store, &error))
		_exit(1);
	while (!put_into(store, set, &error))
		if (write(told, "", 1) != 1)
			break;
	_exit(1);
}

/* What was told to be added is there, each time wholly; one more may be. */
static void a_kill_leaves_whole_additions(void **state)
{
	struct avow_clusters *set = make_distinct();
	uint64_t seed = 41, before = 0, now;

	(void)state;
	add(path_of("killed"), set);
	before = added(path_of("killed"));
	for (unsigned kills = 0; kills < 10; kills++) {
		uint64_t told = 0;
		int ends[2];
		char byte;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			add_for_ever(set, ends[1]);
		close(ends[1]);
		assert_int_equal(read(ends[0], &byte, 1), 1);
		usleep((useconds_t)(random_next(&seed) % 60000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		for (told = 1; read(ends[0], &byte, 1) == 1;)
			told++;
		close(ends[0]);
		now = added(path_of("killed"));
		assert_in_range(now, before + told, before + told + 1);
		before = now;
	}
	assert_intact(path_of("killed"));
	avow_clusters_free(set);
}

/* A file that may not grow stands for a disk without room. */
static void a_full_disk_loses_nothing(void **state)
{
	struct avow_clusters *set = make_distinct();
	const char *path = path_of("full");
	struct rlimit all, little;
	struct avow_error error = { 0 };
	struct avow_store *store;
	int code;

	(void)state;
	add(path, set);
	store = open_store(path, AVOW_STORE_WRITE);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	little = (struct rlimit){ 8192, all.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	code = put_into(store, set, &error);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(code, AVOW_E_IO);
	assert_non_null(strstr(error.message, path));
	assert_int_equal(added(path), 1);
	assert_int_equal(put_into(store, set, &error), 0);
	avow_store_close(store);
	assert_int_equal(added(path), 2);
	assert_intact(path);
	avow_clusters_free(set);
}

/* A byte here and there is another: it is told, or does no harm. */
static void damaged_pages_do_no_harm(void **state)
{
	const char *path = make_store("damaged");
	uint64_t seed = 31;
	unsigned told = 0;
	struct stat whole;

	(void)state;
	assert_int_equal(stat(path, &whole), 0);
	for (unsigned i = 0; i < DAMAGES; i++) {
		int file = open(path, O_RDWR | O_CLOEXEC), code;
		off_t at = (off_t)(random_next(&seed) % (uint64_t)whole.st_size);
		char before, after;

		assert_int_equal(pread(file, &before, 1, at), 1);
		after = (char)(before ^ (char)(1 + random_next(&seed) % 255));
		assert_int_equal(pwrite(file, &after, 1, at), 1);
		message_of(path, AVOW_STORE_READ, &code);
		told += code != 0;
		assert_int_equal(pwrite(file, &before, 1, at), 1);
		close(file);
	}
	assert_true(told > 0);
	assert_told(path, AVOW_STORE_READ, AVOW_OK, "");
}

/* The same log again, one that has grown, and an older copy of it. */
static void a_log_is_known_again(void **state)
{
	const char *path = path_of("again");
	struct avow_store *store = open_store(path, AVOW_STORE_WRITE);
	struct avow_clusters *little = avow_clusters_new(), *much = make_distinct();
	struct put old = make_put(little), new = make_put(much);
	struct avow_error error = { 0 };

	(void)state;
	memcpy(new.identity.head, old.identity.head, sizeof(new.identity.head));
	new.identity.size = 200;
	old.identity.size = 100;
	new.analysis.evidence.inputs[0].name = avow_span_of("new");
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(avow_store_put(store, &old.identity, &no_file,
						&old.analysis, &old.change, &error),
				 0);
		assert_int_equal(old.change, i ? AVOW_STORE_OLDER : AVOW_STORE_NEW);
		assert_int_equal(avow_store_put(store, &new.identity, &no_file,
						&new.analysis, &new.change, &error),
				 0);
		assert_int_equal(new.change, i ? AVOW_STORE_KNOWN : AVOW_STORE_GROWN);
		assert_int_equal(added(path), 1);
	}
	avow_store_close(store);
	avow_evidence_free(&old.analysis.evidence);
	avow_evidence_free(&new.analysis.evidence);
	avow_clusters_free(little);
	avow_clusters_free(much);
}

static int make_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	static const char *const names[] = { "one",    "two",  "bytes",  "text",
					     "other",  "kind", "locked", "damaged",
					     "killed", "full", "again" };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		remove_store(names[i]);
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split_runs_are_one_run),
		cmocka_unit_test(any_byte_comes_back),
		cmocka_unit_test(what_is_no_store_is_told),
		cmocka_unit_test(a_store_of_another_kind_is_told),
		cmocka_unit_test(a_locked_store_loses_nothing),
		cmocka_unit_test(a_kill_leaves_whole_additions),
		cmocka_unit_test(a_full_disk_loses_nothing),
		cmocka_unit_test(a_log_is_known_again),
		cmocka_unit_test(damaged_pages_do_no_harm),
	};

	return cmocka_run_group_tests_name("store", tests, make_directory,
					   remove_directory);
}
