/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes a path as the regular expression that `semanage fcontext` takes for it. */
#include "policy/selinux/labels/internal.h"

const struct labels_alias *avow_labels_find_alias(const struct avow_labels *labels,
						  struct avow_span path)
{
	for (size_t i = 0; i < labels->alias_count; i++) {
		const struct labels_alias *alias = &labels->aliases[i];

		if (path.length >= alias->from.length &&
		    memcmp(path.data, alias->from.data, alias->from.length) == 0 &&
		    (path.length == alias->from.length ||
		     path.data[alias->from.length] == '/'))
			return alias;
	}
	return NULL;
}

/*
 * A line of file_contexts ends at a blank, so what is not printable is written by its
 * number; PCRE, compiled without UTF, takes it for the byte.
 */
static void append_escaped(struct avow_span text, struct avow_buf *out)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte <= ' ' || byte >= 0x7f)
			avow_buf_printf(out, "\\x%02x", byte);
		else if (strchr(".^$?*+|[](){}\\", byte))
			avow_buf_printf(out, "\\%c", byte);
		else
			avow_buf_putc(out, (char)byte);
	}
}

void avow_labels_pattern(const struct avow_labels *labels, struct avow_span path,
			 struct avow_buf *out)
{
	const struct labels_alias *alias =
		labels ? avow_labels_find_alias(labels, path) : NULL;

	if (alias) {
		append_escaped(alias->to, out);
		path = avow_span_skip(path, alias->from.length);
	}
	append_escaped(path, out);
}
