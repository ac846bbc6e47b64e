/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DIGEST_VALUES_H
#define AVOW_DIGEST_VALUES_H

#include "analyzer/interpret/interpret.h"

/*
 * What an event says of one thing that different records have different fields for.
 * @names are the fields, with a blank between, the best first; besides those of records
 * "type" (of its first record), "permissions" (of an AVC, or AppArmor's denied_mask) and
 * "result" (yes or no, as search has it).
 */
struct avow_values {
	const struct avow_group *group;
	struct avow_interpreter *interpreter;
	struct avow_interpreted context; /* once it is needed: */
	bool has_context;
};

struct avow_values avow_values_begin(const struct avow_group *group,
				     struct avow_interpreter *interpreter);

/* The first value in words, as bytes that live until the next call; empty for none. */
struct avow_span avow_values_first(struct avow_values *values, const char *names);

/*
 * Hands on every value of those fields, in words and one that comes again as well. Stops
 * when @on_value returns something else than 0, and returns that.
 */
int avow_values_each(struct avow_values *values, const char *names,
		     int (*on_value)(void *data, struct avow_span value), void *data);

#endif
