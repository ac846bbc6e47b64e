/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-SHARED: somebody gave a file the type of another service's content, in a
 * place that file_contexts know nothing of. Types that both services may use, and that
 * are made to be given by hand, are tried.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/candidates.h"
#include "policy/selinux/circumstances/file_types.h"

#include "policy/selinux/sepol/types.h"

/* The paths that file_contexts say no more of than their tree's type. */
static void take_paths(const struct seen_paths *all, struct seen_paths *out)
{
	out->count = 0;
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].label.kind == AVOW_LABEL_KNOWN && !all->at[i].is_wrong &&
		    !all->at[i].is_doubtful && all->at[i].is_tree)
			out->at[out->count++] = all->at[i];
}

static int count_gainers(const struct avow_scene *scene, uint32_t requested,
			 struct file_types *types)
{
	struct avow_sepol_gain gain = {
		.count = types->count,
		.among = avow_sepol_attribute(scene->sepol, "domain"),
		.instead = scene->subject->pair.target,
		.tclass = scene->subject->pair.tclass,
		.permissions = requested,
	};
	size_t gainers[AVOW_GAIN_MAX] = { 0 };

	for (size_t i = 0; i < types->count; i++)
		gain.types[i] = types->at[i].type;
	if (avow_sepol_gainers(scene->sepol, &gain, gainers) < 0)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < types->count; i++)
		types->at[i].gainers = gainers[i] - (gainers[i] > 0);
	return 0;
}

/* Fewest gainers first; among equals the shorter name, which has no _rw in it. */
static void sort(const struct avow_scene *scene, struct file_types *types)
{
	for (size_t i = 1; i < types->count; i++)
		for (size_t k = i; k > 0; k--) {
			struct file_type *a = &types->at[k - 1], *b = &types->at[k];
			struct file_type kept = *a;

			if (a->gainers < b->gainers ||
			    (a->gainers == b->gainers &&
			     strlen(avow_sepol_type_name(scene->sepol, a->type)) <=
				     strlen(avow_sepol_type_name(scene->sepol, b->type))))
				break;
			*a = *b;
			*b = kept;
		}
}

/* The types of customizable_types that would do for both. */
static int find_types(const struct avow_scene *scene, struct file_types *out)
{
	struct avow_sepol_pair pair = scene->subject->pair;
	uint32_t requested = avow_file_types_requested(scene), owned = pair.target;
	struct seen_path row = { 0 };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; out->count < AVOW_FILE_TYPES_MAX; i++) {
		row.label.type = avow_labels_customizable(scene->labels, i);
		if (!row.label.type.length)
			break;
		pair.target = avow_paths_type(scene, &row);
		if (pair.target && requested &&
		    !(requested & ~avow_sepol_allowed(scene->sepol, &pair)) &&
		    avow_file_types_is_shared(scene, requested, owned, pair.target))
			out->at[out->count++].type = pair.target;
	}
	out->possible = out->count;
	if (out->count && count_gainers(scene, requested, out) < 0)
		return AVOW_E_NOMEM;
	sort(scene, out);
	return 0;
}

static int tell(const struct avow_scene *scene, const struct seen_paths *paths,
		const struct file_types *types, struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	uint64_t count = 0;
	int code;

	for (size_t i = 0; i < paths->count; i++)
		count += paths->at[i].count;
	avow_paths_list(paths, &text);
	avow_buf_printf(&text,
			" %s %s, the content of another service, in a place that "
			"file_contexts do not know. Several services share files by a "
			"type that is made for it.",
			paths->count == 1 ? "has" : "have", avow_paths_target(scene));
	avow_buf_puts(&evidence, avow_labels_directory(scene->labels));
	avow_paths_notes(scene, &evidence);
	code = text.failed || evidence.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_reason(out, &avow_circumstance_label_shared, count,
					  avow_buf_string(&text),
					  avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code == 0 ? avow_file_types_advise(scene, paths, types, out) : code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	const char *target = avow_paths_target(scene);
	struct seen_paths all, paths;
	struct file_types types;
	int code;

	if (!scene->labels || !pair->source || !pair->target || !pair->tclass ||
	    !avow_paths_matter(scene) || !avow_file_types_is_content(target) ||
	    avow_candidates_kinship(avow_sepol_type_name(scene->sepol, pair->source),
				    target))
		return 0;
	code = avow_paths_look(scene, out, &all);
	if (code < 0)
		return code;
	take_paths(&all, &paths);
	if (!paths.count)
		return 0;
	code = find_types(scene, &types);
	return code < 0 || !types.count ? code : tell(scene, &paths, &types, out);
}

const struct avow_circumstance_kind avow_circumstance_label_shared = {
	.code = "SEL-LABEL-SHARED",
	.layer = "label",
	.title = "the file is another service's content",
	.look = look,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { read } "
			  "for  pid=1 comm=\"vsftpd\" path=\"/data/site/index.html\" "
			  "dev=\"dm-0\" ino=1 scontext=system_u:system_r:ftpd_t:s0 "
			  "tcontext=system_u:object_r:httpd_sys_content_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"A file has one type. One that is named for the web server keeps "
			"the file server out. Types such as public_content_t are made "
			"for what several services offer, and every one of them may use "
			"it.",
		.safe_change =
			"Give the tree the shared type with semanage fcontext and "
			"restorecon. avow proposes it only where the service that has "
			"the files now keeps what it was refused the other.",
		.not_when = "When the two services have no business with one another's "
			    "files.",
	},
};
