/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How the profiles that are loaded stand to those in files. What a loaded profile allows
 * cannot be read back, so that a file that was not touched since counts as loaded.
 */
#include "policy/apparmor/loaded/loaded.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether the file of the profile has its name in @directory (apparmor_parser(8)). */
static bool is_in(const struct avow_profile *profile, const char *base,
		  const char *directory)
{
	const char *file = avow_profile_file(profile);
	const char *slash = strrchr(file, '/');
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s/%s", base, directory,
		 slash ? slash + 1 : file);
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_newer(const struct avow_profile_source *source, int64_t time)
{
	struct stat status;

	for (; source; source = source->includer)
		if (stat(source->path, &status) == 0 && status.st_mtime > time)
			return true;
	return false;
}

static bool is_older(const struct avow_profile *profile, int64_t time)
{
	const struct avow_profile_source *last = NULL;
	const struct avow_profile_rule *rule = profile->rules;
	bool is_found = time && is_newer(profile->place.source, time);

	for (; time && rule && !is_found; rule = rule->next) {
		if (rule->place.source != last)
			is_found = is_newer(rule->place.source, time);
		last = rule->place.source;
	}
	return is_found;
}

/* What the kernel lists such a profile as (kernel policy.c, aa_profile_mode_names). */
static bool is_listed_as(const char *file_mode, const char *mode)
{
	if (strcmp(file_mode, "default_allow") == 0)
		return strcmp(mode, "enforce") == 0;
	if (strcmp(file_mode, "prompt") == 0 && strcmp(mode, "user") == 0)
		return true;
	return strcmp(file_mode, mode) == 0;
}

static enum avow_standing_state state_of(const struct avow_profile *profile,
					 const struct avow_loaded_profile *loaded,
					 const char *file_mode, const char *base)
{
	if (!loaded)
		return is_in(profile, base, "disable") ? AVOW_STANDING_DISABLED
						       : AVOW_STANDING_NOT_LOADED;
	if (!is_listed_as(file_mode, loaded->mode))
		return AVOW_STANDING_MODE;
	return is_older(profile, loaded->loaded_at) ? AVOW_STANDING_OLDER
						    : AVOW_STANDING_SAME;
}

/* As the kernel lists it. */
static const char *listed_name(struct avow_arena *arena,
			       const struct avow_profile *profile)
{
	struct avow_buf name = { 0 };
	const char *out = profile->name;

	if (profile->namespace) {
		avow_buf_printf(&name, ":%s://%s", profile->namespace, profile->name);
		out = name.failed ? NULL : avow_arena_string(arena, avow_buf_span(&name));
	}
	avow_buf_free(&name);
	return out;
}

static void set_loaded(struct avow_standing *out,
		       const struct avow_loaded_profile *loaded)
{
	out->name = loaded->name;
	out->loaded_mode = loaded->mode;
	out->processes = loaded->processes;
}

static bool fill_profile(struct avow_loaded *loaded, const struct avow_profile *profile,
			 const char *base, struct avow_standing *out)
{
	const struct avow_profile *top = profile;
	const struct avow_loaded_profile *listed;

	while (top->parent)
		top = top->parent;
	*out = (struct avow_standing){
		.name = listed_name(&loaded->arena, profile),
		.path = profile->place.source->path,
		.line = profile->place.line,
		.file_mode = avow_profile_state_name(is_in(top, base, "force-complain")
							     ? AVOW_PROFILE_COMPLAIN
							     : profile->state),
	};
	if (!out->name)
		return false;
	listed = avow_loaded_named(loaded, avow_span_of(out->name));
	out->state = state_of(profile, listed, out->file_mode, base);
	if (listed)
		set_loaded(out, listed);
	return true;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct avow_standing *)a)->name,
		      ((const struct avow_standing *)b)->name);
}

static bool is_known(const struct avow_standings *standings, size_t count,
		     const struct avow_loaded_profile *loaded)
{
	const struct avow_standing key = { .name = loaded->name };

	return bsearch(&key, standings->items, count, sizeof(key), compare) != NULL;
}

/* Those that are in no file. */
static void add_rest(const struct avow_loaded *loaded, struct avow_standings *out)
{
	size_t from_files = out->count;

	for (size_t i = 0; i < loaded->count; i++) {
		struct avow_standing *next = out->items + out->count;

		if (is_known(out, from_files, loaded->items + i))
			continue;
		*next = (struct avow_standing){ .state = AVOW_STANDING_NO_FILE };
		set_loaded(next, loaded->items + i);
		out->count++;
	}
}

int avow_standings_make(struct avow_loaded *loaded, const struct avow_profiles *profiles,
			const char *base, struct avow_standings *out)
{
	size_t room = loaded->count + profiles->count + 1;

	*out = (struct avow_standings){ .has_processes = loaded->has_processes };
	out->items = avow_arena_alloc(&loaded->arena, room * sizeof(*out->items));
	if (!out->items)
		return AVOW_E_NOMEM;
	for (const struct avow_profile *at = profiles->first; at; at = at->next)
		if (!fill_profile(loaded, at, base, out->items + out->count++))
			return AVOW_E_NOMEM;
	qsort(out->items, out->count, sizeof(*out->items), compare);
	add_rest(loaded, out);
	qsort(out->items, out->count, sizeof(*out->items), compare);
	for (size_t i = 0; i < out->count; i++)
		out->different += out->items[i].state != AVOW_STANDING_SAME &&
				  out->items[i].state != AVOW_STANDING_DISABLED;
	return 0;
}
