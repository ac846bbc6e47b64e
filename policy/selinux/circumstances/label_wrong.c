/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-WRONG: a file carries another type than file_contexts gives its path.
 * Relabelling is advised only where it changes something and its end is allowed.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/paths.h"

#include "analyzer/base/escape.h"

#define GROUPS_MAX 4 /* types that the paths of one cluster should carry */

/* The paths that should carry the same. */
struct group {
	uint32_t number; /* from 1 on */
	uint64_t count;  /* denials */
};

/* Takes the paths that should carry what the one at @first should, and marks them. */
static uint64_t take_group(const struct seen_paths *all, size_t first, bool *is_done,
			   struct seen_paths *out)
{
	uint64_t count = 0;

	out->count = 0;
	for (size_t i = first; i < all->count; i++) {
		if (!all->at[i].is_wrong ||
		    !avow_span_equal(all->at[i].label.type, all->at[first].label.type))
			continue;
		is_done[i] = true;
		out->at[out->count++] = all->at[i];
		count += all->at[i].count;
	}
	return count;
}

static void append_text(const struct avow_scene *scene, const struct seen_paths *paths,
			struct avow_buf *out)
{
	const struct avow_label *label = &paths->at[0].label;
	const char *carried = avow_paths_target(scene);

	avow_paths_list(paths, out);
	avow_buf_printf(out, " %s %s, and file_contexts %s %.*s.",
			paths->count == 1 ? "carries" : "carry", carried,
			paths->count == 1 ? "gives it" : "gives them",
			(int)label->type.length, label->type.data);
	if (avow_paths_is_carried(scene, carried) &&
	    avow_labels_area(paths->at[0].path) == AVOW_AREA_DATA)
		avow_buf_printf(out,
				" %s is what files are made with in home directories or "
				"for a while: mv takes the label along, cp does not.",
				carried);
	if (!paths->at[0].is_restored)
		avow_buf_puts(out, " That one would be refused too.");
}

static int advise(const struct avow_scene *scene, const struct seen_paths *paths,
		  const struct group *group, struct avow_telling *out)
{
	const struct avow_trial trial = {
		.target_type = avow_paths_type(scene, &paths->at[0]),
		.part = group->number,
		.answers = group->count,
	};
	struct avow_buf change = { 0 };
	int code;

	avow_paths_restore(scene, paths, &change);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(out, &avow_advice_restore_label,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

static int tell(const struct avow_scene *scene, const struct seen_paths *paths,
		const struct group *group, struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code;

	append_text(scene, paths, &text);
	avow_escape_display(&evidence, paths->at[0].path);
	avow_buf_printf(&evidence, " %s\n%s", paths->at[0].label.context,
			avow_labels_directory(scene->labels));
	avow_paths_notes(scene, &evidence);
	code = text.failed || evidence.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_reason(out, &avow_circumstance_label_wrong,
					  group->count, avow_buf_string(&text),
					  avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	if (code == 0 && paths->at[0].is_restored)
		code = advise(scene, paths, group, out);
	return code;
}

/* Says what cannot be decided, and why, of the first path of which it cannot. */
static int tell_doubt(const struct avow_scene *scene, const struct seen_paths *all,
		      struct avow_telling *out)
{
	const struct seen_path *row = all->at;
	struct avow_buf text = { 0 };
	int code;

	while (row < all->at + all->count && !row->is_doubtful)
		row++;
	if (row == all->at + all->count)
		return 0;
	avow_buf_puts(&text, "Whether ");
	avow_escape_display(&text, row->path);
	avow_buf_printf(&text, " should carry %s cannot be told: in %s, %s",
			avow_paths_target(scene), avow_labels_directory(scene->labels),
			row->label.doubt);
	code = text.failed ? AVOW_E_NOMEM
			   : avow_tell_reason(out, &avow_circumstance_label_wrong,
					      row->count, avow_buf_string(&text), NULL);
	avow_buf_free(&text);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	struct seen_paths all, group;
	bool is_done[AVOW_TALLY_MAX] = { false };
	uint32_t groups = 0;
	int code;

	if (!scene->labels || !avow_paths_matter(scene) ||
	    strcmp(avow_paths_target(scene), "unlabeled_t") == 0)
		return 0;
	code = avow_paths_look(scene, out, &all);
	for (size_t i = 0; i < all.count && code == 0 && groups < GROUPS_MAX; i++) {
		struct group which;

		if (!all.at[i].is_wrong || is_done[i])
			continue;
		which.count = take_group(&all, i, is_done, &group);
		which.number = ++groups;
		code = tell(scene, &group, &which, out);
	}
	return code == 0 ? tell_doubt(scene, &all, out) : code;
}

const struct avow_circumstance_kind avow_circumstance_label_wrong = {
	.code = "SEL-LABEL-WRONG",
	.layer = "label",
	.title = "the file does not carry the label of its place",
	.look = look,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"httpd\" path=\"/var/www/html/index.html\" "
			  "dev=\"dm-0\" ino=1 scontext=system_u:system_r:httpd_t:s0 "
			  "tcontext=unconfined_u:object_r:user_home_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"A file keeps the label that it was made with. file_contexts, a "
			"list of patterns that comes with the policy, says what each "
			"place should carry; only restorecon, the installation of a "
			"package and a relabelling of the system look at it. A file that "
			"was moved with mv, unpacked elsewhere, or made by a program "
			"without a domain of its own carries what fits another place.",
		.safe_change =
			"restorecon -v on the path. It changes nothing but the label, and "
			"that to what the policy's authors chose for the place. "
			"`restorecon -n -v` shows what it would do.",
		.not_when =
			"When the label was given by hand, with chcon, for a purpose: "
			"then tell file_contexts of it with semanage fcontext, or the "
			"next relabelling undoes it.",
	},
};
