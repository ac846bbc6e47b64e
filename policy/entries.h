/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_ENTRIES_H
#define AVOW_POLICY_ENTRIES_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * Files of entries that people write, review and keep in git:
 *
 *     # comments belong to the entry below them
 *     WORD ID  what stands behind is for people
 *         key: value
 *
 * An empty line ends an entry. What is wrong in a line is told with its number, and costs
 * the entry; everything around it is used.
 */
#define AVOW_ENTRY_KEYS_MAX 16
#define AVOW_ENTRIES_MAX_BYTES ((size_t)256 << 20)

struct avow_entry {
	struct avow_span head; /* the first line, trimmed; lent until the next entry */
	size_t line;           /* its number */
	const char *comment;   /* whole lines above; "" for none */
	const char *values[AVOW_ENTRY_KEYS_MAX]; /* by key; NULL: it is not there */
};

/* What may stand in such a file. The functions give NULL, or what is wrong. */
struct avow_entry_form {
	const char *const *keys;
	size_t key_count;
	const char *wrong_key; /* what is said of a line that is none of them */
	/* The head of an entry that begins. */
	const char *(*head)(void *data, const struct avow_entry *entry);
	/* A value, which is not empty. */
	const char *(*value)(void *data, size_t key, const char *value);
	/* The whole entry, of which nothing was wrong: it is kept, or not. */
	const char *(*whole)(void *data, const struct avow_entry *entry);
	/* What is wrong. Negative: memory is out. */
	int (*doubt)(void *data, size_t line, const char *text);
};

/*
 * Takes @text apart. Comments and values are copied to @arena; *trailer gets the comments
 * behind the last entry, "" for none. Fails when memory is out.
 */
int avow_entries_parse(struct avow_span text, const struct avow_entry_form *form,
		       void *data, struct avow_arena *arena,
		       const char **trailer) avow_must_check;

/* The next word of *rest, which is taken off with the blanks around it. */
struct avow_span avow_entry_word(struct avow_span *rest);

/* Whether @id is that of a cluster: 12 hexadecimal digits. */
bool avow_entry_is_id(struct avow_span id);

/* Whether @text is a day as YYYY-MM-DD. */
bool avow_entry_is_day(const char *text);

/* A copy of @text (NULL: "") that fits a line: control characters become blanks. */
const char *avow_entry_line(struct avow_arena *arena, const char *text);

/* The lines of the values that are there, as avow_entries_parse() takes them. */
void avow_entry_print_values(const char *const *keys, size_t count,
			     const char *const *values, struct avow_buf *out);

#endif
