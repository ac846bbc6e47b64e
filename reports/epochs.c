/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Changes of policy, mode and software in their order, and clusters between them. */
#include "reports/epochs.h"

#include <stdlib.h>

#include "reports/phrase.h"

static int by_time(const void *left, const void *right)
{
	const struct avow_epoch *a = *(const struct avow_epoch *const *)left;
	const struct avow_epoch *b = *(const struct avow_epoch *const *)right;

	if (a->seconds != b->seconds)
		return a->seconds < b->seconds ? -1 : 1;
	return avow_place_compare(a->place, b->place);
}

int avow_epochs_order(const struct avow_evidence *evidence, struct avow_arena *arena,
		      const struct avow_epoch ***out)
{
	size_t count = evidence->epoch_count;
	const struct avow_epoch **all =
		avow_arena_alloc(arena, (count + 1) * sizeof(*all));

	if (!all)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		all[i] = &evidence->epochs[i];
	qsort(all, count, sizeof(*all), by_time);
	*out = all;
	return AVOW_OK;
}

/* The number of the epoch that @seconds lies in. */
static size_t epoch_at(const struct avow_summary *summary, uint64_t seconds)
{
	size_t low = 0, high = summary->epoch_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (summary->epochs[middle]->seconds <= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct seen {
	uint64_t in[AVOW_EVIDENCE_EPOCHS / 64 + 1];
};

static bool is_seen(const struct seen *seen, size_t epoch)
{
	return seen->in[epoch / 64] >> epoch % 64 & 1;
}

static void see(const struct avow_summary *summary, uint64_t seconds, struct seen *out)
{
	size_t epoch = epoch_at(summary, seconds);

	out->in[epoch / 64] |= UINT64_C(1) << epoch % 64;
}

static void see_all(const struct avow_summary *summary,
		    const struct avow_cluster *cluster,
		    const struct avow_sightings *sightings, struct seen *out)
{
	uint64_t width = avow_sightings_width(sightings);

	for (uint32_t i = 0; i < sightings->length; i++) {
		uint64_t from = (sightings->first + i) * width;

		if (!avow_sightings_has(sightings, i))
			continue;
		if (from < cluster->first.seconds)
			from = cluster->first.seconds;
		see(summary, from, out);
	}
}

void avow_epochs_seen(const struct avow_summary *summary,
		      const struct avow_cluster *cluster, struct avow_buf *out)
{
	struct seen seen = { { 0 } };
	bool is_first = true;

	if (!avow_time_is_known(cluster->first))
		return;
	see(summary, cluster->first.seconds, &seen);
	see(summary, cluster->last.seconds, &seen);
	for (uint32_t i = 0; i < cluster->permissions.length; i++)
		if (cluster->permissions.entries[i].sightings)
			see_all(summary, cluster,
				cluster->permissions.entries[i].sightings, &seen);
	for (size_t from = 0, to; from <= summary->epoch_count; from = to + 1) {
		to = from;
		if (!is_seen(&seen, from))
			continue;
		while (to < summary->epoch_count && is_seen(&seen, to + 1))
			to++;
		avow_buf_printf(out, is_first ? "%zu" : " %zu", from);
		if (to > from)
			avow_buf_printf(out, "-%zu", to);
		is_first = false;
	}
}

/* Whether the record of a change names the profile, or the one that it is a child of. */
static bool is_of_profile(const struct avow_epoch *epoch, struct avow_span profile)
{
	static const char name[] = " name=\"";
	size_t at = avow_span_search(epoch->text, name);
	struct avow_span rest = avow_span_skip(epoch->text, at + sizeof(name) - 1);
	struct avow_span root = avow_span_first(profile, avow_span_search(profile, "//"));
	struct avow_span named;

	if (at == epoch->text.length)
		return false;
	named = avow_span_first(rest, avow_span_find(rest, '"'));
	return avow_span_equal(named, profile) || avow_span_equal(named, root);
}

static bool is_about(const struct avow_epoch *epoch, const struct avow_cluster *cluster,
		     struct avow_span profile)
{
	if (epoch->change == AVOW_REMARK_BOOT || epoch->change == AVOW_REMARK_SOFTWARE)
		return true;
	if (cluster->lsm == AVOW_LSM_APPARMOR)
		return epoch->change == AVOW_REMARK_PROFILE &&
		       is_of_profile(epoch, profile);
	return epoch->change != AVOW_REMARK_PROFILE;
}

size_t avow_epochs_ended(const struct avow_report *report,
			 const struct avow_summary *summary,
			 const struct avow_cluster *cluster)
{
	const struct avow_atoms *atoms = avow_clusters_atoms(report->analysis->clusters);
	struct avow_span profile = avow_atoms_text(atoms, cluster->apparmor->profile);

	if (!avow_time_is_known(cluster->last))
		return 0;
	for (size_t i = epoch_at(summary, cluster->last.seconds);
	     i < summary->epoch_count; i++)
		if (is_about(summary->epochs[i], cluster, profile))
			return i + 1;
	return 0;
}

void avow_phrase_ended(struct avow_buf *out, const struct avow_report *report,
		       const struct avow_summary *summary,
		       const struct avow_cluster *cluster)
{
	size_t ended = avow_epochs_ended(report, summary, cluster);
	const struct avow_epoch *epoch;

	if (!ended)
		return;
	epoch = summary->epochs[ended - 1];
	avow_buf_puts(out, "not since ");
	avow_phrase_time_plain(out, (struct avow_time){ epoch->seconds, 0 });
	avow_buf_puts(out, ": ");
	avow_buf_puts(out, avow_remark_text(epoch->change));
	if (epoch->enforcing >= 0)
		avow_buf_puts(out, epoch->enforcing ? " to enforcing" : " to permissive");
}
