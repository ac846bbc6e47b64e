/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The benchmark behind `avow rules cost --calibrate`: the loop of evaluate.c, timed with
 * rules of one kind, and with sets of several kinds, of which the model says that their
 * costs add up.
 */
#include "policy/audit/calibrate.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "policy/audit/evaluate.h"

/* The least of so many rounds counts: the others were interrupted. */
enum { ROUNDS = 250, CALLS = 32, RULES = 100, TIMED_CALLS = 50000 };

/*
 * Rules that are asked about getppid and are not true of it; %u is a number of its own.
 * What one takes was measured in a release build on the machine of the weights (AMD EPYC,
 * Linux 6.18), the median of ten runs.
 */
static const struct {
	const char *name, *rule;
	double there;
} kinds[AVOW_AUDIT_CALIBRATED_KINDS] = {
	{ "for another call", "-a always,exit -F arch=b64 -S mount -F a0=%u", 4.7 },
	{ "by auid", "-a always,exit -F arch=b64 -S getppid -F auid=1%u", 14.5 },
	{ "by uid, euid, auid",
	  "-a always,exit -F arch=b64 -S getppid -F uid=0 -F euid=0 -F auid=1%u", 19.3 },
	{ "by exe", "-a always,exit -F arch=b64 -S getppid -F exe=/bin/n%u", 16.3 },
	{ "by directory and perm, for all calls",
	  "-a always,exit -S all -F dir=/srv/n%u -F perm=wa", 9.8 },
	{ "for a 32-bit call", "-a always,exit -F arch=b32 -S all -F a0=%u", 10.7 },
};

/* How many of each kind a set has: from a handful to what large public sets come to. */
static const unsigned sets[AVOW_AUDIT_CALIBRATED_SETS][AVOW_AUDIT_CALIBRATED_KINDS] = {
	{ 20, 0, 0, 0, 0, 0 },    { 60, 10, 0, 0, 0, 0 },   { 40, 0, 10, 0, 0, 20 },
	{ 100, 20, 5, 5, 0, 0 },  { 0, 0, 0, 0, 40, 0 },    { 50, 10, 0, 0, 50, 10 },
	{ 10, 40, 40, 0, 0, 10 }, { 150, 0, 0, 20, 20, 0 }, { 200, 30, 20, 10, 40, 60 },
	{ 30, 5, 5, 5, 100, 30 },
};

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void put_rules(struct avow_buf *out, size_t kind, unsigned count)
{
	struct avow_span rule = avow_span_of(kinds[kind].rule);
	size_t at = avow_span_search(rule, "%u");

	for (unsigned i = 0; i < count; i++) {
		avow_buf_append(out, avow_span_first(rule, at));
		avow_buf_printf(out, "%u", i);
		avow_buf_append(out, avow_span_skip(rule, at + 2));
		avow_buf_putc(out, '\n');
	}
}

static double time_event(const struct avow_audit_asked *asked,
			 const struct avow_audit_event *event)
{
	double least = 0;
	volatile size_t recorded = 0; /* so that nothing is left out as useless */

	for (unsigned round = 0; round < ROUNDS; round++) {
		double begin = now_ns(), taken;

		for (unsigned i = 0; i < CALLS; i++)
			recorded += avow_audit_evaluate(asked, event).is_recorded;
		taken = (now_ns() - begin) / CALLS;
		least = !round || taken < least ? taken : least;
	}
	return least;
}

double avow_audit_time(const struct avow_audit_asked *asked, unsigned call)
{
	/* Of a process that nobody logged in for, and that touches no file. */
	const struct avow_audit_event event = { .machine = asked->machine,
						.call = call,
						.auid = UINT32_MAX,
						.program = { "/usr/bin/avow", 13 } };
	struct avow_audit_asked listed = *asked;
	struct avow_arena arena = { 0 };
	double taken;

	/* Rules for files wait in the kernel's hash, where no such call looks. */
	listed.count = 0;
	listed.rules =
		avow_arena_alloc(&arena, (asked->count + 1) * sizeof(*listed.rules));
	for (size_t i = 0; listed.rules && i < asked->count; i++)
		if (!avow_audit_is_hashed(asked->rules[i]))
			listed.rules[listed.count++] = asked->rules[i];
	taken = time_event(&listed, &event);
	avow_arena_free(&arena);
	return taken;
}

/* Nanoseconds that the rules of a text take. */
static int time_text(struct avow_buf *text, double *out, struct avow_error *error)
{
	struct avow_audit_options options = { .root = "/" };
	struct avow_arena arena = { 0 };
	struct avow_audit_asked asked;
	struct avow_audit_rules *rules;
	int result, call;

	avow_audit_target_default(&options.target);
	options.target.machine = avow_machine_named(avow_span_of("x86_64"));
	result = text->failed ? avow_error_nomem(error)
			      : avow_audit_read_text("", avow_buf_span(text), &options,
						     &rules, error);
	if (result)
		return result;
	result = avow_audit_asked_of(rules, &arena, &asked);
	call = avow_call_number(options.target.machine, avow_span_of("getppid"), NULL);
	if (result)
		avow_error_nomem(error);
	else
		*out = avow_audit_time(&asked, (unsigned)call);
	avow_audit_free(rules);
	avow_arena_free(&arena);
	return result;
}

/*
 * What one more rule of a kind takes: the difference of many and twice as many. @base
 * gets what there is besides.
 */
static int time_kind(size_t kind, double *out, double *base, struct avow_error *error)
{
	double taken[2] = { 0, 0 };
	int result = AVOW_OK;

	for (unsigned i = 0; i < 2 && !result; i++) {
		struct avow_buf text = { 0 };

		put_rules(&text, kind, RULES * (i + 1));
		result = time_text(&text, taken + i, error);
		avow_buf_free(&text);
	}
	*out = (taken[1] - taken[0]) / RULES;
	*base = 2 * taken[0] - taken[1];
	return result;
}

static int time_set(size_t set, double base, struct avow_audit_calibration *out,
		    struct avow_error *error)
{
	struct avow_audit_calibrated_set *row = out->sets + set;
	struct avow_buf text = { 0 };
	int result;

	*row = (struct avow_audit_calibrated_set){ .predicted = base };
	for (size_t kind = 0; kind < AVOW_AUDIT_CALIBRATED_KINDS; kind++) {
		put_rules(&text, kind, sets[set][kind]);
		row->rules += sets[set][kind];
		row->predicted += sets[set][kind] * out->kinds[kind].here;
	}
	result = time_text(&text, &row->measured, error);
	avow_buf_free(&text);
	return result;
}

static double time_getppid(void)
{
	double least = 0;

	for (unsigned round = 0; round < ROUNDS; round++) {
		double begin = now_ns(), taken;

		for (unsigned i = 0; i < TIMED_CALLS / ROUNDS; i++)
			syscall(SYS_getppid);
		taken = (now_ns() - begin) / (TIMED_CALLS / ROUNDS);
		least = !round || taken < least ? taken : least;
	}
	return least;
}

int avow_audit_calibrate(struct avow_audit_calibration *out, struct avow_error *error)
{
	double sum = 0, base = 0, rest;
	int result = AVOW_OK;

	for (size_t i = 0; i < AVOW_AUDIT_CALIBRATED_KINDS && !result; i++) {
		struct avow_audit_calibrated_kind *kind = out->kinds + i;

		kind->name = kinds[i].name;
		kind->there = kinds[i].there;
		result = time_kind(i, &kind->here, &rest, error);
		if (i == 0)
			base = rest;
		sum += kind->here / kind->there;
	}
	for (size_t i = 0; i < AVOW_AUDIT_CALIBRATED_SETS && !result; i++)
		result = time_set(i, base, out, error);
	out->factor = sum / AVOW_AUDIT_CALIBRATED_KINDS;
	out->getppid = time_getppid();
	if (!result && out->factor <= 0)
		return avow_error_set(error, AVOW_E_INPUT,
				      "the machine is too busy to be timed");
	return result;
}
