/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TESTS_POLICIES_H
#define AVOW_TESTS_POLICIES_H

/* The policies of fixtures/policy, compiled by secilc when a test starts. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzer/base/buf.h"

/* tests/run takes status 77 and the last line printed as "skipped, because". */
static inline void skip_program(const char *reason)
{
	puts(reason);
	exit(77);
}

/* Runs a program found by PATH; its exit status, 127 when there is none. */
static inline int run_program(const char *const *arguments)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execvp(arguments[0], (char *const *)arguments);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* Compiles fixtures/policy/@name.cil into @name.31 in the working directory. */
static inline void compile_policy(const char *name, const char *mls)
{
	const char *root = getenv("AVOW_SOURCE");
	char source[4096], target[64];
	const char *const command[] = { "secilc",    "-M", mls,    "-c",   "31", "-f",
					"/dev/null", "-o", target, source, NULL };
	int status;

	if (!root)
		skip_program("AVOW_SOURCE is not set");
	snprintf(source, sizeof(source), "%s/fixtures/policy/%s.cil", root, name);
	snprintf(target, sizeof(target), "%s.31", name);
	status = run_program(command);
	if (status == 127)
		skip_program("secilc is not installed");
	if (status != 0)
		exit(1);
}

static inline struct avow_buf read_file(const char *path)
{
	struct avow_buf out = { 0 };
	FILE *file = fopen(path, "re");
	int byte;

	assert_non_null(file);
	while ((byte = getc(file)) != EOF)
		avow_buf_putc(&out, (char)byte);
	fclose(file);
	return out;
}

static inline void write_file(const char *path, struct avow_span bytes)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.data, 1, bytes.length, file), bytes.length);
	assert_int_equal(fclose(file), 0);
}

#endif
