/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules for single ioctl commands and netlink message types. */
#include "policy/selinux/layer.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	const struct avow_question *question = &ask->question;
	struct avow_xperm_verdict verdict =
		avow_sepol_xperm(ask->sepol, &question->pair, question->requested,
				 question->xperm, &out->evidence);
	uint32_t number = question->xperm & 0xffff;

	if (!verdict.is_filtered) {
		avow_buf_puts(&out->text, "No rule filters single commands here.");
		return;
	}
	if (!question->xperm) {
		avow_buf_puts(&out->text, "Rules filter single commands, but the record "
					  "names none: it cannot be told.");
		return;
	}
	avow_buf_printf(&out->text,
			verdict.is_allowed
				? "Rules filter single commands and let 0x%04x "
				  "through."
				: "Rules filter single commands, and none lets "
				  "0x%04x through.",
			number);
	out->verdict = verdict.is_allowed ? AVOW_LAYER_ALLOWS : AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_xperm = {
	.name = "extended permissions",
	.judge = judge,
};
