/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The drafts as text: a file of its own for a whole profile, named as AppArmor's tools
 * name it (get_new_profile_filename() in utils/apparmor/aa.py); children in the profile's
 * local/ file, before its closing brace where it includes none, or in the draft that they
 * are of. No file that is there is written over.
 */
#include "policy/apparmor/drafts/drafts.h"

#include <stdio.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "policy/apparmor/plan/place.h"
#include "policy/apparmor/profiles/files.h"

#define FILE_MAX (16 * 1024 * 1024)

struct writing {
	const struct avow_drafts_input *input;
	struct avow_profile_drafts *drafts;
	bool is_out_of_memory;
};

static bool has_file(const struct writing *w, const char *name)
{
	char path[4096];

	return snprintf(path, sizeof(path), "%s/%s", w->input->profiles->base, name) <
		       (int)sizeof(path) &&
	       access(path, F_OK) == 0;
}

static void put_include(const struct writing *w, struct avow_buf *out, const char *indent,
			const char *name)
{
	if (has_file(w, name))
		avow_buf_printf(out, "%s%sinclude <%s>\n", indent,
				w->input->abi == AVOW_ABI_2_13 ? "#" : "", name);
}

void avow_draft_put_head(const struct avow_profile_draft *draft, struct avow_buf *out)
{
	const char *parent = draft->parent         ? draft->parent->name
			     : draft->parent_draft ? draft->parent_draft->name
						   : NULL;
	const char *name = draft->name + (parent ? strlen(parent) + strlen("//") : 0);

	avow_buf_printf(out, "profile %s", name);
	if (draft->program && strcmp(draft->program, name) != 0)
		avow_buf_printf(out, " %s", draft->program);
	avow_buf_puts(out, draft->is_complain ? " flags=(complain)" : "");
}

static void put_child(const struct writing *w, const struct avow_profile_draft *draft,
		      struct avow_buf *out, const char *indent)
{
	char deeper[16];

	snprintf(deeper, sizeof(deeper), "  %s", indent);
	avow_buf_puts(out, indent);
	avow_draft_put_head(draft, out);
	avow_buf_puts(out, " {\n");
	put_include(w, out, deeper, "abstractions/base");
	avow_buf_printf(out, "%s}\n", indent);
}

static void put_abi(const struct writing *w, struct avow_buf *out)
{
	static const char *const names[] = {
		[AVOW_ABI_3_0] = "abi/3.0",
		[AVOW_ABI_4_0] = "abi/4.0",
	};
	const char *name =
		w->input->abi < AVOW_ARRAY_SIZE(names) ? names[w->input->abi] : NULL;

	if (name && has_file(w, name))
		avow_buf_printf(out, "abi <%s>,\n\n", name);
}

/* usr.bin.lamp of /usr/bin/lamp, profile_lamp of lamp. */
static void put_file_name(const char *name, struct avow_buf *out)
{
	if (*name != '/')
		avow_buf_puts(out, "profile_");
	for (const char *at = *name == '/' ? name + 1 : name; *at; at++)
		avow_buf_putc(out, *at == '/' ? '.' : *at);
}

static void put_whole(struct writing *w, const struct avow_profile_draft *draft,
		      const char *file, struct avow_buf *out)
{
	put_abi(w, out);
	put_include(w, out, "", "tunables/global");
	avow_buf_puts(out,
		      "\n# Made of a log in complain mode, which shows what happened "
		      "once: to be run in\n# complain mode until nothing new is "
		      "logged, and then enforced.\n");
	avow_draft_put_head(draft, out);
	avow_buf_puts(out, " {\n");
	put_include(w, out, "  ", "abstractions/base");
	for (size_t i = 0; i < w->drafts->count; i++) {
		if (w->drafts->at[i].parent_draft != draft)
			continue;
		w->drafts->at[i].path = draft->path;
		avow_buf_putc(out, '\n');
		put_child(w, w->drafts->at + i, out, "  ");
	}
	if (w->input->abi != AVOW_ABI_2_13)
		avow_buf_printf(out, "\n  include if exists <local/%s>\n", file);
	avow_buf_puts(out, "}\n");
}

static struct avow_profile_overlay *find_text(const struct writing *w, const char *path)
{
	for (size_t i = 0; i < w->drafts->text_count; i++)
		if (strcmp(w->drafts->texts[i].path, path) == 0)
			return w->drafts->texts + i;
	return NULL;
}

static struct avow_profile_overlay *add_text(struct writing *w, const char *path)
{
	struct avow_profile_overlay *text = w->drafts->texts + w->drafts->text_count;

	text->path = avow_arena_string(&w->drafts->arena, avow_span_of(path));
	w->is_out_of_memory |= !text->path;
	if (!text->path)
		return NULL;
	text->text = avow_span_of("");
	w->drafts->text_count++;
	return text;
}

static void set_text(struct writing *w, struct avow_profile_overlay *text,
		     const struct avow_buf *from)
{
	text->text = avow_arena_copy(&w->drafts->arena, avow_buf_span(from));
	w->is_out_of_memory |= from->failed || !text->text.data;
}

static void write_whole(struct writing *w, struct avow_profile_draft *draft)
{
	struct avow_buf file = { 0 }, path = { 0 }, text = { 0 };
	struct avow_profile_overlay *overlay = NULL;

	put_file_name(draft->name, &file);
	avow_buf_printf(&path, "%s/", w->input->profiles->base);
	avow_buf_append(&path, avow_buf_span(&file));
	w->is_out_of_memory |= path.failed;
	draft->is_void = path.failed || !avow_files_is_directory(w->input->source) ||
			 avow_files_is_leftover(avow_buf_string(&file)) ||
			 access(avow_buf_string(&path), F_OK) == 0 ||
			 find_text(w, avow_buf_string(&path));
	if (!draft->is_void)
		overlay = add_text(w, avow_buf_string(&path));
	if (overlay) {
		draft->path = overlay->path;
		put_whole(w, draft, avow_buf_string(&file), &text);
		set_text(w, overlay, &text);
	}
	avow_buf_free(&file);
	avow_buf_free(&path);
	avow_buf_free(&text);
}

/* All children that are drafts of @parent, an empty line before each. */
static void put_children(struct writing *w, const struct avow_profile *parent,
			 const char *path, struct avow_buf *out, const char *indent)
{
	for (size_t i = 0; i < w->drafts->count; i++) {
		struct avow_profile_draft *draft = w->drafts->at + i;

		if (draft->parent != parent)
			continue;
		avow_buf_putc(out, '\n');
		put_child(w, draft, out, indent);
		draft->path = path;
	}
}

static struct avow_profile_overlay *open_text(struct writing *w, const char *path)
{
	struct avow_profile_overlay *text = find_text(w, path);
	struct avow_buf before = { 0 };

	if (text)
		return text;
	text = add_text(w, path);
	if (text && avow_contents_read(path, FILE_MAX, &before, NULL) == 0)
		set_text(w, text, &before);
	avow_buf_free(&before);
	return text;
}

static void write_local(struct writing *w, const struct avow_profile *parent,
			struct avow_span local)
{
	struct avow_profile_overlay *text;
	struct avow_buf path = { 0 }, after = { 0 };

	avow_buf_printf(&path, "%s/", w->input->profiles->base);
	avow_buf_append(&path, local);
	text = path.failed ? NULL : open_text(w, avow_buf_string(&path));
	w->is_out_of_memory |= !text;
	if (text) {
		avow_buf_append(&after, text->text);
		if (after.length && after.data[after.length - 1] != '\n')
			avow_buf_putc(&after, '\n');
		if (!after.length)
			avow_place_put_title(parent, &after);
		put_children(w, parent, text->path, &after, "");
		set_text(w, text, &after);
	}
	avow_buf_free(&path);
	avow_buf_free(&after);
}

static void write_within(struct writing *w, const struct avow_profile *parent)
{
	struct avow_profile_overlay *text = open_text(w, parent->end.source->path);
	struct avow_buf children = { 0 }, after = { 0 };

	if (!text) {
		w->is_out_of_memory = true;
		return;
	}
	put_children(w, parent, text->path, &children, "  ");
	avow_place_insert(text->text, parent->end_at, avow_buf_span(&children), "",
			  &after);
	set_text(w, text, &after);
	avow_buf_free(&children);
	avow_buf_free(&after);
}

/* The parent whose brace is last, of those that have children not yet written. */
static const struct avow_profile *last_parent(const struct writing *w)
{
	const struct avow_profile *last = NULL;

	for (size_t i = 0; i < w->drafts->count; i++) {
		const struct avow_profile_draft *draft = w->drafts->at + i;

		if (draft->parent && !draft->path && !draft->is_void &&
		    (!last || draft->parent->end_at > last->end_at))
			last = draft->parent;
	}
	return last;
}

int avow_drafts_write(const struct avow_drafts_input *input,
		      struct avow_profile_drafts *drafts)
{
	struct writing w = { .input = input, .drafts = drafts };
	const struct avow_profile *parent;

	drafts->texts = avow_arena_alloc(&drafts->arena,
					 (drafts->count + 1) * sizeof(*drafts->texts));
	if (!drafts->texts)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < drafts->count; i++)
		if (!drafts->at[i].parent && !drafts->at[i].parent_draft &&
		    !drafts->at[i].is_void)
			write_whole(&w, drafts->at + i);
	while (!w.is_out_of_memory && (parent = last_parent(&w)) != NULL) {
		struct avow_span local = avow_place_local(parent);

		if (local.length)
			write_local(&w, parent, local);
		else
			write_within(&w, parent);
	}
	return w.is_out_of_memory ? AVOW_E_NOMEM : 0;
}
