/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens the two policies and has them compared, kind by kind. Files that are the same
 * byte by byte are equal without being compared, once one of them is a policy.
 */
#include <stdlib.h>

#include "analyzer/base/sha256.h"
#include "policy/selinux/diff/internal.h"
#include "policy/selinux/diff/kinds.h"

static int read_images(const char *const paths[SIDES], struct avow_image images[SIDES],
		       struct avow_error *error)
{
	int code = 0;

	for (int side = 0; side < SIDES && code == 0; side++)
		code = avow_image_read(paths[side], avow_sepol_oldest_version(),
				       avow_sepol_newest_version(), &images[side], error);
	return code;
}

static int describe(struct diff *diff, const char *const paths[SIDES],
		    const struct avow_image images[SIDES], struct avow_difference *out,
		    struct avow_error *error)
{
	for (int side = 0; side < SIDES; side++) {
		struct avow_difference_policy *policy = &out->policies[side];
		char *digest = avow_arena_alloc(&diff->arena, 65);

		policy->path = avow_arena_string(&diff->arena, avow_span_of(paths[side]));
		policy->version = images[side].version;
		policy->sha256 = digest;
		if (!digest || !policy->path)
			return avow_error_nomem(error);
		if (diff->options->is_digested)
			avow_sha256_hex(avow_buf_span(&images[side].bytes), digest);
	}
	out->is_same_file = avow_span_equal(avow_buf_span(&images[OLD].bytes),
					    avow_buf_span(&images[NEW].bytes));
	return 0;
}

static int open_policies(struct diff *diff, const char *const paths[SIDES],
			 const struct avow_image images[SIDES],
			 struct avow_difference *out, struct avow_error *error)
{
	int sides = out->is_same_file ? 1 : SIDES, code = 0;

	for (int side = 0; side < sides && code == 0; side++) {
		code = avow_sepol_open_tables(&images[side], paths[side],
					      &diff->policies[side], error);
		if (code == 0)
			out->policies[side].is_mls =
				avow_sepol_is_mls(diff->policies[side]);
	}
	if (out->is_same_file)
		out->policies[NEW].is_mls = out->policies[OLD].is_mls;
	return code;
}

static bool wants_rules(const struct diff *diff)
{
	for (size_t i = 0; i < AVOW_ROW_KINDS; i++)
		if (avow_diff_wants(diff, avow_diff_section_of((enum avow_row_kind)i)))
			return true;
	return false;
}

static int compare_rules(struct diff *diff)
{
	struct affected affected = { 0 };
	int code = avow_diff_affected(diff, &affected);

	if (code == 0)
		code = avow_diff_lines(diff, &affected);
	avow_diff_free_affected(&affected);
	if (code == 0)
		code = avow_diff_moves(diff);
	return code ? code : avow_diff_gains(diff);
}

static int compare(struct diff *diff)
{
	int code = 0;

	for (size_t kind = 0; kind < avow_diff_kind_count && code == 0; kind++)
		if (avow_diff_tables[kind] && avow_diff_wants(diff, kind))
			code = avow_diff_facts(diff, kind, avow_diff_tables[kind]);
	/* What has a mark is told by its names, which are those of rules. */
	if (code == 0)
		code = avow_diff_sets(diff);
	if (code == 0)
		code = avow_diff_classes(diff);
	if (code == 0)
		code = avow_diff_conditions(diff);
	if (code == 0)
		code = avow_diff_read_rules(diff);
	if (code == 0 && wants_rules(diff))
		code = compare_rules(diff);
	return code ? code : avow_diff_mark(diff);
}

static int add_note(struct diff *diff, struct avow_difference *out, const char *note)
{
	const char **notes =
		avow_arena_alloc(&diff->arena, (out->note_count + 1) * sizeof(*notes));

	if (!notes)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < out->note_count; i++)
		notes[i] = out->notes[i];
	notes[out->note_count++] = note;
	out->notes = notes;
	return 0;
}

static int finish(struct diff *diff, struct avow_difference *out)
{
	struct avow_difference_section *sections =
		avow_arena_alloc(&diff->arena, avow_diff_kind_count * sizeof(*sections));
	const char **names =
		avow_arena_alloc(&diff->arena, (diff->sets.count + 1) * sizeof(*names));

	if (!sections || !names)
		return AVOW_E_NOMEM;
	out->is_equal = true;
	for (size_t kind = 0; kind < avow_diff_kind_count; kind++) {
		if (!avow_diff_wants(diff, kind))
			continue;
		sections[out->section_count] = diff->sections[kind];
		sections[out->section_count].kind = &avow_diff_kinds[kind];
		out->is_equal &= !sections[out->section_count].item_count &&
				 !sections[out->section_count].gain_count;
		out->section_count++;
	}
	out->sections = sections;
	for (uint32_t i = 0; i < diff->sets.count; i++)
		names[i] = diff->sets.names[i];
	out->names = names;
	out->hits = diff->hits;
	out->hit_count = diff->hit_count;
	if (out->policies[OLD].is_mls != out->policies[NEW].is_mls)
		return add_note(diff, out,
				"one policy has levels (MLS) and the other has none: "
				"every context differs, and levels are compared with "
				"nothing");
	return 0;
}

static void free_work(struct diff *diff)
{
	avow_diff_free_sets(&diff->sets);
	avow_diff_free_classes(&diff->classes);
	avow_diff_free_conditions(&diff->conditions);
	for (int side = 0; side < SIDES; side++) {
		avow_diff_free_rules(&diff->rules[side]);
		free(diff->moves[side].all);
	}
	free(diff->findings.all);
	free(diff->sections);
	avow_atoms_free(diff->spans);
	diff->spans = NULL;
}

void avow_diff_free(struct avow_difference *difference)
{
	struct diff *diff = difference->storage;

	if (!diff)
		return;
	for (int side = 0; side < SIDES; side++)
		avow_sepol_close(diff->policies[side]);
	free(diff->hits);
	avow_atoms_free(diff->texts);
	avow_arena_free(&diff->arena);
	free(diff);
	*difference = (struct avow_difference){ 0 };
}

static int run(struct diff *diff, struct avow_difference *out, struct avow_error *error)
{
	int code = 0;

	diff->texts = avow_atoms_new();
	diff->spans = avow_atoms_new();
	diff->sections = calloc(avow_diff_kind_count, sizeof(*diff->sections));
	if (!diff->texts || !diff->spans || !diff->sections)
		code = AVOW_E_NOMEM;
	if (code == 0 && !out->is_same_file)
		code = compare(diff);
	if (code == 0)
		code = finish(diff, out);
	if (code == AVOW_E_POLICY)
		return avow_error_set(
			error, code, "%s and %s: the policies have more than %d classes",
			out->policies[OLD].path, out->policies[NEW].path, CLASSES_MAX);
	return code ? avow_error_nomem(error) : 0;
}

int avow_diff_compare(const char *const paths[2], const struct avow_diff_options *options,
		      struct avow_difference *out, struct avow_error *error)
{
	struct avow_image images[SIDES] = { 0 };
	struct diff *diff = calloc(1, sizeof(*diff));
	int code;

	*out = (struct avow_difference){ .storage = diff };
	if (!diff)
		return avow_error_nomem(error);
	diff->options = options;
	code = read_images(paths, images, error);
	if (code == 0)
		code = describe(diff, paths, images, out, error);
	if (code == 0)
		code = open_policies(diff, paths, images, out, error);
	for (int side = 0; side < SIDES; side++)
		avow_image_free(&images[side]);
	if (code == 0)
		code = run(diff, out, error);
	free_work(diff);
	if (code)
		avow_diff_free(out);
	return code;
}
