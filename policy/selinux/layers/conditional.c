/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Allow rules that booleans switch off, and the fewest booleans that would do. */
#include "policy/selinux/layer.h"

#include "policy/selinux/quote.h"
#include "policy/selinux/reason.h"

static void append_sets(const struct avow_case *ask, struct avow_buf *out)
{
	for (size_t i = 0; i < ask->set_count; i++) {
		const struct avow_boolean_set *set = &ask->sets[i];

		avow_buf_puts(out, i > 0 ? "; or " : " ");
		avow_boolean_set_write(set, ask->sepol, " and ", out);
		if (set->supplies != ask->answer.untyped) {
			avow_buf_puts(out, " would allow ");
			avow_layer_permissions(ask, set->supplies, out);
			avow_buf_puts(out, " alone");
		} else if (!set->is_effective) {
			avow_buf_puts(out, " would allow it, but a later layer still "
					   "refuses");
		} else {
			avow_buf_puts(out, " would allow it");
		}
	}
}

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	const struct avow_quoting quoting = {
		.sepol = ask->sepol,
		.pair = &ask->subject->pair,
		.wanted = ask->question.requested,
		.kinds = AVOW_QUOTE_ALLOW | AVOW_QUOTE_SWITCHED_OFF,
	};

	if (avow_quote_rules(&quoting, &out->evidence) == 0) {
		avow_buf_puts(&out->text, "No rule for it is switched off by a boolean.");
		return;
	}
	if (!ask->answer.untyped) {
		avow_buf_puts(&out->text, "Booleans switch off rules that are not "
					  "needed.");
		out->verdict = AVOW_LAYER_ALLOWS;
		return;
	}
	avow_buf_puts(&out->text, "Booleans switch off rules for it:");
	append_sets(ask, &out->text);
	if (ask->set_count == 0)
		avow_buf_puts(&out->text, " no setting of them supplies what is missing");
	if (ask->subject->has_more)
		avow_buf_puts(&out->text, "; there are more of them than were tried");
	avow_buf_putc(&out->text, '.');
	out->verdict = AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_conditional = {
	.name = "conditional rules",
	.judge = judge,
};
