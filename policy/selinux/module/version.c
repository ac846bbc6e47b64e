/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The first line of a .te or .cil says that avow made it and what the rest hashes to, so
 * that a file that was changed by hand is known. The .te's version stays while the rest
 * stays, and goes up by one when that changes.
 */
#include <stdlib.h>
#include <string.h>

#include "policy/selinux/module/module.h"
#include "policy/selinux/selinux.h"

#define MARK " Made by avow suggest; digest " /* behind the sign of a comment */
#define DIGEST_LENGTH 12
#define MINOR_MAX 99999

static void append_digest(struct avow_span rest, struct avow_buf *out)
{
	avow_buf_printf(out, "%012llx", (unsigned long long)(avow_span_hash(rest) >> 16));
}

void avow_module_write_head(char comment, struct avow_span rest, struct avow_buf *out)
{
	avow_buf_putc(out, comment);
	avow_buf_puts(out, MARK);
	append_digest(rest, out);
	avow_buf_puts(out, ".\n");
}

bool avow_selinux_is_own_module(struct avow_span text)
{
	struct avow_span head = avow_span_first(text, avow_span_find(text, '\n'));
	struct avow_span rest = avow_span_skip(text, head.length + 1);
	struct avow_buf digest = { 0 };
	bool is_own;

	if (!head.length || (head.data[0] != '#' && head.data[0] != ';'))
		return false;
	head = avow_span_skip(head, 1);
	if (!avow_span_starts_with(head, MARK))
		return false;
	append_digest(rest, &digest);
	is_own = avow_span_starts_with(avow_span_skip(head, strlen(MARK)),
				       avow_buf_string(&digest));
	avow_buf_free(&digest);
	return is_own;
}

/* The minor version of `module NAME 1.MINOR;`, `policy_module(NAME, 1.MINOR)`; or 0. */
static unsigned minor_of(struct avow_span te)
{
	struct avow_span line = avow_span_skip(te, avow_span_find(te, '\n') + 1);
	size_t dot = avow_span_search(line, " 1.");
	uint64_t minor;

	line = avow_span_first(line, avow_span_find(line, '\n'));
	line = avow_span_first(line, avow_span_find(line, ';'));
	line = avow_span_first(line, avow_span_find(line, ')'));
	if (dot >= line.length ||
	    !avow_span_to_u64(avow_span_skip(line, dot + 3), 10, &minor) ||
	    minor > MINOR_MAX)
		return 0;
	return (unsigned)minor;
}

/* The next line that is no comment; an empty one at the end. */
static struct avow_span next_line(struct avow_span *rest)
{
	while (!avow_span_is_empty(*rest)) {
		struct avow_span line =
			avow_span_first(*rest, avow_span_find(*rest, '\n'));

		*rest = avow_span_skip(*rest, line.length + 1);
		if (line.length && line.data[0] != '#')
			return line;
	}
	return *rest;
}

/* Whether they say the same, comments aside, which have counts in them. */
static bool is_same(struct avow_span a, struct avow_span b)
{
	while (!avow_span_is_empty(a) || !avow_span_is_empty(b))
		if (!avow_span_equal(next_line(&a), next_line(&b)))
			return false;
	return true;
}

void avow_module_write_te_after(const struct avow_module *module,
				struct avow_span previous, unsigned *minor,
				struct avow_buf *out)
{
	*minor = avow_span_is_empty(previous) ? 0 : minor_of(previous);
	avow_module_write_te(module, *minor, out);
	if (avow_span_is_empty(previous) || is_same(previous, avow_buf_span(out)))
		return;
	avow_buf_clear(out);
	avow_module_write_te(module, ++*minor, out);
}
