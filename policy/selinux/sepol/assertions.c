/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds assertions against rules. libsepol's check_assertions() would do the same
 * for a whole policy, but answers in sentences that it prints, and cannot be
 * asked about a rule that is not in the policy. tests/differential compares the
 * verdicts.
 *
 * Rules and assertions name sets of types; they are intersected as bitmaps, pairs
 * of types are never written out.
 */
#include "policy/selinux/sepol/assertions.h"

#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"

#define WORD_BITS 64

size_t avow_sepol_type_words(const struct avow_sepol *sepol)
{
	return (sepol->db->p_types.nprim + WORD_BITS - 1) / WORD_BITS;
}

static bool has(const uint64_t *set, uint32_t type)
{
	return (set[(type - 1) / WORD_BITS] >> ((type - 1) % WORD_BITS)) & 1;
}

static void put(uint64_t *set, uint32_t type)
{
	set[(type - 1) / WORD_BITS] |= UINT64_C(1) << ((type - 1) % WORD_BITS);
}

static bool is_attribute(const struct avow_sepol *sepol, uint32_t value)
{
	const type_datum_t *datum = sepol->db->type_val_to_struct[value - 1];

	return datum && datum->flavor == TYPE_ATTRIB;
}

/* The types that a rule with @value means: the type, or those of the attribute. */
static void expand(const struct avow_sepol *sepol, uint32_t value, uint64_t *set)
{
	const ebitmap_t *types = &sepol->db->attr_type_map[value - 1];
	ebitmap_node_t *node;
	unsigned bit;

	if (!is_attribute(sepol, value)) {
		put(set, value);
		return;
	}
	ebitmap_for_each_positive_bit(types, node, bit) put(set, bit + 1);
}

bool avow_sepol_add_types(const struct avow_sepol *sepol, const char *name, uint64_t *set)
{
	const type_datum_t *datum =
		hashtab_search(sepol->db->p_types.table, (hashtab_key_t)name);

	if (!datum || datum->s.value == 0 || datum->s.value > sepol->db->p_types.nprim)
		return false;
	expand(sepol, datum->s.value, set);
	return true;
}

void avow_sepol_add_all_types(const struct avow_sepol *sepol, uint64_t *set)
{
	for (uint32_t i = 1; i <= sepol->db->p_types.nprim; i++)
		if (sepol->db->type_val_to_struct[i - 1] && !is_attribute(sepol, i))
			put(set, i);
}

uint32_t avow_sepol_permissions(const struct avow_sepol *sepol, uint16_t tclass)
{
	uint32_t all = 0;

	for (unsigned i = 0; i < 32; i++)
		if (avow_sepol_permission_name(sepol, tclass, i))
			all |= UINT32_C(1) << i;
	return all;
}

/* Of what @value means, the types that are in @set. */
struct overlap {
	size_t count;
	uint32_t only; /* the last of them */
};

static struct overlap overlap_of(const struct avow_sepol *sepol, uint32_t value,
				 const uint64_t *set)
{
	struct overlap out = { 0 };

	if (!is_attribute(sepol, value)) {
		out.only = value;
		out.count = has(set, value);
		return out;
	}
	for (const ebitmap_node_t *node = sepol->db->attr_type_map[value - 1].node; node;
	     node = node->next) {
		uint64_t both = node->map & set[node->startbit / WORD_BITS];

		if (!both)
			continue;
		out.count += (size_t)__builtin_popcountll(both);
		out.only = node->startbit + (uint32_t)__builtin_ctzll(both) + 1;
	}
	return out;
}

/* Whether some type is meant by both values and is in @set. */
static bool meet(const struct avow_sepol *sepol, uint32_t first, uint32_t second,
		 const uint64_t *set)
{
	const ebitmap_t *of_second = &sepol->db->attr_type_map[second - 1];
	const ebitmap_node_t *node;

	if (!is_attribute(sepol, second))
		return has(set, second) &&
		       (first == second ||
			(is_attribute(sepol, first) &&
			 ebitmap_get_bit(&sepol->db->attr_type_map[first - 1],
					 second - 1)));
	if (!is_attribute(sepol, first))
		return has(set, first) && ebitmap_get_bit(of_second, first - 1);
	node = of_second->node;
	for (const ebitmap_node_t *at = sepol->db->attr_type_map[first - 1].node; at;
	     at = at->next) {
		while (node && node->startbit < at->startbit)
			node = node->next;
		if (node && node->startbit == at->startbit &&
		    (node->map & at->map & set[at->startbit / WORD_BITS]))
			return true;
	}
	return false;
}

static bool types_match(const struct avow_sepol *sepol,
			const struct avow_assertion *assertion, uint32_t source,
			uint32_t target)
{
	struct overlap sources = overlap_of(sepol, source, assertion->sources);
	struct overlap targets;

	if (sources.count == 0)
		return false;
	if (assertion->is_self && meet(sepol, source, target, assertion->sources))
		return true;
	targets = overlap_of(sepol, target, assertion->targets);
	if (targets.count == 0)
		return false;
	return !assertion->is_not_self || sources.count > 1 || targets.count > 1 ||
	       sources.only != targets.only;
}

static uint32_t class_match(const struct avow_assertion *assertion, uint16_t tclass,
			    uint32_t permissions)
{
	uint32_t forbidden = 0;

	for (size_t i = 0; i < assertion->class_count; i++)
		if (assertion->classes[i].tclass == tclass)
			forbidden |= assertion->classes[i].permissions & permissions;
	return forbidden;
}

/* Extended permissions: the commands that allowxperm rules open. */

struct command_rule {
	struct avow_sepol_pair pair;
	bool is_conditional;
	bool opens_forbidden;
};

/* The rules of the policy on ioctl commands, held against one assertion. */
struct command_rules {
	const struct avow_assertion *assertion;
	struct command_rule *rules;
	size_t count, capacity;
	uint64_t *targets, *open; /* scratch sets */
	bool failed;
};

static bool opens(const avtab_extended_perms_t *xperms, unsigned command)
{
	unsigned driver = command >> 8, function = command & 0xff;

	if (xperms->specified == AVTAB_XPERMS_IOCTLDRIVER)
		return xperm_test(driver, xperms->perms) != 0;
	return driver == xperms->driver && xperm_test(function, xperms->perms) != 0;
}

static bool opens_forbidden(const avtab_extended_perms_t *xperms,
			    const struct avow_assertion *assertion)
{
	for (size_t i = 0; i < assertion->command_count; i++)
		for (unsigned command = assertion->commands[i].low;
		     command <= assertion->commands[i].high; command++)
			if (opens(xperms, command))
				return true;
	return false;
}

static bool is_ioctl_rule(const struct indexed_rule *rule)
{
	return (rule->specified & AVTAB_XPERMS_ALLOWED) && rule->datum->xperms &&
	       (rule->datum->xperms->specified == AVTAB_XPERMS_IOCTLFUNCTION ||
		rule->datum->xperms->specified == AVTAB_XPERMS_IOCTLDRIVER);
}

static void note_command_rule(void *data, uint32_t source,
			      const struct indexed_rule *rule)
{
	struct command_rules *rules = data;

	if (!is_ioctl_rule(rule) || !class_match(rules->assertion, rule->tclass, ~0u))
		return;
	if (rules->count == rules->capacity) {
		size_t capacity = rules->capacity ? 2 * rules->capacity : 64;
		struct command_rule *grown =
			realloc(rules->rules, capacity * sizeof(*grown));

		if (!grown) {
			rules->failed = true;
			return;
		}
		rules->rules = grown;
		rules->capacity = capacity;
	}
	rules->rules[rules->count++] = (struct command_rule){
		.pair = { source, rule->target, rule->tclass },
		.is_conditional = rule->conditional != 0,
		.opens_forbidden = opens_forbidden(rule->datum->xperms, rules->assertion),
	};
}

/* Every rule of the policy, by source. */
static void each(const struct avow_sepol *sepol,
		 void (*visit)(void *data, uint32_t source,
			       const struct indexed_rule *rule),
		 void *data)
{
	for (uint32_t source = 1; source <= sepol->db->p_types.nprim; source++)
		for (uint32_t i = sepol->first_rule[source - 1];
		     i < sepol->first_rule[source]; i++)
			visit(data, source, &sepol->rules[i]);
}

static void begin_commands(struct command_rules *rules, const struct avow_sepol *sepol,
			   const struct avow_assertion *assertion)
{
	size_t words = avow_sepol_type_words(sepol);

	*rules = (struct command_rules){ .assertion = assertion };
	if (!assertion->command_count)
		return;
	rules->targets = calloc(2 * words + 1, sizeof(*rules->targets));
	rules->failed = !rules->targets;
	rules->open = rules->failed ? NULL : rules->targets + words;
	each(sepol, note_command_rule, rules);
}

static void end_commands(struct command_rules *rules)
{
	free(rules->rules);
	free(rules->targets);
}

static void take_out(const struct avow_sepol *sepol, uint32_t value, uint64_t *set)
{
	const ebitmap_node_t *node = sepol->db->attr_type_map[value - 1].node;

	if (!is_attribute(sepol, value)) {
		set[(value - 1) / WORD_BITS] &=
			~(UINT64_C(1) << ((value - 1) % WORD_BITS));
		return;
	}
	for (; node; node = node->next)
		set[node->startbit / WORD_BITS] &= ~node->map;
}

static bool means(const struct avow_sepol *sepol, uint32_t value, uint32_t type)
{
	return value == type ||
	       (is_attribute(sepol, value) &&
		ebitmap_get_bit(&sepol->db->attr_type_map[value - 1], type - 1));
}

/* rules->targets: what the assertion forbids to @source, of what @value means. */
static void take_targets(struct command_rules *rules, const struct avow_sepol *sepol,
			 uint32_t source, uint32_t value)
{
	const struct avow_assertion *assertion = rules->assertion;
	size_t words = avow_sepol_type_words(sepol);
	bool is_self = assertion->is_self && means(sepol, value, source);

	memset(rules->targets, 0, words * sizeof(*rules->targets));
	expand(sepol, value, rules->targets);
	for (size_t i = 0; i < words; i++)
		rules->targets[i] &= assertion->targets[i];
	if (assertion->is_not_self)
		take_out(sepol, source, rules->targets);
	if (is_self)
		put(rules->targets, source);
}

static bool is_empty(const uint64_t *set, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (set[i])
			return false;
	return true;
}

/* Whether an ioctl from @source to one of the targets may be a forbidden command. */
static bool source_sends(struct command_rules *rules, const struct avow_sepol *sepol,
			 uint32_t source, const struct avow_sepol_rule *rule)
{
	size_t words = avow_sepol_type_words(sepol);

	take_targets(rules, sepol, source, rule->pair.target);
	memcpy(rules->open, rules->targets, words * sizeof(*rules->open));
	for (size_t i = 0; i < rules->count; i++) {
		const struct command_rule *at = &rules->rules[i];

		if (at->pair.tclass != rule->pair.tclass ||
		    !means(sepol, at->pair.source, source) ||
		    !overlap_of(sepol, at->pair.target, rules->targets).count)
			continue;
		if (at->opens_forbidden)
			return true;
		if (!at->is_conditional)
			take_out(sepol, at->pair.target, rules->open);
	}
	return !is_empty(rules->open, words);
}

/* When memory is out it says yes: the assertion was not shown to stand. */
static bool sends(struct command_rules *rules, const struct avow_sepol *sepol,
		  const struct avow_sepol_rule *rule)
{
	if (rules->failed)
		return true;
	for (uint32_t i = 1; i <= sepol->db->p_types.nprim; i++)
		if (has(rules->assertion->sources, i) &&
		    means(sepol, rule->pair.source, i) &&
		    source_sends(rules, sepol, i, rule))
			return true;
	return false;
}

static bool is_known(const struct avow_sepol *sepol, uint32_t value)
{
	return value >= 1 && value <= sepol->db->p_types.nprim;
}

static uint32_t forbidden(struct command_rules *rules, const struct avow_sepol *sepol,
			  const struct avow_sepol_rule *rule)
{
	const struct avow_assertion *assertion = rules->assertion;
	uint32_t out = class_match(assertion, rule->pair.tclass, rule->permissions);

	if (!out || !is_known(sepol, rule->pair.source) ||
	    !is_known(sepol, rule->pair.target) ||
	    !types_match(sepol, assertion, rule->pair.source, rule->pair.target))
		return 0;
	if (assertion->command_count && !sends(rules, sepol, rule))
		return 0;
	return out;
}

uint32_t avow_sepol_forbidden(const struct avow_sepol *sepol,
			      const struct avow_assertion *assertion,
			      const struct avow_sepol_rule *rule)
{
	struct command_rules rules;
	uint32_t out;

	if (!class_match(assertion, rule->pair.tclass, rule->permissions))
		return 0;
	begin_commands(&rules, sepol, assertion);
	out = forbidden(&rules, sepol, rule);
	end_commands(&rules);
	return out;
}

bool avow_sepol_forbids_command(const struct avow_sepol *sepol,
				const struct avow_assertion *assertion,
				const struct avow_sepol_pair *pair, uint16_t command)
{
	bool is_named = false;

	for (size_t i = 0; i < assertion->command_count && !is_named; i++)
		is_named = command >= assertion->commands[i].low &&
			   command <= assertion->commands[i].high;
	return is_named && class_match(assertion, pair->tclass, ~0u) &&
	       is_known(sepol, pair->source) && is_known(sepol, pair->target) &&
	       types_match(sepol, assertion, pair->source, pair->target);
}

/*
 * One assertion against all rules: which values (types and attributes) have a type in
 * its sets is worked out once, and most rules are then passed over by three lookups.
 */
struct search {
	const struct avow_sepol *sepol;
	struct command_rules rules;
	bool *sources, *targets; /* by value - 1 */
	uint32_t *permissions;   /* by class - 1 */
	void (*visit)(void *data, const struct avow_assertion_breach *breach);
	void *data;
};

static bool begin_search(struct search *search, const struct avow_assertion *assertion)
{
	const policydb_t *db = search->sepol->db;

	search->sources = calloc((size_t)db->p_types.nprim + 1, sizeof(bool));
	search->targets = calloc((size_t)db->p_types.nprim + 1, sizeof(bool));
	search->permissions = calloc((size_t)db->p_classes.nprim + 1, sizeof(uint32_t));
	if (!search->sources || !search->targets || !search->permissions)
		return false;
	for (uint32_t i = 1; i <= db->p_types.nprim; i++) {
		search->sources[i - 1] =
			overlap_of(search->sepol, i, assertion->sources).count > 0;
		search->targets[i - 1] =
			overlap_of(search->sepol, i, assertion->targets).count > 0 ||
			(assertion->is_self && search->sources[i - 1]);
	}
	for (size_t i = 0; i < assertion->class_count; i++)
		search->permissions[assertion->classes[i].tclass - 1] |=
			assertion->classes[i].permissions;
	begin_commands(&search->rules, search->sepol, assertion);
	return true;
}

static void end_search(struct search *search)
{
	end_commands(&search->rules);
	free(search->sources);
	free(search->targets);
	free(search->permissions);
}

static bool may_break(const struct search *search, const struct indexed_rule *rule)
{
	const policydb_t *db = search->sepol->db;

	return (rule->specified & AVTAB_ALLOWED) && rule->tclass >= 1 &&
	       rule->tclass <= db->p_classes.nprim &&
	       (search->permissions[rule->tclass - 1] & rule->datum->data) &&
	       rule->target >= 1 && rule->target <= db->p_types.nprim &&
	       search->targets[rule->target - 1];
}

static void check_rule(struct search *search, uint32_t source,
		       const struct indexed_rule *indexed)
{
	const struct avow_sepol_rule rule = {
		.pair = { source, indexed->target, indexed->tclass },
		.permissions = indexed->datum->data,
	};
	struct avow_assertion_breach breach = {
		.pair = rule.pair,
		.permissions = forbidden(&search->rules, search->sepol, &rule),
		.conditional = indexed->conditional,
		.is_enabled = avow_sepol_is_in_force(search->sepol, indexed),
	};

	if (breach.permissions)
		search->visit(search->data, &breach);
}

int avow_sepol_breaches(
	const struct avow_sepol *sepol, const struct avow_assertion *assertion,
	void (*visit)(void *data, const struct avow_assertion_breach *breach), void *data)
{
	struct search search = { .sepol = sepol, .visit = visit, .data = data };
	bool is_ready = begin_search(&search, assertion);

	for (uint32_t i = 1; is_ready && i <= sepol->db->p_types.nprim; i++) {
		if (!search.sources[i - 1])
			continue;
		for (uint32_t j = sepol->first_rule[i - 1]; j < sepol->first_rule[i]; j++)
			if (may_break(&search, &sepol->rules[j]))
				check_rule(&search, i, &sepol->rules[j]);
	}
	end_search(&search);
	return is_ready ? 0 : AVOW_E_NOMEM;
}
