/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Abstractions as answers: which of them would allow what was refused. Those that say
 * `LOGPROF-SUGGEST: no` are for nobody to be proposed.
 */
#include "policy/apparmor/abstractions.h"

#include <stdio.h>

#include "policy/apparmor/profiles/files.h"

#define DIRECTORY "abstractions"

static const char *last_component(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_meant(struct avow_files *files, const char *path)
{
	struct avow_span text;

	return avow_files_read(files, path, &text, NULL) == 0 &&
	       avow_span_search(text, "LOGPROF-SUGGEST: no") == text.length;
}

/* A text with one profile for each abstraction. */
static int write_all(struct avow_files *files, const char *base, struct avow_buf *out)
{
	char directory[4096];
	char **paths;
	size_t count;

	snprintf(directory, sizeof(directory), "%s/" DIRECTORY, base);
	if (!avow_files_is_directory(directory) ||
	    avow_files_list(files, directory, &paths, &count, NULL))
		return 0;
	avow_buf_puts(out, "include if exists <tunables/global>\n");
	for (size_t i = 0; i < count; i++) {
		const char *name = last_component(paths[i]);

		if (is_meant(files, paths[i]))
			avow_buf_printf(out,
					"profile \"%s\" {\n"
					"  include <" DIRECTORY "/%s>\n}\n",
					name, name);
	}
	return out->failed ? AVOW_E_NOMEM : 0;
}

int avow_abstractions_read(const struct avow_profiles *profiles,
			   struct avow_profiles **out)
{
	static const char name[] = "(abstractions)";
	struct avow_arena arena = { 0 };
	struct avow_files files = { .arena = &arena };
	struct avow_buf text = { 0 };
	struct avow_profile_overlay overlay = { .path = name };
	int code = write_all(&files, profiles->base, &text);

	*out = NULL;
	if (code == 0 && text.length) {
		overlay.text = avow_buf_span(&text);
		code = avow_profiles_read_over(name, profiles->base, &overlay, 1, out,
					       NULL);
	}
	avow_buf_free(&text);
	avow_arena_free(&arena);
	return code;
}

static bool allows(const struct avow_profiles *all, const struct avow_profile *at,
		   const struct avow_profile_case *c)
{
	bool is_any = false;

	for (size_t i = 0; i < c->question_count; i++) {
		const struct avow_profile_question *question = c->questions + i;
		struct avow_cover cover;

		if (question->cover.coverage != AVOW_COVER_NONE)
			continue;
		cover = avow_profile_cover((struct avow_arena *)&all->arena, at,
					   &question->access, question->bit);
		if (cover.coverage != AVOW_COVER_ALLOWED)
			return false;
		is_any = true;
	}
	return is_any;
}

const struct avow_profile *avow_abstractions_best(const struct avow_profiles *all,
						  const struct avow_profile_case *c)
{
	const struct avow_profile *best = NULL;

	for (const struct avow_profile *at = all ? all->first : NULL; at; at = at->next)
		if ((!best || at->rule_count < best->rule_count) && !at->parent &&
		    allows(all, at, c))
			best = at;
	return best;
}
