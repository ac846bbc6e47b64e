/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * -F and -C: audit_rule_fieldpair_data() and audit_rule_interfield_comp_data() of
 * libaudit, with the order of their checks.
 */
#include "policy/audit/reader.h"

#include "analyzer/base/near.h"

/* A condition taken apart at its operator. */
struct pair {
	struct avow_span name, value, sign;
	uint32_t operation;
};

static const struct {
	const char *sign;
	uint32_t operation;
} signs[] = {
	/* In this order: libaudit takes the first that is anywhere in the word. */
	{ "!=", AUDIT_NOT_EQUAL },
	{ ">=", AUDIT_GREATER_THAN_OR_EQUAL },
	{ "<=", AUDIT_LESS_THAN_OR_EQUAL },
	{ "&=", AUDIT_BIT_TEST },
	{ "=", AUDIT_EQUAL },
	{ ">", AUDIT_GREATER_THAN },
	{ "<", AUDIT_LESS_THAN },
	{ "&", AUDIT_BIT_MASK },
};

static bool take_apart(struct avow_span word, struct pair *out)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++) {
		size_t at = avow_span_search(word, signs[i].sign);
		size_t length = strlen(signs[i].sign);

		if (at == word.length)
			continue;
		out->name = avow_span_first(word, at);
		out->sign = avow_span_first(avow_span_skip(word, at), length);
		out->value = avow_span_skip(word, at + length);
		out->operation = signs[i].operation;
		return true;
	}
	return false;
}

/* A name that is none: the near one, or an operator in the value that cut it so. */
static void tell_unknown(struct avow_audit_reader *reader,
			 const struct avow_audit_word *word, struct avow_span name)
{
	struct avow_near near = avow_near_begin(name);
	struct avow_audit_mark mark = avow_audit_part(word, name);
	size_t first = 0;

	while (first < name.length && !memchr("=<>&", name.data[first], 4))
		first++;
	if (first < name.length && avow_audit_field_named(avow_span_first(name, first))) {
		avow_audit_fault(reader, AVOW_AUD_FIELD, word->mark,
				 "auditctl looks for its operator in the value too, and "
				 "takes %.*s for the name of a field",
				 (int)name.length, name.data);
		return;
	}
	for (size_t i = 0; i < avow_audit_field_count; i++)
		avow_near_try(&near, avow_audit_fields[i].name);
	avow_audit_fault(reader, AVOW_AUD_FIELD, mark, "no field has the name %.*s%s%s%s",
			 (int)avow_span_first(name, 64).length, name.data,
			 near.best ? "; did you mean " : "", near.best ? near.best : "",
			 near.best ? "?" : "");
}

/* The word as name, operator and value, none of them empty. */
static bool read_pair(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word, const char *option,
		      struct pair *out)
{
	const char *missing = NULL;

	if (!take_apart(word->text, out))
		missing = "an operator, such as =";
	else if (!out->name.length)
		missing = "a field before its operator";
	else if (!out->value.length)
		missing = "a value behind its operator";
	if (!missing)
		return true;
	avow_audit_fault(reader, AVOW_AUD_FIELD, word->mark, "%s needs %s", option,
			 missing);
	return false;
}

struct avow_audit_field *avow_audit_next_field(struct avow_audit_reader *reader,
					       struct avow_audit_mark mark)
{
	struct avow_audit_building *building = &reader->building;

	if (building->rule->field_count < AVOW_AUDIT_FIELDS_MAX)
		return building->fields + building->rule->field_count++;
	avow_audit_fault(reader, AVOW_AUD_LIMIT, mark,
			 "a rule has at most %d fields, its key among them",
			 AVOW_AUDIT_FIELDS_MAX);
	return NULL;
}

static const char *list_name(const struct avow_audit_reader *reader)
{
	return avow_term_name(&avow_audit_lists, reader->building.rule->list);
}

/* The fields that libaudit takes in the exclude list. */
static bool is_excludable(uint32_t type)
{
	static const uint32_t types[] = {
		AUDIT_PID,      AUDIT_UID,       AUDIT_GID,       AUDIT_LOGINUID,
		AUDIT_MSGTYPE,  AUDIT_SUBJ_USER, AUDIT_SUBJ_ROLE, AUDIT_SUBJ_TYPE,
		AUDIT_SUBJ_SEN, AUDIT_SUBJ_CLR,  AUDIT_EXE,
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++)
		if (types[i] == type)
			return true;
	return false;
}

bool avow_audit_check_list(struct avow_audit_reader *reader,
			   const struct avow_audit_field_row *row,
			   struct avow_audit_mark mark)
{
	uint32_t list = reader->building.rule->list;
	bool is_taken = row->lists >> list & 1;

	if (list == AUDIT_FILTER_EXCLUDE && !is_excludable(row->type))
		is_taken = false;
	if (list == AUDIT_FILTER_FS && row->type != AUDIT_FSTYPE &&
	    row->type != AUDIT_FILTERKEY)
		is_taken = false;
	if (is_taken)
		return true;
	avow_audit_fault(reader, AVOW_AUD_LIST, mark, "the list %s takes no %s",
			 list_name(reader), row->name);
	return false;
}

static bool check_operator(struct avow_audit_reader *reader,
			   const struct avow_audit_field_row *row,
			   const struct avow_audit_word *word, const struct pair *pair)
{
	static const char *const takes[] = { "=", "= and !=", "= != < > <= >=" };

	if (avow_audit_takes(row->operators, pair->operation))
		return true;
	avow_audit_fault(reader, AVOW_AUD_OPERATOR, avow_audit_part(word, pair->sign),
			 "%s takes %s alone", row->name, takes[row->operators]);
	return false;
}

/* Several keys are one field, and the last. */
static bool add_key(struct avow_audit_reader *reader, const struct avow_audit_word *word,
		    struct avow_span key)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_mark mark = avow_audit_part(word, key);
	struct pair pair;

	if (memchr(key.data, 1, key.length) || take_apart(key, &pair)) {
		avow_audit_fault(reader, AVOW_AUD_KEY, mark,
				 "a key holds no operator and no byte 1");
		return false;
	}
	if (building->key.length + key.length + !!building->key.length >
	    AVOW_AUDIT_KEY_MAX) {
		avow_audit_fault(reader, AVOW_AUD_LIMIT, mark,
				 "the keys of a rule have at most %d bytes together",
				 AVOW_AUDIT_KEY_MAX);
		return false;
	}
	if (building->key.length)
		avow_buf_putc(&building->key, 1);
	avow_buf_append(&building->key, key);
	building->key_mark = mark;
	return true;
}

bool avow_audit_read_key(struct avow_audit_reader *reader,
			 const struct avow_audit_word *word)
{
	struct avow_audit_building *building = &reader->building;

	if (building->has_list && (building->has_calls || building->has_permission ||
				   building->has_program || building->has_filesystem))
		return add_key(reader, word, word->text);
	avow_audit_fault(reader, AVOW_AUD_KEY, word->mark,
			 "-k comes after a watch, -S, or a field of a file or program; "
			 "-F key=%.*s can stand anywhere",
			 (int)avow_span_first(word->text, 64).length, word->text.data);
	return false;
}

/* What a field makes of the rest of its line. */
static void note_field(struct avow_audit_building *building, uint32_t type)
{
	if (type == AUDIT_WATCH || type == AUDIT_DIR || type == AUDIT_PERM)
		building->has_permission = true;
	if (type == AUDIT_EXE)
		building->has_program = true;
	if (type == AUDIT_FSTYPE)
		building->has_filesystem = true;
}

static bool add_field(struct avow_audit_reader *reader,
		      const struct avow_audit_field_row *row,
		      const struct avow_audit_word *word, const struct pair *pair)
{
	struct avow_audit_field field = {
		.type = row->type,
		.operation = pair->operation,
		.mark = word->mark,
		.written = pair->value,
	};
	struct avow_audit_field *next;

	if (!avow_audit_check_list(reader, row, avow_audit_part(word, pair->name)) ||
	    !check_operator(reader, row, word, pair) ||
	    !avow_audit_read_value(reader, row, word, &field))
		return false;
	next = avow_audit_next_field(reader, word->mark);
	if (!next)
		return false;
	*next = field;
	note_field(&reader->building, row->type);
	return row->type != AUDIT_PERM ||
	       avow_audit_add_permission_calls(reader, field.value, word->mark);
}

bool avow_audit_read_field(struct avow_audit_reader *reader,
			   const struct avow_audit_word *word)
{
	const struct avow_audit_field_row *row;
	struct pair pair;

	if (!reader->building.has_list) {
		avow_audit_fault(reader, AVOW_AUD_LIST, word->mark,
				 "-F comes after -a, -A, -d or -w");
		return false;
	}
	if (avow_span_starts_with(word->text, "key=") && word->text.length > 4)
		return add_key(reader, word, avow_span_skip(word->text, 4));
	if (!read_pair(reader, word, "-F", &pair))
		return false;
	row = avow_audit_field_named(pair.name);
	if (!row) {
		tell_unknown(reader, word, pair.name);
		return false;
	}
	if (row->type == AUDIT_FILTERKEY && pair.operation == AUDIT_EQUAL)
		return add_key(reader, word, pair.value);
	return add_field(reader, row, word, &pair);
}

static bool check_comparison(struct avow_audit_reader *reader,
			     const struct avow_audit_word *word, const struct pair *pair)
{
	struct avow_span odd = avow_span_make(NULL, 0);

	if (!avow_audit_field_named(pair->name))
		odd = pair->name;
	else if (!avow_audit_field_named(pair->value))
		odd = pair->value;
	if (odd.data) {
		tell_unknown(reader, word, odd);
		return false;
	}
	if (!reader->building.has_list ||
	    reader->building.rule->list != AUDIT_FILTER_EXIT) {
		avow_audit_fault(reader, AVOW_AUD_LIST, word->mark,
				 "-C is for the list exit, which -a names before it");
		return false;
	}
	if (pair->operation == AUDIT_EQUAL || pair->operation == AUDIT_NOT_EQUAL)
		return true;
	avow_audit_fault(reader, AVOW_AUD_OPERATOR, avow_audit_part(word, pair->sign),
			 "-C takes = and != alone");
	return false;
}

bool avow_audit_read_comparison(struct avow_audit_reader *reader,
				const struct avow_audit_word *word)
{
	struct avow_audit_field *field;
	struct pair pair;
	uint32_t value;

	if (!read_pair(reader, word, "-C", &pair) ||
	    !check_comparison(reader, word, &pair))
		return false;
	value = avow_audit_compare(avow_audit_field_named(pair.name)->type,
				   avow_audit_field_named(pair.value)->type);
	if (!value) {
		avow_audit_fault(
			reader, AVOW_AUD_FIELD, word->mark,
			"%.*s and %.*s cannot be compared: two users can, or two "
			"groups",
			(int)pair.name.length, pair.name.data, (int)pair.value.length,
			pair.value.data);
		return false;
	}
	field = avow_audit_next_field(reader, word->mark);
	if (field)
		*field = (struct avow_audit_field){ .type = AUDIT_FIELD_COMPARE,
						    .operation = pair.operation,
						    .value = value,
						    .mark = word->mark,
						    .written = pair.value };
	return field;
}
