/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The signals and messages of a service. The datagram of sd_notify(3) is sent by hand: it
 * is a few lines, and libsystemd is optional.
 */
#include "cli/service.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int avow_service_begin(struct avow_service *out, struct avow_error *error)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGUSR1);
	out->fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
	if (out->fd < 0)
		return avow_error_set(error, AVOW_E_IO, "cannot wait for signals: %s",
				      strerror(errno));
	sigprocmask(SIG_BLOCK, &signals, &out->before);
	return AVOW_OK;
}

struct avow_service_asked avow_service_asked(const struct avow_service *service)
{
	struct avow_service_asked asked = { 0 };
	struct signalfd_siginfo signal;

	while (read(service->fd, &signal, sizeof(signal)) == (ssize_t)sizeof(signal)) {
		asked.again |= signal.ssi_signo == SIGHUP;
		asked.state |= signal.ssi_signo == SIGUSR1;
	}
	return asked;
}

bool avow_service_wait(const struct avow_service *service, int64_t until_ms,
		       const struct avow_stop *stop)
{
	int64_t now = avow_wait_clock_ms();
	const struct avow_wait wait = { .fd = service->fd,
					.events = POLLIN,
					.timeout_ms = until_ms > now
							      ? (int)(until_ms - now)
							      : 0 };

	return avow_wait_any(&wait, 1, stop);
}

void avow_service_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = path ? strlen(path) : 0;
	int fd;

	if (!length || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	/* One without a file, whose name begins with a NUL. */
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* Nobody listening is no trouble of ours. */
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		      (const struct sockaddr *)&address,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	close(fd);
}

void avow_service_end(struct avow_service *service)
{
	avow_service_asked(service);
	close(service->fd);
	sigprocmask(SIG_SETMASK, &service->before, NULL);
}
