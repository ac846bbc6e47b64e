/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_WALK_H
#define AVOW_APPARMOR_PATTERN_WALK_H

#include "policy/apparmor/pattern/pattern.h"

/*
 * Many patterns followed at once, from the shortest text to longer ones: which of them
 * match the same texts. A text has fields, each with a NUL behind it; a pattern has
 * alternatives for each. One deterministic automaton is made of all as it is walked
 * (the subset construction), each set of steps once.
 */
struct avow_walk;

/* NULL when memory is out; later failures are remembered and told by avow_walk_run(). */
struct avow_walk *avow_walk_new(void);
void avow_walk_free(struct avow_walk *walk);

/*
 * Begins the next pattern, the first of which is number 0. Only texts that one that
 * @is_leading may match are walked, for the others cannot make a difference.
 */
void avow_walk_begin(struct avow_walk *walk, bool is_leading);
/* One field: open it, give it its alternatives, close it. */
void avow_walk_open(struct avow_walk *walk);
void avow_walk_pattern(struct avow_walk *walk, const struct avow_pattern *pattern);
void avow_walk_text(struct avow_walk *walk, struct avow_span text);
/* Whatever has no NUL in it. */
void avow_walk_any(struct avow_walk *walk);
void avow_walk_close(struct avow_walk *walk);
/* In a field without alternatives: any one of the bytes of @choices. */
void avow_walk_choice(struct avow_walk *walk, struct avow_span choices);
void avow_walk_separate(struct avow_walk *walk);
void avow_walk_end(struct avow_walk *walk);

/*
 * For each different set of patterns' positions in which some match: their numbers,
 * ascending, and the shortest text that leads there. False ends the walk.
 */
typedef bool avow_walk_fn(void *data, const uint32_t *matched, size_t count,
			  struct avow_span text);

enum avow_walk_result {
	AVOW_WALK_WHOLE,
	AVOW_WALK_STOPPED, /* by its function */
	AVOW_WALK_LIMIT    /* too many states, or too much work */
};

/* AVOW_E_NOMEM, or one of enum avow_walk_result. */
int avow_walk_run(struct avow_walk *walk, avow_walk_fn *visit, void *data);

#endif
