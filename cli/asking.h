/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_ASKING_H
#define AVOW_CLI_ASKING_H

#include "cli/option.h"

/* What is asked besides the logs: the rows of the commands that ask a policy. */
struct avow_asking {
	const char *policy;     /* NULL: the running one */
	const char *contexts;   /* NULL: those that belong to the policy */
	const char *neverallow; /* NULL: none */
	const char *profiles;   /* NULL: those of this machine, if it runs AppArmor */
};

/* Rows of a command's option table, whose options hold an `asking`. */
#define AVOW_POLICY_OPTION(options)                                                      \
	{                                                                                \
		'p', "policy", AVOW_OPTION_STRING, offsetof(options, asking.policy),     \
			"FILE", "file",                                                  \
			"ask the binary SELinux policy FILE; by default the running "    \
			"policy, if there is one"                                        \
	}
#define AVOW_PROFILES_OPTION(options)                                                    \
	{                                                                                \
		0, "profiles", AVOW_OPTION_STRING, offsetof(options, asking.profiles),   \
			"DIRECTORY", "directory",                                        \
			"ask the AppArmor profiles in DIRECTORY, which holds what "      \
			"/etc/apparmor.d does, or in one file; by default those of "     \
			"this machine, if it runs AppArmor"                              \
	}
#define AVOW_CONTEXTS_OPTION(options)                                                    \
	{                                                                                \
		0, "contexts", AVOW_OPTION_STRING, offsetof(options, asking.contexts),   \
			"DIRECTORY", "directory",                                        \
			"the file_contexts of the logged host, a directory like "        \
			"/etc/selinux/default/contexts, to ask what a path should "      \
			"carry; by default the one that belongs to the policy, if it "   \
			"is there"                                                       \
	}
#define AVOW_NEVERALLOW_OPTION(options)                                                  \
	{                                                                                \
		0, "neverallow", AVOW_OPTION_STRING,                                     \
			offsetof(options, asking.neverallow), "FILE", "file",            \
			"suggest no rule that would break a neverallow rule of FILE, "   \
			"which is .te or .cil, and name the rules of the policy that do" \
	}

#endif
