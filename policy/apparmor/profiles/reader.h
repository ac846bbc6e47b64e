/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_READER_H
#define AVOW_APPARMOR_PROFILES_READER_H

#include "policy/apparmor/profiles/token.h"
#include "policy/apparmor/profiles/variables.h"

/* What the files of this room share while they read one file of profiles. */

struct avow_alias {
	struct avow_span from, to;
	struct avow_alias *next;
};

/* The files that a block has included: none is read twice in it. */
struct avow_included {
	const char *path;
	struct avow_included *next;
};

struct avow_profile_reader {
	struct avow_profiles *out;
	struct avow_arena *arena; /* out's */
	const char *base;
	struct avow_variables variables;
	struct avow_span abi; /* the last that was named */
	struct avow_alias *aliases;
	struct avow_included *included; /* of the block being read */
	unsigned depth;                 /* of blocks in blocks */
	bool is_dropped; /* a condition around does not hold: what is read is not kept */
	bool is_out_of_memory;
	struct avow_files *files; /* texts of files that were read before */
};

/* What stands before a rule or a block of rules. */
struct avow_rule_prefix {
	bool has_priority, has_mode;
	int priority;
	bool is_audit;
	enum avow_rule_mode mode;
	enum avow_rule_owner owner;
};

/* Notes that something at @line is wrong, or not known here. */
void avow_reader_defect(struct avow_profile_reader *reader,
			const struct avow_cursor *cursor, uint32_t line, bool is_unknown,
			const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Memory of the arena, or NULL, which is remembered. */
void *avow_reader_alloc(struct avow_profile_reader *reader, size_t size);

/* A word without quotes and escapes, its variables replaced, in the arena. */
const char *avow_reader_expand(struct avow_profile_reader *reader, struct avow_span word,
			       struct avow_span *out);

/* Over the rest of a rule that is not understood, or of a block with it. */
void avow_reader_skip(struct avow_cursor *cursor);

/* An include at the cursor, `#include` as well; if there is one, it is opened. */
struct avow_include_request {
	struct avow_span name; /* without < > and quotes */
	struct avow_span text; /* as written */
	bool is_searched;      /* in < > */
	bool is_optional;      /* if exists */
	uint32_t line;
};
bool avow_include_read(struct avow_cursor *cursor, struct avow_include_request *out);

/*
 * Opens what @request names, a file or every file of a directory, and calls @each with a
 * cursor at the front of each. False when there is nothing of that name.
 */
typedef void avow_include_fn(struct avow_profile_reader *reader,
			     struct avow_cursor *cursor, void *context);
bool avow_include_open(struct avow_profile_reader *reader,
		       const struct avow_cursor *cursor,
		       const struct avow_include_request *request, avow_include_fn *each,
		       void *context);

/* `if` at the cursor was taken: whether its condition holds; NULL, or what is wrong. */
const char *avow_condition_read(struct avow_profile_reader *reader,
				struct avow_cursor *cursor, bool *out);

/* A profile or hat whose name is next; everything to its closing brace. */
void avow_profile_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		       struct avow_profile *parent, bool is_hat);

/* What stands at the front of a file: variables, aliases, includes. */
void avow_preamble_read(struct avow_profile_reader *reader, struct avow_cursor *cursor);

/* The rules of @profile from the cursor to the end of the block, or of the file. */
void avow_body_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		    struct avow_profile *profile, const struct avow_rule_prefix *prefix);

/* Takes the comma that is next, or notes that it is missing. */
void avow_comma_read(struct avow_profile_reader *reader, struct avow_cursor *cursor);

/* `abi <NAME>,`, its first word not taken. */
void avow_abi_read(struct avow_profile_reader *reader, struct avow_cursor *cursor);

/* Adds what the aliases of the file make of the rules of @profile, which is read. */
void avow_aliases_apply(struct avow_profile_reader *reader,
			const struct avow_cursor *cursor, struct avow_profile *profile);

/* Notes rules of @profile, which is read, that apparmor_parser will not have together. */
void avow_conflicts_find(struct avow_profile_reader *reader,
			 const struct avow_cursor *cursor, struct avow_profile *profile);

/* One rule, whose first word is next. */
void avow_rule_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		    struct avow_profile *profile, const struct avow_rule_prefix *prefix);

#endif
