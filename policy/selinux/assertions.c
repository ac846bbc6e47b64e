/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers what people expect of a policy: names become sets of types and bits of
 * permissions here, and are asked of rules; ways from domain to domain are in ways.c.
 */
#include "policy/selinux/assertions.h"

#include <stdlib.h>
#include <string.h>

#include "policy/selinux/asking.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/quote.h"

static void say_unknown(struct asking *a, const char *what, const char *name)
{
	if (a->out->state == AVOW_ASSERTION_WRONG)
		return;
	avow_buf_printf(&a->why, "the policy has no %s \"%s\"", what, name);
	a->out->state = AVOW_ASSERTION_WRONG;
}

bool avow_asking_has(const uint64_t *set, uint32_t type)
{
	return (set[(type - 1) / 64] >> ((type - 1) % 64)) & 1;
}

static uint64_t *new_set(struct asking *a)
{
	uint64_t *set = calloc(a->words, sizeof(*set));

	a->failed |= !set;
	return set;
}

/* Adds @name to @set, or takes its types away; "self" is for the caller. */
static void apply_name(struct asking *a, const char *name, uint64_t *set)
{
	bool is_less = name[0] == '-';
	uint64_t *part;

	if (!is_less && strcmp(name, "*") == 0) {
		avow_sepol_add_all_types(a->sepol, set);
		return;
	}
	if (!is_less) {
		if (!avow_sepol_add_types(a->sepol, name, set))
			say_unknown(a, "type or attribute", name);
		return;
	}
	part = new_set(a);
	if (part && !avow_sepol_add_types(a->sepol, name + 1, part))
		say_unknown(a, "type or attribute", name + 1);
	for (size_t i = 0; part && i < a->words; i++)
		set[i] &= ~part[i];
	free(part);
}

/* What is taken away is so wherever it stands in the set. */
uint64_t *avow_asking_types(struct asking *a, const struct avow_names *names,
			    bool *has_self)
{
	uint64_t *set = new_set(a);
	size_t added = 0;

	for (size_t i = 0; set && i < names->count; i++) {
		bool is_self = has_self && strcmp(names->at[i], "self") == 0;

		if (is_self)
			*has_self = true;
		else if (names->at[i][0] != '-')
			apply_name(a, names->at[i], set);
		added += names->at[i][0] != '-';
	}
	if (set && names->count && !added)
		avow_sepol_add_all_types(a->sepol, set);
	for (size_t i = 0; set && i < names->count; i++)
		if (names->at[i][0] == '-')
			apply_name(a, names->at[i], set);
	return set;
}

void avow_asking_take_away(struct asking *a, uint64_t *set, const uint64_t *less)
{
	for (size_t i = 0; set && less && i < a->words; i++)
		set[i] &= ~less[i];
}

bool avow_asking_is_empty(const struct asking *a, const uint64_t *set)
{
	for (size_t i = 0; i < a->words; i++)
		if (set[i])
			return false;
	return true;
}

/* The permissions of @names that @tclass has; the first that it lacks is told. */
static uint32_t bits_of(struct asking *a, uint16_t tclass, const struct avow_names *names)
{
	uint32_t out = 0;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->at[i];
		bool is_less = name[0] == '-';
		uint32_t bit =
			strcmp(name, "*") == 0
				? avow_sepol_permissions(a->sepol, tclass)
				: avow_sepol_permission(a->sepol, tclass, name + is_less);

		if (!bit && a->out->state != AVOW_ASSERTION_WRONG) {
			avow_buf_printf(&a->why,
					"the policy's class \"%s\" has no permission "
					"\"%s\"",
					avow_sepol_class_name(a->sepol, tclass),
					name + is_less);
			a->out->state = AVOW_ASSERTION_WRONG;
		}
		out = is_less ? out & ~bit : out | bit;
	}
	return out;
}

/* An access that is asked about, its names looked up. */
struct access {
	uint64_t *sources, *targets;
	bool is_self;
	struct avow_assertion_class *classes;
	size_t class_count;
};

static void find_classes(struct asking *a, struct access *access)
{
	const struct avow_names *names = &a->expected->classes;

	access->classes = calloc(names->count + 1, sizeof(*access->classes));
	a->failed |= !access->classes;
	for (size_t i = 0; access->classes && i < names->count; i++) {
		uint16_t tclass = avow_sepol_class(a->sepol, names->at[i]);

		if (!tclass) {
			say_unknown(a, "class", names->at[i]);
			return;
		}
		access->classes[access->class_count++] = (struct avow_assertion_class){
			tclass, bits_of(a, tclass, &a->expected->words)
		};
	}
}

static void find_access(struct asking *a, struct access *access)
{
	const struct avow_expectation *e = a->expected;
	uint64_t *except = avow_asking_types(a, &e->except, NULL);

	access->sources = avow_asking_types(a, &e->subjects, NULL);
	access->targets = avow_asking_types(a, &e->objects, &access->is_self);
	avow_asking_take_away(a, access->sources, except);
	free(except);
	find_classes(a, access);
	if (!a->failed && a->out->state != AVOW_ASSERTION_WRONG &&
	    (avow_asking_is_empty(a, access->sources) ||
	     (avow_asking_is_empty(a, access->targets) && !access->is_self))) {
		avow_buf_puts(&a->why, "no type is left to ask about");
		a->out->state = AVOW_ASSERTION_WRONG;
	}
}

void avow_asking_quote(struct asking *a, const struct avow_sepol_pair *pair,
		       uint32_t permissions)
{
	const struct avow_quoting quoting = {
		.sepol = a->sepol,
		.pair = pair,
		.wanted = permissions,
		.kinds = AVOW_QUOTE_ALLOW | AVOW_QUOTE_IN_FORCE,
	};

	avow_quote_rules(&quoting, &a->rule);
}

void avow_asking_put_access(const struct asking *a, const struct avow_sepol_pair *pair,
			    uint32_t permissions, struct avow_buf *out)
{
	avow_buf_printf(out, "%s %s:%s {", avow_sepol_type_name(a->sepol, pair->source),
			avow_sepol_type_name(a->sepol, pair->target),
			avow_sepol_class_name(a->sepol, pair->tclass));
	for (unsigned bit = 0; bit < 32; bit++)
		if (permissions >> bit & 1)
			avow_buf_printf(
				out, " %s",
				avow_sepol_permission_name(a->sepol, pair->tclass, bit));
	avow_buf_puts(out, " }");
}

/* The first type of a rule's attribute that is in a set. */
struct example {
	const uint64_t *among;
	uint32_t found;
};

static void take_first(void *data, uint32_t type)
{
	struct example *example = data;

	if (!example->found && avow_asking_has(example->among, type))
		example->found = type;
}

struct granted {
	struct asking *asking;
	const struct access *access;
	bool is_found;
	struct avow_sepol_pair pair;
	uint32_t permissions;
};

struct self_search {
	const struct asking *asking;
	const uint64_t *sources;
	uint32_t target, found;
};

static void take_self(void *data, uint32_t type)
{
	struct self_search *search = data;
	const struct avow_sepol *sepol = search->asking->sepol;

	if (!search->found && avow_asking_has(search->sources, type) &&
	    (type == search->target || avow_sepol_is_member(sepol, type, search->target)))
		search->found = type;
}

static void note_breach(void *data, const struct avow_assertion_breach *breach)
{
	struct granted *granted = data;
	const struct access *access = granted->access;
	const struct avow_sepol *sepol = granted->asking->sepol;
	struct example source = { .among = access->sources };
	struct example target = { .among = access->targets };

	if (granted->is_found || !breach->is_enabled)
		return;
	avow_sepol_each_member(sepol, breach->pair.target, take_first, &target);
	if (target.found) {
		avow_sepol_each_member(sepol, breach->pair.source, take_first, &source);
	} else {
		struct self_search self = { granted->asking, access->sources,
					    breach->pair.target, 0 };

		avow_sepol_each_member(sepol, breach->pair.source, take_self, &self);
		source.found = target.found = self.found;
	}
	if (!source.found || !target.found)
		return;
	granted->is_found = true;
	granted->pair = (struct avow_sepol_pair){ source.found, target.found,
						  breach->pair.tclass };
	granted->permissions = breach->permissions;
}

static void ask_denied(struct asking *a, const struct access *access)
{
	const struct avow_assertion assertion = {
		.sources = access->sources,
		.targets = access->targets,
		.is_self = access->is_self,
		.classes = access->classes,
		.class_count = access->class_count,
	};
	struct granted granted = { .asking = a, .access = access };

	a->failed |= avow_sepol_breaches(a->sepol, &assertion, note_breach, &granted) < 0;
	if (!granted.is_found)
		return;
	a->out->state = AVOW_ASSERTION_FAILS;
	avow_buf_puts(&a->why, "the policy grants it");
	avow_asking_put_access(a, &granted.pair, granted.permissions, &a->witness);
	avow_asking_quote(a, &granted.pair, granted.permissions);
}

/* Whether all of it is allowed from @source; the first that is not is told. */
static bool is_allowed(struct asking *a, const struct access *access, uint32_t source,
		       const struct avow_assertion_class *class)
{
	avow_sepol_reached(a->sepol, source, class->tclass, a->reached);
	for (uint32_t target = 1; target <= a->types; target++) {
		uint32_t missing = class->permissions & ~a->reached[target - 1];
		bool is_asked = avow_asking_has(access->targets, target) ||
				(access->is_self && source == target);
		struct avow_sepol_pair pair = { source, target, class->tclass };

		if (!missing || !is_asked)
			continue;
		avow_asking_put_access(a, &pair, missing, &a->witness);
		avow_asking_quote(a, &pair, class->permissions);
		return false;
	}
	return true;
}

static void ask_allowed(struct asking *a, const struct access *access)
{
	for (uint32_t source = 1; source <= a->types; source++) {
		if (!avow_asking_has(access->sources, source))
			continue;
		for (size_t i = 0; i < access->class_count; i++) {
			if (is_allowed(a, access, source, access->classes + i))
				continue;
			a->out->state = AVOW_ASSERTION_FAILS;
			avow_buf_puts(&a->why, "the policy does not grant it");
			return;
		}
	}
}

static void ask_access(struct asking *a)
{
	struct access access = { 0 };

	find_access(a, &access);
	if (!a->failed && a->out->state != AVOW_ASSERTION_WRONG) {
		if (a->expected->is_positive)
			ask_allowed(a, &access);
		else
			ask_denied(a, &access);
	}
	free(access.sources);
	free(access.targets);
	free(access.classes);
}

static bool has_unconfined(const struct avow_sepol *sepol)
{
	return avow_sepol_attribute(sepol, "unconfined_domain_type") ||
	       avow_sepol_type(sepol, "unconfined_t");
}

#define NAMES_TOLD_MAX 10

static void ask_domains(struct asking *a, bool is_of_permissive)
{
	uint64_t *except = avow_asking_types(a, &a->expected->except, NULL);
	size_t count = 0;

	for (uint32_t type = 1; except && type <= a->types; type++) {
		if (!avow_sepol_is_type(a->sepol, type) ||
		    avow_asking_has(except, type) ||
		    !(is_of_permissive ? avow_sepol_is_permissive(a->sepol, type)
				       : avow_sepol_is_unconfined(a->sepol, type)))
			continue;
		if (count < NAMES_TOLD_MAX)
			avow_buf_printf(&a->witness, "%s%s", count ? ", " : "",
					avow_sepol_type_name(a->sepol, type));
		count++;
	}
	free(except);
	if (a->out->state == AVOW_ASSERTION_WRONG)
		return;
	if (count > NAMES_TOLD_MAX)
		avow_buf_printf(&a->witness, " and %zu more", count - NAMES_TOLD_MAX);
	if (count) {
		a->out->state = AVOW_ASSERTION_FAILS;
		avow_buf_printf(&a->why, "%zu %s", count,
				is_of_permissive ? "permissive" : "unconfined");
	} else if (!is_of_permissive && !has_unconfined(a->sepol)) {
		a->out->state = AVOW_ASSERTION_UNTOLD;
		avow_buf_puts(&a->why, "the policy has neither unconfined_domain_type "
				       "nor unconfined_t, which would tell");
	}
}

static void ask(struct asking *a)
{
	a->out->state = AVOW_ASSERTION_HOLDS;
	switch (a->expected->kind) {
	case AVOW_EXPECT_ACCESS:
		ask_access(a);
		break;
	case AVOW_EXPECT_NO_PERMISSIVE:
	case AVOW_EXPECT_NO_UNCONFINED:
		ask_domains(a, a->expected->kind == AVOW_EXPECT_NO_PERMISSIVE);
		break;
	case AVOW_EXPECT_NO_TRANSITION:
	case AVOW_EXPECT_NO_PATH:
		avow_asking_way(a);
		break;
	case AVOW_EXPECT_FILE:
	case AVOW_EXPECT_CAPABILITY:
	case AVOW_EXPECT_NETWORK:
	case AVOW_EXPECT_ENFORCED:
	case AVOW_EXPECT_EXISTENCE:
	case AVOW_EXPECT_NO_STATE:
		break;
	}
}

/* Turns over what is not as @e has it, and the same again; false: a name is unknown. */
static bool turn_booleans(struct asking *a, uint32_t *turned, size_t *count)
{
	const struct avow_expectation *e = a->expected;

	for (size_t i = 0; i < e->boolean_count; i++) {
		uint32_t boolean = avow_sepol_boolean_named(
			a->sepol, avow_span_of(e->booleans[i].name));

		if (!boolean) {
			say_unknown(a, "boolean", e->booleans[i].name);
			return false;
		}
		if (avow_sepol_boolean_state(a->sepol, boolean) == e->booleans[i].is_on)
			continue;
		avow_sepol_flip(a->sepol, boolean);
		turned[(*count)++] = boolean;
	}
	return true;
}

static void keep(struct asking *a, struct avow_buf *text, const char **out)
{
	while (text->length && text->data[text->length - 1] == '\n')
		text->length--;
	*out = avow_arena_string(a->arena, avow_buf_span(text));
	a->failed |= text->failed || !*out;
	if (!*out)
		*out = "";
	avow_buf_clear(text);
}

static void ask_one(struct asking *a)
{
	const struct avow_expectation *e = a->expected;
	uint32_t *turned = calloc(e->boolean_count + 1, sizeof(*turned));
	size_t count = 0;

	a->failed |= !turned;
	if (turned && turn_booleans(a, turned, &count)) {
		if (count)
			avow_asking_forget_ways(a);
		ask(a);
		if (count)
			avow_asking_forget_ways(a);
	}
	while (count)
		avow_sepol_flip(a->sepol, turned[--count]);
	free(turned);
	if (a->out->state == AVOW_ASSERTION_WRONG) {
		avow_buf_clear(&a->rule);
		avow_buf_clear(&a->witness);
	}
	keep(a, &a->why, &a->out->why);
	keep(a, &a->rule, &a->out->rule);
	keep(a, &a->witness, &a->out->witness);
}

int avow_selinux_assert(struct avow_selinux_policy *policy,
			const struct avow_assertions *assertions,
			struct avow_assertion_outcomes *outcomes)
{
	struct asking a = {
		.sepol = policy->sepol,
		.arena = &outcomes->arena,
		.types = avow_sepol_type_max(policy->sepol),
		.words = avow_sepol_type_words(policy->sepol) + 1,
	};

	a.reached = calloc((size_t)a.types + 1, sizeof(*a.reached));
	a.failed = !a.reached;
	for (size_t i = 0; i < assertions->count && !a.failed; i++) {
		a.expected = assertions->at + i;
		a.out = outcomes->at + i;
		if (!avow_expectation_is_apparmor(a.expected))
			ask_one(&a);
	}
	avow_asking_forget_ways(&a);
	free(a.reached);
	avow_buf_free(&a.why);
	avow_buf_free(&a.rule);
	avow_buf_free(&a.witness);
	return a.failed ? AVOW_E_NOMEM : 0;
}
