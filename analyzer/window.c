/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What lies in a window, and the points of a log that one may begin or end with. */
#include "analyzer/window.h"

#include <stdio.h>

#include "analyzer/record/notable.h"

#define MARK_SIGN "avow-mark="
#define SERIALS_EARLY 100  /* a log that begins below begins with a boot */
#define SERIALS_APART 1000 /* events of several CPUs are not so far out of order */
#define BOOT_SECONDS 600   /* from the first event to SYSTEM_BOOT */

/* Events of one time come in the order of their serials, but for those of several CPUs.
 */
static int compare(const struct avow_moment *moment, const struct avow_record *record)
{
	int order = avow_time_compare(moment->time, record->time);

	if (order || !moment->serial || moment->serial == record->serial)
		return order;
	return moment->serial < record->serial ? -1 : 1;
}

bool avow_window_holds(const struct avow_window *window, const struct avow_record *record)
{
	if (!avow_time_is_known(record->time))
		return true;
	if (window->has_since && compare(&window->since, record) > 0)
		return false;
	return !window->has_until || compare(&window->until, record) >= 0;
}

bool avow_bound_needs_points(const struct avow_bound *bound)
{
	return bound->kind > AVOW_BOUND_MOMENT;
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte && strchr("._+-", byte));
}

bool avow_mark_is_name(struct avow_span name)
{
	for (size_t i = 0; i < name.length; i++)
		if (!is_name_byte(name.data[i]))
			return false;
	return name.length > 0 && name.length <= AVOW_MARK_MAX;
}

void avow_mark_write(const char *name, const char *id, struct avow_time at,
		     struct avow_buf *out)
{
	avow_buf_printf(out, MARK_SIGN "%s id=%s at=%llu.%03u", name, id,
			(unsigned long long)at.seconds, at.milliseconds);
}

/* The rest of a word that begins with @front, at the front of *text; takes it off. */
static bool take_word(struct avow_span *text, const char *front, struct avow_span *out)
{
	size_t end = 0;

	*text = avow_span_trim_front(*text);
	if (!avow_span_starts_with(*text, front))
		return false;
	while (end < text->length && (is_name_byte(text->data[end]) ||
				      text->data[end] == '=' || text->data[end] == ':'))
		end++;
	*out = avow_span_skip(avow_span_first(*text, end), strlen(front));
	*text = avow_span_skip(*text, end);
	return true;
}

static bool read_time(struct avow_span text, struct avow_time *out)
{
	size_t dot = avow_span_find(text, '.');
	uint64_t milliseconds;

	if (!avow_span_to_u64(avow_span_first(text, dot), 10, &out->seconds) ||
	    text.length < dot + 4 ||
	    !avow_span_to_u64(avow_span_first(avow_span_skip(text, dot + 1), 3), 10,
			      &milliseconds))
		return false;
	out->milliseconds = (uint32_t)milliseconds;
	return true;
}

struct mark {
	struct avow_span name, id;
	struct avow_time at;
};

/* The first mark in @text, which any program may have written. */
static bool find_mark(struct avow_span text, struct mark *out)
{
	const char *sign = memmem(text.data, text.length, MARK_SIGN, strlen(MARK_SIGN));
	struct avow_span at;

	if (!sign)
		return false;
	text = avow_span_skip(text, (size_t)(sign - text.data));
	return take_word(&text, MARK_SIGN, &out->name) &&
	       take_word(&text, "id=", &out->id) && take_word(&text, "at=", &at) &&
	       avow_mark_is_name(out->name) && out->id.length == AVOW_MARK_ID &&
	       read_time(at, &out->at);
}

/* Which of two moments that fit the bound is the one that is meant. */
static bool is_better(const struct avow_points *points, size_t index,
		      const struct avow_moment *moment, bool is_trusted)
{
	bool is_one = points->bounds[index]->kind == AVOW_BOUND_MARK &&
		      points->bounds[index]->mark_id[0];
	int order;

	if (!points->found[index].is_found)
		return true;
	if (points->found[index].is_trusted != is_trusted)
		return is_trusted;
	order = avow_time_compare(moment->time, points->found[index].moment.time);
	/* Whoever repeats a mark that he has read can only do so later. */
	return is_one ? order < 0 : order >= 0;
}

static void offer(struct avow_points *points, size_t index, struct avow_moment moment,
		  bool is_trusted)
{
	if (!is_better(points, index, &moment, is_trusted))
		return;
	points->found[index].is_found = true;
	points->found[index].is_trusted = is_trusted;
	points->found[index].moment = moment;
}

static bool is_meant(const struct avow_bound *bound, const struct mark *mark)
{
	return bound->kind == AVOW_BOUND_MARK && avow_span_is(mark->name, bound->mark) &&
	       (!bound->mark_id[0] || avow_span_is(mark->id, bound->mark_id));
}

void avow_points_line(struct avow_points *points, struct avow_span line)
{
	struct mark mark;

	if (!find_mark(line, &mark))
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(points->bounds); i++)
		if (points->bounds[i] && is_meant(points->bounds[i], &mark))
			offer(points, i, (struct avow_moment){ .time = mark.at }, false);
}

/* A record of an own type, USER, takes CAP_AUDIT_WRITE to write. */
static void take_user(struct avow_points *points, const struct avow_record *record)
{
	const struct avow_moment moment = { record->time, record->serial };
	struct mark mark;

	if (!find_mark(record->body, &mark))
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(points->bounds); i++)
		if (points->bounds[i] && is_meant(points->bounds[i], &mark))
			offer(points, i, moment, true);
}

/* auditd counts its own records by itself (auditd-event.c). */
static void follow_serials(struct avow_points *points, const struct avow_record *record)
{
	bool is_first = !avow_time_is_known(points->restart.time);

	if (avow_span_starts_with(record->type_name, "DAEMON_"))
		return;
	if ((is_first && record->serial < SERIALS_EARLY) ||
	    record->serial + SERIALS_APART < points->serial)
		points->restart = (struct avow_moment){ record->time, record->serial };
	points->serial = record->serial;
}

/* SYSTEM_BOOT is written by a program, late; what began the serials belongs to it. */
static struct avow_moment boot_of(const struct avow_points *points,
				  const struct avow_record *record)
{
	const struct avow_moment own = { record->time, record->serial };
	uint64_t seconds = points->restart.time.seconds;

	return seconds <= own.time.seconds && seconds + BOOT_SECONDS >= own.time.seconds
		       ? points->restart
		       : own;
}

void avow_points_record(struct avow_points *points, const struct avow_record *record)
{
	const struct avow_moment own = { record->time, record->serial };
	enum avow_remark remark;

	if (!record->has_stamp)
		return;
	follow_serials(points, record);
	if (avow_span_is(avow_record_bare_type(record->type_name), "USER") ||
	    avow_span_is(avow_record_bare_type(record->type_name), "1005"))
		take_user(points, record);
	remark = avow_notable_epoch(record);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(points->bounds); i++) {
		const struct avow_bound *bound = points->bounds[i];

		if (!bound || remark == AVOW_REMARK_COUNT ||
		    remark == AVOW_REMARK_SOFTWARE)
			continue;
		if (remark == AVOW_REMARK_BOOT && bound->kind == AVOW_BOUND_BOOT)
			offer(points, i, boot_of(points, record), true);
		else if (bound->kind == AVOW_BOUND_CHANGE)
			offer(points, i, own, true);
	}
}
