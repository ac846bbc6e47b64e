/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_SCOPE_H
#define AVOW_RECORD_SCOPE_H

#include "analyzer/record/field.h"

/*
 * All fields of a record's body, one after the other, with those of the message that a
 * program sent (msg='...' of USER_* records, which ends with the last quote) among them.
 * Before audit 1.7 the message held `(hostname=?, addr=?, terminal=cron res=success)`.
 */
struct avow_scope {
	struct avow_span rest;
	struct avow_span message;
	bool has_message; /* the message has begun */
	bool is_open;     /* within the parenthesis of an old message */
};

struct avow_scope avow_scope_begin(struct avow_span body);

/* The next field. False past the last. Borrowed from the body. */
bool avow_scope_next(struct avow_scope *scope, struct avow_field *out);

/* The text between the quotes of msg='...'; empty when there is none. */
struct avow_span avow_scope_message(struct avow_span body);

/* What stands between { and }: the permissions of an AVC. Empty when there are none. */
struct avow_span avow_scope_permissions(struct avow_span body);

#endif
