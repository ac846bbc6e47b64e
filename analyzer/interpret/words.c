/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of words.def. */
#include "analyzer/interpret/words.h"

#define TABLE(name) static const struct avow_term name##_words[] = {
#define WORD(name, value) { name, value, 0 },
#define END(name)                                                                        \
	}                                                                                \
	;                                                                                \
	const struct avow_terms avow_words_##name = { name##_words,                      \
						      AVOW_ARRAY_SIZE(name##_words) };
#include "analyzer/interpret/words.def"
