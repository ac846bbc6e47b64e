/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_AUDIT_H
#define AVOW_AUDIT_AUDIT_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "policy/audit/codes.h"
#include "policy/audit/rule.h"

/*
 * Rules of the kernel's audit, as auditctl and augenrules read them (auditctl(8),
 * audit.rules(7), augenrules(8)): from files to rules, and from rules to what the kernel
 * gets. Nothing here needs a kernel.
 */

/* Where the rules are to be loaded. */
struct avow_audit_target {
	const struct avow_machine *machine;
	uint32_t kernel; /* 60100: Linux 6.1 */
	uint32_t audit;  /* 30009: auditctl 3.0.9 */
};

/* This machine's architecture, Linux 6.1, audit 3.0.9: Debian 12. */
void avow_audit_target_default(struct avow_audit_target *target);

/* The widths of calls that programs of the target make: its own, and the narrow one where
 * it has one. How many. */
size_t avow_audit_widths(const struct avow_audit_target *target,
			 const struct avow_machine *out[2]);

/* Targets that differ in their machine alone. */
enum { AVOW_AUDIT_TARGETS_MAX = 16 };
struct avow_audit_targets {
	struct avow_audit_target items[AVOW_AUDIT_TARGETS_MAX];
	size_t count;
};

/*
 * Reads "kernel=6.1,arch=x86_64,aarch64,audit=3.0"; what it does not name is that of the
 * default. AVOW_E_USAGE.
 */
int avow_audit_targets_read(const char *text, struct avow_audit_targets *out,
			    struct avow_error *error) avow_must_check;

/* What stands in a line of its own, or beside others. */
enum avow_audit_kind {
	AVOW_AUDIT_RULE,
	AVOW_AUDIT_DELETE_ALL,   /* -D, of a key or of all */
	AVOW_AUDIT_ENABLED,      /* -e */
	AVOW_AUDIT_FAILURE,      /* -f */
	AVOW_AUDIT_BACKLOG,      /* -b */
	AVOW_AUDIT_RATE,         /* -r */
	AVOW_AUDIT_WAIT_TIME,    /* --backlog_wait_time */
	AVOW_AUDIT_IGNORE,       /* -i */
	AVOW_AUDIT_CONTINUE,     /* -c */
	AVOW_AUDIT_RESET_LOST,   /* --reset-lost */
	AVOW_AUDIT_RESET_WAIT,   /* --reset_backlog_wait_time_actual */
	AVOW_AUDIT_IMMUTABLE_ID, /* --loginuid-immutable */
	AVOW_AUDIT_TRIM,         /* -t */
	AVOW_AUDIT_EQUIVALENT,   /* -q */
	AVOW_AUDIT_REQUEST       /* -s, -l, -m, -v, --signal: asks, and sets nothing */
};

/* A file that was read, whole. */
struct avow_audit_source {
	const char *path;
	struct avow_span text;
	struct avow_audit_source *next;
};

/* One line of a file, with all that it says. */
struct avow_audit_line {
	const struct avow_audit_source *source;
	uint32_t number;       /* from 1 */
	struct avow_span text; /* without its end */
	bool is_blank, is_comment;
	bool is_wrong;   /* it has an error */
	bool is_dropped; /* augenrules leaves it out: a later one says the same */
	struct avow_audit_statement *statements;
	struct avow_audit_line *next;
};

struct avow_audit_statement {
	enum avow_audit_kind kind;
	const struct avow_audit_line *line;
	struct avow_audit_mark mark; /* of the option, or of all of the rule */
	uint32_t value;              /* of -e, -f, -b, -r, --backlog_wait_time */
	struct avow_span word;       /* of -q, -D -k, requests */
	struct avow_audit_rule *rule;
	struct avow_audit_statement *next; /* in the same line */
};

/* What was read, in the order in which auditctl gets it. */
struct avow_audit_rules {
	struct avow_arena arena;
	struct avow_audit_target target;
	struct avow_audit_source *sources;
	struct avow_audit_line *lines;  /* of one file after the other */
	struct avow_audit_line **order; /* as auditctl gets them */
	size_t order_count;
	bool is_merged;            /* a directory was among the inputs */
	struct avow_fault *faults; /* by place */
	size_t fault_count;
	size_t error_count;
};

struct avow_audit_options {
	struct avow_audit_target target;
	const char *root; /* whose users and directories count; "": this system's */
};

/*
 * Reads files, directories of rules (rules.d) as augenrules merges them, and "-". What is
 * wrong in a line is a fault, and the line has no statements; the others are read.
 * AVOW_E_IO for an input that cannot be read, AVOW_E_NOMEM. @out is to be freed when this
 * succeeds.
 */
int avow_audit_read(const char *const *paths, size_t count,
		    const struct avow_audit_options *options,
		    struct avow_audit_rules **out,
		    struct avow_error *error) avow_must_check;

/* The same for one text; @path names it in faults. */
int avow_audit_read_text(const char *path, struct avow_span text,
			 const struct avow_audit_options *options,
			 struct avow_audit_rules **out,
			 struct avow_error *error) avow_must_check;

void avow_audit_free(struct avow_audit_rules *rules);

/* The rule as text in its normal form, without an end of line. */
void avow_audit_print(const struct avow_audit_rule *rule,
		      const struct avow_audit_target *target, struct avow_buf *out);

/*
 * It can be written with -w alone: -F takes an operator in a path for its own, and -w
 * does not.
 */
bool avow_audit_needs_watch(const struct avow_audit_rule *rule);

/* A statement that is no rule, likewise. */
void avow_audit_print_statement(const struct avow_audit_statement *statement,
				const struct avow_audit_target *target,
				struct avow_buf *out);

/*
 * struct audit_rule_data as auditctl sends it to the kernel of @target, in that
 * machine's byte order, and the texts behind it.
 */
void avow_audit_compile(const struct avow_audit_rule *rule,
			const struct avow_audit_target *target, struct avow_buf *out);

enum { AVOW_AUDIT_HEAD = 1040 }; /* bytes of struct audit_rule_data before its texts */

/*
 * The rule of the first struct audit_rule_data in @bytes; @used gets its length. It lives
 * in @arena. AVOW_E_INPUT with a sentence when it is none.
 */
int avow_audit_decompile(struct avow_span bytes, const struct avow_audit_target *target,
			 struct avow_arena *arena, struct avow_audit_rule **out,
			 size_t *used, struct avow_error *error) avow_must_check;

/* Whether the bytes are compiled rules, and no text. */
bool avow_audit_is_compiled(struct avow_span bytes);

#endif
