/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tries in a child process what may not come back: libsepol 3.4 loops for hours,
 * or asks for gigabytes, on a policy of which a single byte was changed. Nothing
 * but the verdict comes out of the child.
 */
#include "policy/selinux/sepol/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 10

static void limit(int resource, rlim_t value)
{
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
		return;
	if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max)
		value = now.rlim_max;
	now.rlim_cur = value;
	now.rlim_max = value;
	(void)setrlimit((__rlimit_resource_t)resource, &now);
}

/* What is mapped already counts in RLIMIT_AS, so the limit goes on top of it. */
static rlim_t mapped_bytes(void)
{
	unsigned long long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file)
		return 0;
	if (fscanf(file, "%llu", &pages) != 1)
		pages = 0;
	fclose(file);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void confine(size_t memory)
{
	rlim_t mapped = mapped_bytes();
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, SECONDS);
	if (mapped > 0)
		limit(RLIMIT_AS, mapped + memory);
	/* The C library and sanitizers would report the crash on the terminal. */
	if (nowhere >= 0)
		(void)dup2(nowhere, STDERR_FILENO);
	(void)signal(SIGXCPU, SIG_DFL);
	(void)signal(SIGSEGV, SIG_DFL);
	(void)signal(SIGBUS, SIG_DFL);
	(void)signal(SIGABRT, SIG_DFL);
}

static void run_in_child(bool (*attempt)(void *data), void *data, size_t memory,
			 int verdict)
{
	confine(memory);
	if (attempt(data) && write(verdict, "y", 1) == 1)
		_exit(0);
	_exit(1);
}

int avow_trial_run(bool (*attempt)(void *data), void *data, size_t memory)
{
	int ends[2];
	char verdict = 'n';
	ssize_t count;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	child = fork();
	if (child == 0)
		run_in_child(attempt, data, memory, ends[1]);
	close(ends[1]);
	do
		count = child > 0 ? read(ends[0], &verdict, 1) : 0;
	while (count < 0 && errno == EINTR);
	close(ends[0]);
	if (child < 0)
		return -1;
	/* The verdict came by the pipe, so that a caller who ignores SIGCHLD gets it. */
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	return count == 1 && verdict == 'y';
}
