/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/collect/held.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define RESTS_MAX 6 /* 64 ms */

bool avow_held_begin(struct avow_held *out, int fd, struct avow_span after)
{
	int type = 0;
	socklen_t length = sizeof(type);

	*out = (struct avow_held){ .fd = fd, .after = after };
	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
	       type == SOCK_STREAM;
}

size_t avow_held_overlap(struct avow_span data, struct avow_span after)
{
	size_t length = data.length < after.length ? data.length : after.length;

	for (; length; length--)
		if (data.data[length - 1] == '\n' &&
		    memcmp(data.data, after.data + after.length - length, length) == 0)
			break;
	return length;
}

static ssize_t fail(struct avow_error *error)
{
	if (errno == EAGAIN || errno == EINTR)
		return AVOW_SOURCE_WAIT;
	return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
}

/* Takes what was given out of the socket; @data is room for it. */
static ssize_t take(struct avow_held *held, char *data, size_t size,
		    struct avow_error *error)
{
	while (held->given) {
		size_t wanted = held->given < size ? held->given : size;
		ssize_t got = recv(held->fd, data, wanted, MSG_DONTWAIT);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? fail(error)
				   : avow_error_set(error, AVOW_E_IO,
						    "another program reads from it");
		held->given -= (size_t)got;
	}
	return AVOW_OK;
}

static bool has_hung_up(const struct avow_held *held)
{
	struct pollfd asked = { .fd = held->fd, .events = POLLRDHUP };

	return poll(&asked, 1, 0) > 0;
}

/* How much of the @got bytes is to be given now: whole lines, or all there will be. */
static size_t whole_lines(const struct avow_held *held, const char *data, size_t got,
			  size_t size)
{
	const char *last = memrchr(data, '\n', got);

	if (last)
		return (size_t)(last - data) + 1;
	return got == size || has_hung_up(held) ? got : 0;
}

ssize_t avow_held_read(struct avow_held *held, char *data, size_t size,
		       struct avow_error *error)
{
	ssize_t got = take(held, data, size, error);

	if (got)
		return got;
	got = recv(held->fd, data, size, MSG_PEEK | MSG_DONTWAIT);
	if (got > 0 && !held->has_begun) {
		held->has_begun = true;
		held->given =
			avow_held_overlap(avow_span_make(data, (size_t)got), held->after);
		if (held->given)
			return avow_held_read(held, data, size, error);
	}
	if (got <= 0) {
		held->rests = 0;
		return got ? fail(error) : 0;
	}
	held->given = whole_lines(held, data, (size_t)got, size);
	held->rests = held->given               ? 0
		      : held->rests < RESTS_MAX ? held->rests + 1
						: RESTS_MAX;
	return held->given ? (ssize_t)held->given : AVOW_SOURCE_WAIT;
}

struct avow_wait avow_held_wait(const struct avow_held *held)
{
	if (held->rests)
		return (struct avow_wait){ .fd = -1,
					   .timeout_ms = 1 << (held->rests - 1) };
	return (struct avow_wait){ .fd = held->fd, .events = POLLIN, .timeout_ms = -1 };
}
