/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_INTERPRET_H
#define AVOW_INTERPRET_INTERPRET_H

#include "analyzer/base/accounts.h"
#include "analyzer/base/machines.h"
#include "analyzer/record/field.h"
#include "analyzer/record/group.h"

/*
 * What the value of a field means: names for numbers of users, calls, errors and the
 * like, text for hexadecimal digits. The kinds of fields are those of auparse's
 * dictionary (audit-documentation, specs/fields), the encodings those of the kernel's
 * audit_log_format() calls.
 *
 * The words are those of ausearch -i (audit 3.0), so that what reads them reads these;
 * tests/differential/interpreted.py tells where they differ, and why.
 *
 * Users and groups have the names that the record itself gives them (log_format=ENRICHED
 * of auditd.conf(5)), else those of the accounts.
 */
struct avow_interpreter {
	struct avow_accounts accounts; /* its root is the caller's */
	struct avow_buf scratch;
};

/* What the interpretation of a record goes by. */
struct avow_interpreted {
	const struct avow_group_record *record;
	const struct avow_machine *machine; /* of the event's call; or NULL */
	struct avow_span call;              /* its name; empty when not known */
	uint64_t arguments[2];              /* its first ones */
};

/* The call of an event, for all of its records. */
void avow_interpret_begin(const struct avow_group *group, struct avow_interpreted *out);

/*
 * The meaning of @field, which is of the record, as bytes; they may be any where the
 * log's are. They live until the next call.
 */
struct avow_span avow_interpret(struct avow_interpreter *interpreter,
				const struct avow_interpreted *context,
				const struct avow_field *field);

/*
 * The same in a word: EACCES for EACCES(Permission denied); yes and no for success and
 * failed, as programs write what the kernel writes as 1 and 0. Lent as @meaning is.
 */
struct avow_span avow_interpret_in_short(const struct avow_field *field,
					 struct avow_span meaning);

/* Whether the name is that of a field with users, groups, or both as what @out says. */
bool avow_interpret_is_account(struct avow_span name, enum avow_account_kind *out);

/* Whether the kernel or a daemon writes the field in hexadecimal where it needs to. */
bool avow_interpret_is_encoded(struct avow_span name);

void avow_interpreter_free(struct avow_interpreter *interpreter);

#endif
