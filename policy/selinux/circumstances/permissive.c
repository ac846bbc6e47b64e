/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-PERMISSIVE: the policy marks the source type permissive, so that the kernel only
 * logs what it would refuse to it.
 */
#include "policy/selinux/circumstance.h"

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	uint32_t source = scene->subject->pair.source;
	struct avow_buf evidence = { 0 };
	int code;

	if (!source || !avow_sepol_is_permissive(scene->sepol, source))
		return 0;
	avow_buf_printf(&evidence, "permissive %s;",
			avow_sepol_type_name(scene->sepol, source));
	code = avow_tell_reason(out, &avow_circumstance_permissive, cluster->count,
				"The policy marks the source type permissive: it only "
				"logs what it would refuse.",
				avow_buf_string(&evidence));
	avow_buf_free(&evidence);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_permissive = {
	.code = "SEL-PERMISSIVE",
	.layer = "permissive domain",
	.title = "the domain is permissive",
	.look = look,
};
