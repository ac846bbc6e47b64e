/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ends of a window as they are written, and what lies between them. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <time.h>

#include "analyzer/window.h"

#define NOW 1790000000 /* Monday, 2026-09-21 14:13:20 UTC */

static const struct {
	const char *text;
	bool is_end;
	uint64_t seconds;
	unsigned milliseconds;
	uint64_t serial;
} times[] = {
	{ "2026-09-21", false, 1789948800, 0, 0 },
	{ "2026-09-21", true, 1790035199, 999, 0 },
	{ "2026-09-21T14:13", false, 1789999980, 0, 0 },
	{ "2026-09-21T14:13", true, 1790000039, 999, 0 },
	{ "2026-09-21 14:13:20", false, NOW, 0, 0 },
	{ "2026-09-21t14:13:20", true, NOW, 999, 0 },
	{ "2026-09-21T14:13:20.5", false, NOW, 500, 0 },
	{ "2026-09-21T14:13:20.05", true, NOW, 50, 0 },
	{ "2026-09-21T14:13:20.123Z", false, NOW, 123, 0 },
	{ "2026-09-21T16:13:20+02:00", false, NOW, 0, 0 },
	{ "2026-09-21T16:13:20+02", false, NOW, 0, 0 },
	{ "2026-09-21T08:43:20-0530", false, NOW, 0, 0 },
	{ "2024-02-29", false, 1709164800, 0, 0 },
	{ "@1790000000", false, NOW, 0, 0 },
	{ "@1790000000.250", true, NOW, 250, 0 },
	{ "1790000000.123:456", false, NOW, 123, 456 },
	{ "audit(1790000000.123:456)", true, NOW, 123, 456 },
	{ "-90s", false, NOW - 90, 0, 0 },
	{ "-15m", false, NOW - 900, 0, 0 },
	{ "-2h", false, NOW - 7200, 0, 0 },
	{ "-3d", false, NOW - 259200, 0, 0 },
	{ "-1w", false, NOW - 604800, 0, 0 },
	{ "-5000w", false, 1, 0, 0 },
	{ "now", false, NOW, 0, 0 },
	{ "recent", false, NOW - 600, 0, 0 },
	{ "today", false, 1789948800, 0, 0 },
	{ "yesterday", false, 1789862400, 0, 0 },
	{ "this-week", false, 1789862400, 0, 0 },
	{ "week-ago", false, 1789344000, 0, 0 },
	{ "this-month", false, 1788220800, 0, 0 },
	{ "this-year", false, 1767225600, 0, 0 },
};

static const char *const wrong[] = {
	"",
	"2026",
	"2026-9-21",
	"2026-13-01",
	"2026-00-01",
	"2026-02-29",
	"2026-09-21T",
	"2026-09-21T24:00",
	"2026-09-21T14:60",
	"2026-09-21T14:13:20.",
	"2026-09-21T14:13:20+",
	"2026-09-21T14:13:20+02:0",
	"2026-09-21T14:13Zx",
	"1969-12-31",
	"09/21/2026",
	"21.09.2026",
	"14:13:20",
	"@",
	"@1790000000.5",
	"@x",
	"1790000000:456",
	"1790000000.123:",
	"audit(1790000000.123:456",
	"-m",
	"-15",
	"-15x",
	"--15m",
	"-99999999999999999999s",
	"boots",
	"mark:",
	"mark:a b",
	"mark:a@12",
	"mark:a@0123456789abc",
	"mark:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static void times_are_read(void **state)
{
	struct avow_bound bound;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(times); i++) {
		assert_int_equal(avow_bound_parse(times[i].text, NOW, times[i].is_end,
						  &bound, NULL),
				 0);
		assert_int_equal(bound.kind, AVOW_BOUND_MOMENT);
		if (bound.moment.time.seconds != times[i].seconds ||
		    bound.moment.time.milliseconds != times[i].milliseconds ||
		    bound.moment.serial != times[i].serial)
			fail_msg("%s: %llu.%03u:%llu", times[i].text,
				 (unsigned long long)bound.moment.time.seconds,
				 bound.moment.time.milliseconds,
				 (unsigned long long)bound.moment.serial);
	}
}

static void what_is_no_time_is_refused(void **state)
{
	struct avow_bound bound;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(wrong); i++)
		if (avow_bound_parse(wrong[i], NOW, false, &bound, NULL) != AVOW_E_USAGE)
			fail_msg("%s", wrong[i]);
}

static void local_times_have_the_local_zone(void **state)
{
	struct avow_bound bound;

	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	assert_int_equal(
		avow_bound_parse("2026-09-21T16:13:20", NOW, false, &bound, NULL), 0);
	assert_int_equal(bound.moment.time.seconds, NOW);
	setenv("TZ", "UTC", 1);
	tzset();
}

static struct avow_record record_at(uint64_t seconds, uint32_t milliseconds,
				    uint64_t serial)
{
	return (struct avow_record){ .has_stamp = true,
				     .time = { seconds, milliseconds },
				     .serial = serial };
}

static void both_ends_belong_to_it(void **state)
{
	const struct avow_window window = { .has_since = true,
					    .has_until = true,
					    .since = { { 10, 500 }, 7 },
					    .until = { { 20, 0 }, 0 } };
	const struct avow_window open = { .has_since = false };
	const struct {
		struct avow_record record;
		bool is_held;
	} cases[] = {
		{ record_at(10, 499, 9), false }, { record_at(10, 500, 6), false },
		{ record_at(10, 500, 7), true },  { record_at(10, 501, 1), true },
		{ record_at(20, 0, 99), true },   { record_at(20, 1, 1), false },
		{ record_at(0, 0, 0), true },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		assert_int_equal(avow_window_holds(&window, &cases[i].record),
				 cases[i].is_held);
		assert_true(avow_window_holds(&open, &cases[i].record));
	}
}

static void read_line(struct avow_points *points, const char *line)
{
	struct avow_record record;
	enum avow_defect defect;

	if (avow_record_parse(avow_span_of(line), &record, &defect) == AVOW_LINE_RECORD)
		avow_points_record(points, &record);
	else
		avow_points_line(points, avow_span_of(line));
}

#define USER(at, text)                                                                   \
	"type=USER msg=audit(" at "): pid=1 uid=0 auid=0 ses=1 msg='" text               \
	" exe=\"/x\" res=success'"

static void marks_are_found(void **state)
{
	const struct avow_bound last = { .kind = AVOW_BOUND_MARK, .mark = "one" };
	const struct avow_bound exact = { .kind = AVOW_BOUND_MARK,
					  .mark = "one",
					  .mark_id = "bbbbbbbbbbbb" };
	struct avow_points points = { .bounds = { &last, &exact } };

	(void)state;
	read_line(&points, USER("5.000:3", "avow-mark=one id=aaaaaaaaaaaa at=5.000"));
	read_line(&points, USER("6.000:4", "avow-mark=other id=bbbbbbbbbbbb at=6.000"));
	read_line(&points, USER("7.000:5", "avow-mark=one id=bbbbbbbbbbbb at=7.000"));
	/* Whoever may read a mark may write it again, where everybody may write. */
	read_line(&points, "app: avow-mark=one id=bbbbbbbbbbbb at=9.000");
	read_line(&points, USER("8.000:6", "avow-mark=one id=bbbbbbbbbbbb at=1.000"));
	read_line(&points, USER("9.000:7", "avow-mark=one id=short at=9.000"));
	assert_true(points.found[0].is_found && points.found[0].is_trusted);
	assert_int_equal(points.found[0].moment.serial, 6);
	assert_int_equal(points.found[1].moment.serial, 5);
}

static void a_mark_may_stand_in_any_line(void **state)
{
	const struct avow_bound bound = { .kind = AVOW_BOUND_MARK, .mark = "t-1.2" };
	struct avow_points points = { .bounds = { &bound } };

	(void)state;
	read_line(&points, "[ 12.5] avow: avow-mark=t-1.2 id=aaaaaaaaaaaa at=77.250");
	assert_true(points.found[0].is_found);
	assert_false(points.found[0].is_trusted);
	assert_int_equal(points.found[0].moment.time.seconds, 77);
	assert_int_equal(points.found[0].moment.time.milliseconds, 250);
}

/* Before SYSTEM_BOOT, which a program writes, come the first events of the boot. */
static void a_boot_begins_with_its_serials(void **state)
{
	const struct avow_bound boot = { .kind = AVOW_BOUND_BOOT };
	const struct avow_bound change = { .kind = AVOW_BOUND_CHANGE };
	struct avow_points points = { .bounds = { &boot, &change } };

	(void)state;
	read_line(&points, "type=SERVICE_START msg=audit(100.000:90000): pid=1 msg='x'");
	read_line(&points, "type=DAEMON_START msg=audit(200.100:17): op=start");
	read_line(&points, "type=SERVICE_START msg=audit(200.000:5): pid=1 msg='x'");
	read_line(&points, "type=SERVICE_START msg=audit(201.000:6): pid=1 msg='x'");
	read_line(&points, "type=SYSTEM_BOOT msg=audit(203.000:9): pid=1 msg='x'");
	assert_true(points.found[0].is_found);
	assert_int_equal(points.found[0].moment.time.seconds, 200);
	assert_int_equal(points.found[0].moment.serial, 5);
	assert_int_equal(points.found[1].moment.serial, 9);
	read_line(&points,
		  "type=MAC_POLICY_LOAD msg=audit(300.000:20): auid=0 ses=1 lsm=selinux");
	assert_int_equal(points.found[1].moment.serial, 20);
	read_line(&points,
		  "type=AVC msg=audit(310.000:30): apparmor=\"STATUS\" "
		  "operation=\"profile_replace\" profile=\"unconfined\" name=\"x\"");
	assert_int_equal(points.found[1].moment.serial, 30);
	assert_int_equal(points.found[0].moment.serial, 5);
}

static void a_mark_that_is_written_is_found(void **state)
{
	const struct avow_bound bound = { .kind = AVOW_BOUND_MARK, .mark = "x" };
	struct avow_points points = { .bounds = { &bound } };
	struct avow_buf text = { 0 };

	(void)state;
	avow_mark_write("x", "0123456789ab", (struct avow_time){ 12, 7 }, &text);
	read_line(&points, avow_buf_string(&text));
	assert_int_equal(points.found[0].moment.time.milliseconds, 7);
	avow_buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(local_times_have_the_local_zone),
		cmocka_unit_test(both_ends_belong_to_it),
		cmocka_unit_test(marks_are_found),
		cmocka_unit_test(a_mark_may_stand_in_any_line),
		cmocka_unit_test(a_boot_begins_with_its_serials),
		cmocka_unit_test(a_mark_that_is_written_is_found),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
