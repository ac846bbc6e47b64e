/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow: finds the command and runs it. The table of commands is in commands.c,
 * each command in a file of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ausearch.h"
#include "cli/command.h"
#include "cli/help.h"
#include "analyzer/base/near.h"
#include "cli/print.h"

/*
 * A descriptor 0, 1 or 2 that the caller closed would be given to the next file
 * opened, and output would go there. It is taken, in the mode that fails.
 */
static void hold_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null",
				    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Writes @text at once: later nobody would know why it failed. */
static int put(struct avow_buf *text)
{
	bool failed = text->failed;
	struct avow_error error;

	if (failed)
		avow_error_nomem(&error);
	else if (fwrite(text->data, 1, text->length, stdout) != text->length ||
		 fflush(stdout) != 0)
		failed = avow_error_set(&error, AVOW_E_IO, "standard output: %s",
					strerror(errno));
	avow_buf_free(text);
	if (failed)
		avow_print_error(error.message);
	return failed ? AVOW_EXIT_TROUBLE : AVOW_EXIT_FINE;
}

static int put_version(void)
{
	struct avow_buf text = { 0 };

	avow_help_version(&text);
	return put(&text);
}

/* NULL for @command is the program itself. */
static int put_help(const struct avow_command *command)
{
	struct avow_buf text = { 0 };

	if (command)
		avow_help_command(command, &text);
	else
		avow_help_program(&text);
	return put(&text);
}

static int unknown_command(const char *name)
{
	struct avow_near near = avow_near_begin(avow_span_of(name));
	struct avow_error error;

	for (size_t i = 0; avow_commands[i]; i++)
		avow_near_try(&near, avow_commands[i]->name);
	if (near.best)
		avow_error_set(&error, AVOW_E_USAGE,
			       "%s: no such command; did you mean %s?", name, near.best);
	else
		avow_error_set(&error, AVOW_E_USAGE, "%s: no such command", name);
	avow_print_usage_error(NULL, error.message);
	return AVOW_EXIT_TROUBLE;
}

/* avow help [COMMAND] */
static int help(int argc, char **argv)
{
	const struct avow_command *command;

	if (argc < 2 || argv[1][0] == '-')
		return put_help(NULL);
	command = avow_command_find(avow_span_of(argv[1]));
	return command ? put_help(command) : unknown_command(argv[1]);
}

static int answer(const struct avow_command *command, int argc, char **argv)
{
	const struct avow_words words = { argv, (size_t)argc };

	switch (avow_options_common(command->options, command->option_count, &words)) {
	case AVOW_COMMON_HELP:
		return put_help(command);
	case AVOW_COMMON_VERSION:
		return put_version();
	case AVOW_COMMON_NONE:
		break;
	}
	return command->run(command, argc, argv);
}

/* A command may have options by other names, which are put into its own before. */
static int run_command(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct avow_arena arena = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (avow_ausearch_translate(command->typed, command->typed_count, &words, &arena))
		avow_print_error("out of memory");
	else
		status = answer(command, (int)words.count, words.items);
	avow_arena_free(&arena);
	return status;
}

/* The options of the program itself come before the command: there are but two. */
static int run_options(char **argv)
{
	struct avow_words words = { argv, 2 };
	struct avow_error error;

	switch (avow_options_common(NULL, 0, &words)) {
	case AVOW_COMMON_HELP:
		return put_help(NULL);
	case AVOW_COMMON_VERSION:
		return put_version();
	case AVOW_COMMON_NONE:
		break;
	}
	if (!avow_options_parse(NULL, 0, &words, NULL, &error))
		return unknown_command(argv[1]);
	avow_print_usage_error(NULL, error.message);
	return AVOW_EXIT_TROUBLE;
}

static int run(int argc, char **argv)
{
	const struct avow_command *command;

	if (argc < 2) {
		avow_print_usage_error(NULL, "a command is needed");
		return AVOW_EXIT_TROUBLE;
	}
	if (argv[1][0] == '-')
		return run_options(argv);
	if (avow_span_is(avow_span_of(argv[1]), "help"))
		return help(argc - 1, argv + 1);
	command = avow_command_find(avow_span_of(argv[1]));
	if (!command)
		return unknown_command(argv[1]);
	return run_command(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	hold_standard_descriptors();
	/* A reader that leaves is a write error that can be told. */
	signal(SIGPIPE, SIG_IGN);
	return avow_print_finish(run(argc, argv));
}
