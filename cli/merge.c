/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow merge: the logs of several stores into one. */
#include <stdio.h>

#include "analyzer/store/store.h"
#include "cli/command.h"
#include "cli/print.h"

struct options {
	const char *into;
};

static const struct avow_option options_table[] = {
	{ 0, "into", AVOW_OPTION_STRING, offsetof(struct options, into), "STORE", "file",
	  "the store that takes them all, made when it is not there" },
};

static const struct avow_example examples[] = {
	{ "avow merge web1.store web2.store --into fleet.store",
	  "Bring the stores of two hosts together." },
	{ "avow report store:fleet.store", "Report on both." },
};

static int merge_one(struct avow_store *into, const char *path, struct avow_error *error)
{
	size_t changes[AVOW_STORE_OLDER + 1] = { 0 };
	struct avow_store *from;
	int result = avow_store_open(path, AVOW_STORE_READ, &from, error);

	if (result)
		return result;
	result = avow_store_merge(into, from, changes, error);
	avow_store_close(from);
	if (result)
		return result;
	avow_print_text(stdout, avow_span_of(path));
	printf(": %zu new, %zu grown, %zu known\n", changes[AVOW_STORE_NEW],
	       changes[AVOW_STORE_GROWN],
	       changes[AVOW_STORE_KNOWN] + changes[AVOW_STORE_OLDER]);
	return AVOW_OK;
}

/* A store that cannot be read does not keep the others from being merged. */
static int merge(const char *into, const struct avow_words *words)
{
	int status = AVOW_EXIT_FINE;
	struct avow_store *store;
	struct avow_error error;

	if (avow_store_open(into, AVOW_STORE_WRITE, &store, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	for (size_t i = 0; i < words->count; i++)
		if (merge_one(store, words->items[i], &error)) {
			avow_print_error(error.message);
			status = AVOW_EXIT_TROUBLE;
		}
	avow_store_close(store);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code && (!options.into || words.count == 0))
		code = avow_error_set(&error, AVOW_E_USAGE,
				      "merge needs a STORE, and --into another");
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return merge(options.into, &words);
}

const struct avow_command avow_command_merge = {
	.name = "merge",
	.title = "bring several stores together in one",
	.synopsis = "[OPTION]... STORE... --into STORE",
	.description =
		"Puts every log that the stores hold (see avow-collect(1)) into the one "
		"that --into names: those that it does not have, and those that have "
		"grown since. A log is known by its content, so that to merge the same "
		"stores again changes nothing, and the order makes no difference. Each "
		"store is merged wholly or, when that fails, not at all.\n"
		"\n"
		"For each STORE a line tells how many of its logs were new, had grown, "
		"or were known.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
