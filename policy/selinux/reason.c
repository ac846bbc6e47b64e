/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of reasons, and the grouping of a cluster's accesses by them. What a
 * reason is and says is in its own file under reasons/.
 */
#include "policy/selinux/reason.h"

#include <stdlib.h>

/* The order is libsepol's order of layers, with what it cannot ask before it. */
static const struct avow_reason_kind *const kinds[] = {
	&avow_reason_type,       &avow_reason_class,      &avow_reason_allowed,
	&avow_reason_boolean,    &avow_reason_dontaudit,  &avow_reason_te,
	&avow_reason_constraint, &avow_reason_rbac,       &avow_reason_bounds,
	&avow_reason_xperm,      &avow_reason_permission,
};

const struct avow_reason_kind *avow_reason_at(size_t index)
{
	return kinds[index];
}

bool avow_reason_is_final(const char *code)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++)
		if (strcmp(kinds[i]->code, code) == 0)
			return kinds[i]->is_final;
	return false;
}

/* The group of @kind with @key; NULL when memory is out. */
static struct avow_group *group_of(struct avow_groups *groups,
				   const struct avow_reason_kind *kind,
				   struct avow_span key)
{
	struct avow_group **place = &groups->first;
	struct avow_group *group;
	size_t count = 0;

	for (; *place; place = &(*place)->next) {
		group = *place;
		if (group->kind != kind)
			continue;
		if (group->is_rest || avow_span_is(key, group->key))
			return group;
		count++;
	}
	group = avow_arena_alloc(&groups->arena, sizeof(*group));
	if (!group)
		return NULL;
	group->kind = kind;
	group->is_rest = count == AVOW_GROUPS_MAX;
	group->key = avow_arena_string(&groups->arena,
				       group->is_rest ? avow_span_of("") : key);
	if (!group->key)
		return NULL;
	*place = group;
	return group;
}

static void add_word(struct avow_group *group, struct avow_span word)
{
	size_t at = 0;

	while (at < group->word_count && avow_span_compare(group->words[at], word) < 0)
		at++;
	if (at < group->word_count && avow_span_equal(group->words[at], word))
		return;
	if (group->word_count == AVOW_GROUP_WORDS_MAX) {
		group->has_more_words = true;
		return;
	}
	memmove(group->words + at + 1, group->words + at,
		(group->word_count - at) * sizeof(group->words[0]));
	group->words[at] = word;
	group->word_count++;
}

static void begin_group(struct avow_group *group, const struct avow_case *ask)
{
	group->sepol = ask->sepol;
	group->atoms = ask->atoms;
	group->subject = ask->subject;
	group->example = ask->access;
	group->question = ask->question;
	group->first = ask->access->first;
	while (group->set_count < ask->set_count &&
	       ask->sets[group->set_count].is_effective)
		group->set_count++;
	memcpy(group->sets, ask->sets, sizeof(group->sets));
}

/* The group of @ask among those of @kind, with its words; NULL when memory is out. */
static struct avow_group *join(struct avow_groups *groups,
			       const struct avow_reason_kind *kind,
			       const struct avow_case *ask, uint64_t words)
{
	struct avow_buf key = { 0 };
	struct avow_group *group = NULL;
	int code = kind->key ? kind->key(ask, &key) : 0;

	if (code == 0 && !key.failed)
		group = group_of(groups, kind, avow_buf_span(&key));
	avow_buf_free(&key);
	if (!group)
		return NULL;
	if (!group->example)
		begin_group(group, ask);
	for (size_t i = 0; i < ask->word_count; i++)
		if (words & (UINT64_C(1) << i))
			add_word(group, ask->words[i]);
	return group;
}

void avow_groups_count(const struct avow_membership *membership,
		       const struct avow_access *access)
{
	for (size_t i = 0; i < membership->count; i++) {
		struct avow_group *group = membership->groups[i];

		group->count += access->count;
		if (avow_place_compare(access->first, group->first) < 0)
			group->first = access->first;
	}
}

int avow_groups_add(struct avow_groups *groups, const struct avow_case *ask,
		    struct avow_membership *out)
{
	_Static_assert(AVOW_ARRAY_SIZE(kinds) == AVOW_REASON_KINDS, "a row a kind");
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++) {
		uint64_t words = kinds[i]->refuses(ask);

		if (!words)
			continue;
		if (!out->code)
			out->code = kinds[i]->code;
		out->groups[out->count] = join(groups, kinds[i], ask, words);
		if (!out->groups[out->count++])
			return AVOW_E_NOMEM;
	}
	avow_groups_count(out, ask->access);
	return 0;
}

static int by_count(const void *left, const void *right)
{
	const struct avow_group *a = *(const struct avow_group *const *)left;
	const struct avow_group *b = *(const struct avow_group *const *)right;
	int order;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	order = strcmp(a->kind->code, b->kind->code);
	return order ? order : strcmp(a->key, b->key);
}

/* Puts the list in the order of the finding. */
static int sort_groups(struct avow_groups *groups, size_t count)
{
	struct avow_group **all = avow_arena_alloc(
		&groups->arena, (count + 1) * sizeof(struct avow_group *));
	size_t i = 0;

	if (!all)
		return AVOW_E_NOMEM;
	for (struct avow_group *group = groups->first; group; group = group->next)
		all[i++] = group;
	qsort(all, count, sizeof(struct avow_group *), by_count);
	for (i = 0; i < count; i++)
		all[i]->next = all[i + 1];
	groups->first = all[0];
	return 0;
}

/* Takes what @buf holds into @arena, and empties it. NULL when memory is out. */
static const char *take(struct avow_buf *buf, struct avow_arena *arena)
{
	const char *text = NULL;

	if (buf->length > 0 && buf->data[buf->length - 1] == '\n')
		buf->length--;
	if (!buf->failed)
		text = avow_arena_string(arena, avow_buf_span(buf));
	avow_buf_clear(buf);
	return text;
}

static int write_reason(const struct avow_group *group, struct avow_reason *out,
			struct avow_arena *arena, struct avow_buf *scratch)
{
	out->code = group->kind->code;
	out->layer = group->kind->layer;
	out->title = group->kind->title;
	out->count = group->count;
	out->first = group->first;
	out->is_unknown = group->kind->is_unknown;
	if (group->is_rest)
		avow_buf_puts(scratch, "More of the same, each with other evidence.");
	else
		group->kind->text(group, scratch);
	out->text = take(scratch, arena);
	if (!group->is_rest && group->kind->evidence)
		group->kind->evidence(group, scratch);
	else
		avow_buf_puts(scratch, group->key);
	out->evidence = scratch->length > 0 ? take(scratch, arena) : "";
	for (size_t i = 0; i < group->word_count; i++) {
		if (i > 0)
			avow_buf_putc(scratch, ' ');
		avow_buf_append(scratch, group->words[i]);
	}
	out->permissions = take(scratch, arena);
	if (!out->text || !out->evidence || !out->permissions)
		return AVOW_E_NOMEM;
	if (out->evidence[0] == '\0')
		out->evidence = NULL;
	return 0;
}

int avow_groups_write(struct avow_groups *groups, struct avow_finding *finding,
		      struct avow_arena *arena)
{
	struct avow_buf scratch = { 0 };
	size_t count = 0;
	int code;

	for (const struct avow_group *group = groups->first; group; group = group->next)
		count++;
	code = sort_groups(groups, count);
	finding->reasons = avow_arena_alloc(arena, count * sizeof(*finding->reasons));
	if (!finding->reasons)
		code = AVOW_E_NOMEM;
	for (const struct avow_group *group = groups->first; group && code == 0;
	     group = group->next)
		code = write_reason(group, &finding->reasons[finding->reason_count++],
				    arena, &scratch);
	avow_buf_free(&scratch);
	return code;
}
