/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow ready: which domains and profiles can be enforced, and how sure that is. */
#include <stdlib.h>
#include <string.h>

#include "cli/asking.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/retell.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/readiness.h"

struct options {
	struct avow_asking asking;
	struct avow_ready_choice choice;
	const char *chance, *quiet;
	const char *format;
	const char *output;
	bool is_strict;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	{ 0, "domain", AVOW_OPTION_STRING, offsetof(struct options, choice.domain),
	  "TYPE", NULL, "look at this domain of SELinux alone, by its type" },
	{ 0, "profile", AVOW_OPTION_STRING, offsetof(struct options, choice.profile),
	  "PROFILE", NULL,
	  "look at this profile of AppArmor alone, with what complain mode derives from "
	  "it" },
	{ 0, "chance", AVOW_OPTION_STRING, offsetof(struct options, chance), "PERCENT",
	  NULL,
	  "how likely the next occasion may at most bring a denial never seen, by the "
	  "upper end of the interval; by default 5" },
	{ 0, "quiet", AVOW_OPTION_STRING, offsetof(struct options, quiet), "DURATION",
	  NULL,
	  "for how long nothing new may have been seen before the end of the log, a "
	  "number with s, m, h or d behind it; by default 1d" },
	AVOW_POLICY_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json", "text, the default, or json" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE instead of the standard output" },
	{ 0, "strict", AVOW_OPTION_FLAG, offsetof(struct options, is_strict), NULL, NULL,
	  "exit with 3 when the evidence is incomplete: records were lost or malformed" },
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "avow ready -p new/policy.33 /var/log/audit",
	  "Tell of every domain with denials whether it can be enforced under the new "
	  "policy." },
	{ "avow ready --domain myapp_t -p new/policy.33 /var/log/audit",
	  "Tell of one domain, and what is missing." },
	{ "avow ready --profile myapp --quiet 7d -f json /var/log/audit",
	  "Ask for a week without news, as a program reads it." },
};

/* "5" or "2.5" percent in millionths; 0 when it is neither, or not above 0. */
static uint32_t read_chance(const char *text)
{
	struct avow_span rest = avow_span_of(text);
	size_t point = avow_span_find(rest, '.');
	uint64_t whole, tenths = 0;

	if (!avow_span_to_u64(avow_span_first(rest, point), 10, &whole) || whole > 100)
		return 0;
	if (point < rest.length &&
	    (rest.length - point != 2 ||
	     !avow_span_to_u64(avow_span_skip(rest, point + 1), 10, &tenths)))
		return 0;
	whole = whole * 10 + tenths;
	return whole <= 1000 ? (uint32_t)whole * 1000 : 0;
}

static int read_limits(const struct options *options, struct avow_ready_limits *out,
		       struct avow_error *error)
{
	*out = (struct avow_ready_limits){ AVOW_READY_CHANCE, AVOW_READY_QUIET };
	if (options->chance) {
		out->chance = read_chance(options->chance);
		if (!out->chance)
			return avow_error_set(
				error, AVOW_E_USAGE,
				"--chance=%s: it is a number above 0 and up "
				"to 100, with one digit behind the point "
				"at most",
				options->chance);
	}
	if (options->quiet) {
		out->quiet = (uint64_t)avow_reading_duration(options->quiet) / 1000;
		if (!out->quiet)
			return avow_error_set(
				error, AVOW_E_USAGE,
				"--quiet=%s: not a duration: a number above "
				"0 with s, m, h or d behind it",
				options->quiet);
	}
	if (options->format && strcmp(options->format, "text") != 0 &&
	    strcmp(options->format, "json") != 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format=%s: it is text or json", options->format);
	return AVOW_OK;
}

/* Asks for the reasons alone: what would answer a cluster is not sought. */
static void ask(struct avow_session *session, const struct avow_asking *asking)
{
	size_t count = avow_clusters_count(session->analysis.clusters);
	const struct avow_steering steering = { 0 };
	bool *in_full = calloc(count + 1, sizeof(*in_full));
	const struct avow_selinux_options asked = { .module = "avow_local",
						    .steering = &steering,
						    .in_full = in_full };

	avow_session_ask(session, asking->policy, &asked);
	avow_session_ask_profiles(session, asking->profiles,
				  &(struct avow_apparmor_options){
					  .steering = &steering, .is_uncompiled = true });
	free(in_full);
}

/* 1 when there is something to judge, 0 when not, which was said. */
static int read_inputs(struct avow_session *session, const struct options *options,
		       const struct avow_words *words, struct avow_error *error)
{
	const struct avow_reading *reading = &options->reading;
	bool is_live = reading->is_following || reading->duration;
	int retold = avow_retell(session, words, is_live, error);

	if (retold > 0 && (options->asking.policy || options->asking.profiles ||
			   is_live || reading->since || reading->until))
		return avow_error_set(error, AVOW_E_USAGE,
				      "the input is a report, of which nothing is asked "
				      "again: options about policies and times are for "
				      "logs");
	if (retold)
		return retold;
	if (!avow_session_read(session, reading, words->items, words->count))
		return 0;
	ask(session, &options->asking);
	return 1;
}

static int write_readiness(const struct avow_session *session,
			   const struct options *options,
			   const struct avow_report *report,
			   const struct avow_readiness *readiness,
			   struct avow_error *error)
{
	struct avow_report_style style = { 0 };
	struct avow_output output;
	int code = avow_session_check_output(session, options->output, error);

	if (!code)
		code = avow_output_open(&output, options->output, error);
	if (code)
		return code;
	if (!options->output)
		style = avow_terminal_style();
	if (options->format && strcmp(options->format, "json") == 0)
		code = avow_readiness_json(report, readiness, output.stream, error);
	else
		code = avow_readiness_text(report, readiness, &style, output.stream,
					   error);
	if (!code)
		return avow_output_commit(&output, error);
	avow_output_discard(&output);
	return code;
}

static int status_of(const struct avow_session *session, const struct options *options,
		     const struct avow_readiness *readiness)
{
	if (session->troubles)
		return AVOW_EXIT_TROUBLE;
	if (options->is_strict &&
	    !avow_evidence_is_complete(&session->analysis.evidence)) {
		avow_print_error("the evidence is incomplete: avow report tells what of "
				 "it is missing");
		return AVOW_EXIT_INCOMPLETE;
	}
	return readiness->of[AVOW_READY_YES] < readiness->count ? AVOW_EXIT_NO
								: AVOW_EXIT_FINE;
}

static int judge(const struct avow_session *session, const struct options *options,
		 const struct avow_ready_limits *limits)
{
	const struct avow_report report = {
		.analysis = &session->analysis,
		.findings = session->has_findings ? &session->findings : NULL,
		.no_policy = session->no_policy,
	};
	struct avow_arena arena = { 0 };
	struct avow_readiness readiness;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_readiness_make(&report, limits, &options->choice, &arena, &readiness))
		avow_print_error("memory is out");
	else if (write_readiness(session, options, &report, &readiness, &error))
		avow_print_error(error.message);
	else
		status = status_of(session, options, &readiness);
	avow_arena_free(&arena);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_session session = { 0 };
	struct avow_ready_limits limits;
	struct avow_error error = { 0 };
	int status = AVOW_EXIT_TROUBLE;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code)
		code = read_limits(&options, &limits, &error);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	code = read_inputs(&session, &options, &words, &error);
	if (code > 0)
		status = judge(&session, &options, &limits);
	else if (code < 0)
		avow_print_error(error.message);
	avow_session_close(&session);
	return status;
}

const struct avow_command avow_command_ready = {
	.name = "ready",
	.title = "which domains and profiles can be enforced, and how sure that is",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs as avow-report(1) does, or a report that was written "
		"as XML, and tells of every domain of SELinux and profile of AppArmor "
		"that has denials whether it can be enforced: whether all that it does "
		"was seen, and whether what was seen is allowed by now.\n"
		"\n"
		"The verdict is ready; not yet, with what is missing; or cannot tell, "
		"with the reason. It is ready when the policy, or the profiles, refuse "
		"none of its clusters any more, when the chance that the next occasion "
		"brings a denial never seen is no more than --chance, and when nothing "
		"new was seen for --quiet before the end of the log. What weakens the "
		"verdict is noted beside: counts that are lower bounds, a log without a "
		"boot, a single process, records that are missing.\n"
		"\n"
		"An occasion is a stretch of time in which anything was refused to it. "
		"The time from the first denial to the last is cut into up to 256 of "
		"them, so that a burst of denials counts once. The chance of news is "
		"that of Good and Turing, by leaving each occasion out in turn, with an "
		"interval that holds the truth in 95 of 100 cases when occasions are "
		"alike and independent; the number of permissions never seen is "
		"the estimate of Chao, a lower bound. A log cannot tell of what its host "
		"never did: what runs once a year is not in a month.\n"
		"\n"
		"Of more than two domains and profiles there is a row each; --domain and "
		"--profile tell all of one. A domain that is named and has no denial is "
		"one that cannot be told of.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
