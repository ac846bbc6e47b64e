/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow summary: what a log holds, in numbers, and the kinds of events people ask for. */
#include <stdlib.h>
#include <string.h>

#include "analyzer/search/query.h"
#include "cli/ausearch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/session.h"
#include "reports/digest/digest.h"
#include "reports/phrase.h"
#include "reports/stream.h"

enum { REPORTS_MAX = 32, FLUSH_BYTES = 1 << 16 };

struct options {
	bool reports[REPORTS_MAX]; /* by their place in the table */
	bool is_counted, is_failed, is_successful, is_without_config;
	const char *by, *top, *every, *format, *output, *root, *node;
	struct avow_option_list where, inputs;
	struct avow_reading reading;
};

/* The places of reports in the table of analyzer/digest. */
enum report {
	AVC,
	APPARMOR,
	SECCOMP,
	LANDLOCK,
	AUTH,
	LOGIN,
	MODS,
	USER,
	HOST,
	TERMINAL,
	PID,
	COMM,
	EXECUTABLE,
	SYSCALL,
	FILES,
	KEY,
	EVENT,
	TTY,
	MAC,
	ANOMALY,
	RESPONSE,
	CRYPTO,
	INTEGRITY,
	CONFIG,
	VIRT
};

#define REPORT(which, name, help)                                                        \
	{                                                                                \
		0, name, AVOW_OPTION_FLAG, offsetof(struct options, reports) + (which),  \
			NULL, NULL, help                                                 \
	}

static const struct avow_option options_table[] = {
	REPORT(AVC, "avc", "what SELinux refused, or granted and logged"),
	REPORT(APPARMOR, "apparmor", "what AppArmor refused, or allowed and logged"),
	REPORT(SECCOMP, "seccomp", "system calls that seccomp filters acted upon"),
	REPORT(LANDLOCK, "landlock", "what Landlock refused"),
	REPORT(AUTH, "auth", "authentications"),
	REPORT(LOGIN, "login", "logins"),
	REPORT(MODS, "mods", "changes of accounts, groups and roles"),
	REPORT(USER, "user", "events by the user who logged in"),
	REPORT(HOST, "host", "events by host"),
	REPORT(TERMINAL, "terminal", "events by terminal"),
	REPORT(PID, "pid", "events by process"),
	REPORT(COMM, "comm", "events by command"),
	REPORT(EXECUTABLE, "executable", "events by program"),
	REPORT(SYSCALL, "syscall", "events by system call"),
	REPORT(FILES, "file", "events by file"),
	REPORT(KEY, "key", "events by the key of an audit rule"),
	REPORT(EVENT, "event", "all events, by type"),
	REPORT(TTY, "tty", "what was typed"),
	REPORT(MAC, "mac", "changes of policy, mode, booleans, labels and roles"),
	REPORT(ANOMALY, "anomaly", "anomalies"),
	REPORT(RESPONSE, "response", "what was done about anomalies"),
	REPORT(CRYPTO, "crypto", "keys and sessions of cryptography"),
	REPORT(INTEGRITY, "integrity", "what the integrity subsystems tell"),
	REPORT(CONFIG, "config", "changes of auditing and of configuration"),
	REPORT(VIRT, "virt", "virtual machines"),
	{ 0, "summary", AVOW_OPTION_FLAG, offsetof(struct options, is_counted), NULL,
	  NULL, "count the events of the report by what it is about, most first" },
	{ 0, "by", AVOW_OPTION_STRING, offsetof(struct options, by), "FIELD", NULL,
	  "count them by any field of their records, or by type or permissions" },
	{ 0, "every", AVOW_OPTION_STRING, offsetof(struct options, every), "DURATION",
	  NULL, "count them over time: a number with s, m, h or d behind it" },
	{ 0, "top", AVOW_OPTION_STRING, offsetof(struct options, top), "NUMBER", NULL,
	  "show so many of the counts, the largest" },
	{ 0, "failed", AVOW_OPTION_FLAG, offsetof(struct options, is_failed), NULL, NULL,
	  "only events that failed" },
	{ 0, "success", AVOW_OPTION_FLAG, offsetof(struct options, is_successful), NULL,
	  NULL, "only events that succeeded" },
	{ 0, "no-config", AVOW_OPTION_FLAG, offsetof(struct options, is_without_config),
	  NULL, NULL, "leave out changes of configuration" },
	{ 0, "node", AVOW_OPTION_STRING, offsetof(struct options, node), "NAME", NULL,
	  "only events of the machine that logged as NAME" },
	{ 0, "where", AVOW_OPTION_LIST, offsetof(struct options, where), "QUESTION", NULL,
	  "only events of which QUESTION holds, as avow-search(1) has it" },
	{ 0, "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json csv", "write text (by default), json or csv" },
	{ 0, "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE instead of the standard output" },
	{ 0, "root", AVOW_OPTION_STRING, offsetof(struct options, root), "DIR",
	  "directory",
	  "take the names of users and groups from the files under DIR/etc" },
	{ 0, "input", AVOW_OPTION_LIST, offsetof(struct options, inputs), "INPUT", "file",
	  "read INPUT, as if it were an operand" },
	AVOW_WINDOW_OPTIONS(struct options),
};

/* What aureport(8) calls them. */
static const struct avow_ausearch_option typed[] = {
	{ "-a", "--avc", false },        { "-au", "--auth", false },
	{ "-c", "--config", false },     { "-cr", "--crypto", false },
	{ "-e", "--event", false },      { "-f", "--file", false },
	{ "-l", "--login", false },      { "-m", "--mods", false },
	{ "-ma", "--mac", false },       { "-n", "--anomaly", false },
	{ "-nc", "--no-config", false }, { "-p", "--pid", false },
	{ "-r", "--response", false },   { "-s", "--syscall", false },
	{ "-tm", "--terminal", false },  { "-u", "--user", false },
	{ "-x", "--executable", false }, { "-if", "--input", false },
	{ "-ts", "--since", true },      { "--start", "--since", true },
	{ "-te", "--until", true },      { "--end", "--until", true },
	{ "-i", NULL, false },           { "--interpret", NULL, false },
	{ "--input-logs", NULL, false }, { "-v", "--version", false },
};

static const struct avow_example examples[] = {
	{ "avow summary /var/log/audit", "What the log holds, in numbers." },
	{ "avow summary --apparmor --summary --failed",
	  "Which profiles of AppArmor refused most." },
	{ "avow summary --avc --by tclass --top 10 audit.log",
	  "Which classes SELinux refused most." },
	{ "avow summary --auth --failed -ts today --format json",
	  "Failed authentications since midnight, for another program." },
	{ "avow summary --event --every 1h audit.log", "How many events each hour had." },
};

/* The summing up that is going on. */
struct summing {
	const struct options *options;
	const struct avow_digest_report *report; /* NULL: the overview, or all events */
	const struct avow_digest_form *form;
	const char *by; /* fields to count by; NULL: rows, or the overview */
	uint64_t every; /* seconds of a bucket; 0: none */
	uint64_t top;   /* 0: all */
	char fields[AVOW_DIGEST_FIELDS];
	struct avow_query query;
	struct avow_interpreter interpreter;
	struct avow_groups *groups;
	struct avow_overview overview;
	struct avow_digest_types types;
	struct avow_counts counts;
	struct avow_buf text; /* to be written */
	struct avow_stream stream;
	uint64_t events;
};

static void flush(struct summing *summing, size_t from)
{
	if (summing->text.length < from)
		return;
	avow_stream_write(&summing->stream, avow_buf_span(&summing->text));
	avow_buf_clear(&summing->text);
}

static int count_value(void *data, struct avow_span value)
{
	struct summing *summing = data;

	return avow_counts_add(&summing->counts, value);
}

/* The begin of the stretch of time that an event is in. */
static int count_time(struct summing *summing, struct avow_time time)
{
	struct avow_buf text = { 0 };
	int code;

	time.seconds -= time.seconds % summing->every;
	time.milliseconds = 0;
	avow_phrase_time(&text, time);
	code = text.failed ? AVOW_E_NOMEM
			   : avow_counts_add(&summing->counts, avow_buf_span(&text));
	avow_buf_free(&text);
	return code;
}

/* By any field: each value that the event has. By the report's own: as it says. */
static int count_event(struct summing *summing, struct avow_values *values)
{
	bool has_many = summing->options->by || summing->report->has_many;
	uint64_t before = summing->counts.total;
	struct avow_span first;
	int code = AVOW_OK;

	if (has_many) {
		code = avow_values_each(values, summing->by, count_value, summing);
	} else {
		first = avow_values_first(values, summing->by);
		if (first.length)
			code = count_value(summing, first);
	}
	summing->events += summing->counts.total > before;
	return code;
}

static int on_group(void *data, const struct avow_group *group)
{
	struct summing *summing = data;
	struct avow_values values;

	if (!avow_query_holds(&summing->query, group, &summing->interpreter))
		return AVOW_OK;
	if (!summing->report && !summing->by && !summing->every) {
		summing->events++;
		return avow_overview_add(&summing->overview, group);
	}
	values = avow_values_begin(group, &summing->interpreter);
	if (summing->report &&
	    !avow_digest_is_of(summing->report, &summing->types, &values))
		return AVOW_OK;
	if (summing->every) {
		summing->events++;
		return avow_time_is_known(group->time) ? count_time(summing, group->time)
						       : AVOW_OK;
	}
	if (summing->by)
		return count_event(summing, &values);
	if (summing->report->needs_key &&
	    !avow_values_first(&values, summing->fields).length)
		return AVOW_OK;
	if (!summing->events++ && summing->form->head)
		summing->form->head(&summing->text, summing->report);
	summing->form->row(&summing->text, summing->report, &values);
	flush(summing, FLUSH_BYTES);
	return summing->text.failed ? AVOW_E_NOMEM : AVOW_OK;
}

static int on_record(void *data, const struct avow_record *record)
{
	struct summing *summing = data;

	return avow_groups_feed(summing->groups, record, record->line.length + 1);
}

static int by_value(const void *left, const void *right)
{
	const struct avow_counts_row *a = left, *b = right;

	return avow_span_compare(a->value, b->value);
}

static int tell_counts(struct summing *summing)
{
	size_t distinct = avow_counts_distinct(&summing->counts);
	struct avow_counts_row *rows;
	struct avow_told_counts told = {
		.of = summing->report ? summing->report->name : "events",
		.by = summing->every         ? "since"
		      : summing->options->by ? summing->options->by
					     : summing->report->key,
		.counts = &summing->counts,
		.shown = distinct,
	};

	if (avow_counts_rows(&summing->counts, &rows))
		return AVOW_E_NOMEM;
	if (summing->top && summing->top < distinct)
		told.shown = (size_t)summing->top;
	if (summing->every)
		qsort(rows, distinct, sizeof(*rows), by_value);
	told.rows = rows;
	summing->form->counts(&summing->text, &told);
	free(rows);
	return AVOW_OK;
}

/* What is told once all was read. */
static int tell(struct summing *summing)
{
	int code = AVOW_OK;

	if (summing->by || summing->every)
		code = tell_counts(summing);
	else if (!summing->report)
		summing->form->overview(&summing->text, &summing->overview);
	flush(summing, 1);
	return summing->text.failed ? AVOW_E_NOMEM : code;
}

/* "90m" in seconds; 0 when it is no duration. */
static uint64_t seconds_of(const char *text)
{
	static const struct {
		char letter;
		uint64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	struct avow_span digits = avow_span_of(text);
	uint64_t number;

	for (size_t i = 0; digits.length > 1 && i < AVOW_ARRAY_SIZE(units); i++)
		if (digits.data[digits.length - 1] == units[i].letter &&
		    avow_span_to_u64(avow_span_first(digits, digits.length - 1), 10,
				     &number) &&
		    number <= UINT32_MAX)
			return number * units[i].seconds;
	return 0;
}

/* One question of all options that leave events out. */
static int add_question(struct summing *summing, const char *text,
			struct avow_error *error)
{
	struct avow_query_node *node;
	int code = avow_query_parse(&summing->query, text, &node, error);

	if (!code && avow_query_add(&summing->query, node))
		code = avow_error_nomem(error);
	return code;
}

static int add_questions(struct summing *summing, struct avow_error *error)
{
	const struct options *options = summing->options;
	int code = AVOW_OK;

	if (options->is_failed)
		code = add_question(summing, "success=no or res=no or result=no", error);
	if (!code && options->is_successful)
		code = add_question(summing, "success=yes or res=yes or result=yes",
				    error);
	if (!code && options->is_without_config)
		code = add_question(summing, "not type=CONFIG_CHANGE", error);
	if (!code && options->node) {
		struct avow_query_node *node = avow_query_test(
			&summing->query, avow_span_of("node"), AVOW_QUERY_IS,
			avow_span_of(options->node), error);

		code = !node ? error->code : avow_query_add(&summing->query, node);
	}
	for (size_t i = 0; i < options->where.count && !code; i++)
		code = add_question(summing, options->where.items[i], error);
	return code;
}

/* Which of the reports was asked for: one, or none. */
static int choose_report(struct summing *summing, struct avow_error *error)
{
	for (size_t i = 0; i < avow_digest_report_count; i++) {
		if (!summing->options->reports[i])
			continue;
		if (summing->report)
			return avow_error_set(
				error, AVOW_E_USAGE, "one report at a time: --%s or --%s",
				summing->report->name, avow_digest_reports[i].name);
		summing->report = &avow_digest_reports[i];
		(void)avow_digest_fields(summing->report, summing->report->key,
					 summing->fields);
	}
	return AVOW_OK;
}

static int choose(struct summing *summing, struct avow_error *error)
{
	const struct options *options = summing->options;
	int code = choose_report(summing, error);

	if (code)
		return code;
	if (options->by)
		summing->by = options->by;
	else if (options->is_counted && summing->report)
		summing->by = summing->fields;
	if (options->every && !(summing->every = seconds_of(options->every)))
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: not a duration: a number above 0 with s, m, h "
				      "or d behind it",
				      options->every);
	if (options->by && options->every)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--by and --every are two ways of counting");
	if (options->top &&
	    (!avow_span_to_u64(avow_span_of(options->top), 10, &summing->top) ||
	     !summing->top))
		return avow_error_set(error, AVOW_E_USAGE, "%s: no number above 0",
				      options->top);
	if (options->top && !summing->by && !summing->every)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--top is for counts: --summary, --by or --every");
	summing->form =
		avow_digest_form_named(options->format ? options->format : "text");
	if (!summing->form)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format is text, json or csv");
	return add_questions(summing, error);
}

/* Reads, and writes what it comes to. False: trouble, which was told. */
static bool sum_up(struct summing *summing, struct avow_session *session,
		   const struct avow_words *inputs)
{
	struct avow_error error;
	int code = AVOW_OK;
	bool is_read;

	session->on_record = on_record;
	session->record_data = summing;
	is_read = avow_session_read(session, &summing->options->reading, inputs->items,
				    inputs->count);
	if (is_read)
		code = avow_groups_finish(summing->groups);
	if (is_read && !code)
		code = tell(summing);
	if (code)
		avow_print_error("out of memory");
	if (!avow_stream_finish(&summing->stream, &error))
		return is_read && !code && !session->troubles;
	avow_print_error(error.message);
	return false;
}

static int sum_up_into(struct summing *summing, const struct avow_words *inputs)
{
	const char *path = summing->options->output;
	struct avow_session session = { 0 };
	struct avow_output output;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_output_open(&output, path, &error)) {
		avow_print_error(error.message);
		return status;
	}
	summing->stream.out = output.stream;
	if (sum_up(summing, &session, inputs))
		status = summing->events ? AVOW_EXIT_FINE : AVOW_EXIT_NO;
	if (avow_session_check_output(&session, path, &error) ||
	    avow_output_commit(&output, &error)) {
		avow_print_error(error.message);
		status = AVOW_EXIT_TROUBLE;
	}
	avow_output_discard(&output);
	if (status == AVOW_EXIT_NO)
		avow_print_error("there is no such event");
	avow_session_close(&session);
	return status;
}

static int run_summary(const struct options *options, const struct avow_words *inputs)
{
	struct summing summing = { .options = options };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	summing.interpreter.accounts.root = options->root ? options->root : "";
	summing.groups = avow_groups_new(on_group, &summing);
	if (!summing.groups)
		avow_print_error("out of memory");
	else if (choose(&summing, &error))
		avow_print_error(error.message);
	else
		status = sum_up_into(&summing, inputs);
	avow_groups_free(summing.groups);
	avow_query_free(&summing.query);
	avow_overview_free(&summing.overview);
	avow_counts_free(&summing.counts);
	avow_interpreter_free(&summing.interpreter);
	avow_buf_free(&summing.text);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_arena arena = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error))
		avow_print_usage_error(command, error.message);
	else if (avow_ausearch_join(&words, &options.inputs, &arena))
		avow_print_error("out of memory");
	else
		status = run_summary(&options, &words);
	avow_arena_free(&arena);
	return status;
}

const struct avow_command avow_command_summary = {
	.name = "summary",
	.title = "what a log holds, in numbers, and the kinds of events people ask for",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs, puts the records of each event together, and tells "
		"how "
		"many there are of which kind; or, with a report, a row for each of its "
		"events; or counts them by what the report is about, by any field, or "
		"over "
		"time. Records of SELinux, AppArmor, seccomp and Landlock are counted "
		"each "
		"for themselves.\n"
		"\n"
		"The options of aureport(8) are taken under their names, also those of "
		"one "
		"and two letters (-au, -tm, -ts and so on), but for -h. Numbers of "
		"users, "
		"calls and errors are put into words, as with its -i. Times are UTC.\n"
		"\n"
		"Up to a million different values are told apart; what comes then is "
		"counted "
		"together, and said. The exit status is 1 when there is no such event.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.typed = typed,
	.typed_count = AVOW_ARRAY_SIZE(typed),
	.takes_inputs = true,
	.run = run,
};
