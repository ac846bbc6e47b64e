/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEVERALLOW_BUILD_H
#define AVOW_POLICY_SELINUX_NEVERALLOW_BUILD_H

#include "analyzer/base/arena.h"
#include "policy/selinux/neverallow.h"

/*
 * What both readers of neverallow rules write into: sets of types by name, the
 * attributes that the file declares, classes with permissions, remarks.
 */

#define AVOW_NEVERALLOW_RULES_MAX 65536
#define AVOW_NEVERALLOW_ATTRIBUTES_MAX 65536
#define AVOW_NEVERALLOW_CLASSES_MAX 512 /* of one rule */
#define AVOW_NEVERALLOW_RANGES_MAX 1024 /* commands of one rule */

struct neverallow_rule {
	struct avow_assertion assertion;
	struct avow_neverallow_place place;
	struct neverallow_rule *next;
};

struct neverallow_remark {
	struct avow_neverallow_remark remark;
	struct neverallow_remark *next;
};

/* CIL's typeattributeset: the bytes of its expression. */
struct neverallow_definition {
	struct avow_span text;
	size_t line;
	struct neverallow_definition *next;
};

/* An attribute that the file declares, with the types that the file gives it. */
struct neverallow_attribute {
	struct avow_span name;
	uint64_t *types;
	struct neverallow_definition *first, **last; /* CIL: to be worked out */
	bool is_open;                                /* is being worked out */
	struct neverallow_attribute *next;
};

#define NEVERALLOW_ATTRIBUTE_SLOTS 1024

struct avow_neverallow {
	struct avow_arena arena; /* holds all that follows, and this struct too */
	const struct avow_sepol *sepol;
	const char *path;
	size_t words; /* of a set of types */
	struct neverallow_rule *first, **last;
	size_t count;
	struct neverallow_remark *first_remark, **last_remark;
	size_t remark_count;
	struct neverallow_attribute *attributes[NEVERALLOW_ATTRIBUTE_SLOTS];
	size_t attribute_count;
	char comment; /* what a comment begins with, up to the end of the line */
	bool failed;  /* memory is out */
};

/* A rule while it is read; sets are the arena's. */
struct neverallow_draft {
	size_t line;
	uint64_t *sources, *targets;
	bool is_self, is_not_self;
	struct avow_assertion_class classes[AVOW_NEVERALLOW_CLASSES_MAX];
	size_t class_count;
	bool is_extended;
	struct avow_command_range commands[AVOW_NEVERALLOW_RANGES_MAX];
	size_t command_count;
};

/* An empty set; NULL when memory is out. */
uint64_t *avow_neverallow_set(struct avow_neverallow *neverallow);

/* The attribute @name of the file, made when there is none; NULL: memory is out. */
struct neverallow_attribute *avow_neverallow_declare(struct avow_neverallow *neverallow,
						     struct avow_span name);
struct neverallow_attribute *
avow_neverallow_attribute(const struct avow_neverallow *neverallow,
			  struct avow_span name);

/*
 * Adds to @set what @name means: a type, an attribute of the policy, or one of the
 * file. False when nothing has that name; the caller says so.
 */
bool avow_neverallow_add(const struct avow_neverallow *neverallow, struct avow_span name,
			 uint64_t *set);

/* The class @name, 0 when the policy has none. */
uint16_t avow_neverallow_class(const struct avow_neverallow *neverallow,
			       struct avow_span name);
uint32_t avow_neverallow_permission(const struct avow_neverallow *neverallow,
				    uint16_t tclass, struct avow_span name);

/*
 * Notes that something at @line was not understood. @name (which may be empty) is
 * put behind @what in quotes, its odd bytes replaced.
 */
void avow_neverallow_note(struct avow_neverallow *neverallow, size_t line,
			  const char *what, struct avow_span name);

/* Makes the draft a rule; @text is where it stands in the file. */
void avow_neverallow_finish(struct avow_neverallow *neverallow,
			    const struct neverallow_draft *draft, struct avow_span text);

/* Adds @class with @permissions. False: there is no room. */
bool avow_neverallow_add_class(struct neverallow_draft *draft, uint16_t tclass,
			       uint32_t permissions);

/* 64 Ki bits, one for each command, and their ranges into the draft. */
#define NEVERALLOW_COMMAND_WORDS (65536 / 64)
/* False: there are too many ranges. */
bool avow_neverallow_take_commands(struct neverallow_draft *draft,
				   const uint64_t *commands);
void avow_neverallow_put_commands(uint64_t *commands, unsigned low, unsigned high);
/* A number of a command: decimal, or hexadecimal after 0x. False: it is none. */
bool avow_neverallow_command(struct avow_span word, unsigned *out);

/* The readers: each takes the whole text. */
void avow_neverallow_read_te(struct avow_neverallow *neverallow, struct avow_span text);
void avow_neverallow_read_cil(struct avow_neverallow *neverallow, struct avow_span text);

#endif
