/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow watch: denials as they come, in clusters: a terminal view, or plain lines. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/asking.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/print.h"
#include "cli/screen.h"
#include "cli/session.h"
#include "cli/watch_lines.h"
#include "cli/watch_screen.h"

struct options {
	struct avow_asking asking;
	const char *decisions;
	const char *command;
	bool is_plain;
	bool is_once;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	AVOW_NEVERALLOW_OPTION(struct options),
	{ 0, "decisions", AVOW_OPTION_STRING, offsetof(struct options, decisions), "FILE",
	  "file",
	  "the file of decisions, as avow-suggest(1) has it: clusters that it decides "
	  "are not new, and the keys a, i and u write to it" },
	{ 0, "exec", AVOW_OPTION_STRING, offsetof(struct options, command), "COMMAND",
	  "file",
	  "run the program COMMAND for each new cluster, without a shell and with its "
	  "output to /dev/null" },
	{ 0, "plain", AVOW_OPTION_FLAG, offsetof(struct options, is_plain), NULL, NULL,
	  "print lines also on a terminal" },
	{ 0, "once", AVOW_OPTION_FLAG, offsetof(struct options, is_once), NULL, NULL,
	  "read files to their end and no further" },
	AVOW_WINDOW_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "sudo avow watch", "Watch this machine's own log." },
	{ "avow watch --since=now --decisions=decisions journal:",
	  "Show what comes from now on, and keep what is decided of it." },
	{ "avow watch --since=now --exec=/usr/local/bin/tell-me audisp: | logger -t avow",
	  "Log a line for each new cluster, and run a program for it." },
};

/* All that one run of the command has. */
struct watching {
	const struct options *options;
	const struct avow_words *words;
	struct avow_session session;
	struct avow_reading reading;
	struct avow_rulings rulings;
	struct avow_watch_model *model;
	struct avow_watch_run run;
	bool is_read; /* anything could be used */
};

static void read_all(struct watching *watching)
{
	watching->is_read =
		avow_session_read(&watching->session, &watching->reading,
				  watching->words->items, watching->words->count);
	avow_watch_end(watching->model, &watching->session.analysis);
}

static void *read_in_thread(void *data)
{
	read_all(data);
	return NULL;
}

static int status_of(const struct watching *watching)
{
	return watching->is_read && !watching->session.troubles &&
			       !watching->rulings.all_doubts
		       ? AVOW_EXIT_FINE
		       : AVOW_EXIT_TROUBLE;
}

/* The screen has its thread, and reading another, which @stop ends. */
static int show(struct watching *watching, struct avow_screen *screen, const int stop[2])
{
	struct avow_watch watch = { .model = watching->model,
				    .run = &watching->run,
				    .asking = &watching->options->asking,
				    .rulings = &watching->rulings,
				    .decisions = watching->options->decisions };
	pthread_t reader;
	int status;

	watching->reading.stop_fd = stop[0];
	if (pthread_create(&reader, NULL, read_in_thread, watching) != 0) {
		avow_print_error("a thread cannot be had");
		return AVOW_EXIT_TROUBLE;
	}
	status = avow_watch_show(&watch, screen);
	if (write(stop[1], "", 1) != 1)
		status = AVOW_EXIT_TROUBLE;
	pthread_join(reader, NULL);
	return status;
}

static int watch_on_screen(struct watching *watching)
{
	struct avow_screen screen;
	struct avow_error error;
	int stop[2], status = AVOW_EXIT_TROUBLE;

	watching->session.on_pulse = avow_watch_update;
	watching->session.pulse_data = watching->model;
	if (avow_screen_open(&screen, "watch", &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (pipe(stop) == 0) {
		status = show(watching, &screen, stop);
		close(stop[0]);
		close(stop[1]);
	}
	avow_screen_close(&screen);
	return status;
}

static void on_pulse(void *data, const struct avow_analysis *analysis)
{
	struct watching *watching = data;

	avow_watch_update(watching->model, analysis);
	avow_watch_run_all(&watching->run, watching->model);
}

static int watch_in_lines(struct watching *watching)
{
	watching->session.on_pulse = on_pulse;
	watching->session.pulse_data = watching;
	read_all(watching);
	avow_watch_run_rest(&watching->run, watching->model);
	return status_of(watching);
}

/* What did not go well with the command is told once all is over. */
static void tell_run(const struct avow_watch_run *run)
{
	char text[120];

	if (run->failed) {
		snprintf(text, sizeof(text), "--exec: it failed %llu time%s",
			 (unsigned long long)run->failed, run->failed == 1 ? "" : "s");
		avow_print_error(text);
	}
	if (run->waiting) {
		snprintf(text, sizeof(text),
			 "--exec: it was not run for %llu cluster%s, whose turn did not "
			 "come",
			 (unsigned long long)run->waiting, run->waiting == 1 ? "" : "s");
		avow_print_error(text);
	}
}

static int watch(const struct options *options, const struct avow_words *words)
{
	const bool is_screen = !options->is_plain && isatty(STDOUT_FILENO);
	const struct avow_analysis now = { 0 };
	struct watching watching = { .options = options,
				     .words = words,
				     .reading = options->reading,
				     .run = { .command = options->command } };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	watching.session.takes_empty = true;
	watching.reading.is_following = !options->is_once;
	watching.model = avow_watch_model_new(&watching.rulings,
					      is_screen ? NULL : avow_watch_line, NULL);
	if (!watching.model) {
		(void)avow_error_nomem(&error);
		avow_print_error(error.message);
	} else if (options->decisions &&
		   avow_decisions_open(options->decisions, &now, true, &watching.rulings,
				       &error)) {
		avow_print_error(error.message);
	} else {
		status = is_screen ? watch_on_screen(&watching)
				   : watch_in_lines(&watching);
		tell_run(&watching.run);
	}
	avow_watch_model_free(watching.model);
	avow_rulings_free(&watching.rulings);
	avow_session_close(&watching.session);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return watch(&options, &words);
}

static const struct avow_glossary glossaries[] = { { "Keys", avow_watch_key } };

const struct avow_command avow_command_watch = {
	.name = "watch",
	.title = "denials as they come, in clusters, on the terminal or as lines",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads the INPUTs as avow-report(1) does, and on as they grow, and shows "
		"the clusters of what was refused: the denials of the last minute, all "
		"of them, how long ago the latest was, and the name. A cluster is new, "
		"which a star tells, until it was opened, decided or marked as seen; "
		"--since=now leaves out what was there before. The list is drawn four "
		"times a second at most, and what is kept is the clusters, however much "
		"comes. Names from the log are shown without what a terminal would act "
		"on, and NO_COLOR is obeyed.\n"
		"\n"
		"Enter opens the cluster under the cursor: what avow-why(1) tells of it. "
		"With --decisions, a asks as `avow suggest --interactive` does which "
		"change to accept, i refuses the cluster with a reason, and u takes that "
		"back. The file is read anew before each, so it may be edited meanwhile. "
		"The screen is given back as it was, also after a signal or a crash.\n"
		"\n"
		"Where the standard output is no terminal, or with --plain, it prints "
		"lines: a time, a word, and what it is about. The words are new (a "
		"cluster), permission (a cluster asks for one that it did not before), "
		"enforced (what was only logged is now refused), grown (ten denials, a "
		"hundred, a thousand ...), and change (of policy or mode). It ends with "
		"--for, SIGINT or SIGTERM, or with --once at the end of the files.\n"
		"\n"
		"--exec runs COMMAND, a program with no arguments of its own, as COMMAND "
		"ID LABEL, LABEL being SOURCE -> TARGET : CLASS. No shell sees "
		"them. The environment has AVOW_ID, AVOW_LSM (selinux or apparmor), "
		"AVOW_SOURCE, AVOW_TARGET, AVOW_CLASS, AVOW_PERMISSIONS, AVOW_COMM, "
		"AVOW_PATH, AVOW_COUNT and AVOW_ENFORCED (yes or no). Names are chosen "
		"by the confined "
		"program: control characters in them are written as \\xNN, all else is "
		"as "
		"it came, so quote them. The standard files are /dev/null, and there is "
		"no terminal. Four run at once, and the others wait; each new cluster "
		"has its turn once, and those that --decisions decides have none. "
		"Quitting the "
		"screen does not wait for them, and says how many had no turn.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.glossaries = glossaries,
	.glossary_count = AVOW_ARRAY_SIZE(glossaries),
	.takes_inputs = true,
	.run = run,
};
