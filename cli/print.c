/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The only way to the standard error output for sentences. Results go to the
 * standard output, and what is lost there is told: a full disk and a broken pipe
 * must not look like success.
 */
#include "cli/print.h"

#include <errno.h>

#include "analyzer/base/escape.h"
#include "cli/command.h"

void avow_print_text(FILE *out, struct avow_span text)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, text);
	if (clean.length)
		fwrite(clean.data, 1, clean.length, out);
	avow_buf_free(&clean);
}

void avow_print_error(const char *message)
{
	fputs("avow: ", stderr);
	avow_print_text(stderr, avow_span_of(message));
	fputc('\n', stderr);
}

void avow_print_usage_error(const struct avow_command *command, const char *message)
{
	avow_print_error(message);
	fprintf(stderr, "avow: try 'avow%s%s --help'\n", command ? " " : "",
		command ? command->name : "");
}

int avow_print_finish(int status)
{
	struct avow_buf message = { 0 };
	int failed = ferror(stdout) != 0;

	errno = 0;
	failed |= fclose(stdout) != 0;
	/* A status of trouble has been explained, mostly by this very failure. */
	if (!failed || status == AVOW_EXIT_TROUBLE)
		return status;
	avow_buf_printf(&message, "standard output: %s",
			errno ? strerror(errno) : "it could not be written");
	avow_print_error(avow_buf_string(&message));
	avow_buf_free(&message);
	return AVOW_EXIT_TROUBLE;
}
