/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A unified diff (POSIX diff -u) by the longest common subsequence of lines. What is the
 * same at both ends is left out of the search; profiles are small, and where one is not,
 * what is between is told as replaced.
 */
#include "policy/apparmor/plan/plan.h"

#include <stdlib.h>

#define CONTEXT 3
#define CELLS_MAX (16 * 1024 * 1024)

struct lines {
	struct avow_span *at;
	size_t count;
};

/* One line of the diff. */
struct step {
	char sign; /* ' ', '-', '+' */
	struct avow_span line;
};

struct steps {
	struct step *at;
	size_t count;
};

static bool split(struct avow_span text, struct lines *out)
{
	size_t room = 1;

	for (size_t i = 0; i < text.length; i++)
		room += text.data[i] == '\n';
	*out = (struct lines){ calloc(room, sizeof(*out->at)), 0 };
	while (out->at && text.length) {
		size_t length = avow_span_find(text, '\n');

		length += length < text.length;
		out->at[out->count++] = avow_span_first(text, length);
		text = avow_span_skip(text, length);
	}
	return out->at != NULL;
}

static void add(struct steps *steps, char sign, struct avow_span line)
{
	steps->at[steps->count++] = (struct step){ sign, line };
}

static void replace(const struct lines *old, const struct lines *new, struct steps *out)
{
	for (size_t i = 0; i < old->count; i++)
		add(out, '-', old->at[i]);
	for (size_t i = 0; i < new->count; i++)
		add(out, '+', new->at[i]);
}

/* lengths[i][j]: the longest common subsequence of what is behind i and j. */
static void compare(const struct lines *old, const struct lines *new, uint32_t *lengths,
		    struct steps *out)
{
	size_t width = new->count + 1, i = 0, j = 0;

	for (size_t a = old->count; a-- > 0;)
		for (size_t b = new->count; b-- > 0;) {
			uint32_t down = lengths[(a + 1) * width + b];
			uint32_t right = lengths[a * width + b + 1];

			lengths[a * width + b] =
				avow_span_equal(old->at[a], new->at[b])
					? lengths[(a + 1) * width + b + 1] + 1
				: down > right ? down
					       : right;
		}
	while (i < old->count || j < new->count) {
		if (i < old->count &&
		    j < new->count &&avow_span_equal(old->at[i], new->at[j])) {
			add(out, ' ', old->at[i++]);
			j++;
		} else if (i < old->count &&
			   (j == new->count ||
			    lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
			add(out, '-', old->at[i++]);
		} else {
			add(out, '+', new->at[j++]);
		}
	}
}

static bool search(const struct lines *old, const struct lines *new, struct steps *out)
{
	size_t cells = (old->count + 1) * (new->count + 1);
	uint32_t *lengths;

	if (cells > CELLS_MAX) {
		replace(old, new, out);
		return true;
	}
	lengths = calloc(cells, sizeof(*lengths));
	if (lengths)
		compare(old, new, lengths, out);
	free(lengths);
	return lengths != NULL;
}

/* All lines of both, in order; false when memory is out. */
static bool make_steps(struct lines old, struct lines new, struct steps *out)
{
	size_t front = 0, tail = 0;
	struct lines middle_old = old, middle_new = new;

	out->at = calloc(old.count + new.count + 1, sizeof(*out->at));
	if (!out->at)
		return false;
	while (front < old.count &&
	       front < new.count &&avow_span_equal(old.at[front], new.at[front]))
		add(out, ' ', old.at[front++]);
	while (tail < old.count - front &&
	       tail < new.count - front &&avow_span_equal(old.at[old.count - 1 - tail],
							  new.at[new.count - 1 - tail]))
		tail++;
	middle_old.at += front;
	middle_old.count -= front + tail;
	middle_new.at += front;
	middle_new.count -= front + tail;
	if (!search(&middle_old, &middle_new, out))
		return false;
	for (size_t i = old.count - tail; i < old.count; i++)
		add(out, ' ', old.at[i]);
	return true;
}

static void put_line(const struct step *step, struct avow_buf *out)
{
	avow_buf_putc(out, step->sign);
	avow_buf_append(out, step->line);
	if (!step->line.length || step->line.data[step->line.length - 1] != '\n')
		avow_buf_puts(out, "\n\\ No newline at end of file\n");
}

/* The end of the hunk whose first change is at @first. */
static size_t hunk_end(const struct steps *steps, size_t first)
{
	size_t last = first;

	for (size_t i = first; i < steps->count && i <= last + 2 * CONTEXT; i++)
		if (steps->at[i].sign != ' ')
			last = i;
	return last + CONTEXT + 1 < steps->count ? last + CONTEXT + 1 : steps->count;
}

static void put_hunk(const struct steps *steps, size_t begin, size_t end,
		     const size_t lines[2], struct avow_buf *out)
{
	size_t counts[2] = { 0, 0 };

	for (size_t i = begin; i < end; i++) {
		counts[0] += steps->at[i].sign != '+';
		counts[1] += steps->at[i].sign != '-';
	}
	avow_buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", lines[0] + (counts[0] > 0),
			counts[0], lines[1] + (counts[1] > 0), counts[1]);
	for (size_t i = begin; i < end; i++)
		put_line(steps->at + i, out);
}

static void put_hunks(const struct steps *steps, struct avow_buf *out)
{
	size_t lines[2] = { 0, 0 }; /* of each text, before `done` */
	size_t done = 0;

	for (size_t at = 0; at < steps->count; at++) {
		size_t begin = at > CONTEXT ? at - CONTEXT : 0, end;

		if (steps->at[at].sign == ' ')
			continue;
		begin = begin < done ? done : begin;
		end = hunk_end(steps, at);
		for (; done < end; done++) {
			if (done == begin)
				put_hunk(steps, begin, end, lines, out);
			lines[0] += steps->at[done].sign != '+';
			lines[1] += steps->at[done].sign != '-';
		}
		at = end - 1;
	}
}

void avow_diff_write(struct avow_span before, struct avow_span after, const char *path,
		     bool is_new, struct avow_buf *out)
{
	const char *name = path[0] == '/' ? path + 1 : path;
	struct lines old = { 0 }, new = { 0 };
	struct steps steps = { 0 };

	if (split(before, &old) && split(after, &new) && make_steps(old, new, &steps)) {
		avow_buf_printf(out, is_new ? "--- /dev/null\n" : "--- a/%s\n", name);
		avow_buf_printf(out, "+++ b/%s\n", name);
		put_hunks(&steps, out);
	} else {
		out->failed = true;
	}
	free(old.at);
	free(new.at);
	free(steps.at);
}
