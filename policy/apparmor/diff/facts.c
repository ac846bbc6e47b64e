/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of profiles is no rule, and the limits: compared as it is, not as text. */
#include <stdlib.h>

#include "policy/apparmor/case.h"
#include "policy/apparmor/diff/internal.h"

static const char *const modes[] = {
	[AVOW_PROFILE_ENFORCE] = "enforce",
	[AVOW_PROFILE_COMPLAIN] = "complain",
	[AVOW_PROFILE_KILL] = "kill",
	[AVOW_PROFILE_UNCONFINED] = "unconfined",
	[AVOW_PROFILE_DEFAULT_ALLOW] = "default_allow",
	[AVOW_PROFILE_PROMPT] = "prompt",
};

static const char *place_of(struct diff *diff, const struct avow_profile *profile)
{
	struct avow_buf text = { 0 };

	avow_case_put_place(&text, &profile->place);
	return avow_profile_diff_keep(diff, &text);
}

static void add(struct telling *telling, const char *field, const char *value,
		bool is_new)
{
	telling->values[telling->value_count].field = field;
	telling->values[telling->value_count].value = value;
	telling->values[telling->value_count++].is_new = is_new;
}

void avow_profile_diff_presence(struct diff *diff, const struct pair *pair)
{
	int side = pair->of[NEW] ? NEW : OLD;
	const struct avow_profile *profile = pair->of[side];
	struct telling telling = {
		.kind = KIND_PROFILES,
		.sign = side == NEW ? AVOW_DIFFERENCE_ADDED : AVOW_DIFFERENCE_REMOVED,
		.key = pair->name,
		.shape.profile = pair->name,
	};

	if (!avow_profile_diff_wants(diff, KIND_PROFILES))
		return;
	add(&telling, "mode", modes[profile->state], side == NEW);
	add(&telling, "at", place_of(diff, profile), side == NEW);
	avow_profile_diff_tell(diff, &telling);
	if (side == OLD)
		avow_profile_diff_hit(diff, MARK_REMOVED, "%s", pair->name);
}

static bool is_enforcing(enum avow_profile_state state)
{
	return state == AVOW_PROFILE_ENFORCE || state == AVOW_PROFILE_KILL;
}

static void compare_modes(struct diff *diff, struct pair *pair)
{
	struct telling telling = { .kind = KIND_MODE,
				   .sign = AVOW_DIFFERENCE_CHANGED,
				   .key = pair->name,
				   .shape.profile = pair->name };

	if (pair->of[OLD]->state == pair->of[NEW]->state)
		return;
	pair->differs = true;
	if (!avow_profile_diff_wants(diff, KIND_MODE))
		return;
	for (int side = 0; side < SIDES; side++)
		add(&telling, "mode", modes[pair->of[side]->state], side == NEW);
	avow_profile_diff_tell(diff, &telling);
	if (is_enforcing(pair->of[OLD]->state) && !is_enforcing(pair->of[NEW]->state))
		avow_profile_diff_hit(diff, MARK_MODE, "%s: %s", pair->name,
				      modes[pair->of[NEW]->state]);
}

/* The next word of flags=(...), and of xattrs: blanks and commas are between. */
static struct avow_span next_word(struct avow_span *rest)
{
	size_t length = 0;
	struct avow_span word;

	while (rest->length && strchr(" \t\n\r,", rest->data[0]))
		*rest = avow_span_skip(*rest, 1);
	while (length < rest->length && !strchr(" \t\n\r,", rest->data[length]))
		length++;
	word = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length);
	return word;
}

static bool has_word(struct avow_span text, struct avow_span word)
{
	struct avow_span one;

	while ((one = next_word(&text)).length)
		if (avow_span_equal(one, word))
			return true;
	return false;
}

static bool is_mode(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(modes); i++)
		if (avow_span_is(word, modes[i]))
			return true;
	return false;
}

/* Words of @side that the other side does not have, one item each. */
static void tell_words(struct diff *diff, struct pair *pair, unsigned kind,
		       const char *what, struct avow_span text, struct avow_span others,
		       int side)
{
	struct avow_span word;

	while ((word = next_word(&text)).length) {
		struct telling telling = { .kind = kind,
					   .sign = side == NEW ? AVOW_DIFFERENCE_ADDED
							       : AVOW_DIFFERENCE_REMOVED,
					   .shape.profile = pair->name };
		struct avow_buf key = { 0 };

		if (is_mode(word) || has_word(others, word))
			continue;
		pair->differs = true;
		avow_buf_printf(&key, "%s: %s%.*s", pair->name, what, (int)word.length,
				word.data);
		telling.key = avow_profile_diff_keep(diff, &key);
		if (avow_profile_diff_wants(diff, kind))
			avow_profile_diff_tell(diff, &telling);
	}
}

static void compare_words(struct diff *diff, struct pair *pair)
{
	for (int side = 0; side < SIDES; side++) {
		const struct avow_profile *one = pair->of[side], *other = pair->of[!side];

		tell_words(diff, pair, KIND_FLAGS, "", one->flags, other->flags, side);
		tell_words(diff, pair, KIND_ATTACHMENT, "xattrs ", one->xattrs,
			   other->xattrs, side);
		if (one->is_hat != other->is_hat)
			tell_words(diff, pair, KIND_FLAGS, "",
				   avow_span_of(one->is_hat ? "hat" : "child"),
				   avow_span_of(""), side);
	}
}

static bool is_unlike(void *data, const uint32_t *matched, size_t count,
		      struct avow_span text)
{
	(void)matched;
	(void)text;
	*(bool *)data |= count < SIDES;
	return count == SIDES;
}

/* Whether both attach to the same programs, however that is written. */
static bool attach_alike(struct diff *diff, struct pair *pair)
{
	struct avow_walk *walk;
	bool differs = false;
	int result = AVOW_E_NOMEM;

	if (avow_span_equal(pair->of[OLD]->attaches.expanded,
			    pair->of[NEW]->attaches.expanded))
		return true;
	if (!pair->of[OLD]->attaches.expanded.length ||
	    !pair->of[NEW]->attaches.expanded.length)
		return false;
	walk = avow_walk_new();
	for (int side = 0; side < SIDES && walk; side++) {
		struct avow_pattern *pattern = NULL;
		const char *defect;

		if (avow_pattern_compile(&diff->arena, pair->of[side]->attaches.expanded,
					 true, &pattern, &defect))
			break;
		avow_walk_begin(walk, true);
		avow_walk_open(walk);
		avow_walk_pattern(walk, pattern);
		avow_walk_close(walk);
		avow_walk_end(walk);
		if (side == NEW)
			result = avow_walk_run(walk, is_unlike, &differs);
	}
	avow_walk_free(walk);
	return result == AVOW_WALK_WHOLE && !differs;
}

static void compare_attachments(struct diff *diff, struct pair *pair)
{
	struct telling telling = { .kind = KIND_ATTACHMENT,
				   .sign = AVOW_DIFFERENCE_CHANGED,
				   .key = pair->name,
				   .shape.profile = pair->name };

	if (attach_alike(diff, pair))
		return;
	pair->differs = true;
	for (int side = 0; side < SIDES; side++) {
		struct avow_buf text = { 0 };

		avow_buf_append(&text, pair->of[side]->attaches.expanded);
		add(&telling, "attachment",
		    text.length ? avow_profile_diff_keep(diff, &text) : "none",
		    side == NEW);
		avow_buf_free(&text);
	}
	if (avow_profile_diff_wants(diff, KIND_ATTACHMENT))
		avow_profile_diff_tell(diff, &telling);
}

void avow_profile_diff_facts(struct diff *diff, struct pair *pair)
{
	compare_modes(diff, pair);
	compare_words(diff, pair);
	compare_attachments(diff, pair);
}

static struct avow_span value_of(const struct avow_profile_rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return rule->conditions[i].values[0].expanded;
	return avow_span_of("");
}

/* The rule that sets a limit: of several the last. */
static const struct avow_profile_rule *limit_of(const struct avow_profile *profile,
						struct avow_span name)
{
	const struct avow_profile_rule *found = NULL;

	for (const struct avow_profile_rule *rule = profile->rules; rule;
	     rule = rule->next)
		if (rule->class == AVOW_RULE_RLIMIT && !rule->doubt &&
		    avow_span_equal(value_of(rule, "name"), name))
			found = rule;
	return found;
}

/* Units by their value, those of bytes and those of time. */
static const struct {
	const char *word;
	double times;
} units[] = {
	{ "K", 1024 },
	{ "KB", 1024 },
	{ "M", 1024.0 * 1024 },
	{ "MB", 1024.0 * 1024 },
	{ "G", 1024.0 * 1024 * 1024 },
	{ "GB", 1024.0 * 1024 * 1024 },
	{ "us", 1 },
	{ "microsecond", 1 },
	{ "microseconds", 1 },
	{ "ms", 1e3 },
	{ "millisecond", 1e3 },
	{ "milliseconds", 1e3 },
	{ "s", 1e6 },
	{ "sec", 1e6 },
	{ "second", 1e6 },
	{ "seconds", 1e6 },
	{ "min", 6e7 },
	{ "minute", 6e7 },
	{ "minutes", 6e7 },
	{ "h", 36e8 },
	{ "hour", 36e8 },
	{ "hours", 36e8 },
	{ "d", 864e8 },
	{ "day", 864e8 },
	{ "days", 864e8 },
	{ "week", 6048e8 },
	{ "weeks", 6048e8 },
};

/* What a limit comes to; cpu is in seconds where it has no unit. False: no number. */
static bool limit_value(const struct avow_profile_rule *rule, double *out)
{
	struct avow_span value = value_of(rule, "value"), unit;
	char number[32];
	size_t digits = 0;

	while (digits < value.length && strchr("-0123456789", value.data[digits]))
		digits++;
	if (!digits || digits >= sizeof(number))
		return false;
	memcpy(number, value.data, digits);
	number[digits] = '\0';
	*out = strtod(number, NULL);
	unit = avow_span_skip(value, digits);
	if (!unit.length && avow_span_is(value_of(rule, "name"), "cpu"))
		*out *= 1e6;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(units); i++)
		if (avow_span_is(unit, units[i].word))
			*out *= units[i].times;
	return true;
}

static bool is_same_limit(const struct avow_profile_rule *a,
			  const struct avow_profile_rule *b)
{
	double of_a, of_b;

	if (avow_span_equal(value_of(a, "value"), value_of(b, "value")))
		return true;
	return limit_value(a, &of_a) && limit_value(b, &of_b) &&
	       (of_a < of_b ? of_b - of_a : of_a - of_b) < 0.5;
}

static void tell_limit(struct diff *diff, struct pair *pair,
		       const struct avow_profile_rule *const rules[SIDES])
{
	struct telling telling = { .kind = KIND_RULES + AVOW_RULE_RLIMIT,
				   .sign = !rules[OLD]   ? AVOW_DIFFERENCE_ADDED
					   : !rules[NEW] ? AVOW_DIFFERENCE_REMOVED
							 : AVOW_DIFFERENCE_CHANGED,
				   .shape.profile = pair->name };
	struct avow_span name = value_of(rules[OLD] ? rules[OLD] : rules[NEW], "name");
	struct avow_buf key = { 0 };

	avow_buf_printf(&key, "%s: %.*s", pair->name, (int)name.length, name.data);
	telling.key = avow_profile_diff_keep(diff, &key);
	for (int side = 0; side < SIDES; side++) {
		struct avow_buf text = { 0 };

		if (!rules[side])
			continue;
		avow_case_put_rule(&text, rules[side]);
		add(&telling, "by", avow_profile_diff_keep(diff, &text), side == NEW);
	}
	pair->differs = true;
	avow_profile_diff_tell(diff, &telling);
}

/* Of which the other side has none, or another value; those of both are told once. */
static void compare_limits(struct diff *diff, struct pair *pair, int side)
{
	for (const struct avow_profile_rule *rule = pair->of[side]->rules; rule;
	     rule = rule->next) {
		const struct avow_profile_rule *rules[SIDES];
		struct avow_span name = value_of(rule, "name");

		if (rule->class != AVOW_RULE_RLIMIT || rule->doubt ||
		    limit_of(pair->of[side], name) != rule)
			continue;
		rules[side] = rule;
		rules[!side] = limit_of(pair->of[!side], name);
		if (!rules[!side] ||
		    (side == OLD && !is_same_limit(rules[OLD], rules[NEW])))
			tell_limit(diff, pair, rules);
	}
}

void avow_profile_diff_limits(struct diff *diff, struct pair *pair)
{
	if (!avow_profile_diff_wants(diff, KIND_RULES + AVOW_RULE_RLIMIT))
		return;
	for (int side = 0; side < SIDES; side++)
		compare_limits(diff, pair, side);
}
