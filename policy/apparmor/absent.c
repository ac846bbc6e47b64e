/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands in for kernel.c where there is no libapparmor (Fedora). */
#include "policy/apparmor/apparmor.h"

bool avow_apparmor_is_running(void)
{
	return false;
}

int avow_apparmor_load(struct avow_span compiled, struct avow_error *error)
{
	(void)compiled;
	return avow_error_set(error, AVOW_E_LIBRARY,
			      "this avow was built without libapparmor, which loads "
			      "profiles");
}
