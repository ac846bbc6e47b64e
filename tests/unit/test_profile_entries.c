/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The documentation of AppArmor's codes does not lie: every code has all parts of its
 * entry, and the record in it, asked of fixtures/manual/profiles, calls for that code.
 */
#include "tests/unit/unit.h"

#include "analyzer/analysis.h"
#include "policy/apparmor/find.h"
#include "tests/unit/documented.h"
#include "tests/unit/policies.h"

static void every_part_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < avow_apparmor_code_count(); i++) {
		struct avow_code_row row = avow_apparmor_code_at(i);
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
	for (size_t i = 0; i < avow_apparmor_code_count(); i++) {
		const char *code = avow_apparmor_code_at(i).code;

		assert_int_equal(strncmp(code, "AA-", 3), 0);
		assert_int_equal(strspn(code, letters), strlen(code));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(code, avow_apparmor_code_at(j).code);
	}
}

static bool has_risk(const struct avow_plan *plan, const char *code)
{
	for (size_t i = 0; i < plan->change_count; i++)
		for (size_t j = 0; j < plan->changes[i].risk_count; j++)
			if (!strcmp(plan->changes[i].risks[j]->code, code))
				return true;
	return false;
}

static bool has_code(const struct avow_findings *findings, const char *code)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct avow_finding *finding = &findings->of[i];

		for (size_t j = 0; j < finding->reason_count; j++)
			if (!strcmp(finding->reasons[j].code, code))
				return true;
		for (size_t j = 0; j < finding->advice_count; j++)
			if (!strcmp(finding->advice[j].code, code))
				return true;
	}
	return has_risk(&findings->plan, code);
}

static void records_call_for_their_codes(void **state)
{
	const char *root = getenv("AVOW_SOURCE");
	const struct avow_steering steering = { 0 };
	const struct avow_apparmor_options options = { .steering = &steering };
	struct avow_profiles *profiles;
	struct avow_error error;
	char path[4096];

	(void)state;
	if (!root)
		skip();
	snprintf(path, sizeof(path), "%s/fixtures/manual/profiles", root);
	assert_int_equal(avow_profiles_read(path, NULL, &profiles, &error), 0);
	assert_int_equal(profiles->defect_count, 0);
	for (size_t i = 0; i < avow_apparmor_code_count(); i++) {
		struct avow_code_row row = avow_apparmor_code_at(i);
		struct avow_analysis analysis;
		struct avow_findings findings = { 0 };

		analyze_record(row.entry->record, &analysis);
		assert_int_equal(avow_apparmor_find(profiles, path, analysis.clusters,
						    &options, &findings, &error),
				 0);
		if (!has_code(&findings, row.code))
			fail_msg("the record of %s does not call for it", row.code);
		avow_findings_free(&findings);
		avow_analysis_free(&analysis);
	}
	avow_profiles_free(profiles);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_is_written),
		cmocka_unit_test(codes_are_plain_and_unique),
		cmocka_unit_test(records_call_for_their_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
