/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_OPTIMIZER_H
#define AVOW_AUDIT_OPTIMIZER_H

#include "policy/audit/evaluate.h"
#include "policy/audit/optimize/optimize.h"

/* Rules are compared with so many others. */
enum { AVOW_AUDIT_OPTIMIZED_MAX = 4096 };

/* A rule of the list exit, as it is now, and what became of it. */
struct avow_audit_candidate {
	struct avow_audit_rule rule; /* its fields are in the arena, and its own */
	const struct avow_audit_statement *origin; /* NULL: it is new */
	const char *why; /* lines for a comment; NULL: it is as it was */
	uint64_t hits;   /* events of the log that it decided */
};

/* The rules in the order in which the kernel asks them. */
struct avow_audit_optimizer {
	const struct avow_audit_rules *rules;
	struct avow_arena *arena;
	struct avow_audit_candidate *items;
	size_t count, room;
	size_t refused; /* passes that were not taken */
	bool is_out_of_memory;
};

/* The passes, in their order: one file each, one row in optimize.c. */
void avow_audit_pass_drop(struct avow_audit_optimizer *optimizer);
void avow_audit_pass_narrow(struct avow_audit_optimizer *optimizer);
void avow_audit_pass_merge(struct avow_audit_optimizer *optimizer);
void avow_audit_pass_fields(struct avow_audit_optimizer *optimizer);
void avow_audit_pass_order(struct avow_audit_optimizer *optimizer);
void avow_audit_pass_shield(struct avow_audit_optimizer *optimizer);

/* Adds to the reasons of an item. */
void avow_audit_because(struct avow_audit_optimizer *optimizer,
			struct avow_audit_candidate *item, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Room for @count items at @place, which are zeroed; false when memory is out. */
bool avow_audit_make_room(struct avow_audit_optimizer *optimizer, size_t place,
			  size_t count);
void avow_audit_take_out(struct avow_audit_optimizer *optimizer, size_t place);
/* Moves the item at @from to @to, in front of those that are there. */
void avow_audit_move(struct avow_audit_optimizer *optimizer, size_t from, size_t to);

/*
 * Whether it is the same which of two neighbours comes first: no event is one for both,
 * or both make the same of it.
 */
bool avow_audit_may_swap(const struct avow_audit_rule *a,
			 const struct avow_audit_rule *b);

/* The call is one that no security module refuses, so that no denial can need its
 * SYSCALL, and that looks up no file. */
bool avow_audit_is_free(const struct avow_machine *machine, unsigned call);

/* Events that were asked of two sets of rules. */
struct avow_audit_proof {
	uint64_t drawn, recorded;
	uint64_t differing; /* of both */
};

/*
 * Asks events drawn from the rules of @old and of @new, and those of the log, of both.
 * AVOW_E_NOMEM. What cannot be read is told where @is_telling.
 */
int avow_audit_prove(const struct avow_audit_asked *old,
		     const struct avow_audit_asked *new,
		     const struct avow_audit_optimize_options *options, bool is_telling,
		     struct avow_audit_proof *out) avow_must_check;

/*
 * Draws an event near what @rule is true for: most of them it is, the others miss it by
 * a field or two. @other, which may be NULL, is to be true as well where both can.
 * Texts are in @arena.
 */
void avow_audit_draw(uint64_t *seed, const struct avow_audit_asked *asked,
		     const struct avow_audit_rule *rule,
		     const struct avow_audit_rule *other, struct avow_arena *arena,
		     struct avow_audit_event *out);

/* The whole as a file of rules. */
void avow_audit_write_optimized(const struct avow_audit_optimizer *optimizer,
				struct avow_audit_optimized *out);

#endif
