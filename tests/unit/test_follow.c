/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Following a log while another process writes and rotates it, in each way in which
 * logs are rotated: every line comes, whole, and once.
 */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzer/collect/follow.h"
#include "analyzer/collect/lines.h"

#define RECORDS 100000
#define ROTATIONS 50
#define PATIENCE_MS 120000

/* The writer: appends records, and rotates between them. */
struct writer {
	char log[PATH_MAX - 32];
	int fd;
	int rotations;
};

static void rename_or_die(const char *from, const char *to)
{
	if (rename(from, to) != 0)
		_exit(3);
}

static void reopen(struct writer *writer)
{
	if (writer->fd >= 0)
		close(writer->fd);
	writer->fd = open(writer->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (writer->fd < 0)
		_exit(4);
}

/* Moves log.N to log.N+1 and so on, which makes log.1 free; @kept files are kept. */
static void shift(const struct writer *writer, int kept)
{
	char from[PATH_MAX], to[PATH_MAX];

	for (int i = kept; i > 0; i--) {
		snprintf(from, sizeof(from), "%s.%d", writer->log, i);
		snprintf(to, sizeof(to), "%s.%d", writer->log, i + 1);
		if (access(from, F_OK) == 0)
			rename_or_die(from, to);
	}
}

/* auditd's rotate_logs(): close, shift, rename, open. */
static void rotate_by_itself(struct writer *writer, int serial)
{
	char to[PATH_MAX];

	(void)serial;
	shift(writer, ROTATIONS);
	snprintf(to, sizeof(to), "%s.1", writer->log);
	rename_or_die(writer->log, to);
	reopen(writer);
}

/* logrotate with dateext: another renames and creates; the writer reopens later. */
static void rotate_by_date(struct writer *writer, int serial)
{
	char to[PATH_MAX];

	(void)serial;
	snprintf(to, sizeof(to), "%s-202601%02d", writer->log,
		 ++writer->rotations % 31 + 1);
	if (writer->rotations > 30)
		snprintf(to, sizeof(to), "%s-202602%02d", writer->log,
			 writer->rotations - 30);
	rename_or_die(writer->log, to);
	close(open(writer->log, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

/* logrotate's copytruncate: the file stays the same. */
static void copy_and_truncate(struct writer *writer, int serial)
{
	char to[PATH_MAX], bytes[65536];
	int from = open(writer->log, O_RDONLY | O_CLOEXEC), copy;
	ssize_t got;

	(void)serial;
	shift(writer, ROTATIONS);
	snprintf(to, sizeof(to), "%s.1", writer->log);
	copy = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	while ((got = read(from, bytes, sizeof(bytes))) > 0)
		if (write(copy, bytes, (size_t)got) != got)
			_exit(5);
	close(from);
	close(copy);
	if (ftruncate(writer->fd, 0) != 0)
		_exit(6);
}

/* Now one, now the other. */
static void rotate_by_turns(struct writer *writer, int serial)
{
	if (writer->rotations++ % 2)
		copy_and_truncate(writer, serial);
	else
		rotate_by_itself(writer, serial);
}

static void put(const struct writer *writer, const char *text, size_t length)
{
	if (write(writer->fd, text, length) != (ssize_t)length)
		_exit(7);
}

/* One record; every so often in two parts, for the reader to come between. */
static void put_record(const struct writer *writer, int serial)
{
	char line[256];
	int length =
		snprintf(line, sizeof(line),
			 "type=AVC msg=audit(1700000000.000:%d): avc:  denied  { read } "
			 "for  pid=1 comm=\"mill\" tclass=file\n",
			 serial);

	if (serial % 97) {
		put(writer, line, (size_t)length);
		return;
	}
	put(writer, line, 40);
	usleep(200);
	put(writer, line + 40, (size_t)length - 40);
}

typedef void (*rotate_function)(struct writer *writer, int serial);

/* The writer's process. With @reopens_late it writes on to a file that was renamed. */
static void write_all(const char *log, rotate_function rotate, bool reopens_late)
{
	struct writer writer = { .fd = -1 };
	int since_rotation = 0;

	snprintf(writer.log, sizeof(writer.log), "%s", log);
	reopen(&writer);
	for (int serial = 1; serial <= RECORDS; serial++) {
		put_record(&writer, serial);
		if (reopens_late && since_rotation && !--since_rotation)
			reopen(&writer);
		if (serial % (RECORDS / ROTATIONS) == 0 && serial < RECORDS) {
			rotate(&writer, serial);
			since_rotation = reopens_late ? 300 : 0;
		}
	}
	_exit(0);
}

/* Reads until all records came, or until it takes too long. */
static int read_all(struct avow_source *source, useconds_t pause_us, unsigned char *seen)
{
	const struct avow_stop stop = { .is_set = true,
					.fd = -1,
					.deadline_ms =
						avow_wait_clock_ms() + PATIENCE_MS };
	struct avow_lines lines;
	struct avow_line line;
	int count = 0, got;

	assert_int_equal(avow_lines_open(&lines, source), 0);
	while (count < RECORDS) {
		struct avow_wait wait;
		int serial = 0, length = 0;

		got = avow_lines_next(&lines, &line, NULL);
		if (got == 1) {
			char text[256];

			snprintf(text, sizeof(text), "%.*s", (int)line.text.length,
				 line.text.data);
			if (sscanf(text,
				   "type=AVC msg=audit(1700000000.000:%d): avc:  denied  "
				   "{ read } for  pid=1 comm=\"mill\" tclass=file%n",
				   &serial, &length) != 1 ||
			    length != (int)line.text.length || serial > RECORDS)
				fail_msg("not a record: %s", text);
			seen[serial]++;
			/* Long enough for several rotations. */
			if (++count % (RECORDS / 20) == 0)
				usleep(pause_us);
			continue;
		}
		assert_int_equal(got, AVOW_SOURCE_WAIT);
		wait = avow_source_wait(source);
		if (!avow_wait_any(&wait, 1, &stop))
			break;
	}
	/* What is doubled would come behind. */
	got = avow_lines_next(&lines, &line, NULL);
	avow_lines_close(&lines);
	return got == 1 ? -1 : count;
}

static void empty_directory(const char *directory)
{
	char command[PATH_MAX + 16];

	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	assert_int_equal(system(command), 0);
}

/* Follows a writer; with @pause_us one that falls behind. */
static void assert_follows(rotate_function rotate, bool reopens_late, useconds_t pause_us)
{
	char directory[] = "follow-XXXXXX", log[64];
	unsigned char *seen = calloc(RECORDS + 1, 1);
	const struct avow_stop stop = { 0 };
	struct avow_source *source;
	pid_t writer;
	int status;

	assert_non_null(mkdtemp(directory));
	snprintf(log, sizeof(log), "%s/audit.log", directory);
	close(open(log, O_WRONLY | O_CREAT, 0600));
	assert_int_equal(avow_follow_open(log, 0, 0, &stop, &source, NULL), 0);
	writer = fork();
	if (writer == 0)
		write_all(log, rotate, reopens_late);
	assert_int_equal(read_all(source, pause_us, seen), RECORDS);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_int_equal(status, 0);
	for (int i = 1; i <= RECORDS; i++)
		if (seen[i] != 1)
			fail_msg("record %d came %d times", i, seen[i]);
	free(seen);
	empty_directory(directory);
}

static void follows_what_rotates_itself(void **state)
{
	(void)state;
	assert_follows(rotate_by_itself, false, 0);
	assert_follows(rotate_by_itself, false, 100000);
}

static void follows_what_is_renamed_and_written_to_still(void **state)
{
	(void)state;
	assert_follows(rotate_by_date, true, 0);
	assert_follows(rotate_by_date, true, 100000);
}

static void follows_what_is_copied_and_truncated(void **state)
{
	(void)state;
	assert_follows(copy_and_truncate, false, 0);
	assert_follows(copy_and_truncate, false, 100000);
}

static void follows_what_is_truncated_and_renamed(void **state)
{
	(void)state;
	assert_follows(rotate_by_turns, false, 0);
	assert_follows(rotate_by_turns, false, 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_what_rotates_itself),
		cmocka_unit_test(follows_what_is_renamed_and_written_to_still),
		cmocka_unit_test(follows_what_is_copied_and_truncated),
		cmocka_unit_test(follows_what_is_truncated_and_renamed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
