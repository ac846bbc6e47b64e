/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_DIFF_INTERNAL_H
#define AVOW_POLICY_SELINUX_DIFF_INTERNAL_H

/* What the files of this directory share; nobody else includes it. */
#include "analyzer/base/arena.h"
#include "analyzer/base/atoms.h"
#include "analyzer/base/buf.h"
#include "policy/selinux/diff/diff.h"
#include "policy/selinux/sepol/tables.h"
#include "policy/selinux/sepol/types.h"

enum { OLD, NEW, SIDES };
enum { BY_SOURCE, BY_TARGET, AXES };

#define NOTHING UINT32_MAX        /* no such set, or a conditional that is never true */
#define CLASSES_MAX 4096          /* of both together; a policy of today has 135 */
#define PERMISSIONS_MAX 64        /* of a class, in both policies together */
#define CONDITION_BOOLEANS_MAX 10 /* a truth table has a bit for each of 2^10 rows */
#define EXPRESSION_WORDS_MAX 256  /* libsepol's own limit is a depth of 10 */
#define CONDITION_WORDS (1u << (CONDITION_BOOLEANS_MAX - 6))

/* Lists of numbers, one after another: those of N are from first[N] to first[N + 1]. */
struct lists {
	uint32_t *first;
	uint32_t *items;
};

/*
 * Types and attributes of both policies in one numbering (sets.c): first the types by
 * name, then the attributes by name. An attribute without a name is one with its
 * members' digest for a name.
 */
struct sets {
	uint32_t type_count, count;
	const char **names;      /* by set */
	uint32_t *number[SIDES]; /* by value - 1: the set; NOTHING */
	struct lists
		members[SIDES]; /* by set: its types; of a type, itself if it is there */
	struct lists owners[SIDES]; /* by type: the sets that it is in, itself first */
	struct lists moved; /* by set: the types that are in it in one policy alone */
};

/* A class of either policy, and its permissions in one numbering (classes.c). */
struct class_words {
	const char *name;
	const char *permissions[PERMISSIONS_MAX]; /* by bit; sorted */
	uint8_t permission_count;
};

struct classes {
	struct class_words *words; /* by class, sorted by name */
	uint16_t count;
	uint16_t *number[SIDES];    /* by value: the class */
	uint8_t (*bits[SIDES])[32]; /* by value, by bit of the policy: the bit here */
};

/*
 * What a rule depends on: a function of booleans, whatever its expression and its
 * branch. Number 0 is "always" (conditions.c).
 */
struct condition {
	uint32_t booleans[CONDITION_BOOLEANS_MAX]; /* ascending; those that matter */
	uint32_t count;
	uint64_t table[CONDITION_WORDS]; /* by row: bit N of it is the Nth boolean */
	const char *text;
	bool in_force[SIDES]; /* with the defaults of the policy's booleans */
	bool is_opaque;       /* too many booleans for a table: known by its text alone */
};

struct conditions {
	const char **booleans; /* both policies', sorted by name */
	uint32_t boolean_count;
	struct condition *all; /* sorted by text, after the first */
	uint32_t count, capacity;
	uint32_t *buckets; /* numbers by hash; as many as a power of two, 0: free */
	size_t bucket_count;
	/* By twice the conditional's number, and one more for the else branch. */
	uint32_t *number[SIDES];
};

/* A rule of allow's kind or of xperms. */
struct rule {
	uint64_t payload;        /* permissions, or an atom: a set of commands */
	uint32_t source, target; /* sets */
	uint32_t condition;
	uint16_t tclass;
	uint8_t kind; /* enum access_kind */
};

/* Kinds of access rules: xperms of ioctl and of nlmsg are apart. */
enum access_kind {
	ACCESS_ALLOW,
	ACCESS_AUDITALLOW,
	ACCESS_DONTAUDIT,
	ACCESS_ALLOW_IOCTL,
	ACCESS_AUDITALLOW_IOCTL,
	ACCESS_DONTAUDIT_IOCTL,
	ACCESS_ALLOW_NLMSG,
	ACCESS_AUDITALLOW_NLMSG,
	ACCESS_DONTAUDIT_NLMSG,
	ACCESS_KINDS
};

static inline bool is_commands(unsigned kind)
{
	return kind >= ACCESS_ALLOW_IOCTL;
}

struct rules {
	struct rule *all; /* by source, kind, class, target, condition; each once */
	size_t count;
	uint32_t *by_target; /* the same by target, kind, class, source, condition */
};

/* A rule that says what becomes of something, a type or a range (moves.c). */
struct move {
	uint32_t source, target;
	uint32_t condition;
	uint32_t name;    /* of a file: an atom, or AVOW_NO_ATOM */
	uint32_t outcome; /* an atom */
	uint16_t tclass;
	uint8_t kind; /* enum avow_row_kind */
};

struct moves {
	struct move *all;
	size_t count, capacity;
};

/* A gain that is found: a line of types, and the set that they have it for. */
struct finding {
	uint64_t payload;
	uint32_t condition;
	uint32_t line;      /* the type of the axis */
	uint32_t others;    /* an atom of `spans`: the types of the other axis */
	uint32_t was, name; /* of moves: atoms */
	uint16_t tclass;
	uint8_t section; /* an index of avow_diff_kinds */
	uint8_t access;  /* enum access_kind; of moves nothing */
	uint8_t sign, axis;
};

struct findings {
	struct finding *all;
	size_t count, capacity;
};

/* The comparison at work. */
struct diff {
	struct avow_arena arena;
	struct avow_sepol *policies[SIDES];
	const struct avow_diff_options *options;
	struct avow_atoms *texts; /* strings, sets of commands */
	struct avow_atoms *spans; /* lists of types, as their bytes */
	struct sets sets;
	struct classes classes;
	struct conditions conditions;
	struct rules rules[SIDES];
	struct moves moves[SIDES];
	struct findings findings;
	struct avow_difference_section *sections; /* by kind; those not wanted too */
	struct avow_difference_hit *hits;
	size_t hit_count, hit_capacity;
};

/* All return 0 or AVOW_E_NOMEM; and AVOW_E_POLICY for more than CLASSES_MAX. */

int avow_diff_sets(struct diff *diff) avow_must_check;
void avow_diff_free_sets(struct sets *sets);
static inline uint32_t list_length(const struct lists *lists, uint32_t of)
{
	return lists->first[of + 1] - lists->first[of];
}
/* Whether the type is in the set, in the policy. */
bool avow_diff_is_member(const struct sets *sets, int side, uint32_t set, uint32_t type);
/* The set of that name, a type or an attribute; NOTHING. */
uint32_t avow_diff_type(const struct sets *sets, const char *name);
uint32_t avow_diff_attribute(const struct sets *sets, const char *name);

int avow_diff_classes(struct diff *diff) avow_must_check;
void avow_diff_free_classes(struct classes *classes);
/* The class of that name; NOTHING. */
uint32_t avow_diff_class(const struct classes *classes, const char *name);
uint64_t avow_diff_permission(const struct classes *classes, uint16_t tclass,
			      const char *name);

/*
 * Truth tables (truth.c). The words are those of avow_sepol_expression_words(), their
 * booleans as numbers from 0 on. The booleans of an expression go into @out; false when
 * they are too many. The table then takes the words to pieces.
 */
bool avow_diff_note_booleans(const int32_t *words, size_t count, struct condition *out);
void avow_diff_make_table(int32_t *words, size_t count, bool is_else,
			  struct condition *out);
/* What it gives in a row: bit N is the Nth of its booleans. */
bool avow_diff_row(const struct condition *condition, uint32_t row);

int avow_diff_conditions(struct diff *diff) avow_must_check;
void avow_diff_free_conditions(struct conditions *conditions);
/* Whether it holds in a policy by its booleans' defaults, with @turned the other way. */
bool avow_diff_holds(const struct diff *diff, int side, const struct condition *condition,
		     const char *turned);
/* Whether one of @others holds whenever @condition does. */
bool avow_diff_is_covered(const struct conditions *conditions, uint32_t condition,
			  const uint32_t *others, size_t count);

/* Reads every rule of both policies; the moves too. */
int avow_diff_read_rules(struct diff *diff) avow_must_check;
void avow_diff_free_rules(struct rules *rules);
/* By the axis's set, kind and class: where the rules begin, and how many they are. */
size_t avow_diff_find_rules(const struct rules *rules, int axis, const struct rule *key,
			    size_t *first);
const struct rule *avow_diff_rule(const struct rules *rules, int axis, size_t at);
int avow_diff_index_targets(struct rules *rules) avow_must_check;

/* Sets of commands, as atoms; AVOW_NO_ATOM is the empty one (commands.c). */
struct command_set {
	uint64_t bits[1024];
};
/* AVOW_NO_ATOM for an empty set, and when memory is out: then `failed` is set. */
uint32_t avow_diff_commands(struct avow_atoms *atoms, const struct command_set *set,
			    bool *failed);
void avow_diff_add_commands(const struct avow_atoms *atoms, uint32_t atom,
			    struct command_set *set);
void avow_diff_remove_commands(const struct avow_atoms *atoms, uint32_t atom,
			       struct command_set *set);
/* `0x5401 0x5410-0x541f` */
void avow_diff_commands_text(const struct avow_atoms *atoms, uint32_t atom,
			     struct avow_buf *out);

/* Which types' rules may differ, by axis, kind and class (affected.c). */
struct affected {
	uint64_t *bits[AXES];
	size_t words;
	uint32_t types, classes; /* types are rounded up to whole words */
};
int avow_diff_affected(const struct diff *diff, struct affected *out) avow_must_check;
void avow_diff_free_affected(struct affected *affected);
bool avow_diff_is_affected(const struct affected *affected, int axis,
			   const struct rule *line);
/* The first of that kind and class from the type @from on; NOTHING. */
uint32_t avow_diff_next_affected(const struct affected *affected, int axis,
				 const struct rule *line, uint32_t from);

/* Compares the affected lines, and puts what differs into diff->findings (lines.c). */
int avow_diff_lines(struct diff *diff, const struct affected *affected) avow_must_check;
/* The same of moves (moves.c). */
int avow_diff_moves(struct diff *diff) avow_must_check;
int avow_diff_add_finding(struct findings *findings,
			  const struct finding *finding) avow_must_check;

/* From findings to sections (gains.c). */
int avow_diff_gains(struct diff *diff) avow_must_check;
/* From the tables to sections (facts.c). */
int avow_diff_facts(struct diff *diff, size_t kind,
		    avow_sepol_table *table) avow_must_check;

/* Looks at the sections for what has a mark (marks.c). */
int avow_diff_mark(struct diff *diff) avow_must_check;

/* The index in avow_diff_kinds of the rules of a row. */
size_t avow_diff_section_of(enum avow_row_kind kind);
/* By the name, which is one. */
size_t avow_diff_kind_named(const char *name);
bool avow_diff_wants(const struct diff *diff, size_t kind);

#endif
