/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow mark: a line in the log that a window may begin or end with. */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "analyzer/collect/mark.h"
#include "analyzer/window.h"
#include "cli/command.h"
#include "cli/print.h"

struct options {
	const char *way;
};

static const struct avow_option options_table[] = {
	{ 't', "to", AVOW_OPTION_STRING, offsetof(struct options, way), "WAY",
	  "audit kmsg syslog",
	  "write it to the audit stream, the kernel's log or the system's log; by "
	  "default "
	  "to the first of these that takes it" },
};

static const struct avow_example examples[] = {
	{ "mark=$(sudo avow mark nightly)",
	  "Set a mark before a test, and keep its name." },
	{ "sudo avow check --since \"$mark\" --baseline denials.avow",
	  "Look at what was refused since then." },
};

/* The clock that the kernel stamps audit records with is as coarse. */
static struct avow_time now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME_COARSE, &time);
	return (struct avow_time){ (uint64_t)time.tv_sec,
				   (uint32_t)(time.tv_nsec / 1000000) };
}

/* A name that nobody can have written before. */
static bool make_id(char id[AVOW_MARK_ID + 1])
{
	unsigned char bytes[AVOW_MARK_ID / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return false;
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
	return true;
}

/* Tries the ways from @first to @last; what did not work is told when none does. */
static int send_by(int first, int last, const char *text)
{
	struct avow_error errors[AVOW_MARK_WAYS];

	for (int i = first; i <= last; i++)
		if (avow_mark_send((enum avow_mark_way)i, text, &errors[i]) == 0)
			return AVOW_EXIT_FINE;
	for (int i = first; i <= last; i++)
		avow_print_error(errors[i].message);
	return AVOW_EXIT_TROUBLE;
}

static int mark(const char *name, int first, int last)
{
	char id[AVOW_MARK_ID + 1];
	struct avow_buf text = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (make_id(id)) {
		avow_mark_write(name, id, now(), &text);
		status = send_by(first, last, avow_buf_string(&text));
	}
	if (status == AVOW_EXIT_FINE)
		printf("mark:%s@%s\n", name, id);
	avow_buf_free(&text);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int way = 0;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	while (options.way && way < AVOW_MARK_WAYS &&
	       strcmp(avow_mark_way_name((enum avow_mark_way)way), options.way) != 0)
		way++;
	if (!code && way == AVOW_MARK_WAYS)
		code = avow_error_set(&error, AVOW_E_USAGE,
				      "--to=%s: it is audit, kmsg or syslog",
				      options.way);
	if (!code && words.count != 1)
		code = avow_error_set(&error, AVOW_E_USAGE, "mark needs one NAME");
	if (!code && !avow_mark_is_name(avow_span_of(words.items[0])))
		code = avow_error_set(
			&error, AVOW_E_USAGE,
			"%s: a mark's name has up to 64 letters, digits and "
			". _ + -",
			words.items[0]);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return mark(words.items[0], way, options.way ? way : AVOW_MARK_WAYS - 1);
}

const struct avow_command avow_command_mark = {
	.name = "mark",
	.title = "leave a mark in the log, for --since and --until",
	.synopsis = "[OPTION]... NAME",
	.description =
		"Writes a line into the audit stream, as a record of type USER; without "
		"the rights for that, into the kernel's log, or the system's. It prints "
		"mark:NAME@ID, which --since and --until of the other commands take: of "
		"all marks of that NAME it means this one. mark:NAME alone means the "
		"last one.\n"
		"\n"
		"Programs may write into the system's log as they like, and so may a "
		"confined one that wants its denials to lie outside of a window: a mark "
		"there is told to be such. What somebody repeats of a mark with its ID "
		"comes later than it, and does not count.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
