/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_TABLES_H
#define AVOW_POLICY_SELINUX_SEPOL_TABLES_H

#include "policy/selinux/sepol/sepol.h"

/*
 * All that a policy says, read from its first table to its last, in names: the
 * values of two policies cannot be compared. The order is the policy's own and
 * means nothing. Nothing is changed.
 */

/*
 * As avow_sepol_open(), without the tables that decisions need: of such a policy this
 * header may be asked, and sepol.h for names, conditionals and booleans.
 */
int avow_sepol_open_tables(const struct avow_image *image, const char *path,
			   struct avow_sepol **out,
			   struct avow_error *error) avow_must_check;

/*
 * One thing that the policy says of @key: that its @field has the @value. With a
 * NULL @field it says that there is such a key. A field may have several values.
 * The strings are lent for the call.
 */
struct avow_sepol_teller {
	void (*tell)(void *data, const char *key, const char *field, const char *value);
	void *data;
};

typedef void avow_sepol_table(const struct avow_sepol *sepol,
			      const struct avow_sepol_teller *teller);

/* Symbols (tables/symbols.c). */
avow_sepol_table avow_sepol_tell_properties; /* version, mls, handle_unknown */
avow_sepol_table avow_sepol_tell_capabilities;
avow_sepol_table avow_sepol_tell_commons;
avow_sepol_table avow_sepol_tell_classes; /* with the permissions of their commons */
avow_sepol_table avow_sepol_tell_defaults;
avow_sepol_table avow_sepol_tell_types;
avow_sepol_table avow_sepol_tell_aliases;    /* of types */
avow_sepol_table avow_sepol_tell_attributes; /* their types; those without a name not */
avow_sepol_table avow_sepol_tell_bounds;
avow_sepol_table avow_sepol_tell_permissive;
avow_sepol_table avow_sepol_tell_booleans;

/* Roles, users, levels (tables/people.c). */
avow_sepol_table avow_sepol_tell_roles;
avow_sepol_table avow_sepol_tell_role_allows;
avow_sepol_table avow_sepol_tell_role_transitions;
avow_sepol_table avow_sepol_tell_users;
avow_sepol_table avow_sepol_tell_sensitivities;
avow_sepol_table avow_sepol_tell_categories;

/* Contexts of objects (tables/places.c). */
avow_sepol_table avow_sepol_tell_initial_sids;
avow_sepol_table avow_sepol_tell_fs_uses;
avow_sepol_table avow_sepol_tell_genfscons;
avow_sepol_table avow_sepol_tell_portcons;
avow_sepol_table avow_sepol_tell_netifcons;
avow_sepol_table avow_sepol_tell_nodecons;
avow_sepol_table avow_sepol_tell_ibpkeycons;
avow_sepol_table avow_sepol_tell_ibendportcons;

/*
 * Constraints (tables/limits.c). The key is "CLASS PERMISSION", and the class alone
 * for validatetrans; the values are expressions in a normal form: sorted, with no
 * brackets that say nothing. Attributes stay what they are where the policy keeps them.
 */
avow_sepol_table avow_sepol_tell_constraints;
avow_sepol_table avow_sepol_tell_validatetrans;

/*
 * Rules (tables/rules.c): of one row, what a rule of its kind has of these. A type
 * may be an attribute, but in type rules, where the kernel looks for the type itself.
 */
enum avow_row_kind {
	AVOW_ROW_ALLOW,
	AVOW_ROW_AUDITALLOW,
	AVOW_ROW_DONTAUDIT,
	AVOW_ROW_ALLOWXPERM,
	AVOW_ROW_AUDITALLOWXPERM,
	AVOW_ROW_DONTAUDITXPERM,
	AVOW_ROW_TYPE_TRANSITION,
	AVOW_ROW_TYPE_MEMBER,
	AVOW_ROW_TYPE_CHANGE,
	AVOW_ROW_RANGE_TRANSITION,
	AVOW_ROW_KINDS
};

struct avow_sepol_row {
	enum avow_row_kind kind;
	struct avow_sepol_pair pair;
	uint32_t conditional; /* 0: always in force; else its number, from 1 on */
	bool is_else;         /* in force when the conditional is false */
	uint32_t permissions; /* of allow and the like */
	/* Of xperms: a bit for each function of the driver, or for each driver. */
	const uint32_t *commands; /* 8 words, 256 bits */
	uint8_t driver;
	bool is_by_driver, is_nlmsg;
	uint32_t type;    /* of type rules: the outcome */
	const char *name; /* of type_transition: of the file; NULL: of any */
	const char *text; /* of range_transition: the range */
};

/* Fails when @visit does, with what it returned. */
int avow_sepol_each_row(const struct avow_sepol *sepol,
			int (*visit)(void *data, const struct avow_sepol_row *row),
			void *data) avow_must_check;

/* Whether a value is a type or an attribute that rules may be about. */
enum avow_set_kind { AVOW_SET_NONE, AVOW_SET_TYPE, AVOW_SET_ATTRIBUTE };
enum avow_set_kind avow_sepol_set_kind(const struct avow_sepol *sepol, uint32_t value);
/* Shows @visit the types of an attribute, or the type itself, in ascending order. */
void avow_sepol_each_member(const struct avow_sepol *sepol, uint32_t value,
			    void (*visit)(void *data, uint32_t type), void *data);

uint16_t avow_sepol_class_max(const struct avow_sepol *sepol);
uint32_t avow_sepol_conditional_count(const struct avow_sepol *sepol);

/*
 * The postfix expression of a conditional, as @out, which has room for @max: a
 * boolean's value, from 1 on, or one of enum avow_expression_word. How many there
 * are; 0 when it is no expression or there are more.
 */
enum avow_expression_word {
	AVOW_EXPRESSION_NOT = -1,
	AVOW_EXPRESSION_OR = -2,
	AVOW_EXPRESSION_AND = -3,
	AVOW_EXPRESSION_XOR = -4,
	AVOW_EXPRESSION_EQ = -5,
	AVOW_EXPRESSION_NEQ = -6,
};
size_t avow_sepol_expression_words(const struct avow_sepol *sepol, uint32_t conditional,
				   int32_t *out, size_t max);

#endif
