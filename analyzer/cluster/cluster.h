/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_CLUSTER_H
#define AVOW_CLUSTER_CLUSTER_H

#include "analyzer/base/atoms.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "analyzer/cluster/history.h"
#include "analyzer/cluster/tally.h"
#include "analyzer/denial/denial.h"

/*
 * One distinct question for the policy within a cluster: both whole contexts
 * and the set of permissions asked for together; with it the number of the ioctl
 * command, or of the netlink message type, that extended permissions are about.
 */

struct avow_access {
	uint32_t scontext;
	uint32_t tcontext;
	uint32_t permissions; /* an atom: the names sorted, one blank between */
	uint32_t xperm;       /* as in the denial */
	uint64_t count;
	struct avow_place first; /* where it was first seen */
};

/* Objects of one profile and class that have a cluster of their own. */
#define AVOW_OBJECTS_MAX 4096

/*
 * What AppArmor denials are clustered by, and what only they have. The object is
 * what a rule would name (struct avow_apparmor), its changing parts generalised
 * (cluster/shape.h); an empty text where the records name none. Confined processes
 * choose it, so it is no atom but the cluster's own, followed by a NUL, and objects
 * beyond AVOW_OBJECTS_MAX share one cluster.
 */
struct avow_apparmor_cluster {
	uint32_t profile;
	uint32_t namespace; /* AVOW_NO_ATOM: the root namespace */
	uint32_t class_name;
	struct avow_span object;
	bool is_rest; /* all objects that have no cluster of their own */
	struct avow_tally operations, requested_masks, denied_masks, peers, targets,
		infos, signals, bus_names, sources, fstypes, flags, values, mounts,
		laddrs, lports, faddrs, fports;
	/* mounts: of each mount the operation, fstype=, srcname= and flags=, NUL between
	 */
	uint64_t owner_yes; /* fsuid= and ouid= are the same: an owner rule would do */
	uint64_t owner_no;
};

/*
 * All denials of SELinux with one source type, target type and class, or of
 * AppArmor with one profile, class and object. Every name is an atom of the set.
 * `id` is stable across runs and machines: the first 12 hexadecimal digits of a hash
 * over lsm and these.
 */
struct avow_cluster {
	char id[13];
	enum avow_lsm lsm;
	uint32_t scontext_type; /* of SELinux these three; of AppArmor AVOW_NO_ATOM */
	uint32_t tcontext_type;
	uint32_t tclass;
	/* Of AppArmor the cluster's own; of SELinux one that is empty, shared. */
	struct avow_apparmor_cluster *apparmor;

	uint64_t count; /* denial records */
	uint64_t permissive_yes, permissive_no, permissive_unknown;
	uint64_t blocked; /* those whose access really failed */
	struct avow_time first, last;
	struct avow_history history; /* of those whose time is known */

	/* One entry a permission, count of records, with the times when it was seen. */
	struct avow_tally permissions;
	struct avow_tally comms, exes, paths, proctitles, pids, hosts, ports, addresses,
		syscalls, rawcons, details;

	/* Of SELinux; by scontext, tcontext, permissions (as text). */
	struct avow_access *accesses;
	size_t access_count;
	size_t access_capacity;

	struct avow_place sample_place; /* of the earliest record */
	struct avow_time sample_time;
	uint64_t sample_serial;
	struct avow_buf sample; /* its raw line, at most AVOW_SAMPLE_MAX bytes */
};

#define AVOW_SAMPLE_MAX 4096

/*
 * The clusters of one analysis. absorb and merge commute and associate: any
 * split of the same records over sets, in any order, gives equal clusters
 * (avow_place.input aside, which the caller maps).
 */
struct avow_clusters;

struct avow_clusters *avow_clusters_new(void);
void avow_clusters_free(struct avow_clusters *clusters);

/* Counts one denial; its spans are copied. AVOW_E_USAGE once the set is sorted. */
int avow_clusters_absorb(struct avow_clusters *clusters,
			 const struct avow_denial *denial) avow_must_check;

/* Adds the cluster at @index of @from; as avow_clusters_merge(). */
int avow_clusters_add(struct avow_clusters *into, const struct avow_clusters *from,
		      size_t index) avow_must_check;

/* Adds all of @from, which stays as it was and may be sorted; @into may not. */
int avow_clusters_merge(struct avow_clusters *into,
			const struct avow_clusters *from) avow_must_check;

/*
 * A cluster as it is kept outside of a set (a report, a store): its name, what it adds
 * up, and its accesses, all as texts. What @sums has of atoms is not looked at.
 */
struct avow_access_part {
	struct avow_span scontext, tcontext, permissions;
	uint32_t xperm;
	uint64_t count;
	struct avow_place first;
};

struct avow_name;

struct avow_cluster_part {
	const struct avow_name *name;
	const struct avow_cluster *sums;
	const struct avow_access_part *accesses;
	size_t access_count;
};

/* Adds it to the set, which may not be sorted, as a merge would. */
int avow_clusters_put(struct avow_clusters *into,
		      const struct avow_cluster_part *part) avow_must_check;

/* The number of @text in the table of the set, made when it is new, also of a sorted
 * one; AVOW_NO_ATOM when memory is out.
 */
uint32_t avow_clusters_atom(struct avow_clusters *clusters, struct avow_span text);

/*
 * Puts the clusters and their accesses in the order of their text and their
 * tallies in the order of counts, so that output does not depend on the order of
 * input. It ends the set: nothing can be added after.
 */
void avow_clusters_sort(struct avow_clusters *clusters);
size_t avow_clusters_count(const struct avow_clusters *clusters);
const struct avow_cluster *avow_clusters_at(const struct avow_clusters *clusters,
					    size_t index);

/* The table that all atoms in the set belong to. */
const struct avow_atoms *avow_clusters_atoms(const struct avow_clusters *clusters);

#endif
