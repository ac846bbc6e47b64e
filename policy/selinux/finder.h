/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_FINDER_H
#define AVOW_POLICY_SELINUX_FINDER_H

#include "policy/selinux/labels/labels.h"
#include "policy/selinux/module/module.h"
#include "policy/selinux/newtypes/newtypes.h"
#include "policy/selinux/selinux.h"
#include "policy/selinux/telling.h"

/* What the walk over the clusters (find.c) leaves to the suggestion (suggest.c). */
struct avow_finder {
	const struct avow_clusters *clusters;
	const struct avow_selinux_options *options;
	struct avow_contexts contexts;
	struct avow_labels *labels;
	struct avow_findings *out;
	struct avow_arena scratch;
	struct avow_arena cluster_scratch; /* of the cluster that is asked about */
	struct avow_asked *asked;
	size_t asked_count;
	struct avow_tried **tried; /* of each cluster, as its advice; NULL: none */
	size_t fold_count;         /* of all clusters */
	struct avow_neverallow *neverallow; /* NULL: none was given */
	struct avow_new_types types;        /* that would be better than rules */
	signed char *servers;               /* of the scenes */
};

/* Makes the suggestion that the options ask for; 0, or memory is out. */
int avow_finder_suggest(struct avow_finder *finder) avow_must_check;

#endif
