/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ways from domain to domain, as sedta of setools has them. A process of A becomes one of
 * B in one step where the rules in force say
 *
 *     allow A B:process transition;  allow A E:file execute;  allow B E:file entrypoint;
 *     and type_transition A E:process B;  or  allow A self:process setexec;
 *
 * or where they say allow A B:process dyntransition; and A self:process setcurrent.
 * Several steps are searched for in breadth, so that the way told is a shortest one.
 */
#include <stdlib.h>
#include <string.h>

#include "policy/selinux/asking.h"

/* type_transition source entry:process target; in force. */
struct turn {
	uint32_t source, entry, target;
};

struct asking_ways {
	uint16_t process, file;
	uint32_t transition, dyntransition, setexec, setcurrent, execute, entrypoint;
	struct turn *turns; /* by source, entry, target */
	size_t turn_count, turn_capacity;
	/* By type - 1: what it executes, and what it is entered by; NULL until asked. */
	uint64_t **executes, **entries;
	uint32_t *process_of; /* room for what one domain may do to processes */
};

/* How one becomes another. */
struct step {
	bool is_dynamic, is_by_rule; /* else setexec decides */
	uint32_t entry;
};

static int compare_turns(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->target > b->target) - (a->target < b->target);
}

static int take_turn(void *data, const struct avow_sepol_row *row)
{
	struct asking *a = data;
	struct asking_ways *ways = a->ways;

	if (row->kind != AVOW_ROW_TYPE_TRANSITION || row->pair.tclass != ways->process ||
	    row->name ||
	    (row->conditional &&
	     avow_sepol_evaluate(a->sepol, row->conditional, NULL, 0) != !row->is_else))
		return 0;
	if (ways->turn_count == ways->turn_capacity) {
		size_t capacity = ways->turn_capacity ? 2 * ways->turn_capacity : 256;
		struct turn *grown = realloc(ways->turns, capacity * sizeof(*grown));

		if (!grown)
			return AVOW_E_NOMEM;
		ways->turns = grown;
		ways->turn_capacity = capacity;
	}
	ways->turns[ways->turn_count++] =
		(struct turn){ row->pair.source, row->pair.target, row->type };
	return 0;
}

static void name_permissions(const struct asking *a, struct asking_ways *ways)
{
	const struct {
		uint32_t *bit;
		uint16_t tclass;
		const char *name;
	} rows[] = {
		{ &ways->transition, ways->process, "transition" },
		{ &ways->dyntransition, ways->process, "dyntransition" },
		{ &ways->setexec, ways->process, "setexec" },
		{ &ways->setcurrent, ways->process, "setcurrent" },
		{ &ways->execute, ways->file, "execute" },
		{ &ways->entrypoint, ways->file, "entrypoint" },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		*rows[i].bit =
			avow_sepol_permission(a->sepol, rows[i].tclass, rows[i].name);
}

static bool begin_ways(struct asking *a)
{
	struct asking_ways *ways;

	if (a->ways)
		return true;
	ways = a->ways = calloc(1, sizeof(*ways));
	if (!ways)
		return false;
	ways->process = avow_sepol_class(a->sepol, "process");
	ways->file = avow_sepol_class(a->sepol, "file");
	if (!ways->process || !ways->file)
		return true;
	name_permissions(a, ways);
	ways->executes = calloc((size_t)a->types + 1, sizeof(*ways->executes));
	ways->entries = calloc((size_t)a->types + 1, sizeof(*ways->entries));
	ways->process_of = calloc((size_t)a->types + 1, sizeof(*ways->process_of));
	if (!ways->executes || !ways->entries || !ways->process_of ||
	    avow_sepol_each_row(a->sepol, take_turn, a) < 0)
		return false;
	if (ways->turn_count)
		qsort(ways->turns, ways->turn_count, sizeof(*ways->turns), compare_turns);
	return true;
}

void avow_asking_forget_ways(struct asking *a)
{
	struct asking_ways *ways = a->ways;

	if (!ways)
		return;
	for (uint32_t i = 0; i < a->types; i++) {
		if (ways->executes)
			free(ways->executes[i]);
		if (ways->entries)
			free(ways->entries[i]);
	}
	free(ways->executes);
	free(ways->entries);
	free(ways->process_of);
	free(ways->turns);
	free(ways);
	a->ways = NULL;
}

/* Which files the domain may use by @permission, kept in @place. */
static const uint64_t *files_of(struct asking *a, uint32_t domain, uint32_t permission,
				uint64_t **place)
{
	if (*place)
		return *place;
	*place = calloc(a->words, sizeof(**place));
	if (!*place) {
		a->failed = true;
		return NULL;
	}
	avow_sepol_reached(a->sepol, domain, a->ways->file, a->reached);
	for (uint32_t type = 1; type <= a->types; type++)
		if (a->reached[type - 1] & permission)
			(*place)[(type - 1) / 64] |= UINT64_C(1) << ((type - 1) % 64);
	return *place;
}

static bool has_turn(const struct asking_ways *ways, uint32_t source, uint32_t entry,
		     uint32_t target)
{
	const struct turn wanted = { source, entry, target };

	return ways->turn_count && bsearch(&wanted, ways->turns, ways->turn_count,
					   sizeof(wanted), compare_turns);
}

/* By executing a file that the one executes and the other is entered by. */
static bool is_entered(struct asking *a, uint32_t from, uint32_t to, bool has_setexec,
		       struct step *out)
{
	struct asking_ways *ways = a->ways;
	const uint64_t *executes =
		files_of(a, from, ways->execute, &ways->executes[from - 1]);
	const uint64_t *entries =
		files_of(a, to, ways->entrypoint, &ways->entries[to - 1]);
	bool is_found = false;

	for (size_t i = 0; executes && entries && i < a->words; i++) {
		for (uint64_t both = executes[i] & entries[i]; both; both &= both - 1) {
			uint32_t entry =
				(uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(both) + 1;
			bool is_by_rule = has_turn(ways, from, entry, to);

			if (!is_by_rule && (!has_setexec || is_found))
				continue;
			*out = (struct step){ false, is_by_rule, entry };
			is_found = true;
			if (is_by_rule)
				return true;
		}
	}
	return is_found;
}

/* Whether there is a step; @process is what @from may do to processes, by type - 1. */
static bool is_step(struct asking *a, const uint32_t *process, uint32_t from, uint32_t to,
		    struct step *out)
{
	const struct asking_ways *ways = a->ways;
	uint32_t own = process[from - 1];

	if (from == to)
		return false;
	if ((process[to - 1] & ways->transition) &&
	    is_entered(a, from, to, (own & ways->setexec) != 0, out))
		return true;
	*out = (struct step){ .is_dynamic = true };
	return (process[to - 1] & ways->dyntransition) && (own & ways->setcurrent);
}

struct search {
	uint64_t *from, *to, *except;
	uint32_t *
		previous; /* by type - 1: what it was come from; itself: it is a source */
	struct step *steps; /* by type - 1: how */
	uint32_t *queue, *depths;
	size_t head, tail;
	uint32_t last, end; /* the last step goes from the one to the other */
	struct step ending;
};

static void find_ends(struct asking *a, struct search *s)
{
	const struct avow_expectation *e = a->expected;

	s->from = avow_asking_types(a, &e->subjects, NULL);
	s->to = avow_asking_types(a, &e->objects, NULL);
	s->except = avow_asking_types(a, &e->except, NULL);
	avow_asking_take_away(a, s->from, s->except);
	avow_asking_take_away(a, s->to, s->except);
	s->previous = calloc((size_t)a->types + 1, sizeof(*s->previous));
	s->steps = calloc((size_t)a->types + 1, sizeof(*s->steps));
	s->queue = calloc((size_t)a->types + 1, sizeof(*s->queue));
	s->depths = calloc((size_t)a->types + 1, sizeof(*s->depths));
	a->failed |= !s->previous || !s->steps || !s->queue || !s->depths;
	if (a->failed || a->out->state == AVOW_ASSERTION_WRONG)
		return;
	if (avow_asking_is_empty(a, s->from) || avow_asking_is_empty(a, s->to)) {
		avow_buf_puts(&a->why, "no type is left to ask about");
		a->out->state = AVOW_ASSERTION_WRONG;
	}
}

static void free_search(struct search *s)
{
	free(s->from);
	free(s->to);
	free(s->except);
	free(s->previous);
	free(s->steps);
	free(s->queue);
	free(s->depths);
}

static void enter(struct search *s, uint32_t type, uint32_t previous, uint32_t depth)
{
	s->previous[type - 1] = previous;
	s->depths[type - 1] = depth;
	s->queue[s->tail++] = type;
}

/* The steps from @from; true when one ends where none may. */
static bool follow(struct asking *a, struct search *s, uint32_t from, uint32_t steps)
{
	uint32_t *process = a->ways->process_of;
	uint32_t wanted = a->ways->transition | a->ways->dyntransition;
	uint32_t depth = s->depths[from - 1];
	bool is_last = steps && depth + 1 >= steps;
	struct step step;

	avow_sepol_reached(a->sepol, from, a->ways->process, process);
	for (uint32_t to = 1; to <= a->types; to++) {
		bool is_end = avow_asking_has(s->to, to);

		if (!(process[to - 1] & wanted) || avow_asking_has(s->except, to) ||
		    (!is_end && (is_last || s->previous[to - 1])) ||
		    !is_step(a, process, from, to, &step))
			continue;
		if (is_end) {
			s->last = from;
			s->end = to;
			s->ending = step;
			return true;
		}
		s->steps[to - 1] = step;
		enter(s, to, from, depth + 1);
	}
	return false;
}

static void tell_step(struct asking *a, uint32_t from, uint32_t to,
		      const struct step *step)
{
	const struct avow_sepol *sepol = a->sepol;
	const struct asking_ways *ways = a->ways;
	const struct avow_sepol_pair pair = { from, to, ways->process };
	const struct avow_sepol_pair self = { from, from, ways->process };

	avow_asking_quote(a, &pair,
			  step->is_dynamic ? ways->dyntransition : ways->transition);
	if (step->is_dynamic) {
		avow_asking_quote(a, &self, ways->setcurrent);
		avow_buf_printf(&a->witness, " -> %s (dynamically)",
				avow_sepol_type_name(sepol, to));
		return;
	}
	avow_asking_quote(a, &(struct avow_sepol_pair){ from, step->entry, ways->file },
			  ways->execute);
	avow_asking_quote(a, &(struct avow_sepol_pair){ to, step->entry, ways->file },
			  ways->entrypoint);
	if (step->is_by_rule)
		avow_buf_printf(&a->rule, "type_transition %s %s:process %s;\n",
				avow_sepol_type_name(sepol, from),
				avow_sepol_type_name(sepol, step->entry),
				avow_sepol_type_name(sepol, to));
	else
		avow_asking_quote(a, &self, ways->setexec);
	avow_buf_printf(&a->witness, " -> %s (by %s)", avow_sepol_type_name(sepol, to),
			avow_sepol_type_name(sepol, step->entry));
}

static void tell_way(struct asking *a, struct search *s)
{
	size_t count = 0;

	/* The queue is not needed any more: the way is put into it, from its end. */
	for (uint32_t at = s->last;; at = s->previous[at - 1]) {
		s->queue[count++] = at;
		if (s->previous[at - 1] == at)
			break;
	}
	avow_buf_puts(&a->witness, avow_sepol_type_name(a->sepol, s->queue[count - 1]));
	for (size_t i = count - 1; i-- > 0;)
		tell_step(a, s->queue[i + 1], s->queue[i], &s->steps[s->queue[i] - 1]);
	tell_step(a, s->last, s->end, &s->ending);
	avow_buf_printf(&a->why, "%zu %s there", count,
			count == 1 ? "step leads" : "steps lead");
	a->out->state = AVOW_ASSERTION_FAILS;
}

static void search_way(struct asking *a, struct search *s)
{
	uint32_t steps =
		a->expected->kind == AVOW_EXPECT_NO_TRANSITION ? 1 : a->expected->steps;
	bool is_found = false;

	if (!begin_ways(a)) {
		a->failed = true;
		return;
	}
	if (!a->ways->process || !a->ways->file) {
		avow_buf_puts(&a->why, "the policy has no class process or file");
		a->out->state = AVOW_ASSERTION_WRONG;
		return;
	}
	for (uint32_t type = 1; type <= a->types; type++)
		if (avow_asking_has(s->from, type))
			enter(s, type, type, 0);
	while (!is_found && !a->failed && s->head < s->tail) {
		uint32_t from = s->queue[s->head++];

		is_found = follow(a, s, from, steps);
	}
	if (is_found)
		tell_way(a, s);
}

void avow_asking_way(struct asking *a)
{
	struct search search = { 0 };

	find_ends(a, &search);
	if (!a->failed && a->out->state != AVOW_ASSERTION_WRONG)
		search_way(a, &search);
	free_search(&search);
}
