/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records of one session: whole events, whatever comes between, and none forged. */
#include "tests/unit/unit.h"

#include "analyzer/record/following.h"

enum { SESSION = 7, RUNNING = 55 };

static bool asks(void *data, uint64_t pid)
{
	(void)data;
	return pid == RUNNING;
}

/* Feeds lines, and compares what is kept. */
static void assert_kept(const char *text, size_t others, const char *expected)
{
	struct avow_buf out = { 0 };
	struct avow_following *following = avow_following_new(SESSION, asks, NULL, &out);
	struct avow_span rest = avow_span_of(text);
	struct avow_buf line = { 0 };

	assert_non_null(following);
	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		assert_int_equal(
			avow_following_feed(following, avow_span_first(rest, length)), 0);
		rest = avow_span_skip(rest, length + 1);
	}
	for (size_t i = 0; i < others; i++) {
		avow_buf_clear(&line);
		avow_buf_printf(&line,
				"type=1300 msg=audit(2.000:%zu): arch=c000003e ses=1",
				1000 + i);
		assert_int_equal(avow_following_feed(following, avow_buf_span(&line)), 0);
	}
	assert_int_equal(avow_following_finish(following), 0);
	assert_string_equal(avow_buf_string(&out), expected);
	avow_following_free(following);
	avow_buf_free(&line);
	avow_buf_free(&out);
}

#define AVC "type=1400 msg=audit(1.000:5): avc:  denied  { read } for  pid=9 comm=\"a\"\n"
#define CALL "type=1300 msg=audit(1.000:5): arch=c000003e pid=9 ses=7 comm=\"a\"\n"
#define OTHER_AVC "type=1400 msg=audit(1.000:6): avc:  denied  { read } for  pid=8\n"
#define OTHER_CALL "type=1300 msg=audit(1.000:6): arch=c000003e pid=8 ses=8\n"
#define TITLE "type=1327 msg=audit(1.000:5): proctitle=\"a\"\n"

static void an_event_is_kept_whole(void **state)
{
	(void)state;
	assert_kept(AVC OTHER_AVC CALL OTHER_CALL TITLE, 0, AVC CALL TITLE);
	assert_kept(OTHER_AVC AVC OTHER_CALL CALL, 3 * AVOW_FOLLOWING_HELD, AVC CALL);
}

static void a_process_that_runs_is_asked(void **state)
{
#define ARMOR                                                                            \
	"type=1400 msg=audit(1.000:9): apparmor=\"DENIED\" operation=\"open\" "          \
	"profile=\"p\" name=2F6120 pid=55 comm=\"a\"\n"
	(void)state;
	assert_kept(OTHER_AVC ARMOR, 0, ARMOR);
	/* Its session is told, and another. */
	assert_kept("type=1300 msg=audit(1.000:6): pid=55 ses=8\n", 0, "");
}

static void names_of_programs_are_no_fields(void **state)
{
	(void)state;
	assert_kept("type=1400 msg=audit(1.000:6): avc:  denied  { read } for  pid=8 "
		    "comm=\"ses=7\" path=\"/a ses=7 pid=55 \"\n"
		    "type=1107 msg=audit(1.000:8): pid=1 uid=0 ses=1 msg='avc: denied "
		    "ses=7 pid=55'\n",
		    0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_kept_whole),
		cmocka_unit_test(a_process_that_runs_is_asked),
		cmocka_unit_test(names_of_programs_are_no_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
