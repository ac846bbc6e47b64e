/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* set rlimit NAME <= VALUE [UNIT], (apparmor.d(5), "rlimit rules") */
#include "policy/apparmor/profiles/rules/rule.h"

enum unit { UNIT_NONE, UNIT_BYTES, UNIT_SECONDS, UNIT_MICROSECONDS };

static const struct {
	const char *name;
	enum unit unit;
} limits[] = {
	{ "cpu", UNIT_SECONDS },
	{ "fsize", UNIT_BYTES },
	{ "data", UNIT_BYTES },
	{ "stack", UNIT_BYTES },
	{ "core", UNIT_BYTES },
	{ "rss", UNIT_BYTES },
	{ "nofile", UNIT_NONE },
	{ "ofile", UNIT_NONE },
	{ "as", UNIT_BYTES },
	{ "nproc", UNIT_NONE },
	{ "memlock", UNIT_BYTES },
	{ "locks", UNIT_NONE },
	{ "sigpending", UNIT_NONE },
	{ "msgqueue", UNIT_BYTES },
	{ "nice", UNIT_NONE },
	{ "rtprio", UNIT_NONE },
	{ "rttime", UNIT_MICROSECONDS },
};

/* Words that may stand behind a number of a unit. */
static const struct {
	enum unit unit;
	const char *word;
} words[] = {
	{ UNIT_BYTES, "K" },
	{ UNIT_BYTES, "KB" },
	{ UNIT_BYTES, "M" },
	{ UNIT_BYTES, "MB" },
	{ UNIT_BYTES, "G" },
	{ UNIT_BYTES, "GB" },
	{ UNIT_MICROSECONDS, "us" },
	{ UNIT_MICROSECONDS, "microsecond" },
	{ UNIT_MICROSECONDS, "microseconds" },
	{ UNIT_MICROSECONDS, "ms" },
	{ UNIT_MICROSECONDS, "millisecond" },
	{ UNIT_MICROSECONDS, "milliseconds" },
	{ UNIT_SECONDS, "s" },
	{ UNIT_SECONDS, "sec" },
	{ UNIT_SECONDS, "second" },
	{ UNIT_SECONDS, "seconds" },
	{ UNIT_SECONDS, "min" },
	{ UNIT_SECONDS, "minute" },
	{ UNIT_SECONDS, "minutes" },
	{ UNIT_SECONDS, "h" },
	{ UNIT_SECONDS, "hour" },
	{ UNIT_SECONDS, "hours" },
	{ UNIT_SECONDS, "d" },
	{ UNIT_SECONDS, "day" },
	{ UNIT_SECONDS, "days" },
	{ UNIT_SECONDS, "week" },
	{ UNIT_SECONDS, "weeks" },
};

static bool is_unit(enum unit unit, struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (avow_span_is(word, words[i].word) &&
		    (words[i].unit == unit ||
		     (unit == UNIT_MICROSECONDS && words[i].unit == UNIT_SECONDS)))
			return true;
	return false;
}

/* The number and its unit as one word. */
static const char *add_value(struct avow_rule_reading *reading, struct avow_span number,
			     struct avow_span unit)
{
	struct avow_buf value = { 0 };
	struct avow_span copy;

	avow_buf_append(&value, number);
	avow_buf_append(&value, unit);
	copy = avow_arena_copy(reading->reader->arena, avow_buf_span(&value));
	reading->reader->is_out_of_memory |= value.failed || !copy.data;
	avow_buf_free(&value);
	return copy.data ? avow_rule_add(reading, "value", copy) : "memory is out";
}

/* A number, and its unit behind it with or without a blank. */
static const char *read_value(struct avow_rule_reading *reading, size_t limit)
{
	struct avow_token token = avow_rule_next_name(reading);
	struct avow_span word = token.text, unit;
	bool is_negative = word.length && word.data[0] == '-';
	size_t digits = is_negative;

	if (token.kind != AVOW_TOKEN_WORD)
		return "a limit has no value";
	if (avow_span_is(word, "infinity"))
		return avow_rule_add(reading, "value", word);
	while (digits < word.length && word.data[digits] >= '0' &&
	       word.data[digits] <= '9')
		digits++;
	unit = avow_span_skip(word, digits);
	if (digits == is_negative)
		return "a limit is a number or infinity";
	if (is_negative && strcmp(limits[limit].name, "nice") != 0)
		return "nice alone is less than nothing";
	token = avow_rule_peek(reading);
	if (!unit.length && token.kind == AVOW_TOKEN_WORD) {
		unit = token.text;
		avow_rule_next(reading);
	}
	if (unit.length && !is_unit(limits[limit].unit, unit))
		return "a unit is not one of this limit";
	return add_value(reading, avow_span_first(word, digits), unit);
}

const char *avow_rule_read_rlimit(struct avow_rule_reading *reading)
{
	struct avow_token word, name, sign;
	size_t limit = 0;
	const char *defect;

	avow_rule_next(reading);
	word = avow_rule_next(reading);
	name = avow_rule_next(reading);
	sign = avow_rule_next(reading);
	if (!avow_token_is(&word, "rlimit") || !avow_span_is(sign.text, "<="))
		return "a limit is set rlimit NAME <= VALUE";
	while (limit < AVOW_ARRAY_SIZE(limits) &&
	       !avow_token_is(&name, limits[limit].name))
		limit++;
	if (limit == AVOW_ARRAY_SIZE(limits))
		return "a limit is not known";
	defect = avow_rule_add(reading, "name", name.text);
	return defect ? defect : read_value(reading, limit);
}
