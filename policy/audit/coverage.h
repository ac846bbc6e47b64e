/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_COVERAGE_H
#define AVOW_AUDIT_COVERAGE_H

#include "analyzer/record/group.h"
#include "policy/audit/audit.h"
#include "policy/coverage.h"

enum {
	AVOW_AUDIT_COVERED_KEYS = 4096, /* that are counted; others are not told apart */
	AVOW_AUDIT_COVERED_TYPES = 512
};

/*
 * How @rules and the log of @inputs stand to each other. What is in @out lives as long as
 * @arena and @rules. What cannot be read is told through @on_trouble. AVOW_E_NOMEM.
 */
int avow_audit_cover(const struct avow_audit_rules *rules,
		     const struct avow_inputs *inputs, avow_trouble_function on_trouble,
		     void *data, struct avow_arena *arena,
		     struct avow_coverage *out) avow_must_check;

#endif
