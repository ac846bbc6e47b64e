/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WATCH_VIEW_H
#define AVOW_CLI_WATCH_VIEW_H

#include "cli/screen.h"
#include "cli/watch_model.h"

enum avow_watch_order {
	AVOW_WATCH_BY_NEWNESS, /* the latest first */
	AVOW_WATCH_BY_RATE,
	AVOW_WATCH_BY_COUNT,
	AVOW_WATCH_BY_NAME,
	AVOW_WATCH_ORDER_COUNT
};

/* A text that is read page by page in the place of the list. */
struct avow_watch_page {
	char *text; /* lines that fit, in display form, with colours; NULL: none */
	size_t length;
	size_t top; /* the line that is shown first */
};

/* What of the model is shown, and how: the list, or a page over it. */
struct avow_watch_view {
	struct avow_watch_model *model;
	struct avow_screen *screen;
	enum avow_watch_order order;
	char filter[128]; /* shown are the rows that have this text in them; "": all */
	char chosen[13];  /* the cluster under the cursor; "": the first, whichever */
	bool has_colour;
	char message[256]; /* at the bottom, until the next key; display form */
	struct avow_watch_page page;
	/* Made anew by each drawing: */
	size_t *shown; /* rows of the model, in order */
	size_t shown_count, shown_capacity;
	size_t top, cursor; /* of these, the first on the screen; the chosen one */
	unsigned columns, rows;
	struct avow_buf frame, last; /* what is drawn; what stands on the screen */
};

/* Draws what has changed since. */
void avow_watch_draw(struct avow_watch_view *view);

/* Forgets what stands on the screen, so that all of it is drawn. */
void avow_watch_forget(struct avow_watch_view *view);

/* Moves the cursor, or the page, by lines; by screens of them. */
void avow_watch_move(struct avow_watch_view *view, long lines);
void avow_watch_move_screens(struct avow_watch_view *view, long screens);

/* Puts @text, which it takes, in the place of the list; NULL: the list again. */
void avow_watch_set_page(struct avow_watch_view *view, char *text);

void avow_watch_view_free(struct avow_watch_view *view);

#endif
