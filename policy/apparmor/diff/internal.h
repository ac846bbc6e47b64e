/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_DIFF_INTERNAL_H
#define AVOW_APPARMOR_DIFF_INTERNAL_H

/* What the files of this directory share; nobody else includes it. */
#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "policy/apparmor/diff/diff.h"
#include "policy/apparmor/pattern/walk.h"
#include "policy/apparmor/profiles/classes.h"

enum { OLD, NEW, SIDES };
enum { OWNER, OTHER, OWNERS };

/* Numbers of avow_profile_diff_kinds[]; those of rules follow their class. */
enum {
	KIND_PROFILES,
	KIND_MODE,
	KIND_ATTACHMENT,
	KIND_FLAGS,
	KIND_RULES,
	KIND_LOGGING = KIND_RULES + AVOW_RULE_ALL,
	KIND_DOUBTS,
	KINDS
};

#define FIELDS_MAX 10
#define ENTRIES_MAX 500 /* of one profile and class: told one by one */

/* One profile, as both sides have it. */
struct pair {
	const struct avow_profile *of[SIDES]; /* one may be NULL */
	const char *name;                     /* with its namespace */
	bool differs;                         /* something of it was told */
	bool is_doubtful;
};

/* What is asked of a class: its fields in their order, and its permissions. */
struct pass {
	enum avow_rule_class class;
	bool is_link; /* of files: links, by their two names */
	const char *keys[FIELDS_MAX];
	size_t key_count;
};

/* A rule in a pass: of the one side, of the other, or the same in both. */
struct entrant {
	const struct avow_profile_rule *of[SIDES];
	size_t risk; /* of avow_profile_risk_file(), for one that is only watched */
	bool is_watched;
};

/* The comparison at work. */
struct diff {
	struct avow_arena arena;
	const struct avow_profile_diff_options *options;
	struct avow_profiles *profiles[SIDES];
	const char *paths[SIDES];
	struct pair *pairs; /* by name */
	size_t pair_count;
	struct avow_buf items[KINDS]; /* struct avow_difference_item */
	struct avow_buf hits;         /* struct avow_difference_hit */
	struct avow_buf notes;        /* const char * */
	struct avow_difference_section sections[KINDS];
	bool failed; /* memory is out */
};

/* What is told of a difference: one item. The texts are copied. */
struct telling {
	unsigned kind;
	enum avow_difference_sign sign;
	const char *key;
	struct avow_difference_item shape; /* its profile, permissions, object, owner */
	struct {
		const char *field, *value;
		bool is_new;
	} values[4];
	size_t value_count;
};

/* Text in the arena, or NULL, which is remembered. */
const char *avow_profile_diff_keep(struct diff *diff, struct avow_buf *text);
const char *avow_profile_diff_copy(struct diff *diff, const char *text);
bool avow_profile_diff_wants(const struct diff *diff, unsigned kind);
void avow_profile_diff_tell(struct diff *diff, struct telling *telling);
void avow_profile_diff_note(struct diff *diff, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* That the class of a profile cannot be compared, and why. */
void avow_profile_diff_doubt(struct diff *diff, struct pair *pair, const char *what,
			     const char *why);

/* Marks: each row of marks.c by its place there. */
enum mark {
	MARK_REMOVED,
	MARK_MODE,
	MARK_RISK,
	MARK_CAPABILITY,
	MARK_EXEC,
	MARK_UNCONFINED,
	MARKS
};
void avow_profile_diff_hit(struct diff *diff, enum mark mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Whether the capability of that bit passes other checks by. */
bool avow_profile_diff_is_strong(unsigned capability);

/* What is no rule: which profiles there are, their modes, flags, attachments, limits. */
void avow_profile_diff_presence(struct diff *diff, const struct pair *pair);
void avow_profile_diff_facts(struct diff *diff, struct pair *pair);
void avow_profile_diff_limits(struct diff *diff, struct pair *pair);

/* All classes of rules of a pair of profiles (rules.c). */
void avow_profile_diff_rules(struct diff *diff, struct pair *pair);

/*
 * Adds @rule, which may be of `all,`, to @walk (fields.c). NULL, or why its meaning is
 * not known well enough to be compared.
 */
const char *avow_profile_diff_add_rule(struct diff *diff, struct avow_walk *walk,
				       const struct pass *pass,
				       const struct avow_profile_rule *rule,
				       bool is_leading, struct avow_span options);
/* The words of options= that the rules have, each once, with blanks between. */
void avow_profile_diff_note_options(const struct avow_profile_rule *rule,
				    struct avow_buf *words);
/* What a text that was walked stands for: "/etc/passwd", "peer=foo". */
void avow_profile_diff_put_object(const struct pass *pass, struct avow_span text,
				  struct avow_span options, struct avow_buf *out);

/* The bits of @rule in @pass, and whether it is about the owner or others (judge.c). */
uint64_t avow_profile_diff_bits(const struct pass *pass,
				const struct avow_profile_rule *rule);

/* The differences of a walk, gathered text by text (judge.c). */
struct judging {
	struct diff *diff;
	struct pair *pair;
	const struct pass *pass;
	const struct entrant *entrants;
	struct avow_span options;
	struct avow_buf seen; /* struct finding of judge.c */
	bool is_cut;
};
avow_walk_fn avow_profile_diff_judge;

/* Has apparmor_parser compile all, and holds its automata against what was told. */
void avow_profile_diff_prove(struct diff *diff, struct avow_difference *out);

#endif
