/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_TERMS_H
#define AVOW_BASE_TERMS_H

#include "analyzer/base/span.h"

/* A word of audit's and its number, and the first audit that knows it, as 40101; 0: 3.0.
 */
struct avow_term {
	const char *name;
	uint32_t value;
	uint32_t since;
};

/* A table of them. */
struct avow_terms {
	const struct avow_term *names;
	size_t count;
};

extern const struct avow_terms avow_message_types, /* of records */
	avow_errnos;

/* Capitals do not matter, as they do not for auditctl. NULL when there is none. */
const struct avow_term *avow_term_find(const struct avow_terms *table,
				       struct avow_span name);

/* The first name of the value; NULL when it has none. */
const char *avow_term_name(const struct avow_terms *table, uint32_t value);

#endif
