/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a file of expectations, line by line. Names are taken as they are: whether a
 * policy has them is its engine's to say.
 */
#include <stdio.h>
#include <string.h>

#include "analyzer/base/contents.h"
#include "analyzer/base/escape.h"
#include "policy/assertions.h"

#define FILE_MAX_BYTES (16 << 20)
#define LINE_MAX_BYTES 65536
#define BOOLEANS_MAX 64
#define SYMBOLS "{}:=,"

struct parser {
	struct avow_assertions *out;
	struct avow_buf comment; /* lines that wait for what they are about */
	struct avow_expectation now;
	struct avow_span rest; /* of the line */
	struct avow_span word; /* the present one, without its quotes */
	bool has_word, is_quoted;
	bool has_symbols; /* of names: each of SYMBOLS is a word */
	size_t line;
	bool is_broken; /* the line has its doubt */
	bool failed;    /* memory is out */
};

/* The line is wrong: the first thing that is said of it is kept. */
static void refuse(struct parser *p, const char *text)
{
	if (!p->is_broken)
		p->failed |= avow_assertions_doubt(p->out, p->line, text) < 0;
	p->is_broken = true;
}

static void refuse_word(struct parser *p, const char *wanted)
{
	struct avow_buf text = { 0 };

	if (p->has_word) {
		avow_buf_puts(&text, "\"");
		avow_escape_display(&text, avow_span_first(p->word, 64));
		avow_buf_printf(&text, "\" stands where %s is wanted", wanted);
	} else {
		avow_buf_printf(&text, "%s is missing at the end of the line", wanted);
	}
	p->failed |= text.failed;
	refuse(p, avow_buf_string(&text));
	avow_buf_free(&text);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct avow_span trim(struct avow_span text)
{
	while (text.length && is_blank(text.data[0]))
		text = avow_span_skip(text, 1);
	while (text.length && is_blank(text.data[text.length - 1]))
		text.length--;
	return text;
}

static bool is_symbol(char byte)
{
	return memchr(SYMBOLS, byte, sizeof(SYMBOLS) - 1) != NULL;
}

static void take_quoted(struct parser *p)
{
	size_t end;

	p->rest = avow_span_skip(p->rest, 1);
	end = avow_span_find(p->rest, '"');
	p->is_quoted = true;
	p->word = avow_span_first(p->rest, end);
	if (end == p->rest.length)
		refuse(p, "a quote is not closed");
	else if (end == 0)
		refuse(p, "there is nothing between the quotes");
	p->rest = avow_span_skip(p->rest, end + 1);
	if (p->rest.length && !is_blank(p->rest.data[0]))
		refuse(p, "a blank is missing behind a quote");
}

static void next(struct parser *p)
{
	size_t end = 0;

	p->rest = trim(p->rest);
	p->has_word = p->rest.length > 0;
	p->is_quoted = false;
	p->word = avow_span_make("", 0);
	if (!p->has_word)
		return;
	if (p->rest.data[0] == '"' && !p->has_symbols) {
		take_quoted(p);
		return;
	}
	while (end < p->rest.length && !is_blank(p->rest.data[end]) &&
	       !(p->has_symbols && is_symbol(p->rest.data[end])))
		end++;
	if (end == 0)
		end = 1; /* a symbol */
	p->word = avow_span_first(p->rest, end);
	p->rest = avow_span_skip(p->rest, end);
	if (memchr(p->word.data, '"', end))
		refuse(p, "a quote stands within a word");
}

static bool is(const struct parser *p, const char *word)
{
	return p->has_word && !p->is_quoted && avow_span_is(p->word, word);
}

static bool take(struct parser *p, const char *word)
{
	if (!is(p, word))
		return false;
	next(p);
	return true;
}

static void want(struct parser *p, const char *word)
{
	if (!take(p, word))
		refuse_word(p, word);
}

/* Names of types, classes, permissions, booleans. */
static bool is_name(struct avow_span word, bool may_be_sign)
{
	size_t at = may_be_sign && word.length > 1 && word.data[0] == '-';

	if (may_be_sign && avow_span_is(word, "*"))
		return true;
	if (at == word.length || word.data[at] == '-')
		return false;
	for (; at < word.length; at++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789_.-",
			    word.data[at]))
			return false;
	return true;
}

static void add(struct parser *p, struct avow_names *names)
{
	const char *word = avow_arena_string(&p->out->arena, p->word);
	const char **grown;

	/* A power of two is full. */
	if ((names->count & (names->count - 1)) == 0) {
		size_t room = names->count ? 2 * names->count : 1;

		grown = avow_arena_alloc(&p->out->arena, room * sizeof(*grown));
		if (grown && names->count)
			memcpy(grown, names->at, names->count * sizeof(*grown));
		names->at = grown;
	}
	grown = (const char **)names->at;
	if (!grown || !word) {
		p->failed = p->is_broken = true;
		*names = (struct avow_names){ 0 };
		return;
	}
	grown[names->count++] = word;
}

/* One word, a name where words have symbols; else anything. */
static void take_one(struct parser *p, struct avow_names *names, const char *what,
		     bool is_in_set)
{
	bool is_fit = p->has_symbols ? is_name(p->word, true) &&
					       (is_in_set || p->word.data[0] != '-')
				     : p->is_quoted || (!is(p, "{") && !is(p, "}"));

	if (!p->has_word || !is_fit) {
		refuse_word(p, what);
		return;
	}
	add(p, names);
	next(p);
}

/* `a` or `{ a b }` */
static void take_set(struct parser *p, struct avow_names *names, const char *what)
{
	if (!take(p, "{")) {
		take_one(p, names, what, false);
		return;
	}
	while (!p->is_broken && p->has_word && !is(p, "}"))
		take_one(p, names, what, true);
	if (!p->is_broken && !names->count)
		refuse_word(p, what);
	if (!p->is_broken)
		want(p, "}");
}

/* One word of parts between commas. */
static void take_list(struct parser *p, struct avow_names *names, const char *what)
{
	struct avow_span all = p->word;
	bool is_last = false;

	while (!p->is_broken && !is_last) {
		size_t end = avow_span_find(all, ',');

		is_last = end == all.length;
		p->word = avow_span_first(all, end);
		all = avow_span_skip(all, end + 1);
		if (p->is_quoted || !is_name(p->word, false))
			refuse_word(p, what);
		else
			add(p, names);
	}
	next(p);
}

static bool take_state(struct parser *p, bool *is_on)
{
	if (take(p, "on") || take(p, "true") || take(p, "1"))
		*is_on = true;
	else if (take(p, "off") || take(p, "false") || take(p, "0"))
		*is_on = false;
	else
		return false;
	return true;
}

static bool has_boolean(const struct avow_expected_boolean *all, size_t count,
			const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return false;
}

/* `if NAME=on,NAME=off` */
static void take_booleans(struct parser *p)
{
	struct avow_names names = { 0 };
	struct avow_expected_boolean *all =
		avow_arena_alloc(&p->out->arena, BOOLEANS_MAX * sizeof(*all));
	size_t count = 0;

	p->failed |= !all;
	do {
		bool is_on;

		if (!is_name(p->word, false)) {
			refuse_word(p, "a boolean");
			break;
		}
		names.count = 0;
		add(p, &names);
		next(p);
		want(p, "=");
		if (p->is_broken || !all)
			break;
		if (!take_state(p, &is_on)) {
			refuse_word(p, "on or off");
			break;
		}
		if (count == BOOLEANS_MAX)
			refuse(p, "there are more than 64 booleans");
		else if (has_boolean(all, count, names.at[0]))
			refuse(p, "a boolean is named twice");
		else
			all[count++] =
				(struct avow_expected_boolean){ names.at[0], is_on };
	} while (!p->is_broken && take(p, ","));
	p->now.booleans = all;
	p->now.boolean_count = count;
}

static void take_steps(struct parser *p)
{
	uint64_t steps;

	if (!p->has_word || !avow_span_to_u64(p->word, 10, &steps) || steps < 1 ||
	    steps > 1000) {
		refuse_word(p, "a number of steps, 1 to 1000,");
		return;
	}
	p->now.steps = (uint32_t)steps;
	next(p);
}

/* What may stand behind each of SELinux's. */
static void take_clauses(struct parser *p, bool has_booleans)
{
	const char *what =
		avow_expectation_is_apparmor(&p->now) ? "a word" : "the name of a type";

	if (!p->is_broken && take(p, "except"))
		take_set(p, &p->now.except, what);
	if (!p->is_broken && has_booleans && take(p, "if"))
		take_booleans(p);
	if (!p->is_broken && p->has_word)
		refuse_word(p, has_booleans ? "except, if or the end of the line"
					    : "except or the end of the line");
}

static void take_access(struct parser *p)
{
	p->now.kind = AVOW_EXPECT_ACCESS;
	take_set(p, &p->now.subjects, "the name of a type");
	if (!p->is_broken)
		take_set(p, &p->now.objects, "the name of a type");
	if (!p->is_broken)
		want(p, ":");
	if (!p->is_broken)
		take_set(p, &p->now.classes, "the name of a class");
	if (!p->is_broken)
		take_set(p, &p->now.words, "the name of a permission");
	take_clauses(p, true);
}

static void take_way(struct parser *p, enum avow_expectation_kind kind)
{
	p->now.kind = kind;
	want(p, "from");
	if (!p->is_broken)
		take_set(p, &p->now.subjects, "the name of a type");
	if (!p->is_broken)
		want(p, "to");
	if (!p->is_broken)
		take_set(p, &p->now.objects, "the name of a type");
	if (!p->is_broken && kind == AVOW_EXPECT_NO_PATH && take(p, "within"))
		take_steps(p);
	take_clauses(p, true);
}

static void take_network(struct parser *p)
{
	p->now.kind = AVOW_EXPECT_NETWORK;
	while (p->now.words.count < 2 && p->has_word && !is(p, "except") && !p->is_broken)
		take_list(p, &p->now.words, "a family or a type");
	if (p->now.words.count > 2)
		refuse(p, "a network has one family and one type");
}

/* What stands behind `must`, `must not` and `may`. */
static void take_demand(struct parser *p)
{
	if (take(p, "have")) {
		p->now.kind = AVOW_EXPECT_CAPABILITY;
		want(p, "capability");
		if (!p->is_broken)
			take_list(p, &p->now.words, "a capability");
	} else if (take(p, "use")) {
		want(p, "network");
		if (!p->is_broken)
			take_network(p);
	} else {
		p->now.kind = AVOW_EXPECT_FILE;
		take_list(p, &p->now.words, "what is done to files");
		if (!p->is_broken)
			take_one(p, &p->now.objects, "a pattern", false);
	}
}

static void take_profile(struct parser *p)
{
	take_one(p, &p->now.subjects, "the name of a profile", false);
	if (!p->is_broken)
		want(p, "must");
	p->now.is_positive = !take(p, "not");
	if (p->is_broken)
		return;
	if (take(p, "exist")) {
		p->now.kind = AVOW_EXPECT_EXISTENCE;
	} else if (take(p, "be")) {
		p->now.kind = AVOW_EXPECT_ENFORCED;
		want(p, "enforced");
	} else {
		take_demand(p);
		if (p->now.kind == AVOW_EXPECT_FILE)
			take_clauses(p, false);
	}
	if (!p->is_broken && p->has_word)
		refuse_word(p, "the end of the line");
}

/* `no complain profiles` */
static void take_mode(struct parser *p)
{
	p->now.kind = AVOW_EXPECT_NO_STATE;
	take_one(p, &p->now.words, "a mode", false);
	want(p, "profiles");
	if (!p->is_broken)
		take_clauses(p, false);
}

static void take_domains(struct parser *p, enum avow_expectation_kind kind)
{
	p->now.kind = kind;
	want(p, "domains");
	if (!p->is_broken)
		take_clauses(p, false);
}

static void take_any_profile(struct parser *p)
{
	want(p, "may");
	if (!p->is_broken)
		take_demand(p);
	if (!p->is_broken)
		take_clauses(p, false);
}

/* `no ...`: modes are of profiles, and all else is of types. */
static void take_none(struct parser *p)
{
	bool is_of_profiles = avow_span_starts_with(trim(p->rest), "profiles");

	if (take(p, "profile")) {
		take_any_profile(p);
		return;
	}
	if (is(p, "complain") || is(p, "prompt") ||
	    (is(p, "unconfined") && is_of_profiles)) {
		take_mode(p);
		return;
	}
	p->has_symbols = true;
	if (take(p, "permissive"))
		take_domains(p, AVOW_EXPECT_NO_PERMISSIVE);
	else if (take(p, "unconfined"))
		take_domains(p, AVOW_EXPECT_NO_UNCONFINED);
	else if (take(p, "transition"))
		take_way(p, AVOW_EXPECT_NO_TRANSITION);
	else if (take(p, "path"))
		take_way(p, AVOW_EXPECT_NO_PATH);
	else
		refuse_word(p, "permissive, unconfined, transition, path, profile or "
			       "complain");
}

static void take_expectation(struct parser *p)
{
	bool is_deny;

	next(p);
	is_deny = is(p, "deny");
	if (is_deny || is(p, "allow")) {
		p->has_symbols = true;
		p->now.is_positive = !is_deny;
		next(p);
		take_access(p);
	} else if (take(p, "profile")) {
		take_profile(p);
	} else if (take(p, "no")) {
		take_none(p);
	} else {
		refuse_word(p, "deny, allow, no or profile");
	}
}

static void keep(struct parser *p)
{
	struct avow_assertions *out = p->out;

	if (out->count == out->capacity) {
		size_t capacity = out->capacity ? 2 * out->capacity : 64;
		struct avow_expectation *at =
			avow_arena_alloc(&out->arena, capacity * sizeof(*at));

		p->failed |= !at;
		if (!at)
			return;
		if (out->count)
			memcpy(at, out->at, out->count * sizeof(*at));
		out->at = at;
		out->capacity = capacity;
	}
	p->now.comment = avow_arena_string(&out->arena, avow_buf_span(&p->comment));
	p->failed |= !p->now.comment;
	if (p->now.comment)
		out->at[out->count++] = p->now;
}

static void add_comment(struct parser *p, struct avow_span comment)
{
	avow_buf_append(&p->comment, comment);
	avow_buf_putc(&p->comment, '\n');
}

/* Where a comment begins: at a # behind a blank and in no quotes. */
static size_t find_comment(struct avow_span line)
{
	bool is_quoted = false;

	for (size_t i = 0; i < line.length; i++) {
		is_quoted ^= line.data[i] == '"';
		if (line.data[i] == '#' && !is_quoted &&
		    (i == 0 || is_blank(line.data[i - 1])))
			return i;
	}
	return line.length;
}

static void take_line(struct parser *p, struct avow_span line)
{
	size_t comment;

	p->now = (struct avow_expectation){ .line = p->line };
	p->is_broken = p->has_symbols = false;
	if (line.length > LINE_MAX_BYTES)
		refuse(p, "the line is too long");
	else if (memchr(line.data, '\0', line.length) || !avow_escape_is_utf8(line))
		refuse(p, "the line is no UTF-8 text");
	line = trim(line);
	comment = p->is_broken ? line.length : find_comment(line);
	p->rest = trim(avow_span_first(line, comment));
	if (comment < line.length)
		add_comment(p, avow_span_skip(line, comment));
	if (comment == 0 && line.length)
		return; /* it is of the line below */
	if (!p->is_broken && p->rest.length) {
		p->now.text = avow_arena_string(&p->out->arena, p->rest);
		p->failed |= !p->now.text;
		take_expectation(p);
		if (!p->is_broken && p->now.text)
			keep(p);
	}
	avow_buf_clear(&p->comment);
}

int avow_assertions_parse(struct avow_span text, struct avow_assertions *out)
{
	struct parser parser = { .out = out };

	while (!avow_span_is_empty(text)) {
		size_t length = avow_span_find(text, '\n');

		parser.line++;
		take_line(&parser, avow_span_first(text, length));
		text = avow_span_skip(text, length + 1);
	}
	parser.failed |= parser.comment.failed;
	avow_buf_free(&parser.comment);
	return parser.failed ? AVOW_E_NOMEM : 0;
}

int avow_assertions_read(const char *path, struct avow_assertions *out,
			 struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = avow_contents_read(path, FILE_MAX_BYTES, &text, error);

	if (code == 0 && avow_assertions_parse(avow_buf_span(&text), out) < 0)
		code = avow_error_nomem(error);
	avow_buf_free(&text);
	return code;
}
