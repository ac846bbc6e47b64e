/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules into a kernel, which is an array here: all or none, whatever it refuses, wherever
 * it is interrupted, and in the order that was asked for.
 */
#include "tests/unit/unit.h"

#include <errno.h>
#include <stdio.h>

#include "policy/audit/load.h"
#include "tests/unit/audit_draws.h"

enum { ROOM = 256, ROUNDS = 400, NEVER = 1 << 30, LENGTH = 2048 };

/* Rules in the order of their lists, as audit_add_rule() keeps them. */
struct fake {
	struct {
		char bytes[LENGTH];
		size_t length;
	} rules[ROOM];
	size_t count;
	uint32_t settings[AVOW_KERNEL_SETTINGS];
	int calls;
	int refuse_at;  /* that call is refused with EINVAL, and no other */
	int dead_after; /* all calls from then on fail, as for a process that is gone */
};

static uint32_t flags_of(struct avow_span rule)
{
	uint32_t flags;

	memcpy(&flags, rule.data, sizeof(flags));
	return flags;
}

static struct avow_span rule_at(const struct fake *fake, size_t i)
{
	return avow_span_make(fake->rules[i].bytes, fake->rules[i].length);
}

static ptrdiff_t find_rule(const struct fake *fake, struct avow_span rule)
{
	for (size_t i = 0; i < fake->count; i++)
		if (avow_span_equal(rule_at(fake, i), rule))
			return (ptrdiff_t)i;
	return -1;
}

static int refusal(struct fake *fake)
{
	int call = fake->calls++;

	if (call >= fake->dead_after)
		return EIO;
	return call == fake->refuse_at ? EINVAL : 0;
}

static int fake_list(void *state, struct avow_buf *out, struct avow_error *error)
{
	const struct fake *fake = state;

	(void)error;
	if (fake->calls >= fake->dead_after)
		return AVOW_E_IO;
	for (uint32_t list = 0; list < 8; list++)
		for (size_t i = 0; i < fake->count; i++)
			if (flags_of(rule_at(fake, i)) == list)
				avow_buf_append(out, rule_at(fake, i));
	return 0;
}

static int fake_add(void *state, struct avow_span rule)
{
	struct fake *fake = state;
	uint32_t flags = flags_of(rule) & ~(uint32_t)AUDIT_FILTER_PREPEND;
	size_t at = flags_of(rule) & AUDIT_FILTER_PREPEND ? 0 : fake->count;
	int number = refusal(fake);
	char bytes[LENGTH];

	if (number)
		return number;
	assert_true(fake->count < ROOM && rule.length <= LENGTH);
	memcpy(bytes, rule.data, rule.length);
	memcpy(bytes, &flags, sizeof(flags));
	if (find_rule(fake, avow_span_make(bytes, rule.length)) >= 0)
		return EEXIST;
	memmove(fake->rules + at + 1, fake->rules + at,
		(fake->count++ - at) * sizeof(fake->rules[0]));
	memcpy(fake->rules[at].bytes, bytes, rule.length);
	fake->rules[at].length = rule.length;
	return 0;
}

static int fake_remove(void *state, struct avow_span rule)
{
	struct fake *fake = state;
	ptrdiff_t at = find_rule(fake, rule);
	int number = refusal(fake);

	if (number)
		return number;
	if (at < 0)
		return ENOENT;
	fake->count--;
	memmove(fake->rules + at, fake->rules + at + 1,
		(fake->count - (size_t)at) * sizeof(fake->rules[0]));
	return 0;
}

static int fake_get(void *state, uint32_t out[AVOW_KERNEL_SETTINGS],
		    struct avow_error *error)
{
	(void)error;
	memcpy(out, ((const struct fake *)state)->settings,
	       sizeof(((const struct fake *)state)->settings));
	return 0;
}

static int fake_set(void *state, enum avow_kernel_setting setting, uint32_t value)
{
	struct fake *fake = state;
	int number = refusal(fake);

	if (!number)
		fake->settings[setting] = value;
	return number;
}

static struct avow_kernel_rules kernel_of(struct fake *fake)
{
	fake->refuse_at = fake->dead_after = NEVER;
	return (struct avow_kernel_rules){ fake,        fake_list, fake_add,
					   fake_remove, fake_get,  fake_set };
}

static void assert_same(const struct avow_kernel_rules *kernel, struct avow_span expected)
{
	struct avow_buf now = { 0 };

	assert_int_equal(kernel->list(kernel->state, &now, NULL), 0);
	assert_true(avow_span_equal(avow_buf_span(&now), expected));
	avow_buf_free(&now);
}

/* All that @fake has and @rules come to, and what loading them gave. */
struct trial {
	struct avow_arena arena;
	struct avow_audit_table from, to;
	struct avow_audit_plan plan;
	struct avow_audit_loading loading;
};

static void begin_trial(struct trial *trial, const struct avow_kernel_rules *kernel,
			const struct avow_audit_rules *rules)
{
	struct avow_error error;

	*trial = (struct trial){ 0 };
	assert_int_equal(avow_audit_table_list(kernel, &rules->target, &trial->arena,
					       &trial->from, &error),
			 0);
	if (avow_audit_table_make(rules, &trial->arena, &trial->to, &error))
		fail_msg("%s", error.message);
	assert_int_equal(avow_audit_plan_make(&trial->from, &trial->to, &trial->arena,
					      &trial->plan),
			 0);
}

static void load(struct trial *trial, const struct avow_kernel_rules *kernel,
		 const struct avow_audit_table *before,
		 const struct avow_audit_target *target)
{
	const struct avow_audit_way way = { &trial->from, &trial->to,
					    before ? before : &trial->from, target };

	avow_audit_load(kernel, &trial->plan, &way, &trial->loading);
}

/* Rules on several lists, some of which two draws have in common. */
static struct avow_audit_rules *draw_rules(uint64_t *seed)
{
	static const char *const heads[] = { "-a always,exit -S openat", "-a never,user",
					     "-A never,exit -S read",
					     "-a always,exclude" };
	struct avow_audit_options options = options_for("x86_64", 30009);
	bool is_taken[64] = { false };
	struct avow_audit_rules *rules;
	struct avow_buf text = { 0 };

	for (unsigned i = 0; i < 30; i++) {
		unsigned pick = (unsigned)(random_next(seed) % 64);

		if (is_taken[pick])
			continue;
		is_taken[pick] = true;
		avow_buf_printf(&text, "%s -F pid=%u\n", heads[pick % 4], pick);
	}
	avow_buf_printf(&text, "-b %u\n", (unsigned)(random_next(seed) % 4) + 64);
	rules = read_rules(&options, avow_buf_span(&text));
	assert_int_equal(rules->error_count, 0);
	avow_buf_free(&text);
	return rules;
}

/* The kernel's list once @rules are loaded into one that has none. */
static void list_afresh(const struct avow_audit_rules *rules, struct avow_buf *out)
{
	static struct fake fake;
	struct avow_kernel_rules kernel;
	struct trial trial;

	fake = (struct fake){ .count = 0 };
	kernel = kernel_of(&fake);
	begin_trial(&trial, &kernel, rules);
	load(&trial, &kernel, NULL, &rules->target);
	assert_int_equal(trial.loading.outcome, AVOW_AUDIT_LOADED);
	avow_buf_clear(out);
	assert_int_equal(fake_list(&fake, out, NULL), 0);
	avow_arena_free(&trial.arena);
}

/* From one to the other; the call numbered @at is refused, or the last that is made. */
static void try_from_to(const struct avow_audit_rules *old,
			const struct avow_audit_rules *new, int at, bool is_killed)
{
	static struct fake fake;
	struct avow_kernel_rules kernel;
	struct avow_buf before = { 0 }, after = { 0 };
	struct trial first, trial, again;
	bool is_done;

	list_afresh(old, &before);
	list_afresh(new, &after);
	fake = (struct fake){ .count = 0 };
	kernel = kernel_of(&fake);
	begin_trial(&first, &kernel, old);
	load(&first, &kernel, NULL, &old->target);
	begin_trial(&trial, &kernel, new);
	if (is_killed)
		fake.dead_after = fake.calls + at;
	else
		fake.refuse_at = fake.calls + at;
	load(&trial, &kernel, NULL, &new->target);
	is_done = trial.loading.outcome == AVOW_AUDIT_LOADED;
	kernel = kernel_of(&fake);
	if (is_done) {
		assert_same(&kernel, avow_buf_span(&after));
	} else if (!is_killed) {
		assert_int_equal(trial.loading.outcome, AVOW_AUDIT_RESTORED);
		assert_int_equal(trial.loading.number, EINVAL);
		assert_same(&kernel, avow_buf_span(&before));
		assert_int_equal(fake.settings[AVOW_KERNEL_BACKLOG],
				 first.to.settings[AVOW_KERNEL_BACKLOG]);
	} else {
		/* Again, and refused at the end: back to what was at first. */
		assert_int_equal(trial.loading.outcome, AVOW_AUDIT_BROKEN);
		begin_trial(&again, &kernel, new);
		fake.refuse_at = fake.calls + (int)again.plan.count - 1;
		load(&again, &kernel, &trial.from, &new->target);
		kernel = kernel_of(&fake);
		if (again.loading.outcome != AVOW_AUDIT_LOADED)
			assert_same(&kernel, avow_buf_span(&before));
		avow_arena_free(&again.arena);
		begin_trial(&again, &kernel, new);
		load(&again, &kernel, &trial.from, &new->target);
		assert_int_equal(again.loading.outcome, AVOW_AUDIT_LOADED);
		assert_same(&kernel, avow_buf_span(&after));
		avow_arena_free(&again.arena);
	}
	avow_arena_free(&first.arena);
	avow_arena_free(&trial.arena);
	avow_buf_free(&before);
	avow_buf_free(&after);
}

static void it_is_all_or_none(void **state)
{
	uint64_t seed = 9;

	(void)state;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct avow_audit_rules *old = draw_rules(&seed);
		struct avow_audit_rules *new = draw_rules(&seed);
		int at = (int)(random_next(&seed) % 64);

		try_from_to(old, new, at, i % 2);
		avow_audit_free(old);
		avow_audit_free(new);
	}
}

static void the_refused_rule_is_named(void **state)
{
	struct avow_audit_options options = options_for("x86_64", 30009);
	struct avow_audit_rules *rules = read_rules(
		&options, avow_span_of("-D\n-a always,exit -S openat -k a\n\n"
				       "-w /nowhere/at/all -k b\n-w /etc -k c\n-e 2\n"));
	static struct fake fake;
	struct avow_kernel_rules kernel = kernel_of(&fake);
	struct trial trial;

	(void)state;
	begin_trial(&trial, &kernel, rules);
	assert_int_equal(trial.plan.count, 3);
	fake.refuse_at = 1;
	load(&trial, &kernel, NULL, &rules->target);
	assert_int_equal(trial.loading.outcome, AVOW_AUDIT_RESTORED);
	assert_non_null(trial.loading.refused);
	assert_int_equal(trial.loading.refused->entry->line->number, 4);
	assert_int_equal(fake.count, 0);
	assert_int_equal(fake.settings[AVOW_KERNEL_ENABLED], 0);
	/* The lock comes last, when nothing was refused. */
	kernel = kernel_of(&fake);
	load(&trial, &kernel, NULL, &rules->target);
	assert_int_equal(trial.loading.outcome, AVOW_AUDIT_LOADED);
	assert_int_equal(fake.count, 3);
	assert_int_equal(fake.settings[AVOW_KERNEL_ENABLED], 2);
	avow_arena_free(&trial.arena);
	avow_audit_free(rules);
}

static void assert_refused(const char *text, const char *says)
{
	struct avow_audit_options options = options_for("x86_64", 30009);
	struct avow_audit_rules *rules = read_rules(&options, avow_span_of(text));
	struct avow_arena arena = { 0 };
	struct avow_audit_table table;
	struct avow_error error;

	assert_int_equal(avow_audit_table_make(rules, &arena, &table, &error),
			 AVOW_E_INPUT);
	assert_non_null(strstr(error.message, says));
	avow_arena_free(&arena);
	avow_audit_free(rules);
}

static void what_the_kernel_would_refuse_is_told_before(void **state)
{
	(void)state;
	assert_refused("-w /a -k a\n-w /b -k a\n-w /a -k a\n", "test:3: ");
	assert_refused("-w /a -k a\n-W /a -k b\n", "test:2: there is no such rule");
}

static void a_key_is_deleted(void **state)
{
	struct avow_audit_options options = options_for("x86_64", 30009);
	struct avow_audit_rules *rules =
		read_rules(&options, avow_span_of("-w /a -k a\n-w /b -k ab\n"
						  "-w /c -k c -k a\n-w /d\n-w /e -k b\n"
						  "-D -k b\n"));
	struct avow_arena arena = { 0 };
	struct avow_audit_table table;

	(void)state;
	assert_int_equal(avow_audit_table_make(rules, &arena, &table, NULL), 0);
	assert_int_equal(table.count, 4);
	assert_int_equal(avow_audit_table_drop(&table, avow_span_of("a")), 2);
	assert_int_equal(table.count, 2);
	assert_int_equal(avow_audit_table_drop(&table, avow_span_of("a")), 0);
	avow_arena_free(&arena);
	avow_audit_free(rules);
}

/* A field that no avow knows yet: the rule is kept as its bytes, and put back so. */
static void a_rule_that_cannot_be_read_is_kept(void **state)
{
	struct avow_audit_options options = options_for("x86_64", 30009);
	struct avow_audit_rules *rules =
		read_rules(&options, avow_span_of("-a always,exit -S openat -F pid=1\n"));
	struct avow_arena arena = { 0 };
	struct avow_audit_table table, read;
	struct avow_buf bytes = { 0 };
	uint32_t field = 999;

	(void)state;
	assert_int_equal(avow_audit_table_make(rules, &arena, &table, NULL), 0);
	avow_buf_append(&bytes, table.items[0].bytes);
	memcpy(bytes.data + 12 + 4 * AUDIT_BITMASK_SIZE, &field, sizeof(field));
	assert_int_equal(avow_audit_table_read(avow_buf_span(&bytes), &rules->target,
					       &arena, &read, NULL),
			 0);
	assert_int_equal(read.count, 1);
	assert_null(read.items[0].rule);
	assert_true(avow_span_equal(read.items[0].bytes, avow_buf_span(&bytes)));
	bytes.length--;
	bytes.data[AVOW_AUDIT_HEAD - 4] = 1;
	assert_int_equal(avow_audit_table_read(avow_buf_span(&bytes), &rules->target,
					       &arena, &read, NULL),
			 AVOW_E_INPUT);
	avow_buf_free(&bytes);
	avow_arena_free(&arena);
	avow_audit_free(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_all_or_none),
		cmocka_unit_test(the_refused_rule_is_named),
		cmocka_unit_test(what_the_kernel_would_refuse_is_told_before),
		cmocka_unit_test(a_key_is_deleted),
		cmocka_unit_test(a_rule_that_cannot_be_read_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
