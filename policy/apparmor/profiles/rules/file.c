/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules of files: [file] [safe|unsafe] PATH PERMISSIONS [-> TARGET], or with the
 * permissions first. The letters are those of parse_sub_perms() in parser/parser_misc.c.
 */
#include "policy/apparmor/profiles/rules/rule.h"

#include <ctype.h>

#define EXEC_TEXT_MAX 4

struct letters {
	struct avow_profile_rule *rule;
	char exec[EXEC_TEXT_MAX + 1];
	bool has_exec;
};

static char at(struct avow_span text, size_t i)
{
	return i < text.length ? text.data[i] : '\0';
}

static const char *set_exec(struct letters *l, struct avow_span mode)
{
	if (l->has_exec && !avow_span_is(mode, l->exec))
		return "ways to execute contradict each other";
	memcpy(l->exec, mode.data, mode.length);
	l->exec[mode.length] = '\0';
	l->has_exec = true;
	l->rule->permissions |= AVOW_FILE_BIT(AVOW_FILE_EXEC);
	if (l->exec[0] == 'i' || l->exec[0] == 'I') /* as add_rule_vec() of the parser */
		l->rule->permissions |= AVOW_FILE_BIT(AVOW_FILE_MMAP);
	return NULL;
}

/* ix, ux, px, cx, and pix, pux, cix, cux; its length, 0 when it is none. */
static size_t exec_length(struct avow_span text)
{
	char first = (char)tolower((unsigned char)at(text, 0));
	char second = (char)tolower((unsigned char)at(text, 1));
	char third = (char)tolower((unsigned char)at(text, 2));

	if (first == 'x')
		return 1;
	if (!first || !strchr("iupc", first))
		return 0;
	if (second == 'x')
		return 2;
	return strchr("pc", first) && second && strchr("iu", second) && third == 'x' ? 3
										     : 0;
}

static const char *add_letter(struct letters *l, char letter)
{
	static const char known[] = "rwaxmkl"; /* by the bits of the class */
	const char *found;
	uint64_t *permissions = &l->rule->permissions;

	letter = (char)tolower((unsigned char)letter);
	found = strchr(known, letter);
	if (!found || !letter || letter == 'x')
		return "a permission is not known";
	if ((letter == 'w' && (*permissions & AVOW_FILE_BIT(AVOW_FILE_APPEND)) &&
	     !(*permissions & AVOW_FILE_BIT(AVOW_FILE_WRITE))) ||
	    (letter == 'a' && (*permissions & AVOW_FILE_BIT(AVOW_FILE_WRITE))))
		return "a and w exclude each other";
	*permissions |= UINT64_C(1) << (found - known);
	if (letter == 'w')
		*permissions |= AVOW_FILE_BIT(AVOW_FILE_APPEND);
	return NULL;
}

static const char *read_letters(struct avow_rule_reading *reading, struct avow_span text)
{
	struct letters l = { .rule = reading->rule };
	const char *defect = NULL;

	while (text.length && !defect) {
		size_t length = exec_length(text);

		defect = length ? set_exec(&l, avow_span_first(text, length))
				: add_letter(&l, text.data[0]);
		text = avow_span_skip(text, length ? length : 1);
	}
	if (l.has_exec)
		reading->rule->exec =
			avow_arena_string(reading->reader->arena, avow_span_of(l.exec));
	return defect;
}

static bool is_letters(struct avow_span text)
{
	static const char all[] = AVOW_FILE_LETTERS;

	for (size_t i = 0; i < text.length; i++)
		if (!memchr(all, text.data[i], sizeof(all) - 1))
			return false;
	return text.length > 0;
}

static const char *add_path(struct avow_rule_reading *reading,
			    const struct avow_token *token)
{
	struct avow_span path;
	const char *defect = avow_rule_add(reading, "path", token->text);

	if (defect)
		return defect;
	path = reading->rule->conditions[0].values[0].expanded;
	if (!path.length || (path.data[0] != '/' && path.data[0] != '{'))
		return "a path begins with a /";
	return NULL;
}

/* `-> TARGET`: of a link its other name, of a program the profile it runs in. */
static const char *read_arrow(struct avow_rule_reading *reading, bool is_first)
{
	struct avow_profile_rule *rule = reading->rule;
	bool is_link = rule->permissions & AVOW_FILE_BIT(AVOW_FILE_LINK);
	bool is_exec = rule->permissions & AVOW_FILE_BIT(AVOW_FILE_EXEC);
	struct avow_token token;
	struct avow_span target;
	const char *defect;

	avow_rule_next(reading);
	token = avow_rule_next_name(reading);
	if (token.kind != AVOW_TOKEN_WORD)
		return "a target is missing behind ->";
	if (is_link && !is_exec)
		return avow_rule_add(reading, "target", token.text);
	if (is_first && is_link)
		return "-> is either of the link or of the program";
	defect = avow_reader_expand(reading->reader, token.text, &target);
	rule->target = avow_arena_string(reading->reader->arena, target);
	reading->reader->is_out_of_memory |= !rule->target;
	return defect;
}

/* The path and the letters, in either order. */
static const char *read_pair(struct avow_rule_reading *reading, bool *is_first)
{
	struct avow_token first = avow_rule_next(reading);
	struct avow_token second;
	const char *defect;

	*is_first = first.kind == AVOW_TOKEN_WORD && is_letters(first.text);
	second = avow_rule_peek(reading);
	if (*is_first &&
	    (avow_token_is(&second, "subset") || avow_span_is(second.text, "<="))) {
		reading->rule->is_subset = true;
		avow_rule_next(reading);
		second = avow_rule_peek(reading);
	}
	if (first.kind != AVOW_TOKEN_WORD || second.kind != AVOW_TOKEN_WORD)
		return "a file rule has a path and permissions";
	avow_rule_next(reading);
	defect = add_path(reading, *is_first ? &second : &first);
	if (defect)
		return defect;
	if (!*is_first && !is_letters(second.text))
		return "a permission is not known";
	return read_letters(reading, *is_first ? first.text : second.text);
}

static const char *check_exec(const struct avow_profile_rule *rule, bool is_moded)
{
	bool is_plain = rule->exec && strcmp(rule->exec, "x") == 0;

	if (is_moded && !rule->exec)
		return "safe and unsafe stand before permissions to execute";
	if (rule->mode == AVOW_RULE_DENY && rule->exec && !is_plain)
		return "deny has x alone, without how to execute";
	if (rule->mode != AVOW_RULE_DENY && is_plain && !rule->target)
		return "x alone does not say how to execute: ix, px, cx or ux";
	if (rule->is_subset && rule->permissions != AVOW_FILE_BIT(AVOW_FILE_LINK))
		return "subset is of links alone";
	if (rule->exec && rule->target && strchr("iIuU", rule->exec[0]) &&
	    !(rule->permissions & AVOW_FILE_BIT(AVOW_FILE_LINK)))
		return "ix and ux have no profile behind them";
	return NULL;
}

/* `file,`: every path, every permission. */
static const char *grant_all(struct avow_rule_reading *reading)
{
	struct avow_profile_rule *rule = reading->rule;

	rule->permissions = avow_class_all(avow_class_of(AVOW_RULE_FILE));
	rule->exec = "ix";
	return avow_rule_add(reading, "path", avow_span_of("/{**,}"));
}

const char *avow_rule_read_file(struct avow_rule_reading *reading)
{
	struct avow_profile_rule *rule = reading->rule;
	struct avow_token token = reading->keyword;
	bool is_moded = false, is_first;
	const char *defect;

	if (avow_token_is(&token, "file")) {
		avow_rule_next(reading);
		token = avow_rule_peek(reading);
		if (token.kind == AVOW_TOKEN_COMMA)
			return grant_all(reading);
	}
	if (avow_token_is(&token, "safe") || avow_token_is(&token, "unsafe")) {
		is_moded = true;
		rule->is_unsafe = avow_token_is(&token, "unsafe");
		avow_rule_next(reading);
	}
	defect = read_pair(reading, &is_first);
	if (!is_moded && rule->exec)
		rule->is_unsafe = strchr("pcu", rule->exec[0]) != NULL;
	token = avow_rule_peek(reading);
	if (!defect && token.kind == AVOW_TOKEN_ARROW)
		defect = read_arrow(reading, is_first);
	return defect ? defect : check_exec(rule, is_moded);
}
