/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_CLASSES_H
#define AVOW_AUDIT_CLASSES_H

#include "policy/audit/event.h"

/* Whether perm= of @permissions is true of the call: audit_match_perm() of auditsc.c. */
bool avow_audit_has_permission(const struct avow_audit_event *event,
			       uint32_t permissions);

/*
 * Adds to @mask each call of @machine of which perm= of @permissions can be true, on
 * any kernel up to this day: what is not in it can be left out of a rule that has perm=.
 */
void avow_audit_permission_mask(const struct avow_machine *machine, uint32_t permissions,
				uint32_t mask[AUDIT_BITMASK_SIZE]);

#endif
