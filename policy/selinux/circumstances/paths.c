/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What circumstances about labels share: the paths of a cluster, what file_contexts say
 * of them, and the commands that name them. A path is hostile text: a command quotes it
 * and a pattern escapes it. One path stays one; a directory is named only when several
 * paths below it are the evidence.
 */
#include "policy/selinux/circumstances/paths.h"

#include "policy/selinux/sepol/types.h"

#include "analyzer/base/escape.h"

#define NAMED_MAX 4    /* paths in one command */
#define COMMON_DEPTH 2 /* a directory of the root is nobody's own, nor is a home */

/* A type that a whole file system has by the way it is mounted: no path decides it. */
static bool is_mounted(const struct avow_scene *scene)
{
	uint32_t attribute = avow_sepol_attribute(scene->sepol, "filesystem_type");

	return attribute &&
	       avow_sepol_is_member(scene->sepol, scene->subject->pair.target, attribute);
}

bool avow_paths_matter(const struct avow_scene *scene)
{
	const char *tclass =
		avow_atoms_string(scene->atoms, scene->subject->cluster->tclass);

	return avow_labels_is_file(tclass) && !is_mounted(scene) &&
	       (avow_scene_has_reason(scene, "SEL-TE") ||
		avow_scene_has_reason(scene, "SEL-BOOL") ||
		avow_scene_has_reason(scene, "SEL-DONTAUDIT") ||
		avow_scene_has_reason(scene, "SEL-UNKNOWN-TYPE"));
}

static const char *const generic[] = {
	"default_t",
	"file_t",
	"root_t",
	"etc_t",
	"usr_t",
	"var_t",
	"var_lib_t",
	"var_log_t",
	"var_run_t",
	"var_lock_t",
	"var_spool_t",
	"mnt_t",
	"src_t",
	"opt_t",
	"srv_t",
	"device_t",
	"unlabeled_t",
	"fixed_disk_device_t",
	"removable_device_t",
};

static bool is_generic(struct avow_span type)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(generic); i++)
		if (avow_span_is(type, generic[i]))
			return true;
	return false;
}

bool avow_paths_is_generic(const char *type)
{
	return is_generic(avow_span_of(type));
}

bool avow_paths_is_carried(const struct avow_scene *scene, const char *type)
{
	struct avow_label_use use;

	if (!scene->labels)
		return false;
	avow_labels_use(scene->labels, type, &use);
	return use.patterns > 0 &&
	       use.areas[AVOW_AREA_TEMPORARY] + use.areas[AVOW_AREA_HOMES] ==
		       use.patterns;
}

const char *avow_paths_target(const struct avow_scene *scene)
{
	return avow_atoms_string(scene->atoms, scene->subject->cluster->tcontext_type);
}

uint32_t avow_paths_type(const struct avow_scene *scene, const struct seen_path *row)
{
	char name[256] = { 0 };

	if (row->label.type.length == 0 || row->label.type.length >= sizeof(name))
		return 0;
	memcpy(name, row->label.type.data, row->label.type.length);
	return avow_sepol_type(scene->sepol, name);
}

/*
 * What rules say where a record names what the policy does not know, so that nothing can
 * be tried: whether they allow it, or cannot tell.
 */
static bool may_be_allowed(const struct avow_scene *scene, uint32_t target)
{
	const struct avow_tally *words = &scene->subject->cluster->permissions;
	struct avow_sepol_pair pair = scene->subject->pair;
	uint32_t requested = 0;

	if (!pair.source || !pair.tclass)
		return true;
	pair.target = target;
	for (uint32_t i = 0; i < words->length; i++)
		requested |= avow_sepol_permission(scene->sepol, pair.tclass,
						   words->entries[i].value.data);
	return (requested & ~avow_sepol_allowed(scene->sepol, &pair)) == 0;
}

/*
 * Holds what the file carries against what file_contexts say. Where they say no more
 * than the tree, and the file has a type of its own, it is not wrong for that: a process
 * made it so, or somebody gave it the type. Then only a better end counts.
 */
static int compare(const struct avow_scene *scene, struct avow_telling *telling,
		   struct seen_path *row)
{
	const char *target = avow_paths_target(scene);
	bool is_known = !is_generic(row->label.type);
	const struct avow_trial trial = { .target_type = avow_paths_type(scene, row) };
	struct avow_outcome outcome;

	if (row->label.doubt) {
		row->is_doubtful = true;
		return 0;
	}
	if (trial.target_type) {
		if (avow_telling_try(telling, &trial, &outcome) < 0)
			return AVOW_E_NOMEM;
		row->is_restored = outcome.allowed + outcome.denied > 0
					   ? outcome.allowed > 0
					   : may_be_allowed(scene, trial.target_type);
	}
	row->is_wrong =
		is_known || row->is_restored || avow_paths_is_carried(scene, target);
	row->is_anothers = is_known;
	row->is_tree = !is_known && !avow_labels_is_shared(scene->labels, row->path);
	return 0;
}

static int look_at(const struct avow_scene *scene, struct avow_telling *telling,
		   struct seen_path *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	const char *target = avow_paths_target(scene);

	if (avow_labels_lookup(scene->labels, out->path,
			       avow_atoms_string(scene->atoms, cluster->tclass),
			       &out->label) < 0)
		return AVOW_E_NOMEM;
	if (out->label.kind != AVOW_LABEL_KNOWN ||
	    avow_span_is(out->label.type, target) ||
	    avow_labels_is_customizable(scene->labels, target))
		return 0;
	return compare(scene, telling, out);
}

int avow_paths_look(const struct avow_scene *scene, struct avow_telling *telling,
		    struct seen_paths *out)
{
	const struct avow_tally *paths = &scene->subject->cluster->paths;
	int code = 0;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < paths->length && code == 0; i++) {
		struct seen_path *row = &out->at[out->count++];

		row->path = paths->entries[i].value;
		while (row->path.length > 1 &&
		       row->path.data[row->path.length - 1] == '/')
			row->path.length--;
		row->count = paths->entries[i].count;
		code = look_at(scene, telling, row);
	}
	return code;
}

/* @path without its last component. */
static struct avow_span parent_of(struct avow_span path)
{
	while (path.length && path.data[path.length - 1] != '/')
		path.length--;
	if (path.length)
		path.length--;
	return path;
}

static bool is_below(struct avow_span path, struct avow_span directory)
{
	return path.length > directory.length && path.data[directory.length] == '/' &&
	       memcmp(path.data, directory.data, directory.length) == 0;
}

static size_t depth_of(struct avow_span path)
{
	size_t depth = 0;

	for (size_t i = 0; i < path.length; i++)
		depth += path.data[i] == '/';
	return depth;
}

struct avow_span avow_paths_common(const struct avow_scene *scene,
				   const struct seen_paths *paths)
{
	struct avow_span common =
		paths->count > 1 ? parent_of(paths->at[0].path) : avow_span_of("");

	for (size_t i = 1; i < paths->count; i++)
		while (common.length && !is_below(paths->at[i].path, common))
			common = parent_of(common);
	if (depth_of(common) <
		    COMMON_DEPTH + (avow_labels_area(common) == AVOW_AREA_HOMES) ||
	    (scene->labels && avow_labels_is_shared(scene->labels, common)))
		return avow_span_of("");
	return common;
}

void avow_paths_list(const struct seen_paths *paths, struct avow_buf *out)
{
	size_t shown = paths->count > NAMED_MAX ? NAMED_MAX - 1 : paths->count;

	for (size_t i = 0; i < shown; i++) {
		if (i > 0)
			avow_buf_puts(out, i + 1 == paths->count ? " and " : ", ");
		avow_escape_display(out, paths->at[i].path);
	}
	if (shown < paths->count)
		avow_buf_printf(out, " and %zu more", paths->count - shown);
}

/* Paths that begin with a dash do not: they are absolute. */
static void append_words(const struct seen_paths *paths, struct avow_buf *out)
{
	for (size_t i = 0; i < paths->count && i < NAMED_MAX; i++) {
		avow_buf_putc(out, ' ');
		avow_escape_shell(out, paths->at[i].path);
	}
}

void avow_paths_restore(const struct avow_scene *scene, const struct seen_paths *paths,
			struct avow_buf *out)
{
	struct avow_span common = avow_paths_common(scene, paths);

	if (common.length) {
		avow_buf_puts(out, "restorecon -R -v ");
		avow_escape_shell(out, common);
		return;
	}
	avow_buf_puts(out, "restorecon -v");
	append_words(paths, out);
}

/* `semanage fcontext -a -t TYPE 'PATTERN'`, @end behind the path's own pattern. */
static void append_pattern(const struct avow_scene *scene, struct avow_span path,
			   const char *type, const char *end, struct avow_buf *out)
{
	struct avow_buf pattern = { 0 };

	avow_labels_pattern(scene->labels, path, &pattern);
	avow_buf_puts(&pattern, end);
	avow_buf_puts(out, "semanage fcontext -a -t ");
	avow_escape_shell(out, avow_span_of(type));
	avow_buf_putc(out, ' ');
	avow_escape_shell(out, avow_buf_span(&pattern));
	avow_buf_puts(out, " && ");
	out->failed |= pattern.failed;
	avow_buf_free(&pattern);
}

void avow_paths_label(const struct avow_scene *scene, const struct seen_paths *paths,
		      const char *type, struct avow_buf *out)
{
	struct avow_span common = avow_paths_common(scene, paths);

	if (common.length) {
		append_pattern(scene, common, type, "(/.*)?", out);
		avow_buf_puts(out, "restorecon -R -v ");
		avow_escape_shell(out, common);
		return;
	}
	for (size_t i = 0; i < paths->count && i < NAMED_MAX; i++)
		append_pattern(scene, paths->at[i].path, type, "", out);
	avow_buf_puts(out, "restorecon -v");
	append_words(paths, out);
}

void avow_paths_notes(const struct avow_scene *scene, struct avow_buf *out)
{
	const char *note;

	for (size_t i = 0; scene->labels && (note = avow_labels_note(scene->labels, i));
	     i++)
		avow_buf_printf(out, "\n%s", note);
}
