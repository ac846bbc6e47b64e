/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_RULE_H
#define AVOW_AUDIT_RULE_H

#include <linux/audit.h>

#include "analyzer/base/machines.h"

/* Of kernels newer than the headers that this may be built with. */
enum {
	AVOW_AUDIT_LIST_IO_URING = 7,
	AVOW_AUDIT_KEY_MAX = 256,   /* AUDIT_MAX_KEY_LEN, separators with it */
	AVOW_AUDIT_FIELDS_MAX = 63, /* libaudit's; the kernel has room for one more */
	AVOW_AUDIT_NUMBERS = 2032,  /* system calls; a bit past them stands for a class */
	AVOW_AUDIT_LINE_MAX = 6143, /* bytes; auditctl cuts a longer line in two */
	AVOW_AUDIT_PATH_MAX = 4096
};

/* A piece of a line: what a caret points to. */
struct avow_audit_mark {
	uint32_t column, length; /* in bytes, from 0 */
};

/* One condition, as the kernel has it; also the key. */
struct avow_audit_field {
	uint32_t type;               /* AUDIT_UID and the like */
	uint32_t operation;          /* AUDIT_EQUAL and the like */
	uint32_t value;              /* of a text: its length */
	struct avow_span text;       /* of a path, a label, an executable, a key */
	struct avow_audit_mark mark; /* of the whole option; empty in what was compiled */
	struct avow_span written;    /* the value as it was written; empty likewise */
};

/* A word of -S as it was written. */
struct avow_audit_call {
	struct avow_span name;
	int number; /* -1: all */
	struct avow_audit_mark mark;
};

/* One rule: what struct audit_rule_data says, and how it was written. */
struct avow_audit_rule {
	uint32_t list; /* AUDIT_FILTER_EXIT and the like, without AUDIT_FILTER_PREPEND */
	uint32_t action;  /* AUDIT_ALWAYS, AUDIT_NEVER */
	bool is_first;    /* -A */
	bool is_deletion; /* -d, -W */
	bool is_watch;    /* -w, -W */
	uint32_t mask[AUDIT_BITMASK_SIZE];
	const struct avow_machine *machine; /* of its arch; NULL: it names none */
	struct avow_audit_field *fields; /* in the kernel's order: the key comes last */
	size_t field_count;
	const struct avow_audit_call *calls; /* as written; none in what was compiled */
	size_t call_count;
	struct avow_audit_mark list_mark; /* of -a and its word, or of -w and its path */
};

/* The field of a type, the first; NULL when there is none. */
const struct avow_audit_field *avow_audit_field_of(const struct avow_audit_rule *rule,
						   uint32_t type);

/* AUDIT_EQUAL and the like, of two numbers: audit_comparator() of auditfilter.c. */
bool avow_audit_is_true(uint32_t left, uint32_t operation, uint32_t right);

/* The rule asks for every system call, or leaves that open. */
bool avow_audit_is_all(const struct avow_audit_rule *rule);

static inline bool avow_audit_has_call(const struct avow_audit_rule *rule, unsigned call)
{
	return rule->mask[call / 32] >> call % 32 & 1;
}

/* Some call is one of both. */
bool avow_audit_shares_calls(const struct avow_audit_rule *a,
			     const struct avow_audit_rule *b);

/* What a rule is for the kernel is the same; how it was written may differ. */
bool avow_audit_rule_equal(const struct avow_audit_rule *a,
			   const struct avow_audit_rule *b);

#endif
