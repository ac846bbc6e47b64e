/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_APPARMOR_HEALTH_H
#define AVOW_POLICY_APPARMOR_HEALTH_H

#include "analyzer/collect/health/check.h"

/* What `avow doctor` asks of AppArmor. */
avow_check_function avow_apparmor_check_mode;
avow_check_function avow_apparmor_check_profiles;
avow_check_function avow_apparmor_check_audit;

#endif
