/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow collect: logs into a store. A log is read whole and takes, in one transaction, the
 * place of what the store has of it: whenever it is killed, what was put is there once,
 * and what was not is read again. A stream is put away first (cli/streams.h), and then it
 * is a log like others.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "cli/collecting.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reading.h"
#include "cli/service.h"
#include "cli/streams.h"

#define PAUSE_MS 1000      /* between two looks at the files, at least */
#define PAUSE_TIMES 4      /* as long as the look took: it takes a fifth at most */
#define PAUSE_LONG_MS 5000 /* but no longer, lest logs be rotated away meanwhile */
#define PAUSE_MAX_MS 64000 /* while there is trouble */
#define DRAIN_MS 20        /* between two looks whether a stream has ended */
#define OWN_LOGS "/var/log/audit"

struct options {
	const char *store;
	const char *keep; /* NULL: all */
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	{ 's', "store", AVOW_OPTION_STRING, offsetof(struct options, store), "STORE",
	  "file", "the store to put the logs into, made when it is not there" },
	{ 'F', "follow", AVOW_OPTION_FLAG, offsetof(struct options, reading.is_following),
	  NULL, NULL,
	  "go on: look every second, or less often when there is much to read, for what "
	  "was written, also once a file was rotated, until --for is over or SIGINT or "
	  "SIGTERM comes" },
	{ 0, "keep", AVOW_OPTION_STRING, offsetof(struct options, keep), "DURATION", NULL,
	  "forget what logs tell that end longer than DURATION, a number with s, m, h or "
	  "d "
	  "behind it, before the newest one; that they were read is not forgotten" },
	{ 0, "for", AVOW_OPTION_STRING, offsetof(struct options, reading.duration),
	  "DURATION", NULL,
	  "with --follow: stop after DURATION, a number with s, m, h or d behind it" },
};

static const struct avow_example examples[] = {
	{ "avow collect --store denials.store /var/log/audit",
	  "Keep what the logs tell, before they are rotated away." },
	{ "avow report store:denials.store", "Report on all that was kept." },
	{ "avow collect --store denials.store --follow journal:",
	  "The same from the journal, and what comes from now on." },
	{ "avow collect --store denials.store --follow --for 1h audit.log",
	  "Keep it up to date while a test runs." },
};

/* Looking again and again. */
struct following {
	struct avow_collecting collecting;
	struct avow_streams streams;
	const char *const *files;
	size_t file_count;
	struct avow_service service;
	uint64_t looks;
	unsigned troubles; /* before the last look */
	int64_t pause_ms;
};

static void print_changes(const struct avow_collecting *collecting)
{
	const size_t *changes = collecting->changes;

	printf("logs: %zu new, %zu grown, %zu known", changes[AVOW_STORE_NEW],
	       changes[AVOW_STORE_GROWN],
	       changes[AVOW_STORE_KNOWN] + changes[AVOW_STORE_OLDER] +
		       collecting->unchanged);
	if (collecting->forgotten)
		printf(", %zu forgotten", collecting->forgotten);
	putchar('\n');
}

/* The next look: a fifth of the time is spent, or what a look each five seconds takes,
 * and less while there is trouble, which may be of our own making: to be refused a file
 * is a denial, too. */
static int64_t next_look(struct following *following, int64_t began)
{
	int64_t now = avow_wait_clock_ms();
	int64_t pause = (now - began) * PAUSE_TIMES;

	if (pause > PAUSE_LONG_MS)
		pause = PAUSE_LONG_MS;
	if (following->collecting.troubles == following->troubles) {
		following->pause_ms = PAUSE_MS;
		following->collecting.told_count = 0;
	} else if (following->pause_ms < PAUSE_MAX_MS) {
		following->pause_ms *= 2;
	}
	return now + (pause > following->pause_ms ? pause : following->pause_ms);
}

static void print_state(struct following *following)
{
	struct avow_collecting *collecting = &following->collecting;
	struct avow_streams_state streams =
		avow_streams_ask(&following->streams, collecting);
	struct avow_error state;
	struct rusage usage = { 0 };

	getrusage(RUSAGE_SELF, &usage);
	avow_error_set(&state, AVOW_OK,
		       "%llu looks: %zu logs new, %zu times one had grown, %zu "
		       "forgotten; %llu bytes of streams; %u troubles; the next look in "
		       "%lld s at the latest; at most "
		       "%ld KB of memory",
		       (unsigned long long)following->looks,
		       collecting->changes[AVOW_STORE_NEW],
		       collecting->changes[AVOW_STORE_GROWN], collecting->forgotten,
		       (unsigned long long)streams.bytes, collecting->troubles,
		       (long long)(following->pause_ms / 1000), usage.ru_maxrss);
	avow_print_error(state.message);
}

/* Waits until it is time to look, or somebody asks to; false when it is time to stop. */
static bool wait_for_look(struct following *following, int64_t until,
			  const struct avow_stop *stop)
{
	while (avow_wait_clock_ms() < until) {
		struct avow_service_asked asked;

		if (!avow_service_wait(&following->service, until, stop))
			return false;
		asked = avow_service_asked(&following->service);
		if (asked.state)
			print_state(following);
		if (asked.again)
			return true;
	}
	return !avow_stop_is_due(stop);
}

/* False when there is nothing left that could bring more. */
static bool look(struct following *following)
{
	struct avow_collecting *collecting = &following->collecting;
	struct avow_streams_state streams;

	following->troubles = collecting->troubles;
	streams = avow_streams_ask(&following->streams, collecting);
	avow_collecting_files(collecting, following->files, following->file_count);
	avow_streams_collect(&following->streams, collecting);
	avow_collecting_forget(collecting);
	return !streams.has_failed && (following->file_count || streams.going_on);
}

static void follow(struct following *following, const struct avow_stop *stop)
{
	bool has_more;
	int64_t began;

	following->pause_ms = PAUSE_MS;
	do {
		began = avow_wait_clock_ms();
		has_more = look(following);
		if (!following->looks++)
			avow_service_notify("READY=1");
	} while (has_more && wait_for_look(following, next_look(following, began), stop));
	avow_service_notify("STOPPING=1");
}

/* Its status is that of the last look: what was mended meanwhile is no trouble any more.
 */
static int serve(struct following *following, const struct avow_stop *stop)
{
	struct avow_error error;

	if (avow_service_begin(&following->service, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	follow(following, stop);
	/* What came until then. */
	avow_streams_join(&following->streams);
	look(following);
	avow_service_end(&following->service);
	return following->collecting.troubles > following->troubles ? AVOW_EXIT_TROUBLE
								    : AVOW_EXIT_FINE;
}

/* Takes streams to their ends; their spool is emptied meanwhile. */
static void drain(struct following *following)
{
	const struct avow_wait pause = { .fd = -1, .timeout_ms = DRAIN_MS };
	const struct avow_stop never = { .is_set = false };
	struct avow_collecting *collecting = &following->collecting;
	int64_t next_ms = avow_wait_clock_ms() + PAUSE_MS;

	while (avow_streams_ask(&following->streams, collecting).going_on &&
	       avow_wait_any(&pause, 1, &never)) {
		if (avow_wait_clock_ms() < next_ms)
			continue;
		avow_streams_collect(&following->streams, collecting);
		next_ms = avow_wait_clock_ms() + PAUSE_MS;
	}
	avow_streams_ask(&following->streams, collecting);
	avow_streams_collect(&following->streams, collecting);
}

static int collect_once(struct following *following)
{
	struct avow_collecting *collecting = &following->collecting;

	avow_collecting_files(collecting, following->files, following->file_count);
	drain(following);
	avow_collecting_forget(collecting);
	print_changes(collecting);
	return collecting->troubles ? AVOW_EXIT_TROUBLE : AVOW_EXIT_FINE;
}

static int collect_all(struct following *following, const struct options *options,
		       struct avow_words *words, const struct avow_stop *stop)
{
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_streams_begin(&following->streams, words, options->store,
			       options->reading.is_following, stop, &error)) {
		avow_print_error(error.message);
	} else {
		following->files = (const char *const *)words->items;
		following->file_count = words->count;
		status = options->reading.is_following ? serve(following, stop)
						       : collect_once(following);
	}
	avow_streams_end(&following->streams);
	return status;
}

static int collect(const struct options *options, struct avow_words *words)
{
	char *own[] = { (char[]){ OWN_LOGS } };
	struct avow_words inputs = words->count ? *words : (struct avow_words){ own, 1 };
	struct following following = { 0 };
	struct avow_collecting *collecting = &following.collecting;
	struct avow_reading_stop stop;
	struct avow_error error;
	int status;

	if (options->keep)
		collecting->keep_seconds =
			(uint64_t)avow_reading_duration(options->keep) / 1000;
	if (avow_reading_begin(&options->reading, avow_streams_are_among(&inputs), &stop,
			       &error) ||
	    avow_store_open(options->store, AVOW_STORE_WRITE, &collecting->store,
			    &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	status = collect_all(&following, options, &inputs, &stop.stop);
	avow_reading_end(&stop);
	avow_store_close(collecting->store);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code && !options.store)
		code = avow_error_set(&error, AVOW_E_USAGE, "collect needs --store");
	if (!code && options.reading.duration && !options.reading.is_following)
		code = avow_error_set(&error, AVOW_E_USAGE, "--for goes with --follow");
	if (!code && options.keep && !avow_reading_duration(options.keep))
		code = avow_error_set(&error, AVOW_E_USAGE,
				      "--keep=%s: not a duration: a number above 0 with "
				      "s, m, h or d behind it",
				      options.keep);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return collect(&options, &words);
}

const struct avow_command avow_command_collect = {
	.name = "collect",
	.title = "keep what logs tell in a store, each log once",
	.synopsis = "[OPTION]... --store STORE [INPUT]...",
	.description =
		"Reads audit logs and puts what they tell into a store, an SQLite "
		"database: of each log its clusters with their samples, its epochs, and "
		"the evidence of how complete it is. The other commands read it as the "
		"input store:STORE, and tell what they would tell of the logs, also "
		"when these are long gone. See doc/store.md for its tables and views.\n"
		"\n"
		"A log is known by its content: under another name, rotated, compressed "
		"or copied it is the same, and to collect it again changes nothing. One "
		"that has grown is read anew and takes the place of what it was, in one "
		"transaction. So nothing is counted twice and nothing is lost when "
		"collect is killed, or the disk is full: the next run goes on. A file "
		"that has neither moved nor changed is not read at all.\n"
		"\n"
		"With --follow it is a service: avow-collect.service is its unit for "
		"systemd, which is told when it is ready. SIGHUP makes it look at once, "
		"SIGUSR1 say how it stands, and SIGTERM end after one more look. While "
		"there is trouble it looks less often, up to a minute apart, and says "
		"each "
		"thing once: a file that it is refused may make a denial each time. What "
		"is refused to a program called avow is pointed out.\n"
		"\n"
		"With --keep the store does not grow for ever: what a log tells is "
		"forgotten "
		"when its last record is older than that, seen from the newest record "
		"of all logs, or from now if that is earlier. Of the log its digests "
		"stay: "
		"collected again, it is known, and stays forgotten.\n"
		"\n"
		"An INPUT is a file, a directory of rotated logs, or a quoted pattern of "
		"names; "
		"without one it is /var/log/audit. Each file is read by itself: a record "
		"that two of them tell, audit.log and a copy of the journal, counts "
		"twice, and an event whose records lie in two files is one in each.\n"
		"\n"
		"It may also be a stream: -, a named pipe, journal:, and with --follow "
		"audisp:, netlink: and tracefs:. What comes is put away in the directory "
		"STORE.spool before anything else is done with it, and collected from "
		"there, so that the journal, and a socket of auditd's that outlives "
		"avow, are gone on with where they were when it was killed. The example "
		"avow-collect.conf in avow's documentation makes it a plugin of auditd.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
