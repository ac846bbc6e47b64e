/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the man pages and the bash completion from the tables that also drive
 * the parsing of options, so that they cannot differ. Run while building; not
 * installed.
 *
 *     mkdoc man            avow(1)
 *     mkdoc man COMMAND    avow-COMMAND(1)
 *     mkdoc codes          avow-codes(7)
 *     mkdoc completion     the bash completion
 */
#include <stdio.h>

#include "cli/command.h"
#include "doc/mkdoc.h"

static int print_page(int argc, char **argv, struct avow_buf *out)
{
	const struct avow_command *command;

	if (argc == 2 && avow_span_is(avow_span_of(argv[1]), "completion")) {
		avow_mkdoc_completion(out);
		return 0;
	}
	if (argc == 2 && avow_span_is(avow_span_of(argv[1]), "codes")) {
		avow_mkdoc_codes(out);
		return 0;
	}
	if (argc < 2 || argc > 3 || !avow_span_is(avow_span_of(argv[1]), "man"))
		return -1;
	command = argc == 3 ? avow_command_find(avow_span_of(argv[2])) : &avow_program;
	if (!command)
		return -1;
	avow_mkdoc_man(command, out);
	return 0;
}

int main(int argc, char **argv)
{
	struct avow_buf out = { 0 };
	int status = 1;

	if (print_page(argc, argv, &out))
		fputs("usage: mkdoc man [COMMAND] | mkdoc codes | mkdoc completion\n",
		      stderr);
	else if (!out.failed && fwrite(out.data, 1, out.length, stdout) == out.length &&
		 fflush(stdout) == 0)
		status = 0;
	avow_buf_free(&out);
	return status;
}
