/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of users and groups as numbers. Files alone are asked, so that the answer is the
 * same wherever it is asked from; a directory service is not.
 */
#include "analyzer/base/accounts.h"

#include "analyzer/base/contents.h"

#define FILE_MAX (16 * 1024 * 1024)

/* Lets go of what could not be read: a file that is not there holds nobody. */
static struct avow_span text_of(struct avow_accounts *accounts,
				enum avow_account_kind kind)
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
static bool read_entry(struct avow_span line, struct avow_span *name, uint32_t *out)
{
	size_t length = avow_span_find(line, ':');
	uint64_t number;

	*name = avow_span_first(line, length);
	line = avow_span_skip(line, length + 1);
	line = avow_span_skip(line, avow_span_find(line, ':') + 1);
	if (!avow_span_to_u64(avow_span_first(line, avow_span_find(line, ':')), 10,
			      &number) ||
	    number > UINT32_MAX)
		return false;
	*out = (uint32_t)number;
	return true;
}

/* Takes the next entry off the front of @rest. */
static bool next_entry(struct avow_span *rest, struct avow_span *name, uint32_t *number)
{
	while (rest->length) {
		size_t length = avow_span_find(*rest, '\n');
		struct avow_span line = avow_span_first(*rest, length);

		*rest = avow_span_skip(*rest, length + 1);
		if (read_entry(line, name, number))
			return true;
	}
	return false;
}

bool avow_account_find(struct avow_accounts *accounts, enum avow_account_kind kind,
		       struct avow_span name, uint32_t *out)
{
	struct avow_span rest = text_of(accounts, kind), found;

	while (next_entry(&rest, &found, out))
		if (avow_span_equal(found, name))
			return true;
	return false;
}

bool avow_account_name(struct avow_accounts *accounts, enum avow_account_kind kind,
		       uint32_t number, struct avow_span *out)
{
	struct avow_span rest = text_of(accounts, kind);
	uint32_t found;

	while (next_entry(&rest, out, &found))
		if (found == number)
			return true;
	return false;
}

void avow_accounts_free(struct avow_accounts *accounts)
{
	avow_buf_free(accounts->files);
	avow_buf_free(accounts->files + 1);
}
