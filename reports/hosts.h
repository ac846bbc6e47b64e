/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HOSTS_H
#define AVOW_REPORTS_HOSTS_H

#include "reports/summary.h"

enum { AVOW_HOST_TOP = 5, AVOW_HOSTS_SHOWN = 64 };

/* A host, and the clusters of which it has most denials. */
struct avow_host {
	struct avow_span name;
	uint64_t count;
	size_t clusters;
	size_t alone; /* of these, seen on no other host */
	struct {
		size_t cluster; /* index */
		uint64_t count; /* denials of it on this host */
	} top[AVOW_HOST_TOP];
	size_t top_count;
};

struct avow_hosts {
	struct avow_host *at; /* most denials first */
	size_t count, left_out;
};

/* Of the hosts that records name. Fails only with AVOW_E_NOMEM. */
int avow_hosts_make(const struct avow_report *report, const struct avow_summary *summary,
		    struct avow_arena *arena, struct avow_hosts *out) avow_must_check;

#endif
