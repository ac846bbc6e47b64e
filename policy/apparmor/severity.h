/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_SEVERITY_H
#define AVOW_APPARMOR_SEVERITY_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "policy/apparmor/case.h"
#include "policy/apparmor/severities.h"

/*
 * The worst severity of what no rule of the case is about: of files and capabilities what
 * severity.db says, the row with the longest beginning that has no pattern, else the
 * table in severity.c, which is for all classes. from is NULL when there is nothing open.
 * Strings are in @arena. False when memory is out.
 */
bool avow_severity_of(const struct avow_severities *severities,
		      const struct avow_profile_case *c, struct avow_arena *arena,
		      struct avow_severity *out) avow_must_check;

#endif
