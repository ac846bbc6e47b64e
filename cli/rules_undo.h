/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_RULES_UNDO_H
#define AVOW_CLI_RULES_UNDO_H

#include "policy/audit/load.h"

/*
 * What the kernel had before rules are changed, kept in a file while they are: if that is
 * ended half-way, the next one knows what to go back to. The file lasts until the next
 * boot, as the kernel's rules do.
 */
#define AVOW_RULES_UNDO "/run/avow-rules.undo"

/* One at a time: @out is to be closed. AVOW_E_IO, also when somebody else is at it. */
int avow_rules_undo_lock(int *out, struct avow_error *error) avow_must_check;

/* What an earlier loading left behind; @is_there is false when none was ended half-way.
 */
int avow_rules_undo_read(const struct avow_audit_target *target, struct avow_arena *arena,
			 struct avow_audit_table *out, bool *is_there,
			 struct avow_error *error) avow_must_check;

int avow_rules_undo_write(const struct avow_audit_table *table,
			  struct avow_error *error) avow_must_check;

void avow_rules_undo_remove(void);

#endif
