/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_IDENTITY_H
#define AVOW_STORE_IDENTITY_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "analyzer/collect/inputs.h"

/*
 * What a log is known by once it was read: digests of its content, so that it is the
 * same under another name, rotated, compressed or copied, and so that one that has
 * grown is known by what it began with. Zero it to begin.
 */
struct avow_identity {
	char head[17];         /* of the first line */
	uint64_t size;         /* bytes, uncompressed */
	struct avow_buf marks; /* AVOW_MARK_DIGITS of each whole piece, in their order */
	char tail[17];         /* of what is behind the last whole piece */
	char compression[16];  /* found while reading, and no part of it; "": none */
};

#define AVOW_MARK_DIGITS 16

enum avow_kinship {
	AVOW_KIN_NONE, /* another log */
	AVOW_KIN_SAME,
	AVOW_KIN_LONGER, /* the first begins with all of the second, and goes on */
	AVOW_KIN_SHORTER /* the other way round */
};

/*
 * Reads the file @input through, or its first @limit bytes when that is not 0. @out is
 * to be freed in any case. Errors as of avow_input_open(); AVOW_E_NOMEM.
 */
int avow_identity_read(const struct avow_input *input, uint64_t limit,
		       struct avow_identity *out,
		       struct avow_error *error) avow_must_check;

/*
 * How the log of @a stands to that of @b. Of two of different lengths the last piece of
 * the shorter one, up to 255 bytes of the first 65,536 and 4,095 behind, is not compared.
 */
enum avow_kinship avow_identity_compare(const struct avow_identity *a,
					const struct avow_identity *b);

/* Whether the parts of an identity that somebody else wrote fit together. */
bool avow_identity_is_whole(const struct avow_identity *identity);

void avow_identity_free(struct avow_identity *identity);

#endif
