/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_DIFF_COMPILED_H
#define AVOW_APPARMOR_DIFF_COMPILED_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"

#define COMPILED_DFAS_MAX 8

/* A compiled profile, as apparmor_parser gives it to the kernel. */
struct compiled {
	const char *name;      /* with its namespace */
	struct avow_buf facts; /* all of it but automata and targets of programs */
	struct avow_span dfas[COMPILED_DFAS_MAX];
	size_t dfa_count;
	struct avow_span *targets; /* what the index of a program's mode stands for */
	size_t target_count;
	size_t file_dfa; /* the automaton whose modes they are */
	struct compiled *next;
};

/*
 * Reads the profiles that @bytes holds (security/apparmor/policy_unpack.c of Linux) into
 * a list in @arena, which borrows from @bytes; of each, the facts are for
 * avow_compiled_free(). NULL, or what is wrong or not known of its format.
 */
const char *avow_compiled_read(struct avow_arena *arena, struct avow_span bytes,
			       struct compiled **list);
void avow_compiled_free(struct compiled *list);

/*
 * Whether both mean the same to the kernel: their facts are the same, and their automata
 * give the same permissions to every text. NULL, or what differs. @doubt: what keeps
 * that from being told, and the answer is nothing.
 */
const char *avow_compiled_differ(const struct compiled *a, const struct compiled *b,
				 const char **doubt);

#endif
