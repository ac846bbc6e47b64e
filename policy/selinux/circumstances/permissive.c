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
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:12): avc:  denied  { write "
			"} for  pid=77 comm=\"snuffer\" name=\"oil.db\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:snuff_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=1",
		.explanation =
			"The policy has the source type in its list of permissive "
			"ones: the kernel logs what it would refuse, and lets it "
			"through. In such a domain each access is logged about once, "
			"not each time, so counts are lower bounds.",
		.safe_change =
			"Gather what the domain needs (`avow suggest`), then have it "
			"enforced: `semanage permissive -d TYPE`.",
		.not_when =
			"While the records still bring news: what has not been seen "
			"yet would be refused.",
	},
};
