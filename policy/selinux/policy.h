/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_POLICY_H
#define AVOW_POLICY_SELINUX_POLICY_H

#include "analyzer/base/arena.h"
#include "policy/finding.h"
#include "policy/selinux/sepol/sepol.h"

/* What selinux.h hands out: an open policy and where it came from. */
struct avow_selinux_policy {
	struct avow_arena arena; /* holds this struct too */
	struct avow_sepol *sepol;
	struct avow_policy_info info; /* its strings are in the arena */
};

#endif
