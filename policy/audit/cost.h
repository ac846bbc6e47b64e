/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_COST_H
#define AVOW_AUDIT_COST_H

#include "policy/audit/asked.h"

/*
 * What rules add to system calls that they do not record, estimated. The weights were
 * measured on Linux 6.18, x86_64 at about 3 GHz, in a loop of getppid(2): in proportion
 * they hold elsewhere.
 */
struct avow_audit_cost {
	double nanoseconds; /* that each call takes longer */
	size_t asked;       /* rules that are compared with it, field by field */
};

/* The cost of one call of a 64-bit program that no rule records. */
struct avow_audit_cost avow_audit_cost_of(const struct avow_audit_asked *asked,
					  unsigned call);

/* Nanoseconds that comparing one field of a type takes. */
double avow_audit_field_cost(uint32_t type);

#endif
