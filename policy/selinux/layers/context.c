/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the policy takes both contexts; the kernel takes an invalid one for unlabeled.
 */
#include "policy/selinux/layer.h"

static void append_flaw(const struct avow_case *ask, const char *side, uint32_t atom,
			struct avow_layer_words *out)
{
	avow_buf_printf(&out->text, "The policy does not take the %s: it knows no ",
			side);
	avow_sepol_flaw(ask->sepol, avow_atoms_string(ask->atoms, atom), &out->text);
	avow_buf_puts(&out->text, ". ");
}

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	bool is_known = ask->question.source && ask->question.target;

	if (!ask->question.source)
		append_flaw(ask, "scontext", ask->access->scontext, out);
	if (!ask->question.target)
		append_flaw(ask, "tcontext", ask->access->tcontext, out);
	avow_buf_puts(&out->text,
		      is_known ? "The policy takes both contexts."
			       : "The kernel would take such an object for unlabeled; "
				 "more likely another policy made this record.");
	out->verdict = is_known ? AVOW_LAYER_ALLOWS : AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_context = {
	.name = "contexts",
	.takes_unknown = true,
	.judge = judge,
};
