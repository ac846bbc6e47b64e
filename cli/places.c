/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Places in files of policy, each a line with a sentence. */
#include "cli/places.h"

#include <stdio.h>

#include "analyzer/base/buf.h"
#include "cli/print.h"
#include "policy/apparmor/profiles/profile.h"

#define DEFECTS_SHOWN 10

void avow_print_place(const char *path, size_t line, const char *what, const char *text)
{
	struct avow_buf out = { 0 };

	avow_buf_printf(&out, "%s:%zu: %s%s", path, line, what, text);
	avow_print_error(avow_buf_string(&out));
	avow_buf_free(&out);
}

void avow_print_more(size_t all, size_t shown, const char *what)
{
	char text[96];

	if (all <= shown)
		return;
	snprintf(text, sizeof(text), "and %zu more %s", all - shown, what);
	avow_print_error(text);
}

void avow_print_defects(const struct avow_profiles *profiles)
{
	size_t shown = 0;

	for (const struct avow_profile_defect *at = profiles->defects;
	     at && shown < DEFECTS_SHOWN; at = at->next, shown++)
		avow_print_place(at->path, at->place.line, "", at->text);
	avow_print_more(profiles->defect_count, shown, "places in profiles");
}
