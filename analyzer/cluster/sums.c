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
	X(syscalls, syscall)

/* The same of AppArmor's own. */
#define APPARMOR_TALLIES(X)                                                              \
	X(operations, operation)                                                         \
	X(requested_masks, requested_mask)                                               \
	X(denied_masks, denied_mask)                                                     \
	X(peers, peer)                                                                   \
	X(targets, target)                                                               \
	X(infos, info)                                                                   \
	X(signals, signal)                                                               \
	X(sources, srcname)                                                              \
	X(fstypes, fstype)                                                               \
	X(flags, flags)                                                                  \
	X(values, value)

/* With those that are filled in another way. */
#define ALL_TALLIES(X)                                                                   \
	TALLIES(X)                                                                       \
	X(permissions, )                                                                 \
	X(rawcons, )                                                                     \
	X(details, )
#define ALL_APPARMOR_TALLIES(X)                                                          \
	APPARMOR_TALLIES(X)                                                              \
	X(mounts, )                                                                      \
	X(bus_names, )                                                                   \
	X(laddrs, )                                                                      \
	X(lports, )                                                                      \
	X(faddrs, )                                                                      \
	X(fports, )

static bool is_apparmor(const struct avow_cluster *cluster)
{
	return cluster->lsm == AVOW_LSM_APPARMOR;
}

struct avow_tally *avow_sums_tally(struct avow_cluster *cluster, size_t index,
				   const char **name)
{
	static const struct {
		const char *name;
		size_t offset;
	} own[] = {
#define X(tally, field) { #tally, offsetof(struct avow_cluster, tally) },
		ALL_TALLIES(X)
#undef X
	}, apparmor[] = {
#define X(tally, field) { #tally, offsetof(struct avow_apparmor_cluster, tally) },
		ALL_APPARMOR_TALLIES(X)
#undef X
	};
	size_t behind = index - AVOW_ARRAY_SIZE(own);

	if (index < AVOW_ARRAY_SIZE(own)) {
		*name = own[index].name;
		return (void *)((char *)cluster + own[index].offset);
	}
	if (!is_apparmor(cluster) || behind >= AVOW_ARRAY_SIZE(apparmor))
		return NULL;
	*name = apparmor[behind].name;
	return (void *)((char *)cluster->apparmor + apparmor[behind].offset);
}

void avow_sums_free(struct avow_cluster *cluster)
{
#define X(tally, field) avow_tally_free(&cluster->tally);
	ALL_TALLIES(X)
#undef X
	avow_buf_free(&cluster->sample);
	avow_history_free(&cluster->history);
	if (!is_apparmor(cluster))
		return;
#define X(tally, field) avow_tally_free(&cluster->apparmor->tally);
	ALL_APPARMOR_TALLIES(X)
#undef X
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
	avow_buf_keep(&cluster->sample, line);
	cluster->sample_place = place;
	cluster->sample_time = time;
	cluster->sample_serial = serial;
	return cluster->sample.failed ? AVOW_E_NOMEM : AVOW_OK;
}

static int count_values(struct avow_cluster *cluster, const struct avow_denial *denial)
{
	struct avow_sightings when = { 0 };
	int result = AVOW_OK;

	if (avow_time_is_known(denial->time))
		avow_sightings_add(&when, denial->time.seconds);
	for (size_t i = 0; i < denial->permission_count; i++)
		result |= avow_tally_see(&cluster->permissions, denial->permissions[i], 1,
					 &when);
#define X(tally, field) result |= avow_tally_add(&cluster->tally, denial->field, 1);
	TALLIES(X)
#undef X
	for (size_t i = 0; i < denial->detail_count; i++)
		result |= avow_tally_add(&cluster->details, denial->details[i], 1);
	result |= avow_tally_add(&cluster->rawcons, denial->selinux.srawcon, 1);
	result |= avow_tally_add(&cluster->rawcons, denial->selinux.trawcon, 1);
	return result ? AVOW_E_NOMEM : AVOW_OK;
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

static struct avow_span either(struct avow_span first, struct avow_span second)
{
	return avow_span_is_empty(first) ? second : first;
}

/* Both ends of an internet socket: the call's own addresses, or those it has. */
static int count_ends(struct avow_apparmor_cluster *cluster,
		      const struct avow_apparmor *fields)
{
	return avow_tally_add(&cluster->laddrs, either(fields->saddr, fields->laddr), 1) |
	       avow_tally_add(&cluster->lports, either(fields->src, fields->lport), 1) |
	       avow_tally_add(&cluster->faddrs, either(fields->daddr, fields->faddr), 1) |
	       avow_tally_add(&cluster->fports, either(fields->dest, fields->fport), 1);
}

/* What one mount is of: apart, its parts would not tell what belongs together. */
static int count_mount(struct avow_apparmor_cluster *cluster,
		       const struct avow_apparmor *fields)
{
	struct avow_buf mount = { 0 };
	int result;

	if (!avow_span_is(fields->class_name, "mount"))
		return 0;
	avow_buf_append(&mount, fields->operation);
	avow_buf_putc(&mount, '\0');
	avow_buf_append(&mount, fields->fstype);
	avow_buf_putc(&mount, '\0');
	avow_buf_append(&mount, fields->srcname);
	avow_buf_putc(&mount, '\0');
	avow_buf_append(&mount, fields->flags);
	result = mount.failed
			 ? AVOW_E_NOMEM
			 : avow_tally_add(&cluster->mounts, avow_buf_span(&mount), 1);
	avow_buf_free(&mount);
	return result;
}

static int count_apparmor_values(struct avow_apparmor_cluster *cluster,
				 const struct avow_apparmor *fields)
{
	int result = AVOW_OK;

#define X(tally, field) result |= avow_tally_add(&cluster->tally, fields->field, 1);
	APPARMOR_TALLIES(X)
#undef X
	if (avow_span_is(fields->class_name, "dbus"))
		result |= avow_tally_add(&cluster->bus_names, fields->name, 1);
	result |= count_mount(cluster, fields);
	result |= count_ends(cluster, fields);
	count_owner(cluster, fields);
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

int avow_sums_count(struct avow_cluster *cluster, const struct avow_denial *denial)
{
	if (count_values(cluster, denial))
		return AVOW_E_NOMEM;
	if (is_apparmor(cluster) &&
	    count_apparmor_values(cluster->apparmor, &denial->apparmor))
		return AVOW_E_NOMEM;
	if (avow_time_is_known(denial->time) &&
	    avow_history_add(&cluster->history, denial->time.seconds, 1))
		return AVOW_E_NOMEM;
	widen(cluster, denial->time, denial->time);
	cluster->count++;
	cluster->permissive_yes += denial->permissive == AVOW_YES;
	cluster->permissive_no += denial->permissive == AVOW_NO;
	cluster->permissive_unknown += denial->permissive == AVOW_UNKNOWN;
	cluster->blocked += denial->blocked == AVOW_YES;
	return keep_sample(cluster, denial->time, denial->serial, denial->place,
			   denial->line);
}

static int add_apparmor(struct avow_apparmor_cluster *cluster,
			const struct avow_apparmor_cluster *from)
{
	int result = AVOW_OK;

#define X(tally, field) result |= avow_tally_merge(&cluster->tally, &from->tally);
	ALL_APPARMOR_TALLIES(X)
#undef X
	cluster->owner_yes += from->owner_yes;
	cluster->owner_no += from->owner_no;
	return result;
}

int avow_sums_add(struct avow_cluster *cluster, const struct avow_cluster *from)
{
	int result = AVOW_OK;

#define X(tally, field) result |= avow_tally_merge(&cluster->tally, &from->tally);
	ALL_TALLIES(X)
#undef X
	result |= avow_history_merge(&cluster->history, &from->history);
	widen(cluster, from->first, from->last);
	cluster->count += from->count;
	cluster->permissive_yes += from->permissive_yes;
	cluster->permissive_no += from->permissive_no;
	cluster->permissive_unknown += from->permissive_unknown;
	cluster->blocked += from->blocked;
	if (is_apparmor(cluster))
		result |= add_apparmor(cluster->apparmor, from->apparmor);
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
	if (!is_apparmor(cluster))
		return;
#define X(tally, field) avow_tally_sort(&cluster->apparmor->tally);
	ALL_APPARMOR_TALLIES(X)
#undef X
}
