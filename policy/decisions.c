/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rulings in memory, and as text again; decisions_parse.c reads them. */
#include "policy/decisions.h"

#include <string.h>

#include "policy/entries.h"

const char *const avow_ruling_keys[AVOW_RULING_KEYS] = {
	[AVOW_RULING_CHANGE] = "change",
	[AVOW_RULING_TEXT] = "text",
	[AVOW_RULING_ALLOW_RISKY] = "allow-risky",
	[AVOW_RULING_BECAUSE] = "because",
	[AVOW_RULING_UNTIL] = "until",
	[AVOW_RULING_BY] = "by",
	[AVOW_RULING_DATE] = "date",
};

void avow_rulings_free(struct avow_rulings *rulings)
{
	avow_arena_free(&rulings->arena);
	*rulings = (struct avow_rulings){ 0 };
}

int avow_rulings_doubt(struct avow_rulings *rulings, size_t line, const char *text)
{
	rulings->all_doubts++;
	if (rulings->doubt_count == AVOW_RULING_DOUBTS_MAX)
		return 0;
	text = avow_arena_string(&rulings->arena, avow_span_of(text));
	if (!text)
		return AVOW_E_NOMEM;
	rulings->doubts[rulings->doubt_count++] =
		(struct avow_ruling_doubt){ line, text };
	return 0;
}

/* Where the cluster is in the table, or where it would go. */
static uint32_t *find_slot(const struct avow_rulings *rulings, const char *cluster)
{
	size_t at = avow_span_hash(avow_span_of(cluster)) & (rulings->slot_count - 1);

	while (rulings->slots[at] &&
	       strcmp(rulings->at[rulings->slots[at] - 1].cluster, cluster) != 0)
		at = (at + 1) & (rulings->slot_count - 1);
	return &rulings->slots[at];
}

/* False when there is no memory for the table. */
static bool make_room(struct avow_rulings *rulings)
{
	size_t count = rulings->slot_count ? rulings->slot_count : 64;
	uint32_t *slots;

	if (rulings->count < rulings->slot_count / 2)
		return true;
	while (count / 2 <= rulings->count)
		count *= 2;
	slots = avow_arena_alloc(&rulings->arena, count * sizeof(*slots));
	if (!slots)
		return false;
	rulings->slots = slots;
	rulings->slot_count = count;
	rulings->indexed = 0;
	return true;
}

/* Entries were taken out, so that others have moved. */
static void forget_places(struct avow_rulings *rulings)
{
	if (rulings->slot_count)
		memset(rulings->slots, 0, rulings->slot_count * sizeof(*rulings->slots));
	rulings->indexed = 0;
}

struct avow_ruling *avow_rulings_find(struct avow_rulings *rulings, const char *cluster)
{
	uint32_t *slot;

	if (!make_room(rulings)) {
		for (size_t i = 0; i < rulings->count; i++)
			if (strcmp(rulings->at[i].cluster, cluster) == 0)
				return &rulings->at[i];
		return NULL;
	}
	for (; rulings->indexed < rulings->count; rulings->indexed++) {
		slot = find_slot(rulings, rulings->at[rulings->indexed].cluster);
		if (!*slot)
			*slot = (uint32_t)rulings->indexed + 1;
	}
	slot = find_slot(rulings, cluster);
	return *slot ? &rulings->at[*slot - 1] : NULL;
}

bool avow_ruling_is_over(const struct avow_rulings *rulings,
			 const struct avow_ruling *ruling)
{
	const char *until = ruling->values[AVOW_RULING_UNTIL];

	return until && rulings->today[0] && strcmp(until, rulings->today) < 0;
}

struct avow_ruling *avow_rulings_append(struct avow_rulings *rulings)
{
	if (rulings->count == rulings->capacity) {
		size_t capacity = rulings->capacity ? 2 * rulings->capacity : 64;
		struct avow_ruling *at =
			avow_arena_alloc(&rulings->arena, capacity * sizeof(*at));

		if (!at)
			return NULL;
		if (rulings->count)
			memcpy(at, rulings->at, rulings->count * sizeof(*at));
		rulings->at = at;
		rulings->capacity = capacity;
	}
	rulings->at[rulings->count] = (struct avow_ruling){ 0 };
	return &rulings->at[rulings->count++];
}

static int copy_ruling(struct avow_rulings *rulings, const struct avow_ruling *from,
		       struct avow_ruling *out)
{
	*out = *from;
	out->label = avow_entry_line(&rulings->arena, from->label);
	out->comment = avow_arena_string(
		&rulings->arena, avow_span_of(from->comment ? from->comment : ""));
	if (!out->label || !out->comment)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < AVOW_RULING_KEYS; i++) {
		if (!from->values[i])
			continue;
		out->values[i] = avow_entry_line(&rulings->arena, from->values[i]);
		if (!out->values[i])
			return AVOW_E_NOMEM;
	}
	return 0;
}

static void take_out(struct avow_rulings *rulings, const char *cluster, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < rulings->count; i++)
		if (strcmp(rulings->at[i].cluster, cluster) != 0)
			rulings->at[kept++] = rulings->at[i];
	if (kept < rulings->count)
		forget_places(rulings);
	rulings->count = kept;
}

int avow_rulings_set(struct avow_rulings *rulings, const struct avow_ruling *ruling)
{
	struct avow_ruling *place = avow_rulings_find(rulings, ruling->cluster);
	struct avow_ruling copy;

	if (copy_ruling(rulings, ruling, &copy) < 0)
		return AVOW_E_NOMEM;
	if (!place)
		place = avow_rulings_append(rulings);
	else
		copy.comment = place->comment;
	if (!place)
		return AVOW_E_NOMEM;
	*place = copy;
	take_out(rulings, ruling->cluster, (size_t)(place - rulings->at) + 1);
	return 0;
}

void avow_rulings_unset(struct avow_rulings *rulings, const char *cluster)
{
	take_out(rulings, cluster, 0);
}

static void print_ruling(const struct avow_ruling *ruling, struct avow_buf *out)
{
	avow_buf_puts(out, ruling->comment);
	avow_buf_printf(out, "%s %s", ruling->is_refusal ? "refuse" : "accept",
			ruling->cluster);
	if (ruling->label[0])
		avow_buf_printf(out, "  %s", ruling->label);
	avow_buf_putc(out, '\n');
	avow_entry_print_values(avow_ruling_keys, AVOW_RULING_KEYS, ruling->values, out);
}

void avow_rulings_print(const struct avow_rulings *rulings, struct avow_buf *out)
{
	for (size_t i = 0; i < rulings->count; i++) {
		if (i > 0)
			avow_buf_putc(out, '\n');
		print_ruling(&rulings->at[i], out);
	}
	if (rulings->trailer && rulings->trailer[0]) {
		if (rulings->count > 0)
			avow_buf_putc(out, '\n');
		avow_buf_puts(out, rulings->trailer);
	}
}

const char *avow_ruling_refusal(const struct avow_ruling *ruling,
				struct avow_arena *arena)
{
	const char *until = ruling->values[AVOW_RULING_UNTIL];
	const char *because = ruling->values[AVOW_RULING_BECAUSE];
	struct avow_buf text = { 0 };
	const char *out = NULL;

	avow_buf_puts(&text, "Refused");
	if (until)
		avow_buf_printf(&text, " until %s", until);
	avow_buf_printf(&text, "%s%s", because ? ": " : ", without a reason.",
			because ? because : "");
	if (!text.failed)
		out = avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out;
}
