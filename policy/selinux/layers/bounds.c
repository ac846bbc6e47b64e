/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the type that bounds the source may do it itself. */
#include "policy/selinux/layer.h"

static void judge(const struct avow_case *ask, struct avow_layer_words *out)
{
	uint32_t source = ask->subject->pair.source;
	uint32_t bounds = avow_sepol_bounds(ask->sepol, source);
	uint32_t refused = ask->answer.unbounded;

	if (!bounds) {
		avow_buf_puts(&out->text, "No type bounds the source type.");
		return;
	}
	avow_buf_printf(&out->text, "%s bounds the source type and may ",
			avow_sepol_type_name(ask->sepol, bounds));
	if (refused) {
		avow_buf_puts(&out->text, "not ");
		avow_layer_permissions(ask, refused, &out->text);
		avow_buf_puts(&out->text, " itself, or a type that bounds it may not.");
	} else {
		avow_buf_puts(&out->text, "do it itself.");
	}
	avow_buf_printf(&out->evidence, "typebounds %s %s;\n",
			avow_sepol_type_name(ask->sepol, bounds),
			avow_sepol_type_name(ask->sepol, source));
	out->verdict = refused ? AVOW_LAYER_REFUSES : AVOW_LAYER_ALLOWS;
}

const struct avow_layer_kind avow_layer_bounds = {
	.name = "type bounds",
	.judge = judge,
};
