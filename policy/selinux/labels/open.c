/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens a contexts directory and says which of its files are missing. libselinux reads
 * the patterns; the rest is read as text here.
 */
#include <errno.h>
#include <fcntl.h>
#include <selinux/label.h>
#include <selinux/selinux.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "policy/selinux/labels/internal.h"

#define FILE_SIZE_MAX (64u << 20)

static const struct {
	const char *name;
	const char *note; /* when it is missing */
	int (*take)(struct avow_labels *labels, struct avow_span bytes);
} files[FILES] = {
	[FILE_BASE] = { "file_contexts",
			"file_contexts is there in its compiled form alone: which paths "
			"a type is given to is not known.",
			avow_labels_take_specs },
	[FILE_LOCAL] = { "file_contexts.local",
			 "There is no file_contexts.local: what semanage fcontext added "
			 "on the host is not known, if it added anything.",
			 avow_labels_take_specs },
	[FILE_HOMEDIRS] = { "file_contexts.homedirs",
			    "file_contexts.homedirs is missing: what is said of home "
			    "directories may be wrong.",
			    avow_labels_take_specs },
	[FILE_SUBS] = { "file_contexts.subs",
			"There is no file_contexts.subs: paths that semanage fcontext "
			"-e made equal on the host are not known, if there are any.",
			avow_labels_take_aliases },
	[FILE_SUBS_DIST] = { "file_contexts.subs_dist",
			     "file_contexts.subs_dist is missing: what is said of paths "
			     "that stand for others, such as /var/run, may be wrong.",
			     avow_labels_take_aliases },
	[FILE_CUSTOMIZABLE] = { "customizable_types",
				"customizable_types is missing: types that restorecon "
				"leaves alone are not known.",
				avow_labels_take_types },
};

static bool is_regular(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* 1: there is no such file, or it is too large. */
static int read_whole(const char *path, struct avow_buf *out)
{
	int code = avow_contents_read(path, FILE_SIZE_MAX, out, NULL);

	return code == AVOW_E_INPUT ? 1 : code;
}

/* @directory is the one of file_contexts; customizable_types is one above. */
static void name_file(const char *directory, enum labels_file file, struct avow_buf *out)
{
	avow_buf_clear(out);
	avow_buf_printf(out, "%s/%s%s", directory, file == FILE_CUSTOMIZABLE ? "../" : "",
			files[file].name);
}

static int read_file(struct avow_labels *labels, const char *directory,
		     enum labels_file file)
{
	struct avow_buf path = { 0 }, bytes = { 0 };
	struct avow_span kept;
	int code;

	name_file(directory, file, &path);
	code = read_whole(avow_buf_string(&path), &bytes);
	labels->has[file] = code == 0;
	if (code == 1)
		labels->notes[labels->note_count++] = files[file].note;
	kept = avow_arena_copy(&labels->arena, avow_buf_span(&bytes));
	if (!kept.data || path.failed)
		code = AVOW_E_NOMEM;
	if (code == 0)
		code = files[file].take(labels, kept);
	avow_buf_free(&path);
	avow_buf_free(&bytes);
	return code < 0 ? code : 0;
}

/* libselinux takes the newer of file_contexts and file_contexts.bin. */
static int open_handle(struct avow_labels *labels, const char *base,
		       struct avow_error *error)
{
	struct selinux_opt options[] = { { SELABEL_OPT_PATH, base } };
	struct labels_quiet before = avow_labels_quiet_begin();

	labels->handle = selabel_open(SELABEL_CTX_FILE, options, 1);
	avow_labels_quiet_end(before);
	if (labels->handle)
		return 0;
	if (errno == ENOMEM)
		return avow_error_nomem(error);
	return avow_error_set(error, AVOW_E_POLICY, "%s: libselinux does not take it: %m",
			      base);
}

/* The directory of file_contexts, which is @given or in it; and file_contexts. */
static int find_base(const char *given, struct avow_buf *directory, struct avow_buf *base,
		     struct avow_error *error)
{
	static const char *const places[] = { "/files", "" };
	struct avow_buf compiled = { 0 };
	bool is_found = false;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(places) && !is_found; i++) {
		avow_buf_clear(directory);
		avow_buf_clear(&compiled);
		avow_buf_printf(directory, "%s%s", given, places[i]);
		name_file(avow_buf_string(directory), FILE_BASE, base);
		avow_buf_printf(&compiled, "%s.bin", avow_buf_string(base));
		is_found = is_regular(avow_buf_string(base)) ||
			   is_regular(avow_buf_string(&compiled));
	}
	avow_buf_free(&compiled);
	if (directory->failed || base->failed)
		return avow_error_nomem(error);
	if (is_found)
		return 0;
	return avow_error_set(error, AVOW_E_POLICY,
			      "%s: there is no file_contexts in it, nor in its directory "
			      "files",
			      given);
}

static int fill(struct avow_labels *labels, const char *given, struct avow_error *error)
{
	struct avow_buf directory = { 0 }, base = { 0 };
	int code = find_base(given, &directory, &base, error);

	if (code == 0)
		code = open_handle(labels, avow_buf_string(&base), error);
	for (enum labels_file file = 0; file < FILES && code == 0; file++)
		if (read_file(labels, avow_buf_string(&directory), file) < 0)
			code = avow_error_nomem(error);
	if (code == 0 && avow_labels_sort_specs(labels) < 0)
		code = avow_error_nomem(error);
	avow_buf_free(&directory);
	avow_buf_free(&base);
	return code;
}

int avow_labels_open(const char *directory, struct avow_labels **out,
		     struct avow_error *error)
{
	struct avow_labels *labels = calloc(1, sizeof(*labels));
	int code;

	*out = NULL;
	if (!labels)
		return avow_error_nomem(error);
	labels->directory = avow_arena_string(&labels->arena, avow_span_of(directory));
	labels->contexts = avow_atoms_new();
	labels->remembered = calloc(AVOW_LABELS_REMEMBERED, sizeof(*labels->remembered));
	if (labels->directory && labels->contexts && labels->remembered)
		code = fill(labels, directory, error);
	else
		code = avow_error_nomem(error);
	if (code < 0)
		avow_labels_close(labels);
	else
		*out = labels;
	return code;
}

void avow_labels_close(struct avow_labels *labels)
{
	if (!labels)
		return;
	if (labels->handle)
		selabel_close(labels->handle);
	for (size_t i = 0; labels->remembered && i < AVOW_LABELS_REMEMBERED; i++)
		avow_buf_free(&labels->remembered[i].path);
	free(labels->remembered);
	avow_atoms_free(labels->contexts);
	avow_labels_free_specs(labels);
	avow_arena_free(&labels->arena);
	free(labels);
}

const char *avow_labels_directory(const struct avow_labels *labels)
{
	return labels->directory;
}

const char *avow_labels_note(const struct avow_labels *labels, size_t index)
{
	return index < labels->note_count ? labels->notes[index] : NULL;
}

/* The path without its last component, which begins with @name; empty: it does not. */
static struct avow_span parent_of(struct avow_span path, const char *name)
{
	size_t length = path.length;

	while (length && path.data[length - 1] != '/')
		length--;
	if (!length || !avow_span_starts_with(avow_span_skip(path, length), name))
		return avow_span_first(path, 0);
	return avow_span_first(path, length - 1);
}

bool avow_labels_guess(const char *policy, struct avow_buf *out)
{
	struct avow_span directory = parent_of(avow_span_of(policy), "policy.");
	const char *running = selinux_current_policy_path();

	avow_buf_clear(out);
	directory = parent_of(directory, "policy");
	if (directory.length)
		avow_buf_printf(out, "%.*s/contexts", (int)directory.length,
				directory.data);
	else if (running && strcmp(running, policy) == 0)
		avow_buf_puts(out, selinux_contexts_path());
	return !out->failed && out->length && is_directory(avow_buf_string(out));
}
