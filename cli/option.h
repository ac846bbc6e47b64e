/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_OPTION_H
#define AVOW_CLI_OPTION_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * One row an option. The table of a command drives its parsing, its --help, its
 * man page and its completion; nothing about an option is written twice.
 */
enum avow_option_kind {
	AVOW_OPTION_FLAG,   /* no argument; sets *(bool *)target */
	AVOW_OPTION_STRING, /* one argument; sets *(const char **)target */
	AVOW_OPTION_LIST /* the same, and each time that it is given: avow_option_list */
};

#define AVOW_OPTION_LIST_MAX 8

/* The arguments of an option that may be given more than once. */
struct avow_option_list {
	const char *items[AVOW_OPTION_LIST_MAX];
	size_t count;
	size_t all; /* how often it was given: more than are kept is for the command to
		       refuse */
};

struct avow_option {
	char letter;      /* 0 when there is only the long form */
	const char *name; /* without the dashes */
	enum avow_option_kind kind;
	size_t offset;        /* of the target in the command's options struct */
	const char *argument; /* "FILE"; NULL for a flag */
	const char *complete; /* "file", "directory", or words apart by blanks; NULL:
				 nothing */
	const char *help;     /* a sentence without its full stop */
};

/* Words of a command line, lent by main(). */
struct avow_words {
	char **items;
	size_t count;
};

/*
 * Reads the words after the first, which is the command's name, into @options (a
 * struct the table's offsets are of), and leaves the operands in @words, whose
 * items are permuted. GNU rules: options and operands mix, long options may be cut
 * while unambiguous, `--` ends options, `-` is an operand. Fails with AVOW_E_USAGE.
 */
int avow_options_parse(const struct avow_option *table, size_t count,
		       struct avow_words *words, void *options,
		       struct avow_error *error) avow_must_check;

/* What every command answers to without having it in its table. */
enum avow_common { AVOW_COMMON_NONE, AVOW_COMMON_HELP, AVOW_COMMON_VERSION };

/* Their rows, for help and documentation; `offset` is the enum avow_common. */
extern const struct avow_option avow_common_options[];
extern const size_t avow_common_option_count;

/*
 * The first common option in @words, read with the same rules; none when a
 * wrong word comes before it, which avow_options_parse() then tells of. To be
 * asked before avow_options_parse(), which passes over common options.
 */
enum avow_common avow_options_common(const struct avow_option *table, size_t count,
				     const struct avow_words *words);

#endif
