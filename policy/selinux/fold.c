/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash table of a cluster's questions. */
#include "policy/selinux/fold.h"

#define BUCKETS_MAX ((size_t)1 << 16)

int avow_folds_init(struct avow_folds *folds, size_t count, struct avow_arena *arena)
{
	folds->arena = arena;
	folds->bucket_count = 1;
	folds->first = NULL;
	folds->end = &folds->first;
	while (folds->bucket_count < count && folds->bucket_count < BUCKETS_MAX)
		folds->bucket_count *= 2;
	folds->buckets =
		avow_arena_alloc(arena, folds->bucket_count * sizeof(*folds->buckets));
	return folds->buckets ? 0 : AVOW_E_NOMEM;
}

static size_t hash(const struct avow_sepol_relation *relation,
		   const struct avow_access *access)
{
	const uint32_t words[] = { relation->users[0], relation->users[1],
				   relation->roles[0], relation->roles[1],
				   relation->levels,   access->permissions,
				   access->xperm };
	uint64_t out = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		out = (out ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(out >> 32);
}

static bool is_of(const struct avow_fold *fold,
		  const struct avow_sepol_relation *relation,
		  const struct avow_access *access)
{
	return memcmp(&fold->relation, relation, sizeof(*relation)) == 0 &&
	       fold->permissions == access->permissions && fold->xperm == access->xperm;
}

struct avow_fold *avow_folds_add(struct avow_folds *folds)
{
	struct avow_fold *fold = avow_arena_alloc(folds->arena, sizeof(*fold));

	if (!fold)
		return NULL;
	*folds->end = fold;
	folds->end = &fold->later;
	return fold;
}

struct avow_fold *avow_folds_find(struct avow_folds *folds,
				  const struct avow_sepol_context *source,
				  const struct avow_sepol_context *target,
				  const struct avow_access *access, bool *is_new)
{
	struct avow_sepol_relation relation = avow_sepol_relate(source, target);
	struct avow_fold **place =
		&folds->buckets[hash(&relation, access) & (folds->bucket_count - 1)];

	while (*place && !is_of(*place, &relation, access))
		place = &(*place)->next;
	*is_new = !*place;
	if (*place)
		return *place;
	*place = avow_folds_add(folds);
	if (!*place)
		return NULL;
	(*place)->relation = relation;
	(*place)->permissions = access->permissions;
	(*place)->xperm = access->xperm;
	return *place;
}
