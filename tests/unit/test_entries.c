/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The documentation does not lie: every code has all parts of its entry, and the record
 * in it, asked of fixtures/policy/lamp.cil with manual.cil, really calls for that code.
 */
#include "tests/unit/unit.h"

#include "tests/unit/documented.h"
#include "tests/unit/policies.h"

#include "analyzer/analysis.h"
#include "policy/entry.h"
#include "policy/selinux/selinux.h"

#define LINES_MAX 8 /* of a record with its companions */

struct manual {
	struct avow_selinux_policy *policy;
	char contexts[4096], neverallow[4096];
};

static void compile_manual(struct manual *manual)
{
	const char *root = getenv("AVOW_SOURCE");
	char sources[2][4096];
	const char *const command[] = { "secilc",    "-M",       "true",      "-c",
					"31",        "-f",       "/dev/null", "-o",
					"manual.31", sources[0], sources[1],  NULL };
	int status;

	if (!root)
		skip_program("AVOW_SOURCE is not set");
	snprintf(sources[0], sizeof(sources[0]), "%s/fixtures/policy/lamp.cil", root);
	snprintf(sources[1], sizeof(sources[1]), "%s/fixtures/policy/manual.cil", root);
	snprintf(manual->contexts, sizeof(manual->contexts),
		 "%s/fixtures/manual/contexts", root);
	snprintf(manual->neverallow, sizeof(manual->neverallow),
		 "%s/fixtures/manual/neverallow.te", root);
	status = run_program(command);
	if (status == 127)
		skip_program("secilc is not installed");
	if (status != 0)
		exit(1);
}

static void every_part_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < avow_selinux_code_count(); i++) {
		struct avow_code_row row = avow_selinux_code_at(i);
		const char *const parts[] = { row.title, row.entry->record,
					      row.entry->explanation,
					      row.entry->safe_change,
					      row.entry->not_when };

		for (size_t j = 0; j < AVOW_ARRAY_SIZE(parts); j++)
			if (!parts[j] || !parts[j][0])
				fail_msg("%s lacks part %zu of its entry", row.code, j);
	}
}

static void codes_are_plain_and_unique(void **state)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

	(void)state;
	for (size_t i = 0; i < avow_selinux_code_count(); i++) {
		const char *code = avow_selinux_code_at(i).code;

		assert_int_equal(strncmp(code, "SEL-", 4), 0);
		assert_true(strlen(code) > 4);
		assert_int_equal(strspn(code, letters), strlen(code));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(code, avow_selinux_code_at(j).code);
	}
}

static bool has_risk(const struct avow_change *change, const char *code)
{
	for (size_t i = 0; i < change->risk_count; i++)
		if (!strcmp(change->risks[i]->code, code))
			return true;
	return false;
}

static bool has_code(const struct avow_findings *findings, const char *code)
{
	for (size_t i = 0; i < findings->plan.change_count; i++)
		if (has_risk(&findings->plan.changes[i], code))
			return true;
	for (size_t i = 0; i < findings->count; i++) {
		const struct avow_finding *finding = &findings->of[i];

		for (size_t j = 0; j < finding->reason_count; j++)
			if (!strcmp(finding->reasons[j].code, code))
				return true;
		for (size_t j = 0; j < finding->advice_count; j++)
			if (!strcmp(finding->advice[j].code, code))
				return true;
	}
	return false;
}

static bool calls_for(const struct manual *manual, const struct avow_code_row *row)
{
	/* A risk is one of a rule, also where it would not come to one. */
	const struct avow_steering rules = { .accept = "SEL-ALLOW",
					     .allow_risky = "SEL-REFUSE" };
	const bool is_risk = !strcmp(row->kind, "risk");
	const struct avow_selinux_options options = { .module = "manual",
						      .steering = is_risk ? &rules : NULL,
						      .contexts = manual->contexts,
						      .neverallow = manual->neverallow };
	struct avow_analysis analysis;
	struct avow_findings findings = { 0 };
	struct avow_error error = { 0 };
	bool has;

	analyze_record(row->entry->record, &analysis);
	assert_int_equal(avow_evidence_total(&analysis.evidence).malformed, 0);
	assert_int_equal(avow_evidence_total(&analysis.evidence).foreign, 0);
	assert_in_range(avow_evidence_total(&analysis.evidence).records, 1, LINES_MAX);
	if (avow_selinux_find(manual->policy, analysis.clusters, &options, &findings,
			      &error) < 0)
		fail_msg("%s", error.message);
	has = has_code(&findings, row->code);
	avow_findings_free(&findings);
	avow_analysis_free(&analysis);
	return has;
}

static void every_record_calls_for_its_code(void **state)
{
	size_t missing = 0;

	for (size_t i = 0; i < avow_selinux_code_count(); i++) {
		struct avow_code_row row = avow_selinux_code_at(i);

		if (calls_for(*state, &row))
			continue;
		print_error("%s: its record does not call for it\n", row.code);
		missing++;
	}
	assert_int_equal(missing, 0);
}

static int open_manual(void **state)
{
	struct manual *manual = *state;
	struct avow_error error = { 0 };

	if (avow_selinux_policy_open("manual.31", &manual->policy, &error) == 0)
		return 0;
	print_error("%s\n", error.message);
	return -1;
}

static int close_manual(void **state)
{
	const struct manual *manual = *state;

	avow_selinux_policy_close(manual->policy);
	return 0;
}

int main(void)
{
	struct manual manual = { 0 };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_is_written),
		cmocka_unit_test(codes_are_plain_and_unique),
		cmocka_unit_test_prestate_setup_teardown(every_record_calls_for_its_code,
							 open_manual, close_manual,
							 &manual),
	};

	compile_manual(&manual);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
