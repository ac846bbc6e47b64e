/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_FIELD_H
#define AVOW_RECORD_FIELD_H

#include "analyzer/base/buf.h"

/* How the value of a field was written. */
enum avow_quote {
	AVOW_QUOTE_NONE,   /* up to the next blank: a token, or hex, or (null) */
	AVOW_QUOTE_DOUBLE, /* "...": literal bytes */
	AVOW_QUOTE_SINGLE  /* '...': the message of a user-space record */
};

struct avow_field {
	struct avow_span name;
	struct avow_span value; /* without its quotes */
	enum avow_quote quote;
	bool is_cut; /* its closing quote is missing */
};

/*
 * Takes the next name=value off the front of @rest, passing over words that
 * hold no `=`. False when there is none left. Values are borrowed.
 */
bool avow_field_next(struct avow_span *rest, struct avow_field *out);

/* The next word of @rest that is not name=value, or the next field, whichever is first.
 */
bool avow_field_or_word(struct avow_span *rest, struct avow_field *out);

/*
 * The bytes of a field that the kernel writes with audit_log_untrustedstring():
 * quoted as they are, unquoted hexadecimal decoded (into @scratch, which is
 * emptied first and lends the result), (null) and ? as an empty span.
 */
struct avow_span avow_field_text(const struct avow_field *field,
				 struct avow_buf *scratch);

#endif
