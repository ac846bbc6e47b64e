/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_APPARMOR_APPARMOR_H
#define AVOW_POLICY_APPARMOR_APPARMOR_H

#include "analyzer/base/error.h"

/* Whether the running kernel enforces AppArmor (libapparmor's aa_is_enabled()). */
bool avow_apparmor_is_running(void);

/*
 * Loads compiled profiles, each in the place of what is loaded by its name, all of them
 * or none (aa_kernel_interface_replace_policy()).
 */
int avow_apparmor_load(struct avow_span compiled,
		       struct avow_error *error) avow_must_check;

#endif
