/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The map of domains by classes, and its table. */
#include "reports/html/page.h"

#include "reports/phrase.h"

static void show_cell(struct avow_page *page, const struct avow_heat_cell *cell,
		      const char *row, const char *column)
{
	char class_name[16];

	if (!cell->count)
		return;
	snprintf(class_name, sizeof(class_name), "cell heat%d", cell->level);
	avow_page_svg_rect(page, cell->x, cell->y, page->heat->cell_width,
			   page->heat->cell_height, class_name);
	avow_markup_begin(&page->markup, "title");
	avow_markup_text(&page->markup, row);
	avow_markup_text(&page->markup, " : ");
	avow_markup_text(&page->markup, column);
	avow_buf_puts(&page->scratch, ": ");
	avow_phrase_count(&page->scratch, cell->count, "denial");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_end(page);
	snprintf(class_name, sizeof(class_name), "in-cell heat%d", cell->level);
	avow_page_svg_text(page, cell->text_x, cell->text_y, class_name, "middle",
			   cell->label);
}

static void show_column_head(struct avow_page *page, const struct avow_heat_head *head)
{
	char turn[48];

	snprintf(turn, sizeof(turn), "rotate(-40 %d %d)", head->x, head->y);
	avow_page_begin(page, "text", "label");
	avow_page_attribute_number(page, "x", head->x);
	avow_page_attribute_number(page, "y", head->y);
	avow_markup_attribute(&page->markup, "transform", turn);
	avow_markup_text(&page->markup, head->label);
	avow_page_end(page);
}

static void show_picture(struct avow_page *page)
{
	const struct avow_heat *heat = page->heat;

	avow_page_scroll(page, "Domains by class");
	avow_page_svg_begin(page, heat->width, heat->height, "picture heat", "img",
			    "Map of denials by who asked and by class; the numbers are "
			    "in the table below");
	for (size_t c = 0; c < heat->column_count; c++)
		show_column_head(page, &heat->columns[c]);
	for (size_t r = 0; r < heat->row_count; r++) {
		avow_page_svg_text(page, heat->rows[r].x, heat->rows[r].y, "label", "end",
				   heat->rows[r].label);
		for (size_t c = 0; c < heat->column_count; c++)
			show_cell(page, &heat->cells[r][c], heat->rows[r].label,
				  heat->columns[c].label);
	}
	avow_page_end(page);
	avow_page_end(page);
}

static void show_head(struct avow_page *page)
{
	const struct avow_heat *heat = page->heat;

	avow_markup_begin(&page->markup, "thead");
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "col");
	avow_markup_text(&page->markup, "Who asked");
	avow_page_end(page);
	for (size_t c = 0; c < heat->column_count; c++) {
		avow_page_begin(page, "th", "number");
		avow_markup_attribute(&page->markup, "scope", "col");
		avow_markup_text(&page->markup, heat->columns[c].label);
		avow_page_end(page);
	}
	avow_page_begin(page, "th", "number");
	avow_markup_attribute(&page->markup, "scope", "col");
	avow_markup_text(&page->markup, "in all");
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_table(struct avow_page *page)
{
	const struct avow_heat *heat = page->heat;

	avow_page_details(page, "as-table", "The same as a table");
	avow_page_scroll(page, "Table of denials by domain and class");
	avow_page_begin(page, "table", "matrix");
	show_head(page);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t r = 0; r < heat->row_count; r++) {
		avow_markup_begin(&page->markup, "tr");
		avow_page_row_head(page);
		avow_markup_text(&page->markup, heat->rows[r].label);
		avow_page_end(page);
		for (size_t c = 0; c < heat->column_count; c++)
			avow_page_number_cell(page, heat->cells[r][c].count);
		avow_page_number_cell(page, heat->rows[r].count);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_heat(struct avow_page *page)
{
	if (!page->heat)
		return;
	avow_page_section(
		page, "heat", "Which classes",
		"Denials by who asked and by class: the stronger the colour, the "
		"more.");
	show_picture(page);
	show_table(page);
	avow_page_end(page);
}
