/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether the expression of a constraint holds for two contexts
 * (security/selinux/ss/services.c, constraint_expr_eval()). Its words are in
 * constraint_text.c.
 */
#include "policy/selinux/sepol/internal.h"

/* CEXPR_MAXDEPTH is what libsepol lets a policy have; checked here all the same. */
#define DEPTH_MAX 64

bool avow_sepol_dominates(const mls_level_t *a, const mls_level_t *b)
{
	return a->sens >= b->sens && ebitmap_contains(&a->cat, &b->cat);
}

static bool equal_levels(const mls_level_t *a, const mls_level_t *b)
{
	return a->sens == b->sens && ebitmap_cmp(&a->cat, &b->cat);
}

static bool compare_levels(uint32_t operator, const mls_level_t * a, const mls_level_t *b)
{
	switch (operator) {
	case CEXPR_EQ:
		return equal_levels(a, b);
	case CEXPR_NEQ:
		return !equal_levels(a, b);
	case CEXPR_DOM:
		return avow_sepol_dominates(a, b);
	case CEXPR_DOMBY:
		return avow_sepol_dominates(b, a);
	case CEXPR_INCOMP:
		return !avow_sepol_dominates(a, b) && !avow_sepol_dominates(b, a);
	default:
		return false;
	}
}

bool avow_sepol_compared_levels(uint32_t attribute, const context_struct_t *source,
				const context_struct_t *target,
				const mls_level_t *levels[2])
{
	const mls_level_t *from = source->range.level, *to = target->range.level;

	switch (attribute) {
	case CEXPR_L1L2:
		levels[0] = &from[0], levels[1] = &to[0];
		return true;
	case CEXPR_L1H2:
		levels[0] = &from[0], levels[1] = &to[1];
		return true;
	case CEXPR_H1L2:
		levels[0] = &from[1], levels[1] = &to[0];
		return true;
	case CEXPR_H1H2:
		levels[0] = &from[1], levels[1] = &to[1];
		return true;
	case CEXPR_L1H1:
		levels[0] = &from[0], levels[1] = &from[1];
		return true;
	case CEXPR_L2H2:
		levels[0] = &to[0], levels[1] = &to[1];
		return true;
	default:
		return false;
	}
}

static bool role_dominates(const struct avow_sepol *sepol, uint32_t a, uint32_t b)
{
	if (a == 0 || a > sepol->db->p_roles.nprim)
		return false;
	return ebitmap_get_bit(&sepol->db->role_val_to_struct[a - 1]->dominates, b - 1) !=
	       0;
}

static bool compare_values(const struct avow_sepol *sepol, uint32_t attribute,
			   uint32_t operator, uint32_t a, uint32_t b)
{
	if (operator== CEXPR_EQ)
		return a == b;
	if (operator== CEXPR_NEQ)
		return a != b;
	if (attribute != CEXPR_ROLE)
		return false;
	if (operator== CEXPR_DOM)
		return role_dominates(sepol, a, b);
	if (operator== CEXPR_DOMBY)
		return role_dominates(sepol, b, a);
	return operator== CEXPR_INCOMP && !role_dominates(sepol, a, b) &&
	       !role_dominates(sepol, b, a);
}

uint32_t avow_sepol_side_value(const struct side *side, uint32_t attribute)
{
	if (attribute & CEXPR_USER)
		return side->context->user;
	if (attribute & CEXPR_ROLE)
		return side->context->role;
	return side->type;
}

bool avow_sepol_leaf_holds(const struct avow_sepol *sepol, const constraint_expr_t *leaf,
			   const struct side *source, const struct side *target)
{
	const mls_level_t *levels[2];
	bool is_in;

	if (leaf->expr_type == CEXPR_NAMES) {
		const struct side *side = leaf->attr & CEXPR_TARGET ? target : source;

		is_in = ebitmap_get_bit(&leaf->names,
					avow_sepol_side_value(side, leaf->attr) - 1) != 0;
		return leaf->op == CEXPR_EQ ? is_in : leaf->op == CEXPR_NEQ && !is_in;
	}
	if (avow_sepol_compared_levels(leaf->attr, source->context, target->context,
				       levels))
		return compare_levels(leaf->op, levels[0], levels[1]);
	return compare_values(sepol, leaf->attr, leaf->op,
			      avow_sepol_side_value(source, leaf->attr),
			      avow_sepol_side_value(target, leaf->attr));
}

/* Postfix; what is no expression holds for nobody, as in libsepol. */
bool avow_sepol_holds(const struct avow_sepol *sepol, const constraint_expr_t *expression,
		      const struct side *source, const struct side *target)
{
	bool stack[DEPTH_MAX];
	size_t depth = 0;

	for (; expression; expression = expression->next) {
		switch (expression->expr_type) {
		case CEXPR_NOT:
			if (depth < 1)
				return false;
			stack[depth - 1] = !stack[depth - 1];
			break;
		case CEXPR_AND:
		case CEXPR_OR:
			if (depth < 2)
				return false;
			depth--;
			if (expression->expr_type == CEXPR_AND)
				stack[depth - 1] = stack[depth - 1] && stack[depth];
			else
				stack[depth - 1] = stack[depth - 1] || stack[depth];
			break;
		default:
			if (depth == DEPTH_MAX)
				return false;
			stack[depth++] =
				avow_sepol_leaf_holds(sepol, expression, source, target);
		}
	}
	return depth == 1 && stack[0];
}

size_t avow_sepol_constraint_count(const struct avow_sepol *sepol,
				   const struct avow_question *question)
{
	const class_datum_t *class =
		sepol->db->class_val_to_struct[question->pair.tclass - 1];
	size_t count = 0;

	for (const constraint_node_t *one = class->constraints; one; one = one->next)
		count += (one->permissions & question->requested) != 0;
	return count;
}

static uint32_t relate_levels(const mls_level_t *const levels[4])
{
	uint32_t out = 0;
	unsigned bit = 0;

	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++)
			if (i != j && avow_sepol_dominates(levels[i], levels[j]))
				out |= UINT32_C(1) << bit++;
			else
				bit += i != j;
	return out;
}

struct avow_sepol_relation avow_sepol_relate(const struct avow_sepol_context *source,
					     const struct avow_sepol_context *target)
{
	const context_struct_t *a = &source->value, *b = &target->value;
	const mls_level_t *const levels[4] = { &a->range.level[0], &a->range.level[1],
					       &b->range.level[0], &b->range.level[1] };

	return (struct avow_sepol_relation){
		.users = { a->user, b->user },
		.roles = { a->role, b->role },
		.levels = relate_levels(levels),
	};
}
