/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A log under its name, over rotations. What is read is a row of files, oldest
 * first, of which the last has the name; one gives bytes at a time, and another
 * only between two lines. inotify(7) says when to look, and the clock does too,
 * because some file systems do not notify.
 */
#include "analyzer/collect/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/collect/copies.h"
#include "analyzer/collect/rotated.h"

#define LINGERING_MAX 8   /* of those that lost the name */
#define LOOK_MS 1000      /* between two looks, whatever inotify says */
#define LINE_REST_MS 1000 /* for the rest of a line, while others wait */

#define NONE SIZE_MAX

struct follow {
	char *path; /* without symbolic links */
	const struct avow_stop *stop;
	int notify; /* of inotify(7); -1: there is none */
	struct avow_tails tails;
	size_t within;      /* the tail whose last line has not ended, or NONE */
	bool breaks;        /* what was given last goes on nowhere */
	int64_t failing_ms; /* since when the next file cannot be opened; 0: it can */
	struct avow_error error; /* why not */
};

static void forget(struct follow *follow, size_t index)
{
	avow_tail_close(&follow->tails.items[index]);
	follow->tails.count--;
	memmove(&follow->tails.items[index], &follow->tails.items[index + 1],
		(follow->tails.count - index) * sizeof(follow->tails.items[0]));
	follow->breaks |= follow->within == index;
	if (follow->within == index)
		follow->within = NONE;
	else if (follow->within != NONE && follow->within > index)
		follow->within--;
}

/*
 * Opens the file of the set behind all others. False when it could not be opened;
 * when that is for a rotation in between, the next look sees it.
 */
static bool append(struct follow *follow, const struct avow_rotated_set *set,
		   const struct avow_rotated_file *file)
{
	struct avow_tail *tail = &follow->tails.items[follow->tails.count];
	int fd = avow_rotated_open(file);

	if (fd < 0 && (errno == ESTALE || errno == ENOENT))
		return false;
	if (fd < 0)
		avow_error_set(&follow->error, AVOW_E_IO, "%s", strerror(errno));
	if (fd < 0 || avow_tail_open(tail, fd, 0, follow->stop, &follow->error)) {
		if (!follow->failing_ms)
			follow->failing_ms = avow_wait_clock_ms();
		return false;
	}
	follow->failing_ms = 0;
	if (file > set->files) {
		tail->before_device = file[-1].device;
		tail->before_inode = file[-1].inode;
	}
	follow->tails.count++;
	return true;
}

/* Whether @file was written to after @tail, whose own name is not in the set. */
static bool is_later(const struct avow_rotated_file *file, const struct avow_tail *tail)
{
	struct avow_rotated name = avow_rotated_name(file->path);
	struct stat status;

	if (name.kind == AVOW_ROTATED_PLAIN || fstat(tail->fd, &status) != 0)
		return true;
	return file->modified.tv_sec > status.st_mtim.tv_sec ||
	       (file->modified.tv_sec == status.st_mtim.tv_sec &&
		file->modified.tv_nsec > status.st_mtim.tv_nsec);
}

/* Adds what came after the newest file, if anything did. */
static void add_successors(struct follow *follow, const struct avow_rotated_set *set)
{
	const struct avow_tail *newest = &follow->tails.items[follow->tails.count - 1];
	size_t at = avow_rotated_find(set, newest->device, newest->inode);
	size_t first = at == set->count ? 0 : at + 1;
	bool is_found = at < set->count;

	for (size_t i = first; i < set->count && follow->tails.count < AVOW_TAILS_MAX;
	     i++) {
		if (avow_tails_have(&follow->tails, set->files[i].device,
				    set->files[i].inode))
			continue;
		newest = &follow->tails.items[follow->tails.count - 1];
		if ((is_found || is_later(&set->files[i], newest)) &&
		    !append(follow, set, &set->files[i]))
			break;
	}
}

/* Whether the name leads to the newest file, as it mostly does. */
static bool is_current(const struct follow *follow)
{
	const struct avow_tail *newest = &follow->tails.items[follow->tails.count - 1];
	struct stat status;

	return stat(follow->path, &status) == 0 && status.st_ino == newest->inode &&
	       status.st_dev == newest->device;
}

/*
 * Puts the planned copies before the tail at *@index, which moves behind them and
 * begins anew. The first goes on at @position.
 */
static int carry_out(struct follow *follow, const struct avow_copies *plan,
		     off_t position, size_t *index, struct avow_error *error)
{
	struct avow_tail *tail = &follow->tails.items[*index];
	int result = AVOW_OK;

	tail->before_device = plan->before_device;
	tail->before_inode = plan->before_inode;
	memmove(tail + plan->count, tail,
		(follow->tails.count - *index) * sizeof(follow->tails.items[0]));
	follow->tails.count += plan->count;
	/* A line that was being read goes on in the first copy. */
	if (follow->within != NONE && follow->within > *index)
		follow->within += plan->count;
	for (size_t i = 0; i < plan->count; i++) {
		int opened = avow_tail_open(&tail[i], plan->fds[i], i ? 0 : position,
					    follow->stop, error);

		tail[i].is_copy = true;
		tail[i].is_done = opened;
		result = result ? result : opened;
	}
	*index += plan->count;
	return result ? result
		      : avow_tail_restart(&tail[plan->count], follow->stop, error);
}

/*
 * Looks whether the tail at *@index was truncated, or may have been before anything
 * was read of it: then its copies come first.
 */
static int look_at_tail(struct follow *follow, size_t *index, struct avow_error *error)
{
	const struct avow_tail *tail = &follow->tails.items[*index];
	bool is_truncated = !tail->is_copy && avow_tail_is_truncated(tail);
	struct avow_copies plan;
	int result;

	if (tail->is_copy || (!is_truncated && tail->position))
		return AVOW_OK;
	result = avow_copies_plan(&follow->tails, *index, follow->path,
				  is_truncated && tail->position, &plan, error);
	if (result || (!is_truncated && !plan.count))
		return result;
	if (!plan.count && follow->within == *index) {
		follow->breaks = true;
		follow->within = NONE;
	}
	return carry_out(follow, &plan, tail->position, index, error);
}

/* Looks for what happened to the files and to the name. */
static int look(struct follow *follow, struct avow_error *error)
{
	struct avow_rotated_set set;
	int result = AVOW_OK;

	for (size_t i = 0; i < follow->tails.count && !result; i++)
		result = look_at_tail(follow, &i, error);
	if (result || is_current(follow))
		return result;
	result = avow_rotated_list(follow->path, &set);
	if (!result)
		add_successors(follow, &set);
	avow_rotated_free(&set);
	if (follow->failing_ms &&
	    avow_wait_clock_ms() - follow->failing_ms > AVOW_FOLLOW_LINGER_MS)
		return avow_error_set(error, AVOW_E_IO,
				      "its successor cannot be "
				      "opened: %s",
				      follow->error.message);
	return result ? avow_error_nomem(error) : AVOW_OK;
}

/* Whether nothing more can be expected of the tail at @index. */
static bool is_over(const struct follow *follow, size_t index)
{
	const struct avow_tail *tail = &follow->tails.items[index];

	if (index + 1 == follow->tails.count || (!tail->is_at_end && !tail->is_done))
		return false;
	if (!tail->is_done && avow_tail_has_more(tail))
		return false;
	return tail->is_done || tail->is_copy ||
	       index + LINGERING_MAX < follow->tails.count ||
	       avow_wait_clock_ms() - tail->grown_ms > AVOW_FOLLOW_LINGER_MS;
}

static void close_old(struct follow *follow)
{
	for (size_t i = 0; i < follow->tails.count;)
		if (is_over(follow, i))
			forget(follow, i);
		else
			i++;
}

/* A line that does not go on must not hold up other files for ever. */
static void stop_waiting_for_line(struct follow *follow)
{
	const struct avow_tail *tail = &follow->tails.items[follow->within];
	bool are_others_waiting = false;

	for (size_t i = 0; i < follow->tails.count; i++)
		are_others_waiting |= i != follow->within &&
				      avow_tail_has_more(&follow->tails.items[i]);
	if (!are_others_waiting || avow_wait_clock_ms() - tail->grown_ms < LINE_REST_MS)
		return;
	follow->breaks = true;
	follow->within = NONE;
}

/*
 * Reads the tail at @index. The first bytes of a file may be those that came after it
 * was truncated once more: then they are left, and its copies come first.
 */
static ssize_t read_tail(struct follow *follow, size_t index, char *data, size_t size,
			 struct avow_error *error)
{
	struct avow_tail *tail = &follow->tails.items[index];
	bool is_first = !tail->is_copy && !tail->position;
	ssize_t got = avow_tail_read(tail, data, size, error);
	struct avow_copies plan;
	int result;

	if (got <= 0 || !is_first)
		return got;
	result = avow_copies_plan(&follow->tails, index, follow->path, false, &plan,
				  error);
	if (!result && plan.count)
		result = carry_out(follow, &plan, 0, &index, error);
	return result ? result : plan.count ? AVOW_TAIL_MOVED : got;
}

/* From the first tail that has something, or the one whose line is to go on. */
static ssize_t read_tails(struct follow *follow, char *data, size_t size,
			  struct avow_error *error)
{
	for (size_t i = 0; i < follow->tails.count; i++) {
		ssize_t got;

		if ((follow->within != NONE && follow->within != i) ||
		    follow->tails.items[i].is_done)
			continue;
		got = read_tail(follow, i, data, size, error);
		if (got > 0)
			follow->within = data[got - 1] == '\n' ? NONE : i;
		if (got != 0 && got != AVOW_SOURCE_WAIT)
			return got;
	}
	return AVOW_SOURCE_WAIT;
}

/* What inotify tells is only that one should look. */
static void drain_notices(const struct follow *follow)
{
	char notices[4096];

	while (follow->notify >= 0 && read(follow->notify, notices, sizeof(notices)) > 0)
		;
}

static ssize_t read_follow(void *state, char *data, size_t size, struct avow_error *error)
{
	struct follow *follow = state;
	ssize_t got;
	int result;

	drain_notices(follow);
	do {
		result = look(follow, error);
		if (result)
			return result;
		got = follow->breaks ? AVOW_SOURCE_WAIT
				     : read_tails(follow, data, size, error);
	} while (got == AVOW_TAIL_MOVED);
	if (got != AVOW_SOURCE_WAIT)
		return got;
	close_old(follow);
	if (follow->within != NONE)
		stop_waiting_for_line(follow);
	if (!follow->breaks)
		return AVOW_SOURCE_WAIT;
	follow->breaks = false;
	return AVOW_SOURCE_BREAK;
}

static struct avow_wait wait_for_follow(void *state)
{
	const struct follow *follow = state;

	return (struct avow_wait){ .fd = follow->notify,
				   .events = POLLIN,
				   .timeout_ms = LOOK_MS };
}

static void close_follow(void *state)
{
	struct follow *follow = state;

	for (size_t i = 0; i < follow->tails.count; i++)
		avow_tail_close(&follow->tails.items[i]);
	if (follow->notify >= 0)
		close(follow->notify);
	free(follow->path);
	free(follow);
}

/* Has the directory watched; where that cannot be, the clock has to do. */
static void watch(struct follow *follow)
{
	char *slash = strrchr(follow->path, '/');

	follow->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (follow->notify < 0 || !slash)
		return;
	*slash = '\0';
	(void)!inotify_add_watch(follow->notify, follow->path[0] ? follow->path : "/",
				 IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM |
					 IN_DELETE);
	*slash = '/';
}

/* The files from the one with this inode on, or the one that has the name now. */
static int open_first(struct follow *follow, dev_t device, ino_t inode,
		      struct avow_error *error)
{
	struct avow_rotated_set set;
	size_t at;
	int fd;

	if (avow_rotated_list(follow->path, &set)) {
		avow_rotated_free(&set);
		return avow_error_nomem(error);
	}
	at = avow_rotated_find(&set, device, inode);
	if (at == set.count && set.count && !inode)
		at = set.count - 1;
	for (size_t i = at; i < set.count && follow->tails.count < AVOW_TAILS_MAX; i++)
		if (!avow_tails_have(&follow->tails, set.files[i].device,
				     set.files[i].inode) &&
		    !append(follow, &set, &set.files[i]))
			break;
	avow_rotated_free(&set);
	if (follow->tails.count)
		return AVOW_OK;
	fd = open(follow->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	if (avow_tail_open(&follow->tails.items[0], fd, 0, follow->stop, error))
		return error->code;
	follow->tails.count = 1;
	return AVOW_OK;
}

int avow_follow_open(const char *path, dev_t device, ino_t inode,
		     const struct avow_stop *stop, struct avow_source **out,
		     struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_follow,
		.wait = wait_for_follow,
		.close = close_follow,
	};
	struct follow *follow = calloc(1, sizeof(*follow));
	int result;

	if (!follow)
		return avow_error_nomem(error);
	follow->stop = stop;
	follow->notify = -1;
	follow->within = NONE;
	follow->path = realpath(path, NULL);
	if (!follow->path)
		result = avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	else
		result = open_first(follow, device, inode, error);
	if (result) {
		close_follow(follow);
		return result;
	}
	/* What happens before it is watched is seen by the first look. */
	watch(follow);
	return avow_source_make(&methods, follow, out, error);
}
