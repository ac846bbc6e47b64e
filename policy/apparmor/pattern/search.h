/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_SEARCH_H
#define AVOW_APPARMOR_PATTERN_SEARCH_H

#include "policy/apparmor/pattern/pattern.h"

enum avow_search_result {
	AVOW_SEARCH_FOUND,
	AVOW_SEARCH_NONE,
	AVOW_SEARCH_SPENT, /* the budget was, and nothing is known */
	AVOW_SEARCH_NOMEM
};

struct avow_search {
	/* Patterns that a path is to match, one at least, and that it may not match. */
	const struct avow_pattern *const *must, *const *avoid;
	size_t must_count, avoid_count;
	/* What it may cost still, in steps of automata; less afterwards. */
	uint64_t budget;
};

/*
 * Whether there is such a path, and a shortest one, appended to @path. All automata are
 * walked at once in every way, so that the answer is exact. A path is as the kernel makes
 * them: without a NUL, and without one slash behind the other.
 */
enum avow_search_result avow_pattern_search(struct avow_search *search,
					    struct avow_buf *path) avow_must_check;

#endif
