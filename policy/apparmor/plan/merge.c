/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The changes put together: rules of one profile that differ in a name of one shape are
 * one, and so is what several clusters have alike.
 */
#include <stdlib.h>

#include "policy/apparmor/plan/generalise.h"
#include "policy/apparmor/plan/plan.h"

#define GENERALISE "AA-GENERALISE"

/* A line of a change's rules. */
struct origin {
	size_t change;
	struct avow_span text; /* with its comma */
};

struct merging {
	struct avow_profile_planner *planner;
	struct avow_buf lines, origins; /* of struct avow_general_line, struct origin */
	struct avow_arena scratch;
};

static void *take(struct avow_profile_planner *planner, size_t size)
{
	void *memory = avow_arena_alloc(&planner->out->arena, size);

	planner->is_out_of_memory |= !memory;
	return memory;
}

static const char *keep(struct avow_profile_planner *planner, struct avow_buf *text)
{
	const char *copy = text->failed ? NULL
					: avow_arena_string(&planner->out->arena,
							    avow_buf_span(text));

	planner->is_out_of_memory |= !copy;
	avow_buf_free(text);
	return copy;
}

/* Rules that nobody has decided of, and that open nothing of note. */
static bool is_meant(const struct avow_change *change)
{
	return change->state == AVOW_CHANGE_PROPOSED && change->text &&
	       !change->risk_count && strcmp(change->code, "AA-ADD-RULE") == 0;
}

static void add_lines(struct merging *m, size_t index)
{
	struct avow_span rest = avow_span_of(m->planner->changes[index].text);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');
		struct origin origin = { index, avow_span_first(rest, length) };
		struct avow_general_line line = { .text = origin.text };

		if (length && line.text.data[length - 1] == ',')
			line.text.length--;
		avow_buf_append(&m->lines,
				avow_span_make((const char *)&line, sizeof(line)));
		avow_buf_append(&m->origins,
				avow_span_make((const char *)&origin, sizeof(origin)));
		rest = avow_span_skip(rest, length + 1);
	}
}

static int compare_indexes(const void *left, const void *right)
{
	const size_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Sorts the clusters of a change, each once, and counts their denials. */
static void settle(const struct avow_profile_planner *planner, struct avow_change *change)
{
	size_t count = 0;

	qsort(change->clusters, change->cluster_count, sizeof(*change->clusters),
	      compare_indexes);
	change->denials = 0;
	for (size_t i = 0; i < change->cluster_count; i++) {
		if (count && change->clusters[count - 1] == change->clusters[i])
			continue;
		change->clusters[count++] = change->clusters[i];
		change->denials +=
			avow_clusters_at(planner->clusters, change->clusters[i])->count;
	}
	change->cluster_count = count;
}

static size_t count_permissions(struct avow_span line)
{
	size_t count = 0;

	for (size_t i = line.length; i > 0 && line.data[i - 1] != ' '; i--)
		count += line.data[i - 1] != ',';
	return count;
}

/* The worst of both severities is the change's. */
static void worsen(struct avow_change *change, const struct avow_change *other)
{
	if (!change->severity.from || other->severity.value > change->severity.value)
		change->severity = other->severity;
}

/* The change that stands for the lines of a group. */
static void add_group(struct merging *m, const struct avow_profile *profile,
		      const struct avow_general_group *group, size_t number)
{
	const struct avow_general_line *lines = (const void *)m->lines.data;
	const struct origin *origins = (const void *)m->origins.data;
	size_t count = m->lines.length / sizeof(*lines);
	struct avow_profile_planner *planner = m->planner;
	struct avow_change *change = avow_planner_add(planner, profile);
	size_t *clusters = take(planner, count * sizeof(*clusters));
	struct avow_buf text = { 0 }, note = { 0 };

	if (!change || !clusters)
		return;
	avow_buf_puts(&text, group->text);
	avow_buf_printf(&note,
			"%zu names of this shape were seen; it grants every other of "
			"that shape too.",
			group->values);
	*change = (struct avow_change){
		.code = GENERALISE,
		.kind = AVOW_CHANGE_KIND_PROFILE,
		.state = AVOW_CHANGE_PROPOSED,
		.title = "add a rule for names of one shape",
		.text = keep(planner, &text),
		.note = keep(planner, &note),
		.clusters = clusters,
	};
	for (size_t i = 0; i < count; i++) {
		if (lines[i].group != number)
			continue;
		change->asked += count_permissions(origins[i].text);
		worsen(change, planner->changes + origins[i].change);
		clusters[change->cluster_count++] =
			planner->changes[origins[i].change].clusters[0];
	}
	settle(planner, change);
	avow_change_name(change->code, change->text, change->id);
}

/* What of a change's rules is in no group; an empty text is dropped later. */
static void leave_rest(struct merging *m, size_t index)
{
	const struct avow_general_line *lines = (const void *)m->lines.data;
	const struct origin *origins = (const void *)m->origins.data;
	struct avow_change *change = m->planner->changes + index;
	struct avow_buf rest = { 0 };
	size_t moved = 0;

	for (size_t i = 0; i < m->lines.length / sizeof(*lines); i++) {
		if (origins[i].change != index)
			continue;
		if (lines[i].group) {
			moved += count_permissions(origins[i].text);
			continue;
		}
		if (rest.length)
			avow_buf_putc(&rest, '\n');
		avow_buf_append(&rest, origins[i].text);
	}
	if (!moved) {
		avow_buf_free(&rest);
		return;
	}
	change->asked -= moved < change->asked ? moved : change->asked;
	change->text = keep(m->planner, &rest);
	avow_change_name(change->code, change->text, change->id);
}

static void generalise_for(struct merging *m, const struct avow_profile *profile)
{
	struct avow_profile_planner *planner = m->planner;
	struct avow_variables variables = {
		.first = (struct avow_variable *)profile->variables
	};
	size_t changes = planner->change_count, count, groups;
	struct avow_general_group *group;

	avow_buf_clear(&m->lines);
	avow_buf_clear(&m->origins);
	for (size_t i = 0; i < changes; i++)
		if (planner->profile_of[i] == profile && is_meant(planner->changes + i))
			add_lines(m, i);
	count = m->lines.length / sizeof(struct avow_general_line);
	if (m->lines.failed || m->origins.failed ||
	    !avow_generalise(&m->scratch, &variables, (void *)m->lines.data, count,
			     &group, &groups))
		planner->is_out_of_memory = true;
	else if (groups) {
		for (size_t i = 0; i < groups; i++)
			add_group(m, profile, group + i, i + 1);
		for (size_t i = 0; i < changes; i++)
			if (planner->profile_of[i] == profile &&
			    is_meant(planner->changes + i))
				leave_rest(m, i);
	}
	avow_arena_clear(&m->scratch);
}

/* Takes changes out that have no rule left. */
static void drop_empty(struct avow_profile_planner *planner)
{
	size_t count = 0;

	for (size_t i = 0; i < planner->change_count; i++) {
		const struct avow_change *change = planner->changes + i;

		if (planner->profile_of[i] && change->text && !*change->text)
			continue;
		planner->profile_of[count] = planner->profile_of[i];
		planner->changes[count++] = *change;
	}
	planner->change_count = count;
}

static void generalise(struct avow_profile_planner *planner)
{
	struct merging m = { .planner = planner };
	size_t count = planner->change_count;

	for (size_t i = 0; i < count && !planner->is_out_of_memory; i++) {
		bool is_first = planner->profile_of[i] != NULL;

		for (size_t j = i; j-- > 0 && is_first;)
			is_first = planner->profile_of[j] != planner->profile_of[i];
		if (is_first)
			generalise_for(&m, planner->profile_of[i]);
	}
	avow_buf_free(&m.lines);
	avow_buf_free(&m.origins);
	avow_arena_free(&m.scratch);
	drop_empty(planner);
}

/* A change that may be one with another. */
struct same {
	const struct avow_profile *profile;
	struct avow_change *change;
};

static int compare_same(const void *left, const void *right)
{
	const struct same *a = left, *b = right;
	int order = strcmp(a->profile->name, b->profile->name);

	if (order == 0)
		order = (a->profile > b->profile) - (a->profile < b->profile);
	if (order == 0)
		order = (a->change->state > b->change->state) -
			(a->change->state < b->change->state);
	if (order == 0)
		order = strcmp(a->change->code, b->change->code);
	if (order == 0)
		order = strcmp(a->change->text, b->change->text);
	return order;
}

/* One change of @count that are alike; the others lose their text. */
static void join(struct avow_profile_planner *planner, const struct same *same,
		 size_t count)
{
	struct avow_change *change = same->change;
	size_t room = 0, *clusters;

	for (size_t i = 0; i < count; i++)
		room += same[i].change->cluster_count;
	clusters = count > 1 ? take(planner, room * sizeof(*clusters)) : NULL;
	if (!clusters)
		return;
	room = 0;
	for (size_t i = 0; i < count; i++) {
		memcpy(clusters + room, same[i].change->clusters,
		       same[i].change->cluster_count * sizeof(*clusters));
		room += same[i].change->cluster_count;
		worsen(change, same[i].change);
		if (i)
			same[i].change->text = "";
	}
	change->clusters = clusters;
	change->cluster_count = room;
	settle(planner, change);
}

static void join_same(struct avow_profile_planner *planner)
{
	struct same *all = calloc(planner->change_count + 1, sizeof(*all));
	size_t count = 0;

	planner->is_out_of_memory |= !all;
	for (size_t i = 0; all && i < planner->change_count; i++) {
		struct avow_change *change = planner->changes + i;

		if (planner->profile_of[i] && avow_change_is_taken(change->state) &&
		    change->text)
			all[count++] = (struct same){ planner->profile_of[i], change };
	}
	if (count)
		qsort(all, count, sizeof(*all), compare_same);
	for (size_t i = 0, alike; i < count; i += alike) {
		for (alike = 1;
		     i + alike < count && compare_same(all + i, all + i + alike) == 0;)
			alike++;
		join(planner, all + i, alike);
	}
	free(all);
	drop_empty(planner);
}

static void take_texts(struct avow_profile_planner *planner)
{
	for (size_t i = 0; i < planner->change_count; i++) {
		const struct avow_change *change = planner->changes + i;

		if (!planner->profile_of[i] || !avow_change_is_taken(change->state))
			continue;
		if (strcmp(change->code, "AA-SET-FLAG") == 0)
			avow_taken_add_flag(planner, planner->profile_of[i],
					    change->text);
		else
			avow_taken_add(planner, planner->profile_of[i], change->text);
	}
}

void avow_profile_merge(struct avow_profile_planner *planner)
{
	const char *accept = planner->options->steering->accept;

	if (!accept || avow_steering_lists(accept, GENERALISE))
		generalise(planner);
	if (!planner->is_out_of_memory)
		join_same(planner);
	if (!planner->is_out_of_memory)
		take_texts(planner);
}
