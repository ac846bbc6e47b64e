/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_ACCOUNTS_H
#define AVOW_BASE_ACCOUNTS_H

#include "analyzer/base/buf.h"

/* The users and groups of a system's files: /etc/passwd and /etc/group under a root. */
struct avow_accounts {
	const char *root;
	struct avow_buf files[2];
	bool is_read[2];
};

enum avow_account_kind { AVOW_ACCOUNT_USER, AVOW_ACCOUNT_GROUP };

/* False when there is none of that name, or no such file. */
bool avow_account_find(struct avow_accounts *accounts, enum avow_account_kind kind,
		       struct avow_span name, uint32_t *out);
/* The first name of the number, lent. False when it has none. */
bool avow_account_name(struct avow_accounts *accounts, enum avow_account_kind kind,
		       uint32_t number, struct avow_span *out);
void avow_accounts_free(struct avow_accounts *accounts);

#endif
