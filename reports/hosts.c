/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The clusters seen from the hosts that they were seen on. */
#include "reports/hosts.h"

#include "reports/values.h"

/* Keeps the clusters with most denials in order; of equals the one told first. */
static void rank(struct avow_host *host, size_t cluster, uint64_t count)
{
	size_t at = host->top_count;

	while (at && host->top[at - 1].count < count)
		at--;
	if (at == AVOW_HOST_TOP)
		return;
	if (host->top_count < AVOW_HOST_TOP)
		host->top_count++;
	for (size_t i = host->top_count - 1; i > at; i--)
		host->top[i] = host->top[i - 1];
	host->top[at].cluster = cluster;
	host->top[at].count = count;
}

int avow_hosts_make(const struct avow_report *report, const struct avow_summary *summary,
		    struct avow_arena *arena, struct avow_hosts *out)
{
	const struct avow_clusters *set = report->analysis->clusters;
	size_t shown = summary->host_count < AVOW_HOSTS_SHOWN ? summary->host_count
							      : AVOW_HOSTS_SHOWN;

	out->at = avow_arena_alloc(arena, (shown + 1) * sizeof(*out->at));
	if (!out->at)
		return AVOW_E_NOMEM;
	out->count = shown;
	out->left_out = summary->host_count - shown;
	for (size_t i = 0; i < shown; i++)
		out->at[i] = (struct avow_host){ .name = summary->hosts[i].text,
						 .count = summary->hosts[i].count,
						 .clusters = summary->hosts[i].clusters };
	for (size_t i = 0; i < summary->clusters; i++) {
		size_t index = summary->order[i];
		const struct avow_tally *hosts = &avow_clusters_at(set, index)->hosts;

		for (uint32_t k = 0; k < hosts->length; k++) {
			size_t at = avow_values_find(summary->hosts, shown,
						     hosts->entries[k].value);

			if (at == shown)
				continue;
			rank(&out->at[at], index, hosts->entries[k].count);
			out->at[at].alone += hosts->length == 1 && !hosts->has_more;
		}
	}
	return AVOW_OK;
}
