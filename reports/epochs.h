/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_EPOCHS_H
#define AVOW_REPORTS_EPOCHS_H

#include "reports/summary.h"

/*
 * Epochs are numbered by time: 0 before any change, and n from the change
 * summary->epochs[n - 1] on.
 */

/* The changes by time, those without one first. AVOW_E_NOMEM. */
int avow_epochs_order(const struct avow_evidence *evidence, struct avow_arena *arena,
		      const struct avow_epoch ***out) avow_must_check;

/*
 * The numbers of the epochs that the cluster was seen in: "0-2 5". What was seen in a
 * stretch of time in which a change lies is of the epoch in which the stretch begins.
 * Nothing when no time is known.
 */
void avow_epochs_seen(const struct avow_summary *summary,
		      const struct avow_cluster *cluster, struct avow_buf *out);

/*
 * The number of the first epoch after the cluster was seen last, of those that its
 * security module cares about: a boot, software, and SELinux's policy, mode and booleans,
 * or the AppArmor profile itself. 0 when there is none.
 */
size_t avow_epochs_ended(const struct avow_report *report,
			 const struct avow_summary *summary,
			 const struct avow_cluster *cluster);

/* "not since 2026-...: SELinux policy loaded"; nothing when no change came after. */
void avow_phrase_ended(struct avow_buf *out, const struct avow_report *report,
		       const struct avow_summary *summary,
		       const struct avow_cluster *cluster);

#endif
