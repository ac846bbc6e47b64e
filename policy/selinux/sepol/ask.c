/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the policy decides, every layer asked by itself: libsepol and the kernel stop
 * at the first that refuses (security/selinux/ss/services.c,
 * context_struct_compute_av(): rules, constraints, roles, bounds; security/selinux/avc.c,
 * avc_has_extended_perms(): extended permissions). libsepol's own computation is the
 * judge of this one in the tests.
 */
#include "policy/selinux/sepol/internal.h"

/* Types that bound types that bound types; a ring of them ends here too. */
#define BOUNDS_DEPTH_MAX 16

struct verdict {
	const struct avow_sepol *sepol;
	uint32_t allowed, audited;
};

static void add_rule(void *data, uint32_t source, const struct indexed_rule *rule)
{
	struct verdict *verdict = data;

	(void)source;
	if ((rule->specified & AVTAB_XPERMS) ||
	    !avow_sepol_is_in_force(verdict->sepol, rule))
		return;
	if (rule->specified & AVTAB_ALLOWED)
		verdict->allowed |= rule->datum->data;
	else
		verdict->audited &= rule->datum->data;
}

/* What the constraints of the class forbid of @requested. */
static uint32_t constrained(const struct avow_sepol *sepol,
			    const struct avow_question *question, uint32_t requested)
{
	const class_datum_t *class =
		sepol->db->class_val_to_struct[question->pair.tclass - 1];
	struct side source = { &question->source->value, question->pair.source };
	struct side target = { &question->target->value, question->pair.target };
	uint32_t out = 0;

	for (const constraint_node_t *one = class->constraints; one; one = one->next)
		if ((one->permissions & requested & ~out) &&
		    !avow_sepol_holds(sepol, one->expr, &source, &target))
			out |= one->permissions & requested;
	return out;
}

bool avow_sepol_changes_role(const struct avow_sepol *sepol,
			     const struct avow_question *question)
{
	return question->pair.tclass == sepol->db->process_class &&
	       (question->requested & sepol->db->process_trans_dyntrans) &&
	       question->source->value.role != question->target->value.role;
}

/* Role changes are looked at for process transitions alone. */
static uint32_t unrolled(const struct avow_sepol *sepol,
			 const struct avow_question *question)
{
	const policydb_t *db = sepol->db;
	uint32_t from = question->source->value.role, to = question->target->value.role;

	if (!avow_sepol_changes_role(sepol, question) ||
	    (sepol->tried_role == from && sepol->tried_new_role == to))
		return 0;
	for (const role_allow_t *rule = db->role_allow; rule; rule = rule->next)
		if (rule->role == from && rule->new_role == to)
			return 0;
	return question->requested & db->process_trans_dyntrans;
}

/*
 * What the bounding types may not: the kernel's type_attribute_bounds_av(), which
 * bounds the target only along with the source, and asks all layers for them.
 */
static uint32_t unbounded(const struct avow_sepol *sepol, struct avow_question question)
{
	uint32_t out = 0;

	for (unsigned depth = 0; depth < BOUNDS_DEPTH_MAX; depth++) {
		uint32_t source = avow_sepol_bounds(sepol, question.pair.source);
		uint32_t target = avow_sepol_bounds(sepol, question.pair.target);

		if (!source)
			break;
		question.pair.source = source;
		if (target)
			question.pair.target = target;
		out |= question.requested & ~avow_sepol_allowed(sepol, &question.pair);
		out |= constrained(sepol, &question, question.requested & ~out);
		out |= unrolled(sepol, &question);
	}
	return out;
}

static void ask_xperm(const struct avow_sepol *sepol,
		      const struct avow_question *question, struct avow_answer *out)
{
	uint32_t bit = question->requested & ~(question->requested - 1);
	struct avow_xperm_verdict verdict;

	/* An extended permission comes with the one permission that it extends. */
	if (!(question->xperm & AVOW_XPERM) || bit != question->requested)
		return;
	verdict = avow_sepol_xperm(sepol, &question->pair, bit, question->xperm, NULL);
	if (verdict.is_filtered && !verdict.is_allowed)
		out->unextended = bit;
	if (verdict.is_quiet)
		out->quiet |= bit;
}

void avow_sepol_ask(const struct avow_sepol *sepol, const struct avow_question *question,
		    struct avow_answer *out)
{
	struct verdict verdict = { sepol, avow_sepol_tried(sepol, &question->pair),
				   UINT32_MAX };

	avow_sepol_visit(sepol, &question->pair, add_rule, &verdict);
	out->untyped = question->requested & ~verdict.allowed;
	out->quiet = question->requested & ~verdict.audited;
	out->constrained = constrained(sepol, question, question->requested);
	out->unrolled = unrolled(sepol, question);
	out->unbounded = unbounded(sepol, *question);
	out->unextended = 0;
	ask_xperm(sepol, question, out);
}
