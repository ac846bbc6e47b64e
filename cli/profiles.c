/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow profiles: the AppArmor profiles of the kernel beside those of the files. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/places.h"
#include "cli/print.h"
#include "cli/profiles_load.h"
#include "cli/terminal.h"
#include "policy/apparmor/loaded/loaded.h"
#include "reports/standing.h"

#define OWN_PROFILES "/etc/apparmor.d"

struct options {
	const char *format, *profiles, *root;
	bool is_dry, is_yes;
};

static const struct avow_option options_table[] = {
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json", "write text, or json; by default text" },
	{ 0, "profiles", AVOW_OPTION_STRING, offsetof(struct options, profiles), "DIR",
	  "directory", "the files of profiles; by default " OWN_PROFILES },
	{ 'r', "root", AVOW_OPTION_STRING, offsetof(struct options, root), "DIRECTORY",
	  "directory",
	  "examine the system whose files are in DIRECTORY, with what was saved there of "
	  "/sys and /proc; nothing can be loaded there" },
	{ 'n', "dry-run", AVOW_OPTION_FLAG, offsetof(struct options, is_dry), NULL, NULL,
	  "with load: compile, tell what would change, and load nothing" },
	{ 'y', "yes", AVOW_OPTION_FLAG, offsetof(struct options, is_yes), NULL, NULL,
	  "with load: do not ask" },
};

static const struct avow_example examples[] = {
	{ "sudo avow profiles", "Tell which profiles are loaded, and how." },
	{ "sudo avow profiles -f json | jq '.profiles[] | select(.state == \"older\")'",
	  "What was changed and not loaded since, for a program." },
	{ "sudo avow profiles load /etc/apparmor.d/usr.sbin.dnsmasq",
	  "Load one file, after a yes." },
};

/* The formats, the first by default. */
static const struct {
	const char *name;
	int (*write)(const struct avow_standings *standings,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
} formats[] = {
	{ "text", avow_standings_text },
	{ "json", avow_standings_json },
};

static int write_standings(const struct avow_standings *standings, size_t format)
{
	struct avow_report_style style = avow_terminal_style();
	struct avow_error error;

	if (formats[format].write(standings, &style, stdout, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return standings->different ? AVOW_EXIT_NO : AVOW_EXIT_FINE;
}

static int tell(const struct avow_host *host, struct avow_loaded *loaded,
		const char *base, size_t format)
{
	struct avow_mediation mediations[AVOW_MEDIATIONS];
	struct avow_standings standings;
	struct avow_profiles *profiles;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_profiles_read(base, NULL, &profiles, &error)) {
		avow_print_error(error.message);
		return status;
	}
	avow_print_defects(profiles);
	if (avow_standings_make(loaded, profiles, base, &standings)) {
		avow_print_error("memory is out");
	} else {
		standings.mediations = mediations;
		if (avow_mediations_read(host, mediations) == 0)
			standings.mediation_count = AVOW_MEDIATIONS;
		status = write_standings(&standings, format);
	}
	avow_profiles_free(profiles);
	return status;
}

static int show(const struct avow_host *host, const char *base, size_t format)
{
	struct avow_loaded loaded;
	struct avow_error error;
	int trouble = avow_loaded_read(host, &loaded);
	int status = AVOW_EXIT_TROUBLE;

	if (!trouble) {
		status = tell(host, &loaded, base, format);
	} else {
		avow_error_set(&error, AVOW_E_IO,
			       "which profiles are loaded cannot be read: %s",
			       trouble == ENOENT ? "AppArmor is not running"
						 : strerror(trouble));
		avow_print_error(error.message);
	}
	avow_loaded_free(&loaded);
	return status;
}

/* The first word is what to do. */
static int examine(const struct avow_host *host, const struct options *options,
		   const struct avow_words *words, size_t format)
{
	const struct avow_words files = { words->items + 1, words->count - 1 };
	const struct avow_profiles_load load = { .base = options->profiles,
						 .is_dry = options->is_dry,
						 .is_yes = options->is_yes };

	if (words->count)
		return avow_profiles_load(host, &load, &files);
	return show(host, options->profiles, format);
}

static const char *find_fault(const struct options *options,
			      const struct avow_words *words, size_t format)
{
	bool is_loading = words->count && strcmp(words->items[0], "load") == 0;

	if (format == AVOW_ARRAY_SIZE(formats))
		return "no such format: text or json";
	if (words->count && !is_loading)
		return "profiles takes no word but load";
	if (is_loading && words->count == 1)
		return "load needs a FILE";
	if (is_loading && *options->root)
		return "load is for the running kernel, and not for a --root";
	if (!is_loading && (options->is_dry || options->is_yes))
		return "--dry-run and --yes are for load";
	return NULL;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { .format = formats[0].name, .root = "" };
	struct avow_buf own = { 0 };
	struct avow_host host;
	struct avow_error error;
	const char *fault;
	size_t format = 0;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	while (format < AVOW_ARRAY_SIZE(formats) &&
	       strcmp(formats[format].name, options.format) != 0)
		format++;
	fault = find_fault(&options, &words, format);
	if (fault) {
		avow_print_usage_error(command, fault);
		return AVOW_EXIT_TROUBLE;
	}
	avow_buf_printf(&own, "%s" OWN_PROFILES, options.root);
	if (!options.profiles)
		options.profiles = avow_buf_string(&own);
	if (avow_host_open(&host, options.root, &error))
		avow_print_error(error.message);
	else
		status = examine(&host, &options, &words, format);
	avow_host_close(&host);
	avow_buf_free(&own);
	return status;
}

const struct avow_command avow_command_profiles = {
	.name = "profiles",
	.title =
		"which AppArmor profiles are loaded, in which mode, and what their files "
		"say",
	.synopsis = "[OPTION]... [load FILE...]",
	.description =
		"Sets the profiles that the kernel holds beside those in files, and "
		"tells "
		"which are loaded in another mode, were loaded before their file was "
		"changed, are not loaded at all, or are in no file; how many processes "
		"each confines; and which classes of rules this kernel does not mediate, "
		"so that they have no effect. It needs root's rights.\n"
		"\n"
		"A file in disable/ counts as disabled, one in force-complain/ as in "
		"complain mode. What a loaded profile allows cannot be read back from "
		"the "
		"kernel: a profile counts as loaded when its mode is right and none of "
		"its "
		"files was written since.\n"
		"\n"
		"With load the FILEs are compiled by apparmor_parser for the running "
		"kernel, what would change is told for each profile, and after a yes "
		"they "
		"are loaded, each file as one: all of its profiles, or none. Running "
		"programs are judged by them at once.\n"
		"\n"
		"The status is 0 when all stands as the files say, or was loaded; 1 when "
		"something stands otherwise, or the answer was no.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
