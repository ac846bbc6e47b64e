/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The journal through libsystemd (sd-journal(3)): which entries are asked for, and
 * each as a line of JSON. What an entry means is not looked at. Which files there
 * are, and which cannot be read, is for journal_files.c: libsystemd passes over a
 * damaged file without a word.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <systemd/sd-journal.h>

#include "analyzer/collect/journal.h"
#include "analyzer/collect/journal_entry.h"
#include "analyzer/collect/journal_files.h"

/* So many entries in a row that nobody wants, and others have their turn. */
#define UNWANTED_MAX 65536

/* What a line begins with that tells the cursor of its entry. */
#define CURSOR_FIELD "{\"__CURSOR\":\""

struct journal {
	sd_journal *handle;
	bool is_following;
	bool is_busy;       /* reading has only paused, and need not wait */
	bool is_counted;    /* what is missing: that is done once, at the first end */
	bool tells_cursors; /* so that reading can be taken up behind an entry */
	bool has_boot;
	sd_id128_t boot;                 /* no entry of another is wanted */
	struct avow_journal_files files; /* what they say they hold */
	uint64_t seen;                   /* entries, wanted or not */
	uint64_t lost;
	struct avow_entry entry;
	struct avow_buf line; /* of the entry where the journal stands */
	size_t taken;         /* of it */
};

static int fail(struct avow_error *error, int code)
{
	return avow_error_set(error, AVOW_E_IO, "reading the journal failed: %s",
			      strerror(-code));
}

/* The boot of the entry where the journal stands. */
static int boot_here(sd_journal *handle, sd_id128_t *boot)
{
	uint64_t since_boot;

	return sd_journal_get_monotonic_usec(handle, &since_boot, boot);
}

/* Stands before the first entry of @boot: 1, 0 when it has none. */
static int stand_before(sd_journal *handle, sd_id128_t boot)
{
	char field[64] = "_BOOT_ID=", id[SD_ID128_STRING_MAX];
	uint64_t begin = 0;
	int code, found;

	strcat(field, sd_id128_to_string(boot, id));
	code = sd_journal_add_match(handle, field, 0);
	if (code >= 0)
		code = sd_journal_seek_head(handle);
	found = code < 0 ? code : sd_journal_next(handle);
	code = found > 0 ? sd_journal_get_realtime_usec(handle, &begin) : found;
	/* Without the match it stands nowhere. */
	sd_journal_flush_matches(handle);
	if (code >= 0 && found > 0)
		code = sd_journal_seek_realtime_usec(handle, begin);
	return code < 0 ? code : found;
}

/* Goes to the last entry of the boot before @boot: 1, 0 when there is none. */
static int go_before(sd_journal *handle, sd_id128_t boot)
{
	sd_id128_t here = boot;
	int code = stand_before(handle, boot);

	/* Where the clock was set back, its own entries may come before it. */
	while (code > 0 && sd_id128_equal(here, boot)) {
		code = sd_journal_previous(handle);
		if (code > 0 && boot_here(handle, &here) < 0)
			code = -EBADMSG;
	}
	return code;
}

/* Finds the boot @back before the last one in the journal: 1, 0 when there is none. */
static int find_boot(sd_journal *handle, unsigned long back, sd_id128_t *boot)
{
	int code = sd_journal_seek_tail(handle);

	if (code >= 0)
		code = sd_journal_previous(handle);
	while (code > 0) {
		if (boot_here(handle, boot) < 0)
			return -EBADMSG;
		if (!back--)
			break;
		code = go_before(handle, *boot);
	}
	return code;
}

/* The cursor of the last line of @text that tells one, as a string; false if none does.
 */
static bool find_cursor(struct avow_span text, char *out, size_t size)
{
	while (text.length) {
		const char *before = memrchr(text.data, '\n', text.length - 1);
		size_t begin = before ? (size_t)(before - text.data) + 1 : 0;
		struct avow_span line = avow_span_skip(text, begin);

		text.length = begin;
		if (!avow_span_starts_with(line, CURSOR_FIELD))
			continue;
		line = avow_span_skip(line, strlen(CURSOR_FIELD));
		line = avow_span_first(line, avow_span_find(line, '"'));
		return snprintf(out, size, "%.*s", (int)line.length, line.data) <
		       (int)size;
	}
	return false;
}

/*
 * Goes to the entry of which @after tells last, and reading goes on behind it. Where it
 * has been deleted, reading goes on with the next one that is left.
 */
static int go_on(struct journal *journal, struct avow_span after,
		 struct avow_error *error)
{
	char cursor[512];
	int code;

	if (!after.length)
		return AVOW_OK;
	if (!find_cursor(after, cursor, sizeof(cursor)))
		return avow_error_set(error, AVOW_E_INPUT,
				      "what was put away does not tell where its reading "
				      "ended");
	journal->is_counted = true;
	code = sd_journal_seek_cursor(journal->handle, cursor);
	if (code >= 0)
		code = sd_journal_next(journal->handle);
	if (code > 0 && sd_journal_test_cursor(journal->handle, cursor) <= 0 &&
	    sd_journal_previous(journal->handle) == 0)
		code = sd_journal_seek_head(journal->handle);
	return code < 0 ? fail(error, code) : AVOW_OK;
}

/* Goes to the beginning: of the boot that @argument names, or of all. */
static int choose(struct journal *journal, const char *argument, struct avow_error *error)
{
	unsigned long back = strtoul(argument + (*argument == '-'), NULL, 10);
	int code;

	journal->has_boot = *argument && !strchr(argument, '/');
	if (!journal->has_boot) {
		code = sd_journal_seek_head(journal->handle);
		return code < 0 ? fail(error, code) : AVOW_OK;
	}
	code = find_boot(journal->handle, back, &journal->boot);
	if (code > 0)
		code = stand_before(journal->handle, journal->boot);
	if (code == 0)
		return avow_error_set(error, AVOW_E_IO, "the journal has no boot %s",
				      argument);
	return code < 0 ? fail(error, code) : AVOW_OK;
}

/* Whether the entry's @field begins with `NAME=`, and goes on as one of @values. */
static bool has_any(sd_journal *handle, const char *name, const char *const *values)
{
	const void *data;
	size_t length;
	struct avow_span value;

	if (sd_journal_get_data(handle, name, &data, &length) < 0)
		return false;
	value = avow_span_skip(avow_span_make(data, length), strlen(name) + 1);
	for (; *values; values++)
		if (avow_span_is(value, *values))
			return true;
	return false;
}

/*
 * Whether the entry may tell of a denial: it is the audit socket's, the kernel's, a
 * D-Bus daemon's own, or of auditd's plugin for syslog; journald vouches for that.
 * libsystemd could select them by itself, but stops at the first damage when it does.
 */
static bool is_wanted(const struct journal *journal)
{
	static const char *const transports[] = { "audit", "kernel", NULL };
	static const char *const programs[] = { "dbus-daemon", "dbus-broker",
						"dbus-broker-lau", "audisp-syslog",
						NULL };
	sd_id128_t boot;

	if (journal->has_boot && (boot_here(journal->handle, &boot) < 0 ||
				  !sd_id128_equal(boot, journal->boot)))
		return false;
	return has_any(journal->handle, "_TRANSPORT", transports) ||
	       has_any(journal->handle, "_COMM", programs);
}

static void add_number(struct avow_entry *entry, const char *name, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	avow_entry_add(entry, avow_span_of(name), avow_span_of(text));
}

/* The cursor of the entry where the journal stands, as the first field. */
static void add_cursor(struct journal *journal)
{
	char *cursor;

	if (sd_journal_get_cursor(journal->handle, &cursor) < 0)
		return;
	avow_entry_add(&journal->entry, avow_span_of("__CURSOR"), avow_span_of(cursor));
	free(cursor);
}

/* Makes the line of the entry where the journal stands. */
static int take_entry(struct journal *journal, struct avow_error *error)
{
	const void *data;
	uint64_t time;
	size_t length;
	int code;

	avow_entry_clear(&journal->entry);
	if (journal->tells_cursors)
		add_cursor(journal);
	if (sd_journal_get_realtime_usec(journal->handle, &time) >= 0)
		add_number(&journal->entry, "__REALTIME_TIMESTAMP", time);
	sd_journal_restart_data(journal->handle);
	while ((code = sd_journal_enumerate_available_data(journal->handle, &data,
							   &length)) > 0) {
		struct avow_span field = avow_span_make(data, length);
		size_t equals = avow_span_find(field, '=');

		avow_entry_add(&journal->entry, avow_span_first(field, equals),
			       avow_span_skip(field, equals + 1));
	}
	journal->entry.is_damaged = code < 0;
	avow_buf_clear(&journal->line);
	journal->taken = 0;
	avow_entry_write(&journal->entry, &journal->line);
	return journal->entry.failed || journal->line.failed ? avow_error_nomem(error)
							     : AVOW_OK;
}

/* What the files say they hold and nobody has seen by the end is damaged. */
static void count_lost(struct journal *journal)
{
	if (!journal->is_counted && !journal->has_boot &&
	    journal->files.entries > journal->seen)
		journal->lost = journal->files.entries - journal->seen;
	journal->is_counted = true;
}

/* There is no more at present. */
static int read_nothing(struct journal *journal, struct avow_error *error)
{
	const struct avow_error *broken = &journal->files.broken;

	count_lost(journal);
	if (journal->is_following)
		return AVOW_SOURCE_WAIT;
	return broken->code ? avow_error_set(error, broken->code, "%s", broken->message)
			    : 0;
}

/* The next entry that is wanted: 1 with its line, or what read gives else. */
static int next_entry(struct journal *journal, struct avow_error *error)
{
	int code = journal->is_following ? sd_journal_process(journal->handle) : 0;

	if (code < 0)
		return fail(error, code);
	journal->is_busy = false;
	for (int unwanted = 0; unwanted < UNWANTED_MAX; unwanted++) {
		code = sd_journal_next(journal->handle);
		if (code < 0)
			return fail(error, code);
		if (code == 0)
			return read_nothing(journal, error);
		journal->seen++;
		if (!is_wanted(journal))
			continue;
		code = take_entry(journal, error);
		return code ? code : 1;
	}
	journal->is_busy = true;
	return AVOW_SOURCE_WAIT;
}

static ssize_t read_journal(void *state, char *data, size_t size,
			    struct avow_error *error)
{
	struct journal *journal = state;
	struct avow_span left;

	if (journal->taken == journal->line.length) {
		int got = next_entry(journal, error);

		if (got <= 0)
			return got;
	}
	left = avow_span_first(
		avow_span_skip(avow_buf_span(&journal->line), journal->taken), size);
	memcpy(data, left.data, left.length);
	journal->taken += left.length;
	return (ssize_t)left.length;
}

static struct avow_wait wait_for_journal(void *state)
{
	struct journal *journal = state;
	struct avow_wait wait = { .fd = -1, .events = POLLIN, .timeout_ms = 0 };
	uint64_t due;

	if (journal->is_busy)
		return wait;
	wait.fd = sd_journal_get_fd(journal->handle);
	wait.timeout_ms = -1;
	/* Absolute, of the monotonic clock, where the file system does not notify. */
	if (sd_journal_get_timeout(journal->handle, &due) > 0 && due != UINT64_MAX) {
		int64_t left = (int64_t)(due / 1000) - avow_wait_clock_ms();

		wait.timeout_ms = left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
	}
	return wait;
}

static uint64_t lost_of_journal(const void *state)
{
	return ((const struct journal *)state)->lost;
}

static void close_journal(void *state)
{
	struct journal *journal = state;

	sd_journal_close(journal->handle);
	avow_entry_free(&journal->entry);
	avow_buf_free(&journal->line);
	free(journal);
}

/* Opens what @argument names; 0 or -errno. */
static int open_handle(const char *argument, sd_journal **handle)
{
	const char *paths[] = { argument, NULL };
	struct stat status;
	int code;

	if (!strchr(argument, '/'))
		code = sd_journal_open(handle, SD_JOURNAL_LOCAL_ONLY);
	else if (stat(argument, &status) != 0)
		code = -errno;
	else if (S_ISDIR(status.st_mode))
		code = sd_journal_open_directory(handle, argument, 0);
	else
		code = sd_journal_open_files(handle, paths, 0);
	return code;
}

/* Opens the handle and puts it before the first entry that is wanted. */
static int begin(struct journal *journal, const char *argument, struct avow_error *error)
{
	int result = avow_journal_files_check(strchr(argument, '/') ? argument : NULL,
					      &journal->files, error);
	int code = result ? 0 : open_handle(argument, &journal->handle);

	if (code >= 0 && !result && journal->is_following)
		code = sd_journal_get_fd(journal->handle);
	/* What is longer than a field may be has to be seen to be longer. */
	if (code >= 0 && !result)
		code = sd_journal_set_data_threshold(
			journal->handle, AVOW_ENTRY_NAME_MAX + AVOW_ENTRY_FIELD_MAX + 2);
	if (code < 0)
		return fail(error, code);
	return result ? result : choose(journal, argument, error);
}

/* "", "0", "-N", or something with a slash in it. */
static bool is_argument(const char *argument)
{
	uint64_t number;

	if (!*argument || strchr(argument, '/'))
		return true;
	if (strcmp(argument, "0") == 0)
		return true;
	return *argument == '-' && strlen(argument) < 6 &&
	       avow_span_to_u64(avow_span_of(argument + 1), 10, &number);
}

int avow_journal_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_journal,
		.wait = wait_for_journal,
		.lost = lost_of_journal,
		.close = close_journal,
	};
	struct journal *journal;
	int result;

	if (!is_argument(argument))
		return avow_error_set(error, AVOW_E_USAGE,
				      "what follows the colon is 0 for this boot, -1 for "
				      "the one before, or a path with a slash in it");
	journal = calloc(1, sizeof(*journal));
	if (!journal)
		return avow_error_nomem(error);
	journal->is_following = options->is_following;
	journal->tells_cursors = options->after;
	result = begin(journal, argument, error);
	if (!result && options->after)
		result = go_on(journal, *options->after, error);
	if (result) {
		close_journal(journal);
		return result;
	}
	return avow_source_make(&methods, journal, out, error);
}
