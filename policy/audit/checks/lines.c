/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What augenrules does to lines of a directory. */
#include "policy/audit/linter.h"

static bool is_moved(struct avow_span text)
{
	return avow_span_starts_with(text, "-e") || avow_span_starts_with(text, "-f") ||
	       avow_span_starts_with(text, "-b") ||
	       avow_span_is(avow_span_trim_end(text), "-D");
}

void avow_audit_check_lines(struct avow_audit_linter *linter)
{
	if (!linter->rules->is_merged)
		return;
	for (const struct avow_audit_line *line = linter->rules->lines; line;
	     line = line->next) {
		struct avow_span text = avow_span_trim_front(line->text);
		struct avow_audit_statement here = { .line = line };
		struct avow_audit_mark mark = { 0, (uint32_t)(line->text.length -
							      text.length) };

		if (line->is_dropped)
			avow_audit_found(linter, AVOW_AUD_DROPPED, &here,
					 (struct avow_audit_mark){
						 mark.length, (uint32_t)text.length },
					 NULL, "this is left out");
		if (mark.length && is_moved(text))
			avow_audit_found(linter, AVOW_AUD_INDENT, &here, mark, NULL,
					 "the line is indented");
	}
}
