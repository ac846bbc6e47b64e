/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * struct audit_rule_data of linux/audit.h, written and read in the byte order of the
 * machine that it is for. Texts stand behind it in the order of their fields, without
 * an end: the value of such a field is its length.
 */
#include "policy/audit/audit.h"
#include "policy/audit/tables.h"

/* Offsets of its members, in words of 32 bits. */
enum {
	AT_FLAGS,
	AT_ACTION,
	AT_COUNT,
	AT_MASK,
	AT_FIELDS = AT_MASK + AUDIT_BITMASK_SIZE,
	AT_VALUES = AT_FIELDS + AUDIT_MAX_FIELDS,
	AT_OPERATIONS = AT_VALUES + AUDIT_MAX_FIELDS,
	AT_LENGTH = AT_OPERATIONS + AUDIT_MAX_FIELDS,
	WORDS
};

static uint32_t read_word(struct avow_span bytes, size_t at, bool is_big)
{
	const unsigned char *byte = (const unsigned char *)bytes.data + 4 * at;
	uint32_t word = 0;

	for (unsigned i = 0; i < 4; i++)
		word |= (uint32_t)byte[i] << 8 * (is_big ? 3 - i : i);
	return word;
}

static void write_word(char *bytes, size_t at, bool is_big, uint32_t word)
{
	for (unsigned i = 0; i < 4; i++)
		bytes[4 * at + i] = (char)(word >> 8 * (is_big ? 3 - i : i) & 0xff);
}

void avow_audit_compile(const struct avow_audit_rule *rule,
			const struct avow_audit_target *target, struct avow_buf *out)
{
	bool is_big = target->machine->is_big;
	char *bytes = avow_buf_extend(out, AVOW_AUDIT_HEAD);
	size_t length = 0;

	if (!bytes)
		return;
	memset(bytes, 0, AVOW_AUDIT_HEAD);
	write_word(bytes, AT_FLAGS, is_big,
		   rule->list | (rule->is_first ? AUDIT_FILTER_PREPEND : 0u));
	write_word(bytes, AT_ACTION, is_big, rule->action);
	write_word(bytes, AT_COUNT, is_big, (uint32_t)rule->field_count);
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		write_word(bytes, AT_MASK + i, is_big, rule->mask[i]);
	for (size_t i = 0; i < rule->field_count; i++) {
		const struct avow_audit_field *field = rule->fields + i;

		write_word(bytes, AT_FIELDS + i, is_big, field->type);
		write_word(bytes, AT_VALUES + i, is_big, field->value);
		write_word(bytes, AT_OPERATIONS + i, is_big, field->operation);
		length += field->text.length;
	}
	write_word(bytes, AT_LENGTH, is_big, (uint32_t)length);
	for (size_t i = 0; i < rule->field_count; i++)
		avow_buf_append(out, rule->fields[i].text);
}

bool avow_audit_is_compiled(struct avow_span bytes)
{
	/* The high bytes of the flags, whichever order they are in. */
	return bytes.length >= AVOW_AUDIT_HEAD && !bytes.data[1] && !bytes.data[2];
}

static int refuse(struct avow_error *error, const char *what)
{
	return avow_error_set(error, AVOW_E_INPUT, "%s", what);
}

static int read_field(struct avow_span bytes, size_t i, bool is_big,
		      struct avow_span *texts, struct avow_audit_field *field,
		      struct avow_error *error)
{
	const struct avow_audit_field_row *row;

	field->type = read_word(bytes, AT_FIELDS + i, is_big);
	field->value = read_word(bytes, AT_VALUES + i, is_big);
	field->operation = read_word(bytes, AT_OPERATIONS + i, is_big);
	row = avow_audit_field_typed(field->type);
	if (!row)
		return avow_error_set(error, AVOW_E_INPUT,
				      "the field %u is none that audit knows",
				      field->type);
	if (!avow_audit_operator(field->operation))
		return refuse(error, "an operator is none that audit knows");
	if (row->value != AVOW_AUDIT_OF_TEXT)
		return 0;
	if (field->value > texts->length)
		return refuse(error, "a text is longer than the rule");
	field->text = avow_span_first(*texts, field->value);
	*texts = avow_span_skip(*texts, field->value);
	return 0;
}

/*
 * The kernel clears the bits of classes, at the mask's end: a rule that it lists for all
 * calls is that of -S all again.
 */
static void read_mask(struct avow_span bytes, bool is_big, uint32_t *mask)
{
	bool is_all = true;

	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++) {
		mask[i] = read_word(bytes, AT_MASK + i, is_big);
		if (i + 1 < AUDIT_BITMASK_SIZE)
			is_all &= mask[i] == UINT32_MAX;
	}
	if (is_all && (mask[AUDIT_BITMASK_SIZE - 1] & 0xffff) == 0xffff)
		mask[AUDIT_BITMASK_SIZE - 1] = UINT32_MAX;
}

static int read_fields(struct avow_span bytes, struct avow_span texts, bool is_big,
		       struct avow_audit_rule *rule, struct avow_error *error)
{
	for (size_t i = 0; i < rule->field_count; i++) {
		struct avow_audit_field *field = rule->fields + i;
		int code = read_field(bytes, i, is_big, &texts, field, error);

		if (code)
			return code;
		if (field->type == AUDIT_ARCH)
			rule->machine = avow_machine_of(field->value);
	}
	return texts.length ? refuse(error, "no field has the last of its texts") : 0;
}

int avow_audit_decompile(struct avow_span bytes, const struct avow_audit_target *target,
			 struct avow_arena *arena, struct avow_audit_rule **out,
			 size_t *used, struct avow_error *error)
{
	bool is_big = target->machine->is_big;
	struct avow_audit_rule *rule;
	struct avow_span texts;
	uint32_t length;

	if (bytes.length < AVOW_AUDIT_HEAD)
		return refuse(error, "the bytes end within a rule");
	texts = avow_span_skip(bytes, AVOW_AUDIT_HEAD);
	length = read_word(bytes, AT_LENGTH, is_big);
	rule = avow_arena_alloc(arena, sizeof(*rule));
	if (!rule)
		return avow_error_nomem(error);
	rule->list = read_word(bytes, AT_FLAGS, is_big);
	rule->is_first = rule->list & AUDIT_FILTER_PREPEND;
	rule->list &= ~(uint32_t)AUDIT_FILTER_PREPEND;
	rule->action = read_word(bytes, AT_ACTION, is_big);
	rule->field_count = read_word(bytes, AT_COUNT, is_big);
	if (!avow_term_name(&avow_audit_lists, rule->list) ||
	    !avow_term_name(&avow_audit_actions, rule->action) ||
	    rule->field_count > AUDIT_MAX_FIELDS)
		return refuse(error,
			      "the bytes are no rule of this machine's byte order");
	read_mask(bytes, is_big, rule->mask);
	rule->fields =
		avow_arena_alloc(arena, (rule->field_count + 1) * sizeof(*rule->fields));
	if (!rule->fields)
		return avow_error_nomem(error);
	*used = AVOW_AUDIT_HEAD + length;
	*out = rule;
	return read_fields(bytes, avow_span_first(texts, length), is_big, rule, error);
}
