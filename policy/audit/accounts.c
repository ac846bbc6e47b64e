/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of users and groups as numbers. Files alone are asked, so that the answer is the
 * same wherever it is asked from; a directory service is not.
 */
#include "policy/audit/accounts.h"

#include "analyzer/base/contents.h"

#define FILE_MAX (16 * 1024 * 1024)

/* Lets go of what could not be read: a file that is not there holds nobody. */
static struct avow_span text_of(struct avow_audit_accounts *accounts,
				enum avow_audit_account kind)
{
	static const char *const names[] = { "/etc/passwd", "/etc/group" };
	struct avow_buf path = { 0 };

	if (!accounts->is_read[kind]) {
		accounts->is_read[kind] = true;
		avow_buf_printf(&path, "%s%s", accounts->root, names[kind]);
		if (avow_contents_read(avow_buf_string(&path), FILE_MAX,
				       accounts->files + kind, NULL))
			avow_buf_clear(accounts->files + kind);
		avow_buf_free(&path);
	}
	return avow_buf_span(accounts->files + kind);
}

/* NAME:PASSWORD:NUMBER:... */
static bool read_entry(struct avow_span line, struct avow_span name, uint32_t *out)
{
	size_t length = avow_span_find(line, ':');
	uint64_t number;

	if (!avow_span_equal(avow_span_first(line, length), name))
		return false;
	line = avow_span_skip(line, length + 1);
	line = avow_span_skip(line, avow_span_find(line, ':') + 1);
	if (!avow_span_to_u64(avow_span_first(line, avow_span_find(line, ':')), 10,
			      &number) ||
	    number > UINT32_MAX)
		return false;
	*out = (uint32_t)number;
	return true;
}

bool avow_audit_account_find(struct avow_audit_accounts *accounts,
			     enum avow_audit_account kind, struct avow_span name,
			     uint32_t *out)
{
	struct avow_span rest = text_of(accounts, kind);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		if (read_entry(avow_span_first(rest, length), name, out))
			return true;
		rest = avow_span_skip(rest, length + 1);
	}
	return false;
}

void avow_audit_accounts_free(struct avow_audit_accounts *accounts)
{
	avow_buf_free(accounts->files);
	avow_buf_free(accounts->files + 1);
}
