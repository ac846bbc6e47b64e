/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a rule does, as a sentence. */
#include "policy/audit/rewrite.h"
#include "policy/audit/tables.h"

enum { CALLS_TOLD = 8 };

static const struct {
	uint32_t operation;
	const char *says;
} relations[] = {
	{ AUDIT_EQUAL, "is" },
	{ AUDIT_NOT_EQUAL, "is not" },
	{ AUDIT_GREATER_THAN, "is more than" },
	{ AUDIT_GREATER_THAN_OR_EQUAL, "is at least" },
	{ AUDIT_LESS_THAN, "is less than" },
	{ AUDIT_LESS_THAN_OR_EQUAL, "is at most" },
	{ AUDIT_BIT_MASK, "has one of the bits" },
	{ AUDIT_BIT_TEST, "has all of the bits" },
};

static const char *relation(uint32_t operation)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(relations); i++)
		if (relations[i].operation == operation)
			return relations[i].says;
	return "is";
}

static struct avow_span name_call(const struct avow_audit_rule *rule,
				  const struct avow_machine *machine, unsigned number)
{
	const char *name = NULL;

	if (rule->list != AVOW_AUDIT_LIST_IO_URING)
		return avow_call_name(machine, number);
	name = avow_term_name(&avow_audit_operations, number);
	return avow_span_of(name ? name : "");
}

static void put_calls(const struct avow_audit_rule *rule,
		      const struct avow_audit_target *target, struct avow_buf *out)
{
	const struct avow_machine *machine =
		rule->machine ? rule->machine : target->machine;
	unsigned count = 0;

	if (avow_audit_is_all(rule)) {
		avow_buf_puts(out, "every system call");
		return;
	}
	for (unsigned i = 0; i < AVOW_AUDIT_NUMBERS; i++) {
		struct avow_span name = name_call(rule, machine, i);

		if (!avow_audit_has_call(rule, i) || count++ >= CALLS_TOLD)
			continue;
		avow_buf_puts(out, count > 1 ? ", " : "");
		if (name.length)
			avow_buf_append(out, name);
		else
			avow_buf_printf(out, "call %u", i);
	}
	if (count > CALLS_TOLD)
		avow_buf_printf(out, " and %u more calls", count - CALLS_TOLD);
}

static void put_access(uint32_t permissions, struct avow_buf *out)
{
	static const struct {
		uint32_t bit;
		const char *says;
	} words[] = {
		{ AUDIT_PERM_READ, "reading" },
		{ AUDIT_PERM_WRITE, "writing" },
		{ AUDIT_PERM_EXEC, "executing" },
		{ AUDIT_PERM_ATTR, "changing attributes" },
	};
	bool is_first = true;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++) {
		if (!(permissions & words[i].bit))
			continue;
		avow_buf_printf(out, "%s%s", is_first ? "" : ", ", words[i].says);
		is_first = false;
	}
}

/* The object: what is done to which file. */
static void put_object(const struct avow_audit_rule *rule,
		       const struct avow_audit_target *target, struct avow_buf *out)
{
	const struct avow_audit_field *path = avow_audit_field_of(rule, AUDIT_WATCH);
	const struct avow_audit_field *directory = avow_audit_field_of(rule, AUDIT_DIR);
	const struct avow_audit_field *permissions =
		avow_audit_field_of(rule, AUDIT_PERM);
	const struct avow_audit_field *place = path ? path : directory;

	if (permissions) {
		put_access(permissions->value, out);
		if (!avow_audit_is_all(rule)) {
			avow_buf_puts(out, " by ");
			put_calls(rule, target, out);
		}
	} else {
		put_calls(rule, target, out);
	}
	if (!place)
		return;
	avow_buf_puts(out, directory ? " of what is under " : " of ");
	avow_buf_append(out, place->text);
}

/* A value as print has it: what is behind the operator there. */
static void put_value(const struct avow_audit_field *field,
		      const struct avow_audit_target *target, struct avow_buf *out)
{
	struct avow_audit_field alone = *field;
	struct avow_audit_rule rule = { .list = AUDIT_FILTER_EXCLUDE,
					.action = AUDIT_NEVER,
					.fields = &alone,
					.field_count = 1 };
	struct avow_buf text = { 0 };
	const char *sign = avow_audit_operator(field->operation);
	size_t at;

	if (field->value == UINT32_MAX &&
	    (field->type == AUDIT_LOGINUID || field->type == AUDIT_SESSIONID)) {
		avow_buf_puts(out, "unset");
		return;
	}
	avow_audit_print(&rule, target, &text);
	at = avow_span_search(avow_buf_span(&text), sign);
	avow_buf_append(out, avow_span_skip(avow_buf_span(&text), at + strlen(sign)));
	avow_buf_free(&text);
}

static void put_condition(const struct avow_audit_field *field,
			  const struct avow_audit_target *target, struct avow_buf *out)
{
	const struct avow_audit_field_row *row = avow_audit_field_typed(field->type);
	uint32_t types[2];

	if (field->type == AUDIT_FIELD_COMPARE &&
	    avow_audit_comparison(field->value, types)) {
		avow_buf_printf(out, "%s %s %s", avow_audit_field_typed(types[0])->says,
				relation(field->operation),
				avow_audit_field_typed(types[1])->says);
		return;
	}
	if (field->type == AUDIT_SUCCESS && field->operation == AUDIT_EQUAL) {
		avow_buf_puts(out, field->value ? "the call succeeds" : "the call fails");
		return;
	}
	avow_buf_printf(out, "%s %s ", row->says, relation(field->operation));
	put_value(field, target, out);
}

/* Those that are not told elsewhere in the sentence. */
static bool is_condition(uint32_t type)
{
	return type != AUDIT_WATCH && type != AUDIT_DIR && type != AUDIT_PERM &&
	       type != AUDIT_ARCH && type != AUDIT_FILTERKEY;
}

static void put_conditions(const struct avow_audit_rule *rule,
			   const struct avow_audit_target *target, struct avow_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < rule->field_count; i++) {
		if (!is_condition(rule->fields[i].type))
			continue;
		avow_buf_puts(out, is_first ? " where " : " and ");
		put_condition(rule->fields + i, target, out);
		is_first = false;
	}
}

static void put_programs(const struct avow_audit_rule *rule, struct avow_buf *out)
{
	const struct avow_audit_field *arch = avow_audit_field_of(rule, AUDIT_ARCH);

	if (!arch || !rule->machine)
		return;
	avow_buf_printf(out, "%s by programs of %s",
			arch->operation == AUDIT_EQUAL ? "" : ", but not",
			rule->machine->name);
}

static void put_key(const struct avow_audit_rule *rule, struct avow_buf *out)
{
	const struct avow_audit_field *key = avow_audit_field_of(rule, AUDIT_FILTERKEY);

	if (!key)
		return;
	avow_buf_puts(out, ", under the key ");
	for (size_t i = 0; i < key->text.length; i++)
		avow_buf_putc(out, key->text.data[i] == 1 ? ',' : key->text.data[i]);
}

static void put_rule(const struct avow_audit_rule *rule,
		     const struct avow_audit_target *target, struct avow_buf *out)
{
	bool is_always = rule->action == AUDIT_ALWAYS;

	if (rule->is_deletion)
		avow_buf_puts(out, "Takes out the rule that ");
	else if (rule->is_first)
		avow_buf_puts(out, "Before all others: ");
	switch (rule->list) {
	case AUDIT_FILTER_EXIT:
		avow_buf_puts(out, is_always ? "records " : "does not record ");
		put_object(rule, target, out);
		put_programs(rule, out);
		break;
	case AUDIT_FILTER_TASK:
		avow_buf_puts(out, is_always ? "audits new processes"
					     : "leaves new processes unaudited");
		break;
	case AUDIT_FILTER_EXCLUDE:
		avow_buf_puts(out, "drops records");
		break;
	case AUDIT_FILTER_USER:
		avow_buf_puts(out, is_always ? "takes what programs report"
					     : "drops what programs report");
		break;
	case AUDIT_FILTER_FS:
		avow_buf_puts(out, is_always ? "records paths" : "leaves paths out");
		break;
	default:
		avow_buf_puts(out, is_always ? "records " : "does not record ");
		put_calls(rule, target, out);
		avow_buf_puts(out, " of io_uring");
		break;
	}
	put_conditions(rule, target, out);
	put_key(rule, out);
}

static const char *say_level(const struct avow_audit_statement *statement)
{
	static const char *const enabled[] = { "turns auditing off", "turns auditing on",
					       "locks the rules until the next boot" };
	static const char *const failure[] = { "is silent about lost records",
					       "tells the kernel's log of lost records",
					       "stops the machine at a lost record" };

	return statement->kind == AVOW_AUDIT_ENABLED ? enabled[statement->value % 3]
						     : failure[statement->value % 3];
}

static void put_control(const struct avow_audit_statement *statement,
			struct avow_buf *out)
{
	static const struct {
		enum avow_audit_kind kind;
		const char *says;
		bool has_value;
	} rows[] = {
		{ AVOW_AUDIT_BACKLOG, "sets the length of the queue to", true },
		{ AVOW_AUDIT_RATE, "sets the most records in a second, 0 for any, to",
		  true },
		{ AVOW_AUDIT_WAIT_TIME,
		  "sets how long a process waits for a full queue, in ticks, to", true },
		{ AVOW_AUDIT_IGNORE, "passes over errors of the lines behind it", false },
		{ AVOW_AUDIT_CONTINUE, "goes on after errors, and ends with 1", false },
		{ AVOW_AUDIT_TRIM, "trims subtrees that were unmounted", false },
		{ AVOW_AUDIT_RESET_LOST, "sets the count of lost records to 0", false },
		{ AVOW_AUDIT_RESET_WAIT, "sets the count of waited ticks to 0", false },
		{ AVOW_AUDIT_IMMUTABLE_ID, "keeps auid from being set again", false },
		{ AVOW_AUDIT_REQUEST, "asks auditctl for something, and sets nothing",
		  false },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++) {
		if (rows[i].kind != statement->kind)
			continue;
		avow_buf_puts(out, rows[i].says);
		if (rows[i].has_value)
			avow_buf_printf(out, " %u", statement->value);
	}
}

void avow_audit_explain(const struct avow_audit_statement *statement,
			const struct avow_audit_target *target, struct avow_buf *out)
{
	size_t begin = out->length;

	if (statement->kind == AVOW_AUDIT_RULE) {
		put_rule(statement->rule, target, out);
	} else if (statement->kind == AVOW_AUDIT_ENABLED ||
		   statement->kind == AVOW_AUDIT_FAILURE) {
		avow_buf_puts(out, say_level(statement));
	} else if (statement->kind == AVOW_AUDIT_DELETE_ALL) {
		avow_buf_puts(out, statement->word.length
					   ? "deletes all rules under the key "
					   : "deletes all rules");
		avow_buf_append(out, statement->word);
	} else if (statement->kind == AVOW_AUDIT_EQUIVALENT) {
		avow_buf_puts(out, "watches a mounted subtree as the place: ");
		avow_buf_append(out, statement->word);
	} else {
		put_control(statement, out);
	}
	if (out->length > begin && out->data[begin] >= 'a' && out->data[begin] <= 'z')
		out->data[begin] = (char)(out->data[begin] - 'a' + 'A');
	avow_buf_putc(out, '.');
}
