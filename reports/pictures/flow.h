/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PICTURES_FLOW_H
#define AVOW_REPORTS_PICTURES_FLOW_H

#include "reports/summary.h"

/*
 * Who reached for what: sources on the left, targets on the right, those with most
 * denials and one for all others, and a ribbon for each pair and verdict, as thick as
 * it has denials.
 */
enum {
	AVOW_FLOW_WIDTH = 960,
	AVOW_FLOW_SOURCES = 10, /* with the one of all others */
	AVOW_FLOW_TARGETS = 14,
	AVOW_FLOW_LINKS = AVOW_FLOW_SOURCES * AVOW_FLOW_TARGETS * AVOW_VERDICTS
};

struct avow_flow_node {
	const char *label;
	uint64_t count;
	int x, y, height, label_y;
};

struct avow_flow_link {
	size_t source, target; /* indexes of the nodes */
	enum avow_verdict verdict;
	uint64_t count;
	int width;
	int x0, y0, middle, x1, y1;
};

struct avow_flow {
	int height, node_width, source_label_x, target_label_x;
	struct avow_flow_node sources[AVOW_FLOW_SOURCES], targets[AVOW_FLOW_TARGETS];
	size_t source_count, target_count;
	struct avow_flow_link links[AVOW_FLOW_LINKS];
	size_t link_count;
	size_t others[2]; /* how many sources, and targets, the last nodes stand for */
	bool has_verdict[AVOW_VERDICTS];
};

/* NULL without denials, or when memory is out, which sets *@failed. */
const struct avow_flow *avow_flow_make(const struct avow_report *report,
				       const struct avow_summary *summary,
				       struct avow_arena *arena, bool *failed);

#endif
