/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The end of one growing file. A file that is truncated and written anew may be as
 * long as before by the time one looks: so the last bytes that were read are
 * remembered and compared. It knows nothing of names.
 */
#include "analyzer/collect/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/collect/file.h"
#include "analyzer/collect/unpack.h"

/* Makes the source over the file, from where the descriptor stands. */
static int open_inner(struct avow_tail *tail, const struct avow_stop *stop,
		      struct avow_error *error)
{
	struct avow_source *file;
	int fd = fcntl(tail->fd, F_DUPFD_CLOEXEC, 0);
	int result;

	if (fd < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	result = avow_file_open(fd, true, &file, error);
	return result ? result : avow_unpack_open(file, stop, &tail->inner, error);
}

/* Remembers the bytes before where the file was read to, which end with @read. */
static void remember(struct avow_tail *tail, struct avow_span read)
{
	size_t kept = read.length < AVOW_TAIL_MARK ? AVOW_TAIL_MARK - read.length : 0;
	char *mark = tail->mark;

	if (kept > tail->mark_length)
		kept = tail->mark_length;
	memmove(mark, mark + tail->mark_length - kept, kept);
	read = avow_span_skip(read, read.length - (read.length < AVOW_TAIL_MARK
							   ? read.length
							   : AVOW_TAIL_MARK));
	memcpy(mark + kept, read.data, read.length);
	tail->mark_length = kept + read.length;
}

/* The same where what was read had been packed: the file has to be asked. */
static void remember_packed(struct avow_tail *tail)
{
	off_t from =
		tail->position < AVOW_TAIL_MARK ? 0 : tail->position - AVOW_TAIL_MARK;
	ssize_t got = pread(tail->fd, tail->mark, (size_t)(tail->position - from), from);

	tail->mark_length = got > 0 ? (size_t)got : 0;
}

/* Keeps where the file is read to now, after @read came out of it. */
static void keep_position(struct avow_tail *tail, struct avow_span read)
{
	off_t before = tail->position;

	tail->position = lseek(tail->fd, 0, SEEK_CUR);
	if (tail->position == before + (off_t)read.length)
		remember(tail, read);
	else
		remember_packed(tail);
}

int avow_tail_open(struct avow_tail *tail, int fd, off_t position,
		   const struct avow_stop *stop, struct avow_error *error)
{
	struct stat status;
	int result;

	*tail = (struct avow_tail){ .fd = fd, .grown_ms = avow_wait_clock_ms() };
	if (fstat(fd, &status) != 0 || lseek(fd, position, SEEK_SET) < 0)
		result = avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	else
		result = open_inner(tail, stop, error);
	if (result) {
		avow_tail_close(tail);
		return result;
	}
	tail->device = status.st_dev;
	tail->inode = status.st_ino;
	tail->position = position;
	remember_packed(tail);
	return AVOW_OK;
}

/* Whether @fd has the remembered bytes where this file had them. */
static bool has_mark(const struct avow_tail *tail, int fd)
{
	char found[AVOW_TAIL_MARK];
	ssize_t length = (ssize_t)tail->mark_length;

	return pread(fd, found, tail->mark_length, tail->position - length) == length &&
	       memcmp(found, tail->mark, tail->mark_length) == 0;
}

/* Takes the zero bytes off the front of what was read. */
static ssize_t drop_zeros(struct avow_tail *tail, char *data, ssize_t length)
{
	ssize_t zeros = 0;

	while (zeros < length && !data[zeros])
		zeros++;
	tail->has_zeros_before = zeros == length;
	memmove(data, data + zeros, (size_t)(length - zeros));
	return length - zeros;
}

/* Takes a read back: the tail stands where @before says. */
static int undo(struct avow_tail *tail, const struct avow_tail *before)
{
	tail->position = before->position;
	tail->mark_length = before->mark_length;
	memcpy(tail->mark, before->mark, sizeof(tail->mark));
	return lseek(tail->fd, before->position, SEEK_SET) < 0 ? AVOW_E_IO
							       : AVOW_TAIL_MOVED;
}

ssize_t avow_tail_read(struct avow_tail *tail, char *data, size_t size,
		       struct avow_error *error)
{
	const struct avow_tail before = *tail;
	ssize_t got;

	do {
		got = avow_source_read(tail->inner, data, size, error);
		if (got <= 0)
			break;
		if (!has_mark(&before, tail->fd))
			return undo(tail, &before);
		tail->grown_ms = avow_wait_clock_ms();
		keep_position(tail, avow_span_make(data, (size_t)got));
		if (tail->has_zeros_before)
			got = drop_zeros(tail, data, got);
	} while (got == 0);
	tail->is_at_end = got == AVOW_SOURCE_WAIT;
	tail->is_done = got == 0;
	return got;
}

/* The length of the file. */
static off_t size_of(const struct avow_tail *tail)
{
	struct stat status;

	return fstat(tail->fd, &status) == 0 ? status.st_size : 0;
}

bool avow_tail_has_more(const struct avow_tail *tail)
{
	return size_of(tail) > lseek(tail->fd, 0, SEEK_CUR);
}

bool avow_tail_is_truncated(const struct avow_tail *tail)
{
	return size_of(tail) < lseek(tail->fd, 0, SEEK_CUR) || !has_mark(tail, tail->fd);
}

bool avow_tail_is_being_copied(const struct avow_tail *tail, int fd)
{
	char own[AVOW_TAIL_MARK], other[AVOW_TAIL_MARK];
	ssize_t got = pread(fd, other, sizeof(other), 0);

	return got <= 0 || (pread(tail->fd, own, (size_t)got, 0) == got &&
			    memcmp(own, other, (size_t)got) == 0);
}

bool avow_tail_is_copied(const struct avow_tail *tail, int fd)
{
	return tail->mark_length && has_mark(tail, fd);
}

int avow_tail_restart(struct avow_tail *tail, const struct avow_stop *stop,
		      struct avow_error *error)
{
	avow_source_close(tail->inner);
	tail->inner = NULL;
	if (lseek(tail->fd, 0, SEEK_SET) < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	tail->position = 0;
	tail->mark_length = 0;
	/* Who does not append writes on where it was, behind a hole. */
	tail->has_zeros_before = true;
	tail->is_at_end = tail->is_done = false;
	return open_inner(tail, stop, error);
}

bool avow_tails_have(const struct avow_tails *tails, dev_t device, ino_t inode)
{
	for (size_t i = 0; i < tails->count; i++)
		if (tails->items[i].inode == inode && tails->items[i].device == device)
			return true;
	return false;
}

void avow_tail_close(struct avow_tail *tail)
{
	avow_source_close(tail->inner);
	if (tail->fd >= 0)
		close(tail->fd);
	*tail = (struct avow_tail){ .fd = -1 };
}
