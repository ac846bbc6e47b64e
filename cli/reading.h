/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_READING_H
#define AVOW_CLI_READING_H

#include <signal.h>

#include "analyzer/collect/source.h"
#include "analyzer/window.h"
#include "cli/option.h"

/* How long a command reads its inputs: the options for that, and the signals. */
struct avow_reading {
	bool is_following;
	const char *duration;      /* "10s"; NULL: until it ends or is interrupted */
	const char *since, *until; /* ends of the window; NULL: none */
	int stop_fd; /* readable when reading shall end, and no signal says so; 0: none */
};

/* The rows of a command's option table, whose options hold a `reading`. */
#define AVOW_WINDOW_OPTIONS(options)                                                     \
	{ 0,                                                                             \
	  "since",                                                                       \
	  AVOW_OPTION_STRING,                                                            \
	  offsetof(options, reading.since),                                              \
	  "WHEN",                                                                        \
	  "boot change today yesterday recent",                                          \
	  "look at nothing before WHEN: an ISO 8601 time, -15m, today, an "              \
	  "event "                                                                       \
	  "SECONDS.MS:SERIAL, boot or change (the last one that the log tells "          \
	  "of; for this machine's own logs, else, when it was booted), or "              \
	  "mark:NAME" },                                                                 \
		{ 0,                                                                     \
		  "until",                                                               \
		  AVOW_OPTION_STRING,                                                    \
		  offsetof(options, reading.until),                                      \
		  "WHEN",                                                                \
		  "boot change today yesterday recent",                                  \
		  "look at nothing behind WHEN" },                                       \
	{                                                                                \
		0, "for", AVOW_OPTION_STRING, offsetof(options, reading.duration),       \
			"DURATION", NULL,                                                \
			"stop reading after DURATION, a number with s, m, h or d "       \
			"behind it"                                                      \
	}
#define AVOW_READING_OPTIONS(options)                                                    \
	{ 'F',                                                                           \
	  "follow",                                                                      \
	  AVOW_OPTION_FLAG,                                                              \
	  offsetof(options, reading.is_following),                                       \
	  NULL,                                                                          \
	  NULL,                                                                          \
	  "read on past the end: what is written later, also once a file was rotated, "  \
	  "until --for is over or SIGINT or SIGTERM comes" },                            \
		AVOW_WINDOW_OPTIONS(options)

/* "90", "90s", "5m", "1h", "2d" in milliseconds; 0 when it is none of these. */
int64_t avow_reading_duration(const char *duration);

/* Reading that is going on: to be ended once it began. */
struct avow_reading_stop {
	struct avow_stop stop;
	sigset_t before;
	bool holds_signals;
};

/*
 * Begins to read as @reading says. When it or @is_live says that this may take
 * until somebody stops it, SIGINT and SIGTERM do, instead of ending the program.
 * AVOW_E_USAGE for a wrong duration.
 */
int avow_reading_begin(const struct avow_reading *reading, bool is_live,
		       struct avow_reading_stop *out,
		       struct avow_error *error) avow_must_check;

/* The ends of the window, as far as they can be told without the log. AVOW_E_USAGE. */
int avow_reading_bounds(const struct avow_reading *reading, struct avow_bound out[2],
			struct avow_error *error) avow_must_check;

/* Gives the signals back. */
void avow_reading_end(struct avow_reading_stop *stop);

#endif
