/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Denials to clusters: hash tables over atoms, and a monoid. Everything a
 * cluster holds is a sum, a minimum, a maximum, a set or a bottom-k tally, and so
 * does not care for order.
 */
#include "analyzer/cluster/cluster.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/cluster/index.h"

struct avow_clusters {
	struct avow_atoms *atoms;
	struct avow_cluster *clusters;
	size_t count, capacity;
	struct avow_index by_key;    /* source, target, class -> cluster */
	struct avow_index by_access; /* cluster, contexts, permissions -> access */
	struct avow_buf scratch;     /* a denial's permissions as one text */
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

/* Every tally of a cluster, and where a denial keeps its value. */
#define TALLIES(X)                                                                       \
	X(comms, comm)                                                                   \
	X(exes, exe)                                                                     \
	X(paths, path)                                                                   \
	X(proctitles, proctitle)                                                         \
	X(pids, pid)                                                                     \
	X(hosts, node)                                                                   \
	X(ports, port)                                                                   \
	X(addresses, address)                                                            \
	X(syscalls, syscall)

static void free_cluster(struct avow_cluster *cluster)
{
#define X(tally, field) avow_tally_free(&cluster->tally);
	TALLIES(X)
#undef X
	avow_tally_free(&cluster->permissions);
	avow_tally_free(&cluster->rawcons);
	avow_buf_free(&cluster->sample);
	free(cluster->accesses);
}

void avow_clusters_free(struct avow_clusters *clusters)
{
	if (!clusters)
		return;
	for (size_t i = 0; i < clusters->count; i++)
		free_cluster(&clusters->clusters[i]);
	free(clusters->clusters);
	avow_index_free(&clusters->by_key);
	avow_index_free(&clusters->by_access);
	avow_buf_free(&clusters->scratch);
	avow_atoms_free(clusters->atoms);
	free(clusters);
}

static void set_id(const struct avow_atoms *atoms, struct avow_cluster *cluster)
{
	struct avow_buf key = { 0 };
	uint32_t parts[] = { cluster->scontext_type, cluster->tcontext_type,
			     cluster->tclass };

	avow_buf_puts(&key, "selinux");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++) {
		avow_buf_putc(&key, ' ');
		avow_buf_append(&key, avow_atoms_text(atoms, parts[i]));
	}
	snprintf(cluster->id, sizeof(cluster->id), "%012llx",
		 (unsigned long long)(avow_span_hash(avow_buf_span(&key)) >> 16));
	avow_buf_free(&key);
}

static struct avow_cluster *add_cluster(struct avow_clusters *clusters,
					const uint32_t key[AVOW_INDEX_KEY])
{
	struct avow_cluster *cluster;

	if (clusters->count == clusters->capacity) {
		size_t capacity = clusters->capacity ? clusters->capacity * 2 : 64;
		struct avow_cluster *grown =
			reallocarray(clusters->clusters, capacity, sizeof(*grown));

		if (!grown)
			return NULL;
		clusters->clusters = grown;
		clusters->capacity = capacity;
	}
	if (avow_index_add(&clusters->by_key, key, (uint32_t)clusters->count))
		return NULL;
	cluster = &clusters->clusters[clusters->count++];
	*cluster = (struct avow_cluster){ .scontext_type = key[0],
					  .tcontext_type = key[1],
					  .tclass = key[2] };
	set_id(clusters->atoms, cluster);
	return cluster;
}

/* The cluster of these names, made when it is new; NULL when memory is out. */
static struct avow_cluster *cluster_of(struct avow_clusters *clusters,
				       struct avow_span scontext_type,
				       struct avow_span tcontext_type,
				       struct avow_span tclass)
{
	uint32_t key[AVOW_INDEX_KEY] = {
		avow_atoms_intern(clusters->atoms, scontext_type),
		avow_atoms_intern(clusters->atoms, tcontext_type),
		avow_atoms_intern(clusters->atoms, tclass),
	};
	uint32_t found;

	if (!key[0] || !key[1] || !key[2])
		return NULL;
	if (avow_index_find(&clusters->by_key, key, &found))
		return &clusters->clusters[found];
	return add_cluster(clusters, key);
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

/* Counts an access of @cluster; the texts are interned here. */
static int count_access(struct avow_clusters *clusters, struct avow_cluster *cluster,
			const struct avow_span texts[3], uint64_t count,
			struct avow_place place)
{
	uint32_t key[AVOW_INDEX_KEY];
	struct avow_access *access;
	uint32_t found;

	for (size_t i = 0; i < 3; i++) {
		key[i] = avow_atoms_intern(clusters->atoms, texts[i]);
		if (!key[i])
			return AVOW_E_NOMEM;
	}
	key[3] = (uint32_t)(cluster - clusters->clusters) + 1;
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
	*access = (struct avow_access){ key[0], key[1], key[2], count, place };
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

/* Keeps the earliest record as the sample: by time, serial, and then text. */
static int keep_sample(struct avow_cluster *cluster, struct avow_time time,
		       uint64_t serial, struct avow_place place, struct avow_span line)
{
	int order = avow_time_compare(time, cluster->sample_time);

	line = avow_span_first(line, AVOW_SAMPLE_MAX);
	if (cluster->sample.length) {
		if (order == 0 && serial != cluster->sample_serial)
			order = serial < cluster->sample_serial ? -1 : 1;
		if (order == 0)
			order = avow_span_compare(line, avow_buf_span(&cluster->sample));
		if (order > 0 ||
		    (order == 0 && avow_place_compare(place, cluster->sample_place) >= 0))
			return AVOW_OK;
	}
	avow_buf_clear(&cluster->sample);
	avow_buf_append(&cluster->sample, line);
	cluster->sample_place = place;
	cluster->sample_time = time;
	cluster->sample_serial = serial;
	return cluster->sample.failed ? AVOW_E_NOMEM : AVOW_OK;
}

static int count_values(struct avow_cluster *cluster, const struct avow_denial *denial)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < denial->permission_count; i++)
		result |=
			avow_tally_add(&cluster->permissions, denial->permissions[i], 1);
#define X(tally, field) result |= avow_tally_add(&cluster->tally, denial->field, 1);
	TALLIES(X)
#undef X
	result |= avow_tally_add(&cluster->rawcons, denial->srawcon, 1);
	result |= avow_tally_add(&cluster->rawcons, denial->trawcon, 1);
	return result ? AVOW_E_NOMEM : AVOW_OK;
}

/* A time that is not known bounds nothing. */
static void widen(struct avow_cluster *cluster, struct avow_time first,
		  struct avow_time last)
{
	if (avow_time_is_known(first) && (!avow_time_is_known(cluster->first) ||
					  avow_time_compare(first, cluster->first) < 0))
		cluster->first = first;
	if (avow_time_compare(last, cluster->last) > 0)
		cluster->last = last;
}

int avow_clusters_absorb(struct avow_clusters *clusters, const struct avow_denial *denial)
{
	struct avow_cluster *cluster;
	struct avow_span texts[3];
	int result;

	if (clusters->is_sorted)
		return AVOW_E_USAGE;
	cluster = cluster_of(clusters, denial->scontext.type, denial->tcontext.type,
			     denial->tclass);
	if (!cluster)
		return AVOW_E_NOMEM;
	texts[0] = denial->scontext.text;
	texts[1] = denial->tcontext.text;
	texts[2] = join_permissions(denial, &clusters->scratch);
	result = count_access(clusters, cluster, texts, 1, denial->place);
	if (result || (result = count_values(cluster, denial)))
		return result;
	result = keep_sample(cluster, denial->time, denial->serial, denial->place,
			     denial->line);
	widen(cluster, denial->time, denial->time);
	cluster->count++;
	cluster->permissive_yes += denial->permissive == AVOW_YES;
	cluster->permissive_no += denial->permissive == AVOW_NO;
	cluster->permissive_unknown += denial->permissive == AVOW_UNKNOWN;
	cluster->blocked += denial->blocked == AVOW_YES;
	return result;
}

static int merge_cluster(struct avow_clusters *into, struct avow_cluster *cluster,
			 const struct avow_clusters *set, const struct avow_cluster *from)
{
	int result = AVOW_OK;

#define X(tally, field) result |= avow_tally_merge(&cluster->tally, &from->tally);
	TALLIES(X)
	X(permissions, )
	X(rawcons, )
#undef X
	for (size_t i = 0; i < from->access_count && !result; i++) {
		const struct avow_access *access = &from->accesses[i];
		struct avow_span texts[3] = {
			avow_atoms_text(set->atoms, access->scontext),
			avow_atoms_text(set->atoms, access->tcontext),
			avow_atoms_text(set->atoms, access->permissions),
		};

		result = count_access(into, cluster, texts, access->count, access->first);
	}
	result |= keep_sample(cluster, from->sample_time, from->sample_serial,
			      from->sample_place, avow_buf_span(&from->sample));
	widen(cluster, from->first, from->last);
	cluster->count += from->count;
	cluster->permissive_yes += from->permissive_yes;
	cluster->permissive_no += from->permissive_no;
	cluster->permissive_unknown += from->permissive_unknown;
	cluster->blocked += from->blocked;
	return result ? AVOW_E_NOMEM : AVOW_OK;
}

int avow_clusters_merge(struct avow_clusters *into, const struct avow_clusters *from)
{
	if (into->is_sorted)
		return AVOW_E_USAGE;
	for (size_t i = 0; i < from->count; i++) {
		const struct avow_cluster *cluster = &from->clusters[i];
		struct avow_cluster *target = cluster_of(
			into, avow_atoms_text(from->atoms, cluster->scontext_type),
			avow_atoms_text(from->atoms, cluster->tcontext_type),
			avow_atoms_text(from->atoms, cluster->tclass));

		if (!target || merge_cluster(into, target, from, cluster))
			return AVOW_E_NOMEM;
	}
	return AVOW_OK;
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
	int order = compare_atoms(data, left->scontext_type, right->scontext_type);

	if (!order)
		order = compare_atoms(data, left->tcontext_type, right->tcontext_type);
	return order ? order : compare_atoms(data, left->tclass, right->tclass);
}

static int by_text(const void *a, const void *b, void *data)
{
	const struct avow_access *left = a, *right = b;
	int order = compare_atoms(data, left->scontext, right->scontext);

	if (!order)
		order = compare_atoms(data, left->tcontext, right->tcontext);
	return order ? order : compare_atoms(data, left->permissions, right->permissions);
}

void avow_clusters_sort(struct avow_clusters *clusters)
{
	for (size_t i = 0; i < clusters->count; i++) {
		struct avow_cluster *cluster = &clusters->clusters[i];

		qsort_r(cluster->accesses, cluster->access_count,
			sizeof(cluster->accesses[0]), by_text, clusters->atoms);
#define X(tally, field) avow_tally_sort(&cluster->tally);
		TALLIES(X)
		X(permissions, )
		X(rawcons, )
#undef X
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
