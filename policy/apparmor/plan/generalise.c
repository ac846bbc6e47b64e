/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that differ in one name, of a shape that many were seen of, as one rule. */
#include "policy/apparmor/plan/generalise.h"

#include <stdlib.h>

#define NAMES_SHOWN 4
#define WORDS_MAX 4 /* of one name that may be random */

/* Where a name more may be anything. */
static const char *const closed[] = {
	"/etc/",        "/root/",        "/boot/", "/dev/",          "/usr/",
	"/bin/",        "/lib",          "/sbin/", "/opt/",          "/proc/",
	"@{PROC}/sys/", "@{HOME}/.ssh/", "/sys/",  "@{sys}/kernel/", "@{HOME}/.gnupg/",
};

/* One name in a line, and all that lines with a name in its place have in common. */
struct entry {
	struct avow_span key;
	struct avow_span name;
	size_t line, number;
	enum avow_shape_kind kind;
};

/* Entries with one key. */
struct range {
	size_t first, count;
};

struct generalising {
	struct avow_arena *arena;
	const struct avow_variables *variables;
	struct avow_general_line *lines;
	struct avow_buf entries, ranges; /* of struct entry, struct range */
	struct avow_buf groups;          /* of struct avow_general_group */
	bool is_out_of_memory;
};

static void push(struct avow_buf *buf, const void *item, size_t size)
{
	avow_buf_append(buf, avow_span_make(item, size));
}

static struct entry *entry_at(const struct generalising *g, size_t index)
{
	return (struct entry *)(void *)g->entries.data + index;
}

/* The path of a rule that may be generalised; empty: it is none. */
static struct avow_span path_of(struct avow_span rule)
{
	struct avow_span path, letters;

	if (avow_span_starts_with(rule, "owner "))
		rule = avow_span_skip(rule, strlen("owner "));
	path = avow_span_first(rule, avow_span_find(rule, ' '));
	letters = avow_span_skip(rule, path.length + 1);
	for (size_t i = 0; i < letters.length; i++)
		if (!strchr("rwamk", letters.data[i]))
			return avow_span_of("");
	if (!path.length || !strchr("/@", path.data[0]))
		return avow_span_of("");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(closed); i++)
		if (avow_span_starts_with(path, closed[i]))
			return avow_span_of("");
	return path;
}

/* A name as it was seen, nothing of it written in another way. */
static bool is_literal(struct avow_span name)
{
	for (size_t i = 0; i < name.length; i++)
		if (name.data[i] <= ' ' || strchr("@*?[]{}\\^\"#,", name.data[i]))
			return false;
	return name.length > 0;
}

static void add_entry(struct generalising *g, size_t line, struct avow_span name,
		      enum avow_shape_kind kind, size_t number)
{
	struct avow_span text = g->lines[line].text;
	size_t at = (size_t)(name.data - text.data);
	struct entry entry = {
		.name = name, .line = line, .number = number, .kind = kind
	};
	struct avow_buf key = { 0 };

	avow_buf_printf(&key, "%d%zu", (int)kind, number);
	avow_buf_append(&key, avow_span_first(text, at));
	if (avow_shape_put_key(kind, number, name, &key)) {
		avow_buf_append(&key, avow_span_skip(text, at + name.length));
		entry.key = avow_arena_copy(g->arena, avow_buf_span(&key));
		g->is_out_of_memory |= key.failed || !entry.key.data;
		push(&g->entries, &entry, sizeof(entry));
	}
	avow_buf_free(&key);
}

static void add_names(struct generalising *g, size_t line)
{
	struct avow_span rest = path_of(g->lines[line].text);

	while (rest.length) {
		size_t length = avow_span_find(rest, '/');
		struct avow_span name = avow_span_first(rest, length);

		if (is_literal(name)) {
			add_entry(g, line, name, AVOW_SHAPE_DIGITS, 0);
			for (size_t i = 0; i < WORDS_MAX; i++)
				add_entry(g, line, name, AVOW_SHAPE_RANDOM, i);
		}
		rest = avow_span_skip(rest, length + 1);
	}
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = avow_span_compare(a->key, b->key);

	if (order == 0)
		order = avow_span_compare(a->name, b->name);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* The most lines first, in the order of the entries. */
static int compare_ranges(const void *left, const void *right)
{
	const struct range *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return (a->first > b->first) - (a->first < b->first);
}

static void find_ranges(struct generalising *g)
{
	size_t count = g->entries.length / sizeof(struct entry);

	if (count)
		qsort(g->entries.data, count, sizeof(struct entry), compare_entries);
	for (size_t i = 0; i < count;) {
		struct range range = { .first = i };

		while (i < count && avow_span_equal(entry_at(g, i)->key,
						    entry_at(g, range.first)->key))
			i++;
		range.count = i - range.first;
		if (range.count >= AVOW_GENERAL_MIN)
			push(&g->ranges, &range, sizeof(range));
	}
	count = g->ranges.length / sizeof(struct range);
	if (count)
		qsort(g->ranges.data, count, sizeof(struct range), compare_ranges);
}

/* The different names of lines that are in no group yet, in their order. */
static size_t collect_names(const struct generalising *g, const struct range *range,
			    struct avow_span *names)
{
	size_t count = 0;

	for (size_t i = 0; i < range->count; i++) {
		const struct entry *entry = entry_at(g, range->first + i);

		if (g->lines[entry->line].group ||
		    (count && avow_span_equal(names[count - 1], entry->name)))
			continue;
		names[count++] = entry->name;
	}
	return count;
}

static void put_comment(const struct avow_span *names, size_t count, struct avow_buf *out)
{
	avow_buf_puts(out, AVOW_GENERAL_SEEN);
	for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
		avow_buf_puts(out, i ? ", " : "");
		avow_buf_append(out, names[i]);
	}
	if (count > NAMES_SHOWN)
		avow_buf_printf(out, " and %zu more", count - NAMES_SHOWN);
}

static void add_group(struct generalising *g, const struct range *range,
		      const struct avow_span *names, size_t count)
{
	const struct entry *first = entry_at(g, range->first);
	struct avow_span text = g->lines[first->line].text;
	size_t at = (size_t)(first->name.data - text.data);
	struct avow_general_group group = { .values = count };
	struct avow_buf rule = { 0 };

	avow_buf_append(&rule, avow_span_first(text, at));
	avow_shape_put_pattern(first->kind, first->number, g->variables, names, count,
			       &rule);
	avow_buf_append(&rule, avow_span_skip(text, at + first->name.length));
	put_comment(names, count, &rule);
	group.text =
		rule.failed ? NULL : avow_arena_string(g->arena, avow_buf_span(&rule));
	g->is_out_of_memory |= !group.text;
	avow_buf_free(&rule);
	push(&g->groups, &group, sizeof(group));
	for (size_t i = 0; i < range->count; i++) {
		struct avow_general_line *line =
			g->lines + entry_at(g, range->first + i)->line;

		if (!line->group)
			line->group = g->groups.length / sizeof(group);
	}
}

static void form_groups(struct generalising *g)
{
	const struct range *ranges = (const void *)g->ranges.data;

	for (size_t i = 0; i < g->ranges.length / sizeof(*ranges); i++) {
		const struct entry *first = entry_at(g, ranges[i].first);
		struct avow_span *names = calloc(ranges[i].count, sizeof(*names));
		size_t count = 0;

		g->is_out_of_memory |= !names;
		if (names)
			count = collect_names(g, ranges + i, names);
		if (count >= AVOW_GENERAL_MIN &&
		    avow_shape_is_likely(first->kind, first->number, names, count))
			add_group(g, ranges + i, names, count);
		free(names);
	}
}

bool avow_generalise(struct avow_arena *arena, const struct avow_variables *variables,
		     struct avow_general_line *lines, size_t count,
		     struct avow_general_group **groups, size_t *group_count)
{
	struct generalising g = { .arena = arena,
				  .variables = variables,
				  .lines = lines };
	struct avow_span all;

	for (size_t i = 0; i < count; i++)
		lines[i].group = 0;
	for (size_t i = 0; i < count; i++)
		add_names(&g, i);
	find_ranges(&g);
	form_groups(&g);
	all = avow_arena_copy(arena, avow_buf_span(&g.groups));
	*groups = (struct avow_general_group *)(void *)all.data;
	*group_count = g.groups.length / sizeof(**groups);
	g.is_out_of_memory |=
		g.entries.failed || g.ranges.failed || g.groups.failed || !all.data;
	avow_buf_free(&g.entries);
	avow_buf_free(&g.ranges);
	avow_buf_free(&g.groups);
	return !g.is_out_of_memory;
}

bool avow_general_is_rule(const char *text)
{
	return strstr(text, AVOW_GENERAL_SEEN) != NULL;
}
