/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-MISSING: the file has the type of a whole tree, or one that fits another
 * program, and file_contexts have nothing better for its place. Types that would do are
 * read from the policy and tried.
 */
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/file_types.h"

#include "analyzer/base/escape.h"

/*
 * The paths whose place needs a label: not those that restorecon answers, and no
 * directory that the policy has places in, which is everybody's.
 */
static void take_paths(const struct avow_scene *scene, const struct seen_paths *all,
		       bool is_generic, struct seen_paths *out)
{
	out->count = 0;
	for (size_t i = 0; i < all->count; i++) {
		const struct seen_path *row = &all->at[i];

		if (row->label.kind != AVOW_LABEL_RELATIVE &&
		    row->label.kind != AVOW_LABEL_NO_PLACE && !row->is_restored &&
		    !row->label.doubt && (is_generic || row->is_wrong) &&
		    !(scene->labels && avow_labels_is_shared(scene->labels, row->path)))
			out->at[out->count++] = *row;
	}
}

static bool has_name_alone(const struct seen_paths *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].label.kind == AVOW_LABEL_RELATIVE)
			return true;
	return all->count == 0;
}

/* A type that files bring along from where they were made, and no boolean knows of it. */
static bool is_lost(const struct avow_scene *scene)
{
	return avow_paths_is_carried(scene, avow_paths_target(scene)) &&
	       !avow_scene_has_reason(scene, "SEL-BOOL") &&
	       !avow_scene_has_reason(scene, "SEL-DONTAUDIT");
}

static bool has_doubt(const struct seen_paths *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].label.doubt)
			return true;
	return false;
}

/* Code that changes itself wants a library type of its own, which lib_t is not. */
static bool is_execmod(const struct avow_scene *scene)
{
	const struct avow_tally *words = &scene->subject->cluster->permissions;

	for (uint32_t i = 0; i < words->length; i++)
		if (avow_span_is(words->entries[i].value, "execmod"))
			return true;
	return false;
}

/* What file_contexts say of the paths would not help either. */
static void append_wrong(const struct seen_paths *paths, struct avow_buf *out)
{
	const struct avow_label *label = &paths->at[0].label;

	avow_buf_printf(out, "%.*s, which file_contexts give ", (int)label->type.length,
			label->type.data);
	avow_escape_display(out, paths->at[0].path);
	avow_buf_puts(out, ", would not do for the domain either.");
}

static void append_text(const struct avow_scene *scene, const struct seen_paths *paths,
			const struct file_types *types, struct avow_buf *out)
{
	const char *target = avow_paths_target(scene);

	if (paths->count && paths->at[0].is_wrong) {
		append_wrong(paths, out);
	} else if (is_execmod(scene)) {
		avow_buf_printf(out, "%s is no type for code that changes itself.",
				target);
	} else {
		avow_buf_printf(
			out,
			avow_paths_is_generic(target)
				? "Files have %s where nothing more exact is said "
				  "of them: "
				: "Files bring %s along from home directories, or "
				  "from where they are made for a while: ",
			target);
		if (paths->count)
			avow_paths_list(paths, out);
		else
			avow_buf_puts(out, "the file");
		avow_buf_puts(out, paths->count > 1 ? " have no label of their own."
						    : " has no label of its own.");
	}
	if (!paths->count)
		avow_buf_puts(out, " Where it is, the record does not tell.");
	if (types->possible == 0)
		avow_buf_puts(out, " No type of the policy allows it to the domain.");
	else if (types->count == 0)
		avow_buf_puts(out, " No type that the domain may use so is made for such "
				   "a place.");
	else if (types->is_near)
		avow_buf_puts(out, " No type of the policy allows just this to the "
				   "domain; those named here allow what comes nearest.");
	else
		avow_buf_printf(out,
				" The domain may do it with files of %zu other type%s.",
				types->possible, types->possible == 1 ? "" : "s");
}

static void append_evidence(const struct avow_scene *scene,
			    const struct seen_paths *paths, struct avow_buf *out)
{
	for (size_t i = 0; i < paths->count && i < 4; i++) {
		avow_escape_display(out, paths->at[i].path);
		if (paths->at[i].label.kind == AVOW_LABEL_KNOWN)
			avow_buf_printf(out, " %s\n", paths->at[i].label.context);
		else
			avow_buf_printf(out, ": %s\n", paths->at[i].label.why);
	}
	if (scene->labels)
		avow_buf_puts(out, avow_labels_directory(scene->labels));
	avow_paths_notes(scene, out);
}

static int tell_reason(const struct avow_scene *scene, const struct seen_paths *paths,
		       const struct file_types *types, struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	uint64_t count = paths->count ? 0 : scene->subject->cluster->count;
	int code;

	for (size_t i = 0; i < paths->count; i++)
		count += paths->at[i].count;
	append_text(scene, paths, types, &text);
	append_evidence(scene, paths, &evidence);
	code = text.failed || evidence.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_reason(out, &avow_circumstance_label_missing, count,
					  avow_buf_string(&text),
					  evidence.length ? avow_buf_string(&evidence)
							  : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/* Whether not even its tree is known: worth a word when no type would do. */
static bool is_nobodys(const struct avow_scene *scene, const struct seen_paths *paths)
{
	return strcmp(avow_paths_target(scene), "default_t") == 0 ||
	       (paths->count && paths->at[0].label.kind == AVOW_LABEL_NO_ENTRY);
}

static int tell(const struct avow_scene *scene, const struct seen_paths *paths,
		struct avow_telling *out)
{
	struct file_types types;
	int code =
		avow_file_types_find(scene, paths->count ? &paths->at[0] : NULL, &types);

	if (code == 0 && !types.count && !is_nobodys(scene, paths))
		return 0;
	if (code == 0)
		code = tell_reason(scene, paths, &types, out);
	return code == 0 ? avow_file_types_advise(scene, paths, &types, out) : code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	const char *target = avow_paths_target(scene);
	bool is_generic = avow_paths_is_generic(target) || is_execmod(scene);
	struct seen_paths all, paths;
	int code;

	if (!pair->source || !pair->target || !pair->tclass ||
	    !avow_paths_matter(scene) || strcmp(target, "unlabeled_t") == 0)
		return 0;
	code = avow_paths_look(scene, out, &all);
	if (code < 0)
		return code;
	take_paths(scene, &all, is_generic, &paths);
	if (!paths.count &&
	    (!has_name_alone(&all) || has_doubt(&all) || !(is_generic || is_lost(scene))))
		return 0;
	return tell(scene, &paths, out);
}

const struct avow_circumstance_kind avow_circumstance_label_missing = {
	.code = "SEL-LABEL-MISSING",
	.layer = "label",
	.title = "the place has no label of its own",
	.look = look,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { write } "
			  "for  pid=1 comm=\"smbd\" path=\"/data/share/list\" "
			  "dev=\"dm-0\" ino=1 scontext=system_u:system_r:smbd_t:s0 "
			  "tcontext=system_u:object_r:default_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"The policy's file_contexts know the usual places of the usual "
			"programs. What lies elsewhere gets the type of the tree around "
			"it (var_t, usr_t, default_t and so on), which confined programs "
			"may use little of. A rule for such a type would open the whole "
			"tree.",
		.safe_change =
			"semanage fcontext for the place, with a type that the domain may "
			"use already, then restorecon. Look with `ls -Z` what the files "
			"are first.",
		.not_when =
			"When the program has no business there: a web server that reads "
			"/etc or /opt at random may be led by somebody else.",
	},
};
