/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_READER_H
#define AVOW_AUDIT_READER_H

#include "analyzer/base/accounts.h"
#include "policy/audit/audit.h"
#include "policy/audit/tables.h"

/* One word of a line, as auditctl has it: apart by blanks, `\ ` and `\\` resolved. */
struct avow_audit_word {
	struct avow_span text;
	struct avow_audit_mark mark;
	bool is_plain; /* without escapes: a byte of it is a byte of the line */
};

/* What a line has come to so far. */
struct avow_audit_building {
	struct avow_audit_rule *rule; /* NULL: nothing of a rule was seen */
	struct avow_audit_field fields[AVOW_AUDIT_FIELDS_MAX + 1];
	struct avow_audit_call *calls; /* of what was written, as many as words */
	size_t call_room;
	struct avow_buf key;
	struct avow_audit_mark key_mark;
	const struct avow_machine *machine; /* whose calls are meant */
	bool has_list, has_arch, has_calls;
	bool has_permission, has_program, has_filesystem; /* what lets a key follow */
};

struct avow_audit_reader {
	struct avow_audit_rules *out;
	const struct avow_audit_options *options;
	struct avow_accounts accounts;
	struct avow_audit_line *line; /* that is read now */
	struct avow_audit_line **lines_end;
	struct avow_audit_statement **statements_end;
	struct avow_audit_building building;
	size_t fault_room;
	bool is_out_of_memory;
};

void *avow_audit_alloc(struct avow_audit_reader *reader, size_t size);

/* Notes what is wrong at a place of the line that is read. */
void avow_audit_fault(struct avow_audit_reader *reader, enum avow_audit_code code,
		      struct avow_audit_mark mark, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The piece of @word that @part is a span of; all of it where that cannot be told. */
struct avow_audit_mark avow_audit_part(const struct avow_audit_word *word,
				       struct avow_span part);

/* The words of a line, in the arena; NULL when memory is out, or with a fault. */
struct avow_audit_word *avow_audit_split(struct avow_audit_reader *reader, size_t *count);

/* Reads the options of the line and adds its statements. */
void avow_audit_read_line(struct avow_audit_reader *reader);

/* -F, -C, -S; false with a fault. */
bool avow_audit_read_field(struct avow_audit_reader *reader,
			   const struct avow_audit_word *word);
bool avow_audit_read_comparison(struct avow_audit_reader *reader,
				const struct avow_audit_word *word);
bool avow_audit_read_calls(struct avow_audit_reader *reader,
			   const struct avow_audit_word *word);

/* -k, -p, -w and -W; false with a fault. */
bool avow_audit_read_key(struct avow_audit_reader *reader,
			 const struct avow_audit_word *word);
bool avow_audit_read_permissions(struct avow_audit_reader *reader,
				 const struct avow_audit_word *word, uint32_t *out);

/* The value of a field; false with a fault. */
bool avow_audit_read_value(struct avow_audit_reader *reader,
			   const struct avow_audit_field_row *row,
			   const struct avow_audit_word *word,
			   struct avow_audit_field *field);

/* The list of the rule takes the field; false with a fault. */
bool avow_audit_check_list(struct avow_audit_reader *reader,
			   const struct avow_audit_field_row *row,
			   struct avow_audit_mark mark);

/* The rule has room for one more field; else NULL, with a fault. */
struct avow_audit_field *avow_audit_next_field(struct avow_audit_reader *reader,
					       struct avow_audit_mark mark);

/* The calls of audit 4 for each letter of perm=, where an arch was named. */
bool avow_audit_add_permission_calls(struct avow_audit_reader *reader,
				     uint32_t permissions, struct avow_audit_mark mark);

/* What the kernel refuses in a rule that auditctl sends; false with a fault. */
bool avow_audit_check_kernel(struct avow_audit_reader *reader,
			     const struct avow_audit_rule *rule);

/* A path that is to be watched; false with a fault. */
bool avow_audit_check_path(struct avow_audit_reader *reader, struct avow_span path,
			   struct avow_audit_mark mark);

/*
 * A number as people mean it. Of what strtoul(3) reads otherwise than it looks there is
 * a fault: a leading zero, something behind it, more than 32 bits.
 */
enum avow_audit_number { AVOW_AUDIT_DECIMAL, AVOW_AUDIT_WITH_OCTAL };
bool avow_audit_read_number(struct avow_audit_reader *reader,
			    const struct avow_audit_word *word, struct avow_span text,
			    enum avow_audit_number form, uint32_t *out);

#endif
