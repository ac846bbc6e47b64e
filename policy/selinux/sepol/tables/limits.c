/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells constraints in a normal form, so that two that differ in the order of their
 * parts alone are one: the parts of an `and` or an `or` within another of its kind are
 * its own, sorted, each once. It is no decision: one may be written in ways that no
 * sorting makes equal.
 */
#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/tables.h"

#define PARTS_MAX 1024 /* far more than libsepol reads (CEXPR_MAXDEPTH is 5, deep) */

/* A part in words; one that is an `and` or an `or` keeps what it is made of. */
struct part {
	uint32_t operator; /* CEXPR_AND, CEXPR_OR, CEXPR_NOT; else 0 */
	char **words;      /* of the operator; else one */
	size_t count;
};

static void free_part(struct part *part)
{
	for (size_t i = 0; i < part->count; i++)
		free(part->words[i]);
	free(part->words);
	*part = (struct part){ 0 };
}

/* Takes @word, and frees it when there is no room for it. */
static bool add_word(struct part *part, char *word)
{
	char **words =
		word ? realloc(part->words, (part->count + 1) * sizeof(*words)) : NULL;

	if (!words) {
		free(word);
		return false;
	}
	part->words = words;
	words[part->count++] = word;
	return true;
}

static int compare_words(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_words(struct part *part)
{
	size_t kept = 0;

	if (part->count)
		qsort(part->words, part->count, sizeof(*part->words), compare_words);
	for (size_t i = 0; i < part->count; i++) {
		if (kept && strcmp(part->words[kept - 1], part->words[i]) == 0)
			free(part->words[i]);
		else
			part->words[kept++] = part->words[i];
	}
	part->count = kept;
}

/* The part as one word, in brackets when it is one of several. */
static char *join(const struct part *part, bool is_within)
{
	const char *between = part->operator== CEXPR_AND ? " and " : " or ";
	bool has_brackets = is_within && part->count > 1;
	struct avow_buf out = { 0 };
	char *word;

	avow_buf_puts(&out, has_brackets ? "( " : "");
	for (size_t i = 0; i < part->count; i++) {
		avow_buf_puts(&out, i ? between : "");
		avow_buf_puts(&out, part->words[i]);
	}
	avow_buf_puts(&out, has_brackets ? " )" : "");
	word = out.failed ? NULL : strdup(avow_buf_string(&out));
	avow_buf_free(&out);
	return word;
}

/* Moves @from into @into, whose operator is set: as its own words, or as one. */
static bool absorb(struct part *into, struct part *from)
{
	bool is_done = true;

	if (from->operator== into->operator) {
		for (size_t i = 0; i < from->count; i++) {
			is_done = add_word(into, from->words[i]) && is_done;
			from->words[i] = NULL;
		}
	} else {
		is_done = add_word(into, join(from, true));
	}
	free_part(from);
	return is_done;
}

static const char *comparison(uint32_t operator)
{
	static const char *const words[] = {
		[CEXPR_EQ] = "==",       [CEXPR_NEQ] = "!=",        [CEXPR_DOM] = "dom",
		[CEXPR_DOMBY] = "domby", [CEXPR_INCOMP] = "incomp",
	};

	return operator < AVOW_ARRAY_SIZE(words) && words[operator] ? words[operator]
								    : "?";
}

static const char *const *operands(uint32_t attribute)
{
	static const struct {
		uint32_t attribute;
		const char *names[2];
	} pairs[] = {
		{ CEXPR_L1L2, { "l1", "l2" } }, { CEXPR_L1H2, { "l1", "h2" } },
		{ CEXPR_H1L2, { "h1", "l2" } }, { CEXPR_H1H2, { "h1", "h2" } },
		{ CEXPR_L1H1, { "l1", "h1" } }, { CEXPR_L2H2, { "l2", "h2" } },
		{ CEXPR_USER, { "u1", "u2" } }, { CEXPR_ROLE, { "r1", "r2" } },
		{ CEXPR_TYPE, { "t1", "t2" } }, { UINT32_MAX, { "?", "?" } },
	};
	size_t at = 0;

	while (!(attribute & pairs[at].attribute))
		at++;
	return pairs[at].names;
}

/* The names of a leaf as they were written, where the policy keeps that. */
static const ebitmap_t *names_of(const constraint_expr_t *leaf)
{
	if ((leaf->attr & CEXPR_TYPE) && leaf->type_names &&
	    !ebitmap_is_empty(&leaf->type_names->types) &&
	    ebitmap_is_empty(&leaf->type_names->negset) && !leaf->type_names->flags)
		return &leaf->type_names->types;
	return &leaf->names;
}

static void append_names(const struct avow_sepol *sepol, const constraint_expr_t *leaf,
			 struct avow_buf *out)
{
	int table = leaf->attr & CEXPR_USER   ? SYM_USERS
		    : leaf->attr & CEXPR_ROLE ? SYM_ROLES
					      : SYM_TYPES;
	struct part names = { 0 };
	ebitmap_node_t *node;
	unsigned bit;

	ebitmap_for_each_positive_bit(names_of(leaf), node, bit)
	{
		const char *name = avow_sepol_symbol(sepol, table, bit + 1);

		if (name && !add_word(&names, strdup(name)))
			out->failed = true;
	}
	sort_words(&names);
	avow_buf_puts(out, names.count == 1 ? "" : "{ ");
	for (size_t i = 0; i < names.count; i++)
		avow_buf_printf(out, "%s%s", i ? " " : "", names.words[i]);
	avow_buf_puts(out, names.count == 1 ? "" : names.count ? " }" : "}");
	free_part(&names);
}

static char *leaf_text(const struct avow_sepol *sepol, const constraint_expr_t *leaf)
{
	const char *const *names =
		operands(leaf->attr & ~(uint32_t)(CEXPR_TARGET | CEXPR_XTARGET));
	struct avow_buf out = { 0 };
	char *text;

	/* The third context of validatetrans is the process's. */
	if (leaf->attr & CEXPR_XTARGET)
		avow_buf_printf(&out, "%c3", names[0][0]);
	else
		avow_buf_puts(&out, names[(leaf->attr & CEXPR_TARGET) != 0]);
	avow_buf_printf(&out, " %s ", comparison(leaf->op));
	if (leaf->expr_type == CEXPR_NAMES)
		append_names(sepol, leaf, &out);
	else
		avow_buf_puts(&out, names[1]);
	text = out.failed ? NULL : strdup(avow_buf_string(&out));
	avow_buf_free(&out);
	return text;
}

static bool negate(struct part *part)
{
	struct avow_buf out = { 0 };
	char *inner = join(part, false);

	avow_buf_printf(&out, "not ( %s )", inner ? inner : "");
	free_part(part);
	if (inner && !out.failed)
		(void)add_word(part, strdup(avow_buf_string(&out)));
	free(inner);
	avow_buf_free(&out);
	return part->count == 1;
}

/* Puts one word of the postfix expression onto the stack; false when it cannot be. */
static bool push(const struct avow_sepol *sepol, const constraint_expr_t *word,
		 struct part *stack, size_t *depth)
{
	struct part both = { .operator= word->expr_type };
	bool is_done;

	if (word->expr_type == CEXPR_NOT)
		return *depth >= 1 && negate(&stack[*depth - 1]);
	if (word->expr_type == CEXPR_ATTR || word->expr_type == CEXPR_NAMES) {
		if (*depth == PARTS_MAX)
			return false;
		stack[*depth] = (struct part){ 0 };
		return add_word(&stack[(*depth)++], leaf_text(sepol, word));
	}
	if (*depth < 2)
		return false;
	*depth -= 2;
	is_done = absorb(&both, &stack[*depth]);
	is_done = absorb(&both, &stack[*depth + 1]) && is_done;
	sort_words(&both);
	/* `a and a` is a, and no `and` any more. */
	if (both.count == 1)
		both.operator= 0;
	stack[(*depth)++] = both;
	return is_done;
}

/* The expression in the normal form; NULL when it is none, or memory is out. */
static char *normal_text(const struct avow_sepol *sepol,
			 const constraint_expr_t *expression)
{
	struct part *stack = calloc(PARTS_MAX, sizeof(*stack));
	size_t depth = 0;
	char *text = NULL;
	bool is_done = stack != NULL;

	for (; expression && is_done; expression = expression->next)
		is_done = push(sepol, expression, stack, &depth);
	if (is_done && depth == 1)
		text = join(&stack[0], false);
	for (size_t i = 0; i < depth; i++)
		free_part(&stack[i]);
	free(stack);
	return text;
}

/* Each permission of a constraint for itself: how they are grouped means nothing. */
static void tell_permissions(const struct avow_sepol *sepol,
			     const struct avow_sepol_teller *teller, uint16_t tclass,
			     const constraint_node_t *one)
{
	const char *class = avow_sepol_class_name(sepol, tclass);
	char *text = normal_text(sepol, one->expr);
	struct avow_buf key = { 0 };

	for (unsigned bit = 0; bit < 32 && text; bit++) {
		const char *name = avow_sepol_permission_name(sepol, tclass, bit);

		if (!name || !(one->permissions & (UINT32_C(1) << bit)))
			continue;
		avow_buf_clear(&key);
		avow_buf_printf(&key, "%s %s", class, name);
		teller->tell(teller->data, avow_buf_string(&key), "expression", text);
	}
	avow_buf_free(&key);
	free(text);
}

void avow_sepol_tell_constraints(const struct avow_sepol *sepol,
				 const struct avow_sepol_teller *teller)
{
	for (uint16_t i = 1; i <= avow_sepol_class_max(sepol); i++) {
		const class_datum_t *class = sepol->db->class_val_to_struct[i - 1];

		for (const constraint_node_t *one = class ? class->constraints : NULL;
		     one; one = one->next)
			tell_permissions(sepol, teller, i, one);
	}
}

void avow_sepol_tell_validatetrans(const struct avow_sepol *sepol,
				   const struct avow_sepol_teller *teller)
{
	for (uint16_t i = 1; i <= avow_sepol_class_max(sepol); i++) {
		const class_datum_t *class = sepol->db->class_val_to_struct[i - 1];

		for (const constraint_node_t *one = class ? class->validatetrans : NULL;
		     one; one = one->next) {
			char *text = normal_text(sepol, one->expr);

			if (text)
				teller->tell(teller->data,
					     avow_sepol_class_name(sepol, i),
					     "expression", text);
			free(text);
		}
	}
}
