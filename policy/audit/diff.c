/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two sets of rules by what they mean. */
#include <stdlib.h>

#include "policy/audit/linter.h"
#include "policy/audit/rewrite.h"

enum { ORDERED_MAX = 4096 /* rules whose order is compared */ };

/* A statement in a form that is the same for the same meaning. */
struct item {
	const struct avow_audit_statement *statement;
	const char *form;
	size_t number;     /* in its set */
	struct item *pair; /* the same in the other set */
};

struct set {
	struct item *items; /* as auditctl gets them */
	struct item **sorted;
	size_t count;
};

static int compare_fields(const void *left, const void *right)
{
	const struct avow_audit_field *a = left, *b = right;

	if ((a->type == AUDIT_ARCH) != (b->type == AUDIT_ARCH))
		return a->type == AUDIT_ARCH ? -1 : 1;
	if ((a->type == AUDIT_FILTERKEY) != (b->type == AUDIT_FILTERKEY))
		return a->type == AUDIT_FILTERKEY ? 1 : -1;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->operation != b->operation)
		return a->operation < b->operation ? -1 : 1;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return avow_span_compare(a->text, b->text);
}

static const char *make_form(const struct avow_audit_statement *statement,
			     const struct avow_audit_target *target,
			     struct avow_arena *arena)
{
	struct avow_audit_field fields[AUDIT_MAX_FIELDS];
	struct avow_audit_statement copy = *statement;
	struct avow_audit_rule rule;
	struct avow_buf text = { 0 };
	const char *form;

	if (statement->rule) {
		rule = *statement->rule;
		if (rule.field_count)
			memcpy(fields, rule.fields, rule.field_count * sizeof(*fields));
		qsort(fields, rule.field_count, sizeof(*fields), compare_fields);
		rule.fields = fields;
		copy.rule = &rule;
	}
	avow_audit_print_statement(&copy, target, &text);
	form = text.failed ? NULL : avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return form;
}

static int compare_items(const void *left, const void *right)
{
	const struct item *a = *(struct item *const *)left;
	const struct item *b = *(struct item *const *)right;
	int order = strcmp(a->form, b->form);

	if (order)
		return order;
	return a->number < b->number ? -1 : a->number > b->number;
}

static int make_set(const struct avow_audit_rules *rules, struct avow_arena *arena,
		    struct set *out)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			count++;
	out->items = avow_arena_alloc(arena, (count + 1) * sizeof(*out->items));
	out->sorted = avow_arena_alloc(arena, (count + 1) * sizeof(*out->sorted));
	if (!out->items || !out->sorted)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			struct item *item = out->items + out->count;

			item->statement = at;
			item->number = out->count;
			item->form = make_form(at, &rules->target, arena);
			out->sorted[out->count++] = item;
			if (!item->form)
				return AVOW_E_NOMEM;
		}
	if (out->count)
		qsort(out->sorted, out->count, sizeof(*out->sorted), compare_items);
	return 0;
}

static void pair_up(const struct set *old, const struct set *new)
{
	size_t i = 0, j = 0;

	while (i < old->count && j < new->count) {
		int order = strcmp(old->sorted[i]->form, new->sorted[j]->form);

		if (order == 0) {
			old->sorted[i]->pair = new->sorted[j];
			new->sorted[j++]->pair = old->sorted[i++];
		} else if (order < 0) {
			i++;
		} else {
			j++;
		}
	}
}

/* Which comes first decides what becomes of an event. */
static bool is_order_felt(const struct item *a, const struct item *b)
{
	const struct avow_audit_rule *x = a->statement->rule, *y = b->statement->rule;

	if (!x || !y)
		return x || y || a->statement->kind == b->statement->kind;
	if (x->list != y->list ||
	    (x->list != AUDIT_FILTER_TASK && !avow_audit_shares_calls(x, y)))
		return false;
	return x->action != y->action ||
	       (x->machine == y->machine && x->action == AUDIT_ALWAYS);
}

static void add(struct avow_audit_changes *out, enum avow_audit_sign sign,
		const struct item *item, const struct item *other)
{
	out->items[out->count++] =
		(struct avow_audit_change){ sign, item->statement,
					    other ? other->statement : NULL };
}

/* One of those that were behind it, and now are before it. */
static const struct item *overtaken_by(const struct set *new, const struct item *item)
{
	size_t begin = item->number > ORDERED_MAX ? item->number - ORDERED_MAX : 0;

	for (size_t i = begin; i < item->number; i++) {
		const struct item *other = new->items + i;

		if (other->pair && other->pair->number > item->pair->number &&
		    is_order_felt(item, other))
			return other;
	}
	return NULL;
}

int avow_audit_diff(const struct avow_audit_rules *old,
		    const struct avow_audit_rules *new, struct avow_arena *arena,
		    struct avow_audit_changes *out)
{
	struct set sets[2] = { { 0 } };

	if (make_set(old, arena, sets) || make_set(new, arena, sets + 1))
		return AVOW_E_NOMEM;
	pair_up(sets, sets + 1);
	out->count = 0;
	out->items = avow_arena_alloc(arena, (sets[0].count + sets[1].count + 1) *
						     sizeof(*out->items));
	if (!out->items)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < sets[0].count; i++)
		if (!sets[0].items[i].pair)
			add(out, AVOW_AUDIT_REMOVED, sets[0].items + i, NULL);
	for (size_t i = 0; i < sets[1].count; i++) {
		const struct item *item = sets[1].items + i;
		const struct item *other =
			item->pair ? overtaken_by(sets + 1, item) : NULL;

		if (!item->pair)
			add(out, AVOW_AUDIT_ADDED, item, NULL);
		else if (other)
			add(out, AVOW_AUDIT_MOVED, item, other);
	}
	return 0;
}
