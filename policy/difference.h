/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_DIFFERENCE_H
#define AVOW_POLICY_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What one policy says and another does not, or says otherwise. An engine makes it;
 * reports read it. Everything in it is sorted by its names, so that the same two
 * policies give the same bytes, and the policies exchanged give the mirror image.
 */

enum avow_difference_sign {
	AVOW_DIFFERENCE_REMOVED,
	AVOW_DIFFERENCE_ADDED,
	AVOW_DIFFERENCE_CHANGED,
	AVOW_DIFFERENCE_SIGNS
};

/* "removed", "added", "changed". */
const char *avow_difference_sign_name(enum avow_difference_sign sign);

/* What a reader has to know of, whatever else is read: one row a mark. */
struct avow_difference_mark {
	const char *code;  /* stable: "SEL-GAIN-EXECUTABLE" */
	const char *title; /* "may write what is executed" */
	const char *why;   /* a sentence */
};

/* A mark on one item or one gain. */
struct avow_difference_hit {
	const struct avow_difference_mark *mark;
	const char *text; /* of what: "httpd_t: bin_t file { write }" */
};

/* One value of a field that is gone, or new. */
struct avow_difference_value {
	const char *field; /* "role", "type"; "" where a key has but one */
	const char *value;
	bool is_new;
};

/* What is no rule: a type, a role, a context, a constraint. */
struct avow_difference_item {
	enum avow_difference_sign sign;
	const char *key;
	const struct avow_difference_value *values; /* by field, then value */
	size_t value_count;
	/* Of profiles, what the key is made of, for programs; else NULL. */
	const char *profile;
	const char *permissions; /* "rw", "send receive" */
	const char *object;      /* a shortest text that tells both apart */
	const char *owner;       /* "its owner", "not its owner"; NULL: both */
};

/* Names, as numbers of the table in struct avow_difference, ascending. */
struct avow_difference_names {
	const uint32_t *names;
	size_t count;
};

/*
 * Rules by what they come to: for every pair of a source and a target, the same. Of a
 * removed one, what the old policy grants and the new does not, and so on.
 */
struct avow_difference_gain {
	enum avow_difference_sign sign;
	struct avow_difference_names sources, targets;
	const char *tclass;
	const char *what;      /* "{ read write }", a type, a range, commands */
	const char *operation; /* of commands: "ioctl", "nlmsg"; else NULL */
	const char *was;       /* of what is changed: what it was */
	const char *name;      /* of a file; NULL: any */
	const char *condition; /* in which it holds: "a && !b"; NULL: always */
	bool in_force;         /* there is a condition, and it holds by default */
	bool is_of_new; /* one policy alone has its sources, or its targets: after others
			 */
	uint64_t pairs;
	const char *rule; /* one of the rules that say so, as it is written; or NULL */
};

struct avow_difference_kind {
	const char *name;  /* for --only and the formats: "allow" */
	const char *title; /* "allow rules" */
	const char *says;  /* what of them is compared */
	const char *word;  /* of a rule: "allow" */
	bool is_rules;     /* gains, else items */
	bool is_access;    /* a rule's `what` are permissions or commands; of items,
			      that added is newly granted */
	bool is_always;    /* told unless it is left out by name */
};

struct avow_difference_section {
	const struct avow_difference_kind *kind;
	const struct avow_difference_item *items;
	size_t item_count;
	const struct avow_difference_gain *gains;
	size_t gain_count;
	uint64_t counts[AVOW_DIFFERENCE_SIGNS]; /* of items, or of pairs */
};

struct avow_difference_policy {
	const char *path;
	const char *sha256; /* "" when it was not asked for */
	unsigned version;
	bool is_mls;
	size_t profiles; /* of a directory of profiles */
};

/* What a compiler of its own says of both: equal or not, item by item. */
struct avow_difference_proof {
	const char *by; /* "apparmor_parser"; NULL: it was not asked */
	size_t equal, different, unproved;
};

struct avow_difference {
	bool is_of_profiles; /* of AppArmor: no sha256, version and levels */
	struct avow_difference_proof proof;
	struct avow_difference_policy policies[2];      /* the old, the new */
	bool is_same_file;                              /* byte by byte */
	bool is_equal;                                  /* of the kinds asked for */
	const struct avow_difference_section *sections; /* of the kinds asked for */
	size_t section_count;
	const struct avow_difference_hit *hits;
	size_t hit_count;
	const char *const *notes; /* what could not be compared; sentences */
	size_t note_count;
	const char *const *names; /* of types; and of attributes, which a rule may name */
	void *storage;            /* the engine's */
};

#endif
