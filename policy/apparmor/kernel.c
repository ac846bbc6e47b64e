/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the running kernel says of AppArmor, through libapparmor. Profiles and
 * their rules are not read here.
 */
#include "policy/apparmor/apparmor.h"

#include <sys/apparmor.h>

bool avow_apparmor_is_running(void)
{
	return aa_is_enabled() == 1;
}
