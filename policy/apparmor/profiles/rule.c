/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One rule: which class it is of, and its comma. What is between is read in rules/. A
 * rule that is not understood is kept with the reason, since it may allow or deny
 * anything of its class.
 */
#include "policy/apparmor/profiles/rules/rule.h"

static const struct {
	const char *keyword;
	enum avow_rule_class class;
	avow_rule_read_fn *read;
	bool has_owner; /* may stand behind `owner` */
} forms[] = {
	{ "all", AVOW_RULE_ALL, avow_rule_read_nothing, false },
	{ "capability", AVOW_RULE_CAPABILITY, avow_rule_read_capability, false },
	{ "change_profile", AVOW_RULE_CHANGE_PROFILE, avow_rule_read_change_profile,
	  false },
	{ "dbus", AVOW_RULE_DBUS, avow_rule_read_conditions, false },
	{ "file", AVOW_RULE_FILE, avow_rule_read_file, true },
	{ "io_uring", AVOW_RULE_IO_URING, avow_rule_read_conditions, false },
	{ "link", AVOW_RULE_FILE, avow_rule_read_link, true },
	{ "mount", AVOW_RULE_MOUNT, avow_rule_read_mount, false },
	{ "mqueue", AVOW_RULE_MQUEUE, avow_rule_read_conditions, false },
	{ "network", AVOW_RULE_NETWORK, avow_rule_read_conditions, false },
	{ "pivot_root", AVOW_RULE_MOUNT, avow_rule_read_mount, false },
	{ "ptrace", AVOW_RULE_PTRACE, avow_rule_read_conditions, false },
	{ "remount", AVOW_RULE_MOUNT, avow_rule_read_mount, false },
	{ "set", AVOW_RULE_RLIMIT, avow_rule_read_rlimit, false },
	{ "signal", AVOW_RULE_SIGNAL, avow_rule_read_conditions, false },
	{ "umount", AVOW_RULE_MOUNT, avow_rule_read_mount, false },
	{ "unix", AVOW_RULE_UNIX, avow_rule_read_conditions, false },
	{ "unmount", AVOW_RULE_MOUNT, avow_rule_read_mount, false },
	{ "userns", AVOW_RULE_USERNS, avow_rule_read_conditions, false },
	{ "safe", AVOW_RULE_FILE, avow_rule_read_file, true },
	{ "unsafe", AVOW_RULE_FILE, avow_rule_read_file, true },
};

static bool ends_rule(const struct avow_token *token)
{
	return token->kind == AVOW_TOKEN_COMMA || token->kind == AVOW_TOKEN_CLOSE ||
	       token->kind == AVOW_TOKEN_END;
}

static bool is_open_quote(const struct avow_token *token)
{
	struct avow_span text = token->text;

	return token->kind == AVOW_TOKEN_WORD && text.data[0] == '"' &&
	       (text.length == 1 || text.data[text.length - 1] != '"');
}

/* A quote that is not closed takes the rest of its line: the rule is over. */
static struct avow_token take(struct avow_rule_reading *reading, enum avow_words words)
{
	struct avow_token token = avow_rule_peek(reading);

	if (ends_rule(&token))
		return token;
	token = avow_token_next(reading->cursor, words);
	reading->is_broken = is_open_quote(&token);
	return token;
}

struct avow_token avow_rule_next(struct avow_rule_reading *reading)
{
	return take(reading, AVOW_WORDS_RULE);
}

struct avow_token avow_rule_next_name(struct avow_rule_reading *reading)
{
	return take(reading, AVOW_WORDS_NAME);
}

struct avow_token avow_rule_peek(const struct avow_rule_reading *reading)
{
	if (reading->is_broken)
		return (struct avow_token){ .kind = AVOW_TOKEN_END,
					    .line = reading->cursor->line,
					    .at = reading->cursor->at };
	return avow_token_peek(reading->cursor, AVOW_WORDS_RULE);
}

const char *avow_rule_read_nothing(struct avow_rule_reading *reading)
{
	avow_rule_next(reading);
	return NULL;
}

/* Words of `rwx` and the like, and paths: a file rule without its keyword. */
static bool begins_file_rule(const struct avow_token *token)
{
	static const char letters[] = AVOW_FILE_LETTERS;

	if (token->kind != AVOW_TOKEN_WORD)
		return false;
	if (strchr("/@\"", token->text.data[0]))
		return true;
	for (size_t i = 0; i < token->text.length; i++)
		if (!memchr(letters, token->text.data[i], sizeof(letters) - 1))
			return false;
	return true;
}

static size_t find_form(const struct avow_token *token)
{
	size_t i = 0;

	while (i < AVOW_ARRAY_SIZE(forms) && !avow_token_is(token, forms[i].keyword))
		i++;
	return i;
}

static const char *read_form(struct avow_rule_reading *reading)
{
	size_t form = find_form(&reading->keyword);

	if (form == AVOW_ARRAY_SIZE(forms)) {
		if (!begins_file_rule(&reading->keyword))
			return "a rule does not begin like this";
		reading->rule->class = AVOW_RULE_FILE;
		return avow_rule_read_file(reading);
	}
	reading->rule->class = forms[form].class;
	if (reading->rule->owner != AVOW_OWNER_ANY && !forms[form].has_owner)
		return "owner stands before rules of files alone";
	return forms[form].read(reading);
}

/* What is behind the rule in its last line, from the #. */
static struct avow_span comment_behind(const struct avow_cursor *cursor)
{
	struct avow_span rest = avow_span_skip(cursor->source->text, cursor->at);

	rest = avow_span_first(rest, avow_span_find(rest, '\n'));
	while (rest.length && (rest.data[0] == ' ' || rest.data[0] == '\t'))
		rest = avow_span_skip(rest, 1);
	return rest.length && rest.data[0] == '#' ? rest : avow_span_of("");
}

static struct avow_span text_between(const struct avow_cursor *cursor, size_t begin,
				     size_t end)
{
	const char *data = cursor->source->text.data;

	while (end > begin && strchr(" \t\r\n,", data[end - 1]))
		end--;
	return avow_span_make(data + begin, end > begin ? end - begin : 0);
}

/* Over the comma; a missing one at the end of a line loses nothing but itself. */
static const char *take_comma(struct avow_rule_reading *reading, size_t *end)
{
	struct avow_token token = avow_rule_peek(reading);

	*end = reading->cursor->at;
	if (token.kind == AVOW_TOKEN_COMMA) {
		avow_token_next(reading->cursor, AVOW_WORDS_RULE);
		return NULL;
	}
	if (token.line > reading->cursor->line || token.kind == AVOW_TOKEN_CLOSE ||
	    token.kind == AVOW_TOKEN_END) {
		avow_reader_defect(reading->reader, reading->cursor,
				   reading->cursor->line, false,
				   "a comma is missing at the end of this rule");
		return NULL;
	}
	return "it goes on with what is not understood";
}

static void append(struct avow_profile *profile, struct avow_profile_rule *rule)
{
	*profile->rules_end = rule;
	profile->rules_end = &rule->next;
	profile->rule_count++;
}

void avow_rule_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		    struct avow_profile *profile, const struct avow_rule_prefix *prefix)
{
	struct avow_profile_rule *rule = avow_reader_alloc(reader, sizeof(*rule));
	struct avow_rule_reading reading = { .reader = reader,
					     .cursor = cursor,
					     .rule = rule };
	const char *defect;
	size_t end;

	if (!rule)
		return;
	reading.keyword = avow_rule_peek(&reading);
	rule->class = AVOW_RULE_UNKNOWN;
	rule->mode = prefix->mode;
	rule->owner = prefix->owner;
	rule->is_audit = prefix->is_audit;
	rule->priority = prefix->priority;
	rule->place = (struct avow_profile_place){ cursor->source, reading.keyword.line };
	defect = read_form(&reading);
	if (!defect)
		defect = take_comma(&reading, &end);
	if (reading.is_broken)
		defect = "a quote is not closed";
	if (defect) {
		avow_reader_defect(reader, cursor, reading.keyword.line,
				   rule->class == AVOW_RULE_UNKNOWN, "%s", defect);
		rule->doubt = defect;
		if (!reading.is_broken)
			avow_reader_skip(cursor);
		end = cursor->at;
	}
	rule->text = text_between(cursor, reading.keyword.at, end);
	rule->comment = comment_behind(cursor);
	append(profile, rule);
}
