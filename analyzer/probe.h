/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_PROBE_H
#define AVOW_PROBE_H

#include "analyzer/base/error.h"

/*
 * Whether the input @name, as avow_analyze() takes it, can be read and holds an
 * audit record: 0 at the first one, or a negative code and one sentence, which
 * names it, about why not. It reads what is there, and does not wait for more.
 */
int avow_probe(const char *name, struct avow_error *error) avow_must_check;

#endif
