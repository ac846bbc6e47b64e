/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which journal files there are and whether each can be opened, because
 * libsystemd leaves out the others without a word. Entries are not read here.
 */
#include "analyzer/collect/journal_files.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <systemd/sd-journal.h>

#include "analyzer/base/buf.h"

/* Journal files lie in a directory, or in directories named after machines. */
#define DEPTH_MAX 2

struct tally {
	size_t files, unreadable;
	uint64_t entries;
	struct avow_buf ids; /* of the files seen; a copy is read once */
	int why;             /* errno for the first that cannot be read */
	struct avow_error first;
};

static const char *text_of(int code)
{
	switch (code) {
	case EBADMSG:
		return "is damaged";
	case ENODATA:
		return "is cut";
	case EPROTONOSUPPORT:
		return "is of a form that this libsystemd does not know";
	default:
		return strerror(code);
	}
}

static void note(struct tally *tally, const char *path, int code)
{
	/* Rotated away between two looks. */
	if (code == ENOENT)
		return;
	tally->files++;
	if (!code)
		return;
	if (!tally->unreadable++) {
		tally->why = code;
		avow_error_set(&tally->first, AVOW_E_IO, "%s: %s", path, text_of(code));
	}
}

/* journald's struct Header: what it begins with, and two of its fields. */
#define MAGIC "LPKSHHRH"
#define ID_OFFSET 24
#define ID_LENGTH 16
#define ENTRIES_OFFSET 152
#define HEADER_LENGTH 160

/* Counts the entries that a file says it has, unless it is a copy of one before. */
static void count_entries(struct tally *tally, const char *path)
{
	char header[HEADER_LENGTH];
	const char *id = header + ID_OFFSET;
	uint64_t entries;
	FILE *file = fopen(path, "rbe");
	bool is_read = file && fread(header, sizeof(header), 1, file) == 1 &&
		       memcmp(header, MAGIC, strlen(MAGIC)) == 0;

	if (file)
		fclose(file);
	for (size_t i = 0; is_read && i < tally->ids.length; i += ID_LENGTH)
		is_read = memcmp(tally->ids.data + i, id, ID_LENGTH) != 0;
	if (!is_read)
		return;
	avow_buf_append(&tally->ids, avow_span_make(id, ID_LENGTH));
	memcpy(&entries, header + ENTRIES_OFFSET, sizeof(entries));
	tally->entries += le64toh(entries);
}

static void try_file(struct tally *tally, const char *path)
{
	const char *paths[] = { path, NULL };
	sd_journal *handle = NULL;
	int code = sd_journal_open_files(&handle, paths, 0);

	note(tally, path, code < 0 ? -code : 0);
	if (code >= 0)
		count_entries(tally, path);
	sd_journal_close(handle);
}

/* NAME.journal, or NAME.journal~ of one that was not closed well. */
static bool is_journal_name(const char *path)
{
	const char *suffix = strrchr(path, '.');

	return suffix &&
	       (strcmp(suffix, ".journal") == 0 || strcmp(suffix, ".journal~") == 0);
}

/* Looks at @path and, down to @depth, at what is in it. */
static void look(struct tally *tally, const char *path, int depth)
{
	DIR *stream = opendir(path);
	struct dirent *entry;

	if (!stream) {
		if (errno != ENOTDIR && errno != ENOENT)
			note(tally, path, errno);
		else if (errno == ENOTDIR &&
			 (depth == DEPTH_MAX || is_journal_name(path)))
			try_file(tally, path);
		return;
	}
	while (depth && (entry = readdir(stream))) {
		char *inner;

		if (entry->d_name[0] == '.' ||
		    asprintf(&inner, "%s/%s", path, entry->d_name) < 0)
			continue;
		look(tally, inner, depth - 1);
		free(inner);
	}
	closedir(stream);
}

static int refuse(const struct tally *tally, const char *path, struct avow_error *error)
{
	if (!tally->files)
		return avow_error_set(
			error, AVOW_E_IO, "%s",
			path ? "no journal file is there"
			     : "there is no journal file in /var/log/journal "
			       "or /run/log/journal");
	return avow_error_set(error, AVOW_E_IO, "%s%s", tally->first.message,
			      tally->why == EACCES || tally->why == EPERM
				      ? ": reading it needs the group systemd-journal or "
					"adm"
				      : "");
}

/* The directories that libsystemd reads: this machine's, volatile and kept. */
static void look_at_system(struct tally *tally)
{
	static const char *const roots[] = { "/var/log/journal", "/run/log/journal" };
	char path[64], id[SD_ID128_STRING_MAX];
	sd_id128_t machine;

	if (sd_id128_get_machine(&machine) < 0)
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(roots); i++) {
		snprintf(path, sizeof(path), "%s/%s", roots[i],
			 sd_id128_to_string(machine, id));
		look(tally, path, DEPTH_MAX - 1);
	}
}

int avow_journal_files_check(const char *path, struct avow_journal_files *out,
			     struct avow_error *error)
{
	struct tally tally = { 0 };

	if (path)
		look(&tally, path, DEPTH_MAX);
	else
		look_at_system(&tally);
	avow_buf_free(&tally.ids);
	*out = (struct avow_journal_files){ .entries = tally.entries };
	if (tally.files == tally.unreadable)
		return refuse(&tally, path, error);
	if (tally.unreadable)
		avow_error_set(&out->broken, AVOW_E_IO,
			       "%zu of %zu journal files cannot be read: %s",
			       tally.unreadable, tally.files, tally.first.message);
	return AVOW_OK;
}
