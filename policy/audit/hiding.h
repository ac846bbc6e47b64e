/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_HIDING_H
#define AVOW_AUDIT_HIDING_H

#include "policy/audit/audit.h"
#include "policy/coverage.h"

/* A rule of the list exclude by which records of a type (1400 for AVC) are left out. */
bool avow_audit_excludes(const struct avow_audit_rule *rule, uint32_t type);

/* A rule by which no process is audited: never,task. */
bool avow_audit_is_off(const struct avow_audit_rule *rule);

/* Fills the hints of @out: what in @rules keeps paths away from denials. AVOW_E_NOMEM. */
int avow_audit_hints(const struct avow_audit_rules *rules, struct avow_arena *arena,
		     struct avow_coverage *out) avow_must_check;

#endif
