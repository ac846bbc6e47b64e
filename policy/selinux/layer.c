/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of layers; what each asks and says is in its own file under layers/. */
#include "policy/selinux/layer.h"

#include "analyzer/base/escape.h"

/*
 * The kernel's order: security_compute_av() looks up contexts and class,
 * context_struct_compute_av() goes through rules, constraints, roles and bounds;
 * then the AVC asks for extended permissions, and what was refused may still be let
 * through (permissive) or not be told (dontaudit).
 */
static const struct avow_layer_kind *const kinds[] = {
	&avow_layer_context,     &avow_layer_class,      &avow_layer_te,
	&avow_layer_conditional, &avow_layer_constraint, &avow_layer_role,
	&avow_layer_bounds,      &avow_layer_xperm,      &avow_layer_permissive,
	&avow_layer_dontaudit,
};

static int write_layer(const struct avow_layer_kind *kind, const struct avow_case *ask,
		       struct avow_arena *arena, struct avow_layer *out)
{
	struct avow_layer_words words = { .verdict = AVOW_LAYER_DOES_NOT_APPLY };
	struct avow_span evidence;

	if (ask->is_asked || kind->takes_unknown)
		kind->judge(ask, &words);
	else
		avow_buf_puts(&words.text, "It cannot be asked: the policy does not know "
					   "all the names.");
	evidence = avow_buf_span(&words.evidence);
	if (evidence.length > 0 && evidence.data[evidence.length - 1] == '\n')
		evidence.length--;
	out->name = kind->name;
	out->verdict = words.verdict;
	out->text = words.text.failed
			    ? NULL
			    : avow_arena_string(arena, avow_buf_span(&words.text));
	if (evidence.length > 0)
		out->evidence = avow_arena_string(arena, evidence);
	avow_buf_free(&words.text);
	avow_buf_free(&words.evidence);
	if (!out->text || words.evidence.failed ||
	    (evidence.length > 0 && !out->evidence))
		return AVOW_E_NOMEM;
	return 0;
}

int avow_layers_write(const struct avow_case *ask, struct avow_arena *arena,
		      struct avow_layer **out, size_t *count)
{
	int code = 0;

	*count = AVOW_ARRAY_SIZE(kinds);
	*out = avow_arena_alloc(arena, *count * sizeof(**out));
	if (!*out)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < *count && code == 0; i++)
		code = write_layer(kinds[i], ask, arena, &(*out)[i]);
	return code;
}

void avow_layer_permissions(const struct avow_case *ask, uint32_t bits,
			    struct avow_buf *out)
{
	const char *separator = "";

	for (size_t i = 0; i < ask->word_count; i++) {
		if (!(ask->bits[i] & bits))
			continue;
		avow_buf_puts(out, separator);
		avow_escape_display(out, ask->words[i]);
		separator = " ";
	}
}

void avow_layer_triple(const struct avow_case *ask, struct avow_buf *out)
{
	const struct avow_sepol_pair *pair = &ask->subject->pair;

	avow_buf_printf(out, "%s %s:%s", avow_sepol_type_name(ask->sepol, pair->source),
			pair->source == pair->target
				? "self"
				: avow_sepol_type_name(ask->sepol, pair->target),
			avow_sepol_class_name(ask->sepol, pair->tclass));
}
