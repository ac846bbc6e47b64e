/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/collect/spooler.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/collect/lines.h"
#include "analyzer/collect/spool.h"

#define RETRY_MS 1000
#define REST_MS 2000 /* for what is there when reading shall end */

struct avow_spooler {
	struct avow_source *source;
	struct avow_spool *spool;
	struct avow_stop stop;
	struct avow_span after;
	struct avow_source_options options;
	char name[64];
	const char *input;
	bool goes_on;         /* with what was put away before */
	bool is_joined;       /* its thread */
	struct avow_buf line; /* the front of one */
	uint64_t lost;        /* records of the source: so many are told of */
	pthread_t thread;
	pthread_mutex_t mutex;
	struct avow_spooler_state state;
	char data[AVOW_SOURCE_READ_MIN];
};

/* "journal", or what it is and a digest of which one. */
static void name_spool(struct avow_spooler *spooler, const struct avow_input *input)
{
	const char *colon = input->named ? strchr(input->path, ':') : NULL;
	const char *which = colon ? colon + 1 : input->path;

	if (!*which || strcmp(which, "-") == 0)
		snprintf(spooler->name, sizeof(spooler->name), "%s",
			 avow_input_kind(input));
	else
		snprintf(spooler->name, sizeof(spooler->name), "%s-%016llx",
			 avow_input_kind(input),
			 (unsigned long long)avow_span_hash(avow_span_of(which)));
}

static void tell(struct avow_spooler *spooler, const struct avow_error *error)
{
	pthread_mutex_lock(&spooler->mutex);
	spooler->state.error = error ? *error : (struct avow_error){ 0 };
	pthread_mutex_unlock(&spooler->mutex);
}

/* Puts @lines away, and tries until it is time to end. */
static bool put(struct avow_spooler *spooler, struct avow_span lines)
{
	const struct avow_wait retry = { .fd = -1, .timeout_ms = RETRY_MS };
	struct avow_error error;
	bool was_refused = false;

	if (!lines.length)
		return true;
	while (avow_spool_put(spooler->spool, lines, &error)) {
		tell(spooler, &error);
		was_refused = true;
		if (!avow_wait_any(&retry, 1, &spooler->stop))
			return false;
	}
	if (was_refused)
		tell(spooler, NULL);
	pthread_mutex_lock(&spooler->mutex);
	spooler->state.bytes += lines.length;
	pthread_mutex_unlock(&spooler->mutex);
	return true;
}

/* The source's losses become a line, which record/notable.c reads. */
static bool put_lost(struct avow_spooler *spooler)
{
	uint64_t lost = avow_source_lost(spooler->source);
	char line[64];

	if (lost == spooler->lost)
		return true;
	snprintf(line, sizeof(line), "avow: audit_source_lost=%llu\n",
		 (unsigned long long)(lost - spooler->lost));
	spooler->lost = lost;
	return put(spooler, avow_span_of(line));
}

/* Puts away the lines that the @got bytes make whole. */
static bool put_whole(struct avow_spooler *spooler, size_t got)
{
	struct avow_span data = avow_span_make(spooler->data, got);
	const char *last = memrchr(data.data, '\n', got);
	struct avow_span whole =
		avow_span_first(data, last ? (size_t)(last - data.data) + 1 : 0);
	bool is_put = true;

	if (last && spooler->line.length) {
		avow_buf_append(&spooler->line, whole);
		is_put = put(spooler, avow_buf_span(&spooler->line));
		avow_buf_clear(&spooler->line);
	} else {
		is_put = put(spooler, whole);
	}
	avow_buf_append(&spooler->line, avow_span_skip(data, whole.length));
	/* Whoever reads it counts it as too long. */
	if (is_put && spooler->line.length > AVOW_LINE_MAX) {
		is_put = put(spooler, avow_buf_span(&spooler->line));
		avow_buf_clear(&spooler->line);
	}
	return is_put && !spooler->line.failed;
}

/* What is left of a line is all there is of it. */
static bool put_rest(struct avow_spooler *spooler, bool has_more)
{
	bool is_put;

	if (spooler->line.length && has_more)
		avow_buf_putc(&spooler->line, '\n');
	is_put = put(spooler, avow_buf_span(&spooler->line));
	avow_buf_clear(&spooler->line);
	return is_put;
}

/* Waits for more; false when it is time to end. */
static bool wait_for_more(struct avow_spooler *spooler)
{
	const struct avow_wait wait = avow_source_wait(spooler->source);

	return avow_wait_any(&wait, 1, &spooler->stop);
}

/* Once it is time to end, what is there is read for a while. */
static bool is_over(struct avow_spooler *spooler, int64_t *since_ms)
{
	if (!*since_ms && avow_stop_is_due(&spooler->stop))
		*since_ms = avow_wait_clock_ms();
	return *since_ms && avow_wait_clock_ms() - *since_ms > REST_MS;
}

static void spool(struct avow_spooler *spooler)
{
	struct avow_error error = { 0 };
	int64_t since_ms = 0;
	bool has_more = true;

	while (has_more && !is_over(spooler, &since_ms)) {
		ssize_t got = avow_source_read(spooler->source, spooler->data,
					       sizeof(spooler->data), &error);

		if (got > 0)
			has_more = put_whole(spooler, (size_t)got);
		else if (got == AVOW_SOURCE_WAIT)
			has_more = put_lost(spooler) && wait_for_more(spooler);
		else if (got == AVOW_SOURCE_BREAK)
			has_more = put_rest(spooler, true);
		else
			has_more = false;
		if (got < 0 && got != AVOW_SOURCE_WAIT && got != AVOW_SOURCE_BREAK)
			tell(spooler, &error);
	}
	(void)(put_rest(spooler, false) && put_lost(spooler));
}

static void *run(void *data)
{
	struct avow_spooler *spooler = data;

	spool(spooler);
	pthread_mutex_lock(&spooler->mutex);
	spooler->state.has_ended = true;
	spooler->state.is_over = !spooler->goes_on;
	pthread_mutex_unlock(&spooler->mutex);
	return NULL;
}

static void release(struct avow_spooler *spooler)
{
	avow_source_close(spooler->source);
	avow_spool_close(spooler->spool);
	avow_buf_free(&spooler->line);
	pthread_mutex_destroy(&spooler->mutex);
	free(spooler);
}

/* Starts the thread, which leaves the signals to others. */
static int start(struct avow_spooler *spooler, struct avow_error *error)
{
	sigset_t all, before;
	int number;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	number = pthread_create(&spooler->thread, NULL, run, spooler);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return number ? avow_error_set(error, AVOW_E_NOMEM, "no thread: %s",
				       strerror(number))
		      : AVOW_OK;
}

int avow_spooler_begin(const struct avow_input *input, const char *directory,
		       const struct avow_source_options *options,
		       const struct avow_stop *stop, struct avow_spooler **out,
		       struct avow_error *error)
{
	struct avow_spooler *spooler = calloc(1, sizeof(*spooler));
	int result;

	*out = NULL;
	if (!spooler)
		return avow_error_nomem(error);
	pthread_mutex_init(&spooler->mutex, NULL);
	spooler->stop = *stop;
	spooler->options = *options;
	spooler->input = input->path;
	spooler->goes_on = input->named && input->named->goes_on;
	name_spool(spooler, input);
	result = avow_spool_open(directory, spooler->name, spooler->goes_on,
				 &spooler->spool, error);
	if (!result) {
		spooler->after = avow_spool_after(spooler->spool);
		spooler->options.after = &spooler->after;
		result = avow_input_open(input, &spooler->options, &spooler->source,
					 error);
	}
	if (!result)
		result = start(spooler, error);
	if (result)
		release(spooler);
	else
		*out = spooler;
	return result;
}

struct avow_spooler_state avow_spooler_ask(struct avow_spooler *spooler)
{
	struct avow_spooler_state state;

	pthread_mutex_lock(&spooler->mutex);
	state = spooler->state;
	pthread_mutex_unlock(&spooler->mutex);
	return state;
}

const char *avow_spooler_name(const struct avow_spooler *spooler)
{
	return spooler->name;
}

const char *avow_spooler_input(const struct avow_spooler *spooler)
{
	return spooler->input;
}

void avow_spooler_join(struct avow_spooler *spooler)
{
	if (!spooler->is_joined)
		pthread_join(spooler->thread, NULL);
	spooler->is_joined = true;
}

void avow_spooler_end(struct avow_spooler *spooler)
{
	avow_spooler_join(spooler);
	release(spooler);
}
