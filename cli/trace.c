/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow trace: one command as a session of its own, and what was refused to it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analyzer/collect/named.h"
#include "analyzer/record/following.h"
#include "cli/asking.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/traced.h"
#include "cli/traced_rules.h"
#include "reports/report.h"

#define STREAM "netlink:"

enum {
	WRITE_BYTES = 1 << 16, /* of records that are kept in memory */
	QUIET_MS = 500,        /* without a record, after which all have come */
	SETTLE_MS = 5000       /* that a busy stream is read at most, once it ended */
};

struct options {
	struct avow_asking asking;
	const char *format, *output;
	bool has_rules;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text html xml json sarif junit md csv prom",
	  "write the report in this format, as avow-report(1) does" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write the report to FILE instead of the standard output" },
	AVOW_NEVERALLOW_OPTION(struct options),
	{ 0, "rules", AVOW_OPTION_FLAG, offsetof(struct options, has_rules), NULL, NULL,
	  "have the kernel record every system call of the session meanwhile, and count "
	  "them behind the report, by call and, of those that failed, by error" },
};

static const struct avow_example examples[] = {
	{ "sudo avow trace -- runcon system_u:system_r:httpd_t:s0 /usr/sbin/httpd -t",
	  "Run a program in its domain, and see what SELinux refused, and why." },
	{ "sudo avow trace --rules -o refused.html -- /usr/sbin/nginx -t",
	  "The report as a page, and on the standard output what calls were made." },
	{ "sudo avow trace -o refused.html -- aa-exec -p lamp -- /opt/lamp/lamp.py",
	  "Run one under a profile of AppArmor, with the report as a page." },
};

/* What goes on while the command runs. */
struct tracing {
	struct avow_traced traced;
	struct avow_traced_rules rules;
	struct avow_source *source;
	struct avow_following *following;
	struct avow_buf kept, line; /* records of the session; the rest of a line */
	int file;                   /* where they go */
	char *bytes;                /* room to read into */
	char **words;               /* of the command, with a NULL at their end */
};

/* A process that names no session in its records may still tell it. */
static bool is_of_session(void *data, uint64_t pid)
{
	const struct tracing *tracing = data;

	return pid == (uint64_t)tracing->traced.pid ||
	       avow_traced_session(pid) == tracing->traced.session;
}

static int flush(struct tracing *tracing, size_t above, struct avow_error *error)
{
	struct avow_span rest = avow_buf_span(&tracing->kept);

	if (rest.length <= above)
		return AVOW_OK;
	while (rest.length) {
		ssize_t put = write(tracing->file, rest.data, rest.length);

		if (put < 0)
			return avow_error_set(error, AVOW_E_IO,
					      "the records cannot be kept: %s",
					      strerror(errno));
		rest = avow_span_skip(rest, (size_t)put);
	}
	avow_buf_clear(&tracing->kept);
	return AVOW_OK;
}

/* Reads what there is: its bytes, AVOW_SOURCE_WAIT, or an error. */
static ssize_t take(struct tracing *tracing, struct avow_error *error)
{
	ssize_t got = avow_source_read(tracing->source, tracing->bytes,
				       AVOW_SOURCE_READ_MIN, error);
	struct avow_span rest = avow_span_make(tracing->bytes, got > 0 ? (size_t)got : 0);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		avow_buf_append(&tracing->line, avow_span_first(rest, length));
		if (length < rest.length) {
			if (tracing->line.failed ||
			    avow_following_feed(tracing->following,
						avow_buf_span(&tracing->line)))
				return avow_error_nomem(error);
			avow_buf_clear(&tracing->line);
		}
		rest = avow_span_skip(rest, length + 1);
	}
	return got > 0 && flush(tracing, WRITE_BYTES, error) ? AVOW_E_IO : got;
}

/* Until the command has ended, and then until no record comes any more. */
static int follow(struct tracing *tracing, struct avow_error *error)
{
	struct avow_stop stop = { .is_set = true, .fd = tracing->traced.fd };
	int64_t latest = 0, end = 0;

	for (;;) {
		ssize_t got = take(tracing, error);
		struct avow_wait wait;

		if (got == 0 || (got < 0 && got != AVOW_SOURCE_WAIT))
			return got == 0 ? AVOW_OK : (int)got;
		if (!end && avow_stop_is_due(&stop)) {
			end = latest = avow_wait_clock_ms();
			stop.fd = -1;
		}
		if (end && got > 0)
			latest = avow_wait_clock_ms();
		if (end)
			stop.deadline_ms = latest + QUIET_MS < end + SETTLE_MS
						   ? latest + QUIET_MS
						   : end + SETTLE_MS;
		if (end && avow_stop_is_due(&stop))
			return AVOW_OK;
		if (got != AVOW_SOURCE_WAIT)
			continue;
		wait = avow_source_wait(tracing->source);
		(void)!avow_wait_any(&wait, 1, &stop);
	}
}

/* Records that came too fast are missing: a line that avow report reads tells. */
static int put_lost(struct tracing *tracing, struct avow_error *error)
{
	uint64_t lost = avow_source_lost(tracing->source);

	if (lost)
		avow_buf_printf(&tracing->kept, "avow: audit_source_lost=%llu\n",
				(unsigned long long)lost);
	return flush(tracing, 0, error);
}

static int collect(struct tracing *tracing, const struct avow_words *words,
		   bool has_rules, struct avow_error *error)
{
	const struct avow_source_options source = { .is_following = true };
	int code;

	tracing->bytes = malloc(AVOW_SOURCE_READ_MIN);
	tracing->words = calloc(words->count + 1, sizeof(*tracing->words));
	if (!tracing->bytes || !tracing->words)
		return avow_error_nomem(error);
	memcpy(tracing->words, words->items, words->count * sizeof(*tracing->words));
	tracing->file = memfd_create("trace", MFD_CLOEXEC);
	if (tracing->file < 0)
		return avow_error_set(error, AVOW_E_IO, "the records: %s",
				      strerror(errno));
	code = avow_named_open(avow_named_find(STREAM), STREAM, &source, &tracing->source,
			       error);
	if (!code)
		code = avow_traced_start(tracing->words, &tracing->traced, error);
	if (!code && has_rules)
		code = avow_traced_rules_begin(tracing->traced.session, &tracing->rules,
					       error);
	if (code)
		return code;
	tracing->following = avow_following_new(tracing->traced.session, is_of_session,
						tracing, &tracing->kept);
	if (!tracing->following)
		return avow_error_nomem(error);
	code = avow_traced_go(&tracing->traced, error);
	if (!code)
		code = follow(tracing, error);
	if (!code && avow_following_finish(tracing->following))
		code = avow_error_nomem(error);
	return code ? code : put_lost(tracing, error);
}

static void end(struct tracing *tracing)
{
	avow_source_close(tracing->source);
	avow_following_free(tracing->following);
	avow_buf_free(&tracing->kept);
	avow_buf_free(&tracing->line);
	free(tracing->bytes);
	free(tracing->words);
	if (tracing->file >= 0)
		close(tracing->file);
}

/* Makes the records the standard input, from their beginning. */
static bool rewind_records(int file)
{
	if (lseek(file, 0, SEEK_SET) == 0 && dup2(file, STDIN_FILENO) >= 0)
		return true;
	avow_print_error(strerror(errno));
	return false;
}

/* What was kept, as the standard input of avow report. */
static int report(const struct options *options, int file)
{
	const struct {
		const char *name, *value;
	} given[] = {
		{ "--policy", options->asking.policy },
		{ "--contexts", options->asking.contexts },
		{ "--profiles", options->asking.profiles },
		{ "--neverallow", options->asking.neverallow },
		{ "--format", options->format },
		{ "--output", options->output },
	};
	char report_name[] = "report", input[] = "-";
	char *words[2 * AVOW_ARRAY_SIZE(given) + 3] = { report_name };
	int count = 1;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(given); i++)
		if (given[i].value) {
			words[count++] = (char *)given[i].name;
			words[count++] = (char *)given[i].value;
		}
	words[count++] = input;
	if (lseek(file, 0, SEEK_END) == 0) {
		avow_print_error("no record of the command's session came: audit is "
				 "switched off (auditctl -e 1 switches it on)");
		return AVOW_EXIT_TROUBLE;
	}
	if (!rewind_records(file))
		return AVOW_EXIT_TROUBLE;
	return avow_command_report.run(&avow_command_report, count, words);
}

/* The calls that were made, and why some failed, by avow summary. */
static int summarize(int file)
{
	char name[] = "summary", calls[] = "--syscall", by_call[] = "--summary",
	     failed[] = "--failed", by[] = "--by", what[] = "exit", input[] = "-";
	char *all[] = { name, calls, by_call, input, NULL };
	char *errors[] = { name, calls, failed, by, what, input, NULL };
	int status;

	fflush(stdout);
	putchar('\n');
	if (!rewind_records(file))
		return AVOW_EXIT_TROUBLE;
	status = avow_command_summary.run(&avow_command_summary, 4, all);
	putchar('\n');
	if (status != AVOW_EXIT_FINE || !rewind_records(file))
		return AVOW_EXIT_TROUBLE;
	/* None that failed is 1, and fine. */
	return avow_command_summary.run(&avow_command_summary, 6, errors) ==
			       AVOW_EXIT_TROUBLE
		       ? AVOW_EXIT_TROUBLE
		       : AVOW_EXIT_FINE;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct tracing tracing = { .file = -1,
				   .traced = { .fd = -1, .go = -1, .failed = -1 } };
	const struct avow_report_format *format;
	struct avow_error error;
	int status, ended;
	bool is_clean;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code && !words.count)
		code = avow_error_set(&error, AVOW_E_USAGE, "trace needs a command");
	if (!code && options.has_rules && options.format && !options.output &&
	    strcmp(options.format, "text") != 0)
		code = avow_error_set(
			&error, AVOW_E_USAGE,
			"--rules and --format=%s: where is the report to go "
			"(--output)? The calls take the standard output",
			options.format);
	/* Before anything is run, and chosen again when it is written. */
	if (!code)
		code = avow_report_format_choose(options.format, options.output, &format,
						 &error);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	code = collect(&tracing, &words, options.has_rules, &error);
	is_clean = avow_traced_rules_end(&tracing.rules);
	ended = avow_traced_end(&tracing.traced);
	if (code) {
		avow_print_error(error.message);
		status = AVOW_EXIT_TROUBLE;
	} else {
		status = report(&options, tracing.file);
		if (!status && options.has_rules)
			status = summarize(tracing.file);
	}
	if (!is_clean)
		status = AVOW_EXIT_TROUBLE;
	end(&tracing);
	return status ? status : ended;
}

const struct avow_command avow_command_trace = {
	.name = "trace",
	.title = "run one command, and tell what was refused to it and its children",
	.synopsis = "[OPTION]... [--] COMMAND [ARGUMENT]...",
	.description =
		"Runs COMMAND as an audit session of its own, reads the kernel's audit "
		"stream meanwhile, and ends with the report, as avow-report(1) writes "
		"it, of what SELinux or AppArmor refused to the command and to the "
		"processes that it started, in whatever domain or profile they are, or "
		"would have refused were it enforced. What is still running when the "
		"command ends is not waited for.\n"
		"\n"
		"With --rules two rules of its own, one for each width of calls, have "
		"the "
		"kernel record all calls of that session. They stand before all others, "
		"have the key avow-trace-PID, and are taken back at the end, also when "
		"avow was killed; should that have been prevented, the next trace does. "
		"Where auditd runs it logs these records too. Of a command that calls "
		"faster than they can be read some are missing, which the report says.\n"
		"\n"
		"Else no rule is loaded or changed. Auditd is left alone, and nothing is "
		"left behind when it is killed: a session is a number that the kernel "
		"gives "
		"to a process and its children, and that its records have. Where "
		"records of system calls are switched off (-a never,task), a process is "
		"asked for its session as long as it runs; of one that is gone by then "
		"the denials are missing. Denials that a daemon makes for the command, "
		"such as those of D-Bus, are recorded in the daemon's session. And where "
		"SELinux is permissive, the kernel tells the same denial once until "
		"its policy is loaded again: what another process was told of before is "
		"missing.\n"
		"\n"
		"It needs root's rights: CAP_AUDIT_READ for the stream, and "
		"CAP_AUDIT_CONTROL for a new session where the caller has logged in. "
		"--loginuid-immutable of audit rules forbids new sessions. The command "
		"runs with the rights and the input that it is given.\n"
		"\n"
		"The status is that of the command, or 128 and the number of the signal "
		"that ended it; 2 also when it could not be run or watched, which is "
		"told.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
