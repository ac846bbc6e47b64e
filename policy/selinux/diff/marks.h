/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_DIFF_MARKS_H
#define AVOW_POLICY_SELINUX_DIFF_MARKS_H

/* What the files of marks/ share: how a difference that needs a look is found. */
#include "policy/selinux/diff/internal.h"

/* Some permissions for objects of some classes. */
struct access_words {
	const char *const *classes;     /* ends with NULL */
	const char *const *permissions; /* likewise */
	const char *const *targets;     /* types, likewise; NULL: any */
};

struct marking {
	struct diff *diff;
	const struct avow_difference_mark *mark; /* the one that is looked for */
	const struct access_words *words;        /* of its row, or NULL */
	bool *is_unconfined[SIDES];              /* by type */
	bool *is_executed;                       /* by type, in the new policy */
	bool failed;
};

/* One row of the table of marks. */
struct mark_row {
	struct avow_difference_mark mark;
	void (*find)(struct marking *marking);
	const struct access_words *words;
};

/* Adds a hit of the mark that is looked for. */
void avow_diff_hit(struct marking *marking, struct avow_span text);
/* The same for a gain: of its permissions those of @permissions, of its targets those
   that @is_target says, or all when it is NULL. Nothing when nothing is left. */
void avow_diff_hit_gain(struct marking *marking, const struct avow_difference_gain *gain,
			const char *const *permissions,
			bool (*is_target)(const struct marking *marking, uint32_t type));
/* Shows @visit what is newly granted to some type that is not unconfined. */
void avow_diff_each_gain(struct marking *marking,
			 void (*visit)(struct marking *marking,
				       const struct avow_difference_gain *gain));
const struct avow_difference_section *avow_diff_section(const struct marking *marking,
							const char *kind);
bool avow_diff_is_one_of(const char *name, const char *const *names);

/* The finders, one file each in marks/. */
void avow_diff_mark_access(struct marking *marking);
void avow_diff_mark_executable(struct marking *marking);
void avow_diff_mark_entering(struct marking *marking);
void avow_diff_mark_unconfined(struct marking *marking);
void avow_diff_mark_permissive(struct marking *marking);
void avow_diff_mark_boolean(struct marking *marking);
void avow_diff_mark_constraint(struct marking *marking);
void avow_diff_mark_property(struct marking *marking);

/* Fill is_unconfined and is_executed. */
int avow_diff_find_unconfined(struct marking *marking) avow_must_check;
int avow_diff_find_executed(struct marking *marking) avow_must_check;

#endif
