/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_COMMAND_H
#define AVOW_CLI_COMMAND_H

#include "cli/option.h"

/* Exit statuses, the same for every command (avow(1), EXIT STATUS). */
enum avow_exit {
	AVOW_EXIT_FINE = 0,
	AVOW_EXIT_NO = 1,         /* the answer is no */
	AVOW_EXIT_INCOMPLETE = 3, /* the evidence is, and --strict was given */
	AVOW_EXIT_TROUBLE = 2     /* usage, unreadable input, no policy */
};

/* What --help and the man pages say of each. */
struct avow_exit_meaning {
	enum avow_exit status;
	const char *says;
};

extern const struct avow_exit_meaning avow_exit_meanings[];
extern const size_t avow_exit_meaning_count;

/* An example for --help and the man page. */
struct avow_example {
	const char *command;
	const char *says; /* what it does, a sentence */
};

/* A list of words that a command knows, for --help and the man page. */
struct avow_glossary {
	const char *heading; /* "Kinds" */
	/* A word, and a sentence without its full stop into @says; NULL past the last. */
	const char *(*word)(size_t index, struct avow_buf *says);
};

struct avow_ausearch_option;

/* One command: one file, one row in the table of commands.c. */
struct avow_command {
	const char *name;
	const char *title;       /* one line: what it answers */
	const char *synopsis;    /* "[OPTION]... [INPUT]..." */
	const char *description; /* paragraphs, an empty line between */
	const struct avow_option *options;
	size_t option_count;
	const struct avow_example *examples;
	size_t example_count;
	const struct avow_glossary *glossaries;
	size_t glossary_count;
	/* Options by the names that they have elsewhere (ausearch.h). */
	const struct avow_ausearch_option *typed;
	size_t typed_count;
	bool takes_inputs; /* then the sources that an INPUT may name are told */
	/* argv[0] is the command's name; returns an exit status. */
	int (*run)(const struct avow_command *command, int argc, char **argv);
};

extern const struct avow_command avow_command_report;
extern const struct avow_command avow_command_suggest, avow_command_replay;
extern const struct avow_command avow_command_why;
extern const struct avow_command avow_command_diff, avow_command_check;
extern const struct avow_command avow_command_doctor;
extern const struct avow_command avow_command_profiles, avow_command_mark;
extern const struct avow_command avow_command_rules, avow_command_trace;
extern const struct avow_command avow_command_watch, avow_command_ready;
extern const struct avow_command avow_command_search, avow_command_summary;
extern const struct avow_command avow_command_collect, avow_command_merge;

/* The table of all commands, in the order of --help; ends with NULL. */
extern const struct avow_command *const avow_commands[];

/* The program itself, for its --help and its man page; `run` is NULL. */
extern const struct avow_command avow_program;

/* NULL when there is no such command. */
const struct avow_command *avow_command_find(struct avow_span name);

#endif
