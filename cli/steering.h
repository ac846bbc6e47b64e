/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_STEERING_H
#define AVOW_CLI_STEERING_H

#include "cli/option.h"
#include "policy/decisions.h"
#include "policy/plan.h"
#include "reports/report.h"

/* Rows of the option table of a command that plans, whose options hold a `steering`. */
#define AVOW_STEERING_OPTIONS(options)                                                   \
	{ 0,                                                                             \
	  "accept",                                                                      \
	  AVOW_OPTION_STRING,                                                            \
	  offsetof(options, steering.accept),                                            \
	  "CODE,...",                                                                    \
	  NULL,                                                                          \
	  "take no changes but those of these codes of advice, SEL-ALLOW for rules; "    \
	  "`avow why --list` shows them" },                                              \
		{ 0,                                                                     \
		  "only",                                                                \
		  AVOW_OPTION_STRING,                                                    \
		  offsetof(options, steering.only),                                      \
		  "WHAT,...",                                                            \
		  NULL,                                                                  \
		  "plan for these clusters alone: each WHAT is the id of one, a source " \
		  "type, or the code of a reason or an advice that they have" },         \
		{ 0,                                                                     \
		  "exclude",                                                             \
		  AVOW_OPTION_STRING,                                                    \
		  offsetof(options, steering.exclude),                                   \
		  "WHAT,...",                                                            \
		  NULL,                                                                  \
		  "leave these clusters out, named likewise" },                          \
	{                                                                                \
		0, "allow-risky", AVOW_OPTION_STRING,                                    \
			offsetof(options, steering.allow_risky), "CODE,...", NULL,       \
			"propose rules that have these risks, which are only explained " \
			"otherwise; with SEL-REFUSE, those of what looks like an "       \
			"attack; "                                                       \
			"with SEL-NEVERALLOW, those that break a rule of --neverallow"   \
	}

/* Whether every code in them is one: 0, or AVOW_E_USAGE and one sentence. */
int avow_steering_check(const struct avow_steering *steering,
			struct avow_error *error) avow_must_check;

/* Whether the codes of a decision are; likewise. */
int avow_steering_check_ruling(const struct avow_ruling *ruling,
			       struct avow_error *error) avow_must_check;

/* Once a plan was made: prints what in them no cluster is or has. */
void avow_steering_tell(const struct avow_steering *steering,
			const struct avow_report *report);

#endif
