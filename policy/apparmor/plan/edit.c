/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where rules go: into the profile's own local/ file, which updates of packages leave
 * alone, or before the closing brace of the profile where it includes none. What is in
 * a file already stays as it is.
 */
#include "policy/apparmor/plan/plan.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/base/contents.h"

#define FILE_MAX (16 * 1024 * 1024)

static void *take(struct avow_profile_planner *planner, size_t size)
{
	void *memory = avow_arena_alloc(&planner->out->arena, size);

	planner->is_out_of_memory |= !memory;
	return memory;
}

static const char *keep(struct avow_profile_planner *planner, const struct avow_buf *text)
{
	const char *copy = text->failed ? NULL
					: avow_arena_string(&planner->out->arena,
							    avow_buf_span(text));

	planner->is_out_of_memory |= !copy;
	return copy ? copy : "";
}

/* "<local/NAME>" of the profile's includes: the NAME with local/; or empty. */
static struct avow_span local_name(const struct avow_profile *profile)
{
	for (const struct avow_profile_include *at = profile->includes; at;
	     at = at->next) {
		struct avow_span name = at->text;

		if (name.length > 2 && strchr("<\"", name.data[0]))
			name = avow_span_make(name.data + 1, name.length - 2);
		if (avow_span_starts_with(name, "local/") &&
		    avow_span_search(name, "..") == name.length)
			return name;
	}
	return avow_span_of("");
}

static struct avow_profile_edit *find_edit(const struct avow_profile_planner *planner,
					   const char *path)
{
	struct avow_profile_edits *edits = &planner->out->edits;

	for (size_t i = 0; i < edits->count; i++)
		if (strcmp(edits->at[i].path, path) == 0)
			return edits->at + i;
	return NULL;
}

/* The edit of the file at @path, which begins with what is there. */
static struct avow_profile_edit *open_edit(struct avow_profile_planner *planner,
					   const char *path)
{
	struct avow_profile_edit *edit = find_edit(planner, path);
	struct avow_buf text = { 0 };

	if (edit)
		return edit;
	edit = planner->out->edits.at + planner->out->edits.count++;
	edit->path = avow_arena_string(&planner->out->arena, avow_span_of(path));
	edit->is_new = avow_contents_read(path, FILE_MAX, &text, NULL) != 0;
	edit->before = avow_arena_copy(&planner->out->arena, avow_buf_span(&text));
	edit->after = edit->before;
	planner->is_out_of_memory |= !edit->path || !edit->before.data;
	avow_buf_free(&text);
	return edit;
}

static void put_indented(struct avow_buf *out, struct avow_span rules, const char *indent)
{
	while (rules.length) {
		size_t length = avow_span_find(rules, '\n');

		avow_buf_puts(out, indent);
		avow_buf_append(out, avow_span_first(rules, length));
		avow_buf_putc(out, '\n');
		rules = avow_span_skip(rules, length + 1);
	}
}

static void finish(struct avow_profile_planner *planner, struct avow_profile_edit *edit,
		   struct avow_buf *text)
{
	edit->after = avow_arena_copy(&planner->out->arena, avow_buf_span(text));
	planner->is_out_of_memory |= text->failed || !edit->after.data;
	avow_buf_free(text);
}

static void append_local(struct avow_profile_planner *planner,
			 const struct avow_profile *profile, struct avow_span local,
			 struct avow_span rules)
{
	struct avow_buf path = { 0 }, text = { 0 };
	struct avow_profile_edit *edit;

	avow_buf_printf(&path, "%s/", planner->base);
	avow_buf_append(&path, local);
	edit = open_edit(planner, avow_buf_string(&path));
	avow_buf_append(&text, edit->after);
	if (text.length && text.data[text.length - 1] != '\n')
		avow_buf_putc(&text, '\n');
	if (edit->is_new && !text.length)
		avow_buf_printf(&text, "# Site-specific additions to the profile %s.\n",
				profile->name);
	put_indented(&text, rules, "");
	finish(planner, edit, &text);
	avow_buf_free(&path);
}

static unsigned depth_of(const struct avow_profile *profile)
{
	unsigned depth = 1;

	for (const struct avow_profile *at = profile->parent; at; at = at->parent)
		depth++;
	return depth;
}

/*
 * Profiles of one file are edited from its end to its front, so that the brace of each is
 * still as far from the front as it was: what was put in is all behind it.
 */
static void insert_before_brace(struct avow_profile_planner *planner,
				const struct avow_profile *profile,
				struct avow_span rules)
{
	struct avow_profile_edit *edit = open_edit(planner, profile->end.source->path);
	size_t at = profile->end_at, line = at;
	struct avow_buf text = { 0 };
	char indent[16];

	if (at > edit->after.length) /* the file was changed meanwhile */
		at = line = edit->after.length;
	while (line && strchr(" \t", edit->after.data[line - 1]))
		line--;
	snprintf(indent, sizeof(indent), "%*s", (int)(2 * depth_of(profile)), "");
	if (line && edit->after.data[line - 1] == '\n')
		at = line;
	avow_buf_append(&text, avow_span_first(edit->after, line));
	if (text.length && text.data[text.length - 1] != '\n')
		avow_buf_putc(&text, '\n');
	put_indented(&text, rules, indent);
	if (at != line || !line)
		avow_buf_append(
			&text, avow_span_first(avow_span_of(indent), strlen(indent) - 2));
	avow_buf_append(&text, avow_span_skip(edit->after, at));
	finish(planner, edit, &text);
}

static void edit_for(struct avow_profile_planner *planner,
		     const struct avow_profile_taken *taken)
{
	struct avow_span local = local_name(taken->profile);
	struct avow_buf rules = { 0 };
	size_t count;

	avow_rules_merge(avow_buf_span(&taken->rules), &rules, &count);
	planner->out->edits.rules += count;
	planner->is_out_of_memory |= rules.failed;
	if (local.length)
		append_local(planner, taken->profile, local, avow_buf_span(&rules));
	else
		insert_before_brace(planner, taken->profile, avow_buf_span(&rules));
	avow_buf_free(&rules);
}

/* The one of @taken that stands last in its file, of those not edited yet. */
static struct avow_profile_taken *last_of(struct avow_profile_taken *taken)
{
	struct avow_profile_taken *last = NULL;

	for (; taken; taken = taken->next)
		if (taken->rules.length && !taken->is_edited &&
		    (!last || taken->profile->end_at > last->profile->end_at))
			last = taken;
	return last;
}

static int compare_paths(const void *left, const void *right)
{
	const struct avow_profile_edit *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static void write_diff(struct avow_profile_planner *planner,
		       struct avow_profile_edit *edit)
{
	struct avow_buf diff = { 0 };

	avow_diff_write(edit->before, edit->after, edit->path, edit->is_new, &diff);
	edit->diff = keep(planner, &diff);
	avow_buf_free(&diff);
}

void avow_profile_edit_files(struct avow_profile_planner *planner)
{
	struct avow_profile_edits *edits = &planner->out->edits;
	struct avow_profile_taken *taken;
	size_t count = 0;

	for (taken = planner->taken; taken; taken = taken->next)
		count++;
	edits->at = take(planner, (count + 1) * sizeof(*edits->at));
	while (edits->at && (taken = last_of(planner->taken)) != NULL) {
		edit_for(planner, taken);
		taken->is_edited = true;
	}
	if (!edits->at || planner->is_out_of_memory)
		return;
	qsort(edits->at, edits->count, sizeof(*edits->at), compare_paths);
	for (size_t i = 0; i < edits->count; i++)
		write_diff(planner, edits->at + i);
}
