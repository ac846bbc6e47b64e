/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow search: the events of a log that are asked for, with all their records. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/ausearch.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/search_filters.h"
#include "cli/session.h"
#include "reports/records/records.h"

struct options {
	struct avow_option_list filters[AVOW_SEARCH_FILTERS];
	struct avow_option_list where, inputs;
	const char *format, *output, *root;
	bool is_word, is_one, is_flushed;
	struct avow_reading reading;
};

#define FILTER(letter, name, which, argument, help)                                      \
	{                                                                                \
		letter, name, AVOW_OPTION_LIST,                                          \
			offsetof(struct options, filters) +                              \
				(which) * sizeof(struct avow_option_list),               \
			argument, NULL, help                                             \
	}

static const struct avow_option options_table[] = {
	{ 0, "where", AVOW_OPTION_LIST, offsetof(struct options, where), "QUESTION", NULL,
	  "only events of which QUESTION holds, such as \"tclass=file and not "
	  "comm~^ht\" (QUESTIONS)" },
	FILTER('m', "message", AVOW_SEARCH_MESSAGE, "TYPE",
	       "with a record of TYPE, names or "
	       "numbers with commas between"),
	FILTER('a', "event", AVOW_SEARCH_EVENT, "SERIAL", "of that serial"),
	FILTER('p', "pid", AVOW_SEARCH_PID, "PID", "of the process PID"),
	FILTER(0, "ppid", AVOW_SEARCH_PPID, "PID", "of children of the process PID"),
	FILTER(0, "uid", AVOW_SEARCH_UID, "USER", "of the user USER, a name or a number"),
	FILTER(0, "uid-effective", AVOW_SEARCH_EUID, "USER", "of that effective user"),
	FILTER(0, "loginuid", AVOW_SEARCH_AUID, "USER",
	       "of the sessions that USER logged in to; unset for none"),
	FILTER(0, "uid-all", AVOW_SEARCH_UIDS, "USER", "USER being any of the three"),
	FILTER(0, "gid", AVOW_SEARCH_GID, "GROUP", "of the group GROUP"),
	FILTER(0, "gid-effective", AVOW_SEARCH_EGID, "GROUP", "of that effective group"),
	FILTER(0, "gid-all", AVOW_SEARCH_GIDS, "GROUP", "GROUP being either of them"),
	FILTER(0, "session", AVOW_SEARCH_SESSION, "ID",
	       "of the session ID; unset for none"),
	FILTER(0, "terminal", AVOW_SEARCH_TERMINAL, "NAME", "from that terminal"),
	FILTER(0, "host", AVOW_SEARCH_HOST, "NAME", "from that host or address"),
	FILTER('n', "node", AVOW_SEARCH_NODE, "NAME",
	       "of the machine that logged as NAME"),
	FILTER(0, "syscall", AVOW_SEARCH_SYSCALL, "CALL",
	       "of that system call, a name or a "
	       "number"),
	FILTER(0, "arch", AVOW_SEARCH_ARCH, "ARCH",
	       "of system calls of that architecture"),
	FILTER('e', "exit", AVOW_SEARCH_EXIT, "CODE",
	       "of calls that returned CODE, a number or an error such as EACCES"),
	FILTER(0, "success", AVOW_SEARCH_SUCCESS, "yes|no", "that succeeded, or did not"),
	FILTER('c', "comm", AVOW_SEARCH_COMM, "NAME", "of a command of that name"),
	FILTER('x', "executable", AVOW_SEARCH_EXE, "PATH", "of that program"),
	FILTER('f', "file", AVOW_SEARCH_FILE, "PATH", "about that file or socket"),
	FILTER('k', "key", AVOW_SEARCH_KEY, "KEY", "of audit rules with that key"),
	FILTER(0, "subject", AVOW_SEARCH_SUBJECT, "CONTEXT",
	       "of a process of that context"),
	FILTER('o', "object", AVOW_SEARCH_OBJECT, "CONTEXT",
	       "about an object of that context"),
	FILTER(0, "context", AVOW_SEARCH_CONTEXT, "CONTEXT", "either of them"),
	FILTER(0, "scontext-type", AVOW_SEARCH_SOURCE_TYPE, "TYPE", "of that domain"),
	FILTER(0, "tcontext-type", AVOW_SEARCH_TARGET_TYPE, "TYPE",
	       "about an object of that type"),
	FILTER(0, "tclass", AVOW_SEARCH_CLASS, "CLASS",
	       "about an object of that class, of "
	       "SELinux or AppArmor"),
	FILTER(0, "perm", AVOW_SEARCH_PERMISSION, "PERMISSION",
	       "asking for that permission, a word of SELinux or a letter of AppArmor"),
	FILTER(0, "profile", AVOW_SEARCH_PROFILE, "PROFILE",
	       "of that profile of AppArmor"),
	FILTER(0, "operation", AVOW_SEARCH_OPERATION, "NAME",
	       "of that operation of AppArmor"),
	FILTER(0, "uuid", AVOW_SEARCH_UUID, "UUID", "of that virtual machine"),
	FILTER(0, "vm-name", AVOW_SEARCH_VM, "NAME",
	       "of the virtual machine of that name"),
	{ 'w', "word", AVOW_OPTION_FLAG, offsetof(struct options, is_word), NULL, NULL,
	  "names, paths, keys and contexts are to be the whole value, and not a part of "
	  "it" },
	{ 0, "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text raw json csv",
	  "text (with names for numbers, by default), raw (as auditd writes records), "
	  "json "
	  "(an object a line) or csv (a row an event)" },
	{ 0, "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE instead of the standard output" },
	{ 0, "just-one", AVOW_OPTION_FLAG, offsetof(struct options, is_one), NULL, NULL,
	  "stop after the first event" },
	{ 'l', "line-buffered", AVOW_OPTION_FLAG, offsetof(struct options, is_flushed),
	  NULL, NULL, "write each event at once, for a program that waits for it" },
	{ 0, "root", AVOW_OPTION_STRING, offsetof(struct options, root), "DIR",
	  "directory",
	  "take the names of users and groups from the files under DIR/etc; by default "
	  "those of this system. Names that the log has itself go before" },
	{ 0, "input", AVOW_OPTION_LIST, offsetof(struct options, inputs), "INPUT", "file",
	  "read INPUT, as if it were an operand" },
	AVOW_READING_OPTIONS(struct options),
};

/* What ausearch(8) calls them. */
static const struct avow_ausearch_option typed[] = {
	{ "-ga", "--gid-all", false },       { "-ge", "--gid-effective", false },
	{ "-gi", "--gid", false },           { "-hn", "--host", false },
	{ "-if", "--input", false },         { "-pp", "--ppid", false },
	{ "-sc", "--syscall", false },       { "-se", "--context", false },
	{ "-su", "--subject", false },       { "-sv", "--success", false },
	{ "-tm", "--terminal", false },      { "-ua", "--uid-all", false },
	{ "-ue", "--uid-effective", false }, { "-ui", "--uid", false },
	{ "-ul", "--loginuid", false },      { "-uu", "--uuid", false },
	{ "-vm", "--vm-name", false },       { "-ts", "--since", true },
	{ "--start", "--since", true },      { "-te", "--until", true },
	{ "--end", "--until", true },        { "-r", "--format=raw", false },
	{ "--raw", "--format=raw", false },  { "-i", NULL, false },
	{ "--interpret", NULL, false },      { "--input-logs", NULL, false },
	{ "-v", "--version", false },
};

static const struct avow_example examples[] = {
	{ "avow search -m AVC --since today -c httpd",
	  "What was refused to httpd since midnight, with the records around it." },
	{ "avow search --where 'tclass=file and perm=write and not comm~^(tar|cp)$' "
	  "/var/log/audit",
	  "Ask for more than options can." },
	{ "avow search -ui root -sv no --format json audit.log | jq .serial",
	  "What root tried in vain, for another program." },
	{ "avow search --profile lamp --raw /var/log/audit | avow report -",
	  "Report on the denials of one profile alone." },
};

/* The searching that is going on. */
struct searching {
	struct avow_query query;
	struct avow_interpreter interpreter;
	struct avow_groups *groups;
	struct avow_records records;
	const struct avow_records_form *form;
	bool is_one, is_flushed, is_enough;
	int code; /* of what on_pulse could not do */
};

static int on_group(void *data, const struct avow_group *group)
{
	struct searching *searching = data;
	int code;

	if (searching->is_enough ||
	    !avow_query_holds(&searching->query, group, &searching->interpreter))
		return AVOW_OK;
	code = avow_records_write(&searching->records, searching->form, group);
	if (searching->is_flushed)
		fflush(searching->records.stream.out);
	searching->is_enough = searching->is_one;
	return code;
}

static int on_record(void *data, const struct avow_record *record)
{
	struct searching *searching = data;

	return avow_groups_feed(searching->groups, record, record->line.length + 1);
}

/* Somebody waits: what has got no more records for a while is whole. */
static void on_pulse(void *data, const struct avow_analysis *analysis)
{
	struct searching *searching = data;

	(void)analysis;
	if (!searching->code)
		searching->code = avow_groups_settle(searching->groups);
}

static int check_lists(const struct options *options, struct avow_error *error)
{
	const struct avow_option_list *lists = options->filters;
	bool is_too_long = options->where.all > AVOW_OPTION_LIST_MAX ||
			   options->inputs.all > AVOW_OPTION_LIST_MAX;

	for (size_t i = 0; i < AVOW_SEARCH_FILTERS; i++)
		is_too_long |= lists[i].all > AVOW_OPTION_LIST_MAX;
	return is_too_long ? avow_error_set(error, AVOW_E_USAGE,
					    "an option is given more than %d times",
					    AVOW_OPTION_LIST_MAX)
			   : AVOW_OK;
}

static int make_query(struct avow_query *query, const struct options *options,
		      struct avow_error *error)
{
	int code = check_lists(options, error);

	error->code = AVOW_OK;
	for (size_t i = 0; i < AVOW_SEARCH_FILTERS && !code; i++)
		code = avow_search_add(query, (enum avow_search_filter)i,
				       &options->filters[i], options->is_word, error);
	for (size_t i = 0; i < options->where.count && !code; i++) {
		struct avow_query_node *node;

		code = avow_query_parse(query, options->where.items[i], &node, error);
		if (!code && avow_query_add(query, node))
			code = avow_error_nomem(error);
	}
	return code;
}

/* Of ausearch: what is not raw is put into words here. */
static const struct avow_records_form *choose_form(const char *name)
{
	if (!name || strcmp(name, "interpret") == 0 || strcmp(name, "default") == 0)
		name = avow_records_forms[0].name;
	return avow_records_form_named(name);
}

static void tell_malformed(const struct avow_session *session)
{
	struct avow_input_counts total = avow_evidence_total(&session->analysis.evidence);
	struct avow_error said;

	if (!total.malformed)
		return;
	avow_error_set(
		&said, AVOW_OK,
		"%llu line%s cut or garbled, and not searched: avow report tells more",
		(unsigned long long)total.malformed,
		total.malformed == 1 ? " is" : "s are");
	avow_print_error(said.message);
}

/* Reads, and writes what was found. False: trouble, which was told. */
static bool search(struct searching *searching, struct avow_session *session,
		   const struct avow_reading *reading, const struct avow_words *inputs)
{
	struct avow_error error;
	bool is_read;

	session->on_record = on_record;
	session->record_data = searching;
	session->is_enough = &searching->is_enough;
	session->takes_empty = true;
	session->on_pulse = searching->is_flushed ? on_pulse : NULL;
	session->pulse_data = searching;
	is_read = avow_session_read(session, reading, inputs->items, inputs->count);
	if (is_read && !searching->code)
		searching->code = avow_groups_finish(searching->groups);
	if (searching->code)
		avow_print_error("out of memory");
	tell_malformed(session);
	if (!avow_stream_finish(&searching->records.stream, &error))
		return is_read && !searching->code && !session->troubles;
	avow_print_error(error.message);
	return false;
}

static int search_into(struct searching *searching, const struct options *options,
		       const struct avow_words *inputs)
{
	struct avow_session session = { 0 };
	struct avow_output output;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_output_open(&output, options->output, &error)) {
		avow_print_error(error.message);
		return status;
	}
	searching->records.stream.out = output.stream;
	if (search(searching, &session, &options->reading, inputs))
		status = searching->records.count ? AVOW_EXIT_FINE : AVOW_EXIT_NO;
	if (avow_session_check_output(&session, options->output, &error) ||
	    avow_output_commit(&output, &error)) {
		avow_print_error(error.message);
		status = AVOW_EXIT_TROUBLE;
	}
	avow_output_discard(&output);
	if (status == AVOW_EXIT_NO)
		avow_print_error("no event is like that");
	avow_session_close(&session);
	return status;
}

static int run_search(const struct options *options, const struct avow_words *inputs)
{
	struct searching searching = {
		.form = choose_form(options->format),
		.is_one = options->is_one,
		.is_flushed = options->is_flushed || options->reading.is_following ||
			      (!options->output && isatty(STDOUT_FILENO)),
	};
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	searching.interpreter.accounts.root = options->root ? options->root : "";
	searching.records.interpreter = &searching.interpreter;
	searching.records.is_shown = !options->output && isatty(STDOUT_FILENO);
	searching.groups = avow_groups_new(on_group, &searching);
	if (!searching.form)
		avow_print_error("--format is text, raw, json or csv");
	else if (!searching.groups)
		avow_print_error("out of memory");
	else if (make_query(&searching.query, options, &error))
		avow_print_error(error.message);
	else
		status = search_into(&searching, options, inputs);
	avow_groups_free(searching.groups);
	avow_query_free(&searching.query);
	avow_interpreter_free(&searching.interpreter);
	avow_buf_free(&searching.records.text);
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
		status = run_search(&options, &words);
	avow_arena_free(&arena);
	return status;
}

/* What a QUESTION is made of. */
static const char *say_question(size_t index, struct avow_buf *says)
{
	static const char *const rows[][2] = {
		{ "FIELD=VALUE",
		  "some record of the event has the field with that value, as "
		  "the log has it or in words: exit=-13, exit=EACCES, uid=root. "
		  "VALUE is a word, or text between \"\"" },
		{ "FIELD*=TEXT", "the value has TEXT in it" },
		{ "FIELD~EXPRESSION", "an extended regular expression of POSIX matches" },
		{ "FIELD<NUMBER", "likewise <= > and >=" },
		{ "FIELD!=VALUE", "not FIELD=VALUE; likewise !~" },
		{ "FIELD", "there is such a field" },
		{ "and or not ( )", "join questions; && || ! are the same" },
		{ "type", "of FIELD: the type of a record, a name or a number" },
		{ "serial, node", "of the event" },
		{ "text", "a record as it stands" },
		{ "key", "each of several keys" },
		{ "perm", "a permission of an AVC, or a letter of AppArmor's mask" },
		{ "NAME.user NAME.role NAME.type NAME.range",
		  "a part of a context: scontext.type=httpd_t" },
	};

	if (index >= AVOW_ARRAY_SIZE(rows))
		return NULL;
	avow_buf_puts(says, rows[index][1]);
	return rows[index][0];
}

static const struct avow_glossary glossaries[] = { { "Questions", say_question } };

const struct avow_command avow_command_search = {
	.name = "search",
	.title = "the events of a log that are asked for, with all their records",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs, puts the records of each event together, and writes "
		"the "
		"events that all options hold of. Of one option given several times any "
		"value will do. Events with records of SELinux, AppArmor, seccomp, "
		"Landlock "
		"and all others are found alike.\n"
		"\n"
		"The options of ausearch(8) are taken under their names, also those of "
		"two "
		"letters (-ui, -ts, -sc and so on; -ts and -te take its dates as well, "
		"in the "
		"form MONTH/DAY/YEAR). Text is written with names for numbers, as with "
		"its -i: "
		"from what the log itself says (log_format=ENRICHED), else from the "
		"files "
		"passwd and group. Times are UTC.\n"
		"\n"
		"With --since a large log of auditd's is not read from its begin: the "
		"place is "
		"found by bisecting. What stands more than ten minutes out of its order "
		"may be "
		"passed over then, unless the log is seen to be out of order; such a one "
		"is "
		"read whole.\n"
		"\n"
		"The exit status is 1 when no event is like that.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.glossaries = glossaries,
	.glossary_count = AVOW_ARRAY_SIZE(glossaries),
	.typed = typed,
	.typed_count = AVOW_ARRAY_SIZE(typed),
	.takes_inputs = true,
	.run = run,
};
