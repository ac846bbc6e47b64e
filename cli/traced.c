/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A session is what the kernel gives to a process that writes its loginuid, be it the one
 * that it has (audit_set_loginuid() of kernel/auditsc.c); all of its children have it,
 * and nothing but another write takes it away. When the last of them is gone so is the
 * session.
 */
#include "cli/traced.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNALLED = 128 };

static bool read_number(const char *path, uint32_t *out)
{
	FILE *file = fopen(path, "re");
	unsigned number;
	bool is_read = file && fscanf(file, "%u", &number) == 1;

	if (file)
		fclose(file);
	if (is_read)
		*out = number;
	return is_read;
}

uint32_t avow_traced_session(uint64_t pid)
{
	uint32_t session = UINT32_MAX;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%llu/sessionid", (unsigned long long)pid);
	(void)read_number(path, &session);
	return session;
}

/* 0 or an errno. */
static int begin_session(void)
{
	uint32_t user = UINT32_MAX;
	char text[16];
	ssize_t put;
	int fd;

	if (!read_number("/proc/self/loginuid", &user))
		return ENOENT;
	fd = open("/proc/self/loginuid", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	snprintf(text, sizeof(text), "%u", user == UINT32_MAX ? getuid() : user);
	put = write(fd, text, strlen(text));
	close(fd);
	return put < 0 ? errno : 0;
}

/* In the child: tells the errno of the session, waits, and becomes the command. */
static void become(char *const *words, int told, int go)
{
	int number = begin_session();
	char byte;

	if (write(told, &number, sizeof(number)) != (ssize_t)sizeof(number) || number ||
	    read(go, &byte, 1) != 1)
		_exit(SIGNALLED);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execvp(words[0], words);
	number = errno;
	(void)!write(told, &number, sizeof(number));
	_exit(SIGNALLED);
}

static int refuse(int number, struct avow_error *error)
{
	if (number == ENOENT)
		return avow_error_set(error, AVOW_E_IO,
				      "this kernel has no audit sessions "
				      "(/proc/self/loginuid is not there)");
	if (number == EPERM)
		return avow_error_set(
			error, AVOW_E_IO,
			"a session of its own takes the capability CAP_AUDIT_CONTROL, "
			"and a kernel without --loginuid-immutable");
	return avow_error_set(error, AVOW_E_IO, "the command's session: %s",
			      strerror(number));
}

int avow_traced_start(char *const *words, struct avow_traced *out,
		      struct avow_error *error)
{
	int told[2] = { -1, -1 }, go[2] = { -1, -1 }, number = EIO;

	*out = (struct avow_traced){ .fd = -1, .go = -1, .failed = -1 };
	if (pipe2(told, O_CLOEXEC) != 0 || pipe2(go, O_CLOEXEC) != 0)
		return refuse(errno, error);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	out->pid = fork();
	if (out->pid == 0) {
		/* Or it would wait for itself when nobody lets it begin. */
		close(go[1]);
		become(words, told[1], go[0]);
	}
	close(told[1]);
	close(go[0]);
	out->go = go[1];
	out->failed = told[0];
	if (out->pid < 0)
		return refuse(errno, error);
	if (read(told[0], &number, sizeof(number)) != (ssize_t)sizeof(number) || number)
		return refuse(number, error);
	out->session = avow_traced_session((uint64_t)out->pid);
	out->fd = (int)syscall(SYS_pidfd_open, out->pid, 0);
	return out->fd < 0 ? refuse(errno, error) : AVOW_OK;
}

int avow_traced_go(struct avow_traced *traced, struct avow_error *error)
{
	int number = 0;

	if (write(traced->go, "", 1) != 1)
		return refuse(errno, error);
	close(traced->go);
	traced->go = -1;
	/* It is closed when the command begins. */
	if (read(traced->failed, &number, sizeof(number)) <= 0)
		return AVOW_OK;
	return avow_error_set(error, AVOW_E_USAGE, "the command cannot be run: %s",
			      strerror(number));
}

int avow_traced_end(struct avow_traced *traced)
{
	int status = 0;

	if (traced->go >= 0)
		close(traced->go);
	if (traced->failed >= 0)
		close(traced->failed);
	if (traced->fd >= 0)
		close(traced->fd);
	if (traced->pid <= 0)
		return SIGNALLED;
	while (waitpid(traced->pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
}
