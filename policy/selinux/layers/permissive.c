/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether what is refused is only logged. */
#include "policy/selinux/layer.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	uint32_t source = ask->subject->pair.source;

	if (!avow_sepol_is_permissive(ask->sepol, source)) {
		avow_buf_puts(&out->text, "The source type is not permissive.");
		return;
	}
	avow_buf_puts(&out->text,
		      "The source type is permissive: what is refused is only "
		      "logged.");
	avow_buf_printf(&out->evidence, "permissive %s;",
			avow_sepol_type_name(ask->sepol, source));
	out->verdict = AVOW_LAYER_ALLOWS;
}

const struct avow_layer_kind avow_layer_permissive = {
	.name = "permissive domain",
	.judge = judge,
};
