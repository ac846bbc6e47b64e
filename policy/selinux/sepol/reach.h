/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_REACH_H
#define AVOW_POLICY_SELINUX_SEPOL_REACH_H

#include "policy/selinux/sepol/sepol.h"

/*
 * How much a boolean decides over: the permissions of the allow rules under its
 * conditionals, in both branches, each counted for every pair of types that its rule
 * means. The state of booleans has no part in it. It tells the switch of one access
 * from the switch of everything.
 */
uint64_t avow_sepol_reach(const struct avow_sepol *sepol, uint32_t boolean);

/* Fills the table of it, once: sepol->reach. */
int avow_sepol_index_reach(struct avow_sepol *sepol) avow_must_check;

#endif
