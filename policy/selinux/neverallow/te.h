/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEVERALLOW_TE_H
#define AVOW_POLICY_SELINUX_NEVERALLOW_TE_H

#include "policy/selinux/neverallow/build.h"

/*
 * A text of the policy language as words (names, numbers) and marks (any other byte),
 * one looked at at a time, with the line it stands in.
 */
enum te_kind { TE_END, TE_WORD, TE_MARK };

struct te_token {
	enum te_kind kind;
	struct avow_span text;
	size_t line;
};

struct te_reader {
	struct avow_neverallow *out;
	struct avow_span text;
	size_t at, line;
	struct te_token now; /* the one looked at */
};

/* Looks at the one behind; at the end it stays there. */
void avow_te_next(struct te_reader *reader);

/* Whether the one looked at is this mark, or this word. */
bool avow_te_is_mark(const struct te_reader *reader, char mark);
bool avow_te_is_word(const struct te_reader *reader, const char *word);
/* Goes on when it is the mark. */
bool avow_te_take_mark(struct te_reader *reader, char mark);

#endif
