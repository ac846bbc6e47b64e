/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Near matches by optimal string alignment: what it takes in single-byte
 * insertions, deletions, substitutions and swaps of neighbours. A name is near
 * when that is at most a third of its length, or when what was typed begins it.
 */
#include "analyzer/base/near.h"

#define NAME_MAX_LENGTH 32 /* longer names and words are never near */

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

static size_t distance(struct avow_span a, struct avow_span b)
{
	size_t rows[3][NAME_MAX_LENGTH + 1];

	for (size_t j = 0; j <= b.length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *now = rows[i % 3];
		const size_t *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			size_t differs = a.data[i - 1] != b.data[j - 1];

			now[j] = smallest(last[j] + 1, now[j - 1] + 1,
					  last[j - 1] + differs);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
			    a.data[i - 2] == b.data[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return rows[a.length % 3][b.length];
}

struct avow_near avow_near_begin(struct avow_span typed)
{
	return (struct avow_near){ .typed = typed, .distance = SIZE_MAX };
}

void avow_near_try(struct avow_near *near, const char *name)
{
	struct avow_span known = avow_span_of(name);
	size_t steps;

	if (near->typed.length < 2 || near->typed.length > NAME_MAX_LENGTH ||
	    known.length > NAME_MAX_LENGTH)
		return;
	steps = distance(near->typed, known);
	if (steps > (known.length + 1) / 3 &&
	    !avow_span_equal(avow_span_first(known, near->typed.length), near->typed))
		return;
	if (steps < near->distance) {
		near->best = name;
		near->distance = steps;
	}
}
