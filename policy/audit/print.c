/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A rule as text, the same for the same rule: as `auditctl -l` prints it, but where that
 * could not be read back. A watch is written out, because what -w makes of a path hangs
 * on what is there when it is read; != of exe is kept; kinds of files have their names;
 * numbers that can be none below zero have no sign; blanks and backslashes are escaped.
 */
#include "policy/audit/audit.h"
#include "policy/audit/tables.h"

static void put_text(struct avow_buf *out, struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == ' ' || text.data[i] == '\\')
			avow_buf_putc(out, '\\');
		avow_buf_putc(out, text.data[i]);
	}
}

static void put_machine(struct avow_buf *out, uint32_t arch,
			const struct avow_audit_target *target)
{
	const struct avow_machine *own = target->machine;
	const struct avow_machine *machine = avow_machine_of(arch);

	if (machine == own && own->is_64)
		avow_buf_puts(out, "b64");
	else if (machine && own->narrow &&
		 avow_span_is(avow_span_of(machine->name), own->narrow))
		avow_buf_puts(out, "b32");
	else if (machine)
		avow_buf_puts(out, machine->name);
	else
		avow_buf_printf(out, "%#x", arch);
}

static void put_named(struct avow_buf *out, const struct avow_terms *table,
		      uint32_t value)
{
	const char *name = avow_term_name(table, value);

	if (name)
		avow_buf_puts(out, name);
	else
		avow_buf_printf(out, "%u", value);
}

static void put_exit(struct avow_buf *out, uint32_t value)
{
	const char *name = NULL;

	if (value > INT32_MAX)
		name = avow_term_name(&avow_errnos, 0 - value);
	if (name)
		avow_buf_printf(out, "-%s", name);
	else
		avow_buf_printf(out, "%d", (int32_t)value);
}

static void put_permissions(struct avow_buf *out, uint32_t value)
{
	static const struct {
		uint32_t bit;
		char letter;
	} letters[] = { { AUDIT_PERM_READ, 'r' },
			{ AUDIT_PERM_WRITE, 'w' },
			{ AUDIT_PERM_EXEC, 'x' },
			{ AUDIT_PERM_ATTR, 'a' } };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(letters); i++)
		if (value & letters[i].bit)
			avow_buf_putc(out, letters[i].letter);
}

static void put_value(struct avow_buf *out, const struct avow_audit_field_row *row,
		      const struct avow_audit_field *field,
		      const struct avow_audit_target *target)
{
	switch (row->value) {
	case AVOW_AUDIT_OF_USER:
	case AVOW_AUDIT_OF_SESSION:
		if (field->value == UINT32_MAX)
			avow_buf_puts(out, "-1");
		else
			avow_buf_printf(out, "%u", field->value);
		return;
	case AVOW_AUDIT_OF_EXIT:
		put_exit(out, field->value);
		return;
	case AVOW_AUDIT_OF_MESSAGE:
		put_named(out, &avow_message_types, field->value);
		return;
	case AVOW_AUDIT_OF_TEXT:
		put_text(out, field->text);
		return;
	case AVOW_AUDIT_OF_MACHINE:
		put_machine(out, field->value, target);
		return;
	case AVOW_AUDIT_OF_PERMISSIONS:
		put_permissions(out, field->value);
		return;
	case AVOW_AUDIT_OF_FILE_TYPE:
		put_named(out, &avow_audit_file_types, field->value);
		return;
	case AVOW_AUDIT_OF_FILESYSTEM:
		put_named(out, &avow_audit_filesystems, field->value);
		return;
	case AVOW_AUDIT_OF_ARGUMENT:
		avow_buf_printf(out, "0x%X", field->value);
		return;
	case AVOW_AUDIT_OF_GROUP:
	case AVOW_AUDIT_OF_NUMBER:
		avow_buf_printf(out, "%u", field->value);
		return;
	}
}

/* Each of them an option of its own. */
static void put_keys(struct avow_buf *out, struct avow_span keys)
{
	for (;;) {
		size_t length = avow_span_find(keys, 1);

		avow_buf_puts(out, " -F key=");
		put_text(out, avow_span_first(keys, length));
		if (length == keys.length)
			return;
		keys = avow_span_skip(keys, length + 1);
	}
}

/* Before 4.0.4, auditctl fails where the machine lacks one of them. */
static bool has_listed(const struct avow_audit_rule *rule,
		       const struct avow_machine *machine, uint32_t audit,
		       struct avow_span names)
{
	while (names.length) {
		size_t length = avow_span_find(names, ',');
		int number =
			avow_call_number(machine, avow_span_first(names, length), NULL);

		if (number < 0 ? audit < 40004
			       : !avow_audit_has_call(rule, (unsigned)number))
			return false;
		names = avow_span_skip(names, length + 1);
	}
	return true;
}

/* -F perm= adds calls to a rule in audit 4, and -p does not. */
static bool has_permission_calls(const struct avow_audit_rule *rule,
				 const struct avow_audit_target *target,
				 uint32_t permissions)
{
	const struct avow_machine *machine =
		rule->machine ? rule->machine : target->machine;
	uint32_t permission, since;
	const char *names;

	for (size_t i = 0;
	     (names = avow_audit_permission_calls(i, &permission, &since)) != NULL; i++)
		if (permissions & permission && since <= target->audit &&
		    !has_listed(rule, machine, target->audit, avow_span_of(names)))
			return false;
	return true;
}

static void put_field(struct avow_buf *out, const struct avow_audit_rule *rule,
		      const struct avow_audit_field *field,
		      const struct avow_audit_target *target)
{
	const struct avow_audit_field_row *row = avow_audit_field_typed(field->type);
	const char *sign = avow_audit_operator(field->operation);
	uint32_t types[2];

	if (field->type == AUDIT_FILTERKEY && field->operation == AUDIT_EQUAL) {
		put_keys(out, field->text);
		return;
	}
	if (field->type == AUDIT_FIELD_COMPARE &&
	    avow_audit_comparison(field->value, types)) {
		avow_buf_printf(out, " -C %s%s%s", avow_audit_field_typed(types[0])->name,
				sign, avow_audit_field_typed(types[1])->name);
		return;
	}
	if (field->type == AUDIT_PERM && rule->machine &&
	    !has_permission_calls(rule, target, field->value))
		avow_buf_puts(out, " -p ");
	else
		avow_buf_printf(out, " -F %s%s", row->name, sign);
	put_value(out, row, field, target);
}

static void put_call(struct avow_buf *out, const struct avow_audit_rule *rule,
		     const struct avow_audit_target *target, unsigned number)
{
	const struct avow_machine *machine =
		rule->machine ? rule->machine : target->machine;
	struct avow_span name = avow_call_name(machine, number);
	uint32_t since = 0;

	if (rule->list == AVOW_AUDIT_LIST_IO_URING) {
		const char *operation = avow_term_name(&avow_audit_operations, number);

		name = avow_span_of(operation ? operation : "");
	} else if (name.length) {
		avow_call_number(machine, name, &since);
	}
	if (name.length && since <= target->audit)
		avow_buf_append(out, name);
	else
		avow_buf_printf(out, "%u", number);
}

static bool has_calls(const struct avow_audit_rule *rule)
{
	return rule->list == AUDIT_FILTER_EXIT || rule->list == AVOW_AUDIT_LIST_IO_URING;
}

static void put_calls(struct avow_buf *out, const struct avow_audit_rule *rule,
		      const struct avow_audit_target *target)
{
	bool is_first = true;

	if (!has_calls(rule))
		return;
	if (avow_audit_is_all(rule)) {
		/* Of io_uring, all stands for what audit knows: it is left out there. */
		if (rule->list == AUDIT_FILTER_EXIT)
			avow_buf_puts(out, " -S all");
		return;
	}
	for (unsigned i = 0; i < AUDIT_BITMASK_SIZE * 32; i++) {
		if (!avow_audit_has_call(rule, i))
			continue;
		avow_buf_puts(out, is_first ? " -S " : ",");
		put_call(out, rule, target, i);
		is_first = false;
	}
}

bool avow_audit_needs_watch(const struct avow_audit_rule *rule)
{
	static const char *const operators[] = { "!=", ">=", "<=", "&=" };
	const struct avow_audit_field *place = rule->fields;

	if (rule->field_count < 2 || place[1].type != AUDIT_PERM ||
	    (place->type != AUDIT_WATCH && place->type != AUDIT_DIR) ||
	    !avow_audit_is_all(rule) || rule->is_first || rule->action != AUDIT_ALWAYS)
		return false;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(operators); i++)
		if (avow_span_search(place->text, operators[i]) < place->text.length)
			return true;
	return false;
}

static size_t put_watch(struct avow_buf *out, const struct avow_audit_rule *rule)
{
	avow_buf_puts(out, rule->is_deletion ? "-W " : "-w ");
	put_text(out, rule->fields[0].text);
	avow_buf_puts(out, " -p ");
	put_permissions(out, rule->fields[1].value);
	return 2;
}

static void put_list(struct avow_buf *out, const struct avow_audit_rule *rule)
{
	const char *option = rule->is_deletion ? "-d" : rule->is_first ? "-A" : "-a";

	avow_buf_printf(out, "%s %s,%s", option,
			avow_term_name(&avow_audit_actions, rule->action),
			avow_term_name(&avow_audit_lists, rule->list));
}

/* How many fields come before the calls: an arch does, since the calls are its own; so
 * does a perm to which no arch adds calls. */
static size_t count_before_calls(const struct avow_audit_rule *rule,
				 const struct avow_audit_target *target)
{
	size_t count = 0;

	for (size_t i = 0; i < rule->field_count; i++) {
		const struct avow_audit_field *field = rule->fields + i;

		if (field->type == AUDIT_ARCH ||
		    (field->type == AUDIT_PERM && !rule->machine &&
		     !has_permission_calls(rule, target, field->value)))
			count = i + 1;
	}
	return count;
}

void avow_audit_print(const struct avow_audit_rule *rule,
		      const struct avow_audit_target *target, struct avow_buf *out)
{
	size_t before = count_before_calls(rule, target), at = 0;

	if (avow_audit_needs_watch(rule)) {
		at = put_watch(out, rule);
	} else {
		put_list(out, rule);
		while (at < before)
			put_field(out, rule, rule->fields + at++, target);
		put_calls(out, rule, target);
	}
	while (at < rule->field_count)
		put_field(out, rule, rule->fields + at++, target);
}

static const struct {
	enum avow_audit_kind kind;
	const char *option;
	bool has_value;
} statements[] = {
	{ AVOW_AUDIT_ENABLED, "-e", true },
	{ AVOW_AUDIT_FAILURE, "-f", true },
	{ AVOW_AUDIT_BACKLOG, "-b", true },
	{ AVOW_AUDIT_RATE, "-r", true },
	{ AVOW_AUDIT_WAIT_TIME, "--backlog_wait_time", true },
	{ AVOW_AUDIT_IGNORE, "-i", false },
	{ AVOW_AUDIT_CONTINUE, "-c", false },
	{ AVOW_AUDIT_RESET_LOST, "--reset-lost", false },
	{ AVOW_AUDIT_RESET_WAIT, "--reset_backlog_wait_time_actual", false },
	{ AVOW_AUDIT_IMMUTABLE_ID, "--loginuid-immutable", false },
	{ AVOW_AUDIT_TRIM, "-t", false },
};

void avow_audit_print_statement(const struct avow_audit_statement *statement,
				const struct avow_audit_target *target,
				struct avow_buf *out)
{
	if (statement->kind == AVOW_AUDIT_RULE) {
		avow_audit_print(statement->rule, target, out);
	} else if (statement->kind == AVOW_AUDIT_DELETE_ALL) {
		avow_buf_puts(out, statement->word.length ? "-D -k " : "-D");
		put_text(out, statement->word);
	} else if (statement->kind == AVOW_AUDIT_EQUIVALENT) {
		avow_buf_puts(out, "-q ");
		put_text(out, statement->word);
	} else if (statement->kind == AVOW_AUDIT_REQUEST) {
		avow_buf_append(out, statement->word);
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(statements); i++) {
		if (statements[i].kind != statement->kind)
			continue;
		avow_buf_puts(out, statements[i].option);
		if (statements[i].has_value)
			avow_buf_printf(out, " %u", statement->value);
	}
}
