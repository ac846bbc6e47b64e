/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules as patterns of texts that have a field for each condition: a condition that a
 * rule does not have is met by any value. Where a value is not matched as a pattern
 * (addresses with a mask, ranges of ports), rules that differ in it cannot be compared.
 */
#include "policy/apparmor/diff/internal.h"
#include "policy/apparmor/profiles/rules/limits.h"

struct adding {
	struct diff *diff;
	struct avow_walk *walk;
	const struct pass *pass;
	const struct avow_profile_rule *rule;
	struct avow_span options;
};

static const struct avow_rule_condition *find(const struct avow_profile_rule *rule,
					      const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return rule->conditions + i;
	return NULL;
}

static struct avow_span word_of(const struct avow_profile_rule *rule, const char *key)
{
	const struct avow_rule_condition *condition = find(rule, key);

	return condition ? condition->values[0].expanded : avow_span_of("");
}

static bool is_path(const struct avow_profile_rule *rule)
{
	return rule->class == AVOW_RULE_FILE;
}

static const char *add_value(struct adding *adding, struct avow_rule_value *value)
{
	if (!value->pattern && !value->defect &&
	    avow_pattern_compile(&adding->diff->arena, value->expanded,
				 is_path(adding->rule), &value->pattern,
				 &value->defect) == AVOW_E_NOMEM)
		adding->diff->failed = true;
	if (value->defect)
		return value->defect;
	if (value->pattern)
		avow_walk_pattern(adding->walk, value->pattern);
	return NULL;
}

/* Any of the values; of a key that stands twice, of either. */
static const char *add_values(struct adding *adding, const char *key)
{
	const struct avow_profile_rule *rule = adding->rule;
	const char *defect = NULL;

	if (!find(rule, key))
		avow_walk_any(adding->walk);
	for (size_t i = 0; i < rule->condition_count && !defect; i++) {
		const struct avow_rule_condition *condition = rule->conditions + i;

		if (strcmp(condition->key, key) != 0)
			continue;
		if (condition->comparison == AVOW_RULE_SETS)
			return "labels that are set are not compared";
		for (size_t j = 0; j < condition->value_count && !defect; j++)
			defect = add_value(adding, condition->values + j);
	}
	return defect;
}

/* Addresses and ports are compared as text: only where that is what they are. */
static const char *add_number(struct adding *adding, const char *key)
{
	struct avow_span word = word_of(adding->rule, key);

	if (avow_span_find(word, '-') < word.length)
		return "ranges of ports are not compared";
	if (avow_span_find(word, '/') < word.length)
		return "addresses with a mask are not compared";
	return add_values(adding, key);
}

static const struct {
	const char *word, *type;
} protocols[] = {
	{ "tcp", "stream" },
	{ "udp", "dgram" },
	{ "icmp", "raw" },
};

static const char *type_of_protocol(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(protocols); i++)
		if (avow_span_is(word, protocols[i].word))
			return protocols[i].type;
	return NULL;
}

static bool is_type(struct avow_span word)
{
	for (size_t i = 0; i < avow_socket_type_count; i++)
		if (avow_span_is(word, avow_socket_types[i]))
			return true;
	return false;
}

/* Whether the first word of `network` is a family: packet is, and a type as well. */
static bool is_family(struct avow_span word)
{
	return word.length && !type_of_protocol(word) &&
	       (!is_type(word) || avow_span_is(word, "packet"));
}

/* `network inet tcp`: families that both words have; those of unix are not asked. */
static void add_families(struct adding *adding)
{
	struct avow_span first = word_of(adding->rule, "family");
	struct avow_span second = word_of(adding->rule, "type");
	bool is_inet = type_of_protocol(first) || type_of_protocol(second);

	for (size_t i = 0; i < avow_socket_family_count; i++) {
		struct avow_span family = avow_span_of(avow_socket_families[i]);

		if (avow_span_is(family, "unix") ||
		    (is_family(first) && !avow_span_equal(first, family)) ||
		    (is_inet && !avow_span_is(family, "inet") &&
		     !avow_span_is(family, "inet6")))
			continue;
		avow_walk_text(adding->walk, family);
	}
}

static void add_types(struct adding *adding)
{
	struct avow_span first = word_of(adding->rule, "family");
	struct avow_span word = word_of(adding->rule, "type");

	if (!word.length && !is_family(first))
		word = first;
	if (!word.length)
		avow_walk_any(adding->walk);
	else if (type_of_protocol(word))
		avow_walk_text(adding->walk, avow_span_of(type_of_protocol(word)));
	else
		avow_walk_text(adding->walk, word);
}

static struct avow_span take_word(struct avow_span *rest)
{
	size_t length = avow_span_find(*rest, ' ');
	struct avow_span word = avow_span_first(*rest, length);

	*rest = avow_span_skip(*rest, length + 1);
	return word;
}

static bool has_value(const struct avow_rule_condition *condition, struct avow_span word)
{
	for (size_t i = 0; i < condition->value_count; i++)
		if (avow_span_equal(condition->values[i].expanded, word))
			return true;
	return false;
}

/* Puts a word in its place among those that are there, unless it is one of them. */
static void insert_word(struct avow_buf *words, struct avow_span word)
{
	struct avow_span rest = avow_buf_span(words);
	struct avow_buf out = { 0 };
	bool is_in = false;

	while (rest.length) {
		struct avow_span one = take_word(&rest);
		size_t length = one.length < word.length ? one.length : word.length;
		int order = memcmp(one.data, word.data, length);

		if (!is_in && (order > 0 || (order == 0 && one.length >= word.length))) {
			avow_buf_append(&out, word);
			avow_buf_putc(&out, ' ');
			is_in = true;
			if (avow_span_equal(one, word))
				continue;
		}
		avow_buf_append(&out, one);
		avow_buf_putc(&out, ' ');
	}
	if (!is_in) {
		avow_buf_append(&out, word);
		avow_buf_putc(&out, ' ');
	}
	avow_buf_free(words);
	*words = out;
}

void avow_profile_diff_note_options(const struct avow_profile_rule *rule,
				    struct avow_buf *words)
{
	for (size_t i = 0; i < rule->condition_count; i++) {
		const struct avow_rule_condition *condition = rule->conditions + i;

		if (strcmp(condition->key, "options") != 0)
			continue;
		for (size_t j = 0; j < condition->value_count; j++)
			if (condition->values[j].expanded.length &&
			    !avow_span_is(condition->values[j].expanded, "rw"))
				insert_word(words, condition->values[j].expanded);
	}
}

/* A byte for each option, 1 where it is given, and one for all that no rule names. */
static const char *add_options(struct adding *adding)
{
	const struct avow_rule_condition *condition = find(adding->rule, "options");
	struct avow_span rest = adding->options;

	for (size_t i = 0; condition && i < adding->rule->condition_count; i++)
		if (adding->rule->conditions + i != condition &&
		    strcmp(adding->rule->conditions[i].key, "options") == 0)
			return "options= that stand twice are not compared";
	while (rest.length) {
		struct avow_span word = take_word(&rest);
		const char *choices = "01";

		if (condition && !has_value(condition, word))
			choices = "0";
		else if (condition && condition->comparison == AVOW_RULE_EQUALS)
			choices = "1";
		avow_walk_choice(adding->walk, avow_span_of(choices));
	}
	avow_walk_choice(adding->walk, avow_span_of(condition ? "0" : "01"));
	avow_walk_separate(adding->walk);
	return NULL;
}

static bool is_number(const char *key)
{
	return strcmp(key, "ip") == 0 || strcmp(key, "port") == 0 ||
	       strcmp(key, "peer.ip") == 0 || strcmp(key, "peer.port") == 0;
}

static const char *add_field(struct adding *adding, const char *key)
{
	bool is_network = adding->rule->class == AVOW_RULE_NETWORK;

	if (adding->rule->class == AVOW_RULE_ALL && strcmp(key, "options") != 0 &&
	    strcmp(key, "family") != 0)
		avow_walk_any(adding->walk);
	else if (strcmp(key, "family") == 0)
		add_families(adding);
	else if (is_network && strcmp(key, "type") == 0)
		add_types(adding);
	else if (is_network && is_number(key))
		return add_number(adding, key);
	else
		return add_values(adding, key);
	return NULL;
}

const char *avow_profile_diff_add_rule(struct diff *diff, struct avow_walk *walk,
				       const struct pass *pass,
				       const struct avow_profile_rule *rule,
				       bool is_leading, struct avow_span options)
{
	struct adding adding = { diff, walk, pass, rule, options };
	const char *defect = NULL;

	avow_walk_begin(walk, is_leading);
	for (size_t i = 0; i < pass->key_count && !defect; i++) {
		if (strcmp(pass->keys[i], "options") == 0) {
			defect = add_options(&adding);
			continue;
		}
		avow_walk_open(walk);
		defect = add_field(&adding, pass->keys[i]);
		avow_walk_close(walk);
	}
	avow_walk_end(walk);
	return defect;
}

static void put_options(struct avow_span bits, struct avow_span options,
			struct avow_buf *out)
{
	const char *before = " options=(";

	for (size_t i = 0; options.length && i < bits.length; i++) {
		struct avow_span word = take_word(&options);

		if (bits.data[i] != '1')
			continue;
		avow_buf_puts(out, before);
		avow_buf_append(out, word);
		before = ", ";
	}
	if (before[0] == ',')
		avow_buf_putc(out, ')');
}

/* Fields that are told without their key. */
static bool is_bare(const struct pass *pass, const char *key)
{
	return pass->class == AVOW_RULE_FILE ||
	       (pass->class == AVOW_RULE_NETWORK &&
		(strcmp(key, "family") == 0 || strcmp(key, "type") == 0)) ||
	       (pass->class == AVOW_RULE_MQUEUE && strcmp(key, "path") == 0);
}

void avow_profile_diff_put_object(const struct pass *pass, struct avow_span text,
				  struct avow_span options, struct avow_buf *out)
{
	size_t begin = out->length;

	for (size_t i = 0; i < pass->key_count; i++) {
		size_t length = avow_span_find(text, '\0');
		struct avow_span value = avow_span_first(text, length);

		text = avow_span_skip(text, length + 1);
		if (strcmp(pass->keys[i], "options") == 0) {
			put_options(value, options, out);
			continue;
		}
		if (!value.length)
			continue;
		if (out->length > begin)
			avow_buf_puts(out, pass->is_link ? " -> " : " ");
		if (!is_bare(pass, pass->keys[i]))
			avow_buf_printf(out, "%s=", pass->keys[i]);
		avow_buf_append(out, value);
	}
}
