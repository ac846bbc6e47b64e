/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads what m4 made of the interfaces: allow rules, with the blocks that they are in,
 * type transitions, and attributes given to parameters, as the rules that they bring.
 * Other statements are passed over; those that could give more than is looked into make
 * the interface wide. Names are resolved at once: what the policy does not have is no
 * rule, and where it is required for all, the interface cannot be used.
 */
#include <string.h>

#include "policy/selinux/interfaces/internal.h"
#include "policy/selinux/sepol/memberships.h"
#include "policy/selinux/sepol/types.h"

#define SET_MAX 64   /* words of one set */
#define DEPTH_MAX 16 /* blocks in blocks */

enum block { BLOCK_PLAIN, BLOCK_REQUIRE, BLOCK_OPTIONAL, BLOCK_CONDITIONAL };

struct parser {
	struct avow_interfaces *into;
	struct avow_span rest;
	struct avow_interface *interface; /* NULL between two */
	enum block blocks[DEPTH_MAX];
	size_t depth;
	struct avow_sepol_memberships *memberships; /* looked at when first needed */
};

struct set {
	struct avow_span words[SET_MAX];
	size_t count;
	bool is_odd; /* it has *, ~, -, or too many words: it is not looked into */
};

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '$';
}

/* The next word, or one byte of punctuation; empty at the end. */
static struct avow_span next(struct parser *parser)
{
	struct avow_span *rest = &parser->rest, out;
	size_t length = 0;

	while (rest->length) {
		if (rest->data[0] == '#')
			*rest = avow_span_skip(*rest, avow_span_find(*rest, '\n'));
		else if (rest->data[0] == ' ' || rest->data[0] == '\n' ||
			 rest->data[0] == '\t')
			*rest = avow_span_skip(*rest, 1);
		else
			break;
	}
	while (length < rest->length && (is_letter(rest->data[length]) ||
					 (length > 0 && rest->data[length] == '-')))
		length++;
	out = avow_span_first(*rest, length ? length : 1);
	*rest = avow_span_skip(*rest, out.length);
	return out;
}

static bool is_punctuation(struct avow_span word, char byte)
{
	return word.length == 1 && word.data[0] == byte;
}

/* Passes over the rest of a statement. */
static void skip_statement(struct parser *parser)
{
	struct avow_span word;

	do
		word = next(parser);
	while (word.length && !is_punctuation(word, ';'));
}

static void add_word(struct set *set, struct avow_span word)
{
	if (!is_letter(word.data[0]) || set->count == SET_MAX)
		set->is_odd = true;
	else
		set->words[set->count++] = word;
}

/* `word`, or `{ word word }`; @word is its first token. */
static void read_set(struct parser *parser, struct avow_span word, struct set *out)
{
	size_t depth = 0;

	out->count = 0;
	out->is_odd = is_punctuation(word, '~') || is_punctuation(word, '-');
	if (out->is_odd)
		word = next(parser);
	if (!word.length || !is_punctuation(word, '{')) {
		if (word.length)
			add_word(out, word);
		return;
	}
	for (; word.length && !is_punctuation(word, ';'); word = next(parser)) {
		if (is_punctuation(word, '{'))
			depth++;
		else if (is_punctuation(word, '}') && --depth == 0)
			return;
		else if (!is_punctuation(word, '}'))
			add_word(out, word);
	}
	out->is_odd = true;
}

static unsigned parameter_of(struct avow_span word)
{
	static const char prefix[] = AVOW_INTERFACE_PARAMETER;

	if (word.length != strlen(prefix) + 1 || !avow_span_starts_with(word, prefix) ||
	    word.data[word.length - 1] < '1' || word.data[word.length - 1] > '9')
		return 0;
	return (unsigned)(word.data[word.length - 1] - '0');
}

static uint32_t find_type(const struct parser *parser, struct avow_span word)
{
	char name[256];
	uint32_t type;

	if (word.length >= sizeof(name))
		return 0;
	memcpy(name, word.data, word.length);
	name[word.length] = '\0';
	type = avow_sepol_type(parser->into->sepol, name);
	return type ? type : avow_sepol_attribute(parser->into->sepol, name);
}

/* False when the policy has none of that name. */
static bool find_term(const struct parser *parser, struct avow_span word,
		      struct avow_interface_term *out)
{
	*out = (struct avow_interface_term){ .parameter = parameter_of(word),
					     .is_self = avow_span_is(word, "self") };
	if (!out->parameter && !out->is_self)
		out->type = find_type(parser, word);
	return out->parameter || out->is_self || out->type;
}

static uint16_t find_class(const struct parser *parser, struct avow_span word)
{
	char name[64];

	if (word.length >= sizeof(name))
		return 0;
	memcpy(name, word.data, word.length);
	name[word.length] = '\0';
	return avow_sepol_class(parser->into->sepol, name);
}

static uint32_t find_permissions(const struct parser *parser, uint16_t tclass,
				 const struct set *set)
{
	uint32_t out = 0;

	for (size_t i = 0; tclass && i < set->count; i++) {
		char name[64];

		if (set->words[i].length >= sizeof(name))
			continue;
		memcpy(name, set->words[i].data, set->words[i].length);
		name[set->words[i].length] = '\0';
		out |= avow_sepol_permission(parser->into->sepol, tclass, name);
	}
	return out;
}

static int add_rule(struct parser *parser, const struct avow_interface_rule *rule)
{
	struct avow_interfaces *into = parser->into;

	if (into->rule_count == into->rule_capacity) {
		size_t capacity = into->rule_capacity ? 2 * into->rule_capacity : 65536;
		struct avow_interface_rule *rules =
			avow_arena_alloc(&into->arena, capacity * sizeof(*rules));

		if (!rules)
			return AVOW_E_NOMEM;
		if (into->rule_count)
			memcpy(rules, into->rules, into->rule_count * sizeof(*rules));
		into->rules = rules;
		into->rule_capacity = capacity;
	}
	into->rules[into->rule_count++] = *rule;
	parser->interface->count++;
	return 0;
}

static bool is_in(const struct parser *parser, enum block block)
{
	for (size_t i = 0; i < parser->depth; i++)
		if (parser->blocks[i] == block)
			return true;
	return false;
}

/* @rule of all that the first three sets stand for; the fourth has permissions. */
static int multiply(struct parser *parser, const struct set sets[4],
		    const struct avow_interface_rule *from)
{
	struct avow_interface_rule rule = *from;

	rule.is_conditional = is_in(parser, BLOCK_CONDITIONAL);
	for (size_t i = 0; i < sets[0].count; i++)
		for (size_t j = 0; j < sets[1].count; j++)
			for (size_t k = 0; k < sets[2].count; k++) {
				rule.tclass = find_class(parser, sets[2].words[k]);
				rule.permissions =
					find_permissions(parser, rule.tclass, &sets[3]);
				if (!rule.tclass ||
				    (!rule.permissions && !rule.is_transition) ||
				    !find_term(parser, sets[0].words[i], &rule.source) ||
				    !find_term(parser, sets[1].words[j], &rule.target))
					continue;
				if (add_rule(parser, &rule) < 0)
					return AVOW_E_NOMEM;
			}
	return 0;
}

/* allow SOURCE TARGET:CLASS PERMISSIONS; */
static int read_allow(struct parser *parser)
{
	const struct avow_interface_rule rule = { .is_transition = false };
	struct set sets[4];
	bool is_odd = false;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sets); i++) {
		struct avow_span word = next(parser);

		if (is_punctuation(word, ':'))
			word = next(parser);
		if (is_punctuation(word, ';')) {
			/* `allow ROLE ROLE;` gives what is not looked into. */
			parser->interface->is_wide = true;
			return 0;
		}
		read_set(parser, word, &sets[i]);
		is_odd |= sets[i].is_odd;
	}
	skip_statement(parser);
	/* A parameter may be a class, or a set that only the caller knows. */
	for (size_t i = 0; i < sets[2].count; i++)
		is_odd |= parameter_of(sets[2].words[i]) != 0;
	parser->interface->is_wide |= is_odd;
	return is_odd ? 0 : multiply(parser, sets, &rule);
}

static int open_memberships(struct parser *parser)
{
	return parser->memberships ? 0
				   : avow_sepol_memberships_open(parser->into->sepol,
								 &parser->memberships);
}

/* What a parameter gets with the attribute, as rules; else the interface is wide. */
static int add_gifts(struct parser *parser, const struct avow_interface_term *member,
		     uint32_t attribute)
{
	const struct avow_sepol_gift *gifts;
	size_t count = 0;
	int code = open_memberships(parser);

	if (code == 0)
		code = avow_sepol_memberships_give(parser->memberships, attribute, &gifts,
						   &count);
	if (code == 0)
		parser->interface->is_wide |= !gifts;
	for (size_t i = 0; i < count && code == 0; i++) {
		struct avow_interface_term other = { .type = gifts[i].other,
						     .is_self = !gifts[i].other };
		struct avow_interface_rule rule = {
			.source = gifts[i].is_target ? other : *member,
			.target = gifts[i].is_target ? *member : other,
			.tclass = gifts[i].tclass,
			.permissions = gifts[i].permissions,
			.is_conditional = gifts[i].is_conditional || gifts[i].is_guess ||
					  is_in(parser, BLOCK_CONDITIONAL),
		};

		code = add_rule(parser, &rule);
	}
	return code;
}

static int join(struct parser *parser, struct avow_span word, uint32_t attribute)
{
	struct avow_interface_term member;

	if (!find_term(parser, word, &member) ||
	    (member.type &&
	     avow_sepol_is_member(parser->into->sepol, member.type, attribute)))
		return 0;
	if (member.parameter)
		return add_gifts(parser, &member, attribute);
	parser->interface->is_wide = true;
	return 0;
}

/* typeattribute TYPE ATTRIBUTE, ATTRIBUTE; */
static int read_membership(struct parser *parser)
{
	struct set members;
	struct avow_span word;
	int code = 0;

	read_set(parser, next(parser), &members);
	parser->interface->is_wide |= members.is_odd;
	while ((word = next(parser)).length && !is_punctuation(word, ';')) {
		uint32_t attribute =
			is_letter(word.data[0]) ? find_type(parser, word) : 0;

		/* A parameter is an attribute that only the caller knows. */
		parser->interface->is_wide |= parameter_of(word) != 0;
		for (size_t i = 0; attribute && i < members.count && code == 0; i++)
			code = join(parser, members.words[i], attribute);
	}
	return code;
}

/* type_transition SOURCE TARGET:CLASS TYPE; with a name behind it is not looked into. */
static int read_transition(struct parser *parser)
{
	struct avow_interface_rule rule = { .is_transition = true };
	struct set sets[4];
	bool is_odd = false;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sets); i++) {
		struct avow_span word = next(parser);

		if (is_punctuation(word, ':'))
			word = next(parser);
		read_set(parser, word, &sets[i]);
		is_odd |= sets[i].is_odd || sets[i].count == 0;
	}
	if (!is_punctuation(next(parser), ';')) {
		is_odd = true;
		skip_statement(parser);
	}
	for (size_t i = 0; i < sets[2].count; i++)
		is_odd |= parameter_of(sets[2].words[i]) != 0;
	parser->interface->is_wide |= is_odd;
	if (is_odd || !find_term(parser, sets[3].words[0], &rule.to))
		return 0;
	return multiply(parser, sets, &rule);
}

/* `type a, b;` of a require block: without them the interface is no use. */
static void read_required(struct parser *parser)
{
	struct avow_span word;

	while ((word = next(parser)).length && !is_punctuation(word, ';'))
		if (is_letter(word.data[0]) && !parameter_of(word) &&
		    !is_in(parser, BLOCK_OPTIONAL) && !find_type(parser, word))
			parser->interface->is_unusable = true;
}

static void open_block(struct parser *parser, enum block block)
{
	/* What is deeper is not known for what it is in. */
	parser->interface->is_wide |= parser->depth == DEPTH_MAX;
	if (parser->depth < DEPTH_MAX)
		parser->blocks[parser->depth++] = block;
}

static void skip_to_block(struct parser *parser)
{
	struct avow_span word;

	while ((word = next(parser)).length && !is_punctuation(word, '{'))
		;
}

/* Statements that give nothing, or nothing to the domain that calls. */
static bool is_harmless(struct avow_span word)
{
	static const char *const words[] = {
		"dontaudit", "auditallow", "neverallow", "auditdeny",     "bool",
		"tunable",   "class",      "user",       "dontauditxperm"
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (avow_span_is(word, words[i]))
			return true;
	return false;
}

static int read_statement(struct parser *parser, struct avow_span word)
{
	const bool is_required = is_in(parser, BLOCK_REQUIRE);

	if (avow_span_is(word, "allow"))
		return read_allow(parser);
	if (avow_span_is(word, "typeattribute") && !is_required)
		return read_membership(parser);
	if (avow_span_is(word, "type_transition") && !is_required)
		return read_transition(parser);
	if (is_required &&
	    (avow_span_is(word, "type") || avow_span_is(word, "attribute"))) {
		read_required(parser);
	} else if (is_required || is_harmless(word)) {
		skip_statement(parser);
	} else {
		parser->interface->is_wide = true;
		skip_statement(parser);
	}
	return 0;
}

/* Between the marks of one interface. */
static int read_word(struct parser *parser, struct avow_span word)
{
	if (is_punctuation(word, '{'))
		open_block(parser, BLOCK_PLAIN);
	else if (is_punctuation(word, '}'))
		parser->depth -= parser->depth > 0;
	else if (is_punctuation(word, ';'))
		return 0;
	else if (avow_span_is(word, "require") || avow_span_is(word, "optional") ||
		 avow_span_is(word, "if") || avow_span_is(word, "else")) {
		skip_to_block(parser);
		open_block(parser, avow_span_is(word, "require")    ? BLOCK_REQUIRE
				   : avow_span_is(word, "optional") ? BLOCK_OPTIONAL
								    : BLOCK_CONDITIONAL);
	} else {
		return read_statement(parser, word);
	}
	return 0;
}

static int begin_interface(struct parser *parser)
{
	uint64_t index;

	if (!avow_span_to_u64(next(parser), 10, &index) || index >= parser->into->count)
		return AVOW_E_INPUT;
	parser->interface = &parser->into->at[index];
	parser->interface->first = parser->into->rule_count;
	parser->interface->count = 0;
	parser->depth = 0;
	return 0;
}

int avow_interfaces_parse(struct avow_interfaces *interfaces, struct avow_span text)
{
	struct parser parser = { .into = interfaces, .rest = text };
	struct avow_span word;
	int code = 0;

	while (code == 0 && (word = next(&parser)).length) {
		if (avow_span_is(word, "avow_begin"))
			code = begin_interface(&parser);
		else if (avow_span_is(word, "avow_end"))
			parser.interface = NULL;
		else if (parser.interface)
			code = read_word(&parser, word);
	}
	avow_sepol_memberships_close(parser.memberships);
	return code;
}
