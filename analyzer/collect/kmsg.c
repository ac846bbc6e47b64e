/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kernel ring buffer through /dev/kmsg. Every message is passed on: that the
 * kernel lost records is told in messages as well. Which of them are audit
 * records is not asked here.
 */
#include "analyzer/collect/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyzer/collect/named.h"

#define DEVICE "/dev/kmsg"

/* The kernel's PRINTK_MESSAGE_MAX (8192 at most) and what a line adds to it. */
#define RECORD_MAX 8192

struct ring {
	int fd;
	bool is_following, has_sequence;
	uint64_t next; /* the sequence number that is due */
	uint64_t lost;
	struct avow_buf line;
};

/* The number before @end, and @rest behind it. */
static bool take_number(struct avow_span *rest, char end, uint64_t *out)
{
	struct avow_span digits = avow_span_first(*rest, avow_span_find(*rest, end));

	*rest = avow_span_skip(*rest, digits.length + 1);
	return avow_span_to_u64(digits, 10, out);
}

/* The byte that an escape `\xNN` stands for; false when there is none at @at. */
static bool read_escape(struct avow_span text, size_t at, unsigned char *byte)
{
	struct avow_span escape = avow_span_first(avow_span_skip(text, at), 4);
	uint64_t value;

	if (escape.length < 4 || !avow_span_starts_with(escape, "\\x") ||
	    !avow_span_to_u64(avow_span_skip(escape, 2), 16, &value))
		return false;
	*byte = (unsigned char)value;
	return true;
}

/*
 * The kernel escapes control bytes, what is not ASCII, and the backslash
 * (msg_add_ext_text()). Control bytes stay so: a line feed would make two lines.
 */
static void put_text(struct avow_buf *out, struct avow_span text)
{
	unsigned char byte;

	for (size_t i = 0; i < text.length; i++)
		if (read_escape(text, i, &byte) && byte >= ' ' && byte != 127) {
			avow_buf_putc(out, (char)byte);
			i += 3;
		} else {
			avow_buf_putc(out, text.data[i]);
		}
}

bool avow_kmsg_line(struct avow_span record, struct avow_buf *out, uint64_t *sequence)
{
	uint64_t priority, microseconds;
	size_t header;

	record = avow_span_first(record, avow_span_find(record, '\n'));
	header = avow_span_find(record, ';');
	if (header == record.length || !take_number(&record, ',', &priority) ||
	    !take_number(&record, ',', sequence) ||
	    !take_number(&record, ',', &microseconds))
		return false;
	record = avow_span_skip(record, avow_span_find(record, ';') + 1);
	avow_buf_printf(out, "[%5llu.%06llu] %s",
			(unsigned long long)(microseconds / 1000000),
			(unsigned long long)(microseconds % 1000000),
			priority >> 3 ? DEVICE ": " : "");
	put_text(out, record);
	avow_buf_putc(out, '\n');
	return true;
}

/* Adds the record to the line, and what is missing before it to what was lost. */
static void take_record(struct ring *ring, struct avow_span record)
{
	uint64_t sequence;

	if (!avow_kmsg_line(record, &ring->line, &sequence))
		return;
	if (ring->has_sequence && sequence > ring->next)
		ring->lost += sequence - ring->next;
	ring->has_sequence = true;
	ring->next = sequence + 1;
}

/* Reads one record: 1, 0 when there is none at present, or an error. */
static int read_record(struct ring *ring, struct avow_error *error)
{
	char record[RECORD_MAX];
	ssize_t got;

	do /* EPIPE: overwritten before it was read; the numbers tell how many. */
		got = read(ring->fd, record, sizeof(record));
	while (got < 0 && (errno == EINTR || errno == EPIPE));
	if (got < 0 && errno != EAGAIN)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	if (got <= 0)
		return 0;
	take_record(ring, avow_span_make(record, (size_t)got));
	return ring->line.failed ? avow_error_nomem(error) : 1;
}

static ssize_t read_ring(void *state, char *data, size_t size, struct avow_error *error)
{
	struct ring *ring = state;
	size_t used = 0;
	int got = 1;

	while (got > 0 && size - used >= 2 * RECORD_MAX) {
		avow_buf_clear(&ring->line);
		got = read_record(ring, error);
		if (got > 0 && ring->line.length) {
			memcpy(data + used, ring->line.data, ring->line.length);
			used += ring->line.length;
		}
	}
	if (used)
		return (ssize_t)used;
	return got < 0 ? got : ring->is_following ? AVOW_SOURCE_WAIT : 0;
}

static struct avow_wait wait_for_ring(void *state)
{
	const struct ring *ring = state;

	return (struct avow_wait){ .fd = ring->fd, .events = POLLIN, .timeout_ms = -1 };
}

static uint64_t lost_of_ring(const void *state)
{
	return ((const struct ring *)state)->lost;
}

static void close_ring(void *state)
{
	struct ring *ring = state;

	close(ring->fd);
	avow_buf_free(&ring->line);
	free(ring);
}

int avow_kmsg_open(int fd, bool is_following, struct avow_source **out,
		   struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_ring,
		.wait = wait_for_ring,
		.lost = lost_of_ring,
		.close = close_ring,
	};
	struct ring *ring = calloc(1, sizeof(*ring));

	if (!ring) {
		close(fd);
		return avow_error_nomem(error);
	}
	*ring = (struct ring){ .fd = fd, .is_following = is_following };
	return avow_source_make(&methods, ring, out, error);
}

static int open_device(const char *argument, const struct avow_source_options *options,
		       struct avow_source **out, struct avow_error *error)
{
	int fd = open(DEVICE, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	(void)argument;
	if (fd < 0 && (errno == EPERM || errno == EACCES))
		return avow_error_set(error, AVOW_E_IO,
				      "reading " DEVICE " needs the capability "
				      "CAP_SYSLOG and the right to open it: run as root");
	if (fd < 0)
		return avow_error_set(error, AVOW_E_IO, DEVICE ": %s", strerror(errno));
	return avow_kmsg_open(fd, options->is_following, out, error);
}

const struct avow_named_source avow_named_dmesg = {
	.name = "dmesg",
	.title = "the kernel ring buffer",
	.help = "the kernel ring buffer, from /dev/kmsg; with --follow also what comes "
		"later. It needs CAP_SYSLOG",
	.open = open_device,
};
