/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules of permissions and conditions: network, unix, signal, ptrace, dbus, mqueue,
 * io_uring, userns. Which words each class has is in classes.c; which go together, in
 * limits.c.
 */
#include "policy/apparmor/profiles/rules/limits.h"
#include "policy/apparmor/profiles/rules/rule.h"
#include "policy/apparmor/profiles/rules/words.h"

#include <stdio.h>

static struct avow_rule_condition *add_condition(struct avow_rule_reading *reading,
						 const char *key)
{
	struct avow_profile_rule *rule = reading->rule;
	size_t count = rule->condition_count;
	struct avow_rule_condition *all = avow_reader_alloc(
		reading->reader, (count + 1) * sizeof(struct avow_rule_condition));

	if (!all)
		return NULL;
	if (count)
		memcpy(all, rule->conditions, count * sizeof(*all));
	rule->conditions = all;
	rule->condition_count = count + 1;
	all[count].key = key;
	return all + count;
}

static bool is_signal_set(const struct avow_profile_rule *rule,
			  const struct avow_rule_condition *condition)
{
	return rule->class == AVOW_RULE_SIGNAL && strcmp(condition->key, "set") == 0;
}

static const char *add_value(struct avow_rule_reading *reading,
			     struct avow_rule_condition *condition, struct avow_span word)
{
	size_t count = condition->value_count;
	struct avow_rule_value *values =
		avow_reader_alloc(reading->reader, (count + 1) * sizeof(*values));
	const char *defect;

	if (!values)
		return "memory is out";
	if (count)
		memcpy(values, condition->values, count * sizeof(*values));
	condition->values = values;
	condition->value_count = count + 1;
	values[count].text = word;
	defect = avow_reader_expand(reading->reader, word, &values[count].expanded);
	if (defect || !is_signal_set(reading->rule, condition))
		return defect ? defect : avow_pattern_check(values[count].expanded);
	values[count].expanded = avow_word_signal(values[count].expanded);
	return values[count].expanded.length ? NULL : "a signal is not known";
}

const char *avow_rule_add(struct avow_rule_reading *reading, const char *key,
			  struct avow_span word)
{
	struct avow_rule_condition *condition = add_condition(reading, key);

	return condition ? add_value(reading, condition, word) : "memory is out";
}

static const char *add_permission(struct avow_rule_reading *reading,
				  const struct avow_class *class, struct avow_span word)
{
	unsigned bit;

	if (avow_span_is(word, "rw") || avow_span_is(word, "wr")) {
		const char *defect = add_permission(reading, class, avow_span_of("r"));

		return defect ? defect
			      : add_permission(reading, class, avow_span_of("w"));
	}
	if (!avow_class_bit(class, word, &bit))
		return "a permission is not known";
	reading->rule->permissions |= UINT64_C(1) << bit;
	return NULL;
}

const char *avow_rule_read_permissions(struct avow_rule_reading *reading,
				       const struct avow_class *class)
{
	struct avow_token token = avow_rule_peek(reading);
	struct avow_token behind;
	struct avow_cursor copy = *reading->cursor;
	const char *defect = NULL;

	if (token.kind == AVOW_TOKEN_WORD) {
		avow_token_next(&copy, AVOW_WORDS_RULE);
		behind = avow_token_peek(&copy, AVOW_WORDS_RULE);
		if (behind.kind == AVOW_TOKEN_EQUALS || avow_token_is(&behind, "in") ||
		    add_permission(reading, class, token.text))
			return NULL;
		*reading->cursor = copy;
	}
	if (token.kind != AVOW_TOKEN_LIST)
		return NULL;
	avow_rule_next(reading);
	for (;;) {
		token = avow_token_next(reading->cursor, AVOW_WORDS_LIST);
		if (token.kind == AVOW_TOKEN_LIST_END)
			return defect;
		if (token.kind == AVOW_TOKEN_WORD && !defect)
			defect = add_permission(reading, class, token.text);
		else if (token.kind != AVOW_TOKEN_WORD && token.kind != AVOW_TOKEN_COMMA)
			return "a ( is not closed";
	}
}

/* Words that are another's. */
static const struct {
	const char *word, *key;
} synonyms[] = {
	{ "option", "options" },
	{ "vfstype", "fstype" },
};

static const char *find_key(const struct avow_class *class, struct avow_span word,
			    bool is_peer)
{
	for (size_t i = 0; i < class->key_count; i++) {
		const char *key = class->keys[i];

		if (is_peer != (strncmp(key, "peer.", 5) == 0))
			continue;
		if (avow_span_is(word, is_peer ? key + 5 : key))
			return key;
	}
	return NULL;
}

/* Values in parentheses, the ( taken. */
static const char *read_list(struct avow_rule_reading *reading,
			     struct avow_rule_condition *condition)
{
	const char *defect = NULL;

	for (;;) {
		struct avow_token token =
			avow_token_next(reading->cursor, AVOW_WORDS_LIST);

		if (token.kind == AVOW_TOKEN_LIST_END)
			return defect || condition->value_count ? defect
								: "a list is empty";
		if (token.kind == AVOW_TOKEN_WORD && !defect)
			defect = add_value(reading, condition, token.text);
		else if (token.kind != AVOW_TOKEN_WORD && token.kind != AVOW_TOKEN_COMMA)
			return "a ( is not closed";
	}
}

/* `=`, `in`, and `:=` of labels of a network rule; false when @sign is none. */
static bool is_comparison(const struct avow_rule_reading *reading, const char *key,
			  const struct avow_token *sign, enum avow_rule_comparison *out)
{
	*out = AVOW_RULE_EQUALS;
	if (sign->kind == AVOW_TOKEN_EQUALS)
		return true;
	*out = AVOW_RULE_IN;
	if (avow_token_is(sign, "in"))
		return true;
	*out = AVOW_RULE_SETS;
	return avow_span_is(sign->text, ":=") &&
	       reading->rule->class == AVOW_RULE_NETWORK && strstr(key, "label");
}

/* What stands behind `key=` or `key in`, which @sign is. */
static const char *read_values(struct avow_rule_reading *reading, const char *key,
			       const struct avow_token *sign, enum avow_words words)
{
	struct avow_rule_condition *condition = add_condition(reading, key);
	struct avow_token token = words == AVOW_WORDS_NAME
					  ? avow_rule_next_name(reading)
					  : avow_token_next(reading->cursor, words);
	bool is_in = avow_token_is(sign, "in");

	if (!condition)
		return "memory is out";
	if (!is_comparison(reading, key, sign, &condition->comparison))
		return "a condition is not written like this";
	if (token.kind == AVOW_TOKEN_LIST)
		return read_list(reading, condition);
	if (token.kind != AVOW_TOKEN_WORD || is_in)
		return is_in ? "in wants a list in parentheses" : "a value is missing";
	return add_value(reading, condition, token.text);
}

/* peer=(label=..., name=...), peer= taken. */
static const char *read_peer(struct avow_rule_reading *reading,
			     const struct avow_class *class)
{
	struct avow_token token = avow_token_next(reading->cursor, AVOW_WORDS_LIST);
	const char *defect = NULL;

	if (token.kind != AVOW_TOKEN_LIST)
		return "peer= wants conditions in parentheses";
	for (size_t i = 0; i < reading->rule->condition_count; i++)
		if (strncmp(reading->rule->conditions[i].key, "peer.", 5) == 0)
			return "peer= stands twice";
	for (;;) {
		const char *key;

		token = avow_token_next(reading->cursor, AVOW_WORDS_PEER);
		if (token.kind == AVOW_TOKEN_LIST_END)
			return NULL;
		if (token.kind == AVOW_TOKEN_COMMA)
			continue;
		if (token.kind != AVOW_TOKEN_WORD)
			return "a ( is not closed";
		key = find_key(class, token.text, true);
		token = avow_token_next(reading->cursor, AVOW_WORDS_PEER);
		if (!key)
			return "a condition of the peer is not known";
		defect = read_values(reading, key, &token, AVOW_WORDS_LIST);
		if (defect)
			return defect;
	}
}

static bool has_peer(const struct avow_class *class)
{
	for (size_t i = 0; i < class->key_count; i++)
		if (strncmp(class->keys[i], "peer.", 5) == 0)
			return true;
	return false;
}

const char *avow_rule_read_condition(struct avow_rule_reading *reading,
				     const struct avow_class *class, bool *found)
{
	struct avow_cursor copy = *reading->cursor;
	struct avow_token word = avow_token_next(&copy, AVOW_WORDS_RULE);
	struct avow_token sign = avow_token_next(&copy, AVOW_WORDS_RULE);
	const char *key;

	*found = word.kind == AVOW_TOKEN_WORD &&
		 (sign.kind == AVOW_TOKEN_EQUALS || avow_token_is(&sign, "in") ||
		  avow_span_is(sign.text, ":="));
	if (!*found)
		return NULL;
	*reading->cursor = copy;
	if (avow_token_is(&word, "peer") && has_peer(class))
		return read_peer(reading, class);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(synonyms); i++)
		if (avow_token_is(&word, synonyms[i].word))
			word.text = avow_span_of(synonyms[i].key);
	key = find_key(class, word.text, false);
	if (!key)
		return "a condition is not known";
	return read_values(reading, key, &sign, AVOW_WORDS_NAME);
}

/* Words without a key: family and type of a network rule, the name of a queue. */
static const char *add_bare(struct avow_rule_reading *reading,
			    const struct avow_token *token, size_t index)
{
	static const char *const keys[] = { "family", "type" };
	enum avow_rule_class class = reading->rule->class;

	if (class == AVOW_RULE_MQUEUE && index == 0)
		return avow_rule_add(reading, "path", token->text);
	if (class == AVOW_RULE_NETWORK && index < AVOW_ARRAY_SIZE(keys))
		return avow_rule_add(reading, keys[index], token->text);
	return "a word is not understood";
}

const char *avow_rule_read_conditions(struct avow_rule_reading *reading)
{
	const struct avow_class *class = avow_class_of(reading->rule->class);
	const char *defect;
	size_t bare = 0;

	avow_rule_next(reading);
	defect = avow_rule_read_permissions(reading, class);
	while (!defect) {
		struct avow_token token = avow_rule_peek(reading);
		bool found;

		if (token.kind != AVOW_TOKEN_WORD)
			break;
		defect = avow_rule_read_condition(reading, class, &found);
		if (found || defect)
			continue;
		if (token.line > reading->cursor->line)
			break;
		avow_rule_next(reading);
		defect = add_bare(reading, &token, bare++);
	}
	return defect ? defect : avow_rule_check(reading->rule);
}
