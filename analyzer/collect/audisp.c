/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * auditd's plugin protocol, read from the standard input or a unix socket, and
 * brought into lines. It answers nothing, and does not ask for the stream again
 * when auditd goes away.
 */
#include "analyzer/collect/audisp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "analyzer/collect/held.h"
#include "analyzer/collect/named.h"

/* struct audit_dispatcher_header; libaudit.h is for what asks it. */
struct header {
	uint32_t version, length, type, size;
};

#define VERSION_PAYLOAD 0u /* AUDISP_PROTOCOL_VER */
#define VERSION_LINE 1u    /* AUDISP_PROTOCOL_VER2 */
#define HEADER_MAX 64u     /* "if anything gets added, it must go at the end" */

static bool is_plausible(const struct header *header)
{
	return header->version <= VERSION_LINE && header->length >= sizeof(*header) &&
	       header->length <= HEADER_MAX && header->size <= AVOW_AUDISP_RECORD_MAX;
}

/* The line of a record, whole or cut, without its newline. */
static void put_line(struct avow_buf *out, const struct header *header,
		     struct avow_span payload)
{
	size_t begin;

	while (payload.length && (payload.data[payload.length - 1] == '\0' ||
				  payload.data[payload.length - 1] == '\n'))
		payload.length--;
	if (header->version == VERSION_PAYLOAD)
		avow_buf_printf(out, "type=%u msg=", header->type);
	begin = out->length;
	avow_buf_append(out, payload);
	for (size_t i = begin; i < out->length; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

/*
 * Whether padding follows the first record shows what stands there: a header, or
 * the text or the zeros that auditd's memory held. False when that has not come yet.
 */
static bool decide_framing(struct avow_audisp *audisp, struct avow_span bytes)
{
	struct header header;

	if (audisp->framing != AVOW_AUDISP_UNDECIDED || !audisp->padding)
		return true;
	if (bytes.length < sizeof(header))
		return false;
	memcpy(&header, bytes.data, sizeof(header));
	audisp->framing = is_plausible(&header) ? AVOW_AUDISP_TIGHT : AVOW_AUDISP_LOOSE;
	return true;
}

/* Passes over what is behind the last record; false when there is more of it to come. */
static bool skip_padding(struct avow_audisp *audisp, struct avow_span *bytes)
{
	size_t length;

	if (!decide_framing(audisp, *bytes))
		return false;
	if (audisp->framing == AVOW_AUDISP_TIGHT)
		audisp->padding = 0;
	length = audisp->padding < bytes->length ? audisp->padding : bytes->length;
	*bytes = avow_span_skip(*bytes, length);
	audisp->padding -= length;
	return audisp->padding == 0;
}

/* Takes one record off *bytes: 1, 0 when it is not whole yet, or an error. */
static int take_record(struct avow_audisp *audisp, struct avow_span *bytes,
		       struct avow_buf *out, struct avow_error *error)
{
	struct header header;

	if (!skip_padding(audisp, bytes) || bytes->length < sizeof(header))
		return 0;
	memcpy(&header, bytes->data, sizeof(header));
	if (!is_plausible(&header))
		return avow_error_set(error, AVOW_E_INPUT,
				      "not the protocol of auditd's plugins, or out of "
				      "step: a record of version %u and %u bytes",
				      header.version, header.size);
	if (bytes->length < header.length + header.size)
		return 0;
	put_line(out, &header, avow_span_make(bytes->data + header.length, header.size));
	avow_buf_putc(out, '\n');
	*bytes = avow_span_skip(*bytes, header.length + header.size);
	if (header.size < AVOW_AUDISP_PADDED)
		audisp->padding = AVOW_AUDISP_PADDED - header.size;
	return 1;
}

static int feed_binary(struct avow_audisp *audisp, struct avow_span bytes,
		       struct avow_buf *out, struct avow_error *error)
{
	struct avow_buf *pending = &audisp->pending;
	struct avow_span rest;
	int got = 1;

	avow_buf_append(pending, bytes);
	rest = avow_buf_span(pending);
	while (got > 0)
		got = take_record(audisp, &rest, out, error);
	if (got < 0)
		return got;
	if (pending->failed || out->failed)
		return avow_error_nomem(error);
	if (rest.length)
		memmove(pending->data, rest.data, rest.length);
	pending->length = rest.length;
	return AVOW_OK;
}

/* The version's first byte is 0 or 1 in either byte order, and no text's. */
static int format_of(char first)
{
	return (unsigned char)first <= VERSION_LINE ? AVOW_AUDISP_BINARY
						    : AVOW_AUDISP_STRING;
}

int avow_audisp_feed(struct avow_audisp *audisp, struct avow_span bytes,
		     struct avow_buf *out, struct avow_error *error)
{
	if (!bytes.length)
		return AVOW_OK;
	if (audisp->format == AVOW_AUDISP_NEW)
		audisp->format = format_of(bytes.data[0]);
	if (audisp->format == AVOW_AUDISP_BINARY)
		return feed_binary(audisp, bytes, out, error);
	avow_buf_append(out, bytes);
	return out->failed ? avow_error_nomem(error) : AVOW_OK;
}

uint64_t avow_audisp_finish(struct avow_audisp *audisp, struct avow_buf *out)
{
	struct avow_span rest = avow_buf_span(&audisp->pending);
	struct header header;

	if (!rest.length)
		return 0;
	if (rest.length <= sizeof(header))
		return 1;
	memcpy(&header, rest.data, sizeof(header));
	put_line(out, &header, avow_span_skip(rest, header.length));
	avow_buf_clear(&audisp->pending);
	return rest.length <= header.length;
}

void avow_audisp_free(struct avow_audisp *audisp)
{
	avow_buf_free(&audisp->pending);
}

struct stream {
	int fd;
	bool is_held; /* read through `held`, as long as it is text */
	struct avow_held held;
	bool has_ended;
	int failure; /* why it ended: told when the lines before it are handed on */
	struct avow_error error;
	uint64_t lost;
	struct avow_audisp audisp;
	struct avow_buf lines; /* read and not yet handed on, from `at` on */
	size_t at;
	char block[AVOW_SOURCE_READ_MIN];
};

/* A descriptor that is not ours stays blocking for the others that have it. */
static bool has_something(const struct stream *stream)
{
	struct pollfd asked = { .fd = stream->fd, .events = POLLIN };

	return poll(&asked, 1, 0) != 0;
}

/* Reads and translates a block; false when there is nothing at present. */
static bool read_block(struct stream *stream)
{
	ssize_t got = -1;

	stream->at = 0;
	avow_buf_clear(&stream->lines);
	errno = EAGAIN;
	if (has_something(stream))
		got = read(stream->fd, stream->block, sizeof(stream->block));
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got > 0)
		stream->failure = avow_audisp_feed(
			&stream->audisp, avow_span_make(stream->block, (size_t)got),
			&stream->lines, &stream->error);
	else if (got == 0)
		stream->lost = avow_audisp_finish(&stream->audisp, &stream->lines);
	else
		stream->failure =
			avow_error_set(&stream->error, AVOW_E_IO, "%s", strerror(errno));
	stream->has_ended = got == 0 || stream->failure;
	return true;
}

/* Whether what comes is held, which it is as long as it may be text. */
static bool is_text_held(struct stream *stream)
{
	char first;

	if (stream->is_held && stream->audisp.format == AVOW_AUDISP_NEW &&
	    recv(stream->fd, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1) {
		stream->audisp.format = format_of(first);
		stream->is_held = stream->audisp.format == AVOW_AUDISP_STRING;
	}
	return stream->is_held;
}

static ssize_t read_stream(void *state, char *data, size_t size, struct avow_error *error)
{
	struct stream *stream = state;
	struct avow_span part;

	if (is_text_held(stream))
		return avow_held_read(&stream->held, data, size, error);
	while (stream->at == stream->lines.length && !stream->has_ended)
		if (!read_block(stream))
			return AVOW_SOURCE_WAIT;
	part = avow_span_first(avow_span_skip(avow_buf_span(&stream->lines), stream->at),
			       size);
	if (!part.length && stream->failure)
		return avow_error_set(error, stream->failure, "%s",
				      stream->error.message);
	memcpy(data, part.data, part.length);
	stream->at += part.length;
	return (ssize_t)part.length;
}

static struct avow_wait wait_for_stream(void *state)
{
	const struct stream *stream = state;

	if (stream->is_held)
		return avow_held_wait(&stream->held);
	return (struct avow_wait){ .fd = stream->fd, .events = POLLIN, .timeout_ms = -1 };
}

static uint64_t lost_of_stream(const void *state)
{
	return ((const struct stream *)state)->lost;
}

static void close_stream(void *state)
{
	struct stream *stream = state;

	close(stream->fd);
	avow_audisp_free(&stream->audisp);
	avow_buf_free(&stream->lines);
	free(stream);
}

int avow_audisp_open(int fd, const struct avow_span *after, struct avow_source **out,
		     struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_stream,
		.wait = wait_for_stream,
		.lost = lost_of_stream,
		.close = close_stream,
	};
	struct stream *stream = calloc(1, sizeof(*stream));

	if (!stream) {
		close(fd);
		return avow_error_nomem(error);
	}
	stream->fd = fd;
	stream->is_held = after && avow_held_begin(&stream->held, fd, *after);
	return avow_source_make(&methods, stream, out, error);
}

static int refuse(const char *path, int number, struct avow_error *error)
{
	const char *hint = "";

	if (number == ENOENT || number == ECONNREFUSED)
		hint = ": auditd offers it while it runs with active = yes in "
		       "/etc/audit/plugins.d/af_unix.conf";
	else if (number == EACCES)
		hint = ": run as root, or as a member of its group";
	return avow_error_set(error, AVOW_E_IO, "%s: %s%s", path, strerror(number), hint);
}

/* The socket at @path, connected; or an error. */
static int connect_to(const char *path, struct avow_error *error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, result;

	if (strlen(path) >= sizeof(address.sun_path))
		return refuse(path, ENAMETOOLONG, error);
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return refuse(path, errno, error);
	do
		result = connect(fd, (struct sockaddr *)&address, sizeof(address));
	while (result != 0 && errno == EINTR);
	if (result == 0)
		return fd;
	result = refuse(path, errno, error);
	close(fd);
	return result;
}

static int open_audisp(const char *argument, const struct avow_source_options *options,
		       struct avow_source **out, struct avow_error *error)
{
	int fd;

	if (*argument) {
		fd = connect_to(argument, error);
		if (fd < 0)
			return fd;
	} else {
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		if (fd < 0)
			return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	}
	return avow_audisp_open(fd, options->after, out, error);
}

const struct avow_named_source avow_named_audisp = {
	.name = "audisp",
	.title = "auditd's plugins",
	.argument = "[SOCKET]",
	.help = "what auditd gives a plugin: on the standard input, when auditd has "
		"started "
		"avow as one, or from the SOCKET of its plugin af_unix "
		"(/run/audit/audispd_events), as text or binary. The configuration for "
		"both is among the examples in avow's documentation, avow.conf and "
		"af_unix.conf",
	.is_live_only = true,
	.is_stream = true,
	.goes_on = true,
	.open = open_audisp,
};
