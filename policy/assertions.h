/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_ASSERTIONS_H
#define AVOW_POLICY_ASSERTIONS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * What people expect of a policy, in a file that is kept in git beside it:
 *
 *     # the web server has no business with passwords, ticket 4711
 *     deny httpd_t shadow_t:file { read write }
 *     deny domain shadow_t:file write except { passwd_t useradd_t }
 *     no path from user_t to sysadm_t within 5
 *     profile /usr/sbin/nginx must not write /etc/passwd
 *
 * One expectation a line; what stands behind a `#` is a comment. All forms are told by
 * avow_assertion_forms[]. A line that is wrong is a doubt with its number, and
 * the others are used. An engine answers those of its own kind:
 * policy/selinux/assertions.h, policy/apparmor/assertions.h.
 */

enum avow_expectation_kind {
	/* SELinux */
	AVOW_EXPECT_ACCESS,        /* deny, allow */
	AVOW_EXPECT_NO_PERMISSIVE, /* no permissive domains */
	AVOW_EXPECT_NO_UNCONFINED, /* no unconfined domains */
	AVOW_EXPECT_NO_TRANSITION, /* no transition from X to Y */
	AVOW_EXPECT_NO_PATH,       /* no path from X to Y: several of these */
	/* AppArmor */
	AVOW_EXPECT_FILE,       /* must not write PATTERN */
	AVOW_EXPECT_CAPABILITY, /* must not have capability NAME */
	AVOW_EXPECT_NETWORK,    /* must not use network FAMILY TYPE */
	AVOW_EXPECT_ENFORCED,   /* must be enforced */
	AVOW_EXPECT_EXISTENCE,  /* must exist */
	AVOW_EXPECT_NO_STATE,   /* no complain profiles */
};

/* Words as they were written, without quotes. */
struct avow_names {
	const char *const *at;
	size_t count;
};

/* `if NAME=on`: a boolean as it is not by default, perhaps. */
struct avow_expected_boolean {
	const char *name;
	bool is_on;
};

struct avow_expectation {
	enum avow_expectation_kind kind;
	bool is_positive; /* allow, must: what is asked for is to be there */
	/*
	 * Source types, or where a way begins; the profile: none stands for each there
	 * is. In a set of types `-x` takes away, and `*` is all of them.
	 */
	struct avow_names subjects;
	struct avow_names objects; /* target types, or where a way ends; the pattern */
	struct avow_names classes;
	/* Permissions, what is done to files, capabilities, family and type, the state.
	 */
	struct avow_names words;
	/* Sources, or types of a way; profiles; of one profile's files: patterns. */
	struct avow_names except;
	const struct avow_expected_boolean *booleans;
	size_t boolean_count;
	uint32_t steps; /* of a path, at most; 0: any number */
	size_t line;
	const char *text;    /* the line, without blanks around it and its comment */
	const char *comment; /* whole lines, each with its `#`; "" for none */
};

struct avow_assertion_doubt {
	size_t line;
	const char *text; /* a sentence without a full stop, clean to print */
};

#define AVOW_ASSERTION_DOUBTS_MAX 16 /* kept; all are counted */

struct avow_assertions {
	struct avow_arena arena;
	struct avow_expectation *at; /* in the order of the file */
	size_t count, capacity;
	struct avow_assertion_doubt doubts[AVOW_ASSERTION_DOUBTS_MAX];
	size_t doubt_count, all_doubts;
};

/*
 * Takes @text apart. @out is zeroed by the caller and freed by avow_assertions_free().
 * Fails when memory is out.
 */
int avow_assertions_parse(struct avow_span text,
			  struct avow_assertions *out) avow_must_check;

/* The same for a file: AVOW_E_INPUT when it cannot be read, or is larger than 16 MiB. */
int avow_assertions_read(const char *path, struct avow_assertions *out,
			 struct avow_error *error) avow_must_check;

void avow_assertions_free(struct avow_assertions *assertions);

/* Something wrong in the line; @text is copied. */
int avow_assertions_doubt(struct avow_assertions *assertions, size_t line,
			  const char *text) avow_must_check;

/* Appends it as a line of the file, which is read back as the same. */
void avow_expectation_print(const struct avow_expectation *expectation,
			    struct avow_buf *out);

/* Whether AppArmor's engine answers it; else SELinux's does. */
bool avow_expectation_is_apparmor(const struct avow_expectation *expectation);

enum avow_assertion_state {
	AVOW_ASSERTION_UNASKED, /* of an engine that was not asked */
	AVOW_ASSERTION_HOLDS,
	AVOW_ASSERTION_FAILS,
	AVOW_ASSERTION_UNTOLD, /* cannot be told, which is a failure too */
	AVOW_ASSERTION_WRONG, /* it names what there is not, or no type at all: trouble */
};

/*
 * What became of an expectation. Strings are in the arena of the outcomes, "" where there
 * is nothing to say; names in them are as the policy has them and may hold any byte.
 */
struct avow_assertion_outcome {
	enum avow_assertion_state state;
	const char *why;     /* a sentence without a full stop; "" when it holds */
	const char *rule;    /* the deciding rules as written, one a line */
	const char *place;   /* FILE:LINE, and `, included from FILE:LINE` for each */
	const char *witness; /* an access or a path that shows it; the chain of domains */
};

struct avow_assertion_outcomes {
	struct avow_arena arena;
	struct avow_assertion_outcome *at; /* as many as expectations, in their order */
	size_t count;
};

/*
 * Makes room for the answers to all of @assertions, each unasked. @out is zeroed by the
 * caller and freed by avow_assertion_outcomes_free(). Fails when memory is out.
 */
int avow_assertion_outcomes_begin(const struct avow_assertions *assertions,
				  struct avow_assertion_outcomes *out) avow_must_check;
void avow_assertion_outcomes_free(struct avow_assertion_outcomes *outcomes);

/* "unasked", "holds", "fails", "cannot tell", "wrong" */
const char *avow_assertion_state_name(enum avow_assertion_state state);

/* Every form that a line may have, for --help and the man page. */
struct avow_assertion_form {
	const char *form; /* `deny SOURCE TARGET:CLASS PERMISSION` */
	const char *says; /* a sentence without a full stop */
};
extern const struct avow_assertion_form avow_assertion_forms[];
extern const size_t avow_assertion_form_count;
/* The same for a glossary: the form, and its sentence into @says; NULL past the last. */
const char *avow_assertion_form_at(size_t index, struct avow_buf *says);

#endif
