/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/collect/spool.h"

#define SUFFIX ".spool"

static bool is_stream(const char *name)
{
	const struct avow_named_source *named = avow_named_find(name);
	struct stat status;

	if (named)
		return named->is_stream;
	return strcmp(name, "-") == 0 ||
	       (stat(name, &status) == 0 &&
		(S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode)));
}

bool avow_streams_are_among(const struct avow_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (is_stream(words->items[i]))
			return true;
	return false;
}

static int begin_one(struct avow_streams *streams, const char *name, bool is_following,
		     const struct avow_stop *stop, struct avow_error *error)
{
	const struct avow_source_options options = { .is_following = is_following,
						     .stop = *stop };
	const struct avow_input input = { .path = name, .named = avow_named_find(name) };
	int result;

	if (input.named && input.named->is_live_only && !is_following)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: it goes on for ever: collect it with --follow",
				      name);
	if (streams->count == AVOW_STREAMS_MAX)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: no more than %d streams at once", name,
				      AVOW_STREAMS_MAX);
	result = avow_spooler_begin(&input, streams->directory, &options, stop,
				    &streams->spoolers[streams->count], error);
	if (!result)
		streams->count++;
	return result;
}

int avow_streams_begin(struct avow_streams *out, struct avow_words *words,
		       const char *store, bool is_following, const struct avow_stop *stop,
		       struct avow_error *error)
{
	size_t kept = 0;
	int result = AVOW_OK;

	*out = (struct avow_streams){ 0 };
	if (asprintf(&out->directory, "%s" SUFFIX, store) < 0) {
		out->directory = NULL;
		return avow_error_nomem(error);
	}
	for (size_t i = 0; i < words->count && !result; i++)
		if (is_stream(words->items[i]))
			result = begin_one(out, words->items[i], is_following, stop,
					   error);
		else
			words->items[kept++] = words->items[i];
	words->count = kept;
	return result;
}

struct avow_streams_state avow_streams_ask(const struct avow_streams *streams,
					   struct avow_collecting *collecting)
{
	struct avow_streams_state sum = { 0 };

	for (size_t i = 0; i < streams->count; i++) {
		struct avow_spooler *spooler = streams->spoolers[i];
		struct avow_spooler_state state = avow_spooler_ask(spooler);
		struct avow_error error;

		sum.bytes += state.bytes;
		sum.going_on += !state.has_ended;
		sum.has_failed |= state.has_ended && state.error.code;
		if (!state.error.code)
			continue;
		avow_error_set(&error, state.error.code, "%s: %s",
			       avow_spooler_input(spooler), state.error.message);
		avow_collecting_trouble(collecting, &error);
	}
	return sum;
}

/* Whether nothing will be added to @file. */
static bool is_over(const struct avow_streams *streams, const struct avow_spooled *file)
{
	bool is_over = file->is_over;

	for (size_t i = 0; i < streams->count; i++)
		is_over |= avow_spooler_ask(streams->spoolers[i]).is_over &&
			   avow_span_is(avow_span_make(file->base, file->name_length),
					avow_spooler_name(streams->spoolers[i]));
	return is_over;
}

void avow_streams_collect(const struct avow_streams *streams,
			  struct avow_collecting *collecting)
{
	struct avow_spool_files files;
	struct avow_error error;

	if (avow_spool_list(streams->directory, &files, &error))
		avow_collecting_trouble(collecting, &error);
	for (size_t i = 0; i < files.count; i++) {
		const struct avow_spooled *file = &files.items[i];
		const struct avow_input input = { .path = file->path };
		/* Before it is read: what is added later is for the next look. */
		bool is_last_look = is_over(streams, file);

		if (avow_collecting_file(collecting, &input) && is_last_look)
			unlink(file->path);
	}
	avow_spool_files_free(&files);
}

void avow_streams_join(const struct avow_streams *streams)
{
	for (size_t i = 0; i < streams->count; i++)
		avow_spooler_join(streams->spoolers[i]);
}

void avow_streams_end(struct avow_streams *streams)
{
	for (size_t i = 0; i < streams->count; i++)
		avow_spooler_end(streams->spoolers[i]);
	free(streams->directory);
}
