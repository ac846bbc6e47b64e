/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_DETAILS_H
#define AVOW_DENIAL_DETAILS_H

#include "analyzer/denial/denial.h"
#include "analyzer/record/field.h"

/*
 * What tells more of an access than who, what and where: the ioctl's number, the
 * capability, the module that was asked for, the interface, the other process. Kept
 * as the record has it, `name=value`. (dump_common_audit_data() in
 * security/lsm_audit.c, security/selinux/avc.c; audit_log_pid_context() and
 * show_special() in kernel/auditsc.c; Android's service managers.)
 */

/* Adds @field of a denial's own record, if it is such a one and there is room. */
void avow_details_take(struct avow_denial *denial, const struct avow_field *field);

/* Adds those of the companion @record: OBJ_PID, MMAP, BPRM_FCAPS. */
void avow_details_take_record(struct avow_denial *denial,
			      const struct avow_record *record);

#endif
