/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-NEVERALLOW: the allow rule that would answer the cluster is forbidden by the
 * neverallow rules that the user gave, so none is suggested.
 */
#include "policy/selinux/circumstance.h"
#include "policy/selinux/neverallow.h"

/* What of the cluster may not be allowed, and which rule said so first. */
struct view {
	const struct avow_scene *scene;
	struct avow_neverallow_place where;
	uint64_t count; /* denials */
};

static uint32_t permissions_of(const struct avow_scene *scene,
			       const struct avow_access *access)
{
	struct avow_span rest =
		avow_span_of(avow_atoms_string(scene->atoms, access->permissions));
	uint32_t out = 0;
	char name[64];

	while (rest.length) {
		struct avow_span word = avow_span_first(rest, avow_span_find(rest, ' '));

		rest = avow_span_skip(rest, word.length + 1);
		if (!word.length || word.length >= sizeof(name))
			continue;
		memcpy(name, word.data, word.length);
		name[word.length] = '\0';
		out |= avow_sepol_permission(scene->sepol, scene->subject->pair.tclass,
					     name);
	}
	return out;
}

static bool is_never(const struct avow_scene *scene, const struct avow_access *access,
		     struct avow_neverallow_place *where)
{
	const struct avow_sepol_rule rule = {
		.pair = scene->subject->pair,
		.permissions = permissions_of(scene, access),
	};

	if (avow_neverallow_breaks(scene->neverallow, scene->sepol, &rule, where))
		return true;
	return (access->xperm & AVOW_XPERM) &&
	       avow_scene_has_reason(scene, "SEL-XPERM") &&
	       avow_neverallow_breaks_command(scene->neverallow, scene->sepol, &rule.pair,
					      (uint16_t)access->xperm, where);
}

static void look_at_accesses(struct view *view)
{
	const struct avow_cluster *cluster = view->scene->subject->cluster;
	struct avow_neverallow_place where;

	for (size_t i = 0; i < cluster->access_count; i++) {
		if (!is_never(view->scene, &cluster->accesses[i], &where))
			continue;
		if (!view->count || where.line < view->where.line)
			view->where = where;
		view->count += cluster->accesses[i].count;
	}
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	struct view view = { .scene = scene };
	struct avow_buf text = { 0 };
	int code = AVOW_E_NOMEM;

	if (!scene->neverallow || !pair->source || !pair->target || !pair->tclass)
		return 0;
	look_at_accesses(&view);
	if (!view.count)
		return 0;
	avow_neverallow_sentence(&view.where, &text);
	if (!text.failed)
		code = avow_tell_reason(out, &avow_circumstance_neverallow, view.count,
					avow_buf_string(&text), view.where.text);
	avow_buf_free(&text);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_neverallow = {
	.code = "SEL-NEVERALLOW",
	.layer = "neverallow",
	.title = "a neverallow rule forbids the allow rule",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:80): avc:  denied  { write } for  "
			"pid=512 comm=\"tug\" name=\"bar\" dev=\"sda1\" ino=77 "
			"scontext=system_u:system_r:tug_t:s0 "
			"tcontext=system_u:object_r:gold_t:s0 tclass=file permissive=0",
		.explanation =
			"The file given by --neverallow says that no rule may allow this. Such "
			"assertions are checked when a policy is built, and no longer in it "
			"when it runs; so they are read from that file, and every rule that "
			"would be suggested is held against them.",
		.safe_change =
			"Look for what is wrong with the access itself: the label, the domain, "
			"the program. If the access is right, whoever owns the assertions "
			"has to make an exception there first, for this domain alone.",
		.not_when =
			"Do not leave the assertion out to get the rule: the build of the "
			"policy would refuse it, or the promise that the assertion makes is "
			"broken.",
	},
};
