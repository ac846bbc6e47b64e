/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was taken for each profile, and where it goes. */
#include <stdio.h>
#include <stdlib.h>

#include "policy/apparmor/plan/place.h"
#include "policy/apparmor/plan/plan.h"

/* What was taken for the profile, or its head; NULL when memory is out. */
static struct avow_profile_taken *open_taken(struct avow_profile_planner *planner,
					     const struct avow_profile *profile,
					     bool is_head)
{
	struct avow_profile_taken *taken = planner->taken;

	while (taken && (taken->profile != profile || taken->is_head != is_head))
		taken = taken->next;
	if (taken)
		return taken;
	taken = calloc(1, sizeof(*taken));
	planner->is_out_of_memory |= !taken;
	if (!taken)
		return NULL;
	taken->profile = profile;
	taken->is_head = is_head;
	taken->draft = avow_draft_of(planner->drafts, profile);
	taken->next = planner->taken;
	planner->taken = taken;
	return taken;
}

void avow_taken_add(struct avow_profile_planner *planner,
		    const struct avow_profile *profile, const char *rules)
{
	struct avow_profile_taken *taken = open_taken(planner, profile, false);

	if (!taken || !*rules)
		return;
	avow_buf_puts(&taken->rules, rules);
	avow_buf_putc(&taken->rules, '\n');
}

void avow_taken_add_flag(struct avow_profile_planner *planner,
			 const struct avow_profile *profile, const char *flag)
{
	struct avow_profile_taken *taken = open_taken(planner, profile, true);
	struct avow_span flags = taken ? avow_buf_span(&taken->rules) : avow_span_of("");
	struct avow_span name = avow_span_skip(avow_span_of(flag), strlen("flags=("));
	char word[64];

	name = avow_span_first(name, avow_span_find(name, ')'));
	snprintf(word, sizeof(word), "%.*s", (int)name.length, name.data);
	if (!taken || avow_span_search(flags, word) < flags.length)
		return;
	if (flags.length)
		avow_buf_putc(&taken->rules, ',');
	avow_buf_puts(&taken->rules, word);
}

void avow_taken_free(struct avow_profile_planner *planner)
{
	while (planner->taken) {
		struct avow_profile_taken *next = planner->taken->next;

		avow_buf_free(&planner->taken->rules);
		free(planner->taken);
		planner->taken = next;
	}
}

/* Every draft is among what was taken, and wanted where it has rules or a child. */
static void take_drafts(struct avow_profile_planner *planner)
{
	struct avow_profile_drafts *drafts = planner->drafts;

	for (size_t i = 0; drafts && i < drafts->count; i++)
		if (!drafts->at[i].is_void)
			avow_taken_add(planner, drafts->at[i].profile, "");
	for (struct avow_profile_taken *at = planner->taken; at; at = at->next)
		if (at->draft && at->rules.length)
			at->draft->is_wanted = true;
	for (size_t i = 0; drafts && i < drafts->count; i++)
		if (drafts->at[i].is_wanted && drafts->at[i].parent_draft)
			((struct avow_profile_draft *)drafts->at[i].parent_draft)
				->is_wanted = true;
}

static bool is_real(const struct avow_profile_taken *taken)
{
	return taken->draft && !taken->is_head ? taken->draft->is_wanted
					       : taken->rules.length > 0;
}

/* The line of the head of a draft, and the empty line before it. */
static size_t begin_of(const struct avow_profile *profile)
{
	struct avow_span text = profile->place.source->text;
	size_t at = profile->open_at;

	while (at && text.data[at - 1] != '\n')
		at--;
	if (at > 1 && text.data[at - 2] == '\n')
		at--;
	return at;
}

/* Behind the head of a draft, and what it includes. */
static size_t inside_of(const struct avow_profile *profile)
{
	struct avow_span text = profile->place.source->text;
	size_t at = profile->open_at;
	struct avow_span line;

	at += avow_span_find(avow_span_skip(text, at), '\n') + 1;
	line = avow_span_trim_front(avow_span_skip(text, at));
	if (avow_span_starts_with(line, "include <") ||
	    avow_span_starts_with(line, "#include <"))
		at += avow_span_find(avow_span_skip(text, at), '\n') + 1;
	return at;
}

/* Before the first draft of a child of @profile in the file; else @at. */
static size_t before_children(const struct avow_profile_planner *planner,
			      const struct avow_profile *profile, size_t at)
{
	const struct avow_profile_drafts *drafts = planner->drafts;

	for (size_t i = 0; drafts && i < drafts->count; i++) {
		const struct avow_profile *child = drafts->at[i].profile;

		if (child && child->parent == profile && begin_of(child) < at)
			at = begin_of(child);
	}
	return at;
}

/* Of what stands in the draft. */
static unsigned indent_of(const struct avow_profile *profile)
{
	struct avow_span line =
		avow_span_skip(profile->place.source->text, begin_of(profile));
	unsigned indent = 2;

	if (line.length && line.data[0] == '\n')
		line = avow_span_skip(line, 1);
	while (indent < AVOW_INDENT_MAX && line.length && line.data[0] == ' ') {
		line = avow_span_skip(line, 1);
		indent++;
	}
	return indent;
}

static unsigned depth_of(const struct avow_profile *profile)
{
	unsigned depth = 1;

	for (const struct avow_profile *at = profile->parent; at; at = at->parent)
		depth++;
	return depth;
}

/* Where a flag goes: behind those that there are, or before the brace. */
static size_t flags_of(const struct avow_profile *profile)
{
	struct avow_span flags = avow_span_trim_end(profile->flags);

	if (!flags.length)
		return profile->open_at;
	return (size_t)(flags.data - profile->place.source->text.data) + flags.length;
}

static void place(struct avow_profile_planner *planner, struct avow_profile_taken *taken)
{
	struct avow_span local = avow_place_local(taken->profile);
	struct avow_buf path = { 0 };

	if (taken->is_head) {
		taken->at = flags_of(taken->profile);
		avow_buf_puts(&path, taken->profile->place.source->path);
	} else if (taken->draft) {
		taken->at = taken->draft->is_wanted ? inside_of(taken->profile)
						    : begin_of(taken->profile);
		taken->indent = indent_of(taken->profile);
		avow_buf_puts(&path, taken->draft->path);
	} else if (local.length) {
		taken->at = before_children(planner, taken->profile, AVOW_AT_END);
		avow_buf_printf(&path, "%s/", planner->base);
		avow_buf_append(&path, local);
	} else {
		taken->at =
			before_children(planner, taken->profile, taken->profile->end_at);
		taken->indent = 2 * depth_of(taken->profile);
		if (taken->indent > AVOW_INDENT_MAX)
			taken->indent = AVOW_INDENT_MAX;
		avow_buf_puts(&path, taken->profile->end.source->path);
	}
	taken->path = path.failed ? NULL
				  : avow_arena_string(&planner->out->arena,
						      avow_buf_span(&path));
	planner->is_out_of_memory |= !taken->path;
	avow_buf_free(&path);
}

/* Whether something real goes into the file. */
static bool is_edited(const struct avow_profile_planner *planner, const char *path)
{
	for (const struct avow_profile_taken *at = planner->taken; at; at = at->next)
		if (is_real(at) && at->path && strcmp(at->path, path) == 0)
			return true;
	return false;
}

void avow_taken_place(struct avow_profile_planner *planner)
{
	take_drafts(planner);
	for (struct avow_profile_taken *at = planner->taken; at; at = at->next)
		place(planner, at);
	for (struct avow_profile_taken *at = planner->taken; at; at = at->next)
		if (at->path && !is_edited(planner, at->path))
			at->path = NULL;
}
