/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constraints, MLS and MCS among them, that touch what is asked for. */
#include "policy/selinux/layer.h"

static void append_failures(const struct avow_case *ask,
			    const struct avow_question *question, struct avow_buf *out)
{
	struct avow_buf words = { 0 };

	avow_sepol_constraint_words(ask->sepol, question, &words);
	if (words.length > 0)
		words.length--;
	for (size_t i = 0; i < words.length; i++) {
		if (words.data[i] == '\n')
			avow_buf_puts(out, "; or ");
		else
			avow_buf_putc(out, words.data[i]);
	}
	out->failed |= words.failed;
	avow_buf_free(&words);
}

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	struct avow_question question = ask->question;
	size_t count = avow_sepol_constraint_count(ask->sepol, &question);

	question.requested = ask->answer.constrained;
	if (count == 0) {
		avow_buf_puts(&out->text, "No constraint touches it.");
		return;
	}
	if (!question.requested) {
		avow_buf_printf(&out->text, "%zu constraint%s it, and allow%s it.", count,
				count == 1 ? " touches" : "s touch",
				count == 1 ? "s" : "");
		out->verdict = AVOW_LAYER_ALLOWS;
		return;
	}
	avow_buf_puts(&out->text, "A constraint refuses ");
	avow_layer_permissions(ask, question.requested, &out->text);
	avow_buf_puts(&out->text, " whatever the rules allow. It wants ");
	append_failures(ask, &question, &out->text);
	avow_buf_putc(&out->text, '.');
	avow_sepol_constraints(ask->sepol, &question, &out->evidence);
	out->verdict = AVOW_LAYER_REFUSES;
}

const struct avow_layer_kind avow_layer_constraint = {
	.name = "constraints",
	.judge = judge,
};
