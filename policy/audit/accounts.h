/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_ACCOUNTS_H
#define AVOW_AUDIT_ACCOUNTS_H

#include "analyzer/base/buf.h"

/* The users and groups of a system's files: /etc/passwd and /etc/group under a root. */
struct avow_audit_accounts {
	const char *root;
	struct avow_buf files[2];
	bool is_read[2];
};

enum avow_audit_account { AVOW_AUDIT_ACCOUNT_USER, AVOW_AUDIT_ACCOUNT_GROUP };

/* False when there is none of that name, or no such file. */
bool avow_audit_account_find(struct avow_audit_accounts *accounts,
			     enum avow_audit_account kind, struct avow_span name,
			     uint32_t *out);
void avow_audit_accounts_free(struct avow_audit_accounts *accounts);

#endif
