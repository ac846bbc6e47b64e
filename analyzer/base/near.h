/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_NEAR_H
#define AVOW_BASE_NEAR_H

#include "analyzer/base/span.h"

/* The search for the known name that a mistyped one was probably meant to be. */
struct avow_near {
	struct avow_span typed;
	const char *best; /* NULL while none is near enough */
	size_t distance;
};

struct avow_near avow_near_begin(struct avow_span typed);

/* Tries one name, which must outlive @near; the first of equally near ones stays. */
void avow_near_try(struct avow_near *near, const char *name);

#endif
