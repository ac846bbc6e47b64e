/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-UNLABELED: the kernel takes the file's label for invalid, or there is none.
 * The old one, when the record tells it, says what went missing.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/paths.h"

#include "analyzer/base/escape.h"

static void append_old(const struct avow_scene *scene, struct avow_buf *out)
{
	const struct avow_tally *old = &scene->subject->cluster->rawcons;

	if (!old->length) {
		avow_buf_puts(out, "The file has no label, or one that the policy of "
				   "the host does not take; the record does not tell "
				   "which.");
		return;
	}
	avow_buf_puts(out, "The file has the label ");
	avow_escape_display(out, old->entries[0].value);
	if (old->length > 1)
		avow_buf_printf(out, ", or one of %u others", old->length - 1);
	avow_buf_puts(out, ", which the policy of the host does not take: the module of "
			   "its type was removed or never installed.");
}

static int tell_reason(const struct avow_scene *scene, const struct seen_paths *wrong,
		       struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code;

	append_old(scene, &text);
	for (size_t i = 0; i < wrong->count && i < 4; i++) {
		avow_escape_display(&evidence, wrong->at[i].path);
		avow_buf_printf(&evidence, " %s\n", wrong->at[i].label.context);
	}
	if (wrong->count)
		avow_buf_puts(&evidence, avow_labels_directory(scene->labels));
	avow_paths_notes(scene, &evidence);
	code = text.failed || evidence.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_reason(
				 out, &avow_circumstance_label_unlabeled,
				 scene->subject->cluster->count, avow_buf_string(&text),
				 wrong->count ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/* One command for all paths; the trial is of what the first of them should carry. */
static int advise(const struct avow_scene *scene, const struct seen_paths *paths,
		  struct avow_telling *out)
{
	const struct avow_trial trial = {
		.target_type = avow_paths_type(scene, &paths->at[0]),
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

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	struct seen_paths all, good = { 0 };
	int code;

	if (strcmp(avow_paths_target(scene), "unlabeled_t") != 0 ||
	    !avow_paths_matter(scene))
		return 0;
	code = avow_paths_look(scene, out, &all);
	for (size_t i = 0; i < all.count; i++)
		if (all.at[i].is_restored)
			good.at[good.count++] = all.at[i];
	if (code == 0)
		code = tell_reason(scene, &good, out);
	if (code == 0 && good.count)
		code = advise(scene, &good, out);
	if (code == 0 && scene->subject->cluster->rawcons.length)
		code = avow_tell_advice(out, &avow_advice_restore_module, NULL, NULL);
	if (code == 0 && !good.count)
		code = avow_tell_advice(out, &avow_advice_relabel_host,
					"fixfiles onboot && reboot", NULL);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_label_unlabeled = {
	.code = "SEL-LABEL-UNLABELED",
	.layer = "label",
	.title = "the file has no valid label",
	.look = look,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"mill\" name=\"flour\" dev=\"dm-0\" ino=1 "
			  "scontext=system_u:system_r:init_t:s0 "
			  "tcontext=system_u:object_r:unlabeled_t:s0 tclass=file "
			  "permissive=0 trawcon=\"system_u:object_r:mill_data_t:s0\"",
		.explanation =
			"unlabeled_t stands for labels that the policy does not take: "
			"their type went away with its module, or they come from another "
			"policy, or the file was made while SELinux was off and has "
			"none. trawcon= tells the label that is on the disk.",
		.safe_change =
			"restorecon -R -v on the tree, or install the module of the old "
			"type again. After SELinux was off, relabel the whole system.",
		.not_when = "Never allow access to unlabeled_t: it stands for whatever "
			    "loses its label next.",
	},
};
