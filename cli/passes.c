/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The window of a reading, for which the inputs may have to be read twice. */
#include "cli/passes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/collect/named.h"
#include "cli/print.h"

#define COPY_BYTES 65536
#define OWN_LOGS "/var/log/"

static const char *const ends[2] = { "--since", "--until" };

/* The standard input as a file that has its place at its front. */
static int copy_stdin(struct avow_error *error)
{
	FILE *copy = tmpfile();
	char bytes[COPY_BYTES];
	ssize_t got = 0;
	bool is_whole = copy != NULL;

	while (is_whole && (got = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		is_whole = fwrite(bytes, 1, (size_t)got, copy) == (size_t)got;
	if (!is_whole || got < 0 || fflush(copy) != 0 ||
	    lseek(fileno(copy), 0, SEEK_SET) != 0 ||
	    dup2(fileno(copy), STDIN_FILENO) < 0) {
		avow_error_set(error, AVOW_E_IO,
			       "the standard input, to read it twice: %s",
			       strerror(errno));
		if (copy)
			fclose(copy);
		return AVOW_E_IO;
	}
	fclose(copy);
	return AVOW_OK;
}

static bool has_stdin(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], "-") == 0)
			return true;
	return false;
}

static int check_ends(const struct avow_reading *reading, const char *const *names,
		      size_t count, const char *end, struct avow_error *error)
{
	for (size_t i = 0; i < count; i++) {
		const struct avow_named_source *source = avow_named_find(names[i]);

		if (source && source->is_live_only)
			return avow_error_set(
				error, AVOW_E_USAGE,
				"%s: it has no end, and %s has to be looked "
				"for in the log first",
				names[i], end);
	}
	if (reading->is_following)
		return avow_error_set(
			error, AVOW_E_USAGE,
			"--follow: %s has to be looked for in the log first", end);
	return AVOW_OK;
}

/* The second pass will tell of it. */
static void ignore(void *data, const struct avow_error *error)
{
	(void)data;
	(void)error;
}

/* Reads the inputs for what @points is to find. */
static int look(const char *const *names, size_t count,
		const struct avow_analysis_options *options, struct avow_points *points,
		struct avow_error *error)
{
	struct avow_analysis_options first = *options;
	struct avow_analysis analysis;
	int result;

	first.points = points;
	first.on_trouble = ignore;
	first.on_pulse = NULL;
	first.keeps_granted = false;
	result = avow_analyze(names, count, &first, &analysis, error);
	avow_analysis_free(&analysis);
	if (has_stdin(names, count))
		lseek(STDIN_FILENO, 0, SEEK_SET);
	return result;
}

/* Whether all inputs are where this machine logs. */
static bool is_own(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!avow_named_find(names[i]) &&
		    strncmp(names[i], OWN_LOGS, strlen(OWN_LOGS)) != 0)
			return false;
	return true;
}

/* When this machine was booted: proc(5), btime of /proc/stat. */
static bool find_own_boot(struct avow_moment *out)
{
	unsigned long long seconds = 0;
	char line[256];
	FILE *file = fopen("/proc/stat", "re");

	while (file && !seconds && fgets(line, sizeof(line), file))
		if (strncmp(line, "btime ", 6) == 0)
			seconds = strtoull(line + 6, NULL, 10);
	if (file)
		fclose(file);
	*out = (struct avow_moment){ .time = { seconds, 0 } };
	return seconds > 0;
}

static int settle(const char *text, const struct avow_points *points, int end,
		  struct avow_bound *bound, struct avow_error *error)
{
	struct avow_error note;

	if (!points->found[end].is_found)
		return avow_error_set(error, AVOW_E_INPUT,
				      "%s=%s: the inputs tell of no such %s", ends[end],
				      text,
				      bound->kind == AVOW_BOUND_MARK   ? "mark"
				      : bound->kind == AVOW_BOUND_BOOT ? "boot"
								       : "change");
	if (!points->found[end].is_trusted) {
		avow_error_set(&note, AVOW_OK,
			       "%s=%s: the mark stands in a log into which every program "
			       "may write",
			       ends[end], text);
		avow_print_error(note.message);
	}
	bound->moment = points->found[end].moment;
	return AVOW_OK;
}

static int look_for(const struct avow_reading *reading, const char *const *names,
		    size_t count, const struct avow_analysis_options *options,
		    struct avow_bound bounds[2], struct avow_error *error)
{
	const char *const texts[2] = { reading->since, reading->until };
	struct avow_points points = { .bounds = { NULL } };
	int result = AVOW_OK;

	for (int i = 0; i < 2; i++)
		if (avow_bound_needs_points(&bounds[i]))
			points.bounds[i] = &bounds[i];
	if (!points.bounds[0] && !points.bounds[1])
		return AVOW_OK;
	result = check_ends(reading, names, count, ends[!points.bounds[0]], error);
	if (!result && has_stdin(names, count))
		result = copy_stdin(error);
	if (!result)
		result = look(names, count, options, &points, error);
	for (int i = 0; i < 2 && !result; i++) {
		if (!points.bounds[i])
			continue;
		if (bounds[i].kind == AVOW_BOUND_BOOT && !points.found[i].is_found &&
		    is_own(names, count))
			points.found[i].is_found = points.found[i].is_trusted =
				find_own_boot(&points.found[i].moment);
		result = settle(texts[i], &points, i, &bounds[i], error);
	}
	return result;
}

int avow_window_set(const struct avow_reading *reading, const char *const *names,
		    size_t count, struct avow_analysis_options *options,
		    struct avow_error *error)
{
	struct avow_window *window = &options->window;
	struct avow_bound bounds[2];
	int result = avow_reading_bounds(reading, bounds, error);

	if (!result)
		result = look_for(reading, names, count, options, bounds, error);
	if (result)
		return result;
	window->has_since = bounds[0].kind != AVOW_BOUND_NONE;
	window->has_until = bounds[1].kind != AVOW_BOUND_NONE;
	window->since = bounds[0].moment;
	window->until = bounds[1].moment;
	if (window->has_since && window->has_until &&
	    avow_time_compare(window->since.time, window->until.time) > 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--since=%s is behind --until=%s", reading->since,
				      reading->until);
	return AVOW_OK;
}
