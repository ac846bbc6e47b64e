/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow report: what was refused, why, and what would allow it. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/base/contents.h"
#include "cli/asking.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
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
	const char *output;
	bool is_strict;
	const char *title, *logo, *css;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text html xml json sarif junit md csv prom",
	  "write text, html, xml, json, sarif, junit, md, csv or prom; by default what "
	  "the "
	  "suffix of --output says, "
	  "else text" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE instead of the standard output" },
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
	{ "avow report --follow --for 10m -o report.html /var/log/audit",
	  "Run a test meanwhile, and have what was refused to it in the report." },
};

/* The format asked for, or NULL after saying what is wrong. */
static const struct avow_report_format *choose_format(const struct options *options)
{
	const struct avow_report_format *format;
	struct avow_error error;

	if (options->format) {
		format = avow_report_format_named(options->format);
		if (!format)
			avow_error_set(
				&error, AVOW_E_USAGE,
				"%s: no such format: text, html, xml, json, sarif, "
				"junit, md, csv or prom",
				options->format);
	} else if (options->output) {
		format = avow_report_format_for_file(options->output);
		if (!format)
			avow_error_set(&error, AVOW_E_USAGE,
				       "%s: the suffix names no format: give --format",
				       options->output);
	} else {
		format = avow_report_format_named("text");
	}
	if (!format)
		avow_print_error(error.message);
	return format;
}

/* A file of the user's for the page, read whole. */
static int read_part(const char *path, size_t limit, struct avow_buf *out,
		     struct avow_error *error)
{
	return path ? avow_contents_read(path, limit, out, error) : AVOW_OK;
}

/* What the user puts on the page, before anything else is read. */
static int open_dress(const struct options *options,
		      const struct avow_report_format *format,
		      struct avow_report_dress *out, struct avow_error *error)
{
	struct avow_buf logo = { 0 }, css = { 0 };
	int code = AVOW_OK;

	if ((options->title || options->logo || options->css) && !format->takes_dress)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--title, --logo and --css are for HTML: the "
				      "format is %s",
				      format->name);
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

static int write_report(const struct avow_session *session, const struct options *options,
			const struct avow_report_format *format,
			const struct avow_report_dress *dress, struct avow_error *error)
{
	const struct avow_report report = {
		.analysis = &session->analysis,
		.findings = session->has_findings ? &session->findings : NULL,
		.no_policy = session->no_policy,
	};
	const struct avow_report_style plain = { 0 };
	struct avow_report_style style = options->output ? plain : avow_terminal_style();
	struct avow_output output;
	int result = avow_session_check_output(session, options->output, error);

	style.dress = dress;
	if (!result)
		result = avow_output_open(&output, options->output, error);
	if (result)
		return result;
	result = format->write(&report, &style, output.stream, error);
	if (!result)
		return avow_output_commit(&output, error);
	avow_output_discard(&output);
	return result;
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

static int report(const struct options *options, const struct avow_report_format *format,
		  const struct avow_report_dress *dress, const struct avow_words *words)
{
	const struct avow_steering steering = { 0 };
	struct avow_selinux_options asked = {
		.module = MODULE_NAME,
		.contexts = options->asking.contexts,
		.neverallow = options->asking.neverallow,
		.steering = &steering,
		.has_sources = format->has_sources,
		.has_decisions = format->has_sources,
		.has_layers = format->has_sources,
	};
	struct avow_session session = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;
	bool *in_full = NULL;

	if (avow_session_read(&session, &options->reading, words->items, words->count)) {
		asked.in_full = in_full = choose_full(&session, format->in_full);
		avow_session_ask(&session, options->asking.policy, &asked);
		avow_session_ask_profiles(
			&session, options->asking.profiles,
			&(struct avow_apparmor_options){ .steering = &steering,
							 .is_uncompiled = true });
		if (write_report(&session, options, format, dress, &error))
			avow_print_error(error.message);
		else
			status = status_of(&session, options);
	}
	free(in_full);
	avow_session_close(&session);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	const struct avow_report_format *format;
	struct avow_report_dress dress = { 0 };
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	format = choose_format(&options);
	if (!format)
		return AVOW_EXIT_TROUBLE;
	if (open_dress(&options, format, &dress, &error))
		avow_print_error(error.message);
	else
		status = report(&options, format, &dress, &words);
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
