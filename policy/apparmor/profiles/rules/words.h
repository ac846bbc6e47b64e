/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_RULES_WORDS_H
#define AVOW_APPARMOR_PROFILES_RULES_WORDS_H

#include "analyzer/base/span.h"

/* The name that records have for a signal of a profile; empty when it is none. */
struct avow_span avow_word_signal(struct avow_span word);

/* Whether it is the name of an error, ENOENT or in other case. */
bool avow_word_is_error(struct avow_span word);

#endif
