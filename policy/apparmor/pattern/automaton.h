/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_AUTOMATON_H
#define AVOW_APPARMOR_PATTERN_AUTOMATON_H

#include "policy/apparmor/pattern/pattern.h"
#include "policy/apparmor/pattern/program.h"

/* The steps reached, each once: `dense` in order, `sparse` where each is in it. */
struct avow_states {
	uint32_t *dense, *sparse;
	size_t count;
};

/* A compiled pattern, for the files of this room alone. */
struct avow_pattern {
	struct avow_span literal; /* every match begins with it */
	bool is_literal;          /* and there is nothing behind it */
	const struct avow_step *steps;
	const struct avow_byte_set *sets;
	size_t step_count;
	struct avow_states now, next;
	uint32_t *pending;
};

#endif
