/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_TABLES_H
#define AVOW_AUDIT_TABLES_H

#include "analyzer/base/terms.h"
#include "policy/audit/rule.h"

/*
 * The words of rules and the kernel's numbers for them. Where a function takes a name,
 * capitals do not matter, as they do not for auditctl.
 */

/* What the value of a field is. */
enum avow_audit_value {
	AVOW_AUDIT_OF_USER,    /* a user: number, name, unset */
	AVOW_AUDIT_OF_GROUP,   /* a group: number, name */
	AVOW_AUDIT_OF_EXIT,    /* a number or an errno, -EACCES */
	AVOW_AUDIT_OF_MESSAGE, /* a type of records, by name or number */
	AVOW_AUDIT_OF_TEXT,    /* of a label, a path, a key */
	AVOW_AUDIT_OF_MACHINE,
	AVOW_AUDIT_OF_PERMISSIONS, /* rwxa */
	AVOW_AUDIT_OF_FILE_TYPE,
	AVOW_AUDIT_OF_FILESYSTEM,
	AVOW_AUDIT_OF_ARGUMENT, /* of a call: any number, octal too */
	AVOW_AUDIT_OF_SESSION,  /* a number, or unset */
	AVOW_AUDIT_OF_NUMBER    /* from 0 on */
};

/* Lists of rules as bits, and operators. */
enum {
	AVOW_AUDIT_ON_EXIT = 1 << AUDIT_FILTER_EXIT,
	AVOW_AUDIT_ON_USER = 1 << AUDIT_FILTER_USER,
	AVOW_AUDIT_ON_EXCLUDE = 1 << AUDIT_FILTER_EXCLUDE,
	AVOW_AUDIT_ON_FILESYSTEM = 1 << AUDIT_FILTER_FS,
	AVOW_AUDIT_ON_IO_URING = 1 << AVOW_AUDIT_LIST_IO_URING,
	AVOW_AUDIT_ON_ANY = 0xff
};
enum avow_audit_operators {
	AVOW_AUDIT_SAME,
	AVOW_AUDIT_EITHER,
	AVOW_AUDIT_ORDER,
	AVOW_AUDIT_BITS
};

struct avow_audit_field_row {
	const char *name;
	uint32_t type;
	enum avow_audit_value value;
	unsigned lists;                      /* that take it */
	enum avow_audit_operators operators; /* = alone; != too; < > too; & too */
	const char *says;                    /* "the user who logged in", for sentences */
};

extern const struct avow_audit_field_row avow_audit_fields[];
extern const size_t avow_audit_field_count;

/* NULL when there is none. A type may have two names; the first is printed. */
const struct avow_audit_field_row *avow_audit_field_named(struct avow_span name);
const struct avow_audit_field_row *avow_audit_field_typed(uint32_t type);

/* "=", "!=", ...; NULL for what is no operator. */
const char *avow_audit_operator(uint32_t operation);
bool avow_audit_takes(enum avow_audit_operators operators, uint32_t operation);

/* Tables that only rules need. */
extern const struct avow_terms avow_audit_lists, avow_audit_actions,
	avow_audit_file_types, avow_audit_filesystems, avow_audit_operations;

/* The two fields of an AUDIT_COMPARE_*; false for what is none. */
bool avow_audit_comparison(uint32_t value, uint32_t types[2]);
/* The AUDIT_COMPARE_* of two fields, in either order; 0 when they cannot be compared. */
uint32_t avow_audit_compare(uint32_t a, uint32_t b);

/* The calls that audit 4 adds for a permission: names apart by commas. NULL past the
 * last. @since is the first audit that has them. */
const char *avow_audit_permission_calls(size_t index, uint32_t *permission,
					uint32_t *since);

/* A word in small letters, so that calls are found in their table. At most 64 bytes. */
struct avow_audit_small {
	char bytes[64];
	struct avow_span span; /* empty when the word was longer */
};
void avow_audit_fold(struct avow_span word, struct avow_audit_small *out);

#endif
