/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which classes of rules the kernel asks about at all: what it does not mediate is
 * allowed, whatever a profile says. From apparmorfs features/ (kernel
 * security/apparmor/apparmorfs.c, aa_sfs_entry_features).
 */
#include "policy/apparmor/loaded/loaded.h"

#include <errno.h>
#include <stdio.h>

#define FEATURES "/sys/kernel/security/apparmor/features"

/* A row is mediated where one of the files holds one of the words ("" is any). */
static const struct {
	const char *class, *file, *word, *other_file, *other_word;
} rows[AVOW_MEDIATIONS] = {
	{ "file", "file/mask", "", NULL, NULL },
	{ "capability", "caps/mask", "", NULL, NULL },
	{ "network", "network_v8/af_mask", "", "network/af_mask", "" },
	{ "unix", "network_v9/af_unix", "yes", "network/af_unix", "yes" },
	{ "signal", "signal/mask", "", NULL, NULL },
	{ "ptrace", "ptrace/mask", "", NULL, NULL },
	{ "mount", "mount/mask", "mount", NULL, NULL },
	{ "dbus", "dbus/mask", "", NULL, NULL },
	{ "change_profile", "domain/change_profile", "yes", NULL, NULL },
	{ "mqueue", "ipc/posix_mqueue", "", NULL, NULL },
	{ "io_uring", "io_uring/mask", "", NULL, NULL },
	{ "userns", "namespaces/mask", "userns_create", NULL, NULL },
};

static bool has_word(struct avow_span text, const char *word)
{
	while (text.length) {
		size_t end = 0;

		while (end < text.length && text.data[end] != ' ' &&
		       text.data[end] != '\n')
			end++;
		if (end && (!*word || avow_span_is(avow_span_first(text, end), word)))
			return true;
		text = avow_span_skip(text, end + 1);
	}
	return false;
}

static bool is_said(const struct avow_host *host, const char *name, const char *word)
{
	struct avow_buf file = { 0 };
	char path[256];
	bool is_found = false;

	if (!name)
		return false;
	snprintf(path, sizeof(path), FEATURES "/%s", name);
	if (avow_host_read(host, path, &file) == 0)
		is_found = has_word(avow_buf_span(&file), word);
	avow_buf_free(&file);
	return is_found;
}

int avow_mediations_read(const struct avow_host *host,
			 struct avow_mediation out[AVOW_MEDIATIONS])
{
	DIR *directory = avow_host_directory(host, FEATURES);

	if (!directory)
		return errno;
	closedir(directory);
	for (size_t i = 0; i < AVOW_MEDIATIONS; i++) {
		out[i].class = rows[i].class;
		out[i].is_mediated =
			is_said(host, rows[i].file, rows[i].word) ||
			is_said(host, rows[i].other_file, rows[i].other_word);
	}
	return 0;
}
