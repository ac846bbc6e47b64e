/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the policy knows the class and the permissions, and what it does if not. */
#include "policy/selinux/layer.h"

#include "analyzer/base/escape.h"

static void append_unknown(const struct avow_case *ask, struct avow_buf *out)
{
	const char *separator = "";

	for (size_t i = 0; i < ask->word_count; i++) {
		if (ask->bits[i])
			continue;
		avow_buf_puts(out, separator);
		avow_escape_display(out, ask->words[i]);
		separator = " ";
	}
}

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	bool is_allowed = avow_sepol_allows_unknown(ask->sepol);
	struct avow_span tclass =
		avow_atoms_text(ask->atoms, ask->subject->cluster->tclass);

	if (ask->subject->pair.tclass && !avow_case_unknown_words(ask)) {
		avow_buf_puts(&out->text, "The policy knows the class and every "
					  "permission.");
		out->verdict = AVOW_LAYER_ALLOWS;
		return;
	}
	if (!ask->subject->pair.tclass) {
		avow_buf_puts(&out->text, "The policy has no class ");
		avow_escape_display(&out->text, tclass);
	} else {
		avow_buf_puts(&out->text, "In the policy the class ");
		avow_escape_display(&out->text, tclass);
		avow_buf_puts(&out->text, " has no permission ");
		append_unknown(ask, &out->text);
	}
	avow_buf_puts(&out->text,
		      is_allowed
			      ? ". It has the kernel allow what it does not know, so "
				"another policy made this record."
			      : ". The kernel refuses what such a policy does not know, "
				"or another policy made this record.");
	avow_buf_printf(&out->evidence, "handle_unknown %s",
			is_allowed ? "allow" : "deny");
	out->verdict = is_allowed ? AVOW_LAYER_ALLOWS : AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_class = {
	.name = "class and permissions",
	.takes_unknown = true,
	.judge = judge,
};
