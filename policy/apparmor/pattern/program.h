/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_PROGRAM_H
#define AVOW_APPARMOR_PATTERN_PROGRAM_H

#include "analyzer/base/buf.h"

/* One step of an automaton that may be in several states at once. */
enum avow_step_kind {
	AVOW_STEP_BYTE,  /* `byte`, then the next step */
	AVOW_STEP_SET,   /* any byte of the set numbered `to`, then the next step */
	AVOW_STEP_SPLIT, /* both the next step and `to` */
	AVOW_STEP_JUMP,  /* `to` */
	AVOW_STEP_END    /* all of it matched */
};

struct avow_step {
	uint8_t kind; /* enum avow_step_kind */
	uint8_t byte;
	uint32_t to;
};

struct avow_byte_set {
	uint64_t words[4];
};

static inline bool avow_byte_set_has(const struct avow_byte_set *set, unsigned char byte)
{
	return set->words[byte >> 6] >> (byte & 63) & 1;
}

/*
 * Compiles the regular expression to steps (arrays in the two buffers). NULL, or what
 * is wrong with it. The grammar is that of parser/libapparmor_re/parse.y, which has
 * alternatives, groups, sets, `*` and `+`, and anchors both ends.
 */
const char *avow_program_compile(struct avow_span regex, struct avow_buf *steps,
				 struct avow_buf *sets);

#endif
