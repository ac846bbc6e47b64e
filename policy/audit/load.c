/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From the rules that the kernel has to those that it is to have. The kernel appends to a
 * list, puts first, and removes; so of each list the longest run of rules that is in both
 * in the same order stays where it is, and all else comes before or behind it.
 */
#include "policy/audit/load.h"

#include <errno.h>
#include <stdlib.h>

enum { LISTS = 8, NOWHERE = -1 };

struct place {
	const struct avow_audit_entry *entry;
	ptrdiff_t at;
};

static int compare_places(const void *left, const void *right)
{
	const struct avow_audit_entry *a = ((const struct place *)left)->entry;
	const struct avow_audit_entry *b = ((const struct place *)right)->entry;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return avow_span_compare(a->bytes, b->bytes);
}

/* The places of one table's entries, sorted to be found by their bytes. */
static struct place *sort_places(const struct avow_audit_table *table,
				 struct avow_arena *arena)
{
	struct place *places =
		avow_arena_alloc(arena, (table->count + 1) * sizeof(*places));

	for (size_t i = 0; places && i < table->count; i++)
		places[i] = (struct place){ table->items + i, (ptrdiff_t)i };
	if (places && table->count)
		qsort(places, table->count, sizeof(*places), compare_places);
	return places;
}

/* Where each entry of @table is in the other one, whose places are sorted. */
static ptrdiff_t *find_places(const struct avow_audit_table *table,
			      const struct place *places, size_t count,
			      struct avow_arena *arena)
{
	ptrdiff_t *out = avow_arena_alloc(arena, (table->count + 1) * sizeof(*out));

	for (size_t i = 0; out && i < table->count; i++) {
		const struct place wanted = { table->items + i, 0 };
		const struct place *found =
			count ? bsearch(&wanted, places, count, sizeof(*places),
					compare_places)
			      : NULL;

		out[i] = found ? found->at : NOWHERE;
	}
	return out;
}

/* The longest run of a list's entries that stand in the old table in the same order. */
struct run {
	size_t begin, end;
	size_t length; /* of those of its list */
};

static struct run longest_run(const struct avow_audit_table *to, const ptrdiff_t *old,
			      uint32_t list)
{
	struct run best = { 0 }, now = { 0 };
	ptrdiff_t last = NOWHERE;

	for (size_t i = 0; i < to->count; i++) {
		if (to->items[i].list != list)
			continue;
		if (old[i] == NOWHERE || old[i] < last || !now.length) {
			now = (struct run){ .begin = i };
			last = NOWHERE;
		}
		if (old[i] == NOWHERE)
			continue;
		last = old[i];
		now.end = i + 1;
		now.length++;
		if (now.length > best.length)
			best = now;
	}
	return best;
}

static void add_step(struct avow_audit_plan *plan, const struct avow_audit_entry *entry,
		     bool is_removal, bool is_first, bool is_moved)
{
	plan->steps[plan->count++] =
		(struct avow_audit_step){ entry, is_removal, is_first, is_moved };
}

static bool is_in(const struct run *runs, const struct avow_audit_table *to, ptrdiff_t at)
{
	const struct run *run;

	if (at == NOWHERE)
		return false;
	run = runs + to->items[at].list % LISTS;
	return run->length && (size_t)at >= run->begin && (size_t)at < run->end;
}

int avow_audit_plan_make(const struct avow_audit_table *from,
			 const struct avow_audit_table *to, struct avow_arena *arena,
			 struct avow_audit_plan *out)
{
	struct place *from_places = sort_places(from, arena);
	struct place *to_places = sort_places(to, arena);
	struct run runs[LISTS];
	ptrdiff_t *old, *new;

	*out = (struct avow_audit_plan){ 0 };
	if (!from_places || !to_places)
		return AVOW_E_NOMEM;
	old = find_places(to, from_places, from->count, arena);
	new = find_places(from, to_places, to->count, arena);
	out->steps = avow_arena_alloc(arena, (from->count + to->count + 1) *
						     sizeof(*out->steps));
	if (!old || !new || !out->steps)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < LISTS; i++) {
		runs[i] = longest_run(to, old, i);
		out->kept += runs[i].length;
	}
	for (size_t i = 0; i < from->count; i++)
		if (!is_in(runs, to, new[i]))
			add_step(out, from->items + i, true, false, new[i] != NOWHERE);
	/* Each is put before those that came first until then. */
	for (size_t i = to->count; i-- > 0;)
		if (i < runs[to->items[i].list % LISTS].begin)
			add_step(out, to->items + i, false, true, old[i] != NOWHERE);
	for (size_t i = 0; i < to->count; i++)
		if (i >= runs[to->items[i].list % LISTS].end)
			add_step(out, to->items + i, false, false, old[i] != NOWHERE);
	return AVOW_OK;
}

static int take_step(const struct avow_kernel_rules *kernel,
		     const struct avow_audit_step *step)
{
	struct avow_span bytes = step->entry->bytes;
	struct avow_buf first = { 0 };
	uint32_t flags = step->entry->list | AUDIT_FILTER_PREPEND;
	int number;

	if (step->is_removal)
		return kernel->remove(kernel->state, bytes);
	if (!step->is_first)
		return kernel->add(kernel->state, bytes);
	avow_buf_append(&first, bytes);
	if (first.failed)
		return ENOMEM;
	memcpy(first.data, &flags, sizeof(flags));
	number = kernel->add(kernel->state, avow_buf_span(&first));
	avow_buf_free(&first);
	return number;
}

/* 0, or the errno of the step that failed. */
static int take_steps(const struct avow_kernel_rules *kernel,
		      const struct avow_audit_plan *plan,
		      const struct avow_audit_step **refused)
{
	int number = 0;

	for (size_t i = 0; i < plan->count && !number; i++) {
		number = take_step(kernel, plan->steps + i);
		if (number)
			*refused = plan->steps + i;
	}
	return number;
}

bool avow_audit_is_changed(const struct avow_audit_table *from,
			   const struct avow_audit_table *to,
			   enum avow_kernel_setting setting)
{
	return to->set_by[setting] && to->settings[setting] != from->settings[setting];
}

/* What nothing takes back before the next boot. */
static bool is_lock(enum avow_kernel_setting setting, uint32_t value)
{
	return setting == AVOW_KERNEL_LOGINUID ||
	       (setting == AVOW_KERNEL_ENABLED && value == 2);
}

/* Those that lock, with the lock of the rules last, or those that do not. */
static int set_settings(const struct avow_kernel_rules *kernel,
			const struct avow_audit_way *way, bool is_locking,
			enum avow_kernel_setting *refused)
{
	int number = 0;

	for (unsigned i = AVOW_KERNEL_SETTINGS; i-- > 0 && !number;)
		if (avow_audit_is_changed(way->from, way->to, i) &&
		    is_lock(i, way->to->settings[i]) == is_locking) {
			number = kernel->set(kernel->state, i, way->to->settings[i]);
			*refused = i;
		}
	return number;
}

/* From whatever the kernel has now; 0 or an errno. */
static int restore(const struct avow_kernel_rules *kernel,
		   const struct avow_audit_way *way)
{
	struct avow_arena arena = { 0 };
	const struct avow_audit_step *refused;
	struct avow_audit_table now;
	struct avow_audit_plan plan;
	struct avow_error error;
	int number = EIO;

	if (!avow_audit_table_list(kernel, way->target, &arena, &now, &error) &&
	    !avow_audit_plan_make(&now, way->before, &arena, &plan))
		number = take_steps(kernel, &plan, &refused);
	for (unsigned i = 0; i < AVOW_KERNEL_SETTINGS && !number; i++)
		if (i != AVOW_KERNEL_LOGINUID &&
		    now.settings[i] != way->before->settings[i])
			number = kernel->set(kernel->state, i, way->before->settings[i]);
	avow_arena_free(&arena);
	return number;
}

void avow_audit_load(const struct avow_kernel_rules *kernel,
		     const struct avow_audit_plan *plan, const struct avow_audit_way *way,
		     struct avow_audit_loading *out)
{
	*out = (struct avow_audit_loading){ .setting = AVOW_KERNEL_SETTINGS };
	out->number = set_settings(kernel, way, false, &out->setting);
	if (!out->number)
		out->number = take_steps(kernel, plan, &out->refused);
	if (!out->number)
		out->number = set_settings(kernel, way, true, &out->setting);
	if (!out->number)
		return;
	out->restoring = restore(kernel, way);
	out->outcome = out->restoring ? AVOW_AUDIT_BROKEN : AVOW_AUDIT_RESTORED;
}
