/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEVERALLOW_ITEMS_H
#define AVOW_POLICY_SELINUX_NEVERALLOW_ITEMS_H

#include "analyzer/base/span.h"

/*
 * CIL's text as a sequence of items: words, and lists in brackets that are such a
 * sequence again. Comments (from ; to the end of the line) are none. Nothing is
 * copied or allocated.
 */
struct items {
	struct avow_span text;
	size_t at, line;
};

struct item {
	bool is_list;
	bool is_closed;         /* a list whose closing bracket is missing: false */
	bool is_stray;          /* a closing bracket alone */
	struct avow_span text;  /* of a list what is in its brackets */
	struct avow_span whole; /* the same with them */
	size_t line;
};

static inline struct items avow_items_of(struct avow_span text, size_t line)
{
	struct items items = { .text = text, .line = line };

	return items;
}

/* False at the end. */
bool avow_items_next(struct items *items, struct item *out);

/* The items of a list; a word has none. */
static inline struct items avow_items_in(const struct item *item)
{
	return avow_items_of(item->is_list ? item->text : avow_span_first(item->text, 0),
			     item->line);
}

/* After a list that was not closed: goes on at the next line that begins with one. */
void avow_items_resume(struct items *items, const struct item *broken);

#endif
