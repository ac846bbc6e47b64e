/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TESTS_DENIALS_H
#define AVOW_TESTS_DENIALS_H

/* Denials drawn at random, and sets of clusters as text, to be compared. */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "analyzer/cluster/cluster.h"

#define DENIALS 400

struct sample {
	char scontext[64], tcontext[64], comm[16], pid[16], line[64], name[64];
	const char *tclass;
	struct avow_denial denial;
};

static inline void fill_texts(struct sample *sample, uint64_t *seed)
{
	static const char *const classes[] = { "file", "dir", "tcp_socket" };

	snprintf(sample->scontext, sizeof(sample->scontext),
		 "system_u:system_r:s%u_t:s0:c%u", (unsigned)(random_next(seed) % 4),
		 (unsigned)(random_next(seed) % 3));
	snprintf(sample->tcontext, sizeof(sample->tcontext), "system_u:object_r:t%u_t:s0",
		 (unsigned)(random_next(seed) % 4));
	snprintf(sample->comm, sizeof(sample->comm), "comm%u",
		 (unsigned)(random_next(seed) % 60));
	snprintf(sample->pid, sizeof(sample->pid), "%u",
		 (unsigned)(random_next(seed) % 1000));
	sample->tclass = classes[random_next(seed) % AVOW_ARRAY_SIZE(classes)];
}

static inline void fill_permissions(struct avow_denial *denial, uint64_t *seed)
{
	static const char *const names[] = { "create", "getattr", "read", "write" };
	uint64_t chosen = 1 + random_next(seed) % 15;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		if (chosen >> i & 1)
			denial->permissions[denial->permission_count++] =
				avow_span_of(names[i]);
}

static inline void fill_selinux(struct sample *sample)
{
	struct avow_selinux *selinux = &sample->denial.selinux;

	assert_true(
		avow_context_parse(avow_span_of(sample->scontext), &selinux->scontext));
	assert_true(
		avow_context_parse(avow_span_of(sample->tcontext), &selinux->tcontext));
	selinux->tclass = avow_span_of(sample->tclass);
}

static inline struct avow_span choose(const char *const *texts, size_t count,
				      uint64_t *seed)
{
	return avow_span_of(texts[random_next(seed) % count]);
}

static inline void fill_apparmor(struct sample *sample, uint64_t *seed)
{
	static const char *const profiles[] = { "mill", "pond//null-/bin/sh", "" };
	static const char *const namespaces[] = { "", "", "root//pond" };
	static const char *const classes[] = { "file", "cap", "dbus", "net" };
	static const char *const operations[] = { "open", "exec", "capable" };
	static const char *const masks[] = { "r", "rw", "send receive", "" };
	static const char *const users[] = { "0", "1000", "" };
	struct avow_apparmor *fields = &sample->denial.apparmor;

	sample->denial.lsm = AVOW_LSM_APPARMOR;
	snprintf(sample->name, sizeof(sample->name), "/proc/%u/f%u",
		 (unsigned)(random_next(seed) % 50), (unsigned)(random_next(seed) % 3));
	fields->profile = choose(profiles, AVOW_ARRAY_SIZE(profiles), seed);
	fields->namespace = choose(namespaces, AVOW_ARRAY_SIZE(namespaces), seed);
	fields->class_name = choose(classes, AVOW_ARRAY_SIZE(classes), seed);
	fields->operation = choose(operations, AVOW_ARRAY_SIZE(operations), seed);
	fields->denied_mask = choose(masks, AVOW_ARRAY_SIZE(masks), seed);
	fields->fsuid = choose(users, AVOW_ARRAY_SIZE(users), seed);
	fields->ouid = choose(users, AVOW_ARRAY_SIZE(users), seed);
	fields->name = avow_span_of(sample->name);
	fields->object = random_next(seed) % 8 ? fields->name : avow_span_of("");
	fields->peer = avow_span_of(sample->comm);
	sample->denial.path = fields->name;
}

/* The place goes up with the index, as in a file; times do not, as across files. */
static inline void fill(struct sample *sample, size_t index, uint64_t *seed)
{
	struct avow_denial *denial = &sample->denial;

	fill_texts(sample, seed);
	denial->place = (struct avow_place){ 0, index + 1 };
	denial->time =
		(struct avow_time){ 1700000000 + random_next(seed) %
							 (index % 7 ? 50 : 5000000),
				    (uint32_t)(random_next(seed) % 4) };
	denial->serial = 100 + random_next(seed) % 20;
	denial->permissive = (enum avow_tristate)(random_next(seed) % 3);
	denial->blocked = (enum avow_tristate)(random_next(seed) % 3);
	fill_permissions(denial, seed);
	if (random_next(seed) % 2)
		fill_selinux(sample);
	else
		fill_apparmor(sample, seed);
	denial->comm = avow_span_of(sample->comm);
	denial->pid = avow_span_of(sample->pid);
	snprintf(sample->line, sizeof(sample->line), "type=AVC %s %s %u", sample->comm,
		 sample->tclass, (unsigned)(random_next(seed) % 5));
	denial->line = avow_span_of(sample->line);
}

static inline void absorb(struct avow_clusters *set, const struct sample *sample)
{
	assert_int_equal(avow_clusters_absorb(set, &sample->denial), 0);
}

static inline void merge(struct avow_clusters *into, const struct avow_clusters *from)
{
	assert_int_equal(avow_clusters_merge(into, from), 0);
}

static inline void put_sightings(struct avow_buf *out,
				 const struct avow_sightings *sightings)
{
	avow_buf_printf(out, " every %llu s from %llu: ",
			(unsigned long long)avow_sightings_width(sightings),
			(unsigned long long)sightings->first);
	avow_sightings_text(sightings, out);
}

static inline void put_tally(struct avow_buf *out, const struct avow_tally *tally)
{
	for (uint32_t i = 0; i < tally->length; i++) {
		avow_buf_printf(out, " %s*%llu", tally->entries[i].value.data,
				(unsigned long long)tally->entries[i].count);
		if (tally->entries[i].sightings)
			put_sightings(out, tally->entries[i].sightings);
	}
	avow_buf_puts(out, tally->has_more ? " ...\n" : "\n");
}

static inline void put_name(struct avow_buf *out, const struct avow_cluster *cluster,
			    const struct avow_atoms *atoms)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	avow_buf_printf(out, "%s %d %s %s %s", cluster->id, cluster->lsm,
			avow_atoms_string(atoms, cluster->scontext_type),
			avow_atoms_string(atoms, cluster->tcontext_type),
			avow_atoms_string(atoms, cluster->tclass));
	avow_buf_printf(out, " [%s] [%s] [%s] [%s] %llu/%llu\n",
			avow_atoms_string(atoms, apparmor->namespace),
			avow_atoms_string(atoms, apparmor->profile),
			avow_atoms_string(atoms, apparmor->class_name),
			apparmor->object.data ? apparmor->object.data : "",
			(unsigned long long)apparmor->owner_yes,
			(unsigned long long)apparmor->owner_no);
}

static inline void put_tallies(struct avow_buf *out, const struct avow_cluster *cluster)
{
	put_tally(out, &cluster->permissions);
	put_tally(out, &cluster->comms);
	put_tally(out, &cluster->pids);
	put_tally(out, &cluster->paths);
	put_tally(out, &cluster->apparmor->operations);
	put_tally(out, &cluster->apparmor->denied_masks);
	put_tally(out, &cluster->apparmor->peers);
	put_tally(out, &cluster->apparmor->bus_names);
}

static inline void put_cluster(struct avow_buf *out, const struct avow_cluster *cluster,
			       const struct avow_atoms *atoms)
{
	put_name(out, cluster, atoms);
	avow_buf_printf(out, "every %llu s:",
			(unsigned long long)avow_history_width(&cluster->history));
	for (uint32_t i = 0; i < cluster->history.length; i++)
		avow_buf_printf(out, " %llu*%llu",
				(unsigned long long)cluster->history.bars[i].from,
				(unsigned long long)cluster->history.bars[i].count);
	avow_buf_printf(out, "\n%llu %llu %llu %llu %llu\n",
			(unsigned long long)cluster->count,
			(unsigned long long)cluster->permissive_yes,
			(unsigned long long)cluster->permissive_no,
			(unsigned long long)cluster->permissive_unknown,
			(unsigned long long)cluster->blocked);
	avow_buf_printf(
		out, "%llu.%u %llu.%u %llu %llu ",
		(unsigned long long)cluster->first.seconds, cluster->first.milliseconds,
		(unsigned long long)cluster->last.seconds, cluster->last.milliseconds,
		(unsigned long long)cluster->sample_serial,
		(unsigned long long)cluster->sample_place.line);
	avow_buf_append(out, avow_buf_span(&cluster->sample));
	avow_buf_putc(out, '\n');
	put_tallies(out, cluster);
	for (size_t i = 0; i < cluster->access_count; i++)
		avow_buf_printf(
			out, "%s %s { %s } %llu @%llu\n",
			avow_atoms_string(atoms, cluster->accesses[i].scontext),
			avow_atoms_string(atoms, cluster->accesses[i].tcontext),
			avow_atoms_string(atoms, cluster->accesses[i].permissions),
			(unsigned long long)cluster->accesses[i].count,
			(unsigned long long)cluster->accesses[i].first.line);
}

/* Everything in the set, as text; the set is sorted and freed. */
static inline struct avow_buf dump(struct avow_clusters *set)
{
	struct avow_buf out = { 0 };

	avow_clusters_sort(set);
	for (size_t i = 0; i < avow_clusters_count(set); i++)
		put_cluster(&out, avow_clusters_at(set, i), avow_clusters_atoms(set));
	avow_clusters_free(set);
	return out;
}

static inline void assert_same(struct avow_buf *wanted, struct avow_clusters *set)
{
	struct avow_buf got = dump(set);

	assert_string_equal(avow_buf_string(&got), avow_buf_string(wanted));
	avow_buf_free(&got);
}

#endif
