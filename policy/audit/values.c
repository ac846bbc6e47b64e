/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values of fields. Where libaudit goes on with another value than the one that stands
 * there (a leading zero, something behind a number, more than 32 bits, an errno without
 * its sign), this is an error.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/audit/reader.h"

enum { FAMILIES = 46 /* AF_MAX, which grows */ };

static bool refuse(struct avow_audit_reader *reader, const struct avow_audit_word *word,
		   struct avow_span part, const char *what)
{
	avow_audit_fault(reader, AVOW_AUD_VALUE, avow_audit_part(word, part),
			 "%.*s is %s", (int)avow_span_first(part, 64).length, part.data,
			 what);
	return false;
}

static bool refuse_number(struct avow_audit_reader *reader,
			  const struct avow_audit_word *word, struct avow_span text,
			  const char *what)
{
	char bytes[24];
	unsigned long taken;

	snprintf(bytes, sizeof(bytes), "%.*s", (int)avow_span_first(text, 23).length,
		 text.data);
	/* As libaudit does; the field keeps 32 bits. */
	taken = strtoul(bytes, NULL, 0);
	avow_audit_fault(reader, AVOW_AUD_NUMBER, avow_audit_part(word, text),
			 "%s, and auditctl takes it for %u", what, (unsigned)taken);
	return false;
}

static bool is_all_of(struct avow_span text, int (*kind)(int))
{
	for (size_t i = 0; i < text.length; i++)
		if (!kind((unsigned char)text.data[i]))
			return false;
	return text.length;
}

static bool is_octal(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < '0' || text.data[i] > '7')
			return false;
	return true;
}

/* The digits of a number: 0x, or a leading zero, or decimal. */
static const char *read_digits(struct avow_span digits, enum avow_audit_number form,
			       uint64_t *out)
{
	bool is_hexadecimal = digits.length > 2 && digits.data[0] == '0' &&
			      (digits.data[1] == 'x' || digits.data[1] == 'X');
	bool has_zero = digits.length > 1 && digits.data[0] == '0' && !is_hexadecimal;

	if (!is_all_of(is_hexadecimal ? avow_span_skip(digits, 2) : digits,
		       is_hexadecimal ? isxdigit : isdigit))
		return "something stands behind the number";
	if (has_zero && form == AVOW_AUDIT_WITH_OCTAL && is_octal(digits)) {
		*out = 0;
		for (size_t i = 0; i < digits.length && *out <= UINT32_MAX; i++)
			*out = *out * 8 + (uint64_t)(digits.data[i] - '0');
		return *out > UINT32_MAX ? "the number has more than 32 bits" : NULL;
	}
	if (has_zero)
		return "a leading zero makes the number octal";
	if (!avow_span_to_u64(is_hexadecimal ? avow_span_skip(digits, 2) : digits,
			      is_hexadecimal ? 16 : 10, out) ||
	    *out > UINT32_MAX)
		return "the number has more than 32 bits";
	return NULL;
}

bool avow_audit_read_number(struct avow_audit_reader *reader,
			    const struct avow_audit_word *word, struct avow_span text,
			    enum avow_audit_number form, uint32_t *out)
{
	bool is_negative = text.length && text.data[0] == '-';
	uint64_t number = 0;
	const char *odd = read_digits(avow_span_skip(text, is_negative), form, &number);

	if (!odd && is_negative && number > (uint64_t)1 << 31)
		odd = "the number has more than 32 bits";
	if (odd)
		return refuse_number(reader, word, text, odd);
	*out = is_negative ? (uint32_t) - (int64_t)number : (uint32_t)number;
	return true;
}

static bool begins_number(struct avow_span text, bool may_be_negative)
{
	if (may_be_negative && text.length > 1 && text.data[0] == '-')
		text = avow_span_skip(text, 1);
	return text.length && isdigit((unsigned char)text.data[0]);
}

static bool read_account(struct avow_audit_reader *reader,
			 const struct avow_audit_word *word, enum avow_account_kind kind,
			 struct avow_span text, uint32_t *out)
{
	bool is_user = kind == AVOW_ACCOUNT_USER;

	if (begins_number(text, is_user))
		return avow_audit_read_number(reader, word, text, AVOW_AUDIT_DECIMAL,
					      out);
	if (is_user && avow_span_is(text, "unset")) {
		*out = UINT32_MAX;
		return true;
	}
	if (avow_account_find(&reader->accounts, kind, text, out))
		return true;
	avow_audit_fault(reader, AVOW_AUD_ACCOUNT, avow_audit_part(word, text),
			 "%s%s has no %s %.*s", reader->options->root,
			 is_user ? "/etc/passwd" : "/etc/group",
			 is_user ? "user" : "group",
			 (int)avow_span_first(text, 64).length, text.data);
	return false;
}

/* What a call returns when it fails is below zero: exit=EACCES is never true. */
static bool read_exit(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word, struct avow_span text,
		      uint32_t *out)
{
	bool is_negative = text.length > 1 && text.data[0] == '-';
	const struct avow_term *name;

	if (begins_number(text, true))
		return avow_audit_read_number(reader, word, text, AVOW_AUDIT_DECIMAL,
					      out);
	name = avow_term_find(&avow_errnos, avow_span_skip(text, is_negative));
	if (!name)
		return refuse(reader, word, text, "no error of the kernel's");
	if (!is_negative) {
		avow_audit_fault(reader, AVOW_AUD_ERRNO, avow_audit_part(word, text),
				 "%s is +%u here, and a call that fails returns -%s",
				 name->name, name->value, name->name);
		return false;
	}
	*out = (uint32_t) - (int64_t)name->value;
	return true;
}

/* A word of a table, or a number where @may_be_number. */
static bool read_name(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word, const struct avow_terms *table,
		      bool may_be_number, struct avow_audit_field *field,
		      const char *what)
{
	uint32_t audit = reader->options->target.audit;
	struct avow_span text = field->written;
	const struct avow_term *name;

	if (may_be_number && begins_number(text, false))
		return avow_audit_read_number(reader, word, text, AVOW_AUDIT_DECIMAL,
					      &field->value);
	name = avow_term_find(table, text);
	if (!name)
		return refuse(reader, word, text, what);
	if (name->since > audit) {
		avow_audit_fault(reader, AVOW_AUD_TARGET, avow_audit_part(word, text),
				 "audit %u.%u.%u does not know %s yet; write %#x",
				 audit / 10000, audit / 100 % 100, audit % 100,
				 name->name, name->value);
		return false;
	}
	field->value = name->value;
	return true;
}

static bool read_permissions(struct avow_audit_reader *reader,
			     const struct avow_audit_word *word, struct avow_span text,
			     uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.length; i++) {
		static const char letters[] = "xwra";
		const char *at = strchr(letters, tolower((unsigned char)text.data[i]));

		if (!at || !text.data[i] || text.length > 4)
			return refuse(reader, word, text,
				      "no more than four letters of rwxa");
		*out |= 1u << (at - letters);
	}
	return true;
}

bool avow_audit_read_permissions(struct avow_audit_reader *reader,
				 const struct avow_audit_word *word, uint32_t *out)
{
	return read_permissions(reader, word, word->text, out);
}

/* b64 and b32 are those of the target. */
static const struct avow_machine *find_machine(struct avow_audit_reader *reader,
					       struct avow_span text)
{
	const struct avow_machine *own = reader->options->target.machine, *found;
	struct avow_audit_small small;
	uint64_t number;

	avow_audit_fold(text, &small);
	if (avow_span_is(small.span, "b64"))
		return own->is_64 ? own : NULL;
	if (avow_span_is(small.span, "b32"))
		return own->narrow ? avow_machine_named(avow_span_of(own->narrow)) : NULL;
	found = avow_machine_named(small.span);
	if (!found && avow_span_to_u64(text, 16, &number) && number <= UINT32_MAX)
		found = avow_machine_of((uint32_t)number);
	return found && found->audit <= reader->options->target.audit ? found : NULL;
}

static bool read_machine(struct avow_audit_reader *reader,
			 const struct avow_audit_word *word, struct avow_span text,
			 uint32_t *out)
{
	struct avow_audit_building *building = &reader->building;
	const char *odd = NULL;

	if (building->has_calls)
		odd = "arch has to come before -S, and not with -w";
	else if (building->has_arch)
		odd = "arch was named already";
	if (odd) {
		avow_audit_fault(reader, AVOW_AUD_ARCH, word->mark, "%s", odd);
		return false;
	}
	building->machine = find_machine(reader, text);
	if (!building->machine) {
		avow_audit_fault(reader, AVOW_AUD_ARCH, avow_audit_part(word, text),
				 "%.*s is no architecture of a %s",
				 (int)avow_span_first(text, 64).length, text.data,
				 reader->options->target.machine->name);
		return false;
	}
	building->rule->machine = building->machine;
	building->has_arch = true;
	*out = building->machine->arch;
	return true;
}

static bool read_text(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word, struct avow_audit_field *field)
{
	struct avow_span text = field->written;

	if (text.length > AVOW_AUDIT_PATH_MAX) {
		avow_audit_fault(reader, AVOW_AUD_LIMIT, avow_audit_part(word, text),
				 "a text of a rule has at most %d bytes",
				 AVOW_AUDIT_PATH_MAX);
		return false;
	}
	if ((field->type == AUDIT_WATCH || field->type == AUDIT_DIR ||
	     field->type == AUDIT_EXE) &&
	    !avow_audit_check_path(reader, text, avow_audit_part(word, text)))
		return false;
	field->text = text;
	field->value = (uint32_t)text.length;
	return true;
}

static bool read_plain_number(struct avow_audit_reader *reader,
			      const struct avow_audit_word *word,
			      const struct avow_audit_field_row *row,
			      struct avow_audit_field *field)
{
	bool may_be_negative = row->value == AVOW_AUDIT_OF_ARGUMENT ||
			       row->value == AVOW_AUDIT_OF_SESSION;

	if (row->value == AVOW_AUDIT_OF_SESSION &&
	    avow_span_is(field->written, "unset")) {
		field->value = UINT32_MAX;
		return true;
	}
	if (!begins_number(field->written, may_be_negative) &&
	    (row->value == AVOW_AUDIT_OF_SESSION || row->type == AUDIT_SADDR_FAM))
		return refuse_number(reader, word, field->written, "it is no number");
	if (!begins_number(field->written, may_be_negative))
		return refuse(reader, word, field->written,
			      row->type == AUDIT_SUCCESS ? "no number; success is 1 or 0"
							 : "no number");
	if (!avow_audit_read_number(reader, word, field->written,
				    row->value == AVOW_AUDIT_OF_ARGUMENT
					    ? AVOW_AUDIT_WITH_OCTAL
					    : AVOW_AUDIT_DECIMAL,
				    &field->value))
		return false;
	if (row->type == AUDIT_SADDR_FAM && field->value >= FAMILIES)
		return refuse(reader, word, field->written, "no family of addresses");
	return true;
}

bool avow_audit_read_value(struct avow_audit_reader *reader,
			   const struct avow_audit_field_row *row,
			   const struct avow_audit_word *word,
			   struct avow_audit_field *field)
{
	struct avow_span text = field->written;
	uint32_t *out = &field->value;

	switch (row->value) {
	case AVOW_AUDIT_OF_USER:
		return read_account(reader, word, AVOW_ACCOUNT_USER, text, out);
	case AVOW_AUDIT_OF_GROUP:
		return read_account(reader, word, AVOW_ACCOUNT_GROUP, text, out);
	case AVOW_AUDIT_OF_EXIT:
		return read_exit(reader, word, text, out);
	case AVOW_AUDIT_OF_MESSAGE:
		return read_name(reader, word, &avow_message_types, true, field,
				 "no type of records");
	case AVOW_AUDIT_OF_TEXT:
		return read_text(reader, word, field);
	case AVOW_AUDIT_OF_MACHINE:
		return read_machine(reader, word, text, out);
	case AVOW_AUDIT_OF_PERMISSIONS:
		return read_permissions(reader, word, text, out);
	case AVOW_AUDIT_OF_FILE_TYPE:
		return read_name(reader, word, &avow_audit_file_types, false, field,
				 "no kind of file: file, dir, link, socket, fifo, block, "
				 "character");
	case AVOW_AUDIT_OF_FILESYSTEM:
		return read_name(reader, word, &avow_audit_filesystems, true, field,
				 "no filesystem that auditctl knows by name");
	case AVOW_AUDIT_OF_ARGUMENT:
	case AVOW_AUDIT_OF_SESSION:
	case AVOW_AUDIT_OF_NUMBER:
		return read_plain_number(reader, word, row, field);
	}
	return false;
}
