/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of commands and the program itself as a row of the same form, so
 * that --help, man pages and completion all read one thing.
 */
#include "cli/command.h"

static const struct avow_example examples[] = {
	{ "avow report /var/log/audit",
	  "Show on the terminal what was refused on this machine, and why." },
	{ "avow report -o report.html audit.log", "Write the same as one HTML page." },
	{ "avow why -p policy.33 audit.log",
	  "Explain every layer of each decision, and try each change." },
	{ "avow suggest -m myapp -o . audit.log",
	  "Write a policy module that allows it, tried on the policy in memory." },
	{ "avow replay --policy new.33 --old policy.33 audit.log",
	  "Tell what a new policy would do to the accesses that were seen." },
	{ "sudo avow doctor",
	  "Tell which sources of denials are blind on this machine." },
};

const struct avow_command avow_program = {
	.name = "avow",
	.title = "explain SELinux and AppArmor denials, propose proved changes",
	.synopsis = "COMMAND [OPTION]... [INPUT]...",
	.description =
		"Reads what SELinux and AppArmor refused (or would have refused) from "
		"audit logs, tells why, and says what to change. Nothing is suggested "
		"that "
		"was not tried on the policy first.",
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
};

const struct avow_command *const avow_commands[] = {
	&avow_command_report,  &avow_command_why,      &avow_command_suggest,
	&avow_command_replay,  &avow_command_diff,     &avow_command_watch,
	&avow_command_ready,   &avow_command_search,   &avow_command_summary,
	&avow_command_doctor,  &avow_command_profiles, &avow_command_mark,
	&avow_command_check,   &avow_command_rules,    &avow_command_trace,
	&avow_command_collect, &avow_command_merge,    NULL,
};

const struct avow_exit_meaning avow_exit_meanings[] = {
	{ AVOW_EXIT_FINE, "fine; denials in the log are no failure" },
	{ AVOW_EXIT_NO,
	  "the answer is no: check failed, doctor found something blind or lossy, the "
	  "access that why "
	  "was asked about is denied, profiles stand otherwise in the kernel than in "
	  "their files, replay found what it should fail on, a domain or "
	  "profile is not ready, or the policies that diff was given differ" },
	{ AVOW_EXIT_TROUBLE, "trouble: wrong usage, an input or a policy that cannot be "
			     "read, output that cannot be written; what could be read "
			     "was used all the same" },
	{ AVOW_EXIT_INCOMPLETE, "the evidence is incomplete, and --strict was given" },
};
const size_t avow_exit_meaning_count = AVOW_ARRAY_SIZE(avow_exit_meanings);

const struct avow_command *avow_command_find(struct avow_span name)
{
	for (size_t i = 0; avow_commands[i]; i++)
		if (avow_span_is(name, avow_commands[i]->name))
			return avow_commands[i];
	return NULL;
}
