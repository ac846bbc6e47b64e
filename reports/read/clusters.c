/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Clusters back into a set: what they add up, their accesses and their findings. */
#include <stdlib.h>

#include "analyzer/cluster/name.h"
#include "analyzer/cluster/sums.h"
#include "reports/names.h"
#include "reports/read/restore.h"

/* When it was seen, where that is told. */
static void restore_sightings(struct avow_restoring *r, struct avow_node *item,
			      struct avow_sightings *out)
{
	struct avow_node *node = avow_restore_member(item, "sightings");
	struct avow_node *seen = node ? avow_restore_member(node, "seen") : NULL;
	uint64_t width, from;

	if (!node)
		return;
	width = avow_restore_number(r, node, "width");
	from = avow_restore_number(r, node, "from");
	if (!avow_sightings_parse(out, width, from, avow_span_of(seen ? seen->text : "")))
		avow_restore_refuse(r, node, "seen", "no stretches of time");
}

static void restore_tally(struct avow_restoring *r, struct avow_node *array,
			  struct avow_tally *out)
{
	for (struct avow_node *at = array->first; at && !r->code; at = at->next) {
		struct avow_span value = avow_restore_bytes(r, at, "value");
		struct avow_node *count = avow_restore_member(at, "count");
		struct avow_sightings when = { 0 };
		uint64_t number = 0;

		restore_sightings(r, at, &when);
		if (!count || !avow_span_to_u64(avow_span_of(count->text), 10, &number))
			avow_restore_refuse(r, at, "count", "no number");
		else if (avow_tally_see(out, value, number, &when))
			avow_restore_no_memory(r);
	}
}

static void restore_tallies(struct avow_restoring *r, struct avow_node *node,
			    struct avow_cluster *out)
{
	struct avow_node *more;

	for (size_t i = 0; i < avow_tally_name_count; i++) {
		struct avow_node *array =
			avow_tally_is_of(out, i)
				? avow_restore_member(node, avow_tally_names[i].array)
				: NULL;

		if (array)
			restore_tally(r, array,
				      (struct avow_tally *)avow_tally_named(out, i));
	}
	more = avow_restore_member(node, "more");
	for (struct avow_node *at = more ? more->first : NULL; at; at = at->next)
		for (size_t i = 0; i < avow_tally_name_count; i++)
			if (avow_tally_is_of(out, i) &&
			    strcmp(at->text, avow_tally_names[i].array) == 0)
				((struct avow_tally *)avow_tally_named(out, i))
					->has_more = true;
}

static void restore_history(struct avow_restoring *r, struct avow_node *node,
			    struct avow_history *out)
{
	struct avow_node *bars = avow_restore_member(node, "bars");

	if (avow_history_begin(out, avow_restore_number(r, node, "width")))
		avow_restore_refuse(r, node, "width", "no width of a history");
	for (struct avow_node *at = bars ? bars->first : NULL; at && !r->code;
	     at = at->next) {
		uint64_t from = avow_restore_number(r, at, "from");

		if (avow_history_add(out, from, avow_restore_number(r, at, "count")))
			avow_restore_no_memory(r);
	}
}

static void restore_permissive(struct avow_restoring *r, struct avow_node *node,
			       struct avow_cluster *out)
{
	out->permissive_yes = avow_restore_number(r, node, "yes");
	out->permissive_no = avow_restore_number(r, node, "no");
	out->permissive_unknown = avow_restore_number(r, node, "unknown");
}

static void restore_sample(struct avow_restoring *r, struct avow_node *node,
			   struct avow_cluster *out)
{
	out->sample_place = avow_restore_place(r, node);
	out->sample_serial = avow_restore_number(r, node, "serial");
	avow_buf_keep(&out->sample, avow_restore_bytes(r, node, "text"));
	if (out->sample.failed)
		avow_restore_no_memory(r);
}

/* All that a cluster adds up; it has a name by then. */
static void restore_sums(struct avow_restoring *r, struct avow_node *node,
			 struct avow_cluster *out)
{
	struct avow_node *history = avow_restore_member(node, "history");
	struct avow_node *permissive = avow_restore_member(node, "permissive");
	struct avow_node *owner = avow_restore_member(node, "owner");
	struct avow_node *sample = avow_restore_member(node, "sample");

	out->count = avow_restore_number(r, node, "count");
	out->blocked = avow_restore_number(r, node, "blocked");
	out->first = avow_restore_time(r, node, "first");
	out->last = avow_restore_time(r, node, "last");
	if (history)
		restore_history(r, history, &out->history);
	if (permissive)
		restore_permissive(r, permissive, out);
	if (owner && out->lsm == AVOW_LSM_APPARMOR) {
		out->apparmor->owner_yes = avow_restore_number(r, owner, "yes");
		out->apparmor->owner_no = avow_restore_number(r, owner, "no");
	}
	restore_tallies(r, node, out);
	if (sample)
		restore_sample(r, sample, out);
}

struct avow_span avow_restore_permissions(struct avow_restoring *r,
					  struct avow_node *node)
{
	struct avow_node *array = avow_restore_member(node, "permissions");

	avow_buf_clear(&r->scratch);
	for (struct avow_node *at = array ? array->first : NULL; at; at = at->next) {
		if (at != array->first)
			avow_buf_putc(&r->scratch, ' ');
		avow_buf_puts(&r->scratch, at->text);
	}
	if (r->scratch.failed)
		avow_restore_no_memory(r);
	return avow_buf_span(&r->scratch);
}

/* Beyond the next call; it may hold NULs. */
static struct avow_span copy(struct avow_restoring *r, struct avow_span span)
{
	struct avow_span out = avow_arena_copy(&r->out->findings.arena, span);

	if (!out.data)
		avow_restore_no_memory(r);
	return out.data ? out : avow_span_of("");
}

static void restore_accesses(struct avow_restoring *r, struct avow_node *node,
			     struct avow_cluster_part *part)
{
	struct avow_node *array = avow_restore_member(node, "accesses");
	size_t count = avow_restore_count(array);
	struct avow_access_part *at = avow_restore_array(r, count, sizeof(*at));

	part->accesses = at;
	for (struct avow_node *from = array ? array->first : NULL; from && !r->code;
	     from = from->next, at++) {
		struct avow_node *first = avow_restore_member(from, "first");

		at->scontext = copy(r, avow_restore_bytes(r, from, "scontext"));
		at->tcontext = copy(r, avow_restore_bytes(r, from, "tcontext"));
		at->permissions = copy(r, avow_restore_permissions(r, from));
		at->xperm = avow_restore_xperm(r, from);
		at->count = avow_restore_number(r, from, "count");
		if (first)
			at->first = avow_restore_place(r, first);
		part->access_count++;
	}
}

static struct avow_span part_of(struct avow_restoring *r, struct avow_node *node,
				const char *name)
{
	if (!avow_restore_member(node, name))
		return avow_span_of("");
	return copy(r, avow_restore_bytes(r, node, name));
}

static struct avow_name restore_name(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node *lsm = avow_restore_member(node, "lsm");
	struct avow_name name = { .lsm = AVOW_LSM_SELINUX };

	if (!lsm || strcmp(lsm->text, "apparmor") != 0) {
		name.parts[AVOW_NAME_SOURCE] = part_of(r, node, "scontext_type");
		name.parts[AVOW_NAME_TARGET] = part_of(r, node, "tcontext_type");
		name.parts[AVOW_NAME_TCLASS] = part_of(r, node, "tclass");
		return name;
	}
	name.lsm = AVOW_LSM_APPARMOR;
	name.is_rest = avow_restore_truth(r, node, "rest");
	name.parts[AVOW_NAME_PROFILE] = part_of(r, node, "profile");
	name.parts[AVOW_NAME_NAMESPACE] = part_of(r, node, "namespace");
	name.parts[AVOW_NAME_CLASS] = part_of(r, node, "class");
	name.parts[AVOW_NAME_OBJECT] = part_of(r, node, "name");
	return name;
}

/* Room for one more; NULL when there is none. */
static struct avow_restored *add_restored(struct avow_restoring *r)
{
	struct avow_restored *grown;
	size_t wanted = r->capacity ? 2 * r->capacity : 64;

	if (r->count == r->capacity) {
		grown = reallocarray(r->restored, wanted, sizeof(*grown));
		if (!grown) {
			avow_restore_no_memory(r);
			return NULL;
		}
		r->restored = grown;
		r->capacity = wanted;
	}
	r->restored[r->count] = (struct avow_restored){ 0 };
	return &r->restored[r->count++];
}

/* How it stands to the baseline, where the report has one. */
static enum avow_baseline_verdict restore_news(struct avow_restoring *r,
					       struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "baseline");

	if (!r->out->news.baseline)
		return AVOW_BASELINE_KNOWN;
	for (int i = 0; member && i < AVOW_BASELINE_VERDICTS; i++)
		if (strcmp(member->text, avow_baseline_verdict_name(
						 (enum avow_baseline_verdict)i)) == 0)
			return (enum avow_baseline_verdict)i;
	avow_restore_refuse(r, node, "baseline",
			    "how the cluster stands to it is missing");
	return AVOW_BASELINE_KNOWN;
}

void avow_restore_cluster(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_apparmor_cluster apparmor = { 0 };
	struct avow_cluster sums = { .apparmor = &apparmor };
	struct avow_cluster_part part = { .sums = &sums };
	struct avow_restored *restored = add_restored(r);
	struct avow_name name = restore_name(r, node);

	sums.lsm = name.lsm;
	part.name = &name;
	if (!restored)
		return;
	restore_sums(r, node, &sums);
	if (name.lsm == AVOW_LSM_SELINUX)
		restore_accesses(r, node, &part);
	avow_name_id(&name, restored->id);
	restored->baseline = restore_news(r, node);
	if (!r->code && avow_clusters_put(r->out->analysis.clusters, &part))
		avow_restore_no_memory(r);
	if (!r->code)
		avow_restore_finding(r, node, &restored->finding);
	avow_sums_free(&sums);
}

static int by_id(const void *left, const void *right)
{
	const struct avow_restored *a = left, *b = right;

	return strcmp(a->id, b->id);
}

static size_t place_of(const struct avow_restoring *r, const char *id)
{
	struct avow_restored key = { 0 };
	const struct avow_restored *found;

	snprintf(key.id, sizeof(key.id), "%s", id);
	found = r->count ? bsearch(&key, r->restored, r->count, sizeof(*r->restored),
				   by_id)
			 : NULL;
	return found ? (size_t)(found - r->restored) : SIZE_MAX;
}

void avow_restore_settle(struct avow_restoring *r)
{
	struct avow_clusters *clusters = r->out->analysis.clusters;
	struct avow_findings *findings = &r->out->findings;
	size_t count = avow_clusters_count(clusters);
	enum avow_baseline_verdict *news = avow_restore_array(r, count, sizeof(*news));

	avow_clusters_sort(clusters);
	if (r->count)
		qsort(r->restored, r->count, sizeof(*r->restored), by_id);
	findings->of = avow_restore_array(r, count, sizeof(*findings->of));
	r->index_of = avow_restore_array(r, count, sizeof(*r->index_of));
	if (count != r->count && !r->code)
		r->code = avow_error_set(r->error, AVOW_E_INPUT,
					 "%s: a cluster stands in it twice", r->path);
	if (r->code)
		return;
	findings->count = count;
	for (size_t i = 0; i < count; i++) {
		size_t place = place_of(r, avow_clusters_at(clusters, i)->id);

		r->index_of[place] = i;
		findings->of[i] = r->restored[place].finding;
		news[i] = r->restored[place].baseline;
	}
	r->out->news.of = news;
}

size_t avow_restore_index(struct avow_restoring *r, const struct avow_node *node)
{
	size_t place = place_of(r, node->text);

	if (place == SIZE_MAX) {
		avow_restore_refuse(r, node, "cluster", "there is none of that id");
		return SIZE_MAX;
	}
	return r->index_of[place];
}

uint32_t avow_restore_atom(struct avow_restoring *r, struct avow_node *node,
			   const char *name)
{
	uint32_t atom = avow_clusters_atom(r->out->analysis.clusters,
					   avow_restore_bytes(r, node, name));

	if (atom == AVOW_NO_ATOM)
		avow_restore_no_memory(r);
	return atom;
}
