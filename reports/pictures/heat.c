/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where everything of the map of domains by classes is. */
#include "reports/pictures/heat.h"

#include "reports/phrase.h"
#include "reports/values.h"

enum {
	LEFT = 240, /* of the cells */
	TOP = 92,
	CELL_WIDTH = 58,
	CELL_HEIGHT = 26,
	GAP = 2,
	RIGHT = 60, /* for the last slanted name */
	ROW_LABEL = 32,
	COLUMN_LABEL = 18
};

static int level_of(uint64_t count)
{
	int level = 0;

	for (uint64_t rest = count; rest && level < AVOW_HEAT_LEVELS; rest /= 10)
		level++;
	return level;
}

/* "1,234", "12k", "3M": what fits a cell. */
static const char *short_number(struct avow_arena *arena, uint64_t number)
{
	static const char units[] = { 'k', 'M', 'G', 'T', 'P', 'E' };
	struct avow_buf text = { 0 };
	const char *label;
	int unit = -1;

	if (number >= 10000)
		while (number >= 1000) {
			number /= 1000;
			unit++;
		}
	avow_phrase_number(&text, number);
	if (unit >= 0)
		avow_buf_putc(&text, units[unit]);
	label = text.failed ? NULL : avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return label;
}

/* Labels of the first of @values; the last head is for all the others. */
static bool make_heads(const struct avow_summary_value *values, size_t all, size_t room,
		       size_t width, struct avow_arena *arena,
		       struct avow_heat_head *heads, size_t *count)
{
	size_t shown = all <= room ? all : room - 1;

	for (size_t i = 0; i < shown; i++) {
		heads[i].label = avow_values_label(arena, values[i].text, width);
		if (!heads[i].label)
			return false;
	}
	*count = shown;
	if (shown < all)
		heads[(*count)++].label = "all others";
	return true;
}

static void count_cells(struct avow_heat *out, const struct avow_report *report,
			const struct avow_summary_value *rows, size_t row_count,
			const struct avow_summary_value *columns, size_t column_count)
{
	const struct avow_clusters *set = report->analysis->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	size_t row_last = out->row_count < row_count ? out->row_count - 1 : row_count;
	size_t column_last =
		out->column_count < column_count ? out->column_count - 1 : column_count;

	for (size_t i = 0; i < avow_clusters_count(set); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);
		size_t row = avow_values_find(
			rows, row_last,
			avow_cluster_part(atoms, cluster, AVOW_PART_SOURCE));
		size_t column = avow_values_find(
			columns, column_last,
			avow_cluster_part(atoms, cluster, AVOW_PART_CLASS));

		out->cells[row][column].count += cluster->count;
		out->rows[row].count += cluster->count;
		out->columns[column].count += cluster->count;
	}
}

static bool place(struct avow_heat *out, struct avow_arena *arena)
{
	for (size_t r = 0; r < out->row_count; r++) {
		int y = TOP + (int)r * CELL_HEIGHT;

		out->rows[r].x = LEFT - 10;
		out->rows[r].y = y + 17;
		for (size_t c = 0; c < out->column_count; c++) {
			struct avow_heat_cell *cell = &out->cells[r][c];

			cell->x = LEFT + (int)c * CELL_WIDTH;
			cell->y = y;
			cell->text_x = cell->x + (CELL_WIDTH - GAP) / 2;
			cell->text_y = y + 17;
			cell->level = level_of(cell->count);
			cell->label = short_number(arena, cell->count);
			if (!cell->label)
				return false;
		}
	}
	for (size_t c = 0; c < out->column_count; c++) {
		out->columns[c].x = LEFT + (int)c * CELL_WIDTH + CELL_WIDTH / 2;
		out->columns[c].y = TOP - 8;
	}
	out->cell_width = CELL_WIDTH - GAP;
	out->cell_height = CELL_HEIGHT - GAP;
	out->width = LEFT + (int)out->column_count * CELL_WIDTH + RIGHT;
	out->height = TOP + (int)out->row_count * CELL_HEIGHT;
	return true;
}

const struct avow_heat *avow_heat_make(const struct avow_report *report,
				       struct avow_arena *arena, bool *failed)
{
	size_t row_count, column_count;
	struct avow_summary_value *rows, *columns;
	struct avow_heat *out;

	if (avow_clusters_count(report->analysis->clusters) == 0)
		return NULL;
	rows = avow_values_of(report, AVOW_PART_SOURCE, arena, &row_count);
	columns = avow_values_of(report, AVOW_PART_CLASS, arena, &column_count);
	out = avow_arena_alloc(arena, sizeof(*out));
	if (!rows || !columns || !out) {
		*failed = true;
		return NULL;
	}
	*out = (struct avow_heat){ 0 };
	if (!make_heads(rows, row_count, AVOW_HEAT_ROWS, ROW_LABEL, arena, out->rows,
			&out->row_count) ||
	    !make_heads(columns, column_count, AVOW_HEAT_COLUMNS, COLUMN_LABEL, arena,
			out->columns, &out->column_count)) {
		*failed = true;
		return NULL;
	}
	count_cells(out, report, rows, row_count, columns, column_count);
	*failed |= !place(out, arena);
	return *failed ? NULL : out;
}
