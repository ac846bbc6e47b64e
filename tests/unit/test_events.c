/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records of many events, shuffled: each denial still gets the companions of its
 * own event, whatever stands between, and the bounds on what is held open keep.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/denial/decode.h"
#include "analyzer/denial/events.h"

#define EVENTS 300
#define RECORDS_EACH 4

struct harness {
	struct avow_evidence evidence;
	struct avow_decoder *decoder;
	struct avow_events *events;
	size_t complete; /* denials that came with their own SYSCALL and PROCTITLE */
	size_t denials;
};

static int on_event(void *data, struct avow_event *event)
{
	return avow_decoder_decode(((struct harness *)data)->decoder, event);
}

static int on_denial(void *data, const struct avow_denial *denial)
{
	struct harness *harness = data;
	char exe[64], title[64];

	snprintf(exe, sizeof(exe), "/bin/e%llu", (unsigned long long)denial->serial);
	snprintf(title, sizeof(title), "t%llu", (unsigned long long)denial->serial);
	harness->denials++;
	harness->complete +=
		avow_span_is(denial->exe, exe) && avow_span_is(denial->proctitle, title);
	return AVOW_OK;
}

static void set_up(struct harness *harness)
{
	*harness = (struct harness){ 0 };
	assert_int_equal(
		avow_evidence_add_input(&harness->evidence, avow_span_of("test"), "file"),
		0);
	harness->decoder =
		avow_decoder_new(&harness->evidence, false, on_denial, harness);
	harness->events = avow_events_new(&harness->evidence, on_event, harness);
	assert_non_null(harness->decoder);
	assert_non_null(harness->events);
}

static void tear_down(struct harness *harness)
{
	avow_events_free(harness->events);
	avow_decoder_free(harness->decoder);
	avow_evidence_free(&harness->evidence);
}

static void feed(struct harness *harness, const char *line)
{
	struct avow_record record;
	enum avow_defect defect;

	assert_int_equal(avow_record_parse(avow_span_of(line), &record, &defect),
			 AVOW_LINE_RECORD);
	assert_int_equal(avow_events_feed(harness->events, &record), 0);
}

static void write_line(char *line, size_t size, int serial, int kind)
{
	static const char *const bodies[RECORDS_EACH] = {
		"type=AVC msg=audit(1700000000.001:%d): avc:  denied  { read } for  "
		"pid=1 "
		"scontext=u:r:a_t tcontext=u:r:b_t tclass=file permissive=0",
		"type=SYSCALL msg=audit(1700000000.001:%d): arch=c000003e syscall=2 "
		"success=no exit=-13 pid=1 comm=\"c\" exe=\"/bin/e%d\" key=(null)",
		"type=CWD msg=audit(1700000000.001:%d): cwd=\"/\"",
		"type=PROCTITLE msg=audit(1700000000.001:%d): proctitle=\"t%d\"",
	};

	/* A row of this table is the format: both numbers are the serial. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(line, size, bodies[kind], serial, serial);
#pragma GCC diagnostic pop
}

static void test_shuffled(void **state)
{
	static char lines[EVENTS * RECORDS_EACH][256];
	uint64_t seed = 42;

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct harness harness;

		for (int i = 0; i < EVENTS * RECORDS_EACH; i++)
			write_line(lines[i], sizeof(lines[i]), i / RECORDS_EACH + 1,
				   i % RECORDS_EACH);
		for (size_t i = EVENTS * RECORDS_EACH - 1; i > 0; i--) {
			size_t j = (size_t)(random_next(&seed) % (i + 1));
			char kept[256];

			memcpy(kept, lines[i], sizeof(kept));
			memcpy(lines[i], lines[j], sizeof(kept));
			memcpy(lines[j], kept, sizeof(kept));
		}
		set_up(&harness);
		for (size_t i = 0; i < EVENTS * RECORDS_EACH; i++)
			feed(&harness, lines[i]);
		assert_int_equal(avow_events_finish(harness.events), 0);
		assert_int_equal(harness.denials, EVENTS);
		assert_int_equal(harness.evidence.inputs[0].records,
				 EVENTS * RECORDS_EACH);
		/*
		 * A PROCTITLE that comes first marks its event complete, and complete
		 * ones are held by number: with all 300 mixed some close early, and
		 * are told as events of their own, never mixed up.
		 */
		assert_true(harness.complete > EVENTS / 2);
		assert_true(harness.evidence.events >= EVENTS);
		tear_down(&harness);
	}
}

/* An AVC waits for its SYSCALL over AVOW_EVENTS_OPEN - 1 other open events. */
static void test_held_open_up_to_limit(void **state)
{
	(void)state;
	for (int others = AVOW_EVENTS_OPEN - 1; others <= AVOW_EVENTS_OPEN; others++) {
		struct harness harness;
		char line[256];

		set_up(&harness);
		write_line(line, sizeof(line), 1, 0);
		feed(&harness, line);
		for (int i = 0; i < others; i++) {
			write_line(line, sizeof(line), 10 + i, 2);
			feed(&harness, line);
		}
		write_line(line, sizeof(line), 1, 1);
		feed(&harness, line);
		write_line(line, sizeof(line), 1, 3);
		feed(&harness, line);
		assert_int_equal(avow_events_finish(harness.events), 0);
		assert_int_equal(harness.denials, 1);
		assert_int_equal(harness.complete, others == AVOW_EVENTS_OPEN - 1);
		tear_down(&harness);
	}
}

/* An event of more records than are held is handed over in parts, losing no AVC. */
static void test_endless_event(void **state)
{
	struct harness harness;
	char line[256];

	(void)state;
	set_up(&harness);
	write_line(line, sizeof(line), 1, 0);
	for (int i = 0; i < 3 * AVOW_EVENT_RECORDS_MAX; i++)
		feed(&harness, line);
	assert_int_equal(avow_events_finish(harness.events), 0);
	assert_int_equal(harness.denials, 3 * AVOW_EVENT_RECORDS_MAX);
	assert_int_equal(harness.evidence.events, 1);
	assert_int_equal(harness.evidence.evicted, 2);
	tear_down(&harness);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shuffled),
		cmocka_unit_test(test_held_open_up_to_limit),
		cmocka_unit_test(test_endless_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
