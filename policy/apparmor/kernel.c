/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the running kernel says of AppArmor, through libapparmor. Profiles and
 * their rules are not read here.
 */
#include "policy/apparmor/apparmor.h"

#include <errno.h>
#include <sys/apparmor.h>

bool avow_apparmor_is_running(void)
{
	return aa_is_enabled() == 1;
}

/* Why the kernel refused (security/apparmor/policy.c, policy_unpack.c). */
static const char *cause_of(int number)
{
	switch (number) {
	case EACCES:
	case EPERM:
		return "it takes profiles of root alone, and none when policy is locked";
	case EPROTO:
	case EPROTONOSUPPORT:
		return "it does not know the form that the profiles were compiled to";
	case EBADMSG:
		return "it takes the compiled profiles for damaged";
	case ENOENT:
		return "a profile's parent or namespace is not loaded";
	default:
		return strerror(number);
	}
}

int avow_apparmor_load(struct avow_span compiled, struct avow_error *error)
{
	aa_kernel_interface *kernel = NULL;
	int number = 0;

	if (aa_kernel_interface_new(&kernel, NULL, NULL) != 0)
		return avow_error_set(error, AVOW_E_LIBRARY,
				      "the kernel's interface for profiles is not there: "
				      "%s",
				      strerror(errno));
	if (aa_kernel_interface_replace_policy(kernel, compiled.data, compiled.length))
		number = errno;
	aa_kernel_interface_unref(kernel);
	if (number)
		return avow_error_set(error, AVOW_E_LIBRARY,
				      "the kernel refused the profiles: %s",
				      cause_of(number));
	return 0;
}
