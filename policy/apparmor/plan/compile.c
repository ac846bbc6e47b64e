/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The compiler's word on what was edited: the edited files are laid over the profiles in
 * a directory of their own, and apparmor_parser compiles each file of profiles that one
 * of them changes, without cache, without the kernel, and without loading anything.
 */
#include "policy/apparmor/plan/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/buf.h"
#include "policy/apparmor/compiler.h"

#define SAID_MAX 4096

struct overlay {
	char directory[512];
	const char *base;
};

/* The path of a file below the base, from there; NULL for one that lies elsewhere. */
static const char *below(const struct overlay *overlay, const char *path)
{
	size_t length = strlen(overlay->base);

	if (strncmp(path, overlay->base, length) != 0 || path[length] != '/')
		return NULL;
	return path + length + 1;
}

static bool make_directories(char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return false;
		*at = '/';
	}
	return true;
}

static bool write_file(const char *path, struct avow_span text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool is_written;

	if (fd < 0)
		return false;
	is_written = write(fd, text.data, text.length) == (ssize_t)text.length;
	return close(fd) == 0 && is_written;
}

static bool place(const struct overlay *overlay, const struct avow_profile_edit *edit)
{
	const char *name = below(overlay, edit->path);
	char path[4096];

	if (!name || snprintf(path, sizeof(path), "%s/%s", overlay->directory, name) >=
			     (int)sizeof(path))
		return false;
	return make_directories(path) && write_file(path, edit->after);
}

static void remove_file(const struct overlay *overlay,
			const struct avow_profile_edit *edit)
{
	const char *name = below(overlay, edit->path);
	char path[4096];

	if (!name || snprintf(path, sizeof(path), "%s/%s", overlay->directory, name) >=
			     (int)sizeof(path))
		return;
	unlink(path);
	for (char *at = strrchr(path, '/');
	     at && (size_t)(at - path) > strlen(overlay->directory);
	     at = strrchr(path, '/')) {
		*at = '\0';
		rmdir(path);
	}
}

static const struct avow_profile_edit *edit_of(const struct avow_profile_planner *planner,
					       const char *path)
{
	const struct avow_profile_edits *edits = &planner->out->edits;

	for (size_t i = 0; i < edits->count; i++)
		if (strcmp(edits->at[i].path, path) == 0)
			return edits->at + i;
	return NULL;
}

/* -1: there is no apparmor_parser. */
static int compile(const struct avow_profile_planner *planner,
		   const struct overlay *overlay, const char *path, char *said)
{
	const char *name = below(overlay, path);
	char edited[4096], features[4096];
	char *words[] = { "apparmor_parser",
			  "-qQKT",
			  "-I",
			  (char *)overlay->directory,
			  "-I",
			  (char *)planner->base,
			  "-b",
			  (char *)planner->base,
			  "-M",
			  features,
			  (char *)path,
			  NULL };

	if (edit_of(planner, path) && name) {
		snprintf(edited, sizeof(edited), "%s/%s", overlay->directory, name);
		words[10] = edited;
	}
	snprintf(features, sizeof(features), "%s/abi/%s", planner->base,
		 planner->options->abi == AVOW_ABI_4_0 ? "4.0" : "3.0");
	if (access(features, R_OK) != 0)
		snprintf(features, sizeof(features), "%s/abi/3.0", planner->base);
	if (access(features, R_OK) != 0) {
		words[8] = words[10];
		words[9] = NULL;
	}
	return avow_compiler_run(words, -1, said, SAID_MAX);
}

static const char *refusal_of(struct avow_arena *arena, const char *said)
{
	struct avow_buf text = { 0 };
	const char *kept = NULL;

	avow_buf_puts(&text, "apparmor_parser refuses it: ");
	avow_buf_append(&text, avow_compiler_cause(said));
	kept = avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return kept;
}

/* Whether the edited file at @edited is what is compiled at @path, or included there. */
static bool is_part(const struct avow_profile_planner *planner, const char *edited,
		    const char *path)
{
	for (const struct avow_profile_taken *at = planner->taken; at; at = at->next)
		if (at->path && strcmp(at->path, edited) == 0 &&
		    strcmp(avow_profile_file(at->profile), path) == 0)
			return true;
	return false;
}

static void note(struct avow_profile_planner *planner, const char *path, int status,
		 const char *said)
{
	const char *text = status == 0 ? "" : refusal_of(&planner->out->arena, said);

	planner->is_out_of_memory |= !text;
	for (size_t i = 0; i < planner->out->edits.count; i++) {
		struct avow_profile_edit *edit = planner->out->edits.at + i;

		if (is_part(planner, edit->path, path) &&
		    (status != 0 || !edit->compiled))
			edit->compiled = text;
	}
}

/* Each file of profiles once. */
static void compile_all(struct avow_profile_planner *planner,
			const struct overlay *overlay)
{
	char said[SAID_MAX];
	bool is_fine = planner->taken != NULL;

	for (const struct avow_profile_taken *at = planner->taken; at; at = at->next) {
		const char *path = avow_profile_file(at->profile);
		bool is_done = !at->path;
		int status;

		for (const struct avow_profile_taken *before = planner->taken;
		     before != at; before = before->next)
			is_done |= before->path &&
				   strcmp(avow_profile_file(before->profile), path) == 0;
		if (is_done)
			continue;
		status = compile(planner, overlay, path, said);
		if (status < 0 || status == 127)
			return;
		note(planner, path, status, said);
		is_fine &= status == 0;
	}
	planner->out->edits.is_compiled = is_fine;
}

void avow_profile_compile(struct avow_profile_planner *planner)
{
	const struct avow_profile_edits *edits = &planner->out->edits;
	const char *temporary = getenv("TMPDIR");
	struct overlay overlay = { .base = planner->base };
	bool is_placed = true;

	if (!edits->count)
		return;
	snprintf(overlay.directory, sizeof(overlay.directory), "%s/avow.XXXXXX",
		 temporary && *temporary ? temporary : "/tmp");
	if (!mkdtemp(overlay.directory))
		return;
	for (size_t i = 0; i < edits->count && is_placed; i++)
		is_placed = place(&overlay, edits->at + i);
	if (is_placed)
		compile_all(planner, &overlay);
	for (size_t i = 0; i < edits->count; i++)
		remove_file(&overlay, edits->at + i);
	rmdir(overlay.directory);
}
