/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of words for execvp(), and among them the files of the headers, in one order. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/selinux/interfaces/internal.h"

void avow_interface_words_add(struct avow_interface_words *words, const char *a,
			      const char *b, const char *c)
{
	char *text = NULL;

	if (words->count == AVOW_INTERFACE_WORDS_MAX ||
	    asprintf(&text, "%s%s%s", a, b ? b : "", c ? c : "") < 0) {
		words->failed = true;
		return;
	}
	words->at[words->count++] = text;
}

void avow_interface_words_free(struct avow_interface_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->at[i]);
	words->count = 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && strcmp(text + length - tail, end) == 0;
}

static int compare(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Adds the files of @directory whose names end with @suffix, sorted. */
static void add_files(struct avow_interface_words *words, const char *directory,
		      const char *suffix)
{
	size_t first = words->count;
	DIR *handle = opendir(directory);
	const struct dirent *entry;

	while (handle && (entry = readdir(handle)))
		if (entry->d_name[0] != '.' && ends_with(entry->d_name, suffix))
			avow_interface_words_add(words, directory, "/", entry->d_name);
	if (handle)
		closedir(handle);
	qsort(words->at + first, words->count - first, sizeof(char *), compare);
}

void avow_interface_words_add_support(struct avow_interface_words *words,
				      const char *headers)
{
	struct avow_interface_words support = { .count = 0 };

	avow_interface_words_add(&support, headers, "/support", NULL);
	if (support.count)
		add_files(words, support.at[0], ".spt");
	words->failed |= support.failed;
	avow_interface_words_free(&support);
}

void avow_interface_words_add_headers(struct avow_interface_words *words,
				      const char *headers)
{
	struct avow_interface_words layers = { .count = 0 };
	DIR *handle = opendir(headers);
	const struct dirent *entry;

	while (handle && (entry = readdir(handle)))
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "support") != 0)
			avow_interface_words_add(&layers, headers, "/", entry->d_name);
	if (handle)
		closedir(handle);
	qsort(layers.at, layers.count, sizeof(char *), compare);
	for (size_t i = 0; i < layers.count; i++)
		add_files(words, layers.at[i], ".if");
	words->failed |= layers.failed;
	avow_interface_words_free(&layers);
}
