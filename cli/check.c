/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow check: whether a log holds what the baseline does not know. */
#include <stdio.h>
#include <string.h>

#include "cli/asking.h"
#include "cli/check_assertions.h"
#include "cli/check_baseline.h"
#include "cli/check_output.h"
#include "cli/check_replay.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/print.h"
#include "cli/session.h"
#include "policy/apparmor/find.h"
#include "policy/assertions.h"
#include "policy/selinux/selinux.h"

#define MODULE_NAME "local"

struct options {
	struct avow_asking asking;
	struct avow_reading reading;
	struct avow_check_files files;
	struct avow_check_outputs outputs;
	const char *old, *decisions, *assertions, *fail_on;
	bool expects_records, is_strict;
};

static const struct avow_option options_table[] = {
	{ 'b', "baseline", AVOW_OPTION_STRING, offsetof(struct options, files.baseline),
	  "FILE", "file", "the denials that are known; with --update it may be new" },
	{ 'd', "decisions", AVOW_OPTION_STRING, offsetof(struct options, decisions),
	  "FILE", "file",
	  "what was decided of denials (see avow suggest): these are known too" },
	{ 'u', "update", AVOW_OPTION_FLAG, offsetof(struct options, files.is_update),
	  NULL, NULL,
	  "write a baseline that knows what the log holds, and check against that" },
	{ 0, "prune", AVOW_OPTION_STRING, offsetof(struct options, files.prune), "N",
	  NULL,
	  "take out of the baseline what was not met by N updates, or, with Nd, for N "
	  "days" },
	{ 0, "allow-broad", AVOW_OPTION_FLAG,
	  offsetof(struct options, files.allows_broad), NULL, NULL,
	  "allow patterns of the baseline that match everything of a class" },
	{ 0, "fail-on", AVOW_OPTION_STRING, offsetof(struct options, fail_on), "KIND,...",
	  "new enforced expired unused incomplete records replay-denied replay-granted "
	  "neverallow assertion risk:high none",
	  "fail on these kinds of findings alone (see below); none: on nothing" },
	{ 'a', "assertions", AVOW_OPTION_STRING, offsetof(struct options, assertions),
	  "FILE", "file",
	  "check what FILE expects of the policy or the profiles (see below); without an "
	  "INPUT, and without --baseline, that alone" },
	AVOW_POLICY_OPTION(struct options),
	{ 0, "old", AVOW_OPTION_STRING, offsetof(struct options, old), "FILE", "file",
	  "the SELinux policy of before: accesses of the log that it allows and --policy "
	  "refuses are found" },
	AVOW_PROFILES_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_NEVERALLOW_OPTION(struct options),
	AVOW_READING_OPTIONS(struct options),
	{ 0, "expect-records", AVOW_OPTION_FLAG,
	  offsetof(struct options, expects_records), NULL, NULL,
	  "a log without any record, or none in the window, is a failure" },
	{ 0, "strict", AVOW_OPTION_FLAG, offsetof(struct options, is_strict), NULL, NULL,
	  "exit with 3 when records are missing or damaged, and nothing else failed" },
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, outputs.format),
	  "FORMAT", "text json md junit sarif github gitlab",
	  "write the standard output as text, json, md, junit, sarif, github or gitlab; "
	  "by default text" },
	{ 'o', "output", AVOW_OPTION_LIST, offsetof(struct options, outputs.files),
	  "FILE", "file",
	  "write FILE too, in the format that its name ends with: .txt, .json, .md, .xml "
	  "(junit), .sarif, .codequality.json (gitlab); it may be given several times" },
	{ 0, "annotate", AVOW_OPTION_STRING, offsetof(struct options, outputs.annotate),
	  "HOST", "auto github gitlab none",
	  "show findings beside the change on the host of the job: github, gitlab "
	  "(writes gl-code-quality-report.json), none; auto, the default, looks which "
	  "one runs it" },
};

static const struct avow_example examples[] = {
	{ "avow check --baseline denials.avow --update /var/log/audit",
	  "Begin: write down what is known today." },
	{ "avow check --baseline denials.avow --since \"$mark\" -o denials.xml",
	  "Fail a test job when something new was refused since a mark." },
	{ "avow check -p new.33 --old policy.33 --fail-on replay-denied audit.log",
	  "Fail a change of the policy that refuses what it allowed." },
	{ "avow check --assertions policy.expected -p new.33",
	  "Fail a change of the policy that gives what nobody shall have." },
	{ "avow check --fail-on enforced,incomplete --expect-records journal:",
	  "Fail on denials that were enforced, and when records are missing." },
};

static const char *kind_word(size_t index, struct avow_buf *says)
{
	struct avow_check_fails fails;

	if (index >= AVOW_CHECK_KINDS)
		return NULL;
	avow_check_fail_default(&fails);
	avow_buf_puts(says, avow_check_kind_says((enum avow_check_kind)index));
	if (fails.on[index])
		avow_buf_puts(says, " (by default)");
	return avow_check_kind_name((enum avow_check_kind)index);
}

static const struct avow_glossary glossaries[] = {
	{ "Kinds", kind_word },
	{ "Assertions", avow_assertion_form_at },
};

/* A check that goes on. */
struct run {
	const struct options *options;
	struct avow_session session;
	struct avow_check_fails fails;
	struct avow_baseline baseline;
	struct avow_rulings rulings;
	struct avow_check check;
	struct avow_error error;
};

static void ask(struct run *run)
{
	const struct options *options = run->options;
	const struct avow_selinux_options asked = {
		.module = MODULE_NAME,
		.contexts = options->asking.contexts,
		.neverallow = options->asking.neverallow,
	};

	avow_session_ask(&run->session, options->asking.policy, &asked);
	avow_session_ask_profiles(&run->session, options->asking.profiles,
				  &(struct avow_apparmor_options){ 0 });
}

static int open_files(struct run *run)
{
	const struct options *options = run->options;
	const struct avow_analysis *analysis = &run->session.analysis;
	int result = 0;

	if (options->files.baseline)
		result = avow_check_open_baseline(&options->files, analysis,
						  &run->baseline, &run->error);
	if (!result && options->decisions) {
		result = avow_decisions_open(options->decisions, analysis, false,
					     &run->rulings, &run->error);
		run->session.troubles += run->rulings.all_doubts > 0;
	}
	return result;
}

static int find(struct run *run)
{
	const struct options *options = run->options;
	const struct avow_check_input input = {
		.analysis = &run->session.analysis,
		.findings = run->session.has_findings ? &run->session.findings : NULL,
		.baseline = options->files.baseline ? &run->baseline : NULL,
		.baseline_path = options->files.baseline,
		.rulings = options->decisions ? &run->rulings : NULL,
		.rulings_path = options->decisions,
		.expects_records = options->expects_records,
		.fails = &run->fails,
	};
	const struct avow_check_replaying replaying = {
		.policy = options->asking.policy,
		.old = options->old,
		.profiles = options->asking.profiles,
	};
	const struct avow_check_asserting asserting = {
		.assertions = options->assertions,
		.policy = options->asking.policy,
		.profiles = options->asking.profiles,
	};
	int result = avow_check_make(&input, &run->check);

	if (result)
		return avow_error_nomem(&run->error);
	result = avow_check_assert(&asserting, &run->fails, &run->check, &run->error);
	if (result)
		return result;
	run->session.troubles += run->check.troubles > 0;
	result = avow_check_ask_again(&replaying, &run->session.analysis, input.baseline,
				      &run->fails, &run->check, &run->error);
	run->check.troubles = run->session.troubles;
	avow_check_settle(&run->check);
	return result;
}

static bool has_other_failure(const struct avow_check *check)
{
	for (size_t i = 0; i < check->count; i++)
		if (check->items[i].is_failure &&
		    check->items[i].kind != AVOW_CHECK_INCOMPLETE)
			return true;
	return false;
}

static int status_of(const struct run *run)
{
	if (run->session.troubles)
		return AVOW_EXIT_TROUBLE;
	if (run->options->is_strict && run->check.of_kind[AVOW_CHECK_INCOMPLETE] &&
	    !has_other_failure(&run->check))
		return AVOW_EXIT_INCOMPLETE;
	return run->check.result == AVOW_CHECK_FAILED ? AVOW_EXIT_NO : AVOW_EXIT_FINE;
}

/* Assertions alone are about a policy, and no log of this machine. */
static bool is_without_log(const struct options *options, const struct avow_words *words)
{
	return options->assertions && !words->count && !options->files.baseline &&
	       !options->expects_records;
}

static int check(struct run *run, const struct avow_words *words)
{
	const struct options *options = run->options;
	int result;

	if (is_without_log(options, words)) {
		result = avow_session_read_nothing(&run->session, &run->error);
	} else {
		if (!avow_session_read(&run->session, &options->reading, words->items,
				       words->count))
			return AVOW_EXIT_TROUBLE;
		ask(run);
		result = 0;
	}
	if (!result)
		result = open_files(run);
	if (!result && options->files.baseline)
		result = avow_check_update_baseline(&options->files,
						    &run->session.analysis,
						    &run->baseline, &run->error);
	if (!result)
		result = find(run);
	if (!result)
		result = avow_check_write_all(&options->outputs, &run->session,
					      &run->check, &run->error);
	if (result) {
		if (run->error.message[0])
			avow_print_error(run->error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return status_of(run);
}

static int read_options(struct run *run, struct options *options,
			const struct avow_command *command, struct avow_words *words)
{
	struct avow_error *error = &run->error;
	int result = avow_options_parse(command->options, command->option_count, words,
					options, error);

	avow_check_fail_default(&run->fails);
	if (!result && options->fail_on)
		result = avow_check_fail_parse(options->fail_on, &run->fails, error);
	if (!result)
		result = avow_check_files_check(&options->files, error);
	if (!result)
		result = avow_check_outputs_check(&options->outputs, error);
	if (!result && options->old && !options->asking.policy)
		result = avow_error_set(error, AVOW_E_USAGE, "--old needs --policy");
	return result;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { .outputs = { .format = "text", .annotate = "auto" } };
	struct run run = { .options = &options,
			   .session = { .keeps_granted = true, .takes_empty = true } };
	int status = AVOW_EXIT_TROUBLE;

	if (read_options(&run, &options, command, &words))
		avow_print_usage_error(command, run.error.message);
	else
		status = check(&run, &words);
	avow_check_free(&run.check);
	avow_baseline_free(&run.baseline);
	avow_rulings_free(&run.rulings);
	avow_session_close(&run.session);
	return status;
}

const struct avow_command avow_command_check = {
	.name = "check",
	.title = "whether a log holds what is not known: the gate for CI",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Compares the denials in audit logs with a baseline, a file kept in git, "
		"and fails when there are others: of another cluster, of permissions "
		"that "
		"the entry does not have, enforced where the entry is of permissive "
		"ones, "
		"or behind the entry's last day. With --since it looks at a part of the "
		"log alone, by a mark that avow mark left, by a boot, an event, or a "
		"time.\n"
		"\n"
		"With --policy or --profiles it says why each was refused, and asks the "
		"policy again for the accesses of the baseline, and for those of the log "
		"that were granted (with --old: that the old policy allows): what it "
		"refuses now is found as replay-denied, what it allows now as "
		"replay-granted.\n"
		"\n"
		"An entry of the baseline is\n"
		"\n"
		"known 3f2a9c01d4e7  logrotate_t -> var_t : dir\n"
		"    permissions: getattr search\n"
		"    scope: permissive\n"
		"    owner: web team\n"
		"    ticket: https://example.org/4711\n"
		"    until: 2027-01-31\n"
		"\n"
		"Lines with # above it are its comment. In the place of the id * makes "
		"it "
		"a pattern, by source, target, class, profile, object and comm, which "
		"are "
		"globs. --update writes entries of its own with permissions, scope, the "
		"day when they were seen, and a record to ask a policy with.\n"
		"\n"
		"With --assertions a policy, or profiles, is held against what people "
		"expect of it, one expectation a line; the rule that decides is told for "
		"each that does not hold. What cannot be told does not hold either.\n"
		"\n"
		"The outcome is one of three: passed, passed with denials (all known, or "
		"nothing to fail on), failed. An input that cannot be read is trouble, "
		"and "
		"never passed.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.glossaries = glossaries,
	.glossary_count = AVOW_ARRAY_SIZE(glossaries),
	.takes_inputs = true,
	.run = run,
};
