/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a profile allows an access, and which rule says so. Where that cannot be told,
 * because the record lacks what a rule asks for or a rule is not understood, that is the
 * answer; nothing is guessed.
 */
#include "policy/apparmor/cover.h"

#include "policy/apparmor/sockets.h"

struct avow_span avow_access_value(const struct avow_profile_access *access,
				   const char *key)
{
	for (size_t i = 0; i < access->attribute_count; i++)
		if (strcmp(access->attributes[i].key, key) == 0)
			return access->attributes[i].value;
	return avow_span_make(NULL, 0);
}

bool avow_access_add(struct avow_profile_access *access, const char *key,
		     struct avow_span value)
{
	if (avow_span_is_empty(value))
		return true;
	if (access->attribute_count == AVOW_ATTRIBUTES_MAX)
		return false;
	access->attributes[access->attribute_count++] =
		(struct avow_access_attribute){ key, value };
	return true;
}

static bool is_path(const struct avow_profile_rule *rule, const char *key)
{
	return rule->class == AVOW_RULE_FILE &&
	       (strcmp(key, "path") == 0 || strcmp(key, "target") == 0);
}

struct avow_pattern *avow_rule_pattern(struct avow_arena *arena,
				       const struct avow_profile_rule *rule,
				       const char *key, struct avow_rule_value *value)
{
	if (!value->pattern && !value->defect &&
	    avow_pattern_compile(arena, value->expanded, is_path(rule, key),
				 &value->pattern, &value->defect) < 0)
		return NULL;
	return value->pattern;
}

static enum avow_tristate matches(struct avow_arena *arena,
				  const struct avow_profile_rule *rule, const char *key,
				  struct avow_rule_value *value, struct avow_span text)
{
	struct avow_pattern *pattern = avow_rule_pattern(arena, rule, key, value);

	if (!pattern)
		return AVOW_UNKNOWN;
	return avow_pattern_matches(pattern, text) ? AVOW_YES : AVOW_NO;
}

/* Any of the values will do. */
static enum avow_tristate holds_any(struct avow_arena *arena,
				    const struct avow_profile_rule *rule,
				    const struct avow_rule_condition *condition,
				    struct avow_span text)
{
	enum avow_tristate best = AVOW_NO;

	for (size_t i = 0; i < condition->value_count && best != AVOW_YES; i++) {
		enum avow_tristate one =
			matches(arena, rule, condition->key, condition->values + i, text);

		if (one != AVOW_NO)
			best = one;
	}
	return best;
}

/* `options=(a, b)`: these and no others; `options in (a, b)`: no others. */
static enum avow_tristate holds_options(const struct avow_rule_condition *condition,
					struct avow_span flags, bool is_remount)
{
	size_t met = 0, wanted = 0;

	for (size_t i = 0; i < condition->value_count; i++)
		wanted += !avow_span_is(condition->values[i].expanded, "rw");
	while (flags.length) {
		size_t length = avow_span_find(flags, ',');
		struct avow_span flag = avow_span_trim_end(
			avow_span_trim_front(avow_span_first(flags, length)));
		size_t i = 0;

		flags = avow_span_skip(flags, length + 1);
		if (avow_span_is_empty(flag) || avow_span_is(flag, "rw") ||
		    (is_remount && avow_span_is(flag, "remount")))
			continue;
		while (i < condition->value_count &&
		       !avow_span_equal(condition->values[i].expanded, flag))
			i++;
		if (i == condition->value_count)
			return AVOW_NO;
		met++;
	}
	return condition->comparison == AVOW_RULE_IN || met == wanted ? AVOW_YES
								      : AVOW_NO;
}

static enum avow_tristate holds(struct avow_arena *arena,
				const struct avow_profile_rule *rule,
				const struct avow_rule_condition *condition,
				const struct avow_profile_access *access)
{
	struct avow_span value = avow_access_value(access, condition->key);
	enum avow_tristate told;

	if (avow_sockets_hold(rule, condition, access, &told))
		return told;
	if (!value.data)
		return AVOW_UNKNOWN;
	if (rule->class == AVOW_RULE_MOUNT && strcmp(condition->key, "options") == 0)
		return holds_options(condition, value, !(rule->permissions & 1));
	return holds_any(arena, rule, condition, value);
}

/* Whether rules of @rule are asked about accesses of @class. */
static bool is_about(const struct avow_profile_rule *rule, enum avow_rule_class class)
{
	return rule->class == class || rule->class == AVOW_RULE_ALL ||
	       (class == AVOW_RULE_UNIX && rule->class == AVOW_RULE_NETWORK);
}

static enum avow_tristate is_owners(const struct avow_profile_rule *rule,
				    const struct avow_profile_access *access)
{
	if (rule->owner == AVOW_OWNER_ANY)
		return AVOW_YES;
	if (access->is_owner == AVOW_UNKNOWN)
		return AVOW_UNKNOWN;
	return (rule->owner == AVOW_OWNER_ONLY) == (access->is_owner == AVOW_YES)
		       ? AVOW_YES
		       : AVOW_NO;
}

enum avow_tristate avow_rule_concerns(struct avow_arena *arena,
				      const struct avow_profile_rule *rule,
				      const struct avow_profile_access *access)
{
	enum avow_tristate all;

	if (!is_about(rule, access->class))
		return AVOW_NO;
	if (rule->doubt)
		return AVOW_UNKNOWN;
	all = is_owners(rule, access);
	for (size_t i = 0; i < rule->condition_count && all != AVOW_NO; i++) {
		enum avow_tristate one = holds(arena, rule, rule->conditions + i, access);

		if (one != AVOW_YES)
			all = one;
	}
	return all;
}

static bool has_bit(const struct avow_profile_rule *rule, unsigned bit)
{
	if (rule->class == AVOW_RULE_MOUNT && bit == 1 && (rule->permissions & 1))
		return true; /* a rule of mount is of remounts too */
	return rule->permissions == 0 || rule->class == AVOW_RULE_ALL ||
	       (rule->permissions >> bit & 1);
}

bool avow_rule_is_about(const struct avow_profile_rule *rule, enum avow_rule_class class,
			unsigned bit)
{
	return is_about(rule, class) && (rule->doubt || has_bit(rule, bit));
}

/* What is known after some of the rules. */
struct verdict {
	const struct avow_profile_rule *allow, *deny;         /* that are about it */
	const struct avow_profile_rule *may_allow, *may_deny; /* that may be */
};

static void take(const struct avow_profile_rule **best,
		 const struct avow_profile_rule *rule)
{
	if (!*best || rule->priority > (*best)->priority)
		*best = rule;
}

static void weigh(struct verdict *verdict, const struct avow_profile_rule *rule,
		  enum avow_tristate concerns)
{
	bool is_deny = rule->mode == AVOW_RULE_DENY;

	if (concerns == AVOW_YES)
		take(is_deny ? &verdict->deny : &verdict->allow, rule);
	else if (concerns == AVOW_UNKNOWN)
		take(is_deny ? &verdict->may_deny : &verdict->may_allow, rule);
}

static int priority_of(const struct avow_profile_rule *rule)
{
	return rule->priority;
}

static struct avow_cover decide(const struct verdict *v)
{
	bool is_denied =
		v->deny && (!v->allow || priority_of(v->deny) >= priority_of(v->allow));
	const struct avow_profile_rule *rule = is_denied ? v->deny : v->allow;
	const struct avow_profile_rule *doubt = is_denied ? v->may_allow : v->may_deny;

	if (!rule && v->may_allow)
		return (struct avow_cover){ AVOW_COVER_UNKNOWN, v->may_allow };
	if (!rule)
		return (struct avow_cover){ AVOW_COVER_NONE, NULL };
	if (doubt && (is_denied ? priority_of(doubt) > priority_of(rule)
				: priority_of(doubt) >= priority_of(rule)))
		return (struct avow_cover){ AVOW_COVER_UNKNOWN, doubt };
	return (struct avow_cover){ is_denied ? AVOW_COVER_DENIED : AVOW_COVER_ALLOWED,
				    rule };
}

struct avow_cover avow_profile_cover(struct avow_arena *arena,
				     const struct avow_profile *profile,
				     const struct avow_profile_access *access,
				     unsigned bit)
{
	struct verdict verdict = { 0 };
	struct avow_cover cover;

	for (const struct avow_profile_rule *rule = profile->rules; rule;
	     rule = rule->next)
		if (avow_rule_is_about(rule, access->class, bit))
			weigh(&verdict, rule, avow_rule_concerns(arena, rule, access));
	cover = decide(&verdict);
	if (cover.coverage == AVOW_COVER_NONE &&
	    (profile->state == AVOW_PROFILE_UNCONFINED ||
	     profile->state == AVOW_PROFILE_DEFAULT_ALLOW))
		cover.coverage = AVOW_COVER_ALLOWED;
	return cover;
}
