/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_WORDS_H
#define AVOW_INTERPRET_WORDS_H

#include "analyzer/base/terms.h"

/* The tables of words.def, each as avow_words_NAME. */
#define TABLE(name) extern const struct avow_terms avow_words_##name;
#define WORD(name, value)
#define END(name)
#include "analyzer/interpret/words.def"
#undef TABLE
#undef WORD
#undef END

#endif
