/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The comparison held against apparmor_parser: it compiles every file of both sides, and
 * of each profile the automata are equal or not. Where that contradicts what was found,
 * neither is believed; where something could not be compared and the automata are equal,
 * the profiles are.
 */
#include <unistd.h>

#include "policy/apparmor/diff/compiled.h"
#include "policy/apparmor/diff/internal.h"
#include "policy/apparmor/loaded/loaded.h"

/* A file of profiles, compiled. */
struct compiled_file {
	const char *path;
	struct avow_buf bytes;
	struct compiled *profiles; /* borrow from the bytes */
	struct compiled_file *next;
};

struct proving {
	struct diff *diff;
	const char *features;
	struct compiled_file *files[SIDES];
	bool is_absent; /* there is no apparmor_parser */
};

/* What the kernel is taken to mediate: the same for both sides. */
static const char *find_features(struct diff *diff)
{
	static const char *const names[] = { "4.0", "3.0" };
	const char *bases[] = { "/etc/apparmor.d", diff->profiles[NEW]->base,
				diff->profiles[OLD]->base };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(bases); i++)
		for (size_t j = 0; j < AVOW_ARRAY_SIZE(names); j++) {
			struct avow_buf path = { 0 };
			const char *kept;

			avow_buf_printf(&path, "%s/abi/%s", bases[i], names[j]);
			kept = avow_profile_diff_keep(diff, &path);
			if (kept && access(kept, R_OK) == 0)
				return kept;
		}
	return NULL;
}

static void compile_file(struct proving *proving, int side, const char *path)
{
	struct diff *diff = proving->diff;
	struct compiled_file *file;
	struct avow_error error;
	const char *defect;
	int code;

	for (file = proving->files[side]; file; file = file->next)
		if (strcmp(file->path, path) == 0)
			return;
	file = avow_arena_alloc(&diff->arena, sizeof(*file));
	diff->failed |= !file;
	if (!file)
		return;
	file->path = path;
	file->next = proving->files[side];
	proving->files[side] = file;
	code = avow_profiles_compile(path, diff->profiles[side]->base, proving->features,
				     &file->bytes, &error);
	proving->is_absent = code == AVOW_E_LIBRARY;
	if (code == AVOW_E_POLICY)
		avow_profile_diff_note(diff, "%s.", error.message);
	if (code)
		return;
	defect = avow_compiled_read(&diff->arena, avow_buf_span(&file->bytes),
				    &file->profiles);
	if (defect) {
		avow_profile_diff_note(diff, "%s: %s.", path, defect);
		avow_compiled_free(file->profiles);
		file->profiles = NULL;
	}
}

static const struct compiled *find(const struct proving *proving, int side,
				   const char *name)
{
	for (const struct compiled_file *file = proving->files[side]; file;
	     file = file->next)
		for (const struct compiled *at = file->profiles; at; at = at->next)
			if (strcmp(at->name, name) == 0)
				return at;
	return NULL;
}

/* Takes back what was not told of a profile: its automata tell it. */
static void drop_doubts(struct diff *diff, struct pair *pair)
{
	struct avow_buf *items = &diff->items[KIND_DOUBTS];
	struct avow_difference_item *all = (void *)items->data;
	size_t count = items->length / sizeof(*all), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (all[i].profile != pair->name)
			all[kept++] = all[i];
	diff->sections[KIND_DOUBTS].counts[AVOW_DIFFERENCE_CHANGED] -= count - kept;
	items->length = kept * sizeof(*all);
	pair->is_doubtful = false;
}

static void weigh(struct proving *proving, struct pair *pair,
		  struct avow_difference_proof *proof)
{
	const struct compiled *old = find(proving, OLD, pair->name);
	const struct compiled *new = find(proving, NEW, pair->name);
	const char *doubt = NULL, *what = NULL;

	if (old && new)
		what = avow_compiled_differ(old, new, &doubt);
	if (!old || !new || doubt) {
		proof->unproved++;
		return;
	}
	if (what) {
		proof->different++;
		if (!pair->differs && !pair->is_doubtful)
			avow_profile_diff_doubt(proving->diff, pair, what,
						"differs as apparmor_parser compiles it, "
						"though no difference was found");
		return;
	}
	proof->equal++;
	if (pair->differs)
		avow_profile_diff_doubt(proving->diff, pair, "its automata",
					"are equal as apparmor_parser compiles them, "
					"though a difference was found");
	else if (pair->is_doubtful)
		drop_doubts(proving->diff, pair);
}

void avow_profile_diff_prove(struct diff *diff, struct avow_difference *out)
{
	struct proving proving = { .diff = diff, .features = find_features(diff) };

	for (size_t i = 0; i < diff->pair_count && !proving.is_absent; i++)
		for (int side = 0; side < SIDES && !proving.is_absent; side++)
			if (diff->pairs[i].of[OLD] && diff->pairs[i].of[NEW])
				compile_file(&proving, side,
					     avow_profile_file(diff->pairs[i].of[side]));
	if (!proving.is_absent && (proving.files[OLD] || proving.files[NEW])) {
		out->proof.by = "apparmor_parser";
		for (size_t i = 0; i < diff->pair_count && !diff->failed; i++)
			if (diff->pairs[i].of[OLD] && diff->pairs[i].of[NEW])
				weigh(&proving, diff->pairs + i, &out->proof);
	}
	for (int side = 0; side < SIDES; side++)
		for (struct compiled_file *file = proving.files[side]; file;
		     file = file->next) {
			avow_compiled_free(file->profiles);
			avow_buf_free(&file->bytes);
		}
}
