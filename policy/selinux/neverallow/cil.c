/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neverallow rules in CIL (secilc's reference guide; libsepol cil_verify.c). Read
 * twice: first what is declared (attributes, classpermissions, permissionx), which
 * may stand behind its use, then the rules. `optional` is entered; blocks and
 * macros are not, and that is noted. Other statements are passed over.
 */
#include "policy/selinux/neverallow/build.h"
#include "policy/selinux/neverallow/items.h"

#define DEPTH_MAX 32        /* of expressions and of attributes within such */
#define COMMAND_DEPTH_MAX 8 /* of expressions of ioctl commands */

enum { PASS_DECLARATIONS, PASS_RULES, PASS_COUNT };

/* (classpermissionset NAME ...) and (permissionx NAME ...). */
struct named {
	bool is_command;
	struct avow_span name;
	struct item value;
	struct named *next;
};

struct reader {
	struct avow_neverallow *out;
	struct named *named;
	int pass;
	uint64_t *sets[DEPTH_MAX + 1];
	uint64_t *commands[COMMAND_DEPTH_MAX + 1];
};

enum operator{ OR, AND, XOR, NOT, ALL, RANGE };

static const struct {
	const char *word;
	enum operator operator;
} operators[] = {
	{ "or", OR },   { "and", AND }, { "xor", XOR },
	{ "not", NOT }, { "all", ALL }, { "range", RANGE },
};

static void note(const struct reader *reader, size_t line, const char *what,
		 struct avow_span name)
{
	avow_neverallow_note(reader->out, line, what, name);
}

/* Notes what is wrong with a rule; always false. */
static bool refuse(const struct reader *reader, size_t line, const char *what,
		   struct avow_span name)
{
	note(reader, line, what, name);
	return false;
}

static bool next_word(struct items *items, struct avow_span *out)
{
	struct item item;

	if (!avow_items_next(items, &item) || item.is_list || item.is_stray)
		return false;
	*out = item.text;
	return true;
}

/* The operator that @items begins with, which is then passed; a mere list is OR. */
static enum operator take_operator(struct items *items)
{
	struct items ahead = *items;
	struct avow_span word;

	if (!next_word(&ahead, &word))
		return OR;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(operators); i++)
		if (avow_span_is(word, operators[i].word)) {
			*items = ahead;
			return operators[i].operator;
		}
	return OR;
}

static void combine(uint64_t *into, const uint64_t *from, size_t words,
		    enum operator operator, bool is_first)
{
	for (size_t i = 0; i < words; i++) {
		if (is_first || operator== OR)
			into[i] |= from[i];
		else if (operator== AND)
			into[i] &= from[i];
		else if (operator== XOR)
			into[i] ^= from[i];
	}
}

static bool read_types(struct reader *reader, const struct item *item, unsigned depth);

/* Works out what the file gives to one of its attributes, once. */
static bool settle(struct reader *reader, struct neverallow_attribute *attribute,
		   unsigned depth)
{
	bool is_read = true;

	attribute->is_open = true;
	while (attribute->first && is_read) {
		struct item value = { .is_list = true,
				      .is_closed = true,
				      .text = attribute->first->text,
				      .line = attribute->first->line };

		attribute->first = attribute->first->next;
		is_read = read_types(reader, &value, depth);
		if (is_read)
			combine(attribute->types, reader->sets[depth], reader->out->words,
				OR, true);
	}
	attribute->is_open = false;
	return is_read;
}

/* The types of one name, in the set of the depth. */
static bool read_name(struct reader *reader, const struct item *item, unsigned depth)
{
	struct neverallow_attribute *attribute =
		avow_neverallow_attribute(reader->out, item->text);
	uint64_t *set = reader->sets[depth];

	if (attribute && attribute->is_open)
		return refuse(reader, item->line,
			      "an attribute that holds itself:", item->text);
	if (attribute && attribute->first && !settle(reader, attribute, depth + 1))
		return false;
	memset(set, 0, reader->out->words * sizeof(*set));
	if (!avow_neverallow_add(reader->out, item->text, set))
		note(reader, item->line, "the policy has no type or attribute",
		     item->text);
	return true;
}

static uint64_t *set_at(struct reader *reader, unsigned depth)
{
	if (!reader->sets[depth])
		reader->sets[depth] = avow_neverallow_set(reader->out);
	return reader->sets[depth];
}

static void turn_over_types(const struct reader *reader, const uint64_t *from,
			    uint64_t *set)
{
	avow_sepol_add_all_types(reader->out->sepol, set);
	for (size_t i = 0; i < reader->out->words; i++)
		set[i] &= ~from[i];
}

/* An expression of types into reader->sets[depth]: NAME | (NAME ...) | (and ...) */
static bool read_types(struct reader *reader, const struct item *item, unsigned depth)
{
	struct items items = avow_items_in(item);
	bool is_first = true;
	enum operator operator;
	struct item part;
	uint64_t *set;

	if (depth + 1 > DEPTH_MAX)
		return refuse(reader, item->line, "an expression is too deep",
			      avow_span_of(""));
	set = set_at(reader, depth);
	if (!set || !set_at(reader, depth + 1))
		return false;
	if (!item->is_list)
		return read_name(reader, item, depth);
	memset(set, 0, reader->out->words * sizeof(*set));
	operator= take_operator(&items);
	if (operator== ALL)
		avow_sepol_add_all_types(reader->out->sepol, set);
	for (; avow_items_next(&items, &part); is_first = false) {
		if (!read_types(reader, &part, depth + 1))
			return false;
		if (operator== NOT)
			turn_over_types(reader, reader->sets[depth + 1], set);
		else
			combine(set, reader->sets[depth + 1],
				reader->out->words, operator, is_first);
	}
	return true;
}

/* An expression of permissions of @tclass: (read write) | (not (read)) | (all) */
static bool read_permissions(struct reader *reader, uint16_t tclass,
			     const struct item *item, unsigned depth, uint32_t *out)
{
	uint32_t all = avow_sepol_permissions(reader->out->sepol, tclass);
	struct items items = avow_items_in(item);
	bool is_first = true;
	enum operator operator;
	struct item part;

	*out = 0;
	if (depth > DEPTH_MAX)
		return refuse(reader, item->line, "an expression is too deep",
			      avow_span_of(""));
	if (!item->is_list) {
		*out = avow_neverallow_permission(reader->out, tclass, item->text);
		if (!*out)
			note(reader, item->line, "the class has no permission",
			     item->text);
		return true;
	}
	operator= take_operator(&items);
	if (operator== ALL)
		*out = all;
	for (; avow_items_next(&items, &part); is_first = false) {
		uint32_t bits;

		if (!read_permissions(reader, tclass, &part, depth + 1, &bits))
			return false;
		if (operator== NOT)
			*out = all & ~bits;
		else if (operator== AND && !is_first)
			*out &= bits;
		else if (operator== XOR && !is_first)
			*out ^= bits;
		else
			*out |= bits;
	}
	return true;
}

/* (CLASS PERMISSIONS) or the name of a classpermission. */
static bool read_class_permissions(struct reader *reader, const struct item *item,
				   struct neverallow_draft *draft)
{
	struct items items = avow_items_in(item);
	struct avow_span name;
	uint32_t permissions;
	struct item value;
	uint16_t tclass;

	if (!item->is_list) {
		bool is_found = false;

		for (const struct named *at = reader->named; at; at = at->next) {
			if (at->is_command || !avow_span_equal(at->name, item->text))
				continue;
			is_found = true;
			if (at->value.is_list &&
			    !read_class_permissions(reader, &at->value, draft))
				return false;
		}
		return is_found || refuse(reader, item->line,
					  "the rule is not checked: the file has no "
					  "classpermission",
					  item->text);
	}
	if (!next_word(&items, &name) || !avow_items_next(&items, &value))
		return refuse(reader, item->line,
			      "the rule is not checked: no class and permissions:",
			      item->whole);
	tclass = avow_neverallow_class(reader->out, name);
	if (!tclass) {
		note(reader, item->line, "the policy has no class", name);
		return true;
	}
	return read_permissions(reader, tclass, &value, 0, &permissions) &&
	       (avow_neverallow_add_class(draft, tclass, permissions) ||
		refuse(reader, item->line,
		       "the rule is not checked: too many classes:", name));
}

static bool read_range(struct reader *reader, struct items *items, size_t line,
		       uint64_t *commands)
{
	struct avow_span word[2];
	unsigned low, high;

	if (!next_word(items, &word[0]) || !next_word(items, &word[1]) ||
	    !avow_neverallow_command(word[0], &low) ||
	    !avow_neverallow_command(word[1], &high) || high < low)
		return refuse(reader, line, "the rule is not checked: no range of",
			      avow_span_of("ioctl"));
	avow_neverallow_put_commands(commands, low, high);
	return true;
}

static uint64_t *commands_at(struct reader *reader, unsigned depth)
{
	uint64_t **at = &reader->commands[depth];

	if (!*at)
		*at = avow_arena_alloc(&reader->out->arena,
				       NEVERALLOW_COMMAND_WORDS * sizeof(**at));
	if (!*at)
		reader->out->failed = true;
	else
		memset(*at, 0, NEVERALLOW_COMMAND_WORDS * sizeof(**at));
	return *at;
}

/* An expression of commands into reader->commands[depth]. */
static bool read_commands(struct reader *reader, const struct item *item, unsigned depth)
{
	struct items items = avow_items_in(item);
	bool is_first = true;
	enum operator operator;
	struct item part;
	unsigned command;
	uint64_t *set;

	if (depth == COMMAND_DEPTH_MAX)
		return refuse(reader, item->line, "an expression is too deep",
			      avow_span_of(""));
	set = commands_at(reader, depth);
	if (!set)
		return false;
	if (!item->is_list) {
		if (!avow_neverallow_command(item->text, &command))
			return refuse(
				reader, item->line,
				"the rule is not checked: no ioctl command:", item->text);
		avow_neverallow_put_commands(set, command, command);
		return true;
	}
	operator= take_operator(&items);
	if (operator== RANGE)
		return read_range(reader, &items, item->line, set);
	if (operator== ALL)
		avow_neverallow_put_commands(set, 0, UINT16_MAX);
	for (; avow_items_next(&items, &part); is_first = false) {
		const uint64_t *from;

		if (!read_commands(reader, &part, depth + 1))
			return false;
		from = reader->commands[depth + 1];
		for (size_t i = 0; operator== NOT && i<NEVERALLOW_COMMAND_WORDS; i++)
			set[i] = ~from[i];
		if (operator!= NOT)
			combine(set, from, NEVERALLOW_COMMAND_WORDS, operator, is_first);
	}
	return true;
}

/* (ioctl CLASS COMMANDS) or the name of a permissionx. */
static bool read_extended(struct reader *reader, const struct item *item,
			  struct neverallow_draft *draft)
{
	struct items items = avow_items_in(item);
	struct avow_span kind, name;
	struct item value;
	uint16_t tclass;

	if (!item->is_list) {
		for (const struct named *at = reader->named; at; at = at->next)
			if (at->is_command && at->value.is_list &&
			    avow_span_equal(at->name, item->text))
				return read_extended(reader, &at->value, draft);
		return refuse(reader, item->line,
			      "the rule is not checked: the file has no permissionx",
			      item->text);
	}
	if (!next_word(&items, &kind) || !next_word(&items, &name) ||
	    !avow_items_next(&items, &value))
		return refuse(reader, item->line,
			      "the rule is not checked: no ioctl, class and commands:",
			      item->whole);
	if (!avow_span_is(kind, "ioctl"))
		return refuse(reader, item->line,
			      "the rule is not checked: avow knows no commands of", kind);
	tclass = avow_neverallow_class(reader->out, name);
	if (!tclass) {
		note(reader, item->line, "the policy has no class", name);
		return true;
	}
	return read_commands(reader, &value, 0) &&
	       avow_neverallow_take_commands(draft, reader->commands[0]) &&
	       avow_neverallow_add_class(
		       draft, tclass,
		       avow_neverallow_permission(reader->out, tclass, kind));
}

/* A word that is a type or an attribute, into a set of its own. */
static bool take_types(struct reader *reader, const struct item *item, uint64_t *set)
{
	if (item->is_list)
		return refuse(reader, item->line,
			      "the rule is not checked: a name is missing before",
			      item->whole);
	if (!read_types(reader, item, 0))
		return false;
	memcpy(set, reader->sets[0], reader->out->words * sizeof(*set));
	return true;
}

static bool take_targets(struct reader *reader, const struct item *item,
			 struct neverallow_draft *draft)
{
	bool is_other = avow_span_is(item->text, "other");

	if (avow_span_is(item->text, "self")) {
		draft->is_self = true;
		return true;
	}
	if (!is_other && !avow_span_is(item->text, "notself"))
		return take_types(reader, item, draft->targets);
	draft->is_not_self = true;
	if (is_other)
		memcpy(draft->targets, draft->sources,
		       reader->out->words * sizeof(*draft->targets));
	else
		avow_sepol_add_all_types(reader->out->sepol, draft->targets);
	return true;
}

static void read_rule(struct reader *reader, const struct item *form, struct items *items,
		      bool is_extended)
{
	struct neverallow_draft draft = { .line = form->line,
					  .is_extended = is_extended };
	struct item source, target, what;
	bool is_read;

	if (!avow_items_next(items, &source) || !avow_items_next(items, &target) ||
	    !avow_items_next(items, &what)) {
		note(reader, form->line,
		     "the rule is not checked: it lacks a part:", form->whole);
		return;
	}
	draft.sources = avow_neverallow_set(reader->out);
	draft.targets = avow_neverallow_set(reader->out);
	if (!draft.sources || !draft.targets ||
	    !take_types(reader, &source, draft.sources) ||
	    !take_targets(reader, &target, &draft))
		return;
	is_read = is_extended ? read_extended(reader, &what, &draft)
			      : read_class_permissions(reader, &what, &draft);
	if (is_read && draft.class_count && (!is_extended || draft.command_count))
		avow_neverallow_finish(reader->out, &draft, form->whole);
}

/* (typeattribute NAME), (typeattributeset NAME EXPRESSION) */
static void read_attribute(struct reader *reader, struct items *items, bool has_value)
{
	struct neverallow_attribute *attribute;
	struct neverallow_definition *value;
	struct avow_span name;
	struct item item;

	if (!next_word(items, &name))
		return;
	attribute = avow_neverallow_declare(reader->out, name);
	if (!attribute || !has_value || !avow_items_next(items, &item))
		return;
	value = avow_arena_alloc(&reader->out->arena, sizeof(*value));
	if (!value) {
		reader->out->failed = true;
		return;
	}
	value->text = item.text;
	value->line = item.line;
	*attribute->last = value;
	attribute->last = &value->next;
}

/* (classpermissionset NAME (CLASS PERMISSIONS)), (permissionx NAME (ioctl ...)) */
static void read_named(struct reader *reader, struct items *items, bool is_command)
{
	struct named *named = avow_arena_alloc(&reader->out->arena, sizeof(*named));

	if (!named) {
		reader->out->failed = true;
		return;
	}
	named->is_command = is_command;
	if (!next_word(items, &named->name) || !avow_items_next(items, &named->value))
		return;
	named->next = reader->named;
	reader->named = named;
}

/* What may hold neverallow rules and is not read. */
static const char *const hiding[] = { "block",        "blockinherit", "call",     "in",
				      "in-statement", "macro",        "tunableif" };

static void read_form(struct reader *reader, const struct item *form, unsigned depth);

static void read_forms(struct reader *reader, struct items items, unsigned depth)
{
	struct item form;

	while (!reader->out->failed && avow_items_next(&items, &form)) {
		if (form.is_list && form.is_closed) {
			read_form(reader, &form, depth);
			continue;
		}
		if (reader->pass == PASS_RULES)
			note(reader, form.line,
			     form.is_list ? "a bracket is not closed:"
					  : "not in brackets:",
			     avow_span_first(form.whole,
					     avow_span_find(form.whole, '\n')));
		if (form.is_list)
			avow_items_resume(&items, &form);
	}
}

static void read_declaration(struct reader *reader, struct avow_span head,
			     struct items *items)
{
	if (avow_span_is(head, "typeattribute") || avow_span_is(head, "typeattributeset"))
		read_attribute(reader, items, head.length > strlen("typeattribute"));
	else if (avow_span_is(head, "classpermissionset"))
		read_named(reader, items, false);
	else if (avow_span_is(head, "permissionx"))
		read_named(reader, items, true);
}

static void read_form(struct reader *reader, const struct item *form, unsigned depth)
{
	struct items items = avow_items_in(form);
	struct avow_span head = { 0 };

	if (!next_word(&items, &head)) {
		if (reader->pass == PASS_RULES)
			note(reader, form->line, "a statement has no name:", form->whole);
	} else if (avow_span_is(head, "optional")) {
		struct avow_span name;

		if (next_word(&items, &name) && depth < DEPTH_MAX)
			read_forms(reader, items, depth + 1);
	} else if (reader->pass == PASS_DECLARATIONS) {
		read_declaration(reader, head, &items);
	} else if (avow_span_is(head, "neverallow") ||
		   avow_span_is(head, "neverallowx")) {
		read_rule(reader, form, &items, avow_span_is(head, "neverallowx"));
	} else {
		for (size_t i = 0; i < AVOW_ARRAY_SIZE(hiding); i++)
			if (avow_span_is(head, hiding[i]))
				note(reader, form->line, "is not read:", head);
	}
}

void avow_neverallow_read_cil(struct avow_neverallow *neverallow, struct avow_span text)
{
	struct reader reader = { .out = neverallow };

	for (; reader.pass < PASS_COUNT; reader.pass++)
		read_forms(&reader, avow_items_of(text, 1), 0);
}
