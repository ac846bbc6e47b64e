/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_RULES_LIMITS_H
#define AVOW_APPARMOR_PROFILES_RULES_LIMITS_H

#include "policy/apparmor/profiles/profile.h"

/*
 * Whether the permissions and conditions of a rule go together, and its values are ones
 * that its class knows, as apparmor_parser requires. NULL, or what is wrong.
 */
const char *avow_rule_check(const struct avow_profile_rule *rule);

/* The same of mount and remount. */
const char *avow_mount_check(const struct avow_profile_rule *rule);

/* Families and types of sockets as rules name them (parser/network.cc of AppArmor). */
extern const char *const avow_socket_families[];
extern const size_t avow_socket_family_count;
extern const char *const avow_socket_types[];
extern const size_t avow_socket_type_count;

#endif
