/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the refusal would have been kept out of the log. */
#include "policy/selinux/layer.h"

#include "policy/selinux/quote.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	uint32_t hidden = avow_answer_refused(&ask->answer) & ask->answer.quiet;
	const struct avow_quoting quoting = {
		.sepol = ask->sepol,
		.pair = &ask->subject->pair,
		.wanted = hidden,
		.kinds = AVOW_QUOTE_DONTAUDIT | AVOW_QUOTE_IN_FORCE,
	};

	if (!avow_answer_refused(&ask->answer)) {
		avow_buf_puts(&out->text, "Nothing is refused.");
		return;
	}
	if (!hidden) {
		avow_buf_puts(&out->text, "The refusal is logged.");
		return;
	}
	avow_buf_puts(&out->text, "The policy keeps the refusal of ");
	avow_layer_permissions(ask, hidden, &out->text);
	avow_buf_puts(&out->text, " out of the log on purpose: it was logged by another "
				  "policy, or while dontaudit rules were off.");
	avow_quote_rules(&quoting, &out->evidence);
	out->verdict = AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_dontaudit = {
	.name = "dontaudit",
	.judge = judge,
};
