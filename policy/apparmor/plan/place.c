/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where text goes in a file of profiles. What is there stays as it is. */
#include "policy/apparmor/plan/place.h"

struct avow_span avow_place_local(const struct avow_profile *profile)
{
	for (const struct avow_profile_include *at = profile->includes; at;
	     at = at->next) {
		struct avow_span name = at->text;

		if (name.length > 2 && strchr("<\"", name.data[0]))
			name = avow_span_make(name.data + 1, name.length - 2);
		if (avow_span_starts_with(name, "local/") &&
		    avow_span_search(name, "..") == name.length)
			return name;
	}
	return avow_span_of("");
}

void avow_place_put_title(const struct avow_profile *profile, struct avow_buf *out)
{
	avow_buf_printf(out, "# Site-specific additions to the profile %s.\n",
			profile->name);
}

void avow_place_put_lines(struct avow_span lines, const char *indent,
			  struct avow_buf *out)
{
	while (lines.length) {
		size_t length = avow_span_find(lines, '\n');

		avow_buf_puts(out, indent);
		avow_buf_append(out, avow_span_first(lines, length));
		avow_buf_putc(out, '\n');
		lines = avow_span_skip(lines, length + 1);
	}
}

void avow_place_insert(struct avow_span text, size_t at, struct avow_span lines,
		       const char *indent, struct avow_buf *out)
{
	size_t line =
		at < text.length ? at : text.length; /* it may have become shorter */

	at = line;
	while (line && strchr(" \t", text.data[line - 1]))
		line--;
	if (line && text.data[line - 1] == '\n')
		at = line;
	avow_buf_append(out, avow_span_first(text, line));
	if (out->length && out->data[out->length - 1] != '\n')
		avow_buf_putc(out, '\n');
	avow_buf_append(out, lines);
	if (at != line || !line)
		avow_buf_puts(out, indent);
	avow_buf_append(out, avow_span_skip(text, at));
}
