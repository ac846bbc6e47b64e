/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_SUBSETS_H
#define AVOW_APPARMOR_PATTERN_SUBSETS_H

#include "policy/apparmor/pattern/program.h"
#include "policy/apparmor/pattern/walk.h"

/* The program of a walk, which walk.c makes and subsets.c follows. */
struct avow_walk {
	struct avow_buf steps;  /* struct avow_step; the `to` of an end: its pattern */
	struct avow_buf owners; /* uint32_t by step: its pattern */
	struct avow_buf sets;   /* struct avow_byte_set */
	struct avow_buf begins; /* uint32_t by pattern: its first step * 2 + leading */
	struct avow_buf jumps;  /* of the field that is open: uint32_t */
	size_t split;           /* of the alternative that is open */
	uint32_t pattern_count;
	bool is_too_long;
};

#endif
