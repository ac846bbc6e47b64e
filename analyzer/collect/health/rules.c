/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Audit rules, looked at for what they take away from a denial. Text is brought
 * into the form of the kernel's rules first, so that there is one judgement. It
 * knows the words that matter to that, and leaves all others to auditctl.
 */
#include "analyzer/collect/health/rules.h"

#include <linux/audit.h>

static const char *const record_names[] = {
#define X(name, type) #name,
	AVOW_DENIAL_RECORDS(X)
#undef X
};

static const uint32_t record_types[] = {
#define X(name, type) type,
	AVOW_DENIAL_RECORDS(X)
#undef X
};

const char *avow_denial_record_name(enum avow_denial_record record)
{
	return record_names[record];
}

static bool does_hold(const struct avow_kaudit_condition *condition, uint32_t type)
{
	switch (condition->op) {
	case AUDIT_EQUAL:
		return type == condition->value;
	case AUDIT_NOT_EQUAL:
		return type != condition->value;
	case AUDIT_LESS_THAN:
		return type < condition->value;
	case AUDIT_GREATER_THAN:
		return type > condition->value;
	case AUDIT_LESS_THAN_OR_EQUAL:
		return type <= condition->value;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return type >= condition->value;
	default:
		return false;
	}
}

/* All conditions of a rule must hold; those on no type are about who did it. */
static void add_exclusion(struct avow_rule_facts *facts,
			  const struct avow_kaudit_rule *rule)
{
	for (size_t record = 0; record < AVOW_DENIAL_RECORD_COUNT; record++) {
		bool holds = true, is_partial = false;

		for (uint32_t i = 0; i < rule->count; i++) {
			const struct avow_kaudit_condition *condition =
				&rule->conditions[i];

			if (condition->field == AUDIT_MSGTYPE)
				holds &= does_hold(condition, record_types[record]);
			else if (condition->field != AUDIT_FILTERKEY)
				is_partial = true;
		}
		if (holds && is_partial)
			facts->partly_excluded[record] = true;
		else if (holds)
			facts->excluded[record] = true;
	}
}

/* True for a rule of everything. */
static bool is_unconditional(const struct avow_kaudit_rule *rule)
{
	for (uint32_t i = 0; i < rule->count; i++)
		if (rule->conditions[i].field != AUDIT_FILTERKEY)
			return false;
	return rule->is_of_all_syscalls;
}

void avow_rule_facts_add(struct avow_rule_facts *facts,
			 const struct avow_kaudit_rule *rule)
{
	switch (rule->list) {
	case AUDIT_FILTER_TASK:
		facts->never_task |= rule->action == AUDIT_NEVER && rule->count == 0;
		break;
	case AUDIT_FILTER_EXIT:
		facts->count++;
		facts->never_exit |=
			rule->action == AUDIT_NEVER && is_unconditional(rule);
		break;
	case AUDIT_FILTER_EXCLUDE:
		add_exclusion(facts, rule);
		break;
	default:
		break;
	}
}

/* The next word of *rest; blanks and tabs part them. */
static struct avow_span next_word(struct avow_span *rest)
{
	struct avow_span word;
	size_t length = 0;

	while (rest->length &&
	       (rest->data[0] == ' ' || rest->data[0] == '\t' || rest->data[0] == '\r'))
		*rest = avow_span_skip(*rest, 1);
	while (length < rest->length && rest->data[length] != ' ' &&
	       rest->data[length] != '\t' && rest->data[length] != '\r')
		length++;
	word = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length);
	return word;
}

struct name {
	const char *text;
	uint32_t value;
};

static bool find_name(const struct name *names, size_t count, struct avow_span word,
		      uint32_t *out)
{
	for (size_t i = 0; i < count; i++)
		if (avow_span_is(word, names[i].text)) {
			*out = names[i].value;
			return true;
		}
	return false;
}

/* "exit,always" or "always,exit" (auditctl(8), -a). */
static bool read_list(struct avow_span word, struct avow_kaudit_rule *rule)
{
	static const struct name lists[] = {
		{ "task", AUDIT_FILTER_TASK },
		{ "exit", AUDIT_FILTER_EXIT },
		{ "user", AUDIT_FILTER_USER },
		{ "exclude", AUDIT_FILTER_EXCLUDE },
		{ "filesystem", AUDIT_FILTER_FS },
		{ "entry", AUDIT_FILTER_ENTRY },
		{ "io_uring", AUDIT_FILTER_URING_EXIT },
	};
	static const struct name actions[] = {
		{ "never", AUDIT_NEVER },
		{ "always", AUDIT_ALWAYS },
		{ "possible", AUDIT_POSSIBLE },
	};
	size_t comma = avow_span_find(word, ',');
	struct avow_span left = avow_span_first(word, comma);
	struct avow_span right = avow_span_skip(word, comma + 1);

	if (find_name(actions, AVOW_ARRAY_SIZE(actions), left, &rule->action))
		return find_name(lists, AVOW_ARRAY_SIZE(lists), right, &rule->list);
	return find_name(lists, AVOW_ARRAY_SIZE(lists), left, &rule->list) &&
	       find_name(actions, AVOW_ARRAY_SIZE(actions), right, &rule->action);
}

/* The operator that @word holds first, and where the value begins. */
static size_t find_operator(struct avow_span word, uint32_t *op, size_t *length)
{
	static const struct name operators[] = {
		{ "!=", AUDIT_NOT_EQUAL },          { ">=", AUDIT_GREATER_THAN_OR_EQUAL },
		{ "<=", AUDIT_LESS_THAN_OR_EQUAL }, { "=", AUDIT_EQUAL },
		{ ">", AUDIT_GREATER_THAN },        { "<", AUDIT_LESS_THAN },
	};

	for (size_t at = 0; at < word.length; at++)
		for (size_t i = 0; i < AVOW_ARRAY_SIZE(operators); i++)
			if (avow_span_starts_with(avow_span_skip(word, at),
						  operators[i].text)) {
				*op = operators[i].value;
				*length = strlen(operators[i].text);
				return at;
			}
	return word.length;
}

/* The field that matters by its number, the others as one that does not. */
static void add_condition(struct avow_span word, struct avow_kaudit_rule *rule)
{
	struct avow_kaudit_condition condition = { .field = AUDIT_PID };
	size_t length = 0, at = find_operator(word, &condition.op, &length);
	struct avow_span name = avow_span_first(word, at);
	int type;

	if (rule->count == AVOW_KAUDIT_CONDITIONS)
		return;
	if (avow_span_is(name, "key"))
		condition.field = AUDIT_FILTERKEY;
	if (avow_span_is(name, "msgtype")) {
		type = avow_kaudit_type(avow_span_skip(word, at + length));
		condition.field = AUDIT_MSGTYPE;
		condition.value = type < 0 ? 0 : (uint32_t)type;
	}
	rule->conditions[rule->count++] = condition;
}

/* One line to a rule; false when it is none. */
static bool read_rule(struct avow_span line, struct avow_kaudit_rule *rule)
{
	struct avow_span word = next_word(&line);
	bool is_rule = false;

	*rule = (struct avow_kaudit_rule){ .is_of_all_syscalls = true };
	for (; word.length && word.data[0] != '#'; word = next_word(&line)) {
		if (avow_span_is(word, "-a") || avow_span_is(word, "-A")) {
			is_rule = read_list(next_word(&line), rule);
		} else if (avow_span_is(word, "-w")) {
			rule->list = AUDIT_FILTER_EXIT;
			rule->action = AUDIT_ALWAYS;
			is_rule = true;
		} else if (avow_span_is(word, "-F") || avow_span_is(word, "-C")) {
			add_condition(next_word(&line), rule);
		} else if (avow_span_is(word, "-S")) {
			rule->is_of_all_syscalls = avow_span_is(next_word(&line), "all");
		}
	}
	return is_rule;
}

void avow_rule_facts_read(struct avow_rule_facts *facts, struct avow_span text)
{
	struct avow_kaudit_rule rule;

	while (text.length) {
		size_t length = avow_span_find(text, '\n');

		if (read_rule(avow_span_first(text, length), &rule))
			avow_rule_facts_add(facts, &rule);
		text = avow_span_skip(text, length + 1);
	}
}
