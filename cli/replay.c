/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow replay: what a new policy would do to the accesses that were seen. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "policy/apparmor/replay.h"
#include "policy/selinux/replay.h"
#include "reports/replay.h"

struct options {
	const char *policy, *old, *profiles;
	const char *booleans;
	const char *format;
	const char *output;
	const char *fail_on;
	bool is_brief;
	bool is_strict;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	{ 'p', "policy", AVOW_OPTION_STRING, offsetof(struct options, policy), "NEW",
	  "file",
	  "the binary SELinux policy to ask; by default the running one, if there is "
	  "one" },
	{ 0, "profiles", AVOW_OPTION_STRING, offsetof(struct options, profiles), "NEW",
	  "directory",
	  "the AppArmor profiles to ask: a directory like /etc/apparmor.d, or one file; "
	  "by default none" },
	{ 0, "old", AVOW_OPTION_STRING, offsetof(struct options, old), "OLD", "file",
	  "the policy of before, or the profiles; without it the log itself tells what "
	  "was denied and "
	  "what "
	  "was granted" },
	{ 0, "booleans", AVOW_OPTION_STRING, offsetof(struct options, booleans),
	  "NAME=on,...", NULL, "ask NEW with these booleans set so" },
	{ 0, "fail-on", AVOW_OPTION_STRING, offsetof(struct options, fail_on), "WHAT,...",
	  "denied granted none",
	  "exit with 1 when an access is newly denied (denied, the default), newly "
	  "allowed "
	  "(granted), either (denied,granted), or never (none)" },
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json", "text, the default, or json" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE instead of the standard output" },
	{ 0, "brief", AVOW_OPTION_FLAG, offsetof(struct options, is_brief), NULL, NULL,
	  "the counts alone" },
	{ 0, "strict", AVOW_OPTION_FLAG, offsetof(struct options, is_strict), NULL, NULL,
	  "exit with 3 when the evidence is incomplete: records were lost or malformed" },
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "avow replay --policy new/policy.33 --old "
	  "/etc/selinux/default/policy/policy.33 "
	  "audit.log",
	  "Tell what the new policy would newly deny of what was seen; exit with 1 if "
	  "there is anything." },
	{ "avow replay --policy new/policy.33 --fail-on granted audit.log",
	  "Fail when something is allowed now that this log shows denied." },
};

/* Which outcomes make the exit status 1; false for a wrong word. */
static bool read_fail_on(const char *list, bool fails[AVOW_REPLAY_STATUSES])
{
	struct avow_span rest = avow_span_of(list ? list : "denied");

	if (avow_span_is_empty(rest))
		return false;
	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, ',');
		struct avow_span word = avow_span_first(rest, length);

		if (avow_span_is(word, "denied"))
			fails[AVOW_REPLAY_NEWLY_DENIED] = true;
		else if (avow_span_is(word, "granted"))
			fails[AVOW_REPLAY_NEWLY_ALLOWED] = true;
		else if (!avow_span_is(word, "none"))
			return false;
		rest = avow_span_skip(rest, length + 1);
	}
	return true;
}

static int check_options(const struct options *options, struct avow_error *error)
{
	bool fails[AVOW_REPLAY_STATUSES] = { false };

	if (!read_fail_on(options->fail_on, fails))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--fail-on=%s: it is denied, granted, or none",
				      options->fail_on);
	if (options->format && strcmp(options->format, "text") != 0 &&
	    strcmp(options->format, "json") != 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format=%s: it is text or json", options->format);
	if (!options->policy && !options->profiles && !avow_selinux_running_policy())
		return avow_error_set(error, AVOW_E_USAGE,
				      "SELinux is not enabled on this machine: name the "
				      "policy to ask with --policy");
	return 0;
}

/* Profiles alone are asked when they are named and no policy is. */
static bool asks_policy(const struct options *options)
{
	return options->policy || !options->profiles;
}

/* OLD is of profiles when it is a directory, or when nothing else is asked. */
static bool is_old_profiles(const struct options *options)
{
	struct stat status;

	return options->old && options->profiles &&
	       (!asks_policy(options) ||
		(stat(options->old, &status) == 0 && S_ISDIR(status.st_mode)));
}

static int replay_profiles(const struct options *options,
			   const struct avow_replay_input *input, struct avow_replay *out,
			   struct avow_error *error)
{
	struct avow_profiles *now = NULL, *old = NULL;
	struct avow_profile_replay replay = { .now_source = options->profiles,
					      .old_source = options->old };
	int code = avow_profiles_read(options->profiles, NULL, &now, error);

	if (code == 0 && is_old_profiles(options))
		code = avow_profiles_read(options->old, NULL, &old, error);
	replay.now = now;
	replay.old = old;
	if (code == 0)
		code = avow_apparmor_replay(&replay, input->denied, input->granted, out,
					    error);
	avow_profiles_free(now);
	avow_profiles_free(old);
	return code;
}

static int open_policies(const struct options *options,
			 struct avow_selinux_policy *out[2], struct avow_error *error)
{
	int code = avow_selinux_policy_open(
		options->policy ? options->policy : avow_selinux_running_policy(),
		&out[0], error);

	if (code == 0 && options->booleans)
		code = avow_selinux_set_booleans(out[0], options->booleans, error);
	if (code == 0 && options->old && !is_old_profiles(options))
		code = avow_selinux_policy_open(options->old, &out[1], error);
	return code;
}

static int write_replay(const struct avow_session *session, const struct options *options,
			const struct avow_replay *replay, struct avow_error *error)
{
	const struct avow_replay_report report = { .analysis = &session->analysis,
						   .replay = replay,
						   .is_brief = options->is_brief };
	const struct avow_report_style plain = { 0 };
	const struct avow_report_style style =
		options->output ? plain : avow_terminal_style();
	const bool is_json = options->format && strcmp(options->format, "json") == 0;
	struct avow_output output;
	int code = avow_session_check_output(session, options->output, error);

	if (code == 0)
		code = avow_output_open(&output, options->output, error);
	if (code)
		return code;
	code = (is_json ? avow_replay_json : avow_replay_text)(&report, &style,
							       output.stream, error);
	if (code == 0)
		return avow_output_commit(&output, error);
	avow_output_discard(&output);
	return code;
}

static int status_of(const struct avow_session *session, const struct options *options,
		     const struct avow_replay *replay)
{
	bool fails[AVOW_REPLAY_STATUSES] = { false };

	if (session->troubles || !read_fail_on(options->fail_on, fails))
		return AVOW_EXIT_TROUBLE;
	if (options->is_strict &&
	    !avow_evidence_is_complete(&session->analysis.evidence)) {
		avow_print_error("the evidence is incomplete: avow report shows how");
		return AVOW_EXIT_INCOMPLETE;
	}
	for (int i = 0; i < AVOW_REPLAY_STATUSES; i++)
		if (fails[i] && replay->records[i])
			return AVOW_EXIT_NO;
	return AVOW_EXIT_FINE;
}

static int replay(struct avow_session *session, const struct options *options)
{
	const struct avow_replay_input input = {
		.denied = session->analysis.clusters,
		.granted = session->analysis.granted,
	};
	struct avow_selinux_policy *policies[2] = { NULL, NULL };
	struct avow_replay outcome = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;
	int code = 0;

	if (asks_policy(options)) {
		code = open_policies(options, policies, &error);
		if (code == 0)
			code = avow_selinux_replay(policies[0], policies[1], &input,
						   &outcome, &error);
	}
	if (code == 0 && options->profiles)
		code = replay_profiles(options, &input, &outcome, &error);
	if (code == 0)
		code = write_replay(session, options, &outcome, &error);
	if (code < 0)
		avow_print_error(error.message);
	else
		status = status_of(session, options, &outcome);
	avow_replay_free(&outcome);
	avow_selinux_policy_close(policies[0]);
	avow_selinux_policy_close(policies[1]);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_session session = { .keeps_granted = true };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (code == 0)
		code = check_options(&options, &error);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (avow_session_read(&session, &options.reading, words.items, words.count))
		status = replay(&session, &options);
	avow_session_close(&session);
	return status;
}

const struct avow_command avow_command_replay = {
	.name = "replay",
	.title = "what a new policy would do to the accesses that were seen",
	.synopsis = "--policy NEW [OPTION]... [INPUT]...",
	.description =
		"Reads audit logs as avow-report(1) does, also the accesses in them that "
		"were "
		"granted (auditallow), and asks the policy NEW for each. It prints what "
		"would "
		"be newly denied, newly allowed and still denied, cluster by cluster, "
		"with "
		"the rule, the constraint or the absence of a rule that decides; what is "
		"allowed as before is counted.\n"
		"\n"
		"What was, is told by the policy OLD when it is given, and by the log "
		"when it "
		"is not: a denial was denied, also where a permissive domain went on, "
		"and a "
		"granted access allowed. An access that was allowed and names a type "
		"that NEW "
		"does not have is newly denied: the kernel then takes the context for "
		"that "
		"of an unlabelled object. One that was denied and names such a type "
		"cannot be "
		"judged. What NEW does with classes and permissions that it does not "
		"know is "
		"its handle_unknown.\n"
		"\n"
		"A log shows what was tried, not what may be tried.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
