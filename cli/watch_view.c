/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list of `avow watch`, and pages over it. A frame is made whole, and written only
 * when it is not the one that stands on the screen. Lines are cut at the window's edge,
 * one code point to a column; the terminal does not wrap those that are wider.
 */
#include "cli/watch_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "reports/phrase.h"

#define WIDE 60 /* columns from which on there is room for the rate and the age */
#define LIST_KEYS "?:keys q:quit Enter:why a:accept i:ignore /:filter s:sort m:seen"
#define PAGE_KEYS "q:back Space:on b:up a:accept i:ignore"
#define EDGE_LINES 4 /* title, heads; the chosen row in full, keys */

static const char *const order_names[] = {
	[AVOW_WATCH_BY_NEWNESS] = "newest",
	[AVOW_WATCH_BY_RATE] = "rate",
	[AVOW_WATCH_BY_COUNT] = "count",
	[AVOW_WATCH_BY_NAME] = "name",
};

/* Appends @text, at most @width columns of it; how many it took. */
static size_t put(struct avow_buf *out, const char *text, size_t width)
{
	size_t column = 0, length = 0;

	for (; text[length]; length++) {
		bool begins = ((unsigned char)text[length] & 0xc0) != 0x80;

		if (begins && column == width)
			break;
		column += begins;
	}
	avow_buf_append(out, avow_span_make(text, length));
	return column;
}

static void pad(struct avow_buf *out, size_t from, size_t to)
{
	for (; from < to; from++)
		avow_buf_putc(out, ' ');
}

/* A line of the frame, cut to the width; @sgr is how it is shown, "" as text is. */
static void put_line(struct avow_watch_view *view, const char *sgr, const char *text,
		     bool is_last)
{
	bool is_tinted = view->has_colour && *sgr;
	size_t used;

	if (is_tinted)
		avow_buf_puts(&view->frame, sgr);
	used = put(&view->frame, text, view->columns);
	if (is_tinted) {
		pad(&view->frame, used, view->columns);
		avow_buf_puts(&view->frame, "\033[0m");
	}
	avow_buf_puts(&view->frame, used < view->columns ? "\033[K" : "");
	if (!is_last)
		avow_buf_puts(&view->frame, "\r\n");
}

static bool has_text(const struct avow_watch_row *row, const char *filter)
{
	const char *const texts[] = { row->id, row->label, row->permissions, row->comm,
				      row->path };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		if (strcasestr(texts[i], filter))
			return true;
	return false;
}

struct sorting {
	const struct avow_watch_row *rows;
	enum avow_watch_order order;
	int64_t now_ms;
};

static int compare(const void *left, const void *right, void *data)
{
	const struct sorting *by = data;
	const struct avow_watch_row *a = &by->rows[*(const size_t *)left];
	const struct avow_watch_row *b = &by->rows[*(const size_t *)right];
	double x = avow_watch_rate(a, by->now_ms), y = avow_watch_rate(b, by->now_ms);

	if (by->order == AVOW_WATCH_BY_RATE && x != y)
		return x > y ? -1 : 1;
	if ((by->order == AVOW_WATCH_BY_RATE || by->order == AVOW_WATCH_BY_COUNT) &&
	    a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (by->order == AVOW_WATCH_BY_NAME && strcmp(a->label, b->label) != 0)
		return strcmp(a->label, b->label);
	return (a->met < b->met) - (a->met > b->met);
}

/* Which rows are shown, in which order, and where the cursor is among them. */
static void choose_rows(struct avow_watch_view *view)
{
	struct sorting by = { .order = view->order, .now_ms = avow_wait_clock_ms() };
	size_t count;

	by.rows = avow_watch_rows(view->model, &count);
	if (count > view->shown_capacity) {
		size_t *grown = reallocarray(view->shown, count * 2, sizeof(*grown));

		if (!grown)
			return;
		view->shown = grown;
		view->shown_capacity = count * 2;
	}
	view->shown_count = 0;
	for (size_t i = 0; i < count; i++)
		if (by.rows[i].count && has_text(&by.rows[i], view->filter))
			view->shown[view->shown_count++] = i;
	if (view->shown_count)
		qsort_r(view->shown, view->shown_count, sizeof(*view->shown), compare,
			&by);
	view->cursor = 0;
	for (size_t i = 0; i < view->shown_count; i++)
		if (strcmp(by.rows[view->shown[i]].id, view->chosen) == 0)
			view->cursor = i;
}

static size_t body_lines(const struct avow_watch_view *view)
{
	unsigned edges = view->page.text ? 1 : EDGE_LINES;

	return view->rows > edges ? view->rows - edges : 1;
}

/* Scrolls so that the cursor is on the screen. */
static void follow_cursor(struct avow_watch_view *view)
{
	size_t lines = body_lines(view);

	if (view->cursor < view->top)
		view->top = view->cursor;
	if (view->cursor >= view->top + lines)
		view->top = view->cursor - lines + 1;
}

/* "12s", "5m", "3h", "40d": since then. */
static void put_age(struct avow_buf *out, struct avow_time then)
{
	static const struct {
		uint64_t seconds;
		char letter;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	uint64_t now = (uint64_t)time(NULL);
	uint64_t age = now > then.seconds ? now - then.seconds : 0;
	size_t unit = 0;

	while (unit + 1 < AVOW_ARRAY_SIZE(units) && age < units[unit].seconds)
		unit++;
	avow_buf_printf(out, "%5llu%c", (unsigned long long)(age / units[unit].seconds),
			units[unit].letter);
}

/* What is known of a row at a glance: "*" new, "a" accepted, "i" ignored. */
static char mark_of(struct avow_watch_view *view, const struct avow_watch_row *row)
{
	const struct avow_ruling *ruling = avow_watch_ruling(view->model, row->id);

	if (ruling)
		return ruling->is_refusal ? 'i' : 'a';
	return row->is_new ? '*' : ' ';
}

static void put_row(struct avow_watch_view *view, size_t place)
{
	size_t count;
	const struct avow_watch_row *row =
		&avow_watch_rows(view->model, &count)[view->shown[place]];
	bool is_chosen = place == view->cursor;
	char mark = mark_of(view, row);
	struct avow_buf line = { 0 };

	avow_buf_printf(&line, "%c%c ", is_chosen ? '>' : ' ', mark);
	if (view->columns >= WIDE)
		avow_buf_printf(&line, "%7.1f ",
				avow_watch_rate(row, avow_wait_clock_ms()));
	avow_buf_printf(&line, "%7llu ", (unsigned long long)row->count);
	if (view->columns >= WIDE) {
		put_age(&line, row->last);
		avow_buf_putc(&line, ' ');
	}
	avow_buf_printf(&line, " %s", row->label);
	put_line(view,
		 is_chosen     ? "\033[7m"
		 : mark == '*' ? "\033[1m"
			       : "",
		 avow_buf_string(&line), false);
	avow_buf_free(&line);
}

static void put_title(struct avow_watch_view *view)
{
	struct avow_watch_total total = avow_watch_sum(view->model);
	struct avow_buf line = { 0 };

	avow_phrase_count(&line, total.clusters, "cluster");
	avow_buf_printf(&line, ", %llu new, ", (unsigned long long)total.fresh);
	avow_phrase_count(&line, total.denials, "denial");
	avow_buf_printf(&line, ", %.1f/min", total.recent);
	avow_buf_printf(&line, "  by %s", order_names[view->order]);
	if (*view->filter) {
		avow_buf_printf(&line, "  with \"%s\": %zu", view->filter,
				view->shown_count);
	}
	if (total.has_failed)
		avow_buf_puts(&line, "  memory is out");
	put_line(view, "\033[1m", avow_buf_string(&line), false);
	avow_buf_free(&line);
}

/* The row under the cursor in full, as far as it fits. */
static void put_chosen(struct avow_watch_view *view)
{
	struct avow_buf line = { 0 };
	size_t count;

	if (view->shown_count) {
		const struct avow_watch_row *row =
			&avow_watch_rows(view->model, &count)[view->shown[view->cursor]];

		avow_buf_printf(&line, "%s { %s }", row->id, row->permissions);
		if (*row->comm)
			avow_buf_printf(&line, " comm=%s", row->comm);
		if (*row->path)
			avow_buf_printf(&line, " path=%s", row->path);
	}
	put_line(view, "\033[2m", avow_buf_string(&line), false);
	avow_buf_free(&line);
}

static void put_list(struct avow_watch_view *view)
{
	avow_watch_lock(view->model);
	choose_rows(view);
	follow_cursor(view);
	put_title(view);
	put_line(view, "\033[2m",
		 view->columns >= WIDE ? "      /MIN   COUNT   LAST  CLUSTER"
				       : "     COUNT  CLUSTER",
		 false);
	for (size_t i = 0; i < body_lines(view); i++)
		if (view->top + i < view->shown_count)
			put_row(view, view->top + i);
		else
			put_line(view, "", i || view->shown_count ? "" : "  none yet",
				 false);
	put_chosen(view);
	avow_watch_unlock(view->model);
}

/* Where the line behind @at begins; NULL: it was the last. */
static const char *next_line(const char *at)
{
	const char *end = strchr(at, '\n');

	return end && end[1] ? end + 1 : NULL;
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (const char *at = text; at; at = next_line(at))
		count++;
	return count;
}

/* Lines of a page were wrapped to the width; they hold colours, so they are not cut. */
static void put_page(struct avow_watch_view *view)
{
	const char *at = view->page.text;
	size_t lines = body_lines(view), all = count_lines(at);

	if (view->page.top + lines > all)
		view->page.top = all > lines ? all - lines : 0;
	for (size_t i = 0; i < view->page.top; i++)
		at = next_line(at);
	for (size_t i = 0; i < lines; i++) {
		if (at)
			avow_buf_append(&view->frame,
					avow_span_make(at, strcspn(at, "\n")));
		avow_buf_puts(&view->frame, "\033[0m\033[K\r\n");
		at = at ? next_line(at) : NULL;
	}
}

void avow_watch_forget(struct avow_watch_view *view)
{
	avow_buf_clear(&view->last);
}

void avow_watch_draw(struct avow_watch_view *view)
{
	unsigned columns = view->columns, rows = view->rows;
	struct avow_buf old;

	avow_screen_size(view->screen, &view->columns, &view->rows);
	avow_buf_clear(&view->frame);
	if (columns != view->columns || rows != view->rows)
		avow_buf_puts(&view->frame, "\033[2J");
	avow_buf_puts(&view->frame, "\033[H");
	if (view->page.text)
		put_page(view);
	else
		put_list(view);
	put_line(view, "\033[7m",
		 *view->message    ? view->message
		 : view->page.text ? PAGE_KEYS
				   : LIST_KEYS,
		 true);
	if (avow_span_equal(avow_buf_span(&view->frame), avow_buf_span(&view->last)))
		return;
	fwrite(avow_buf_span(&view->frame).data, 1, view->frame.length,
	       view->screen->out);
	fflush(view->screen->out);
	old = view->last;
	view->last = view->frame;
	view->frame = old;
}

void avow_watch_move(struct avow_watch_view *view, long lines)
{
	size_t *place = view->page.text ? &view->page.top : &view->cursor;
	size_t back = lines < 0 ? (size_t)-lines : 0, count;

	*place = back > *place ? 0 : *place - back;
	*place += lines > 0 ? (size_t)lines : 0;
	if (view->page.text || !view->shown_count)
		return;
	if (view->cursor >= view->shown_count)
		view->cursor = view->shown_count - 1;
	avow_watch_lock(view->model);
	memcpy(view->chosen,
	       avow_watch_rows(view->model, &count)[view->shown[view->cursor]].id,
	       sizeof(view->chosen));
	avow_watch_unlock(view->model);
}

void avow_watch_move_screens(struct avow_watch_view *view, long screens)
{
	avow_watch_move(view, screens * (long)body_lines(view));
}

void avow_watch_set_page(struct avow_watch_view *view, char *text)
{
	free(view->page.text);
	view->page = (struct avow_watch_page){ .text = text };
}

void avow_watch_view_free(struct avow_watch_view *view)
{
	avow_watch_set_page(view, NULL);
	free(view->shown);
	avow_buf_free(&view->frame);
	avow_buf_free(&view->last);
}
