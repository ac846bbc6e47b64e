/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow report: what was refused, why, and what would allow it. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/base/contents.h"
#include "cli/asking.h"
#include "cli/check_baseline.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/report_events.h"
#include "cli/report_activity.h"
#include "cli/report_rules.h"
#include "cli/retell.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/html/dress.h"
#include "reports/report.h"
#include "reports/summary.h"

#define MODULE_NAME "avow_local" /* of the module shown in a report */

struct options {
	struct avow_asking asking;
	const char *format;
	struct avow_option_list outputs;
	const char *schema;
	struct avow_check_files files; /* the baseline alone */
	struct avow_option_list rules;
	bool has_activity;
	bool is_strict;
	const char *title, *logo, *css;
	struct avow_reading reading;
};

/* Where a report goes, and in which format. */
struct target {
	const char *path; /* NULL: the standard output */
	const struct avow_report_format *format;
};

struct targets {
	struct target at[AVOW_OPTION_LIST_MAX];
	size_t count;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text html xml json sarif junit md csv prom jsonl",
	  "write text, html, xml, json, sarif, junit, md, csv, prom or jsonl; by default "
	  "what "
	  "the "
	  "suffix of --output says, "
	  "else text" },
	{ 'o', "output", AVOW_OPTION_LIST, offsetof(struct options, outputs), "FILE",
	  "file",
	  "write to FILE instead of the standard output; up to eight times, with "
	  "suffixes that name the formats: of one reading and asking" },
	{ 0, "schema", AVOW_OPTION_STRING, offsetof(struct options, schema), "SCHEMA",
	  "ecs ocsf",
	  "of jsonl: the names of fields, ecs (Elastic Common Schema 8, as auditbeat has "
	  "them; by default) or ocsf (OCSF 1.3)" },
	{ 0, "strict", AVOW_OPTION_FLAG, offsetof(struct options, is_strict), NULL, NULL,
	  "exit with status 3 when the evidence is incomplete: malformed records, or "
	  "signs "
	  "that some are missing" },
	{ 0, "title", AVOW_OPTION_STRING, offsetof(struct options, title), "TEXT", NULL,
	  "of HTML: what the page is called" },
	{ 0, "logo", AVOW_OPTION_STRING, offsetof(struct options, logo), "FILE", "file",
	  "of HTML: a picture beside the title, a PNG, JPEG or SVG of at most 256 KiB, "
	  "which becomes part of the page" },
	{ 0, "css", AVOW_OPTION_STRING, offsetof(struct options, css), "FILE", "file",
	  "of HTML: a style sheet that comes after the page's own, of at most 128 KiB, "
	  "which becomes part of the page; it may fetch nothing" },
	{ 0, "baseline", AVOW_OPTION_STRING, offsetof(struct options, files.baseline),
	  "FILE", "file",
	  "mark what FILE does not know, a baseline of avow check: new clusters, new "
	  "permissions, what was accepted no longer" },
	{ 0, "summary", AVOW_OPTION_FLAG, offsetof(struct options, has_activity), NULL,
	  NULL,
	  "tell what the logs hold besides denials as well, as avow-summary(1) does: "
	  "events of each kind, and what came most often" },
	{ 0, "rules", AVOW_OPTION_LIST, offsetof(struct options, rules), "RULES", "file",
	  "look at audit rules as well, a file or a directory as augenrules reads it: "
	  "what is wrong with them is in the hardening audit of the page; may be given "
	  "several times" },
	AVOW_NEVERALLOW_OPTION(struct options),
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "avow report -p /etc/selinux/default/policy/policy.33 -o report.html "
	  "/var/log/audit",
	  "Read all rotated logs of auditd, ask the policy of this machine, and write a "
	  "page that opens in any browser." },
	{ "ausearch --raw -m AVC | avow report -", "Read records from a pipe." },
	{ "avow report --title 'Web servers' --logo logo.svg --css house.css -o "
	  "report.html audit.log",
	  "Give the page a title, a logo and a style." },
	{ "avow report -o report.html -o report.xml -o report.sarif audit.log",
	  "Write three forms of one report." },
	{ "avow report -f jsonl --follow /var/log/audit",
	  "Write each denial as it comes, as an event in the names of ECS." },
	{ "avow report --rules /etc/audit/rules.d -o report.html /var/log/audit",
	  "Have in the page what is wrong with the audit rules, too." },
	{ "avow report report.xml -o report.html",
	  "Make the page of a report that was written as XML: nothing is asked again." },
	{ "avow report --follow --for 10m -o report.html /var/log/audit",
	  "Run a test meanwhile, and have what was refused to it in the report." },
};

/* Whether a file is named twice: one report would replace the other. */
static bool is_twice(const struct avow_option_list *outputs, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(outputs->items[i], outputs->items[index]) == 0)
			return true;
	return false;
}

/* What is written where, before anything is read. */
static int choose_targets(const struct options *options, struct targets *out,
			  struct avow_error *error)
{
	const struct avow_option_list *outputs = &options->outputs;

	if (outputs->all > AVOW_OPTION_LIST_MAX)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--output: given more than %d times",
				      AVOW_OPTION_LIST_MAX);
	if (outputs->count > 1 && options->format)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format is for one report: of several, the "
				      "suffixes of --output name the formats");
	out->count = outputs->count ? outputs->count : 1;
	for (size_t i = 0; i < out->count; i++) {
		struct target *target = &out->at[i];

		target->path = outputs->count ? outputs->items[i] : NULL;
		if (target->path && is_twice(outputs, i))
			return avow_error_set(error, AVOW_E_USAGE, "%s: an output twice",
					      target->path);
		if (avow_report_format_choose(options->format, target->path,
					      &target->format, error))
			return AVOW_E_USAGE;
	}
	return AVOW_OK;
}

/* A file of the user's for the page, read whole. */
static int read_part(const char *path, size_t limit, struct avow_buf *out,
		     struct avow_error *error)
{
	return path ? avow_contents_read(path, limit, out, error) : AVOW_OK;
}

/* What the user puts on the page, before anything else is read. */
static int open_dress(const struct options *options, const struct targets *targets,
		      struct avow_report_dress *out, struct avow_error *error)
{
	struct avow_buf logo = { 0 }, css = { 0 };
	bool takes_dress = false;
	int code = AVOW_OK;

	for (size_t i = 0; i < targets->count; i++)
		takes_dress |= targets->at[i].format->takes_dress;
	if ((options->title || options->logo || options->css) && !takes_dress)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--title, --logo and --css are for HTML: the "
				      "format is %s",
				      targets->at[0].format->name);
	out->title = options->title;
	code = read_part(options->logo, AVOW_LOGO_MAX, &logo, error);
	if (code == AVOW_OK && options->logo)
		code = avow_dress_logo(out, avow_buf_span(&logo), options->logo, error);
	if (code == AVOW_OK)
		code = read_part(options->css, AVOW_CSS_MAX, &css, error);
	if (code == AVOW_OK && options->css)
		code = avow_dress_css(out, avow_buf_span(&css), options->css, error);
	avow_buf_free(&logo);
	avow_buf_free(&css);
	return code;
}

static int write_report(const struct avow_session *session, const struct target *target,
			const struct avow_report_dress *dress, struct avow_error *error)
{
	const struct avow_report report = {
		.analysis = &session->analysis,
		.findings = session->has_findings ? &session->findings : NULL,
		.no_policy = session->no_policy,
		.news = session->news.baseline ? &session->news : NULL,
		.rules = session->rules.source ? &session->rules : NULL,
		.activity = session->has_activity ? &session->activity : NULL,
	};
	const struct avow_report_style plain = { 0 };
	struct avow_report_style style = target->path ? plain : avow_terminal_style();
	struct avow_output output;
	int result = avow_session_check_output(session, target->path, error);

	style.dress = target->format->takes_dress ? dress : NULL;
	if (!result)
		result = avow_output_open(&output, target->path, error);
	if (result)
		return result;
	result = target->format->write(&report, &style, output.stream, error);
	if (!result)
		return avow_output_commit(&output, error);
	avow_output_discard(&output);
	return result;
}

/* All of them, as far as they can be written; false: one cannot, which was said. */
static bool write_reports(const struct avow_session *session,
			  const struct targets *targets,
			  const struct avow_report_dress *dress)
{
	struct avow_error error;
	bool is_fine = true;

	for (size_t i = 0; i < targets->count; i++) {
		if (!write_report(session, &targets->at[i], dress, &error))
			continue;
		avow_print_error(error.message);
		is_fine = false;
	}
	return is_fine;
}

/* Once the report is written. */
static int status_of(const struct avow_session *session, const struct options *options)
{
	if (session->troubles)
		return AVOW_EXIT_TROUBLE;
	if (options->is_strict &&
	    !avow_evidence_is_complete(&session->analysis.evidence)) {
		avow_print_error("the evidence is incomplete: see its section of the "
				 "report");
		return AVOW_EXIT_INCOMPLETE;
	}
	return AVOW_EXIT_FINE;
}

/*
 * By index, the first @count clusters of the report: all is asked of them, and less of
 * the others. NULL: all of them are (@count is 0, or memory is out).
 */
static bool *choose_full(const struct avow_session *session, size_t count)
{
	const struct avow_clusters *clusters = session->analysis.clusters;
	size_t all = avow_clusters_count(clusters), *order;
	struct avow_arena arena = { 0 };
	bool *out = NULL;

	if (count && count < all && !avow_summary_order(clusters, &arena, &order))
		out = calloc(all, sizeof(*out));
	for (size_t i = 0; out && i < count; i++)
		out[order[i]] = true;
	avow_arena_free(&arena);
	return out;
}

/* What was said of the logs stands in a report, and is not asked again. */
static int refuse_asking(const struct options *options, struct avow_error *error)
{
	const struct avow_asking *asking = &options->asking;
	const struct avow_reading *reading = &options->reading;

	if (!asking->policy && !asking->profiles && !asking->contexts &&
	    !asking->neverallow && !reading->is_following && !reading->since &&
	    !reading->until && !reading->duration && !options->rules.count &&
	    !options->has_activity)
		return AVOW_OK;
	return avow_error_set(error, AVOW_E_USAGE,
			      "the input is a report, of which nothing is asked again: "
			      "options about policies, rules, times and activity are for "
			      "logs");
}

/* How many clusters are asked in full: as the most demanding format wants it. */
static size_t count_full(const struct targets *targets)
{
	size_t count = targets->at[0].format->in_full;

	for (size_t i = 1; i < targets->count && count; i++) {
		size_t other = targets->at[i].format->in_full;

		count = other > count || !other ? other : count;
	}
	return count;
}

/* Reads the logs, and asks about them. */
static bool ask(struct avow_session *session, const struct options *options,
		const struct targets *targets, const struct avow_words *words)
{
	const struct avow_steering steering = { 0 };
	struct avow_selinux_options asked = {
		.module = MODULE_NAME,
		.contexts = options->asking.contexts,
		.neverallow = options->asking.neverallow,
		.steering = &steering,
	};
	bool has_sources = false, *in_full;

	if (!(options->has_activity
		      ? avow_report_activity(session, &options->reading, words)
		      : avow_session_read(session, &options->reading, words->items,
					  words->count)))
		return false;
	for (size_t i = 0; i < targets->count; i++)
		has_sources |= targets->at[i].format->has_sources;
	asked.has_sources = asked.has_decisions = asked.has_layers = has_sources;
	asked.in_full = in_full = choose_full(session, count_full(targets));
	avow_session_ask(session, options->asking.policy, &asked);
	avow_session_ask_profiles(session, options->asking.profiles,
				  &(struct avow_apparmor_options){
					  .steering = &steering, .is_uncompiled = true });
	free(in_full);
	avow_report_rules(session, &options->rules);
	return true;
}

/* Compares what was read with the baseline, if there is one. */
static int compare(struct avow_session *session, const struct options *options,
		   struct avow_baseline *baseline, struct avow_error *error)
{
	int result;

	if (!options->files.baseline)
		return AVOW_OK;
	result = avow_check_open_baseline(&options->files, &session->analysis, baseline,
					  error);
	return result ? result
		      : avow_news_make(baseline, options->files.baseline,
				       session->analysis.clusters, &baseline->arena,
				       &session->news);
}

static bool is_of_events(const struct target *target)
{
	return !target->format->write;
}

/* Denials one by one are neither asked about nor compared, and lie in no report. */
static int refuse_with_events(const struct options *options,
			      const struct targets *targets,
			      const struct avow_words *words, struct avow_error *error)
{
	const struct avow_asking *asking = &options->asking;

	if (targets->count > 1)
		return avow_error_set(error, AVOW_E_USAGE,
				      "jsonl is written while reading, and alone");
	if (asking->policy || asking->profiles || asking->contexts ||
	    asking->neverallow || options->files.baseline || options->rules.count ||
	    options->has_activity)
		return avow_error_set(
			error, AVOW_E_USAGE,
			"jsonl is of denials one by one: no policy is asked "
			"about them, no baseline, no rules and no summary");
	for (size_t i = 0; i < words->count; i++)
		if (avow_retell_is_report(words->items[i]))
			return avow_error_set(error, AVOW_E_USAGE,
					      "%s: a report has clusters, and not the "
					      "denials that jsonl is of",
					      words->items[i]);
	return AVOW_OK;
}

static int report_events(const struct options *options, const struct targets *targets,
			 const struct avow_words *words)
{
	struct avow_session session = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (refuse_with_events(options, targets, words, &error))
		avow_print_error(error.message);
	else if (avow_report_events(&session, &options->reading, words, options->schema,
				    targets->at[0].path))
		status = status_of(&session, options);
	avow_session_close(&session);
	return status;
}

static bool has_events(const struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		if (is_of_events(&targets->at[i]))
			return true;
	return false;
}

/* 1 when there is something to write, 0 when not, which was said. */
static int read_inputs(struct avow_session *session, const struct options *options,
		       const struct targets *targets, const struct avow_words *words,
		       struct avow_error *error)
{
	bool is_live = options->reading.is_following || options->reading.duration;
	int retold = avow_retell(session, words, is_live, error);

	if (retold > 0 && refuse_asking(options, error))
		return AVOW_E_USAGE;
	return retold ? retold : ask(session, options, targets, words);
}

static int report(const struct options *options, const struct targets *targets,
		  const struct avow_report_dress *dress, const struct avow_words *words)
{
	struct avow_session session = { 0 };
	struct avow_baseline baseline = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;
	int result = read_inputs(&session, options, targets, words, &error);

	if (result > 0 && compare(&session, options, &baseline, &error))
		result = -1;
	if (result < 0 && *error.message)
		avow_print_error(error.message);
	else if (result > 0 && write_reports(&session, targets, dress))
		status = status_of(&session, options);
	avow_baseline_free(&baseline);
	avow_session_close(&session);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_report_dress dress = { 0 };
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct targets targets = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (choose_targets(&options, &targets, &error) ||
	    open_dress(&options, &targets, &dress, &error))
		avow_print_error(error.message);
	else if (has_events(&targets))
		status = report_events(&options, &targets, &words);
	else if (options.schema)
		avow_print_error("--schema is for jsonl");
	else
		status = report(&options, &targets, &dress, &words);
	avow_dress_free(&dress);
	return status;
}

const struct avow_command avow_command_report = {
	.name = "report",
	.title = "what was refused, why, and what would allow it",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs, groups the SELinux denials in them by source "
		"type, target type and class and the AppArmor denials by profile, "
		"class and object, asks the SELinux policy, or the AppArmor profiles, "
		"why each was refused, and writes a report. "
		"It ends with a policy module that would allow what was refused, "
		"tried on the "
		"policy in memory.\n"
		"\n"
		"An INPUT is a file, a directory of rotated logs (NAME.log, "
		"NAME.log.N, NAME.log-DATE), a quoted pattern of names, - for the "
		"standard input, or a source by name, compressed by gzip, xz, zstd "
		"or bzip2 or not. Rotated logs are read in the order of time. The "
		"form is recognised line by line: audit.log, raw or enriched, the "
		"output of ausearch, raw or interpreted, the kernel log (dmesg), "
		"syslog files, what journalctl prints, short, as JSON or for "
		"export, laurel's JSON lines, Android's logcat, and text copied from "
		"any of these. What several of them tell is counted "
		"once. Without an INPUT the first of /var/log/audit, journal: and "
		"dmesg: is read that holds an audit record, and it is said which.\n"
		"\n"
		"An INPUT that is a report, written before with --format xml, is read "
		"alone, and shown again in any other form: the same, byte for byte, "
		"as if it were made of the logs. It needs neither them nor the "
		"policy.\n"
		"\n"
		"With --follow the last file of a rotated set is read on as it "
		"grows, also under the names that rotation gives it and its "
		"successors, and so are pipes, journal: and dmesg:. A live source "
		"is read in any case until SIGINT or SIGTERM comes or --for is over; "
		"then the report is written.\n"
		"\n"
		"What cannot be read is told in one sentence, and the rest is "
		"reported. Every "
		"line is accounted for in the evidence section: used, blank, not "
		"an audit "
		"record, or malformed, with the place of the first ones.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
