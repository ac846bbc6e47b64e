/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_ABSTRACTIONS_H
#define AVOW_APPARMOR_ABSTRACTIONS_H

#include "policy/apparmor/case.h"

/*
 * Reads the abstractions beside the profiles, each as a profile that includes nothing
 * else, with the variables of tunables/global. @out is NULL where there are none; it is
 * freed by avow_profiles_free(). 0 or AVOW_E_NOMEM.
 */
int avow_abstractions_read(const struct avow_profiles *profiles,
			   struct avow_profiles **out) avow_must_check;

/*
 * The abstraction with the fewest rules that allows everything of the case that no rule
 * is about; NULL when none does. Its name is that behind abstractions/.
 */
const struct avow_profile *avow_abstractions_best(const struct avow_profiles *all,
						  const struct avow_profile_case *c);

#endif
