/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Optimized rules make the same of every event: for rules and events at random. And a
 * rule that is lost is found, so that the events are such that it would be noticed.
 */
#include "tests/unit/unit.h"

#include "policy/audit/optimize/optimizer.h"
#include "tests/unit/audit_draws.h"

enum { SETS = 60, RULES_MAX = 24, EVENTS = 400 };

/* Rules at random without those that are refused; some twice, some for directories. */
static void draw_rules(uint64_t *seed, const struct avow_audit_options *options,
		       struct avow_buf *out)
{
	size_t count = 4 + random_next(seed) % (RULES_MAX - 4);

	while (count--) {
		struct avow_buf text = { 0 };
		struct avow_audit_rules *rules;

		draw_rule(seed, &text);
		if (random_next(seed) % 4 == 0) {
			avow_buf_clear(&text);
			avow_buf_printf(
				&text, "-a %s,exit -F dir=%s -F perm=%s -F uid%s%u -k %s",
				ONE_OF(seed, "always", "always", "never"),
				ONE_OF(seed, "/etc", "/a", "/etc/b"),
				ONE_OF(seed, "wa", "r", "x", "rwxa"),
				ONE_OF(seed, "=", "!=", ">"),
				(unsigned)(random_next(seed) % 3),
				ONE_OF(seed, "k", "a", "k"));
		}
		avow_buf_putc(&text, '\n');
		rules = read_rules(options, avow_buf_span(&text));
		for (size_t i = 0; !rules->error_count && i <= random_next(seed) % 5 / 4;
		     i++)
			avow_buf_append(out, avow_buf_span(&text));
		avow_audit_free(rules);
		avow_buf_free(&text);
	}
}

/* How many of the events that are drawn from @old both do not decide alike. */
static size_t count_differing(const struct avow_audit_asked *old,
			      const struct avow_audit_asked *new, uint64_t *seed)
{
	struct avow_arena arena = { 0 };
	size_t differing = 0;

	for (size_t i = 0; i < EVENTS && old->count; i++) {
		const struct avow_audit_rule *rule = old->rules[i % old->count];
		const struct avow_audit_rule *other =
			old->rules[random_next(seed) % old->count];
		struct avow_audit_verdict a, b;
		struct avow_audit_event event;

		avow_arena_clear(&arena);
		avow_audit_draw(seed, old, rule, i % 2 ? other : NULL, &arena, &event);
		a = avow_audit_evaluate(old, &event);
		b = avow_audit_evaluate(new, &event);
		differing += !avow_audit_same_verdict(&a, &b);
	}
	avow_arena_free(&arena);
	return differing;
}

static void check_set(const struct avow_audit_options *options, uint64_t *seed,
		      size_t *shorter)
{
	const struct avow_audit_optimize_options no_log = { .inputs = NULL };
	struct avow_audit_optimized optimized;
	struct avow_audit_asked old, new;
	struct avow_audit_rules *rules, *again;
	struct avow_arena arena = { 0 };
	struct avow_error error;
	struct avow_buf text = { 0 };

	draw_rules(seed, options, &text);
	rules = read_rules(options, avow_buf_span(&text));
	if (avow_audit_optimize(rules, &no_log, &optimized, &error))
		fail_msg("%s:\n%s%s", error.message, avow_buf_string(&text),
			 avow_buf_string(&optimized.text));
	if (optimized.refused)
		fail_msg("%zu passes changed a verdict of:\n%s", optimized.refused,
			 avow_buf_string(&text));
	again = read_rules(options, avow_buf_span(&optimized.text));
	assert_int_equal(avow_audit_asked_of(rules, &arena, &old), 0);
	assert_int_equal(avow_audit_asked_of(again, &arena, &new), 0);
	if (count_differing(&old, &new, seed) || count_differing(&new, &old, seed))
		fail_msg("not the same:\n%s->\n%s", avow_buf_string(&text),
			 avow_buf_string(&optimized.text));
	*shorter += optimized.rules_after < optimized.rules_before;
	avow_audit_free(rules);
	avow_audit_free(again);
	avow_audit_optimized_free(&optimized);
	avow_arena_free(&arena);
	avow_buf_free(&text);
}

static void optimized_rules_decide_alike(void **state)
{
	static const char *const machines[] = { "x86_64", "aarch64", "i386", "ppc64le" };
	uint64_t seed = 11;
	size_t shorter = 0;

	(void)state;
	for (unsigned i = 0; i < SETS; i++) {
		struct avow_audit_options options = options_for(
			machines[i % AVOW_ARRAY_SIZE(machines)], i % 3 ? 30009 : 40202);

		check_set(&options, &seed, &shorter);
	}
	/* A set of rules with nothing to do would show nothing. */
	assert_in_range(shorter, SETS / 8, SETS);
}

static void a_lost_rule_is_noticed(void **state)
{
	static const char rules_text[] =
		"-a always,exit -F arch=b64 -S openat -F exit=-EACCES -F auid>=1000 -k "
		"a\n"
		"-a never,exit -F arch=b64 -S openat,unlinkat -F uid=7\n"
		"-a always,exit -F arch=b32 -S unlink -F auid!=unset -F success=0 -k b\n"
		"-a always,exit -F dir=/etc -F perm=wa -C uid!=auid -k c\n"
		"-w /etc/shadow -p wa -k d\n"
		"-a always,exit -F arch=b64 -S ptrace -F a0=4 -F exe=/bin/x -k e\n"
		"-a always,exit -F arch=b64 -S mount -F subj_type=a_t -F obj_uid=9 -k f\n"
		"-a always,exit -S connect -F saddr_fam=10 -F gid<100 -k g\n";
	struct avow_audit_options options = options_for("x86_64", 30009);
	struct avow_audit_rules *rules = read_rules(&options, avow_span_of(rules_text));
	struct avow_arena arena = { 0 };
	struct avow_audit_asked all, some;
	uint64_t seed = 3;

	(void)state;
	assert_int_equal(rules->error_count, 0);
	assert_int_equal(avow_audit_asked_of(rules, &arena, &all), 0);
	assert_int_equal(avow_audit_asked_of(rules, &arena, &some), 0);
	assert_int_equal(all.count, 8);
	some.count--;
	for (size_t lost = 0; lost < all.count; lost++) {
		for (size_t i = 0; i < some.count; i++)
			some.rules[i] = all.rules[i + (i >= lost)];
		if (!count_differing(&all, &some, &seed))
			fail_msg("rule %zu is not missed", lost + 1);
	}
	avow_audit_free(rules);
	avow_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(optimized_rules_decide_alike),
		cmocka_unit_test(a_lost_rule_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
