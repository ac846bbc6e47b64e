/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks libsepol what it would decide, and layer by layer what refuses. libsepol
 * stops at the first layer (type enforcement, constraints, roles, bounds) and
 * says nothing of single permissions; switching the later layers off in turn
 * tells both.
 */
#include "policy/selinux/sepol/internal.h"

#include <ctype.h>
#include <stdlib.h>

/* Types that bound types that bound types; a ring of them ends here too. */
#define BOUNDS_DEPTH_MAX 16

static int decide(const struct avow_question *question,
		  struct sepol_av_decision *decision)
{
	unsigned reason = 0;

	if (sepol_compute_av_reason(question->source, question->target, question->tclass,
				    question->requested, decision, &reason) != 0)
		return AVOW_E_LIBRARY;
	return 0;
}

/* What is allowed when the layers after @constraints are left out. */
static int decide_without(struct avow_sepol *sepol, const struct avow_question *question,
			  bool has_constraints, uint32_t *allowed)
{
	class_datum_t *class = sepol->db->class_val_to_struct[question->tclass - 1];
	constraint_node_t *constraints = class->constraints;
	sepol_access_vector_t transitions = sepol->db->process_trans_dyntrans;
	struct sepol_av_decision decision;
	int code;

	if (!has_constraints)
		class->constraints = NULL;
	sepol->db->process_trans_dyntrans = 0;
	code = decide(question, &decision);
	class->constraints = constraints;
	sepol->db->process_trans_dyntrans = transitions;
	*allowed = decision.allowed;
	return code;
}

/* The context of @sid with its type's bounding type, when it has one. */
static int bounding_sid(struct avow_sepol *sepol, uint32_t sid, uint32_t *out)
{
	const context_struct_t *context = sepol_sidtab_search(&sepol->sids, sid);
	context_struct_t bounding;
	uint32_t bounds = context ? avow_sepol_bounds(sepol, context->type) : 0;

	*out = sid;
	if (bounds == 0)
		return 0;
	bounding = *context;
	bounding.type = bounds;
	return sepol_sidtab_context_to_sid(&sepol->sids, &bounding, out) == 0
		       ? 0
		       : AVOW_E_NOMEM;
}

/*
 * What of @allowed the bounding types may do as well: the kernel's
 * type_attribute_bounds_av(), which bounds the target only along with the source.
 */
static int apply_bounds(struct avow_sepol *sepol, struct avow_question question,
			uint32_t *allowed)
{
	for (unsigned depth = 0; depth < BOUNDS_DEPTH_MAX; depth++) {
		struct sepol_av_decision decision;
		uint32_t source = question.source;

		if (bounding_sid(sepol, source, &question.source) < 0)
			return AVOW_E_NOMEM;
		if (question.source == source)
			return 0;
		if (bounding_sid(sepol, question.target, &question.target) < 0)
			return AVOW_E_NOMEM;
		if (decide(&question, &decision) < 0)
			return AVOW_E_LIBRARY;
		*allowed &= decision.allowed;
	}
	return 0;
}

static int split(struct avow_sepol *sepol, const struct avow_question *question,
		 uint32_t bounded, struct avow_answer *out)
{
	uint32_t left = question->requested, allowed;

	if (decide_without(sepol, question, false, &allowed) < 0)
		return AVOW_E_LIBRARY;
	out->untyped = left & ~allowed;
	left &= allowed;
	if (decide_without(sepol, question, true, &allowed) < 0)
		return AVOW_E_LIBRARY;
	out->constrained = left & ~allowed;
	left &= allowed;
	out->unrolled = left & ~bounded;
	return 0;
}

int avow_sepol_ask(struct avow_sepol *sepol, const struct avow_question *question,
		   struct avow_answer *out)
{
	struct sepol_av_decision decision;
	uint32_t bounded;

	memset(out, 0, sizeof(*out));
	avow_sepol_use(sepol);
	if (decide(question, &decision) < 0)
		return AVOW_E_LIBRARY;
	bounded = decision.allowed;
	if (apply_bounds(sepol, *question, &bounded) < 0)
		return AVOW_E_LIBRARY;
	out->quiet = question->requested & ~decision.auditdeny;
	out->unbounded = question->requested & decision.allowed & ~bounded;
	if ((question->requested & ~decision.allowed) == 0)
		return 0;
	return split(sepol, question, decision.allowed | out->unbounded, out);
}

/* libsepol's text of one constraint on one line, without its closing verdict. */
static void append_tidy(const char *text, struct avow_buf *out)
{
	const char *end = strstr(text, "; Constraint ");
	size_t length = end ? (size_t)(end - text) : strlen(text);
	bool is_gap = false;

	for (size_t i = 0; i < length; i++) {
		char byte = text[i];

		if (isspace((unsigned char)byte)) {
			is_gap = true;
			continue;
		}
		if (is_gap && byte != ')' && out->length > 0 &&
		    out->data[out->length - 1] != '(')
			avow_buf_putc(out, ' ');
		is_gap = false;
		avow_buf_putc(out, byte);
	}
	avow_buf_putc(out, '\n');
}

void avow_sepol_constraints(struct avow_sepol *sepol,
			    const struct avow_question *question, struct avow_buf *out)
{
	class_datum_t *class = sepol->db->class_val_to_struct[question->tclass - 1];
	constraint_node_t *all = class->constraints;

	avow_sepol_use(sepol);
	for (constraint_node_t *one = all; one; one = one->next) {
		struct sepol_av_decision decision;
		constraint_node_t *next = one->next;
		unsigned reason = 0;
		char *text = NULL;

		if (!(one->permissions & question->requested))
			continue;
		/* Alone in the list, so that the text is of this one. */
		class->constraints = one;
		one->next = NULL;
		if (sepol_compute_av_reason_buffer(question->source, question->target,
						   question->tclass, question->requested,
						   &decision, &reason, &text, 0) == 0 &&
		    (reason & SEPOL_COMPUTEAV_CONS) && text)
			append_tidy(text, out);
		free(text);
		one->next = next;
	}
	class->constraints = all;
}
