/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_RELAY_H
#define AVOW_DENIAL_RELAY_H

#include "analyzer/denial/decode.h"

/*
 * A second thread that decodes events while the first goes on reading. Events
 * are decoded in the order in which they were passed, so the outcome is that of
 * one thread. Where no thread can be had they are decoded at once.
 */
struct avow_relay;

/*
 * The decoder, and what it counts and calls, belong to the relay's thread until
 * avow_relay_finish(). NULL when memory is out.
 */
struct avow_relay *avow_relay_new(struct avow_decoder *decoder);

/*
 * Takes the event's contents and leaves it other memory to use. Returns what
 * decoding an earlier event returned, when that failed.
 */
int avow_relay_pass(struct avow_relay *relay, struct avow_event *event) avow_must_check;

/*
 * Waits until all that was passed is decoded. Until the next avow_relay_pass() what the
 * decoder counts and calls belongs to the caller. Returns as avow_relay_pass() does.
 */
int avow_relay_settle(struct avow_relay *relay) avow_must_check;

/* Waits until all is decoded, ends the thread, and frees the relay. */
int avow_relay_finish(struct avow_relay *relay) avow_must_check;

#endif
