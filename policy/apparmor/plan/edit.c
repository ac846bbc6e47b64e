/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The files with the rules in them, each as a text and as a diff. What is in a file
 * already stays as it is.
 */
#include "policy/apparmor/plan/plan.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/base/contents.h"
#include "policy/apparmor/plan/place.h"

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

static struct avow_profile_edit *find_edit(const struct avow_profile_planner *planner,
					   const char *path)
{
	struct avow_profile_edits *edits = &planner->out->edits;

	for (size_t i = 0; i < edits->count; i++)
		if (strcmp(edits->at[i].path, path) == 0)
			return edits->at + i;
	return NULL;
}

/* The text of the file with the drafts in it; without any, @before. */
static struct avow_span with_drafts(const struct avow_profile_planner *planner,
				    const char *path, struct avow_span before)
{
	const struct avow_profile_drafts *drafts = planner->drafts;

	for (size_t i = 0; drafts && i < drafts->text_count; i++)
		if (strcmp(drafts->texts[i].path, path) == 0)
			return drafts->texts[i].text;
	return before;
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
	edit->after = with_drafts(planner, path, edit->before);
	planner->is_out_of_memory |= !edit->path || !edit->before.data;
	avow_buf_free(&text);
	return edit;
}

static void finish(struct avow_profile_planner *planner, struct avow_profile_edit *edit,
		   struct avow_buf *text)
{
	edit->after = avow_arena_copy(&planner->out->arena, avow_buf_span(text));
	planner->is_out_of_memory |= text->failed || !edit->after.data;
	avow_buf_free(text);
}

/* Behind all that the file of @taken holds. */
static void append(struct avow_profile_planner *planner,
		   const struct avow_profile_taken *taken, struct avow_span rules)
{
	struct avow_profile_edit *edit = open_edit(planner, taken->path);
	struct avow_buf text = { 0 };

	avow_buf_append(&text, edit->after);
	if (text.length && text.data[text.length - 1] != '\n')
		avow_buf_putc(&text, '\n');
	if (edit->is_new && !text.length)
		avow_place_put_title(taken->profile, &text);
	avow_buf_append(&text, rules);
	finish(planner, edit, &text);
}

/*
 * Profiles of one file are edited from its end to its front, so that the place of each is
 * still as far from the front as it was: what was put in is all behind it.
 */
static void insert(struct avow_profile_planner *planner,
		   const struct avow_profile_taken *taken, struct avow_span rules)
{
	struct avow_profile_edit *edit = open_edit(planner, taken->path);
	struct avow_buf text = { 0 }, lines = { 0 };
	char indent[AVOW_INDENT_MAX + 1];

	snprintf(indent, sizeof(indent), "%*s", (int)taken->indent, "");
	avow_place_put_lines(rules, indent, &lines);
	avow_place_insert(edit->after, taken->at, avow_buf_span(&lines),
			  *indent ? indent + 2 : "", &text);
	planner->is_out_of_memory |= lines.failed;
	avow_buf_free(&lines);
	finish(planner, edit, &text);
}

/* Takes a draft out that nothing was taken for. */
static void drop(struct avow_profile_planner *planner,
		 const struct avow_profile_taken *taken)
{
	struct avow_profile_edit *edit = open_edit(planner, taken->path);
	size_t end = taken->profile->end_at;
	struct avow_buf text = { 0 };

	end += avow_span_find(avow_span_skip(edit->after, end), '\n') + 1;
	avow_buf_append(&text, avow_span_first(edit->after, taken->at));
	avow_buf_append(&text, avow_span_skip(edit->after, end));
	finish(planner, edit, &text);
}

static bool is_spaced(struct avow_span flags)
{
	return avow_span_search(flags, ", ") < flags.length;
}

/* The flags in the head of the profile, which stays as it is otherwise. */
static void set_flags(struct avow_profile_planner *planner,
		      const struct avow_profile_taken *taken)
{
	struct avow_profile_edit *edit = open_edit(planner, taken->path);
	struct avow_span before = avow_span_first(edit->after, taken->at);
	struct avow_buf text = { 0 };

	avow_buf_append(&text, before);
	if (taken->profile->flags.length) {
		avow_buf_puts(&text, is_spaced(taken->profile->flags) ? ", " : ",");
		avow_buf_append(&text, avow_buf_span(&taken->rules));
	} else {
		if (before.length && !strchr(" \t\n", before.data[before.length - 1]))
			avow_buf_putc(&text, ' ');
		avow_buf_puts(&text, "flags=(");
		avow_buf_append(&text, avow_buf_span(&taken->rules));
		avow_buf_puts(&text, ") ");
	}
	avow_buf_append(&text, avow_span_skip(edit->after, taken->at));
	finish(planner, edit, &text);
}

static void edit_for(struct avow_profile_planner *planner,
		     const struct avow_profile_taken *taken)
{
	struct avow_buf rules = { 0 };
	size_t count;

	if (taken->is_head) {
		set_flags(planner, taken);
		return;
	}

	avow_profile_rules_merge(avow_buf_span(&taken->rules), &rules, &count);
	planner->out->edits.rules += count;
	planner->is_out_of_memory |= rules.failed;
	if (taken->draft && !taken->draft->is_wanted)
		drop(planner, taken);
	else if (taken->at == AVOW_AT_END)
		append(planner, taken, avow_buf_span(&rules));
	else
		insert(planner, taken, avow_buf_span(&rules));
	avow_buf_free(&rules);
}

/* The one of @taken that stands last in its file, of those not edited yet. */
static struct avow_profile_taken *last_of(struct avow_profile_taken *taken)
{
	struct avow_profile_taken *last = NULL;

	for (; taken; taken = taken->next) {
		if (!taken->path || taken->is_edited)
			continue;
		/* Of two at one place the draft stands behind. */
		if (!last || taken->at > last->at ||
		    (taken->at == last->at && taken->draft && !last->draft))
			last = taken;
	}
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

	avow_taken_place(planner);
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
