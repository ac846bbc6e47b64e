/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_CALLS_H
#define AVOW_INTERPRET_CALLS_H

#include "analyzer/interpret/values.h"

/*
 * What argument @index (0 to 3) of the call @name is; @before are the first two, for
 * those that tell of the third. False when it is a pointer or a number of its own.
 */
bool avow_calls_argument(struct avow_span name, unsigned index, const uint64_t before[2],
			 enum avow_value *out);

#endif
