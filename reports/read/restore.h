/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_READ_RESTORE_H
#define AVOW_REPORTS_READ_RESTORE_H

/*
 * What the parts of a report are restored with. A part that is not as avow writes it is
 * remembered with its line, and everything after it is nothing; so one asks at the end.
 */
#include "reports/read/read.h"
#include "reports/read/tree.h"

/* A cluster's finding until the clusters are in their order. */
struct avow_restored {
	char id[13];
	struct avow_finding finding;
	enum avow_baseline_verdict baseline;
};

struct avow_restoring {
	const char *path;
	struct avow_retold *out;
	struct avow_error *error;
	int code; /* of what is wrong, first */
	bool has_findings;
	struct avow_restored *restored; /* by cluster as they came; then by id */
	size_t count, capacity;
	size_t *index_of; /* by id: the index of the cluster */
	struct avow_buf scratch;
};

/* Remembers what is wrong at @node. */
void avow_restore_refuse(struct avow_restoring *r, const struct avow_node *node,
			 const char *name, const char *what);
void avow_restore_no_memory(struct avow_restoring *r);

/* The member of that name; NULL when there is none. */
struct avow_node *avow_restore_member(struct avow_node *node, const char *name);

/* Members that must be there; of one that is not, nothing. */
uint64_t avow_restore_number(struct avow_restoring *r, struct avow_node *node,
			     const char *name);
/* The bytes, lent until the next call. */
struct avow_span avow_restore_bytes(struct avow_restoring *r, struct avow_node *node,
				    const char *name);

/* Members that may be left out: false, zero or NULL then. */
bool avow_restore_truth(struct avow_restoring *r, struct avow_node *node,
			const char *name);
struct avow_time avow_restore_time(struct avow_restoring *r, struct avow_node *node,
				   const char *name);
/* Kept with the findings. */
const char *avow_restore_text(struct avow_restoring *r, struct avow_node *node,
			      const char *name);

/* `input` and `line`. */
struct avow_place avow_restore_place(struct avow_restoring *r, struct avow_node *node);

/* Memory of the findings for @count items of @size bytes, zeroed, one at least. */
void *avow_restore_array(struct avow_restoring *r, size_t count, size_t size);

/* How many elements there are within; 0 of NULL. */
size_t avow_restore_count(const struct avow_node *node);

/* The parts. */
void avow_restore_evidence(struct avow_restoring *r, struct avow_node *evidence);
void avow_restore_cluster(struct avow_restoring *r, struct avow_node *cluster);
/* Once all clusters are there: puts them in their order, and the findings to them. */
void avow_restore_settle(struct avow_restoring *r);
void avow_restore_finding(struct avow_restoring *r, struct avow_node *cluster,
			  struct avow_finding *out);
void avow_restore_suggestion(struct avow_restoring *r, struct avow_node *suggestion);
void avow_restore_plan(struct avow_restoring *r, struct avow_node *plan);
void avow_restore_activity(struct avow_restoring *r, struct avow_node *activity);
void avow_restore_rules(struct avow_restoring *r, struct avow_node *rules);

/* A permission array as one text, blanks between, lent until the next call. */
struct avow_span avow_restore_permissions(struct avow_restoring *r,
					  struct avow_node *node);
/* The atom of a member; the set must have room for it. */
uint32_t avow_restore_atom(struct avow_restoring *r, struct avow_node *node,
			   const char *name);
uint32_t avow_restore_xperm(struct avow_restoring *r, struct avow_node *node);
/* The index of the cluster of that id; SIZE_MAX, and refused, when there is none. */
size_t avow_restore_index(struct avow_restoring *r, const struct avow_node *node);
/* An array of risks. */
const struct avow_risk *const *avow_restore_risks(struct avow_restoring *r,
						  struct avow_node *node, size_t *count);
struct avow_severity avow_restore_severity(struct avow_restoring *r,
					   struct avow_node *node);

#endif
