/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules of many clusters put together: sorted, each path once, nothing twice. */
#include "policy/apparmor/plan/generalise.h"
#include "policy/apparmor/plan/plan.h"

#include <stdlib.h>

struct line {
	struct avow_span text; /* without its comma */
	struct avow_span path; /* of a file rule; else empty */
	bool is_owner;
	struct avow_span letters; /* as written */
	uint32_t plain;           /* r w a m k, as bits */
	struct avow_span comment; /* from its comma on; of a general rule */
	struct avow_span exec;    /* "ix", "Px" */
	bool is_dropped;
};

static const char letters[] = "mrwak";

static bool is_file_rule(struct avow_span text)
{
	return text.length && strchr("/@\"", text.data[0]);
}

/* The path, with its quotes, at the front of a rule. */
static size_t path_length(struct avow_span text)
{
	size_t i = 1;

	if (text.data[0] != '"')
		return avow_span_find(text, ' ');
	while (i < text.length && text.data[i] != '"')
		i += text.data[i] == '\\' ? 2 : 1;
	return i + 1 < text.length ? i + 1 : text.length;
}

static void read_letters(struct line *line)
{
	struct avow_span rest = line->letters;
	const char *found;

	while (rest.length && (found = memchr(letters, rest.data[0], 5)) != NULL) {
		line->plain |= 1U << (found - letters);
		rest = avow_span_skip(rest, 1);
	}
	line->exec = rest;
}

static struct line read_line(struct avow_span text)
{
	struct line line = { .text = text };
	struct avow_span rest = text;

	line.is_owner = avow_span_starts_with(text, "owner ");
	if (line.is_owner)
		rest = avow_span_skip(rest, strlen("owner "));
	if (!is_file_rule(rest))
		return line;
	line.path = avow_span_first(rest, path_length(rest));
	line.letters = avow_span_skip(rest, line.path.length + 1);
	read_letters(&line);
	return line;
}

/* A line with its comma, and the names that were seen behind it. */
static struct line read_whole(struct avow_span text)
{
	size_t rule = avow_span_search(text, AVOW_GENERAL_SEEN);
	struct line line;

	if (text.data[text.length - 1] == ',')
		return read_line(avow_span_first(text, text.length - 1));
	line = read_line(avow_span_first(text, rule));
	line.comment = avow_span_skip(text, rule);
	return line;
}

/* Other rules first, then files by their path, then those of everybody. */
static int compare(const void *left, const void *right)
{
	const struct line *a = left, *b = right;
	int order = (a->path.length > 0) - (b->path.length > 0);

	if (order == 0)
		order = avow_span_compare(a->path, b->path);
	if (order == 0 && a->path.length)
		return a->is_owner - b->is_owner;
	return order ? order : avow_span_compare(a->text, b->text);
}

static void join(struct line *into, struct line *from)
{
	from->is_dropped = true;
	into->plain |= from->plain;
	if (!into->exec.length)
		into->exec = from->exec;
	if (!into->comment.length)
		into->comment = from->comment;
}

/* Lines of one path stand together, that of everybody first. */
static void merge(struct line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (lines[i].is_dropped)
			continue;
		for (size_t j = i + 1; j < count; j++) {
			if (!lines[i].path.length) {
				if (!avow_span_equal(lines[i].text, lines[j].text))
					break;
				lines[j].is_dropped = true;
				continue;
			}
			if (!avow_span_equal(lines[i].path, lines[j].path))
				break;
			if (lines[i].is_owner == lines[j].is_owner)
				join(&lines[i], &lines[j]);
			else
				lines[j].plain &= ~lines[i].plain;
			if (!lines[j].plain && !lines[j].exec.length)
				lines[j].is_dropped = true;
		}
	}
}

static void write_line(const struct line *line, struct avow_buf *out)
{
	uint32_t plain = line->plain;

	if (!line->path.length) {
		avow_buf_append(out, line->text);
		avow_buf_puts(out, avow_span_starts_with(line->text, "include ") ? "\n"
										 : ",\n");
		return;
	}
	if (plain >> (strchr(letters, 'w') - letters) & 1) /* w includes a */
		plain &= ~(1U << (strchr(letters, 'a') - letters));
	if (line->is_owner)
		avow_buf_puts(out, "owner ");
	avow_buf_append(out, line->path);
	avow_buf_putc(out, ' ');
	for (unsigned bit = 0; bit < sizeof(letters) - 1; bit++)
		if (plain >> bit & 1)
			avow_buf_putc(out, letters[bit]);
	avow_buf_append(out, line->exec);
	if (line->comment.length)
		avow_buf_append(out, line->comment);
	else
		avow_buf_putc(out, ',');
	avow_buf_putc(out, '\n');
}

static size_t count_lines(struct avow_span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += text.data[i] == '\n';
	return count;
}

void avow_profile_rules_merge(struct avow_span rules, struct avow_buf *out, size_t *count)
{
	size_t room = count_lines(rules) + 1, used = 0;
	struct line *lines = calloc(room, sizeof(*lines));

	*count = 0;
	out->failed |= !lines;
	while (lines && rules.length) {
		size_t length = avow_span_find(rules, '\n');
		struct avow_span text = avow_span_first(rules, length);

		if (text.length)
			lines[used++] = read_whole(text);
		rules = avow_span_skip(rules, length + 1);
	}
	if (lines && used)
		qsort(lines, used, sizeof(*lines), compare);
	if (lines)
		merge(lines, used);
	for (size_t i = 0; i < used; i++) {
		if (lines[i].is_dropped)
			continue;
		write_line(lines + i, out);
		++*count;
	}
	free(lines);
}
