/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A unified diff (POSIX diff -u) of a text and the same text with lines put in: what
 * stands in the old one stands in the new one, in its order.
 */
#include "policy/apparmor/plan/plan.h"

#include <stdlib.h>

#define CONTEXT 3

struct lines {
	struct avow_span *at;
	bool *is_added; /* of the new text */
	size_t count;
};

static bool split(struct avow_span text, struct lines *out)
{
	size_t room = 1;

	for (size_t i = 0; i < text.length; i++)
		room += text.data[i] == '\n';
	*out = (struct lines){ calloc(room, sizeof(*out->at)), calloc(room, sizeof(bool)),
			       0 };
	while (out->at && text.length) {
		size_t length = avow_span_find(text, '\n');

		length += length < text.length;
		out->at[out->count++] = avow_span_first(text, length);
		text = avow_span_skip(text, length);
	}
	return out->at && out->is_added;
}

static void free_lines(struct lines *lines)
{
	free(lines->at);
	free(lines->is_added);
}

static void mark(const struct lines *old, struct lines *new)
{
	size_t at = 0;

	for (size_t i = 0; i < new->count; i++) {
		bool is_old = at < old->count && avow_span_equal(old->at[at], new->at[i]);

		new->is_added[i] = !is_old;
		at += is_old;
	}
}

static void put_line(char sign, struct avow_span line, struct avow_buf *out)
{
	avow_buf_putc(out, sign);
	avow_buf_append(out, line);
	if (!line.length || line.data[line.length - 1] != '\n')
		avow_buf_puts(out, "\n\\ No newline at end of file\n");
}

/* The end of the hunk that begins before the addition at @first. */
static size_t hunk_end(const struct lines *new, size_t first)
{
	size_t last = first;

	for (size_t i = first; i < new->count &&i <= last + 2 * CONTEXT; i++)
		if (new->is_added[i])
			last = i;
	return last + CONTEXT + 1 < new->count ? last + CONTEXT + 1 : new->count;
}

static void put_hunk(const struct lines *new, size_t begin, size_t end, size_t old_line,
		     struct avow_buf *out)
{
	size_t old_count = 0;

	for (size_t i = begin; i < end; i++)
		old_count += !new->is_added[i];
	avow_buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", old_count ? old_line : 0,
			old_count, begin + 1, end - begin);
	for (size_t i = begin; i < end; i++)
		put_line(new->is_added[i] ? '+' : ' ', new->at[i], out);
}

static void put_hunks(const struct lines *new, struct avow_buf *out)
{
	size_t added = 0; /* before `at` */

	for (size_t at = 0; at < new->count; at++) {
		size_t begin, end;

		if (!new->is_added[at])
			continue;
		begin = at > CONTEXT ? at - CONTEXT : 0;
		end = hunk_end(new, at);
		put_hunk(new, begin, end, begin - added + 1, out);
		for (size_t i = at; i < end; i++)
			added += new->is_added[i];
		at = end - 1;
	}
}

void avow_diff_write(struct avow_span before, struct avow_span after, const char *path,
		     bool is_new, struct avow_buf *out)
{
	const char *name = path[0] == '/' ? path + 1 : path;
	struct lines old, new;

	if (split(before, &old) && split(after, &new)) {
		mark(&old, &new);
		avow_buf_printf(out, is_new ? "--- /dev/null\n" : "--- a/%s\n", name);
		avow_buf_printf(out, "+++ b/%s\n", name);
		put_hunks(&new, out);
		free_lines(&new);
	} else {
		out->failed = true;
	}
	free_lines(&old);
}
