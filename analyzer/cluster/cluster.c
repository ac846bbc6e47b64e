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
#include "analyzer/cluster/shape.h"

struct avow_clusters {
	struct avow_atoms *atoms;
	struct avow_cluster *clusters;
	size_t count, capacity;
	struct avow_index by_name[AVOW_LSM_COUNT]; /* struct name -> cluster */
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
	X(syscalls, syscall)                                                             \
	X(apparmor.operations, apparmor.operation)                                       \
	X(apparmor.requested_masks, apparmor.requested_mask)                             \
	X(apparmor.denied_masks, apparmor.denied_mask)                                   \
	X(apparmor.peers, apparmor.peer)                                                 \
	X(apparmor.targets, apparmor.target)                                             \
	X(apparmor.infos, apparmor.info)                                                 \
	X(apparmor.signals, apparmor.signal)                                             \
	X(apparmor.sources, apparmor.srcname)                                            \
	X(apparmor.fstypes, apparmor.fstype)                                             \
	X(apparmor.flags, apparmor.flags)                                                \
	X(apparmor.values, apparmor.value)

static void free_cluster(struct avow_cluster *cluster)
{
#define X(tally, field) avow_tally_free(&cluster->tally);
	TALLIES(X)
#undef X
	avow_tally_free(&cluster->permissions);
	avow_tally_free(&cluster->rawcons);
	avow_tally_free(&cluster->details);
	avow_tally_free(&cluster->apparmor.bus_names);
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
	for (int i = 0; i < AVOW_LSM_COUNT; i++)
		avow_index_free(&clusters->by_name[i]);
	avow_index_free(&clusters->by_access);
	avow_buf_free(&clusters->scratch);
	avow_atoms_free(clusters->atoms);
	free(clusters);
}

/*
 * What a cluster is named by: source type, target type, class; or class, profile,
 * object, namespace.
 */
struct name {
	enum avow_lsm lsm;
	struct avow_span parts[AVOW_INDEX_KEY];
};

/* Blanks between SELinux's parts; AppArmor's may hold blanks, and never a NUL alone. */
static void set_id(const struct name *name, struct avow_cluster *cluster)
{
	static const struct {
		const char *lsm;
		size_t parts;
		char separator;
	} forms[] = {
		[AVOW_LSM_SELINUX] = { "selinux", 3, ' ' },
		[AVOW_LSM_APPARMOR] = { "apparmor", 4, '\0' },
	};
	struct avow_buf key = { 0 };

	avow_buf_puts(&key, forms[name->lsm].lsm);
	for (size_t i = 0; i < forms[name->lsm].parts; i++) {
		avow_buf_putc(&key, forms[name->lsm].separator);
		avow_buf_append(&key, name->parts[i]);
	}
	snprintf(cluster->id, sizeof(cluster->id), "%012llx",
		 (unsigned long long)(avow_span_hash(avow_buf_span(&key)) >> 16));
	avow_buf_free(&key);
}

static void set_name(struct avow_cluster *cluster, enum avow_lsm lsm,
		     const uint32_t key[AVOW_INDEX_KEY])
{
	*cluster = (struct avow_cluster){ .lsm = lsm };
	if (lsm == AVOW_LSM_SELINUX) {
		cluster->scontext_type = key[0];
		cluster->tcontext_type = key[1];
		cluster->tclass = key[2];
	} else {
		cluster->apparmor.class_name = key[0];
		cluster->apparmor.profile = key[1];
		cluster->apparmor.object = key[2];
		cluster->apparmor.namespace = key[3];
	}
}

static struct name name_of(const struct avow_clusters *clusters,
			   const struct avow_cluster *cluster)
{
	const struct avow_apparmor_cluster *apparmor = &cluster->apparmor;
	const struct avow_atoms *atoms = clusters->atoms;

	if (cluster->lsm == AVOW_LSM_SELINUX)
		return (struct name){ .lsm = AVOW_LSM_SELINUX,
				      { avow_atoms_text(atoms, cluster->scontext_type),
					avow_atoms_text(atoms, cluster->tcontext_type),
					avow_atoms_text(atoms, cluster->tclass) } };
	return (struct name){ .lsm = AVOW_LSM_APPARMOR,
			      { avow_atoms_text(atoms, apparmor->class_name),
				avow_atoms_text(atoms, apparmor->profile),
				avow_atoms_text(atoms, apparmor->object),
				avow_atoms_text(atoms, apparmor->namespace) } };
}

static struct avow_cluster *add_cluster(struct avow_clusters *clusters,
					const struct name *name,
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
	if (avow_index_add(&clusters->by_name[name->lsm], key, (uint32_t)clusters->count))
		return NULL;
	cluster = &clusters->clusters[clusters->count++];
	set_name(cluster, name->lsm, key);
	set_id(name, cluster);
	return cluster;
}

/* The cluster of this name, made when it is new; NULL when memory is out. */
static struct avow_cluster *cluster_of(struct avow_clusters *clusters,
				       const struct name *name)
{
	uint32_t key[AVOW_INDEX_KEY] = { 0 }, found;

	/* The last part is SELinux's none, or a namespace that need not be there. */
	for (size_t i = 0; i < AVOW_INDEX_KEY; i++) {
		if (i == 3 && avow_span_is_empty(name->parts[i]))
			break;
		key[i] = avow_atoms_intern(clusters->atoms, name->parts[i]);
		if (!key[i])
			return NULL;
	}
	if (avow_index_find(&clusters->by_name[name->lsm], key, &found))
		return &clusters->clusters[found];
	return add_cluster(clusters, name, key);
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
	for (size_t i = 0; i < denial->detail_count; i++)
		result |= avow_tally_add(&cluster->details, denial->details[i], 1);
	result |= avow_tally_add(&cluster->rawcons, denial->selinux.srawcon, 1);
	result |= avow_tally_add(&cluster->rawcons, denial->selinux.trawcon, 1);
	if (avow_span_is(denial->apparmor.class_name, "dbus"))
		result |= avow_tally_add(&cluster->apparmor.bus_names,
					 denial->apparmor.name, 1);
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

/* Counts the question that a SELinux denial asks. */
static int count_question(struct avow_clusters *clusters, struct avow_cluster *cluster,
			  const struct avow_denial *denial)
{
	const struct avow_span texts[3] = {
		denial->selinux.scontext.text, denial->selinux.tcontext.text,
		join_permissions(denial, &clusters->scratch)
	};

	return count_access(clusters, cluster, texts, 1, denial->place);
}

static void count_owner(struct avow_apparmor_cluster *cluster,
			const struct avow_apparmor *fields)
{
	if (avow_span_is_empty(fields->fsuid) || avow_span_is_empty(fields->ouid))
		return;
	if (avow_span_equal(fields->fsuid, fields->ouid))
		cluster->owner_yes++;
	else
		cluster->owner_no++;
}

/* The name of the cluster that @denial belongs to. */
static struct name name_for(struct avow_clusters *clusters,
			    const struct avow_denial *denial)
{
	const struct avow_apparmor *fields = &denial->apparmor;

	if (denial->lsm == AVOW_LSM_SELINUX)
		return (struct name){ .lsm = AVOW_LSM_SELINUX,
				      { denial->selinux.scontext.type,
					denial->selinux.tcontext.type,
					denial->selinux.tclass } };
	return (struct name){ .lsm = AVOW_LSM_APPARMOR,
			      { fields->class_name, fields->profile,
				avow_shape_of(fields->class_name, fields->object,
					      &clusters->scratch),
				fields->namespace } };
}

int avow_clusters_absorb(struct avow_clusters *clusters, const struct avow_denial *denial)
{
	struct avow_cluster *cluster;
	struct name name;
	int result = AVOW_OK;

	if (clusters->is_sorted)
		return AVOW_E_USAGE;
	name = name_for(clusters, denial);
	cluster = cluster_of(clusters, &name);
	if (!cluster)
		return AVOW_E_NOMEM;
	if (denial->lsm == AVOW_LSM_SELINUX)
		result = count_question(clusters, cluster, denial);
	if (result || (result = count_values(cluster, denial)))
		return result;
	count_owner(&cluster->apparmor, &denial->apparmor);
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
	X(details, )
	X(apparmor.bus_names, )
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
	cluster->apparmor.owner_yes += from->apparmor.owner_yes;
	cluster->apparmor.owner_no += from->apparmor.owner_no;
	return result ? AVOW_E_NOMEM : AVOW_OK;
}

int avow_clusters_merge(struct avow_clusters *into, const struct avow_clusters *from)
{
	if (into->is_sorted)
		return AVOW_E_USAGE;
	for (size_t i = 0; i < from->count; i++) {
		const struct avow_cluster *cluster = &from->clusters[i];
		const struct name name = name_of(from, cluster);
		struct avow_cluster *target = cluster_of(into, &name);

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
	/* The ones in use are those of the lsm; the others are AVOW_NO_ATOM in both. */
	const uint32_t pairs[][2] = {
		{ left->scontext_type, right->scontext_type },
		{ left->tcontext_type, right->tcontext_type },
		{ left->tclass, right->tclass },
		{ left->apparmor.namespace, right->apparmor.namespace },
		{ left->apparmor.profile, right->apparmor.profile },
		{ left->apparmor.class_name, right->apparmor.class_name },
		{ left->apparmor.object, right->apparmor.object },
	};
	int order = (left->lsm > right->lsm) - (left->lsm < right->lsm);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(pairs) && !order; i++)
		order = compare_atoms(data, pairs[i][0], pairs[i][1]);
	return order;
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

		if (cluster->access_count)
			qsort_r(cluster->accesses, cluster->access_count,
				sizeof(cluster->accesses[0]), by_text, clusters->atoms);
#define X(tally, field) avow_tally_sort(&cluster->tally);
		TALLIES(X)
		X(permissions, )
		X(rawcons, )
		X(details, )
		X(apparmor.bus_names, )
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
