/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Denials to clusters: a set of them by name, and a monoid. Which cluster is whose
 * is decided here; what it adds up, in sums.c. SELinux's names come from the policy
 * and all are kept; AppArmor's objects are chosen by the confined, and bounded.
 */
#include "analyzer/cluster/cluster.h"

#include <stdlib.h>

#include "analyzer/cluster/index.h"
#include "analyzer/cluster/name.h"
#include "analyzer/cluster/objects.h"
#include "analyzer/cluster/sums.h"

struct avow_clusters {
	struct avow_atoms *atoms;
	struct avow_cluster *clusters;
	size_t count, capacity;
	struct avow_index by_name;   /* SELinux: source, target, class -> cluster */
	struct avow_index by_group;  /* AppArmor: class, profile, namespace -> group */
	struct avow_objects *groups; /* the objects of each */
	size_t group_count, group_capacity;
	struct avow_index by_access; /* cluster, contexts, permissions -> access */
	struct avow_buf scratch; /* a denial's permissions as one text, or its object */
	bool is_sorted;
};

struct avow_clusters *avow_clusters_new(void)
{
	struct avow_clusters *clusters = calloc(1, sizeof(*clusters));

	if (!clusters)
		return NULL;
	clusters->atoms = avow_atoms_new();
	if (!clusters->atoms) {
		free(clusters);
		return NULL;
	}
	return clusters;
}

static void free_apparmor(struct avow_cluster *cluster)
{
	if (cluster->lsm != AVOW_LSM_APPARMOR)
		return;
	free((void *)(uintptr_t)cluster->apparmor->object.data);
	free(cluster->apparmor);
	*cluster = (struct avow_cluster){ 0 };
}

void avow_clusters_free(struct avow_clusters *clusters)
{
	if (!clusters)
		return;
	for (size_t i = 0; i < clusters->count; i++) {
		avow_sums_free(&clusters->clusters[i]);
		free_apparmor(&clusters->clusters[i]);
		free(clusters->clusters[i].accesses);
	}
	for (size_t i = 0; i < clusters->group_count; i++)
		avow_objects_free(&clusters->groups[i]);
	free(clusters->groups);
	free(clusters->clusters);
	avow_index_free(&clusters->by_name);
	avow_index_free(&clusters->by_group);
	avow_index_free(&clusters->by_access);
	avow_buf_free(&clusters->scratch);
	avow_atoms_free(clusters->atoms);
	free(clusters);
}

/* Room for one more of @size bytes behind @count; the array moves. */
static bool make_room(void **array, size_t count, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 64;
	void *grown;

	if (count < *capacity)
		return true;
	grown = reallocarray(*array, wanted, size);
	if (!grown)
		return false;
	*array = grown;
	*capacity = wanted;
	return true;
}

/* A new cluster without a name; its index, or a negative code. */
static int64_t add_cluster(struct avow_clusters *clusters)
{
	void *array = clusters->clusters;
	bool has_room = make_room(&array, clusters->count, &clusters->capacity,
				  sizeof(struct avow_cluster));

	clusters->clusters = array;
	if (!has_room)
		return AVOW_E_NOMEM;
	clusters->clusters[clusters->count] = (struct avow_cluster){ 0 };
	return (int64_t)clusters->count++;
}

/* The atoms of the first three parts of @name; false when memory is out. */
static bool intern(struct avow_clusters *clusters, const struct avow_name *name,
		   uint32_t key[AVOW_INDEX_KEY])
{
	for (size_t i = 0; i < 3; i++) {
		key[i] = avow_atoms_intern(clusters->atoms, name->parts[i]);
		if (!key[i])
			return false;
	}
	key[3] = key[4] = 0;
	return true;
}

/* What a cluster of SELinux has of AppArmor's; nobody writes to it. */
static const struct avow_apparmor_cluster nothing;

static struct avow_cluster *selinux_cluster(struct avow_clusters *clusters,
					    const struct avow_name *name)
{
	uint32_t key[AVOW_INDEX_KEY], found;
	struct avow_cluster *cluster;
	int64_t index;

	if (!intern(clusters, name, key))
		return NULL;
	if (avow_index_find(&clusters->by_name, key, &found))
		return &clusters->clusters[found];
	index = add_cluster(clusters);
	if (index < 0 || avow_index_add(&clusters->by_name, key, (uint32_t)index))
		return NULL;
	cluster = &clusters->clusters[index];
	cluster->lsm = AVOW_LSM_SELINUX;
	cluster->apparmor = (struct avow_apparmor_cluster *)(uintptr_t)&nothing;
	cluster->scontext_type = key[AVOW_NAME_SOURCE];
	cluster->tcontext_type = key[AVOW_NAME_TARGET];
	cluster->tclass = key[AVOW_NAME_TCLASS];
	avow_name_id(name, cluster->id);
	return cluster;
}

/* The objects of the class, profile and namespace of @key, none when they are new. */
static struct avow_objects *group_of(struct avow_clusters *clusters,
				     const uint32_t key[AVOW_INDEX_KEY])
{
	void *array = clusters->groups;
	bool has_room;
	uint32_t found;

	if (avow_index_find(&clusters->by_group, key, &found))
		return &clusters->groups[found];
	has_room = make_room(&array, clusters->group_count, &clusters->group_capacity,
			     sizeof(struct avow_objects));
	clusters->groups = array;
	if (!has_room ||
	    avow_index_add(&clusters->by_group, key, (uint32_t)clusters->group_count))
		return NULL;
	clusters->groups[clusters->group_count] = (struct avow_objects){ 0 };
	return &clusters->groups[clusters->group_count++];
}

/* Gives the empty cluster at @index its name, with a copy of the object. */
static int set_name(struct avow_clusters *clusters, uint32_t index,
		    const struct avow_name *name, const uint32_t key[AVOW_INDEX_KEY])
{
	struct avow_cluster *cluster = &clusters->clusters[index];
	struct avow_span object = name->parts[AVOW_NAME_OBJECT];
	struct avow_apparmor_cluster *apparmor = calloc(1, sizeof(*apparmor));
	char *copy = calloc(1, object.length + 1);

	if (!copy || !apparmor) {
		free(copy);
		free(apparmor);
		return AVOW_E_NOMEM;
	}
	if (object.length)
		memcpy(copy, object.data, object.length);
	*cluster =
		(struct avow_cluster){ .lsm = AVOW_LSM_APPARMOR, .apparmor = apparmor };
	cluster->apparmor->class_name = key[AVOW_NAME_CLASS];
	cluster->apparmor->profile = key[AVOW_NAME_PROFILE];
	if (!avow_span_is_empty(name->parts[AVOW_NAME_NAMESPACE]))
		cluster->apparmor->namespace = key[AVOW_NAME_NAMESPACE];
	cluster->apparmor->object = avow_span_make(copy, object.length);
	cluster->apparmor->is_rest = name->is_rest;
	avow_name_id(name, cluster->id);
	return AVOW_OK;
}

/* The cluster of the objects of @group that have none of their own. */
static struct avow_cluster *rest_of(struct avow_clusters *clusters,
				    struct avow_objects *group,
				    const struct avow_name *name,
				    const uint32_t key[AVOW_INDEX_KEY])
{
	struct avow_name rest = *name;
	int64_t index;

	if (group->rest)
		return &clusters->clusters[group->rest - 1];
	rest.is_rest = true;
	rest.parts[AVOW_NAME_OBJECT] = avow_span_make("", 0);
	index = add_cluster(clusters);
	if (index < 0 || set_name(clusters, (uint32_t)index, &rest, key))
		return NULL;
	group->rest = (uint32_t)index + 1;
	return &clusters->clusters[index];
}

/* Takes the last object's place from it; the index of its cluster, now empty. */
static int64_t evict(struct avow_clusters *clusters, struct avow_objects *group,
		     const struct avow_name *name, const uint32_t key[AVOW_INDEX_KEY])
{
	struct avow_cluster *rest = rest_of(clusters, group, name, key);
	uint32_t index = group->items[--group->length].cluster;
	struct avow_cluster *evicted = &clusters->clusters[index];

	if (!rest || avow_sums_add(rest, evicted))
		return AVOW_E_NOMEM;
	avow_sums_free(evicted);
	free_apparmor(evicted);
	return index;
}

static struct avow_cluster *apparmor_cluster(struct avow_clusters *clusters,
					     const struct avow_name *name)
{
	struct avow_span object = name->parts[AVOW_NAME_OBJECT];
	uint32_t key[AVOW_INDEX_KEY], at;
	struct avow_objects *group;
	int64_t index;
	bool found;

	group = intern(clusters, name, key) ? group_of(clusters, key) : NULL;
	if (!group)
		return NULL;
	if (name->is_rest)
		return rest_of(clusters, group, name, key);
	at = avow_objects_find(group, clusters->clusters, object, &found);
	if (found)
		return &clusters->clusters[group->items[at].cluster];
	if (at == AVOW_OBJECTS_MAX)
		return rest_of(clusters, group, name, key);
	index = group->length == AVOW_OBJECTS_MAX ? evict(clusters, group, name, key)
						  : add_cluster(clusters);
	if (index < 0 || set_name(clusters, (uint32_t)index, name, key) ||
	    avow_objects_insert(group, at, object, (uint32_t)index))
		return NULL;
	return &clusters->clusters[index];
}

/* The cluster of this name, made when it is new; NULL when memory is out. */
static struct avow_cluster *cluster_of(struct avow_clusters *clusters,
				       const struct avow_name *name)
{
	return name->lsm == AVOW_LSM_SELINUX ? selinux_cluster(clusters, name)
					     : apparmor_cluster(clusters, name);
}

static struct avow_access *add_access(struct avow_cluster *cluster)
{
	struct avow_access *access;

	if (cluster->access_count == cluster->access_capacity) {
		size_t capacity =
			cluster->access_capacity ? cluster->access_capacity * 2 : 2;

		access = reallocarray(cluster->accesses, capacity, sizeof(*access));
		if (!access)
			return NULL;
		cluster->accesses = access;
		cluster->access_capacity = capacity;
	}
	access = &cluster->accesses[cluster->access_count++];
	*access = (struct avow_access){ 0 };
	return access;
}

/* What makes an access, as text. */
struct question {
	struct avow_span texts[3]; /* both contexts, the permissions */
	uint32_t xperm;
};

/* Counts an access of @cluster; the texts are interned here. */
static int count_access(struct avow_clusters *clusters, struct avow_cluster *cluster,
			const struct question *question, uint64_t count,
			struct avow_place place)
{
	uint32_t key[AVOW_INDEX_KEY];
	struct avow_access *access;
	uint32_t found;

	for (size_t i = 0; i < 3; i++) {
		key[i] = avow_atoms_intern(clusters->atoms, question->texts[i]);
		if (!key[i])
			return AVOW_E_NOMEM;
	}
	key[3] = (uint32_t)(cluster - clusters->clusters) + 1;
	key[4] = question->xperm;
	if (avow_index_find(&clusters->by_access, key, &found)) {
		access = &cluster->accesses[found];
		access->count += count;
		if (avow_place_compare(place, access->first) < 0)
			access->first = place;
		return AVOW_OK;
	}
	if (avow_index_add(&clusters->by_access, key, (uint32_t)cluster->access_count))
		return AVOW_E_NOMEM;
	access = add_access(cluster);
	if (!access)
		return AVOW_E_NOMEM;
	*access = (struct avow_access){ key[0], key[1], key[2], key[4], count, place };
	return AVOW_OK;
}

/* The names of a denial's permissions, which are sorted, one blank between. */
static struct avow_span join_permissions(const struct avow_denial *denial,
					 struct avow_buf *out)
{
	avow_buf_clear(out);
	for (size_t i = 0; i < denial->permission_count; i++) {
		if (i)
			avow_buf_putc(out, ' ');
		avow_buf_append(out, denial->permissions[i]);
	}
	return avow_buf_span(out);
}

/* Counts the question that a SELinux denial asks. */
static int count_question(struct avow_clusters *clusters, struct avow_cluster *cluster,
			  const struct avow_denial *denial)
{
	const struct question question = {
		.texts = { denial->selinux.scontext.text, denial->selinux.tcontext.text,
			   join_permissions(denial, &clusters->scratch) },
		.xperm = denial->xperm,
	};

	return count_access(clusters, cluster, &question, 1, denial->place);
}

int avow_clusters_absorb(struct avow_clusters *clusters, const struct avow_denial *denial)
{
	struct avow_cluster *cluster;
	struct avow_name name;
	int result = AVOW_OK;

	if (clusters->is_sorted)
		return AVOW_E_USAGE;
	name = avow_name_of_denial(denial, &clusters->scratch);
	cluster = cluster_of(clusters, &name);
	if (!cluster)
		return AVOW_E_NOMEM;
	if (denial->lsm == AVOW_LSM_SELINUX)
		result = count_question(clusters, cluster, denial);
	return result ? result : avow_sums_count(cluster, denial);
}

/* Adds the accesses of a cluster of @set to @cluster. */
static int add_accesses(struct avow_clusters *into, struct avow_cluster *cluster,
			const struct avow_clusters *set, const struct avow_cluster *from)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < from->access_count && !result; i++) {
		const struct avow_access *access = &from->accesses[i];
		const struct question question = {
			.texts = { avow_atoms_text(set->atoms, access->scontext),
				   avow_atoms_text(set->atoms, access->tcontext),
				   avow_atoms_text(set->atoms, access->permissions) },
			.xperm = access->xperm,
		};

		result = count_access(into, cluster, &question, access->count,
				      access->first);
	}
	return result;
}

int avow_clusters_add(struct avow_clusters *into, const struct avow_clusters *from,
		      size_t index)
{
	const struct avow_cluster *cluster = &from->clusters[index];
	const struct avow_name name = avow_name_of_cluster(cluster, from->atoms);
	struct avow_cluster *target;

	if (into->is_sorted)
		return AVOW_E_USAGE;
	target = cluster_of(into, &name);
	if (!target || add_accesses(into, target, from, cluster) ||
	    avow_sums_add(target, cluster))
		return AVOW_E_NOMEM;
	return AVOW_OK;
}

int avow_clusters_merge(struct avow_clusters *into, const struct avow_clusters *from)
{
	int result = into->is_sorted ? AVOW_E_USAGE : AVOW_OK;

	for (size_t i = 0; i < from->count && !result; i++)
		result = avow_clusters_add(into, from, i);
	return result;
}

int avow_clusters_put(struct avow_clusters *into, const struct avow_cluster_part *part)
{
	struct avow_cluster *target;
	int result = AVOW_OK;

	if (into->is_sorted)
		return AVOW_E_USAGE;
	target = cluster_of(into, part->name);
	if (!target)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < part->access_count && !result; i++) {
		const struct avow_access_part *access = &part->accesses[i];
		const struct question question = {
			.texts = { access->scontext, access->tcontext,
				   access->permissions },
			.xperm = access->xperm,
		};

		result = count_access(into, target, &question, access->count,
				      access->first);
	}
	return result ? result : avow_sums_add(target, part->sums);
}

uint32_t avow_clusters_atom(struct avow_clusters *clusters, struct avow_span text)
{
	return avow_atoms_intern(clusters->atoms, text);
}

static int compare_atoms(const struct avow_atoms *atoms, uint32_t a, uint32_t b)
{
	return a == b ? 0
		      : avow_span_compare(avow_atoms_text(atoms, a),
					  avow_atoms_text(atoms, b));
}

static int by_name(const void *a, const void *b, void *data)
{
	const struct avow_cluster *left = a, *right = b;
	/* The ones in use are those of the lsm; the others are AVOW_NO_ATOM in both. */
	const uint32_t pairs[][2] = {
		{ left->scontext_type, right->scontext_type },
		{ left->tcontext_type, right->tcontext_type },
		{ left->tclass, right->tclass },
		{ left->apparmor->namespace, right->apparmor->namespace },
		{ left->apparmor->profile, right->apparmor->profile },
		{ left->apparmor->class_name, right->apparmor->class_name },
	};
	int order = (left->lsm > right->lsm) - (left->lsm < right->lsm);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(pairs) && !order; i++)
		order = compare_atoms(data, pairs[i][0], pairs[i][1]);
	if (order == 0)
		order = left->apparmor->is_rest - right->apparmor->is_rest;
	return order ? order
		     : avow_span_compare(left->apparmor->object, right->apparmor->object);
}

static int by_text(const void *a, const void *b, void *data)
{
	const struct avow_access *left = a, *right = b;
	int order = compare_atoms(data, left->scontext, right->scontext);

	if (!order)
		order = compare_atoms(data, left->tcontext, right->tcontext);
	if (!order)
		order = compare_atoms(data, left->permissions, right->permissions);
	return order ? order
		     : (left->xperm > right->xperm) - (left->xperm < right->xperm);
}

void avow_clusters_sort(struct avow_clusters *clusters)
{
	for (size_t i = 0; i < clusters->count; i++) {
		struct avow_cluster *cluster = &clusters->clusters[i];

		if (cluster->access_count)
			qsort_r(cluster->accesses, cluster->access_count,
				sizeof(cluster->accesses[0]), by_text, clusters->atoms);
		avow_sums_sort(cluster);
	}
	if (clusters->count)
		qsort_r(clusters->clusters, clusters->count,
			sizeof(clusters->clusters[0]), by_name, clusters->atoms);
	clusters->is_sorted = true;
}

size_t avow_clusters_count(const struct avow_clusters *clusters)
{
	return clusters->count;
}

const struct avow_cluster *avow_clusters_at(const struct avow_clusters *clusters,
					    size_t index)
{
	return &clusters->clusters[index];
}

const struct avow_atoms *avow_clusters_atoms(const struct avow_clusters *clusters)
{
	return clusters->atoms;
}
