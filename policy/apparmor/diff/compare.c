/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads both sides, pairs their profiles by name, and gathers what is told of them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/apparmor/diff/internal.h"

#define DEFECTS_TOLD 20

const char *avow_profile_diff_keep(struct diff *diff, struct avow_buf *text)
{
	const char *kept = text->failed
				   ? NULL
				   : avow_arena_string(&diff->arena, avow_buf_span(text));

	avow_buf_free(text);
	diff->failed |= !kept;
	return kept;
}

const char *avow_profile_diff_copy(struct diff *diff, const char *text)
{
	const char *copy = avow_arena_string(&diff->arena, avow_span_of(text));

	diff->failed |= !copy;
	return copy;
}

bool avow_profile_diff_wants(const struct diff *diff, unsigned kind)
{
	return !diff->options->is_wanted || diff->options->is_wanted[kind];
}

void avow_profile_diff_tell(struct diff *diff, struct telling *telling)
{
	struct avow_difference_item item = telling->shape;
	struct avow_difference_value *values = avow_arena_alloc(
		&diff->arena, (telling->value_count + 1) * sizeof(*values));

	diff->failed |= !values;
	if (diff->failed || !avow_profile_diff_wants(diff, telling->kind))
		return;
	for (size_t i = 0; i < telling->value_count; i++)
		values[i] = (struct avow_difference_value){ telling->values[i].field,
							    telling->values[i].value,
							    telling->values[i].is_new };
	item.sign = telling->sign;
	item.key = telling->key;
	item.values = values;
	item.value_count = telling->value_count;
	avow_buf_append(&diff->items[telling->kind],
			avow_span_make((const char *)&item, sizeof(item)));
	diff->sections[telling->kind].counts[item.sign]++;
}

void avow_profile_diff_note(struct diff *diff, const char *format, ...)
{
	char text[1024];
	const char *note;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	note = avow_profile_diff_copy(diff, text);
	avow_buf_append(&diff->notes, avow_span_make((const char *)&note, sizeof(note)));
}

void avow_profile_diff_doubt(struct diff *diff, struct pair *pair, const char *what,
			     const char *why)
{
	struct telling telling = { .kind = KIND_DOUBTS,
				   .sign = AVOW_DIFFERENCE_CHANGED,
				   .shape.profile = pair->name };
	struct avow_buf key = { 0 };

	pair->is_doubtful = true;
	avow_buf_printf(&key, "%s: %s: %s", pair->name, what, why);
	telling.key = avow_profile_diff_keep(diff, &key);
	avow_profile_diff_tell(diff, &telling);
}

static const char *name_of(struct diff *diff, const struct avow_profile *profile)
{
	struct avow_buf name = { 0 };

	if (profile->namespace)
		avow_buf_printf(&name, ":%s:", profile->namespace);
	avow_buf_puts(&name, profile->name);
	return avow_profile_diff_keep(diff, &name);
}

static int compare_names(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/* Of one name the first: apparmor_parser would take no second. */
static int make_pairs(struct diff *diff)
{
	size_t count = diff->profiles[OLD]->count + diff->profiles[NEW]->count;
	size_t used = 0;

	diff->pairs = calloc(count + 1, sizeof(*diff->pairs));
	if (!diff->pairs)
		return AVOW_E_NOMEM;
	for (int side = 0; side < SIDES && !diff->failed; side++)
		for (const struct avow_profile *at = diff->profiles[side]->first; at;
		     at = at->next) {
			diff->pairs[used].of[side] = at;
			diff->pairs[used++].name = name_of(diff, at);
		}
	if (diff->failed)
		return AVOW_E_NOMEM;
	if (used)
		qsort(diff->pairs, used, sizeof(*diff->pairs), compare_names);
	for (size_t i = 0; i < used; i++) {
		struct pair *pair = diff->pairs + i, *last = NULL;

		if (diff->pair_count)
			last = diff->pairs + diff->pair_count - 1;
		if (!last || strcmp(last->name, pair->name) != 0) {
			diff->pairs[diff->pair_count++] = *pair;
			continue;
		}
		for (int side = 0; side < SIDES; side++)
			if (pair->of[side] &&
			    (!last->of[side] ||
			     avow_profiles_named(
				     diff->profiles[side],
				     avow_span_of(pair->of[side]->name),
				     avow_span_of(pair->of[side]->namespace
							  ? pair->of[side]->namespace
							  : "")) == pair->of[side]))
				last->of[side] = pair->of[side];
	}
	return 0;
}

static void note_defects(struct diff *diff, int side)
{
	size_t told = 0;

	for (const struct avow_profile_defect *defect = diff->profiles[side]->defects;
	     defect && told < DEFECTS_TOLD; defect = defect->next, told++)
		avow_profile_diff_note(diff, "%s:%u: %s.", defect->path,
				       defect->place.line, defect->text);
	if (diff->profiles[side]->defect_count > told)
		avow_profile_diff_note(diff, "%s: %zu more places cannot be read.",
				       diff->paths[side],
				       diff->profiles[side]->defect_count - told);
}

static void compare_pairs(struct diff *diff)
{
	const struct avow_profile_diff_options *options = diff->options;

	for (size_t i = 0; i < diff->pair_count && !diff->failed; i++) {
		struct pair *pair = diff->pairs + i;

		if (options->on_progress)
			options->on_progress(options->data, i, diff->pair_count);
		if (!pair->of[OLD] || !pair->of[NEW]) {
			avow_profile_diff_presence(diff, pair);
			continue;
		}
		avow_profile_diff_facts(diff, pair);
		avow_profile_diff_limits(diff, pair);
		avow_profile_diff_rules(diff, pair);
	}
}

static int compare_hits(const void *left, const void *right)
{
	const struct avow_difference_hit *a = left, *b = right;

	if (a->mark != b->mark)
		return a->mark < b->mark ? -1 : 1;
	return strcmp(a->text, b->text);
}

static int finish(struct diff *diff, struct avow_difference *out)
{
	struct avow_difference_section *sections =
		avow_arena_alloc(&diff->arena, KINDS * sizeof(*sections));

	if (!sections || diff->failed || diff->hits.failed || diff->notes.failed)
		return AVOW_E_NOMEM;
	out->is_equal = true;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		struct avow_difference_section *section = sections + out->section_count;

		if (diff->items[kind].failed)
			return AVOW_E_NOMEM;
		if (!avow_profile_diff_wants(diff, kind))
			continue;
		*section = diff->sections[kind];
		section->kind = &avow_profile_diff_kinds[kind];
		section->items = (const void *)diff->items[kind].data;
		section->item_count =
			diff->items[kind].length / sizeof(struct avow_difference_item);
		out->is_equal &= section->item_count == 0;
		out->section_count++;
	}
	out->sections = sections;
	out->hits = (const void *)diff->hits.data;
	out->hit_count = diff->hits.length / sizeof(struct avow_difference_hit);
	if (out->hit_count)
		qsort(diff->hits.data, out->hit_count, sizeof(*out->hits), compare_hits);
	out->notes = (const void *)diff->notes.data;
	out->note_count = diff->notes.length / sizeof(char *);
	return 0;
}

static int run(struct diff *diff, struct avow_difference *out, struct avow_error *error)
{
	for (int side = 0; side < SIDES; side++) {
		int code = avow_profiles_read(diff->paths[side], diff->options->base,
					      &diff->profiles[side], error);

		if (code)
			return code;
		out->policies[side].path = diff->paths[side];
		out->policies[side].sha256 = "";
		out->policies[side].profiles = diff->profiles[side]->count;
		note_defects(diff, side);
	}
	out->is_of_profiles = true;
	if (make_pairs(diff))
		return avow_error_nomem(error);
	compare_pairs(diff);
	if (diff->options->is_proved && !diff->failed)
		avow_profile_diff_prove(diff, out);
	if (finish(diff, out))
		return avow_error_nomem(error);
	return 0;
}

/* A binary policy begins with its magic number, and soon has a NUL. */
static bool is_text(const char *path)
{
	char front[512];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got = fd < 0 ? -1 : read(fd, front, sizeof(front));

	if (fd >= 0)
		close(fd);
	return got >= 0 && !memchr(front, '\0', (size_t)got);
}

bool avow_profile_diff_is_for(const char *path)
{
	struct avow_profiles *profiles;
	struct stat status;
	bool has_profiles;

	if (stat(path, &status) != 0)
		return false;
	if (S_ISDIR(status.st_mode))
		return true;
	if (!S_ISREG(status.st_mode) || !is_text(path) ||
	    avow_profiles_read(path, NULL, &profiles, NULL))
		return false;
	has_profiles = profiles->count > 0;
	avow_profiles_free(profiles);
	return has_profiles;
}

int avow_profile_diff_compare(const char *const paths[2],
			      const struct avow_profile_diff_options *options,
			      struct avow_difference *out, struct avow_error *error)
{
	struct diff *diff = calloc(1, sizeof(*diff));
	int code;

	*out = (struct avow_difference){ .storage = diff };
	if (!diff)
		return avow_error_nomem(error);
	diff->options = options;
	for (int side = 0; side < SIDES; side++)
		diff->paths[side] = avow_profile_diff_copy(diff, paths[side]);
	code = diff->failed ? avow_error_nomem(error) : run(diff, out, error);
	if (code)
		avow_profile_diff_free(out);
	return code;
}

void avow_profile_diff_free(struct avow_difference *difference)
{
	struct diff *diff = difference->storage;

	if (!diff)
		return;
	for (int side = 0; side < SIDES; side++)
		avow_profiles_free(diff->profiles[side]);
	for (unsigned kind = 0; kind < KINDS; kind++)
		avow_buf_free(&diff->items[kind]);
	avow_buf_free(&diff->hits);
	avow_buf_free(&diff->notes);
	avow_arena_free(&diff->arena);
	free(diff->pairs);
	free(diff);
	*difference = (struct avow_difference){ 0 };
}
