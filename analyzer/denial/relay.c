/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Batches of events go round between two threads: the reading one fills a batch
 * while the decoding one empties another. Only whole batches are exchanged, so
 * the lock is taken seldom, and their memory is used again and again.
 */
#include "analyzer/denial/relay.h"

#include <pthread.h>
#include <stdlib.h>

#include "analyzer/base/error.h"

#define BATCHES 4
#define BATCH_EVENTS 128
#define BATCH_BYTES ((size_t)256 * 1024) /* a batch with more text is full */

struct batch {
	struct avow_event events[BATCH_EVENTS];
	size_t count;
	size_t bytes;
};

struct avow_relay {
	struct avow_decoder *decoder;
	struct batch batches[BATCHES];
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* Under the lock: batches passed and decoded since the start, and the end. */
	size_t passed, decoded;
	bool is_ended;
	int result;
};

static int decode_batch(struct avow_relay *relay, const struct batch *batch)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < batch->count && !result; i++)
		result = avow_decoder_decode(relay->decoder, &batch->events[i]);
	return result;
}

/* The decoding thread. After a failure it only takes batches off. */
static void *decode_all(void *data)
{
	struct avow_relay *relay = data;
	int result = AVOW_OK;

	pthread_mutex_lock(&relay->lock);
	for (;;) {
		while (relay->decoded == relay->passed && !relay->is_ended)
			pthread_cond_wait(&relay->changed, &relay->lock);
		if (relay->decoded == relay->passed)
			break;
		pthread_mutex_unlock(&relay->lock);
		if (!result)
			result = decode_batch(relay,
					      &relay->batches[relay->decoded % BATCHES]);
		pthread_mutex_lock(&relay->lock);
		relay->result = result;
		relay->decoded++;
		pthread_cond_broadcast(&relay->changed);
	}
	pthread_mutex_unlock(&relay->lock);
	return NULL;
}

struct avow_relay *avow_relay_new(struct avow_decoder *decoder)
{
	struct avow_relay *relay = calloc(1, sizeof(*relay));

	if (!relay)
		return NULL;
	relay->decoder = decoder;
	pthread_mutex_init(&relay->lock, NULL);
	pthread_cond_init(&relay->changed, NULL);
	relay->has_thread = pthread_create(&relay->thread, NULL, decode_all, relay) == 0;
	return relay;
}

/* Passes the batch being filled on, and waits for the next one to be free. */
static int pass_batch(struct avow_relay *relay)
{
	struct batch *next;
	int result;

	pthread_mutex_lock(&relay->lock);
	relay->passed++;
	pthread_cond_broadcast(&relay->changed);
	while (relay->passed - relay->decoded == BATCHES)
		pthread_cond_wait(&relay->changed, &relay->lock);
	result = relay->result;
	next = &relay->batches[relay->passed % BATCHES];
	pthread_mutex_unlock(&relay->lock);
	next->count = 0;
	next->bytes = 0;
	return result;
}

int avow_relay_pass(struct avow_relay *relay, struct avow_event *event)
{
	struct batch *batch = &relay->batches[relay->passed % BATCHES];
	struct avow_event other;

	if (!relay->has_thread)
		return avow_decoder_decode(relay->decoder, event);
	other = batch->events[batch->count];
	batch->events[batch->count++] = *event;
	batch->bytes += event->text.length;
	*event = other;
	if (batch->count < BATCH_EVENTS && batch->bytes < BATCH_BYTES)
		return AVOW_OK;
	return pass_batch(relay);
}

int avow_relay_settle(struct avow_relay *relay)
{
	int result = AVOW_OK;

	if (!relay->has_thread)
		return AVOW_OK;
	if (relay->batches[relay->passed % BATCHES].count)
		result = pass_batch(relay);
	pthread_mutex_lock(&relay->lock);
	while (relay->decoded != relay->passed)
		pthread_cond_wait(&relay->changed, &relay->lock);
	result = result ? result : relay->result;
	pthread_mutex_unlock(&relay->lock);
	return result;
}

static void free_relay(struct avow_relay *relay)
{
	for (size_t i = 0; i < BATCHES; i++)
		for (size_t j = 0; j < BATCH_EVENTS; j++)
			avow_event_free(&relay->batches[i].events[j]);
	pthread_cond_destroy(&relay->changed);
	pthread_mutex_destroy(&relay->lock);
	free(relay);
}

int avow_relay_finish(struct avow_relay *relay)
{
	int result;

	if (relay->has_thread) {
		pthread_mutex_lock(&relay->lock);
		relay->passed += relay->batches[relay->passed % BATCHES].count > 0;
		relay->is_ended = true;
		pthread_cond_broadcast(&relay->changed);
		pthread_mutex_unlock(&relay->lock);
		pthread_join(relay->thread, NULL);
	}
	result = relay->result;
	free_relay(relay);
	return result;
}
