/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neverallow rules in the policy language (checkpolicy policy_scan.l,
 * policy_parse.y). All other statements are passed over, but for `attribute` and
 * `typeattribute`, which rules may name. m4 is not run: a macro is noted and what
 * is in its brackets passed over. A rule that is not understood is noted and the
 * reading goes on behind its semicolon, or at the next neverallow.
 */
#include "policy/selinux/neverallow/te.h"

#define DEPTH_MAX 16 /* of braces in a set */

static bool is_neverallow(const struct te_reader *reader)
{
	return avow_te_is_word(reader, "neverallow") ||
	       avow_te_is_word(reader, "neverallowxperm");
}

static void note(struct te_reader *reader, const char *what)
{
	avow_neverallow_note(reader->out, reader->now.line, what, reader->now.text);
}

/* Notes what is wrong with a rule; always false. */
static bool refuse(struct te_reader *reader, const char *what)
{
	note(reader, what);
	return false;
}

/* Takes a word. One with a bracket behind it is a macro, and no name. */
static bool take_word(struct te_reader *reader, struct avow_span *out)
{
	size_t line = reader->now.line;

	if (reader->now.kind == TE_END)
		return refuse(reader, "the rule is not checked: it has no end");
	if (reader->now.kind != TE_WORD || is_neverallow(reader))
		return refuse(reader, "the rule is not checked: unexpected");
	*out = reader->now.text;
	avow_te_next(reader);
	if (!avow_te_is_mark(reader, '('))
		return true;
	avow_neverallow_note(reader->out, line,
			     "the rule is not checked: macros are not expanded:", *out);
	return false;
}

/* A set of types as it is read: those named, those taken away. */
struct names {
	uint64_t *in, *out;
	bool is_self, is_not_self;
};

static bool add_name(struct te_reader *reader, struct names *names, bool is_minus)
{
	size_t line = reader->now.line;
	struct avow_span word;

	if (!take_word(reader, &word))
		return false;
	if (avow_span_is(word, "self")) {
		names->is_self |= !is_minus;
		names->is_not_self |= is_minus;
		return true;
	}
	if (!avow_neverallow_add(reader->out, word, is_minus ? names->out : names->in))
		avow_neverallow_note(reader->out, line,
				     "the policy has no type or attribute", word);
	return true;
}

static bool read_set(struct te_reader *reader, struct names *names)
{
	unsigned depth = 0;

	do {
		if (avow_te_is_mark(reader, '{')) {
			if (++depth > DEPTH_MAX)
				return refuse(reader,
					      "the rule is not checked: too deep:");
			avow_te_next(reader);
		} else if (avow_te_is_mark(reader, '}')) {
			depth--;
			avow_te_next(reader);
		} else if (avow_te_take_mark(reader, '*')) {
			avow_sepol_add_all_types(reader->out->sepol, names->in);
		} else {
			bool is_minus = avow_te_take_mark(reader, '-');

			if (!add_name(reader, names, is_minus))
				return false;
		}
	} while (depth);
	return true;
}

/* names: NAME | NAME - NAME | { NAME -NAME ... } | * | ~NAME | ~{ ... } */
static bool read_names(struct te_reader *reader, struct names *names)
{
	bool is_complement;

	names->in = avow_neverallow_set(reader->out);
	names->out = avow_neverallow_set(reader->out);
	if (!names->in || !names->out)
		return false;
	is_complement = avow_te_take_mark(reader, '~');
	if (avow_te_is_mark(reader, '}') || avow_te_is_mark(reader, '-'))
		return refuse(reader, "the rule is not checked: unexpected");
	if (!read_set(reader, names))
		return false;
	if (avow_te_take_mark(reader, '-') && !add_name(reader, names, true))
		return false;
	for (size_t i = 0; i < reader->out->words; i++)
		names->in[i] &= ~names->out[i];
	if (!is_complement)
		return true;
	memset(names->out, 0, reader->out->words * sizeof(*names->out));
	avow_sepol_add_all_types(reader->out->sepol, names->out);
	for (size_t i = 0; i < reader->out->words; i++)
		names->in[i] = names->out[i] & ~names->in[i];
	names->is_not_self = names->is_self;
	names->is_self = false;
	return true;
}

static bool add_class(struct te_reader *reader, struct neverallow_draft *draft)
{
	size_t line = reader->now.line;
	struct avow_span word;
	uint16_t tclass;

	if (!take_word(reader, &word))
		return false;
	tclass = avow_neverallow_class(reader->out, word);
	if (!tclass)
		avow_neverallow_note(reader->out, line, "the policy has no class", word);
	else if (!avow_neverallow_add_class(draft, tclass, 0))
		return refuse(reader, "the rule is not checked: too many classes:");
	return true;
}

static bool read_classes(struct te_reader *reader, struct neverallow_draft *draft)
{
	if (!avow_te_take_mark(reader, '{'))
		return add_class(reader, draft);
	while (!avow_te_take_mark(reader, '}'))
		if (!add_class(reader, draft))
			return false;
	return true;
}

static bool add_permission(struct te_reader *reader, struct neverallow_draft *draft)
{
	size_t line = reader->now.line;
	struct avow_span word;
	bool is_known = draft->class_count == 0;

	if (!take_word(reader, &word))
		return false;
	for (size_t i = 0; i < draft->class_count; i++) {
		struct avow_assertion_class *at = &draft->classes[i];
		uint32_t bit = avow_neverallow_permission(reader->out, at->tclass, word);

		at->permissions |= bit;
		is_known |= bit != 0;
	}
	if (!is_known)
		avow_neverallow_note(reader->out, line,
				     "no class of the rule has a permission", word);
	return true;
}

static void turn_over(const struct te_reader *reader, struct neverallow_draft *draft)
{
	for (size_t i = 0; i < draft->class_count; i++)
		draft->classes[i].permissions =
			avow_sepol_permissions(reader->out->sepol,
					       draft->classes[i].tclass) &
			~draft->classes[i].permissions;
}

/* PERMISSION | { PERMISSION ... } | * | ~PERMISSION | ~{ ... } */
static bool read_permissions(struct te_reader *reader, struct neverallow_draft *draft)
{
	bool is_complement = avow_te_take_mark(reader, '~');

	if (!is_complement && avow_te_take_mark(reader, '*')) {
		turn_over(reader, draft);
		return true;
	}
	if (!avow_te_take_mark(reader, '{')) {
		if (!add_permission(reader, draft))
			return false;
	} else {
		while (!avow_te_take_mark(reader, '}'))
			if (!add_permission(reader, draft))
				return false;
	}
	if (is_complement)
		turn_over(reader, draft);
	return true;
}

static bool add_commands(struct te_reader *reader, uint64_t *commands)
{
	unsigned low, high;

	if (reader->now.kind != TE_WORD ||
	    !avow_neverallow_command(reader->now.text, &low))
		return refuse(reader, "the rule is not checked: no ioctl command:");
	avow_te_next(reader);
	high = low;
	if (avow_te_take_mark(reader, '-')) {
		if (reader->now.kind != TE_WORD ||
		    !avow_neverallow_command(reader->now.text, &high) || high < low)
			return refuse(reader, "the rule is not checked: no range up to");
		avow_te_next(reader);
	}
	avow_neverallow_put_commands(commands, low, high);
	return true;
}

/* ioctl COMMAND | ioctl { COMMAND COMMAND-COMMAND ... } | ioctl ~{ ... } */
static bool read_commands(struct te_reader *reader, struct neverallow_draft *draft)
{
	uint64_t commands[NEVERALLOW_COMMAND_WORDS] = { 0 };
	bool is_complement;

	if (!avow_te_is_word(reader, "ioctl"))
		return refuse(reader,
			      "the rule is not checked: avow knows no commands of");
	if (!add_permission(reader, draft))
		return false;
	is_complement = avow_te_take_mark(reader, '~');
	if (!avow_te_take_mark(reader, '{')) {
		if (!add_commands(reader, commands))
			return false;
	} else {
		while (!avow_te_take_mark(reader, '}'))
			if (!add_commands(reader, commands))
				return false;
	}
	for (size_t i = 0; is_complement && i < NEVERALLOW_COMMAND_WORDS; i++)
		commands[i] = ~commands[i];
	if (!avow_neverallow_take_commands(draft, commands))
		return refuse(reader, "the rule is not checked: too many ranges:");
	return draft->command_count > 0 ||
	       refuse(reader, "the rule is not checked: it names no command:");
}

static bool read_parts(struct te_reader *reader, struct neverallow_draft *draft)
{
	struct names sources = { 0 }, targets = { 0 };

	avow_te_next(reader);
	if (!read_names(reader, &sources))
		return false;
	if (sources.is_self || sources.is_not_self) {
		avow_neverallow_note(reader->out, draft->line,
				     "the rule is not checked: its source is self",
				     avow_span_of(""));
		return false;
	}
	if (!read_names(reader, &targets))
		return false;
	if (!avow_te_take_mark(reader, ':'))
		return refuse(reader, "the rule is not checked: it lacks a colon before");
	draft->sources = sources.in;
	draft->targets = targets.in;
	draft->is_self = targets.is_self;
	draft->is_not_self = targets.is_not_self;
	if (!read_classes(reader, draft))
		return false;
	if (!(draft->is_extended ? read_commands(reader, draft)
				 : read_permissions(reader, draft)))
		return false;
	return avow_te_is_mark(reader, ';') ||
	       refuse(reader, "the rule is not checked: it lacks a semicolon before");
}

static void skip_statement(struct te_reader *reader)
{
	while (reader->now.kind != TE_END && !avow_te_is_mark(reader, ';') &&
	       !is_neverallow(reader))
		avow_te_next(reader);
	avow_te_take_mark(reader, ';');
}

static void read_rule(struct te_reader *reader)
{
	size_t begin = (size_t)(reader->now.text.data - reader->text.data);
	struct neverallow_draft draft = { .line = reader->now.line,
					  .is_extended = avow_te_is_word(
						  reader, "neverallowxperm") };

	if (!read_parts(reader, &draft)) {
		skip_statement(reader);
		return;
	}
	if (draft.class_count)
		avow_neverallow_finish(
			reader->out, &draft,
			avow_span_make(reader->text.data + begin, reader->at - begin));
	avow_te_next(reader);
}

/* attribute NAME; */
static void read_attribute(struct te_reader *reader)
{
	struct avow_span name;

	avow_te_next(reader);
	if (take_word(reader, &name))
		(void)avow_neverallow_declare(reader->out, name);
	skip_statement(reader);
}

/* typeattribute TYPE NAME, NAME ...; those of the policy have their types already. */
static void read_typeattribute(struct te_reader *reader)
{
	struct avow_span type, name;

	avow_te_next(reader);
	if (!take_word(reader, &type)) {
		skip_statement(reader);
		return;
	}
	do {
		struct neverallow_attribute *attribute;

		if (!take_word(reader, &name))
			break;
		attribute = avow_neverallow_declare(reader->out, name);
		if (attribute &&
		    !avow_neverallow_add(reader->out, type, attribute->types))
			avow_neverallow_note(reader->out, reader->now.line,
					     "the policy has no type", type);
	} while (avow_te_take_mark(reader, ','));
	skip_statement(reader);
}

/* Passes over what is in brackets or braces, which stand open at the word. */
static void skip_brackets(struct te_reader *reader, char open, char close)
{
	size_t depth = 0;

	do {
		depth += avow_te_is_mark(reader, open);
		depth -= avow_te_is_mark(reader, close);
		avow_te_next(reader);
	} while (depth && reader->now.kind != TE_END);
}

/* The statements that are no rules of ours; `class x { ... }` has no semicolon. */
static const char *const statements[] = {
	"allow",
	"allowxperm",
	"attribute_role",
	"auditallow",
	"auditallowxperm",
	"auditdeny",
	"bool",
	"category",
	"class",
	"common",
	"constrain",
	"default_range",
	"default_role",
	"default_type",
	"default_user",
	"devicetreecon",
	"dominance",
	"dontaudit",
	"dontauditxperm",
	"expandattribute",
	"fs_use_task",
	"fs_use_trans",
	"fs_use_xattr",
	"genfscon",
	"ibendportcon",
	"ibpkeycon",
	"iomemcon",
	"ioportcon",
	"level",
	"mlsconstrain",
	"mlsvalidatetrans",
	"module",
	"netifcon",
	"nodecon",
	"pcidevicecon",
	"permissive",
	"pirqcon",
	"policycap",
	"portcon",
	"range_transition",
	"role",
	"role_transition",
	"roleattribute",
	"sensitivity",
	"sid",
	"tunable",
	"type",
	"type_change",
	"type_member",
	"type_transition",
	"typealias",
	"typebounds",
	"user",
	"validatetrans",
	"neveraudit",
	"fscon",
};

static bool is_statement(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(statements); i++)
		if (avow_span_is(word, statements[i]))
			return true;
	return false;
}

/* WORD( ... ): a macro, which may hold rules; requirements and names hold none. */
static void skip_macro(struct te_reader *reader, struct avow_span word, size_t line)
{
	if (!avow_span_is(word, "policy_module") && !avow_span_is(word, "gen_require"))
		avow_neverallow_note(reader->out, line,
				     "macros are not expanded, nor read:", word);
	skip_brackets(reader, '(', ')');
	avow_te_take_mark(reader, ';');
}

static void read_other(struct te_reader *reader)
{
	struct avow_span word = reader->now.text;
	size_t line = reader->now.line;

	avow_te_next(reader);
	if (avow_span_is(word, "if") && avow_te_is_mark(reader, '(')) {
		skip_brackets(reader, '(', ')');
	} else if (avow_te_is_mark(reader, '(')) {
		skip_macro(reader, word, line);
	} else if (avow_span_is(word, "require") && avow_te_is_mark(reader, '{')) {
		skip_brackets(reader, '{', '}');
	} else if (is_statement(word)) {
		skip_statement(reader);
	} else if (!avow_span_is(word, "optional") && !avow_span_is(word, "else")) {
		avow_neverallow_note(reader->out, line, "not a statement:", word);
		skip_statement(reader);
	}
}

static void read_statement(struct te_reader *reader)
{
	if (is_neverallow(reader)) {
		read_rule(reader);
	} else if (avow_te_is_word(reader, "attribute")) {
		read_attribute(reader);
	} else if (avow_te_is_word(reader, "typeattribute")) {
		read_typeattribute(reader);
	} else if (reader->now.kind == TE_WORD) {
		read_other(reader);
	} else if (avow_te_is_mark(reader, '{') || avow_te_is_mark(reader, '}') ||
		   avow_te_is_mark(reader, ';')) {
		avow_te_next(reader);
	} else {
		note(reader, "not a statement:");
		skip_statement(reader);
	}
}

void avow_neverallow_read_te(struct avow_neverallow *neverallow, struct avow_span text)
{
	struct te_reader reader = { .out = neverallow, .text = text, .line = 1 };

	avow_te_next(&reader);
	while (reader.now.kind != TE_END && !neverallow->failed)
		read_statement(&reader);
}
