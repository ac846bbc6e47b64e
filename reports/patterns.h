/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PATTERNS_H
#define AVOW_REPORTS_PATTERNS_H

#include "analyzer/base/arena.h"
#include "analyzer/cluster/cluster.h"

/*
 * Paths of a cluster that are the same but for parts that change from process to process,
 * user to user, or file to file: which component varies, what the values look like, and
 * how many there were. The cluster keeps the literal paths; a pattern makes no rule.
 */
enum avow_varying {
	AVOW_VARYING_PROCESS,
	AVOW_VARYING_THREAD,
	AVOW_VARYING_USER,
	AVOW_VARYING_HOME,
	AVOW_VARYING_LAYER,
	AVOW_VARYING_UUID,
	AVOW_VARYING_HASH,
	AVOW_VARYING_DATE,
	AVOW_VARYING_NUMBER,
	AVOW_VARYING_RANDOM,
	AVOW_VARYING_COUNT
};

/* "process", "uuid", ...; and for people: "process id". */
const char *avow_varying_name(enum avow_varying varying);
const char *avow_varying_title(enum avow_varying varying);

struct avow_pattern_part {
	enum avow_varying shape;
	size_t component; /* of the path, from 1 on */
	size_t values;    /* different ones that were seen */
};

struct avow_pattern {
	struct avow_span text; /* a * in the place of each part */
	size_t paths;          /* different ones */
	uint64_t count;        /* denials with one of them */
	struct avow_pattern_part *parts;
	size_t part_count;
};

struct avow_patterns {
	struct avow_pattern *at; /* most paths first */
	size_t count;
	bool has_more; /* there were more paths than are kept: all numbers are at least */
};

/*
 * The patterns of @paths, in memory of @arena: of two paths or more, of three where only
 * numbers or what looks random vary. AVOW_E_NOMEM.
 */
int avow_patterns_make(const struct avow_tally *paths, struct avow_arena *arena,
		       struct avow_patterns *out) avow_must_check;

/* "process id in component 2 (12 values), number in component 4 (3 values)" */
void avow_phrase_varying(struct avow_buf *out, const struct avow_patterns *patterns,
			 const struct avow_pattern *pattern);

#endif
