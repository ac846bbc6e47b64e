/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A port can have one label, and so can a path: the claims are the commands without
 * their type, `semanage port -p tcp 8080`, and the type that they give.
 */
#include "policy/selinux/plan/claims.h"

#include <string.h>

#include "analyzer/base/buf.h"
#include "policy/command.h"

#define COMMANDS_MAX 64
#define BUCKETS_FIRST 64

struct avow_claim {
	const char *object, *type;
	struct avow_claim *next;
};

static struct avow_claim **place_of(const struct avow_claims *claims, const char *object)
{
	uint64_t hash = avow_span_hash(avow_span_of(object));
	struct avow_claim **at = &claims->buckets[hash & (claims->bucket_count - 1)];

	while (*at && strcmp((*at)->object, object) != 0)
		at = &(*at)->next;
	return at;
}

static int make_room(struct avow_claims *claims, struct avow_arena *arena)
{
	struct avow_claims larger = {
		.bucket_count =
			claims->bucket_count ? 2 * claims->bucket_count : BUCKETS_FIRST,
		.count = claims->count,
	};

	if (claims->count < claims->bucket_count)
		return 0;
	larger.buckets = avow_arena_alloc(arena, larger.bucket_count *
							 sizeof(struct avow_claim *));
	if (!larger.buckets)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < claims->bucket_count; i++)
		for (struct avow_claim *one = claims->buckets[i], *next; one;
		     one = next) {
			next = one->next;
			one->next = NULL;
			*place_of(&larger, one->object) = one;
		}
	*claims = larger;
	return 0;
}

/* What a command labels: its words but for `-a`, `-m`, `-t TYPE`. */
static const char *object_of(const struct avow_command_line *command,
			     struct avow_arena *arena)
{
	struct avow_buf text = { 0 };
	const char *out;

	for (size_t i = 1; i < command->count; i++) {
		const char *word = command->words[i];

		if (strcmp(word, "-t") == 0)
			i++;
		else if (strcmp(word, "-a") != 0 && strcmp(word, "-m") != 0)
			avow_buf_printf(&text, "%s\n", word);
	}
	out = text.failed ? NULL : avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out;
}

static bool is_label(const struct avow_command_line *command)
{
	return strcmp(command->words[0], "semanage") == 0 &&
	       avow_command_option(command, "-t") != NULL;
}

/* With @is_taken the object is claimed; else only looked up. */
static int claim(struct avow_claims *claims, const struct avow_command_line *command,
		 bool is_taken, struct avow_arena *arena)
{
	const char *type = avow_command_option(command, "-t");
	const char *object = object_of(command, arena);
	struct avow_claim **at;

	if (!object || make_room(claims, arena) < 0)
		return AVOW_E_NOMEM;
	at = place_of(claims, object);
	if (*at)
		return strcmp((*at)->type, type) != 0;
	if (!is_taken)
		return 0;
	*at = avow_arena_alloc(arena, sizeof(**at));
	if (!*at)
		return AVOW_E_NOMEM;
	(*at)->object = object;
	(*at)->type = type;
	claims->count++;
	return 0;
}

int avow_claims_take(struct avow_claims *claims, const char *change,
		     struct avow_arena *arena)
{
	struct avow_command_line commands[COMMANDS_MAX];
	size_t count;
	int code = avow_command_split(change, commands, COMMANDS_MAX, &count, arena);

	if (code < 0)
		return code == AVOW_E_INPUT ? 0 : code;
	for (int is_taken = 0; is_taken < 2; is_taken++)
		for (size_t i = 0; i < count && code == 0; i++)
			if (is_label(&commands[i]))
				code = claim(claims, &commands[i], is_taken, arena);
	return code;
}
