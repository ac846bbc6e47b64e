/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What audit rules take away from a denial, as text and as the kernel lists them. */
#include "tests/unit/unit.h"

#include <linux/audit.h>

#include "analyzer/collect/health/host.h"

static struct avow_rule_facts facts_of(const char *text)
{
	struct avow_rule_facts facts = { 0 };

	avow_rule_facts_read(&facts, avow_span_of(text));
	return facts;
}

/* "AVC PATH": the records that are excluded; those of some processes in brackets. */
static void assert_excluded(const char *text, const char *expected)
{
	struct avow_rule_facts facts = facts_of(text);
	struct avow_buf out = { 0 };

	for (int i = 0; i < AVOW_DENIAL_RECORD_COUNT; i++) {
		const char *name = avow_denial_record_name((enum avow_denial_record)i);

		if (facts.excluded[i])
			avow_buf_printf(&out, "%s%s", out.length ? " " : "", name);
		if (facts.partly_excluded[i])
			avow_buf_printf(&out, "%s(%s)", out.length ? " " : "", name);
	}
	assert_string_equal(avow_buf_string(&out), expected);
	avow_buf_free(&out);
}

static void knows_what_is_excluded(void **state)
{
	(void)state;
	assert_excluded("-a always,exclude -F msgtype=AVC", "AVC");
	assert_excluded("-A exclude,never -F msgtype=1400\n", "AVC");
	assert_excluded("-a exclude,always -F msgtype!=AVC",
			"USER_AVC SELINUX_ERR SYSCALL PATH CWD PROCTITLE");
	assert_excluded("-a exclude,always -F msgtype>1302 -F msgtype<1400",
			"CWD PROCTITLE");
	assert_excluded("-a exclude,always -F msgtype>=CWD -F msgtype<=PROCTITLE",
			"CWD PROCTITLE");
	assert_excluded("-a exclude,always -F msgtype=AVC -F pid=7", "(AVC)");
	assert_excluded("-a exclude,always -F msgtype=AVC -F subj_type=a_t -k x",
			"(AVC)");
	assert_excluded("-a exclude,always -F msgtype=AVC -F key=x", "AVC");
	assert_excluded(
		"-a exclude,always -F auid=0",
		"(AVC) (USER_AVC) (SELINUX_ERR) (SYSCALL) (PATH) (CWD) (PROCTITLE)");
	assert_excluded("-a exclude,always -F msgtype=NO_SUCH_TYPE", "");
	assert_excluded("-a user,never -F msgtype=AVC", "");
}

static void passes_over_what_is_no_rule(void **state)
{
	(void)state;
	assert_excluded("# -a always,exclude -F msgtype=AVC", "");
	assert_excluded("-D\n-b 8192\n-e 1\n--backlog_wait_time 60000\n", "");
	assert_excluded("-a", "");
	assert_excluded("-a nowhere,never -F msgtype=AVC", "");
	assert_excluded("-F msgtype=AVC", "");
	assert_excluded("\t -a\talways,exclude   -F msgtype=AVC # both\r\nx", "AVC");
}

static void tells_rules_that_take_everything(void **state)
{
	(void)state;
	assert_true(facts_of("-a never,task").never_task);
	assert_true(facts_of("-a task,never\n").never_task);
	assert_false(facts_of("-a task,always").never_task);
	assert_false(facts_of("-a never,task -F auid=0").never_task);
	assert_true(facts_of("-a never,exit").never_exit);
	assert_true(facts_of("-a exit,never -S all -k x").never_exit);
	assert_false(facts_of("-a never,exit -S read,write").never_exit);
	assert_false(facts_of("-a never,exit -F arch=b64 -S all").never_exit);
	assert_false(facts_of("-a always,exit -S all").never_exit);
}

static void counts_what_makes_paths(void **state)
{
	(void)state;
	assert_int_equal(facts_of("-w /etc/shadow -p wa -k x\n"
				  "-a always,exit -F arch=b64 -S execve\n"
				  "-a always,exclude -F msgtype=CWD\n"
				  "-a never,task\n")
				 .count,
			 2);
	assert_int_equal(facts_of("No rules\n").count, 0);
}

/* More conditions than a rule can have are no reason to write past them. */
static void bounds_the_conditions(void **state)
{
	struct avow_buf text = { 0 };

	(void)state;
	avow_buf_puts(&text, "-a always,exclude");
	for (int i = 0; i < 3 * AVOW_KAUDIT_CONDITIONS; i++)
		avow_buf_puts(&text, " -F msgtype=AVC");
	assert_excluded(avow_buf_string(&text), "AVC");
	avow_buf_free(&text);
}

static void judges_the_kernels_rules(void **state)
{
	struct avow_rule_facts facts = { 0 };
	struct avow_kaudit_rule rule = {
		.list = AUDIT_FILTER_EXCLUDE,
		.count = 1,
		.conditions = { { AUDIT_MSGTYPE, AUDIT_GREATER_THAN, 1399 } },
	};

	(void)state;
	avow_rule_facts_add(&facts, &rule);
	assert_true(facts.excluded[AVOW_DENIAL_RECORD_AVC]);
	assert_false(facts.excluded[AVOW_DENIAL_RECORD_PATH]);
	rule.conditions[0].op = AUDIT_BIT_MASK;
	facts = (struct avow_rule_facts){ 0 };
	avow_rule_facts_add(&facts, &rule);
	assert_false(facts.excluded[AVOW_DENIAL_RECORD_AVC]);
}

static void reads_settings(void **state)
{
	struct avow_span text = avow_span_of("# a = 1\na=2\n  b =\t x y \r\nab = 3\n"
					     "a = last\nno setting\nempty =\n");

	(void)state;
	assert_span(avow_host_setting(text, "a"), "last");
	assert_span(avow_host_setting(text, "b"), "x y");
	assert_span(avow_host_setting(text, "empty"), "");
	assert_non_null(avow_host_setting(text, "empty").data);
	assert_null(avow_host_setting(text, "c").data);
	assert_null(avow_host_setting(avow_span_make("", 0), "a").data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_what_is_excluded),
		cmocka_unit_test(passes_over_what_is_no_rule),
		cmocka_unit_test(tells_rules_that_take_everything),
		cmocka_unit_test(counts_what_makes_paths),
		cmocka_unit_test(bounds_the_conditions),
		cmocka_unit_test(judges_the_kernels_rules),
		cmocka_unit_test(reads_settings),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
