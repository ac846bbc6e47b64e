/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every way in which fixtures/policy/mill.cil refuses, as a reason, as advice,
 * and as what the module can and cannot answer.
 */
#include "tests/unit/unit.h"

#include "tests/unit/policies.h"

#include "policy/selinux/selinux.h"

static const struct avow_selinux_options mill = { .module = "mill", .has_sources = true };

struct world {
	struct avow_clusters *clusters;
	struct avow_findings findings;
};

/* One denial: both contexts, the class, the permissions with a blank between. */
static void deny(struct world *world, const char *scontext, const char *tcontext,
		 const char *tclass, const char *permissions)
{
	struct avow_denial denial = { .time = { 1790000000, 0 }, .serial = 1 };
	struct avow_span rest = avow_span_of(permissions);

	assert_true(avow_context_parse(avow_span_of(scontext), &denial.selinux.scontext));
	assert_true(avow_context_parse(avow_span_of(tcontext), &denial.selinux.tcontext));
	denial.selinux.tclass = avow_span_of(tclass);
	denial.comm = avow_span_of("mill\nallow # all'");
	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, ' ');

		denial.permissions[denial.permission_count++] =
			avow_span_first(rest, length);
		rest = avow_span_skip(rest, length + 1);
	}
	assert_int_equal(avow_clusters_absorb(world->clusters, &denial), 0);
}

static struct world make_world(void)
{
	struct world world = { .clusters = avow_clusters_new() };

	assert_non_null(world.clusters);
	return world;
}

static void find(struct world *world, const char *path)
{
	struct avow_selinux_policy *policy;
	struct avow_error error = { 0 };

	avow_clusters_sort(world->clusters);
	if (avow_selinux_policy_open(path, &policy, &error) < 0 ||
	    avow_selinux_find(policy, world->clusters, &mill, &world->findings, &error) <
		    0)
		fail_msg("%s", error.message);
	avow_selinux_policy_close(policy);
}

static void free_world(struct world *world)
{
	avow_findings_free(&world->findings);
	avow_clusters_free(world->clusters);
}

static const struct avow_reason *reason_of(const struct world *world, const char *code)
{
	for (size_t i = 0; i < world->findings.of[0].reason_count; i++)
		if (strcmp(world->findings.of[0].reasons[i].code, code) == 0)
			return &world->findings.of[0].reasons[i];
	return NULL;
}

static bool has_text(const char *text, const char *part)
{
	return text && strstr(text, part) != NULL;
}

/* One access alone: why it is refused, what says so, and what would change it. */
struct expected {
	const char *scontext, *tcontext, *tclass, *permissions;
	const char *first;    /* the first layer */
	const char *second;   /* another reason, or NULL */
	const char *refused;  /* the permissions of the first */
	const char *evidence; /* a part of the first's, or NULL */
	const char *text;     /* likewise */
	const char *change;   /* of the first advice, or NULL */
	const char *plain;    /* the module's rules */
	uint64_t asked, already, unjudged, covered;
};

#define MILLER "mill_u:mill_r:miller_t:s0"
#define BAKER "mill_u:mill_r:baker_t:s0"
#define CART "guest_u:guest_r:cart_t:s0"
#define HELPER "mill_u:mill_r:helper_t:s0"
#define URCHIN "mill_u:mill_r:urchin_t:s0"
#define FLOUR "mill_u:object_r:flour_t:s0"
#define BREAD "mill_u:object_r:bread_t:s0"
#define SAFE "mill_u:object_r:safe_t:s1:c0"
#define NOTHING ""

static const struct expected cases[] = {
	{ MILLER, FLOUR, "file", "append open", "SEL-TE", NULL, "append",
	  "no allow rule for miller_t flour_t:file append;", "no rule that allows append",
	  "allow miller_t flour_t:file { append open };",
	  "allow miller_t flour_t:file { append open };\n", 1, 0, 0, 1 },
	{ MILLER, FLOUR, "file", "open read", "SEL-ALLOWED", NULL, "open read",
	  "allow miller_t store:file { read open };", "already allows", NULL, NOTHING, 0,
	  1, 0, 0 },
	{ MILLER, FLOUR, "file", "read write", "SEL-BOOL", NULL, "write",
	  "miller_writes = on", "miller_writes", "setsebool -P miller_writes on",
	  "allow miller_t flour_t:file { read write };\n", 1, 0, 0, 1 },
	{ "guest_u:guest_r:cart_t:s0", "guest_u:object_r:bread_t:s0", "dir", "search",
	  "SEL-BOOL", NULL, "search", "cart_locked = off", "switched off",
	  "setsebool -P cart_locked off", "allow cart_t bread_t:dir search;\n", 1, 0, 0,
	  1 },
	{ BAKER, FLOUR, "file", "write", "SEL-BOOL", NULL, "write",
	  "baker_left = on and baker_right = on", "baker_left and baker_right together",
	  "setsebool -P baker_left=on baker_right=on",
	  "allow baker_t flour_t:file write;\n", 1, 0, 0, 1 },
	{ CART, BREAD, "file", "getattr read", "SEL-TE", NULL, "getattr read",
	  "no allow rule",
	  "cart_reads, set to on, would supply a rule for { read } alone",
	  "allow cart_t bread_t:file { getattr read };",
	  "allow cart_t bread_t:file { getattr read };\n", 1, 0, 0, 1 },
	{ BAKER, SAFE, "file", "getattr", "SEL-DONTAUDIT", NULL, "getattr",
	  "dontaudit baker_t safe_t:file { getattr };", "on purpose", NULL,
	  "allow baker_t safe_t:file getattr;\n", 1, 0, 0, 1 },
	{ CART, FLOUR, "file", "write", "SEL-CONSTRAINT", NULL, "write",
	  "u1 == u2 or t1 != cart_t;", "the source has guest_u, the target mill_u", NULL,
	  NOTHING, 1, 0, 0, 0 },
	{ CART, FLOUR, "file", "append", "SEL-TE", "SEL-CONSTRAINT", "append",
	  "no allow rule", "no rule", NULL, NOTHING, 1, 0, 0, 0 },
	{ BAKER, SAFE, "file", "read", "SEL-CONSTRAINT", NULL, "read",
	  "mlsconstrain file", "has a lower sensitivity than", NULL, NOTHING, 1, 0, 0,
	  0 },
	{ "mill_u:guest_r:cart_t:s0", BAKER, "process", "transition", "SEL-RBAC", NULL,
	  "transition", "no role rule allow guest_r mill_r;", "role",
	  "allow guest_r mill_r;", NOTHING, 1, 0, 0, 0 },
	{ "mill_u:guest_r:cart_t:s0", BAKER, "process", "dyntransition", "SEL-TE",
	  "SEL-RBAC", "dyntransition", "no allow rule", "no rule",
	  "allow guest_r mill_r;", NOTHING, 1, 0, 0, 0 },
	{ HELPER, FLOUR, "file", "append", "SEL-TE", "SEL-BOUNDS", "append",
	  "no allow rule", "no rule", NULL, NOTHING, 1, 0, 0, 0 },
	{ URCHIN, FLOUR, "file", "append", "SEL-TE", "SEL-BOUNDS", "append",
	  "no allow rule", "no rule that allows", NULL, NOTHING, 1, 0, 0, 0 },
	{ BAKER, "mill_u:object_r:meal_t:s0", "file", "append", "SEL-TE", NULL, "append",
	  "no allow rule", "no rule", "allow baker_t flour_t:file append;",
	  "allow baker_t flour_t:file append;\n", 1, 0, 0, 1 },
	{ MILLER, FLOUR, "oven", "heat", "SEL-UNKNOWN-CLASS", NULL, "heat",
	  "no class \"oven\"", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
	{ MILLER, FLOUR, "file", "sift", "SEL-UNKNOWN-PERM", NULL, "sift",
	  "class file has no permission sift", "another policy", NULL, NOTHING, 0, 0, 1,
	  0 },
	{ MILLER, FLOUR, "file", "append sift", "SEL-TE", "SEL-UNKNOWN-PERM", "append",
	  "no allow rule", "no rule", NULL, "allow miller_t flour_t:file append;\n", 1, 0,
	  0, 0 },
	{ MILLER, FLOUR, "file", "read sift", "SEL-UNKNOWN-PERM", NULL, "sift",
	  "class file has no permission sift", "another policy", NULL, NOTHING, 0, 0, 1,
	  0 },
	{ "mill_u:mill_r:ghost_t:s0", FLOUR, "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "no type \"ghost_t\"", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
	{ "ghost_u:mill_r:miller_t:s0", FLOUR, "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "no user \"ghost_u\"", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
	{ "mill_u:ghost_r:miller_t:s0", FLOUR, "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "no role \"ghost_r\"", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
	{ MILLER, "mill_u:object_r:flour_t:s7", "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "no context \"mill_u:object_r:flour_t:s7\"", "another policy", NULL,
	  NOTHING, 0, 0, 1, 0 },
	{ MILLER, "mill_u:object_r:flour_t", "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "context without a level", "another policy", NULL, NOTHING, 0, 0, 1,
	  0 },
	{ "mill_u:mill_r:store:s0", FLOUR, "file", "read", "SEL-UNKNOWN-TYPE", NULL,
	  "read", "store", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
	{ MILLER, FLOUR, "oven", "heat read", "SEL-UNKNOWN-CLASS", NULL, "heat read",
	  "oven", "another policy", NULL, NOTHING, 0, 0, 1, 0 },
};

/* How many reasons are of what surrounds the decision. */
static size_t circumstances(const struct world *world)
{
	return reason_of(world, "SEL-PERMISSIVE") != NULL;
}

static void check_reasons(const struct expected *expected, const struct world *world)
{
	const struct avow_finding *finding = &world->findings.of[0];
	const struct avow_reason *reason = reason_of(world, expected->first);

	assert_string_equal(finding->access_reasons[0], expected->first);
	assert_non_null(reason);
	assert_string_equal(reason->permissions, expected->refused);
	assert_int_equal(reason->count, 1);
	if (!has_text(reason->evidence, expected->evidence))
		fail_msg("evidence: %s", reason->evidence);
	if (!has_text(reason->text, expected->text))
		fail_msg("text: %s", reason->text);
	assert_int_equal(finding->reason_count - circumstances(world),
			 expected->second ? 2 : 1);
	if (expected->second)
		assert_non_null(reason_of(world, expected->second));
}

static void check_change(const struct expected *expected, const struct world *world)
{
	const struct avow_finding *finding = &world->findings.of[0];
	const struct avow_suggestion *suggestion = &world->findings.suggestion;

	assert_true(finding->advice_count > 0);
	for (size_t i = 0; i < finding->advice_count; i++)
		assert_int_equal(finding->advice[i].rank, i + 1);
	if (expected->change)
		assert_string_equal(finding->advice[0].change, expected->change);
	assert_string_equal(suggestion->plain, expected->plain);
	assert_int_equal(suggestion->asked, expected->asked);
	assert_int_equal(suggestion->already, expected->already);
	assert_int_equal(suggestion->unjudged, expected->unjudged);
	assert_int_equal(suggestion->covered, expected->covered);
	assert_int_equal(suggestion->unanswered_count,
			 expected->asked - expected->covered);
}

static void explains_each_access(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct world world = make_world();

		print_message("# %s %s %s { %s }\n", cases[i].scontext, cases[i].tcontext,
			      cases[i].tclass, cases[i].permissions);
		deny(&world, cases[i].scontext, cases[i].tcontext, cases[i].tclass,
		     cases[i].permissions);
		find(&world, "mill.31");
		assert_int_equal(world.findings.count, 1);
		check_reasons(&cases[i], &world);
		check_change(&cases[i], &world);
		free_world(&world);
	}
}

static bool is_access(const struct world *world, const struct avow_cluster *cluster,
		      const struct avow_access *access, const struct expected *expected)
{
	const struct avow_atoms *atoms = avow_clusters_atoms(world->clusters);

	return avow_span_is(avow_atoms_text(atoms, cluster->tclass), expected->tclass) &&
	       avow_span_is(avow_atoms_text(atoms, access->scontext),
			    expected->scontext) &&
	       avow_span_is(avow_atoms_text(atoms, access->tcontext),
			    expected->tcontext) &&
	       avow_span_is(avow_atoms_text(atoms, access->permissions),
			    expected->permissions);
}

/* The first layer that is told of the access, or NULL. */
static const char *told_of(const struct world *world, const struct expected *expected)
{
	for (size_t i = 0; i < world->findings.count; i++) {
		const struct avow_cluster *cluster = avow_clusters_at(world->clusters, i);

		for (size_t j = 0; j < cluster->access_count; j++)
			if (is_access(world, cluster, &cluster->accesses[j], expected))
				return world->findings.of[i].access_reasons[j];
	}
	return NULL;
}

/* All at once: what one access adds must not change what another is told. */
static void explains_them_together_alike(void **state)
{
	struct world world = make_world();

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++)
		deny(&world, cases[i].scontext, cases[i].tcontext, cases[i].tclass,
		     cases[i].permissions);
	find(&world, "mill.31");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		const char *code = told_of(&world, &cases[i]);

		assert_non_null(code);
		assert_string_equal(code, cases[i].first);
	}
	assert_int_equal(world.findings.suggestion.asked +
				 world.findings.suggestion.already +
				 world.findings.suggestion.unjudged,
			 AVOW_ARRAY_SIZE(cases));
	free_world(&world);
}

/* A bounded type's rule leans on the rules of the types above it. */
static void bounds_are_answered_from_above(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, HELPER, FLOUR, "file", "append");
	deny(&world, URCHIN, FLOUR, "file", "append");
	deny(&world, MILLER, FLOUR, "file", "append");
	find(&world, "mill.31");
	assert_int_equal(suggestion->asked, 3);
	assert_int_equal(suggestion->covered, 3);
	assert_string_equal(suggestion->plain, "allow helper_t flour_t:file append;\n"
					       "allow miller_t flour_t:file append;\n"
					       "allow urchin_t flour_t:file append;\n");
	free_world(&world);
}

/* Without the uppermost, none of the three has a rule that helps. */
static void bounds_fall_from_above(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, HELPER, FLOUR, "file", "append");
	deny(&world, URCHIN, FLOUR, "file", "append");
	find(&world, "mill.31");
	assert_int_equal(suggestion->covered, 0);
	assert_string_equal(suggestion->plain, "");
	assert_int_equal(suggestion->unanswered_count, 2);
	assert_string_equal(suggestion->unanswered[0].code, "SEL-BOUNDS");
	assert_string_equal(suggestion->unanswered[0].evidence,
			    "typebounds miller_t helper_t;");
	free_world(&world);
}

/* The level decides: of one cluster, one access is answered and the other is not. */
static void one_cluster_is_answered_in_part(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, "mill_u:mill_r:cart_t:s0", SAFE, "file", "read");
	deny(&world, "mill_u:mill_r:cart_t:s1:c0", SAFE, "file", "read");
	find(&world, "mill.31");
	assert_int_equal(suggestion->asked, 2);
	assert_int_equal(suggestion->covered, 1);
	assert_string_equal(suggestion->plain, "allow cart_t safe_t:file read;\n");
	assert_int_equal(suggestion->unanswered_count, 1);
	assert_string_equal(suggestion->unanswered[0].code, "SEL-CONSTRAINT");
	free_world(&world);
}

static void a_name_with_a_dot_is_left_to_cil(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, BAKER, "mill_u:object_r:letter.box_t:s0", "file", "append");
	deny(&world, BAKER, BAKER, "process", "dyntransition");
	find(&world, "mill.31");
	assert_int_equal(suggestion->covered, 2);
	assert_true(has_text(suggestion->cil,
			     "(allow baker_t letter.box_t (file (append)))"));
	assert_false(has_text(suggestion->te, "letter.box_t"));
	assert_true(has_text(suggestion->te, "# A rule is left out"));
	free_world(&world);
}

static void without_another_rule_there_is_no_te(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, BAKER, "mill_u:object_r:letter.box_t:s0", "file", "append");
	find(&world, "mill.31");
	assert_int_equal(suggestion->covered, 1);
	assert_non_null(suggestion->cil);
	assert_null(suggestion->te);
	free_world(&world);
}

static void a_program_cannot_write_rules(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;

	(void)state;
	deny(&world, BAKER, BAKER, "process", "dyntransition");
	find(&world, "mill.31");
	assert_true(has_text(suggestion->te,
			     "# 1 denial by mill?x0aallow???all?\n"
			     "allow baker_t self:process dyntransition;\n"));
	assert_true(has_text(suggestion->cil, "; 1 denial by mill?x0aallow???all?\n"
					      "(allow baker_t self (process "
					      "(dyntransition)))\n"));
	free_world(&world);
}

/* More contexts than are kept at once. */
static void many_contexts_are_all_asked(void **state)
{
	struct world world = make_world();
	const struct avow_suggestion *suggestion = &world.findings.suggestion;
	char scontext[64];

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		snprintf(scontext, sizeof(scontext), "mill_u:mill_r:baker_t:s%u%s", i % 2,
			 i % 3 ? ":c0" : "");
		deny(&world, scontext, FLOUR, "file", "append");
		snprintf(scontext, sizeof(scontext), "user%u_u:mill_r:baker_t:s0", i);
		deny(&world, scontext, FLOUR, "file", "append");
	}
	find(&world, "mill.31");
	assert_int_equal(suggestion->covered, 3000);
	assert_int_equal(suggestion->unjudged, 3000);
	/* Each has a flaw of its own; rows are bounded all the same. */
	assert_true(world.findings.of[0].reason_count < 30);
	free_world(&world);
}

static void the_policy_is_as_before(void **state)
{
	struct world worlds[2] = { make_world(), make_world() };
	struct avow_selinux_policy *policy;
	struct avow_error error = { 0 };

	(void)state;
	assert_int_equal(avow_selinux_policy_open("mill.31", &policy, &error), 0);
	for (size_t i = 0; i < 2; i++) {
		deny(&worlds[i], BAKER, FLOUR, "file", "append");
		deny(&worlds[i], MILLER, FLOUR, "file", "write");
		avow_clusters_sort(worlds[i].clusters);
		assert_int_equal(avow_selinux_find(policy, worlds[i].clusters, &mill,
						   &worlds[i].findings, &error),
				 0);
	}
	assert_int_equal(worlds[1].findings.suggestion.asked, 2);
	assert_string_equal(worlds[0].findings.suggestion.te,
			    worlds[1].findings.suggestion.te);
	assert_string_equal(worlds[1].findings.of[1].access_reasons[0], "SEL-BOOL");
	avow_selinux_policy_close(policy);
	free_world(&worlds[0]);
	free_world(&worlds[1]);
}

static void a_policy_without_levels_is_asked_too(void **state)
{
	struct world world = make_world();

	(void)state;
	deny(&world, "flat_u:flat_r:clerk_t", "flat_u:object_r:paper_t", "file", "write");
	deny(&world, "flat_u:flat_r:clerk_t", "flat_u:object_r:paper_t", "oven", "heat");
	find(&world, "flat.31");
	assert_false(world.findings.policy.is_mls);
	assert_int_equal(world.findings.policy.version, 31);
	assert_string_equal(world.findings.suggestion.plain,
			    "allow clerk_t paper_t:file write;\n");
	assert_true(
		has_text(world.findings.of[1].reasons[0].text, "then refuses all of it"));
	free_world(&world);
}

static void module_names_are_checked(void **state)
{
	static const char *const bad[] = { "",     "1a", "a-b",      "a b",
					   "a\nb", "_a", "m\xc3\xa4" };
	struct world world = make_world();
	struct avow_selinux_policy *policy;

	(void)state;
	assert_int_equal(avow_selinux_policy_open("mill.31", &policy, NULL), 0);
	avow_clusters_sort(world.clusters);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(bad); i++) {
		const struct avow_selinux_options options = { .module = bad[i] };
		struct avow_error error = { 0 };

		assert_int_equal(avow_selinux_find(policy, world.clusters, &options,
						   &world.findings, &error),
				 AVOW_E_USAGE);
		avow_findings_free(&world.findings);
	}
	assert_int_equal(
		avow_selinux_find(policy, world.clusters, &mill, &world.findings, NULL),
		0);
	avow_selinux_policy_close(policy);
	free_world(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explains_each_access),
		cmocka_unit_test(explains_them_together_alike),
		cmocka_unit_test(bounds_are_answered_from_above),
		cmocka_unit_test(bounds_fall_from_above),
		cmocka_unit_test(one_cluster_is_answered_in_part),
		cmocka_unit_test(a_name_with_a_dot_is_left_to_cil),
		cmocka_unit_test(without_another_rule_there_is_no_te),
		cmocka_unit_test(a_program_cannot_write_rules),
		cmocka_unit_test(many_contexts_are_all_asked),
		cmocka_unit_test(the_policy_is_as_before),
		cmocka_unit_test(a_policy_without_levels_is_asked_too),
		cmocka_unit_test(module_names_are_checked),
	};

	compile_policy("mill", "true");
	compile_policy("flat", "false");
	return cmocka_run_group_tests_name("selinux_find", tests, NULL, NULL);
}
