/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_APPARMOR_APPARMOR_H
#define AVOW_POLICY_APPARMOR_APPARMOR_H

#include <stdbool.h>

/* Whether the running kernel enforces AppArmor (libapparmor's aa_is_enabled()). */
bool avow_apparmor_is_running(void);

#endif
