/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `alias /from/ -> /to/,`: each rule of a file whose path begins with /from/ is there a
 * second time for /to/, as replace_profile_aliases() of apparmor_parser has it; so are
 * the programs that a profile attaches to. What an alias made is not aliased again.
 */
#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/reader.h"

#define COPIES_MAX 20000

static bool is_aliased(const struct avow_alias *alias, struct avow_span path)
{
	return path.length >= alias->from.length &&
	       avow_span_equal(avow_span_first(path, alias->from.length), alias->from);
}

static struct avow_span replace(struct avow_profile_reader *reader,
				const struct avow_alias *alias, struct avow_span path)
{
	struct avow_buf text = { 0 };
	struct avow_span copy;

	avow_buf_append(&text, alias->to);
	avow_buf_append(&text, avow_span_skip(path, alias->from.length));
	copy = avow_arena_copy(reader->arena, avow_buf_span(&text));
	reader->is_out_of_memory |= text.failed || !copy.data;
	avow_buf_free(&text);
	return copy;
}

static bool has_aliased(const struct avow_profile_rule *rule,
			const struct avow_alias *alias)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (is_aliased(alias, rule->conditions[i].values[0].expanded))
			return true;
	return false;
}

/* The rule as it is for @alias: its path, and of a link its other name. */
static struct avow_profile_rule *copy_rule(struct avow_profile_reader *reader,
					   const struct avow_profile_rule *rule,
					   const struct avow_alias *alias)
{
	struct avow_profile_rule *copy = avow_reader_alloc(reader, sizeof(*copy));
	size_t count = rule->condition_count;
	struct avow_rule_condition *conditions =
		avow_reader_alloc(reader, count * sizeof(*conditions));
	struct avow_rule_value *values =
		avow_reader_alloc(reader, count * sizeof(*values));

	if (!copy || !conditions || !values)
		return NULL;
	*copy = *rule;
	copy->conditions = conditions;
	for (size_t i = 0; i < count; i++) {
		values[i] = rule->conditions[i].values[0];
		conditions[i] = rule->conditions[i];
		conditions[i].values = values + i;
		if (is_aliased(alias, values[i].expanded))
			values[i].expanded = replace(reader, alias, values[i].expanded);
	}
	return copy;
}

/* Puts copies of @rule behind it, and returns the last. */
static struct avow_profile_rule *alias_rule(struct avow_profile_reader *reader,
					    struct avow_profile *profile,
					    struct avow_profile_rule *rule,
					    size_t *copies)
{
	struct avow_profile_rule *last = rule;

	if (rule->class != AVOW_RULE_FILE || rule->doubt)
		return last;
	for (const struct avow_alias *alias = reader->aliases; alias;
	     alias = alias->next) {
		struct avow_profile_rule *copy;

		if (!has_aliased(rule, alias) || (*copies)++ >= COPIES_MAX)
			continue;
		copy = copy_rule(reader, rule, alias);
		if (!copy)
			break;
		copy->next = last->next;
		last->next = copy;
		last = copy;
		profile->rule_count++;
	}
	return last;
}

static void alias_attachment(struct avow_profile_reader *reader,
			     struct avow_profile *profile)
{
	struct avow_buf text = { 0 };
	bool is_aliasing = false;

	avow_buf_putc(&text, '{');
	avow_aare_put_alternative(profile->attachment, &text);
	for (const struct avow_alias *alias = reader->aliases; alias;
	     alias = alias->next) {
		struct avow_span other;

		if (!profile->attachment.length ||
		    !is_aliased(alias, profile->attachment) || text.length > 65536)
			continue;
		other = replace(reader, alias, profile->attachment);
		avow_buf_putc(&text, ',');
		avow_aare_put_alternative(other, &text);
		is_aliasing = true;
	}
	if (is_aliasing) {
		avow_buf_putc(&text, '}');
		profile->attaches.expanded =
			avow_arena_copy(reader->arena, avow_buf_span(&text));
		reader->is_out_of_memory |=
			text.failed || !profile->attaches.expanded.data;
	}
	avow_buf_free(&text);
}

void avow_aliases_apply(struct avow_profile_reader *reader,
			const struct avow_cursor *cursor, struct avow_profile *profile)
{
	size_t copies = 0;

	if (!reader->aliases)
		return;
	alias_attachment(reader, profile);
	for (struct avow_profile_rule *rule = profile->rules;
	     rule && !reader->is_out_of_memory; rule = rule->next) {
		rule = alias_rule(reader, profile, rule, &copies);
		if (!rule->next)
			profile->rules_end = &rule->next;
	}
	if (copies > COPIES_MAX)
		avow_reader_defect(reader, cursor, profile->place.line, false,
				   "aliases make more than %d rules of those of this "
				   "profile",
				   COPIES_MAX);
}
