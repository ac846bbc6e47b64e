/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The types of fixtures/policy/garden.cil, by row and by column: what one domain may do
 * to all, and all domains to one, agree with the decision about each pair.
 */
#include "tests/unit/unit.h"

#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "policy/selinux/sepol/types.h"
#include "tests/unit/policies.h"

static int open_garden(void **state)
{
	struct avow_selinux_policy *policy;
	struct avow_error error = { 0 };

	if (avow_selinux_policy_open("garden.31", &policy, &error) < 0)
		fail_msg("%s", error.message);
	*state = policy;
	return 0;
}

static int close_garden(void **state)
{
	avow_selinux_policy_close(*state);
	return 0;
}

static const struct avow_sepol *sepol_of(void **state)
{
	return ((struct avow_selinux_policy *)*state)->sepol;
}

static void types_and_attributes_are_told_apart(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);
	uint32_t domain = avow_sepol_attribute(sepol, "domain");
	uint32_t gardend = avow_sepol_type(sepol, "gardend_t");

	assert_int_not_equal(domain, 0);
	assert_false(avow_sepol_is_type(sepol, domain));
	assert_true(avow_sepol_is_type(sepol, gardend));
	assert_true(avow_sepol_is_member(sepol, gardend, domain));
	assert_false(
		avow_sepol_is_member(sepol, avow_sepol_type(sepol, "var_t"), domain));
	assert_int_equal(avow_sepol_attribute(sepol, "gardend_t"), 0);
	assert_int_equal(avow_sepol_attribute(sepol, "nobody"), 0);
	assert_false(avow_sepol_is_type(sepol, 0));
	assert_false(avow_sepol_is_type(sepol, avow_sepol_type_max(sepol) + 1));
}

/* Counts, by asking pair after pair, the domains that have all of @wanted. */
static size_t count_pairs(const struct avow_sepol *sepol, uint32_t type, uint32_t instead,
			  uint16_t tclass, uint32_t wanted)
{
	uint32_t domain = avow_sepol_attribute(sepol, "domain");
	size_t count = 0;

	for (uint32_t source = 1; source <= avow_sepol_type_max(sepol); source++) {
		struct avow_sepol_pair now = { source, type, tclass };
		struct avow_sepol_pair before = { source, instead, tclass };

		if (!avow_sepol_is_type(sepol, source) ||
		    !avow_sepol_is_member(sepol, source, domain))
			continue;
		count += (avow_sepol_allowed(sepol, &now) & wanted) == wanted &&
			 (!instead ||
			  (avow_sepol_allowed(sepol, &before) & wanted) != wanted);
	}
	return count;
}

static void rows_agree_with_pairs(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);
	uint32_t types = avow_sepol_type_max(sepol);
	uint32_t *row = calloc(types, sizeof(*row));
	uint16_t file = avow_sepol_class(sepol, "file");

	assert_non_null(row);
	for (uint32_t source = 1; source <= types; source++) {
		if (!avow_sepol_is_type(sepol, source))
			continue;
		avow_sepol_reached(sepol, source, file, row);
		for (uint32_t target = 1; target <= types; target++) {
			struct avow_sepol_pair pair = { source, target, file };

			if (avow_sepol_is_type(sepol, target))
				assert_int_equal(row[target - 1],
						 avow_sepol_allowed(sepol, &pair));
		}
	}
	free(row);
}

static void columns_agree_with_pairs(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);
	uint16_t file = avow_sepol_class(sepol, "file");
	uint32_t read = avow_sepol_permission(sepol, file, "read");
	uint32_t write = avow_sepol_permission(sepol, file, "write");
	uint32_t meadow = avow_sepol_type(sepol, "meadow_content_t");
	size_t most = 0;

	for (uint32_t type = 1; type <= avow_sepol_type_max(sepol); type++)
		for (int i = 0; i < 4; i++) {
			struct avow_sepol_gain gain = {
				.types = { meadow, type },
				.count = 2,
				.among = avow_sepol_attribute(sepol, "domain"),
				.instead = i & 1 ? meadow : 0,
				.tclass = file,
				.permissions = i & 2 ? read | write : read,
			};
			size_t counts[2];

			if (!avow_sepol_is_type(sepol, type))
				continue;
			assert_int_equal(avow_sepol_gainers(sepol, &gain, counts), 0);
			for (size_t k = 0; k < 2; k++)
				assert_int_equal(counts[k],
						 count_pairs(sepol, gain.types[k],
							     gain.instead, file,
							     gain.permissions));
			most = counts[1] > most ? counts[1] : most;
		}
	assert_int_equal(most, 6); /* gardend_exec_t, which every domain may read */
}

static void transitions_tell_what_is_made(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);
	uint32_t init = avow_sepol_type(sepol, "init_t");
	uint32_t gardend = avow_sepol_type(sepol, "gardend_t");
	uint32_t program = avow_sepol_type(sepol, "gardend_exec_t");
	uint32_t state_type = avow_sepol_type(sepol, "gardend_var_lib_t");
	uint16_t process = avow_sepol_class(sepol, "process");

	assert_int_equal(avow_sepol_transition(sepol, init, program, process), gardend);
	assert_int_equal(avow_sepol_transition(sepol, gardend, program, process), 0);
	assert_int_equal(avow_sepol_transition(sepol, 0, program, process), 0);
	assert_int_equal(avow_sepol_transition(sepol, gardend,
					       avow_sepol_type(sepol, "var_lib_t"),
					       avow_sepol_class(sepol, "file")),
			 state_type);
	assert_true(avow_sepol_is_made(sepol, state_type));
	assert_false(avow_sepol_is_made(sepol, program));
	assert_false(avow_sepol_is_made(sepol, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_and_attributes_are_told_apart),
		cmocka_unit_test(rows_agree_with_pairs),
		cmocka_unit_test(columns_agree_with_pairs),
		cmocka_unit_test(transitions_tell_what_is_made),
	};

	compile_policy("garden", "true");
	return cmocka_run_group_tests(tests, open_garden, close_garden);
}
