/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_PACKAGE_H
#define AVOW_POLICY_SELINUX_SEPOL_PACKAGE_H

#include "policy/selinux/sepol/sepol.h"

/* A type that the package declares, which is no type of the policy. */
struct avow_package_type {
	const char *name;
	const char *attributes[4]; /* of the policy; NULL behind the last */
};

/* A rule of a package; types, class and permissions are those of the policy. */
struct avow_package_rule {
	struct avow_sepol_pair pair;
	uint32_t permissions; /* 0: only the commands */
	bool is_dontaudit;    /* else allow */
	size_t own_target;    /* a declared type in the place of the pair's, from 1 on */
	/* What the source makes in the pair's target gets this declared type; 0: no such
	 * rule. */
	size_t transition;
	/* Bits of the ioctl commands that are allowed, 65,536 of them; NULL: no such
	 * rule. */
	const uint32_t *commands;
	const uint32_t *messages; /* the same of netlink messages, of nlmsg */
};

struct avow_package {
	const char *name, *version;
	const struct avow_package_rule *rules;
	size_t rule_count;
	const struct avow_package_type *types;
	size_t type_count;
	const char *file_contexts; /* as semanage has them; NULL: none */
};

/*
 * Appends the policy package (.pp) that checkmodule and semodule_package would make of
 * the same rules: a module that requires what they name, in the oldest format that can
 * hold them. AVOW_E_NOMEM, or AVOW_E_LIBRARY when libsepol does not take it.
 */
int avow_sepol_package(const struct avow_sepol *sepol, const struct avow_package *package,
		       struct avow_buf *out) avow_must_check;

#endif
