/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Constraints as a policy's source has them, and in words: which part fails for two
 * contexts, with the values of both sides. The alternatives of an `or` that failed are
 * told each; of an `and`, only the parts that fail.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

#define NAMES_QUOTED_MAX 12
#define CATEGORIES_TOLD_MAX 8
#define ALTERNATIVES_TOLD_MAX 8
/* A policy's own limit is far below: an expression of more is only cut in the text. */
#define PARTS_MAX 256

/* One operator or leaf of an expression, with what is under it. */
struct part {
	const constraint_expr_t *expression;
	size_t left, right; /* of an operator; NOT has its operand at the right */
	bool holds;
};

struct tree {
	const struct avow_sepol *sepol;
	struct side source, target;
	struct part parts[PARTS_MAX];
	size_t root;
	struct avow_buf *out;
	size_t told;
};

static bool is_leaf(const struct part *part)
{
	return part->expression->expr_type == CEXPR_ATTR ||
	       part->expression->expr_type == CEXPR_NAMES;
}

static bool value_of(const struct tree *tree, const struct part *part)
{
	if (part->expression->expr_type == CEXPR_NOT)
		return !tree->parts[part->right].holds;
	if (part->expression->expr_type == CEXPR_AND)
		return tree->parts[part->left].holds && tree->parts[part->right].holds;
	if (part->expression->expr_type == CEXPR_OR)
		return tree->parts[part->left].holds || tree->parts[part->right].holds;
	return avow_sepol_leaf_holds(tree->sepol, part->expression, &tree->source,
				     &tree->target);
}

/* Makes the tree of a postfix expression; false when it is none, or too long. */
static bool build(struct tree *tree, const constraint_expr_t *expression)
{
	size_t stack[PARTS_MAX];
	size_t depth = 0, count = 0;

	for (; expression; expression = expression->next) {
		struct part *part = &tree->parts[count];

		if (count == PARTS_MAX)
			return false;
		part->expression = expression;
		if (!is_leaf(part)) {
			size_t operands = expression->expr_type == CEXPR_NOT ? 1 : 2;

			if (depth < operands)
				return false;
			part->right = stack[depth - 1];
			part->left = stack[depth - operands];
			depth -= operands;
		}
		part->holds = value_of(tree, part);
		stack[depth++] = count++;
	}
	tree->root = depth == 1 ? stack[0] : 0;
	return depth == 1;
}

static const char *operator_text(uint32_t operator)
{
	switch (operator) {
	case CEXPR_EQ:
		return "==";
	case CEXPR_NEQ:
		return "!=";
	case CEXPR_DOM:
		return "dom";
	case CEXPR_DOMBY:
		return "domby";
	default:
		return "incomp";
	}
}

static void append_attributes(uint32_t attribute, const char *out[2])
{
	static const struct {
		uint32_t attribute;
		const char *names[2];
	} levels[] = {
		{ CEXPR_L1L2, { "l1", "l2" } }, { CEXPR_L1H2, { "l1", "h2" } },
		{ CEXPR_H1L2, { "h1", "l2" } }, { CEXPR_H1H2, { "h1", "h2" } },
		{ CEXPR_L1H1, { "l1", "h1" } }, { CEXPR_L2H2, { "l2", "h2" } },
		{ CEXPR_USER, { "u1", "u2" } }, { CEXPR_ROLE, { "r1", "r2" } },
		{ CEXPR_TYPE, { "t1", "t2" } },
	};

	out[0] = out[1] = "?";
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(levels); i++) {
		if (!(attribute & levels[i].attribute))
			continue;
		out[0] = levels[i].names[0];
		out[1] = levels[i].names[1];
		return;
	}
}

static const char *name_of(const struct avow_sepol *sepol, uint32_t attribute,
			   uint32_t value)
{
	int table = attribute & CEXPR_USER   ? SYM_USERS
		    : attribute & CEXPR_ROLE ? SYM_ROLES
					     : SYM_TYPES;

	if (value == 0 || value > sepol->db->symtab[table].nprim ||
	    !sepol->db->sym_val_to_name[table][value - 1])
		return "?";
	return sepol->db->sym_val_to_name[table][value - 1];
}

/* `name`, or `{ a b }`; a policy from version 29 on keeps the names as written. */
static void append_names(const struct tree *tree, const constraint_expr_t *leaf,
			 struct avow_buf *out)
{
	const ebitmap_t *names = &leaf->names;
	ebitmap_node_t *node;
	unsigned bit, count = 0;

	if ((leaf->attr & CEXPR_TYPE) && leaf->type_names &&
	    !ebitmap_is_empty(&leaf->type_names->types) &&
	    ebitmap_is_empty(&leaf->type_names->negset) && !leaf->type_names->flags)
		names = &leaf->type_names->types;
	count = ebitmap_cardinality(names);
	if (count != 1)
		avow_buf_puts(out, "{ ");
	count = 0;
	ebitmap_for_each_positive_bit(names, node, bit)
	{
		if (count++ == NAMES_QUOTED_MAX) {
			avow_buf_puts(out, " ...");
			break;
		}
		avow_buf_printf(out, "%s%s", count > 1 ? " " : "",
				name_of(tree->sepol, leaf->attr, bit + 1));
	}
	if (count != 1)
		avow_buf_puts(out, " }");
}

static void append_leaf(const struct tree *tree, const constraint_expr_t *leaf,
			struct avow_buf *out)
{
	const char *names[2];

	append_attributes(leaf->attr & ~(uint32_t)CEXPR_TARGET, names);
	avow_buf_printf(out, "%s %s ", leaf->attr & CEXPR_TARGET ? names[1] : names[0],
			operator_text(leaf->op));
	if (leaf->expr_type == CEXPR_NAMES)
		append_names(tree, leaf, out);
	else
		avow_buf_puts(out, names[1]);
}

/* Infix, with brackets where another operator comes under one. */
static void append_part(const struct tree *tree, size_t at, uint32_t above,
			struct avow_buf *out)
{
	const struct part *part = &tree->parts[at];
	uint32_t type = part->expression->expr_type;
	bool has_brackets = above && above != type;

	if (is_leaf(part)) {
		append_leaf(tree, part->expression, out);
		return;
	}
	if (type == CEXPR_NOT) {
		avow_buf_puts(out, "not ( ");
		append_part(tree, part->right, 0, out);
		avow_buf_puts(out, " )");
		return;
	}
	if (has_brackets)
		avow_buf_puts(out, "( ");
	append_part(tree, part->left, type, out);
	avow_buf_puts(out, type == CEXPR_AND ? " and " : " or ");
	append_part(tree, part->right, type, out);
	if (has_brackets)
		avow_buf_puts(out, " )");
}

static bool is_mls(const constraint_expr_t *expression)
{
	const uint32_t levels = CEXPR_L1L2 | CEXPR_L1H2 | CEXPR_H1L2 | CEXPR_H1H2 |
				CEXPR_L1H1 | CEXPR_L2H2;

	for (; expression; expression = expression->next)
		if (expression->expr_type == CEXPR_ATTR && (expression->attr & levels))
			return true;
	return false;
}

static void append_constraint(struct tree *tree, const struct avow_question *question,
			      const constraint_node_t *constraint)
{
	avow_buf_printf(tree->out, "%s %s {",
			is_mls(constraint->expr) ? "mlsconstrain" : "constrain",
			avow_sepol_class_name(tree->sepol, question->pair.tclass));
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name = avow_sepol_permission_name(tree->sepol,
							      question->pair.tclass, bit);

		if (name && (constraint->permissions & (UINT32_C(1) << bit)))
			avow_buf_printf(tree->out, " %s", name);
	}
	avow_buf_puts(tree->out, " } ");
	append_part(tree, tree->root, 0, tree->out);
	avow_buf_puts(tree->out, ";\n");
}

static void append_level(const struct avow_sepol *sepol, const mls_level_t *level,
			 struct avow_buf *out)
{
	ebitmap_node_t *node;
	unsigned bit, count = 0;

	if (level->sens == 0 || level->sens > sepol->db->p_levels.nprim)
		return;
	avow_buf_puts(out, sepol->db->p_sens_val_to_name[level->sens - 1]);
	ebitmap_for_each_positive_bit(&level->cat, node, bit)
	{
		if (bit >= sepol->db->p_cats.nprim)
			break;
		if (count++ == CATEGORIES_TOLD_MAX) {
			avow_buf_puts(out, ",...");
			break;
		}
		avow_buf_printf(out, "%s%s", count > 1 ? "," : ":",
				sepol->db->p_cat_val_to_name[bit]);
	}
}

/* What keeps @low from dominating @high: its sensitivity, or categories. */
static void append_lack(const struct avow_sepol *sepol, const mls_level_t *low,
			const mls_level_t *high, const char *const who[2],
			struct avow_buf *out)
{
	ebitmap_node_t *node;
	unsigned bit, count = 0;

	if (low->sens < high->sens)
		avow_buf_printf(out, "%s has a lower sensitivity than %s", who[0],
				who[1]);
	ebitmap_for_each_positive_bit(&high->cat, node, bit)
	{
		if (bit >= sepol->db->p_cats.nprim || ebitmap_get_bit(&low->cat, bit))
			continue;
		if (count == CATEGORIES_TOLD_MAX) {
			avow_buf_puts(out, ", ...");
			break;
		}
		if (count == 0)
			avow_buf_printf(out, "%s%s has no category ",
					low->sens < high->sens ? " and " : "", who[0]);
		avow_buf_printf(out, "%s%s", count++ > 0 ? ", " : "",
				sepol->db->p_cat_val_to_name[bit]);
	}
	if (count > 0)
		avow_buf_printf(out, ", which %s carries", who[1]);
}

/* "the target" for a context of one level, else "the target's low level". */
static const char *name_level(const struct tree *tree, bool is_target, bool is_high)
{
	static const char *const names[2][3] = {
		{ "the source", "the source's low level", "the source's high level" },
		{ "the target", "the target's low level", "the target's high level" },
	};
	const struct side *side = is_target ? &tree->target : &tree->source;
	const mls_level_t *levels = side->context->range.level;
	bool is_single = avow_sepol_dominates(&levels[0], &levels[1]) &&
			 avow_sepol_dominates(&levels[1], &levels[0]);

	return names[is_target][is_single ? 0 : 1 + is_high];
}

static void explain_levels(struct tree *tree, const constraint_expr_t *leaf,
			   const mls_level_t *const levels[2])
{
	const bool left_is_high = leaf->attr == CEXPR_H1L2 || leaf->attr == CEXPR_H1H2;
	const bool right_is_low = leaf->attr == CEXPR_L1L2 || leaf->attr == CEXPR_H1L2;
	const char *who[2] = {
		name_level(tree, leaf->attr == CEXPR_L2H2, left_is_high),
		name_level(tree, leaf->attr != CEXPR_L1H1, !right_is_low),
	};
	const char *swapped[2] = { who[1], who[0] };

	avow_buf_puts(tree->out, " (");
	append_level(tree->sepol, levels[0], tree->out);
	avow_buf_puts(tree->out, ", ");
	append_level(tree->sepol, levels[1], tree->out);
	avow_buf_puts(tree->out, "): ");
	if (leaf->op == CEXPR_INCOMP) {
		avow_buf_puts(tree->out, "one of the levels dominates the other");
	} else if (leaf->op == CEXPR_NEQ) {
		avow_buf_puts(tree->out, "the levels are the same");
	} else if (leaf->op == CEXPR_DOMBY) {
		append_lack(tree->sepol, levels[1], levels[0], swapped, tree->out);
	} else if (!avow_sepol_dominates(levels[0], levels[1])) {
		append_lack(tree->sepol, levels[0], levels[1], who, tree->out);
	} else {
		append_lack(tree->sepol, levels[1], levels[0], swapped, tree->out);
	}
}

static void explain_names(struct tree *tree, const constraint_expr_t *leaf)
{
	bool is_target = (leaf->attr & CEXPR_TARGET) != 0;
	const char *value =
		name_of(tree->sepol, leaf->attr,
			avow_sepol_side_value(is_target ? &tree->target : &tree->source,
					      leaf->attr));

	avow_buf_printf(tree->out, ": the %s is %s", is_target ? "target" : "source",
			value);
}

static void explain_leaf(struct tree *tree, const constraint_expr_t *leaf)
{
	const mls_level_t *levels[2];

	if (leaf->expr_type == CEXPR_NAMES) {
		explain_names(tree, leaf);
	} else if (avow_sepol_compared_levels(leaf->attr, tree->source.context,
					      tree->target.context, levels)) {
		explain_levels(tree, leaf, levels);
	} else {
		avow_buf_printf(
			tree->out, ": the source has %s, the target %s",
			name_of(tree->sepol, leaf->attr,
				avow_sepol_side_value(&tree->source, leaf->attr)),
			name_of(tree->sepol, leaf->attr,
				avow_sepol_side_value(&tree->target, leaf->attr)));
	}
}

/* Tells what fails under @at, which does not hold: one alternative a line. */
static void explain(struct tree *tree, size_t at)
{
	const struct part *part = &tree->parts[at];
	uint32_t type = part->expression->expr_type;

	if (type == CEXPR_OR || type == CEXPR_AND) {
		if (!tree->parts[part->left].holds)
			explain(tree, part->left);
		if (!tree->parts[part->right].holds)
			explain(tree, part->right);
		return;
	}
	if (tree->told++ >= ALTERNATIVES_TOLD_MAX)
		return;
	append_part(tree, at, 0, tree->out);
	if (is_leaf(part))
		explain_leaf(tree, part->expression);
	avow_buf_putc(tree->out, '\n');
}

static void each_refusing(const struct avow_sepol *sepol,
			  const struct avow_question *question, struct avow_buf *out,
			  bool is_in_words)
{
	const class_datum_t *class =
		sepol->db->class_val_to_struct[question->pair.tclass - 1];
	struct tree *tree = calloc(1, sizeof(*tree));

	if (!tree) {
		out->failed = true;
		return;
	}
	tree->sepol = sepol;
	tree->source = (struct side){ &question->source->value, question->pair.source };
	tree->target = (struct side){ &question->target->value, question->pair.target };
	tree->out = out;
	for (const constraint_node_t *one = class->constraints; one; one = one->next) {
		if (!(one->permissions & question->requested) ||
		    avow_sepol_holds(sepol, one->expr, &tree->source, &tree->target) ||
		    !build(tree, one->expr))
			continue;
		tree->told = 0;
		if (is_in_words)
			explain(tree, tree->root);
		else
			append_constraint(tree, question, one);
	}
	free(tree);
}

void avow_sepol_constraints(const struct avow_sepol *sepol,
			    const struct avow_question *question, struct avow_buf *out)
{
	each_refusing(sepol, question, out, false);
}

void avow_sepol_constraint_words(const struct avow_sepol *sepol,
				 const struct avow_question *question,
				 struct avow_buf *out)
{
	each_refusing(sepol, question, out, true);
}
