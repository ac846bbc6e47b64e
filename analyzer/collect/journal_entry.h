/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_JOURNAL_ENTRY_H
#define AVOW_COLLECT_JOURNAL_ENTRY_H

#include "analyzer/base/buf.h"

/*
 * One entry of the journal, field by field, to be written as the line that
 * `journalctl -o json` prints for it (systemd.journal-fields(7), JSON Format in
 * journalctl(1)): a string for a field, an array of byte values where it is not
 * UTF-8, an array of fields where a name comes several times, null where it is
 * longer than one field or the whole entry may be. Memory is bounded by those.
 */
#define AVOW_ENTRY_FIELD_MAX ((size_t)64 * 1024)
#define AVOW_ENTRY_MAX ((size_t)128 * 1024)
#define AVOW_ENTRY_FIELDS 1024 /* journald's ENTRY_FIELD_COUNT_MAX */
#define AVOW_ENTRY_NAME_MAX 64 /* journald's limit for a name */

struct avow_entry_field {
	size_t name, name_length; /* where in the entry's bytes */
	size_t value, value_length;
	bool is_left_out; /* for its length */
};

/* Zero it to begin, free it at the end. */
struct avow_entry {
	struct avow_buf bytes;
	struct avow_entry_field *fields;
	size_t count;
	bool is_damaged; /* something of it could not be read: set by whoever reads */
	bool failed;     /* memory is out */
};

/* Whether journald takes @name: capital letters, digits, underscores. */
bool avow_entry_is_name(struct avow_span name);

/* Adds a field; both spans are copied. What is beyond a limit is left out. */
void avow_entry_add(struct avow_entry *entry, struct avow_span name,
		    struct avow_span value);

bool avow_entry_has(const struct avow_entry *entry, struct avow_span name);

/*
 * Appends the entry as a line of JSON, with its newline; of a damaged one, one that
 * lacks its end, so that it is counted as malformed and not believed.
 */
void avow_entry_write(const struct avow_entry *entry, struct avow_buf *out);

/* Empties it and keeps its memory. */
void avow_entry_clear(struct avow_entry *entry);
void avow_entry_free(struct avow_entry *entry);

#endif
