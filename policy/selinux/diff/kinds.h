/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_DIFF_KINDS_H
#define AVOW_POLICY_SELINUX_DIFF_KINDS_H

#include "policy/selinux/sepol/tables.h"

/* The kinds of rules are those of enum avow_row_kind, in its order, from here on. */
#define AVOW_DIFF_FIRST_RULE 17

/* By kind (avow_diff_kinds): what tells it; NULL for rules. */
extern avow_sepol_table *const avow_diff_tables[];

#endif
