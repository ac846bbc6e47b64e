/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow profiles load: files of profiles into the kernel, after an explicit yes. */
#include "cli/profiles_load.h"

#include <stdio.h>
#include <errno.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/places.h"
#include "cli/print.h"
#include "cli/screen.h"
#include "policy/apparmor/apparmor.h"
#include "policy/apparmor/loaded/loaded.h"

/* One of the files. */
struct file {
	const char *path;
	struct avow_profiles *profiles;
	struct avow_buf compiled;
};

static bool prepare(struct file *file, const char *base)
{
	struct avow_error error;

	if (avow_profiles_read(file->path, base, &file->profiles, &error) ||
	    avow_profiles_compile(file->path, base, NULL, &file->compiled, &error)) {
		avow_print_error(error.message);
		return false;
	}
	avow_print_defects(file->profiles);
	return true;
}

/* @loaded is NULL when it cannot be told. */
static bool tell_file(const struct file *file, const struct avow_loaded *loaded,
		      const char *base)
{
	struct avow_loaded none = { .items = NULL };
	struct avow_standings standings;
	int result = avow_standings_make(&none, file->profiles, base, &standings);

	for (size_t i = 0; !result && i < standings.count; i++) {
		const struct avow_standing *at = standings.items + i;
		const struct avow_loaded_profile *before =
			loaded ? avow_loaded_named(loaded, avow_span_of(at->name)) : NULL;

		avow_print_text(stdout, avow_span_of(at->name));
		printf(": %s -> %s",
		       before   ? before->mode
		       : loaded ? "not loaded"
				: "cannot tell",
		       at->file_mode);
		if (before && before->processes)
			printf(", which %zu process%s at once", before->processes,
			       before->processes == 1 ? " feels" : "es feel");
		putchar('\n');
	}
	avow_loaded_free(&none);
	return !result;
}

/* In their order; what was loaded before one that fails stays. */
static int load_all(const struct file *files, size_t count)
{
	struct avow_error error;

	for (size_t i = 0; i < count; i++) {
		if (avow_apparmor_load(avow_buf_span(&files[i].compiled), &error)) {
			avow_print_error(error.message);
			return AVOW_EXIT_TROUBLE;
		}
		fputs("loaded ", stdout);
		avow_print_text(stdout, avow_span_of(files[i].path));
		putchar('\n');
	}
	return AVOW_EXIT_FINE;
}

static int run(const struct avow_host *host, const struct avow_profiles_load *options,
	       struct file *files, size_t count)
{
	struct avow_loaded loaded;
	bool is_ready = true, is_no = false;
	int trouble = avow_loaded_read(host, &loaded);
	bool is_known = !trouble || trouble == ENOENT;

	/* Without root's rights the list is not known, and nothing can be loaded. */
	if (trouble && !options->is_dry)
		is_ready = false;
	if (!is_ready)
		avow_print_error(trouble == EACCES
					 ? "profiles are loaded with root's rights alone"
					 : "AppArmor is not running on this machine");
	for (size_t i = 0; i < count && is_ready; i++)
		is_ready = prepare(files + i, options->base);
	for (size_t i = 0; i < count && is_ready; i++)
		is_ready = tell_file(files + i, is_known ? &loaded : NULL, options->base);
	avow_loaded_free(&loaded);
	fflush(stdout);
	if (is_ready && options->is_dry)
		return AVOW_EXIT_FINE;
	if (is_ready &&
	    (options->is_yes ||
	     avow_screen_confirm("load", "Load them into the kernel?", &is_no)))
		return load_all(files, count);
	return is_no ? AVOW_EXIT_NO : AVOW_EXIT_TROUBLE;
}

int avow_profiles_load(const struct avow_host *host,
		       const struct avow_profiles_load *options,
		       const struct avow_words *words)
{
	struct file *files = calloc(words->count, sizeof(*files));
	int status = AVOW_EXIT_TROUBLE;

	if (!files) {
		avow_print_error("memory is out");
		return status;
	}
	for (size_t i = 0; i < words->count; i++)
		files[i].path = words->items[i];
	status = run(host, options, files, words->count);
	for (size_t i = 0; i < words->count; i++) {
		avow_profiles_free(files[i].profiles);
		avow_buf_free(&files[i].compiled);
	}
	free(files);
	return status;
}
