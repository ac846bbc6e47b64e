/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* apparmor_parser(8) as a child process, and what it says. */
#include "policy/apparmor/compiler.h"

#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int avow_compiler_run(char *const *words, int out_fd, char *said, size_t size)
{
	posix_spawn_file_actions_t actions;
	int pipes[2], status = -1;
	size_t used = 0;
	char rest[512];
	ssize_t got;
	pid_t child;

	if (pipe2(pipes, O_CLOEXEC) != 0)
		return -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	if (out_fd >= 0)
		posix_spawn_file_actions_adddup2(&actions, out_fd, 1);
	else
		posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, pipes[1], 2);
	if (posix_spawnp(&child, words[0], &actions, NULL, words, environ) != 0)
		child = -1;
	posix_spawn_file_actions_destroy(&actions);
	close(pipes[1]);
	while (child > 0 && (got = read(pipes[0], rest, sizeof(rest))) > 0) {
		size_t take =
			(size_t)got < size - 1 - used ? (size_t)got : size - 1 - used;

		memcpy(said + used, rest, take);
		used += take;
	}
	said[used] = '\0';
	close(pipes[0]);
	if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status))
		return WEXITSTATUS(status);
	return -1;
}

struct avow_span avow_compiler_cause(const char *said)
{
	const char *error = strstr(said, "AppArmor parser error");
	const char *place = error ? strstr(error, " at line ") : NULL;

	if (place && place < error + strcspn(error, "\n"))
		error = place + strlen(" at ");
	if (!error)
		error = said;
	return avow_span_make(error, strcspn(error, "\n"));
}
