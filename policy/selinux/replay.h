/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_REPLAY_H
#define AVOW_POLICY_SELINUX_REPLAY_H

#include "policy/replay.h"
#include "policy/selinux/selinux.h"

/* Accesses that were seen; both sets are sorted. */
struct avow_replay_input {
	const struct avow_clusters *denied;
	const struct avow_clusters *granted; /* NULL: none were kept */
};

/*
 * Asks @policy for every SELinux access of @input, and says what is other than it was:
 * by @old, or, when that is NULL, by the log itself, in which a denial was denied (also
 * by a policy that only logged it) and a granted access allowed. A name that the new
 * policy does not know makes an access newly denied that was allowed: its context is
 * that of an unlabelled object then; one that was denied cannot be judged. @out is
 * zeroed by the caller and freed by avow_replay_free().
 */
int avow_selinux_replay(struct avow_selinux_policy *policy,
			struct avow_selinux_policy *old,
			const struct avow_replay_input *input, struct avow_replay *out,
			struct avow_error *error) avow_must_check;

/*
 * Sets booleans of the policy in memory, `a=on,b=off`. AVOW_E_USAGE and one sentence for
 * what is no such list; AVOW_E_POLICY when the policy has no boolean of a name.
 */
int avow_selinux_set_booleans(struct avow_selinux_policy *policy, const char *list,
			      struct avow_error *error) avow_must_check;

#endif
