/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of what is compared, in the order of every format. */
#include "policy/apparmor/diff/internal.h"

#define FACTS(name, title, says)                                                         \
	{                                                                                \
		name, title, says, "", false, false, false                               \
	}
#define RULES(name, title, says)                                                         \
	{                                                                                \
		name, title, says, "", false, true, false                                \
	}

const struct avow_difference_kind avow_profile_diff_kinds[] = {
	[KIND_PROFILES] = FACTS("profiles", "profiles",
				"which there are; the rules of a new one are not told"),
	[KIND_MODE] = FACTS("mode", "modes of profiles",
			    "enforce, complain, kill, unconfined, default_allow, prompt"),
	[KIND_ATTACHMENT] = FACTS("attachment", "attachments of profiles",
				  "the programs that run in a profile, and xattrs"),
	[KIND_FLAGS] = FACTS("flags", "flags of profiles",
			     "attach_disconnected, mediate_deleted and the like"),
	[KIND_RULES + AVOW_RULE_FILE] =
		RULES("file", "file rules",
		      "files and links, by owner, and how programs are executed"),
	[KIND_RULES + AVOW_RULE_CAPABILITY] =
		RULES("capability", "capability rules", "capabilities"),
	[KIND_RULES + AVOW_RULE_NETWORK] =
		RULES("network", "network rules", "sockets, but for those of unix"),
	[KIND_RULES + AVOW_RULE_UNIX] = RULES(
		"unix", "unix rules", "sockets of unix, also by way of network rules"),
	[KIND_RULES + AVOW_RULE_SIGNAL] = RULES("signal", "signal rules", "signals"),
	[KIND_RULES + AVOW_RULE_PTRACE] = RULES("ptrace", "ptrace rules", "tracing"),
	[KIND_RULES + AVOW_RULE_MOUNT] =
		RULES("mount", "mount rules", "mount, remount, umount, pivot_root"),
	[KIND_RULES + AVOW_RULE_DBUS] = RULES("dbus", "dbus rules", "messages of D-Bus"),
	[KIND_RULES + AVOW_RULE_CHANGE_PROFILE] =
		RULES("change_profile", "change_profile rules",
		      "profiles that may be changed to"),
	[KIND_RULES + AVOW_RULE_RLIMIT] =
		FACTS("rlimit", "rlimit rules", "limits of resources"),
	[KIND_RULES + AVOW_RULE_MQUEUE] =
		RULES("mqueue", "mqueue rules", "message queues"),
	[KIND_RULES + AVOW_RULE_IO_URING] =
		RULES("io_uring", "io_uring rules", "io_uring"),
	[KIND_RULES + AVOW_RULE_USERNS] =
		RULES("userns", "userns rules", "user namespaces"),
	[KIND_LOGGING] = FACTS("logging", "logging",
			       "what is logged though it is granted (audit), and what is "
			       "refused without being logged (deny)"),
	[KIND_DOUBTS] = { "doubts", "what cannot be told",
			  "classes of a profile that could not be compared", "", false,
			  false, true },
};
const size_t avow_profile_diff_kind_count = AVOW_ARRAY_SIZE(avow_profile_diff_kinds);
_Static_assert(AVOW_ARRAY_SIZE(avow_profile_diff_kinds) == KINDS, "a row for every kind");
