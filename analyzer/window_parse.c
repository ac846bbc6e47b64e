/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The ends of a window as users write them: never a locale's date. The words are those
 * of ausearch(8), --start.
 */
#include "analyzer/window.h"

#include <time.h>

#include "analyzer/base/error.h"

#define YEAR_MIN 1970
#define YEAR_MAX 9999
#define AGO_MAX_SECONDS ((uint64_t)100 * 366 * 86400)

/* What is left to read; a failed step leaves it as it was. */
static bool take_byte(struct avow_span *text, const char *bytes)
{
	if (!text->length || !text->data[0] || !strchr(bytes, text->data[0]))
		return false;
	*text = avow_span_skip(*text, 1);
	return true;
}

/* @digits decimal digits. */
static bool take_number(struct avow_span *text, size_t digits, int *out)
{
	int value = 0;

	if (text->length < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (text->data[i] < '0' || text->data[i] > '9')
			return false;
		value = value * 10 + text->data[i] - '0';
	}
	*out = value;
	*text = avow_span_skip(*text, digits);
	return true;
}

/* A date, perhaps a time, perhaps a zone: ISO 8601. */
struct stamp {
	struct tm tm;
	int milliseconds;
	bool has_time, has_seconds, has_milliseconds, has_zone;
	int zone_minutes; /* east of Greenwich */
};

static bool take_time(struct avow_span *text, struct stamp *out)
{
	int places;

	out->has_time = true;
	if (!take_number(text, 2, &out->tm.tm_hour) || !take_byte(text, ":") ||
	    !take_number(text, 2, &out->tm.tm_min))
		return false;
	if (!take_byte(text, ":"))
		return true;
	out->has_seconds = true;
	if (!take_number(text, 2, &out->tm.tm_sec))
		return false;
	if (!take_byte(text, "."))
		return true;
	out->has_milliseconds = true;
	for (places = 0; places < 3; places++) {
		int digit = 0;

		if (!take_number(text, 1, &digit) && places == 0)
			return false;
		out->milliseconds = out->milliseconds * 10 + digit;
	}
	return true;
}

static bool take_zone(struct avow_span *text, struct stamp *out)
{
	bool is_west = text->length && text->data[0] == '-';
	int hours, minutes = 0;

	if (take_byte(text, "Zz")) {
		out->has_zone = true;
		return true;
	}
	if (!take_byte(text, "+-"))
		return true;
	out->has_zone = true;
	if (!take_number(text, 2, &hours))
		return false;
	take_byte(text, ":");
	if (text->length && !take_number(text, 2, &minutes))
		return false;
	out->zone_minutes = (hours * 60 + minutes) * (is_west ? -1 : 1);
	return hours <= 14 && minutes < 60;
}

/* mktime() takes the 31st of June; whoever wrote it did not mean the 1st of July. */
static bool is_valid(const struct stamp *stamp)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year = stamp->tm.tm_year + 1900, month = stamp->tm.tm_mon;
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= YEAR_MIN && year <= YEAR_MAX && month >= 0 && month < 12 &&
	       stamp->tm.tm_mday >= 1 &&
	       stamp->tm.tm_mday <= days[month] + (month == 1 && is_leap) &&
	       stamp->tm.tm_hour < 24 && stamp->tm.tm_min < 60 && stamp->tm.tm_sec < 61;
}

static bool read_stamp(struct avow_span text, struct stamp *out)
{
	*out = (struct stamp){ .tm = { .tm_isdst = -1 } };
	if (!take_number(&text, 4, &out->tm.tm_year) || !take_byte(&text, "-") ||
	    !take_number(&text, 2, &out->tm.tm_mon) || !take_byte(&text, "-") ||
	    !take_number(&text, 2, &out->tm.tm_mday))
		return false;
	out->tm.tm_year -= 1900;
	out->tm.tm_mon--;
	if (text.length && (!take_byte(&text, "Tt ") || !take_time(&text, out) ||
			    !take_zone(&text, out)))
		return false;
	return !text.length && is_valid(out);
}

/* The end of the day, minute or second that was named. */
static void go_to_end(struct stamp *stamp)
{
	if (!stamp->has_time) {
		stamp->tm.tm_hour = 23;
		stamp->tm.tm_min = 59;
	}
	if (!stamp->has_seconds)
		stamp->tm.tm_sec = 59;
	if (!stamp->has_milliseconds)
		stamp->milliseconds = 999;
}

static bool take_stamp(struct avow_span text, bool is_end, struct avow_time *out)
{
	struct stamp stamp;
	int64_t seconds;

	if (!read_stamp(text, &stamp))
		return false;
	if (is_end)
		go_to_end(&stamp);
	if (stamp.has_zone)
		seconds = (int64_t)timegm(&stamp.tm) - stamp.zone_minutes * 60;
	else
		seconds = (int64_t)mktime(&stamp.tm);
	if (seconds < 0)
		return false;
	*out = (struct avow_time){ (uint64_t)seconds, (uint32_t)stamp.milliseconds };
	return true;
}

/* SECONDS[.MILLISECONDS] */
static bool take_seconds(struct avow_span text, bool is_end, struct avow_time *out)
{
	size_t dot = avow_span_find(text, '.');
	struct avow_span rest = avow_span_skip(text, dot + 1);
	int milliseconds = is_end ? 999 : 0;

	if (!avow_span_to_u64(avow_span_first(text, dot), 10, &out->seconds) ||
	    (dot < text.length &&
	     (rest.length != 3 || !take_number(&rest, 3, &milliseconds))))
		return false;
	out->milliseconds = (uint32_t)milliseconds;
	return true;
}

/* audit(SECONDS.MILLISECONDS:SERIAL), with or without what stands around it. */
static bool take_event(struct avow_span text, struct avow_moment *out)
{
	size_t colon;

	if (avow_span_starts_with(text, "audit(") && text.data[text.length - 1] == ')')
		text = avow_span_make(text.data + 6, text.length - 7);
	colon = avow_span_find(text, ':');
	return colon < text.length && avow_span_find(text, '.') < colon &&
	       take_seconds(avow_span_first(text, colon), false, &out->time) &&
	       avow_span_to_u64(avow_span_skip(text, colon + 1), 10, &out->serial);
}

/* -NUMBER and a unit. */
static bool take_ago(struct avow_span text, uint64_t now, struct avow_time *out)
{
	static const struct {
		char letter;
		uint64_t seconds;
	} units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 }
	};
	uint64_t number;

	if (text.length < 3 || text.data[0] != '-' ||
	    !avow_span_to_u64(avow_span_first(avow_span_skip(text, 1), text.length - 2),
			      10, &number))
		return false;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(units); i++) {
		if (text.data[text.length - 1] != units[i].letter)
			continue;
		if (number > AGO_MAX_SECONDS / units[i].seconds)
			return false;
		number *= units[i].seconds;
		*out = (struct avow_time){ now > number ? now - number : 1, 0 };
		return true;
	}
	return false;
}

/* The first second of the day that is @days before today, or of its month or year. */
static uint64_t day_before(uint64_t now, int days, bool is_month, bool is_year)
{
	time_t then = (time_t)now;
	struct tm tm;

	localtime_r(&then, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	tm.tm_mday -= days;
	if (is_month || is_year)
		tm.tm_mday = 1;
	if (is_year)
		tm.tm_mon = 0;
	then = mktime(&tm);
	return then > 0 ? (uint64_t)then : 1;
}

static int weekday(uint64_t now)
{
	time_t then = (time_t)now;
	struct tm tm;

	localtime_r(&then, &tm);
	return tm.tm_wday;
}

static bool take_word(struct avow_span text, uint64_t now, struct avow_time *out)
{
	if (avow_span_is(text, "now"))
		out->seconds = now;
	else if (avow_span_is(text, "recent"))
		out->seconds = now > 600 ? now - 600 : 1;
	else if (avow_span_is(text, "today"))
		out->seconds = day_before(now, 0, false, false);
	else if (avow_span_is(text, "yesterday"))
		out->seconds = day_before(now, 1, false, false);
	else if (avow_span_is(text, "this-week"))
		out->seconds = day_before(now, weekday(now), false, false);
	else if (avow_span_is(text, "week-ago"))
		out->seconds = day_before(now, 7, false, false);
	else if (avow_span_is(text, "this-month"))
		out->seconds = day_before(now, 0, true, false);
	else if (avow_span_is(text, "this-year"))
		out->seconds = day_before(now, 0, false, true);
	else
		return false;
	return true;
}

static bool take_mark(struct avow_span text, struct avow_bound *out)
{
	size_t at = avow_span_find(text, '@');
	struct avow_span name = avow_span_first(text, at);
	struct avow_span id = avow_span_skip(text, at + 1);

	if (!avow_mark_is_name(name) || (at < text.length && id.length != AVOW_MARK_ID))
		return false;
	memcpy(out->mark, name.data, name.length);
	memcpy(out->mark_id, id.data, id.length);
	out->kind = AVOW_BOUND_MARK;
	return true;
}

int avow_bound_parse(const char *text, uint64_t now, bool is_end, struct avow_bound *out,
		     struct avow_error *error)
{
	struct avow_span rest = avow_span_of(text);
	bool is_taken;

	*out = (struct avow_bound){ .kind = AVOW_BOUND_MOMENT };
	if (avow_span_is(rest, "boot") || avow_span_is(rest, "change")) {
		out->kind =
			avow_span_is(rest, "boot") ? AVOW_BOUND_BOOT : AVOW_BOUND_CHANGE;
		return AVOW_OK;
	}
	if (avow_span_starts_with(rest, "mark:"))
		is_taken = take_mark(avow_span_skip(rest, 5), out);
	else if (avow_span_starts_with(rest, "@"))
		is_taken =
			take_seconds(avow_span_skip(rest, 1), is_end, &out->moment.time);
	else
		is_taken = take_stamp(rest, is_end, &out->moment.time) ||
			   take_event(rest, &out->moment) ||
			   take_ago(rest, now, &out->moment.time) ||
			   take_word(rest, now, &out->moment.time);
	if (is_taken)
		return AVOW_OK;
	return avow_error_set(
		error, AVOW_E_USAGE,
		"%s: not a time: 2026-11-23, 2026-11-23T10:15:30+01:00, "
		"-15m, today, an event 1790000000.123:456, boot, change, or "
		"mark:NAME",
		text);
}
