/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds the copies of a truncated file. Names are no help while they shift: every
 * file is opened by its inode, and when one cannot be the set is listed anew. It
 * reads no line.
 */
#include "analyzer/collect/copies.h"

#include <errno.h>
#include <unistd.h>

#include "analyzer/collect/rotated.h"

#define TRIES 64 /* when the set changes each time */

/*
 * Opens @file; -1 when that cannot be, and @is_stale when that is for a name that has
 * gone to another file.
 */
static int open_listed(const struct avow_rotated_file *file, bool *is_stale)
{
	int fd = avow_rotated_open(file);

	*is_stale |= fd < 0 && (errno == ESTALE || errno == ENOENT);
	return fd;
}

static void drop_plan(struct avow_copies *plan)
{
	while (plan->count)
		close(plan->fds[--plan->count]);
}

/* Whether the file is a copy that is not finished; @is_stale when it is gone. */
static bool is_unfinished(const struct avow_tail *tail,
			  const struct avow_rotated_file *file, bool *is_stale)
{
	int fd = open_listed(file, is_stale);
	bool is_unfinished = fd >= 0 && avow_tail_is_being_copied(tail, fd);

	if (fd >= 0)
		close(fd);
	return is_unfinished;
}

/*
 * Plans to read the copies in @set from @first up to the tail's own place: the file
 * was truncated once after each. False when the set has changed since it was listed.
 */
static bool make_plan(const struct avow_tails *tails, size_t index,
		      const struct avow_rotated_set *set, size_t first,
		      struct avow_copies *plan)
{
	const struct avow_tail *tail = &tails->items[index];
	size_t end = avow_rotated_find(set, tail->device, tail->inode);
	bool is_stale = false;

	while (end > first && is_unfinished(tail, &set->files[end - 1], &is_stale))
		end--;
	for (size_t i = first; i < end && !is_stale; i++) {
		const struct avow_rotated_file *file = &set->files[i];

		if (avow_tails_have(tails, file->device, file->inode))
			continue;
		if (tails->count + plan->count == AVOW_TAILS_MAX)
			break;
		plan->fds[plan->count] = open_listed(file, &is_stale);
		plan->count += plan->fds[plan->count] >= 0;
	}
	if (end) {
		plan->before_device = set->files[end - 1].device;
		plan->before_inode = set->files[end - 1].inode;
	}
	if (is_stale)
		drop_plan(plan);
	return !is_stale;
}

/*
 * Where in @set the copy is that goes on where @tail was read to; the tail's own place
 * if there is none, and @is_stale when that may be because the set has changed.
 */
static size_t find_rest(const struct avow_tail *tail, const struct avow_rotated_set *set,
			bool *is_stale)
{
	size_t own = avow_rotated_find(set, tail->device, tail->inode);

	for (size_t at = own; at-- > 0;) {
		int fd = open_listed(&set->files[at], is_stale);
		bool is_rest = fd >= 0 && avow_tail_is_copied(tail, fd);

		if (fd >= 0)
			close(fd);
		if (is_rest)
			return at;
	}
	return own;
}

/* Where in @set the copies begin that nobody has looked at. */
static size_t find_unseen(const struct avow_tail *tail,
			  const struct avow_rotated_set *set)
{
	size_t at = avow_rotated_find(set, tail->before_device, tail->before_inode);

	if (!tail->before_inode)
		return 0;
	return at == set->count ? avow_rotated_find(set, tail->device, tail->inode)
				: at + 1;
}

int avow_copies_plan(const struct avow_tails *tails, size_t index, const char *path,
		     bool has_rest, struct avow_copies *out, struct avow_error *error)
{
	const struct avow_tail *tail = &tails->items[index];
	bool is_made = false;

	for (int i = 0; i < TRIES && !is_made; i++) {
		struct avow_rotated_set set;
		int result = avow_rotated_list(path, &set);
		bool is_stale = false;
		size_t first;

		*out = (struct avow_copies){ 0 };
		if (!result) {
			first = has_rest ? find_rest(tail, &set, &is_stale)
					 : find_unseen(tail, &set);
			is_made = make_plan(tails, index, &set, first, out) &&
				  (out->count || !is_stale);
		}
		avow_rotated_free(&set);
		if (result)
			return avow_error_nomem(error);
	}
	return AVOW_OK;
}
