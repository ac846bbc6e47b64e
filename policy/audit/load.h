/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_LOAD_H
#define AVOW_AUDIT_LOAD_H

#include "analyzer/collect/kernel_rules.h"
#include "policy/audit/audit.h"

/*
 * Rules into the kernel, all or none: what it has, what it is to have, the steps from one
 * to the other, and the way back. A rule is told from another by its bytes, as the kernel
 * tells them apart (audit_compare_rule()).
 */

/* One rule that the kernel has, or is to have. */
struct avow_audit_entry {
	struct avow_span bytes;             /* struct audit_rule_data, to be appended */
	const struct avow_audit_rule *rule; /* NULL: avow cannot read it */
	const struct avow_audit_line *line; /* where it stands; NULL: it was listed */
	uint32_t list;
	uint64_t hash; /* of the bytes */
};

/* All of them, in the order of their lists, and the settings. */
struct avow_audit_table {
	struct avow_audit_entry *items;
	size_t count;
	uint32_t settings[AVOW_KERNEL_SETTINGS];
	/* The lines that say so; NULL: it is not asked for, or was read. */
	const struct avow_audit_line *set_by[AVOW_KERNEL_SETTINGS];
};

/* The rules that the kernel lists. Everything lives in @arena. */
int avow_audit_table_read(struct avow_span bytes, const struct avow_audit_target *target,
			  struct avow_arena *arena, struct avow_audit_table *out,
			  struct avow_error *error) avow_must_check;

/* What @kernel has, with its settings. */
int avow_audit_table_list(const struct avow_kernel_rules *kernel,
			  const struct avow_audit_target *target,
			  struct avow_arena *arena, struct avow_audit_table *out,
			  struct avow_error *error) avow_must_check;

/*
 * What @rules come to in a kernel that had none. AVOW_E_INPUT with a sentence that begins
 * with the place where the kernel would refuse: a rule that is there already, or one to
 * be deleted that is not.
 */
int avow_audit_table_make(const struct avow_audit_rules *rules, struct avow_arena *arena,
			  struct avow_audit_table *out,
			  struct avow_error *error) avow_must_check;

/* Takes out all rules that have @key; how many. */
size_t avow_audit_table_drop(struct avow_audit_table *table, struct avow_span key);

/* The entry with the same bytes; NULL when there is none. */
const struct avow_audit_entry *
avow_audit_table_find(const struct avow_audit_table *table,
		      const struct avow_audit_entry *entry);

/* One request to the kernel. */
struct avow_audit_step {
	const struct avow_audit_entry *entry;
	bool is_removal;
	bool is_first; /* to be added before all others of its list */
	bool is_moved; /* removed and added */
};

/* Removals first. Rules that stay are not touched. */
struct avow_audit_plan {
	struct avow_audit_step *steps;
	size_t count;
	size_t kept;
};

/* The steps from @from to @to, in @arena. AVOW_E_NOMEM. */
int avow_audit_plan_make(const struct avow_audit_table *from,
			 const struct avow_audit_table *to, struct avow_arena *arena,
			 struct avow_audit_plan *out) avow_must_check;

/* What a loading came to. */
enum avow_audit_outcome {
	AVOW_AUDIT_LOADED,
	AVOW_AUDIT_RESTORED, /* the kernel refused something; all is as before */
	AVOW_AUDIT_BROKEN    /* and it refused the way back too */
};

struct avow_audit_loading {
	enum avow_audit_outcome outcome;
	const struct avow_audit_step *refused; /* NULL: a setting was, or nothing */
	enum avow_kernel_setting setting;      /* that was refused */
	int number;                            /* the errno */
	int restoring;                         /* broken: the errno of the way back */
};

/* From what to what, and back to what. */
struct avow_audit_way {
	const struct avow_audit_table *from, *to;
	const struct avow_audit_table *before; /* @from, but behind a broken loading */
	const struct avow_audit_target *target;
};

/*
 * Takes the steps of @plan, and changes the settings that way->to asks for, the lock
 * last; where one fails, goes back to way->before, whatever the kernel has by then.
 */
void avow_audit_load(const struct avow_kernel_rules *kernel,
		     const struct avow_audit_plan *plan, const struct avow_audit_way *way,
		     struct avow_audit_loading *out);

/* Whether @to asks for a setting to be another than it is in @from. */
bool avow_audit_is_changed(const struct avow_audit_table *from,
			   const struct avow_audit_table *to,
			   enum avow_kernel_setting setting);

#endif
