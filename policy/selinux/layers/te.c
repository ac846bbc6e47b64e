/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The allow rules in force, with the attributes that they came through. */
#include "policy/selinux/layer.h"

#include "policy/selinux/quote.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	uint32_t untyped = ask->answer.untyped;
	const struct avow_quoting quoting = {
		.sepol = ask->sepol,
		.pair = &ask->subject->pair,
		.wanted = ask->question.requested,
		.kinds = AVOW_QUOTE_ALLOW | AVOW_QUOTE_IN_FORCE,
	};

	if (untyped) {
		avow_buf_puts(&out->text, "No rule in force allows ");
		avow_layer_permissions(ask, untyped, &out->text);
		avow_buf_puts(&out->text, " for ");
		avow_layer_triple(ask, &out->text);
		avow_buf_putc(&out->text, '.');
	} else {
		avow_buf_puts(&out->text, "Rules in force allow all of it.");
	}
	avow_quote_rules(&quoting, &out->evidence);
	out->verdict = untyped ? AVOW_LAYER_REFUSES : AVOW_LAYER_ALLOWS;
}

const struct avow_layer_kind avow_layer_te = {
	.name = "type enforcement",
	.judge = judge,
};
