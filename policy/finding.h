/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_FINDING_H
#define AVOW_POLICY_FINDING_H

#include "analyzer/base/arena.h"
#include "analyzer/cluster/cluster.h"
#include "policy/plan.h"

/*
 * What a policy engine says of the clusters, in words that no engine is needed
 * to read. Engines write these; reports read them.
 */

/* Which policy was asked. */
struct avow_policy_info {
	const char *kind; /* "SELinux" */
	unsigned version; /* the binary format's, 15 to 33 */
	bool is_mls;
	const char *source; /* the file's name as given */
	char digest[65];    /* SHA-256 of the file, hexadecimal */
};

/* A line of severity.db that was not understood. */
struct avow_severity_doubt {
	size_t line;
	const char *text; /* a sentence without a full stop */
};

/* Which AppArmor profiles were asked. */
struct avow_profiles_info {
	const char *source; /* the directory or file as given; NULL: none were read */
	size_t profiles, rules, files;
	size_t defects;         /* parts that could not be read */
	const char *severities; /* the path of severity.db; NULL: there is none */
	const struct avow_severity_doubt *doubts; /* of it, the first of all_doubts */
	size_t doubt_count, all_doubts;
};

/* A file of AppArmor's policy as the plan would leave it. */
struct avow_profile_edit {
	const char *path;        /* where it belongs */
	struct avow_span before; /* what is there; empty for a new file */
	struct avow_span after;
	bool is_new;
	const char *diff; /* unified, of both */
	/* What apparmor_parser says of it: NULL where it was not asked, "" when it is
	 * content. */
	const char *compiled;
};

/* What the plan makes of the profiles. */
struct avow_profile_edits {
	struct avow_profile_edit *at;
	size_t count;
	uint64_t asked, answered; /* denials of AppArmor's, asked of what was edited */
	size_t rules;
	bool is_compiled; /* apparmor_parser accepts all of it */
};

/* Why the accesses of a cluster were refused: one row a reason. */
struct avow_reason {
	const char *code;  /* stable: "SEL-TE" */
	const char *layer; /* "type enforcement", "constraint", ... */
	const char *title; /* of the code: "no allow rule" */
	const char *text;  /* a sentence about this cluster */
	const char
		*evidence; /* the deciding rule, constraint or boolean, quoted; or NULL */
	const char *permissions; /* those it refuses, sorted, blanks between; or NULL */
	uint64_t count;          /* denials it explains */
	struct avow_place first; /* where the first of them was seen */
	bool is_unknown;         /* the record names what this policy does not know */
};

struct avow_advice {
	const char *code; /* stable: "SEL-ALLOW" */
	unsigned rank;    /* 1 is best */
	const char *title;
	const char *why;
	const char *change;      /* the text to apply, or NULL */
	const char *change_kind; /* "te", "command", ...; NULL without change */
	const char *note;        /* of this change: what else it opens; or NULL */
	/* What asking again with the change came to: "allowed"; NULL: not tried */
	const char *proof;
	bool is_choice; /* the plan can take it: it answers the cluster, or a part */
	const struct avow_risk *const *risks; /* of a rule, the worst first */
	size_t risk_count;
	struct avow_severity severity; /* of what AppArmor refused */
};

enum avow_layer_verdict {
	AVOW_LAYER_ALLOWS,
	AVOW_LAYER_REFUSES,
	AVOW_LAYER_DOES_NOT_APPLY,
	AVOW_LAYER_VERDICTS
};

/* One layer of a decision by itself, whatever the others say. */
struct avow_layer {
	const char *name; /* "type enforcement" */
	enum avow_layer_verdict verdict;
	const char *text;     /* a sentence */
	const char *evidence; /* the deciding rules, quoted, one a line; or NULL */
};

/*
 * One question of a cluster and every layer of its answer, in the order in which the
 * kernel applies them. Accesses that the policy cannot tell apart are one question.
 */
struct avow_decision {
	uint32_t scontext, tcontext, permissions; /* of the first access: atoms */
	uint32_t xperm;                           /* as in the access */
	uint64_t count;                           /* denials */
	uint64_t others;                          /* accesses besides the first */
	const char *code;                         /* of the first layer that refuses it */
	struct avow_layer *layers;
	size_t layer_count;
};

struct avow_finding {
	struct avow_reason *reasons; /* most denials first */
	size_t reason_count;
	struct avow_advice *advice; /* by rank */
	size_t advice_count;
	/*
	 * The code of the first layer that refuses each access of the cluster, by the
	 * access's index in cluster->accesses: what audit2why would say of it alone.
	 */
	const char *const *access_reasons;
	size_t access_count;
	struct avow_decision *decisions; /* only where they were asked for */
	size_t decision_count;
	bool is_unconfined; /* who asked is bound by hardly anything, or by nothing */
};

/*
 * An access that the change does not answer, and what still refuses it. Accesses that
 * differ in nothing but categories and the like are one, told by the first of them.
 */
struct avow_unanswered {
	size_t cluster;                           /* index of the cluster */
	uint32_t scontext, tcontext, permissions; /* atoms of the cluster set */
	uint64_t others; /* pairs of contexts told by this one, besides it */
	uint64_t count;
	const char *code;     /* of the reason that remains */
	const char *text;     /* one sentence: why no allow rule can answer it */
	const char *evidence; /* the constraint and so on, or NULL */
};

/* The module that would allow what was refused, and its proof. */
struct avow_suggestion {
	const char *name; /* module name */
	/* NULL, unless they were asked for: */
	const char *te;              /* the whole .te text; NULL as well when it is
					no module, since only CIL can hold its rules */
	const char *cil;             /* the same for secilc */
	const char *plain;           /* the allow rules alone, one a line */
	struct avow_span package;    /* the policy package; it holds NULs */
	const char *fc, *interfaces; /* file contexts, .if; "" without new types */
	const char **relabel;        /* directories, once the module is loaded */
	size_t relabel_count;
	size_t rules;
	size_t calls;         /* of interfaces, in the .te instead of some of the rules */
	const char *no_calls; /* why there can be none, a sentence; or NULL */
	const char **bad_headers; /* that cannot be read, and are left out */
	size_t bad_header_count;
	size_t te_left_out; /* rules with a name that no .te can write: in the CIL alone
			     */
	uint64_t te_left_out_denials; /* denials that these answer */
	/* Every denial of SELinux is in one of these three. */
	uint64_t asked; /* refused by the policy, and asked again with the rules in it */
	uint64_t already;  /* allowed by the policy without them */
	uint64_t unjudged; /* of a context, class or permission that it does not know */
	uint64_t covered;  /* of those asked, allowed now */
	struct avow_unanswered *unanswered;
	size_t unanswered_count;
};

/* A rule of the policy that is against a neverallow rule of the user's. */
struct avow_broken_neverallow {
	size_t line; /* of the neverallow rule in its file */
	const char *rule;
};

/* A part of the file that was not understood. */
struct avow_neverallow_doubt {
	size_t line;
	const char *text; /* a sentence without a full stop */
};

/* What became of the user's file of neverallow rules; its path is NULL without one. */
struct avow_neverallow_findings {
	const char *path;
	size_t rules;
	const struct avow_neverallow_doubt *doubts; /* the first of them */
	size_t doubt_count, all_doubts;
	const struct avow_broken_neverallow *broken; /* likewise */
	size_t broken_count, all_broken;
};

struct avow_findings {
	struct avow_arena arena; /* holds every string below */
	struct avow_policy_info
		policy; /* its kind is NULL: no SELinux policy was asked */
	struct avow_profiles_info profiles;
	/* One a cluster, in the order of the set; empty where its policy was not asked.
	 */
	struct avow_finding *of;
	size_t count;
	struct avow_suggestion suggestion;
	struct avow_plan plan;           /* only where it was asked for */
	struct avow_profile_edits edits; /* likewise */
	struct avow_neverallow_findings neverallow;
};

/* Gives everything back; a zeroed struct is fine. */
void avow_findings_free(struct avow_findings *findings);

#endif
