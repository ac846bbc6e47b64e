/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the one role may become the other; of process transitions alone. */
#include "policy/selinux/layer.h"

#include "analyzer/base/escape.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	struct avow_context source, target;
	bool is_refused = ask->answer.unrolled != 0;

	if (!avow_sepol_changes_role(ask->sepol, &ask->question) ||
	    !avow_context_parse(avow_atoms_text(ask->atoms, ask->access->scontext),
				&source) ||
	    !avow_context_parse(avow_atoms_text(ask->atoms, ask->access->tcontext),
				&target)) {
		avow_buf_puts(&out->text, "No process changes its role by it.");
		return;
	}
	avow_buf_puts(&out->text, is_refused ? "The policy has no role rule for it."
					     : "A role rule allows it.");
	avow_buf_puts(&out->evidence, is_refused ? "no role rule allow " : "allow ");
	avow_escape_display(&out->evidence, source.role);
	avow_buf_putc(&out->evidence, ' ');
	avow_escape_display(&out->evidence, target.role);
	avow_buf_putc(&out->evidence, ';');
	out->verdict = is_refused ? AVOW_LAYER_REFUSES : AVOW_LAYER_ALLOWS;
}

const struct avow_layer_kind avow_layer_role = {
	.name = "roles",
	.judge = judge,
};
