/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Digests of a log, piece by piece. Pieces are small in front, where short logs differ,
 * and larger behind, so that a long log takes little room.
 */
#include "analyzer/store/identity.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/base/sha256.h"

#define SMALL_PIECE 256
#define LARGE_PIECE 4096
#define SMALL_END 65536 /* pieces are large from here on */

_Static_assert(SMALL_END % LARGE_PIECE == 0, "pieces do not straddle");

static void digest(struct avow_span bytes, char out[AVOW_MARK_DIGITS + 1])
{
	char all[65];

	avow_sha256_hex(bytes, all);
	memcpy(out, all, AVOW_MARK_DIGITS);
	out[AVOW_MARK_DIGITS] = '\0';
}

static size_t piece_at(uint64_t offset)
{
	return offset < SMALL_END ? SMALL_PIECE : LARGE_PIECE;
}

/* How many whole pieces there are in @size bytes. */
static uint64_t pieces_of(uint64_t size)
{
	return size < SMALL_END
		       ? size / SMALL_PIECE
		       : SMALL_END / SMALL_PIECE + (size - SMALL_END) / LARGE_PIECE;
}

/* What has been read and not been digested; where it stands is out->size. */
struct digesting {
	struct avow_identity *out;
	struct avow_buf first; /* the front of the first line, up to a read's length */
	bool has_first;
	char piece[LARGE_PIECE];
	size_t length;
};

static void take_first(struct digesting *digesting, struct avow_span bytes)
{
	size_t end = avow_span_find(bytes, '\n');
	size_t room = AVOW_SOURCE_READ_MIN - digesting->first.length;

	if (digesting->has_first)
		return;
	digesting->has_first = end < bytes.length || end >= room;
	avow_buf_append(&digesting->first,
			avow_span_first(bytes, end < room ? end : room));
}

static void take(struct digesting *digesting, struct avow_span bytes)
{
	struct avow_identity *out = digesting->out;
	char mark[AVOW_MARK_DIGITS + 1];

	take_first(digesting, bytes);
	while (bytes.length) {
		size_t whole = piece_at(out->size);
		size_t length = whole - digesting->length;

		if (length > bytes.length)
			length = bytes.length;
		memcpy(digesting->piece + digesting->length, bytes.data, length);
		digesting->length += length;
		bytes = avow_span_skip(bytes, length);
		if (digesting->length < whole)
			continue;
		digest(avow_span_make(digesting->piece, whole), mark);
		avow_buf_puts(&out->marks, mark);
		out->size += whole;
		digesting->length = 0;
	}
}

static int read_all(struct avow_source *source, uint64_t limit,
		    struct digesting *digesting, char *data, struct avow_error *error)
{
	ssize_t length = 0;

	while (!limit || digesting->out->size + digesting->length < limit) {
		uint64_t rest = limit - digesting->out->size - digesting->length;

		length = avow_source_read(source, data, AVOW_SOURCE_READ_MIN, error);
		if (length == AVOW_SOURCE_BREAK)
			continue;
		if (length <= 0)
			break;
		if (limit && (uint64_t)length > rest)
			length = (ssize_t)rest;
		take(digesting, avow_span_make(data, (size_t)length));
	}
	if (length == AVOW_SOURCE_WAIT)
		return avow_error_set(error, AVOW_E_INPUT, "it has no end");
	return length < 0 ? (int)length : AVOW_OK;
}

static int finish(struct digesting *digesting, struct avow_error *error)
{
	struct avow_identity *out = digesting->out;
	bool has_failed = out->marks.failed || digesting->first.failed;

	digest(avow_buf_span(&digesting->first), out->head);
	digest(avow_span_make(digesting->piece, digesting->length), out->tail);
	out->size += digesting->length;
	avow_buf_free(&digesting->first);
	return has_failed ? avow_error_nomem(error) : AVOW_OK;
}

int avow_identity_read(const struct avow_input *input, uint64_t limit,
		       struct avow_identity *out, struct avow_error *error)
{
	const struct avow_source_options options = { .is_following = false };
	struct digesting digesting = { .out = out };
	struct avow_source *source;
	struct avow_error said = { 0 };
	char *data = malloc(AVOW_SOURCE_READ_MIN);
	int result = data ? avow_input_open(input, &options, &source, error)
			  : avow_error_nomem(error);

	*out = (struct avow_identity){ 0 };
	if (result) {
		free(data);
		return result;
	}
	result = read_all(source, limit, &digesting, data, &said);
	if (result)
		avow_input_tell(input, result, said.message, error);
	if (avow_source_compression(source))
		snprintf(out->compression, sizeof(out->compression), "%s",
			 avow_source_compression(source));
	avow_source_close(source);
	free(data);
	return finish(&digesting, error) ? AVOW_E_NOMEM : result;
}

enum avow_kinship avow_identity_compare(const struct avow_identity *a,
					const struct avow_identity *b)
{
	size_t length =
		a->marks.length < b->marks.length ? a->marks.length : b->marks.length;

	if (strcmp(a->head, b->head) != 0 ||
	    !avow_span_equal(avow_span_first(avow_buf_span(&a->marks), length),
			     avow_span_first(avow_buf_span(&b->marks), length)))
		return AVOW_KIN_NONE;
	if (a->size == b->size)
		return strcmp(a->tail, b->tail) == 0 ? AVOW_KIN_SAME : AVOW_KIN_NONE;
	return a->size > b->size ? AVOW_KIN_LONGER : AVOW_KIN_SHORTER;
}

bool avow_identity_is_whole(const struct avow_identity *identity)
{
	return strlen(identity->head) == AVOW_MARK_DIGITS &&
	       strlen(identity->tail) == AVOW_MARK_DIGITS &&
	       identity->size <= INT64_MAX &&
	       identity->marks.length % AVOW_MARK_DIGITS == 0 &&
	       identity->marks.length / AVOW_MARK_DIGITS == pieces_of(identity->size);
}

void avow_identity_free(struct avow_identity *identity)
{
	avow_buf_free(&identity->marks);
	*identity = (struct avow_identity){ 0 };
}
