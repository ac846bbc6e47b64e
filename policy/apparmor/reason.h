/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_REASON_H
#define AVOW_APPARMOR_REASON_H

#include "policy/apparmor/case.h"
#include "policy/entry.h"

/* One reason: one file in reasons/, one row in the table of reason.c. */
struct avow_profile_reason_kind {
	const char *code;
	const char *layer;
	const char *title;
	bool is_final; /* no rule helps against it */
	struct avow_entry entry;
	/* Adds its rows to the finding with avow_case_tell(), if it applies. */
	void (*tell)(struct avow_profile_case *c);
};

extern const struct avow_profile_reason_kind avow_profile_reason_manager,
	avow_profile_reason_unconfined, avow_profile_reason_learning,
	avow_profile_reason_no_profile, avow_profile_reason_disconnected,
	avow_profile_reason_deleted, avow_profile_reason_no_target,
	avow_profile_reason_no_new_privs, avow_profile_reason_no_hat,
	avow_profile_reason_userns, avow_profile_reason_deny, avow_profile_reason_no_rule,
	avow_profile_reason_covered, avow_profile_reason_doubt, avow_profile_reason_dac,
	avow_profile_reason_peer;

size_t avow_profile_reason_count(void);
const struct avow_profile_reason_kind *avow_profile_reason_at(size_t index);

/* Whether a profile of this name is made by a container runtime, snapd and the like. */
bool avow_profile_is_managed(struct avow_span name);

/* Tells every reason that applies, in the order of the table. */
void avow_profile_reasons_tell(struct avow_profile_case *c);

#endif
