/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The contents of a cluster. Everything is a sum, a minimum, a maximum or a bottom-k
 * tally, and so does not care for order.
 */
#include "analyzer/cluster/sums.h"

#include <stdlib.h>

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

/* The same, and those that are filled in another way. */
#define ALL_TALLIES(X)                                                                   \
	TALLIES(X)                                                                       \
	X(permissions, )                                                                 \
	X(rawcons, )                                                                     \
	X(details, )                                                                     \
	X(apparmor.bus_names, )

void avow_sums_free(struct avow_cluster *cluster)
{
#define X(tally, field) avow_tally_free(&cluster->tally);
	ALL_TALLIES(X)
#undef X
	avow_buf_free(&cluster->sample);
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

int avow_sums_count(struct avow_cluster *cluster, const struct avow_denial *denial)
{
	if (count_values(cluster, denial))
		return AVOW_E_NOMEM;
	count_owner(&cluster->apparmor, &denial->apparmor);
	widen(cluster, denial->time, denial->time);
	cluster->count++;
	cluster->permissive_yes += denial->permissive == AVOW_YES;
	cluster->permissive_no += denial->permissive == AVOW_NO;
	cluster->permissive_unknown += denial->permissive == AVOW_UNKNOWN;
	cluster->blocked += denial->blocked == AVOW_YES;
	return keep_sample(cluster, denial->time, denial->serial, denial->place,
			   denial->line);
}

int avow_sums_add(struct avow_cluster *cluster, const struct avow_cluster *from)
{
	int result = AVOW_OK;

#define X(tally, field) result |= avow_tally_merge(&cluster->tally, &from->tally);
	ALL_TALLIES(X)
#undef X
	widen(cluster, from->first, from->last);
	cluster->count += from->count;
	cluster->permissive_yes += from->permissive_yes;
	cluster->permissive_no += from->permissive_no;
	cluster->permissive_unknown += from->permissive_unknown;
	cluster->blocked += from->blocked;
	cluster->apparmor.owner_yes += from->apparmor.owner_yes;
	cluster->apparmor.owner_no += from->apparmor.owner_no;
	if (from->count)
		result |= keep_sample(cluster, from->sample_time, from->sample_serial,
				      from->sample_place, avow_buf_span(&from->sample));
	return result ? AVOW_E_NOMEM : AVOW_OK;
}

void avow_sums_sort(struct avow_cluster *cluster)
{
#define X(tally, field) avow_tally_sort(&cluster->tally);
	ALL_TALLIES(X)
#undef X
}
