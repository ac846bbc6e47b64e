/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PICTURES_HEAT_H
#define AVOW_REPORTS_PICTURES_HEAT_H

#include "reports/summary.h"

/* A map of source types or profiles by class: how many denials each pair has. */
enum {
	AVOW_HEAT_ROWS = 16, /* with the one of all others */
	AVOW_HEAT_COLUMNS = 12,
	AVOW_HEAT_LEVELS = 5
};

struct avow_heat_cell {
	int x, y, text_x, text_y;
	int level; /* 0: none; 1: fewer than 10; 2: than 100; and so on */
	uint64_t count;
	const char *label; /* the count, short */
};

struct avow_heat_head {
	const char *label;
	int x, y; /* of its text */
	uint64_t count;
};

struct avow_heat {
	int width, height, cell_width, cell_height;
	struct avow_heat_head rows[AVOW_HEAT_ROWS], columns[AVOW_HEAT_COLUMNS];
	size_t row_count, column_count;
	struct avow_heat_cell cells[AVOW_HEAT_ROWS][AVOW_HEAT_COLUMNS];
};

/* NULL without denials, or when memory is out, which sets *@failed. */
const struct avow_heat *avow_heat_make(const struct avow_report *report,
				       struct avow_arena *arena, bool *failed);

#endif
