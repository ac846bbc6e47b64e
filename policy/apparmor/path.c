/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Paths of records as paths of rules. A variable is used where the tunables of the
 * profile define it and its values match; nothing else is made wider than it was seen.
 */
#include "policy/apparmor/write.h"

#include "policy/apparmor/pattern/escape.h"

static bool is_defined(const struct avow_variables *variables, const char *name)
{
	return avow_variables_find(variables, avow_span_of(name)) != NULL;
}

static bool is_number(struct avow_span text)
{
	uint64_t value;

	return avow_span_to_u64(text, 10, &value);
}

/* x86_64-linux-gnu and the like (@{multiarch} is *-linux-gnu*). */
static bool is_triplet(struct avow_span text)
{
	size_t at = avow_span_search(text, "-linux-gnu");

	return at > 0 && at < text.length;
}

/* Fronts of paths that variables stand for. */
static const struct {
	const char *front, *variable;
} fronts[] = {
	{ "/proc/", "PROC" },
	{ "/var/run/", "run" },
	{ "/run/", "run" },
	{ "/sys/", "sys" },
};

/* Writes the front of @path as a variable and returns what is behind it. */
static struct avow_span write_front(const struct avow_variables *variables,
				    struct avow_span path, struct avow_buf *out)
{
	struct avow_span home = avow_span_skip(path, strlen("/home/"));

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fronts); i++)
		if (avow_span_starts_with(path, fronts[i].front) &&
		    is_defined(variables, fronts[i].variable)) {
			avow_buf_printf(out, "@{%s}", fronts[i].variable);
			return avow_span_skip(path, strlen(fronts[i].front) - 1);
		}
	if (avow_span_starts_with(path, "/home/") && is_defined(variables, "HOME") &&
	    avow_span_find(home, '/') > 0 && avow_span_find(home, '/') < home.length) {
		avow_buf_puts(out, "@{HOME}");
		return avow_span_skip(home, avow_span_find(home, '/'));
	}
	return path;
}

struct walk {
	const struct avow_variables *variables;
	struct avow_span path;   /* all of it */
	struct avow_span before; /* the component before this one */
	size_t depth;            /* how many components there are before it */
	struct avow_buf *out;
};

static void write_or(const struct walk *walk, const char *variable, const char *pattern)
{
	if (is_defined(walk->variables, variable))
		avow_buf_printf(walk->out, "@{%s}", variable);
	else
		avow_buf_puts(walk->out, pattern);
}

static void write_component(const struct walk *walk, struct avow_span component)
{
	bool is_proc = avow_span_starts_with(walk->path, "/proc/");
	bool is_run = avow_span_starts_with(walk->path, "/run/user/") ||
		      avow_span_starts_with(walk->path, "/var/run/user/");

	if (is_proc && walk->depth == 1 && is_number(component))
		write_or(walk, "pid", "[0-9]*");
	else if (is_proc && walk->depth == 3 && is_number(component) &&
		 avow_span_is(walk->before, "task"))
		write_or(walk, "tid", "[0-9]*");
	else if (is_run && avow_span_is(walk->before, "user") && is_number(component))
		write_or(walk, "uid", "[0-9]*");
	else if (is_triplet(component) && is_defined(walk->variables, "multiarch") &&
		 avow_span_starts_with(walk->before, "lib"))
		avow_buf_puts(walk->out, "@{multiarch}");
	else
		avow_aare_quote(component, walk->out);
}

/* How many components stand before @rest, which begins with a slash. */
static size_t depth_of(struct avow_span path, struct avow_span rest)
{
	size_t depth = 0;

	for (size_t i = 0; i < path.length - rest.length; i++)
		depth += path.data[i] == '/';
	return depth;
}

static bool needs_quotes(struct avow_span text)
{
	return avow_span_find(text, ' ') < text.length ||
	       avow_span_find(text, '\t') < text.length ||
	       avow_span_find(text, '"') < text.length ||
	       avow_span_find(text, '!') < text.length ||
	       avow_span_find(text, ',') < text.length ||
	       avow_span_find(text, '#') < text.length;
}

/* Puts what is written behind @begin in quotes; a quote within has a backslash. */
static void put_quotes(struct avow_buf *out, size_t begin)
{
	struct avow_buf copy = { 0 };

	avow_buf_append(&copy, avow_span_make(out->data + begin, out->length - begin));
	out->length = begin;
	avow_buf_putc(out, '"');
	for (size_t i = 0; i < copy.length; i++) {
		if (copy.data[i] == '"')
			avow_buf_putc(out, '\\');
		avow_buf_putc(out, copy.data[i]);
	}
	avow_buf_putc(out, '"');
	avow_buf_free(&copy);
}

bool avow_profile_write_path(const struct avow_variables *variables,
			     struct avow_span path, struct avow_buf *out)
{
	struct walk walk = { variables, path, avow_span_of(""), 0, out };
	size_t begin = out->length;
	struct avow_span rest;

	if (!path.length || path.data[0] != '/' || memchr(path.data, '\0', path.length))
		return false;
	rest = write_front(variables, path, out);
	walk.depth = depth_of(path, rest);
	while (rest.length) {
		struct avow_span component;
		size_t length;

		avow_buf_putc(out, '/');
		rest = avow_span_skip(rest, 1);
		length = avow_span_find(rest, '/');
		component = avow_span_first(rest, length);
		write_component(&walk, component);
		walk.before = component;
		walk.depth++;
		rest = avow_span_skip(rest, length);
	}
	if (!out->failed && needs_quotes(path))
		put_quotes(out, begin);
	return true;
}

void avow_profile_write_value(struct avow_span value, struct avow_buf *out)
{
	size_t begin = out->length;
	bool has_parentheses = avow_span_find(value, '(') < value.length ||
			       avow_span_find(value, ')') < value.length ||
			       avow_span_find(value, '=') < value.length;

	avow_aare_quote(value, out);
	if (!out->failed && (needs_quotes(value) || has_parentheses || !value.length))
		put_quotes(out, begin);
}
