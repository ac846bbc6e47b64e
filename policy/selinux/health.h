/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_HEALTH_H
#define AVOW_POLICY_SELINUX_HEALTH_H

#include "analyzer/collect/health/check.h"

/* What `avow doctor` asks of SELinux. */
avow_check_function avow_selinux_check_mode;
avow_check_function avow_selinux_check_policy;
avow_check_function avow_selinux_check_dontaudit;

#endif
