/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Profiles as text. The forms of the classes are in the table at the end of the rules. */
#include "policy/apparmor/profiles/print.h"

#include <ctype.h>

#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/classes.h"

/* Bytes that no kind of word ends at, and that begin no comment. */
static bool is_safe(unsigned char byte)
{
	return isalnum(byte) || (byte && strchr("/._-*?{}[]^~%&@\\+:$|;'", byte)) ||
	       byte >= 0x80;
}

/* A byte that stands in quotes as a sequence, which no backslash may stand before. */
static bool put_escape(unsigned char byte, struct avow_buf *out)
{
	if (byte == '"')
		avow_buf_puts(out, "\\\"");
	else if (byte < ' ' || byte == 0x7f)
		avow_buf_printf(out, "\\%03o", byte);
	else
		return false;
	return true;
}

void avow_word_print(struct avow_span word, struct avow_buf *out)
{
	bool is_quoted = word.length == 0;

	for (size_t i = 0; i < word.length && !is_quoted; i++)
		is_quoted = !is_safe((unsigned char)word.data[i]);
	if (!is_quoted) {
		avow_buf_append(out, word);
		return;
	}
	avow_buf_putc(out, '"');
	for (size_t i = 0; i < word.length; i++) {
		bool is_escaped = word.data[i] == '\\' && i + 1 < word.length;
		unsigned char byte = (unsigned char)word.data[i + is_escaped];

		i += is_escaped;
		if (put_escape(byte, out))
			continue;
		if (is_escaped)
			avow_buf_putc(out, '\\');
		avow_buf_putc(out, (char)byte);
	}
	avow_buf_putc(out, '"');
}

static const struct avow_rule_condition *find(const struct avow_profile_rule *rule,
					      const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return rule->conditions + i;
	return NULL;
}

/* The value of a condition that has one, with @before; nothing when it is not there. */
static void put_value(const struct avow_profile_rule *rule, const char *before,
		      const char *key, struct avow_buf *out)
{
	const struct avow_rule_condition *condition = find(rule, key);

	if (!condition)
		return;
	avow_buf_puts(out, before);
	avow_word_print(condition->values[0].expanded, out);
}

static void put_list(const struct avow_rule_condition *condition, struct avow_buf *out)
{
	avow_buf_putc(out, '(');
	for (size_t i = 0; i < condition->value_count; i++) {
		avow_buf_puts(out, i ? ", " : "");
		avow_word_print(condition->values[i].expanded, out);
	}
	avow_buf_putc(out, ')');
}

static void put_condition(const struct avow_rule_condition *condition, const char *key,
			  struct avow_buf *out)
{
	static const char *const signs[] = { "=", " in ", ":=" };

	avow_buf_printf(out, "%s%s", key, signs[condition->comparison]);
	if (condition->value_count > 1 || condition->comparison == AVOW_RULE_IN)
		put_list(condition, out);
	else
		avow_word_print(condition->values[0].expanded, out);
}

static void put_permissions(const struct avow_profile_rule *rule, const char *between,
			    struct avow_buf *out)
{
	const struct avow_class *class = avow_class_of(rule->class);
	bool is_first = true;

	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(rule->permissions >> bit & 1))
			continue;
		avow_buf_puts(out, is_first ? "" : between);
		avow_buf_puts(out, avow_class_permission_name(class, bit));
		is_first = false;
	}
}

static bool is_peer(const struct avow_rule_condition *condition)
{
	return strncmp(condition->key, "peer.", 5) == 0;
}

/* Words without a key: `network inet stream`, a queue's name, which goes last. */
static bool is_bare(const struct avow_profile_rule *rule,
		    const struct avow_rule_condition *condition)
{
	if (rule->class == AVOW_RULE_NETWORK)
		return strcmp(condition->key, "family") == 0 ||
		       strcmp(condition->key, "type") == 0;
	return rule->class == AVOW_RULE_MQUEUE && strcmp(condition->key, "path") == 0;
}

static void put_peer(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	const char *before = " peer=(";

	for (size_t i = 0; i < rule->condition_count; i++) {
		if (!is_peer(rule->conditions + i))
			continue;
		avow_buf_puts(out, before);
		put_condition(rule->conditions + i, rule->conditions[i].key + 5, out);
		before = ", ";
	}
	if (before[0] == ',')
		avow_buf_putc(out, ')');
}

/* network, unix, signal, ptrace, dbus, mqueue, io_uring, userns */
static void put_conditions(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_puts(out, avow_class_of(rule->class)->keyword);
	if (rule->permissions) {
		avow_buf_puts(out, " (");
		put_permissions(rule, ", ", out);
		avow_buf_putc(out, ')');
	}
	put_value(rule, " ", "family", out);
	if (rule->class == AVOW_RULE_NETWORK)
		put_value(rule, " ", "type", out);
	for (size_t i = 0; i < rule->condition_count; i++) {
		const struct avow_rule_condition *condition = rule->conditions + i;

		if (is_peer(condition) || is_bare(rule, condition))
			continue;
		avow_buf_putc(out, ' ');
		put_condition(condition, condition->key, out);
	}
	if (rule->class == AVOW_RULE_MQUEUE)
		put_value(rule, " ", "path", out);
	put_peer(rule, out);
}

static void put_capability(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_puts(out, rule->permissions ? "capability " : "capability");
	put_permissions(rule, " ", out);
}

static void put_mount(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	put_permissions(rule, " ", out);
	for (size_t i = 0; i < rule->condition_count; i++) {
		const struct avow_rule_condition *condition = rule->conditions + i;

		if (strcmp(condition->key, "options") != 0 &&
		    strcmp(condition->key, "fstype") != 0)
			continue;
		avow_buf_putc(out, ' ');
		put_condition(condition, condition->key, out);
	}
	if (avow_class_of(AVOW_RULE_MOUNT)->permissions[0].bit == 0 &&
	    (rule->permissions & 1)) {
		put_value(rule, " ", "source", out);
		put_value(rule, " -> ", "path", out);
		return;
	}
	put_value(rule, " oldroot=", "source", out);
	put_value(rule, " ", "path", out);
	put_value(rule, " -> ", "target", out);
}

static void put_change_profile(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_puts(out, "change_profile");
	avow_buf_puts(out, rule->is_unsafe ? " unsafe" : "");
	put_value(rule, " ", "exec", out);
	put_value(rule, " -> ", "target", out);
}

static void put_rlimit(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	put_value(rule, "set rlimit ", "name", out);
	put_value(rule, " <= ", "value", out);
}

static void put_letters(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	static const struct {
		char letter;
		enum avow_file_permission permission;
	} letters[] = {
		{ 'r', AVOW_FILE_READ },   { 'w', AVOW_FILE_WRITE },
		{ 'a', AVOW_FILE_APPEND }, { 'm', AVOW_FILE_MMAP },
		{ 'k', AVOW_FILE_LOCK },   { 'l', AVOW_FILE_LINK },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(letters); i++)
		if ((rule->permissions & AVOW_FILE_BIT(letters[i].permission)) &&
		    !(letters[i].letter == 'a' &&
		      (rule->permissions & AVOW_FILE_BIT(AVOW_FILE_WRITE))))
			avow_buf_putc(out, letters[i].letter);
	avow_buf_puts(out, rule->exec ? rule->exec : "");
}

/* The end of the alternative at @at of braces that are open; 0 when it does not end. */
static size_t end_of_alternative(struct avow_span path, size_t at)
{
	unsigned depth = 0;
	bool is_set = false;

	for (; at < path.length; at++) {
		char byte = path.data[at];

		if (byte == '\\')
			at++;
		else if (is_set || byte == '[')
			is_set = byte != ']';
		else if (byte == '{')
			depth++;
		else if ((byte == '}' || byte == ',') && !depth)
			return at;
		else if (byte == '}')
			depth--;
	}
	return 0;
}

#define DEPTH_MAX 50

/*
 * `{/a,/b}c`, which a variable's values make, without the / that each begins with: a path
 * of a profile begins with a /. False when one does not.
 */
static bool put_without_slash(struct avow_span path, unsigned depth, struct avow_buf *out)
{
	size_t at = 0, end;

	if (!path.length || depth > DEPTH_MAX)
		return false;
	if (path.data[0] == '/') {
		avow_buf_append(out, avow_span_skip(path, 1));
		return true;
	}
	if (path.data[0] != '{')
		return false;
	avow_buf_putc(out, '{');
	do {
		end = end_of_alternative(path, ++at);
		if (!end || !put_without_slash(avow_span_make(path.data + at, end - at),
					       depth + 1, out))
			return false;
		avow_buf_putc(out, path.data[end]);
		at = end;
	} while (path.data[end] != '}');
	avow_buf_append(out, avow_span_skip(path, end + 1));
	return true;
}

/* `{,/a}/b`, of a value that is empty: what follows goes into each alternative. */
static bool put_distributed(struct avow_span path, struct avow_buf *out)
{
	size_t last = 0, at = 0, end;
	bool is_put = true;

	while ((end = end_of_alternative(path, last + 1)) && path.data[end] != '}')
		last = end;
	last = end;
	avow_buf_putc(out, '{');
	while (is_put && last && at < last) {
		struct avow_buf whole = { 0 };

		end = end_of_alternative(path, at + 1);
		avow_buf_append(&whole, avow_span_make(path.data + at + 1, end - at - 1));
		avow_aare_put_alternative(avow_span_skip(path, last + 1), &whole);
		is_put = put_without_slash(avow_buf_span(&whole), 0, out);
		avow_buf_putc(out, path.data[end]);
		avow_buf_free(&whole);
		at = end;
	}
	return is_put && last;
}

static void put_path(struct avow_span path, struct avow_buf *out)
{
	struct avow_buf text = { 0 };

	avow_buf_putc(&text, '/');
	if (path.length && path.data[0] == '{') {
		bool is_put = put_without_slash(path, 0, &text);

		if (!is_put) {
			text.length = 1;
			is_put = put_distributed(path, &text);
		}
		if (is_put)
			path = avow_buf_span(&text);
	}
	avow_word_print(path, out);
	avow_buf_free(&text);
}

static void put_file(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	bool is_lower = rule->exec && strchr("pcu", rule->exec[0]);

	bool is_link =
		rule->is_subset || (rule->permissions == AVOW_FILE_BIT(AVOW_FILE_LINK) &&
				    find(rule, "target"));

	if (is_link)
		avow_buf_puts(out, rule->is_subset ? "link subset " : "link ");
	else if (rule->exec && rule->is_unsafe != is_lower)
		avow_buf_puts(out, rule->is_unsafe ? "unsafe " : "safe ");
	put_path(find(rule, "path")->values[0].expanded, out);
	if (!is_link) {
		avow_buf_putc(out, ' ');
		put_letters(rule, out);
	}
	put_value(rule, " -> ", "target", out);
	if (!rule->target)
		return;
	avow_buf_puts(out, " -> ");
	avow_word_print(avow_span_of(rule->target), out);
}

static void put_all(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_puts(out, avow_class_of(rule->class)->keyword);
}

static void put_text(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_append(out, rule->text);
}

static void (*const forms[AVOW_RULE_CLASSES])(const struct avow_profile_rule *rule,
					      struct avow_buf *out) = {
	[AVOW_RULE_FILE] = put_file,
	[AVOW_RULE_CAPABILITY] = put_capability,
	[AVOW_RULE_NETWORK] = put_conditions,
	[AVOW_RULE_UNIX] = put_conditions,
	[AVOW_RULE_SIGNAL] = put_conditions,
	[AVOW_RULE_PTRACE] = put_conditions,
	[AVOW_RULE_MOUNT] = put_mount,
	[AVOW_RULE_DBUS] = put_conditions,
	[AVOW_RULE_CHANGE_PROFILE] = put_change_profile,
	[AVOW_RULE_RLIMIT] = put_rlimit,
	[AVOW_RULE_MQUEUE] = put_conditions,
	[AVOW_RULE_IO_URING] = put_conditions,
	[AVOW_RULE_USERNS] = put_conditions,
	[AVOW_RULE_ALL] = put_all,
	[AVOW_RULE_UNKNOWN] = put_text,
};

void avow_rule_print(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	static const char *const modes[] = { "", "deny ", "prompt " };
	static const char *const owners[] = { "", "owner ", "other " };

	if (rule->priority)
		avow_buf_printf(out, "priority=%d ", rule->priority);
	avow_buf_puts(out, rule->is_audit ? "audit " : "");
	avow_buf_puts(out, modes[rule->mode]);
	avow_buf_puts(out, owners[rule->owner]);
	(rule->doubt ? put_text : forms[rule->class])(rule, out);
	avow_buf_putc(out, ',');
}

static void indent(unsigned depth, struct avow_buf *out)
{
	while (depth--)
		avow_buf_puts(out, "  ");
}

/* A child is called by what its name has more than its parent's. */
static void put_head(const struct avow_profile *profile, struct avow_buf *out)
{
	struct avow_span name = avow_span_of(profile->name);
	struct avow_buf whole = { 0 };

	if (profile->parent)
		name = avow_span_skip(name, strlen(profile->parent->name) + 2);
	if (profile->namespace && !profile->parent)
		avow_buf_printf(&whole, ":%s:", profile->namespace);
	avow_buf_append(&whole, name);
	avow_buf_puts(out, profile->is_hat ? "hat " : "profile ");
	avow_word_print(avow_buf_span(&whole), out);
	avow_buf_free(&whole);
	if (profile->attachment.length &&
	    !avow_span_equal(profile->attaches.expanded, name)) {
		avow_buf_putc(out, ' ');
		put_path(profile->attaches.expanded, out);
	}
	if (profile->xattrs.length) {
		avow_buf_puts(out, " xattrs=(");
		avow_buf_append(out, profile->xattrs);
		avow_buf_putc(out, ')');
	}
	if (profile->flags.length) {
		avow_buf_puts(out, " flags=(");
		avow_buf_append(out, profile->flags);
		avow_buf_putc(out, ')');
	}
}

static void put_profile(const struct avow_profile *profile, unsigned depth,
			struct avow_buf *out)
{
	indent(depth, out);
	put_head(profile, out);
	avow_buf_puts(out, " {\n");
	for (const struct avow_profile_rule *rule = profile->rules; rule;
	     rule = rule->next) {
		indent(depth + 1, out);
		avow_rule_print(rule, out);
		avow_buf_putc(out, '\n');
	}
	for (const struct avow_profile *at = profile->next; at; at = at->next)
		if (at->parent == profile)
			put_profile(at, depth + 1, out);
	indent(depth, out);
	avow_buf_puts(out, "}\n");
}

void avow_profile_print(const struct avow_profile *profile, struct avow_buf *out)
{
	put_profile(profile, 0, out);
}

void avow_profiles_print(const struct avow_profiles *profiles, struct avow_buf *out)
{
	const struct avow_profile *first = profiles->first;

	if (first && first->abi.length) {
		avow_buf_puts(out, "abi ");
		avow_buf_append(out, first->abi);
		avow_buf_puts(out, ",\n");
	}
	for (const struct avow_profile *at = first; at; at = at->next)
		if (!at->parent)
			avow_profile_print(at, out);
}
