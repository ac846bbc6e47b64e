/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow diff: what one policy says, grants or refuses, and another does not. What is
 * compared is a matter of the engine, which the inputs choose: see `engines`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "analyzer/base/near.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/terminal.h"
#include "policy/apparmor/diff/diff.h"
#include "policy/selinux/diff/diff.h"
#include "reports/difference.h"

struct options {
	const char *format;
	const char *output;
	const char *only, *exclude, *base;
	bool is_all, is_summary, is_unproved;
};

static const struct avow_option options_table[] = {
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json",
	  "write text, or json; by default what FILE of --output ends with, else text" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write to FILE, which is there whole or not at all" },
	{ 0, "only", AVOW_OPTION_STRING, offsetof(struct options, only), "KIND,...", NULL,
	  "compare these kinds of things alone (see below)" },
	{ 0, "exclude", AVOW_OPTION_STRING, offsetof(struct options, exclude), "KIND,...",
	  NULL, "leave these kinds out" },
	{ 'a', "all", AVOW_OPTION_FLAG, offsetof(struct options, is_all), NULL, NULL,
	  "tell every name of a list, and not the first few; json always does" },
	{ 's', "summary", AVOW_OPTION_FLAG, offsetof(struct options, is_summary), NULL,
	  NULL, "tell what to look at, and how many of each kind differ" },
	{ 'b', "base", AVOW_OPTION_STRING, offsetof(struct options, base), "DIR",
	  "directory",
	  "look for what profiles include in DIR; by default beside the profiles" },
	{ 0, "no-proof", AVOW_OPTION_FLAG, offsetof(struct options, is_unproved), NULL,
	  NULL,
	  "do not have apparmor_parser compile profiles to hold its automata "
	  "against the comparison" },
};

static const struct avow_example examples[] = {
	{ "avow diff policy.33.old /etc/selinux/default/policy/policy.33",
	  "Tell what an update of the policy changed." },
	{ "avow diff --only allow,booleans --all old.33 new.33",
	  "The allow rules and booleans alone, with every type named." },
	{ "avow diff apparmor.d.old /etc/apparmor.d",
	  "Tell what a change of AppArmor profiles newly grants and denies." },
	{ "avow diff -f json old.33 new.33 | jq -r '.marks[].code' | sort | uniq -c",
	  "Count what is to be looked at, for a program." },
};

/* Of SELinux and of AppArmor: what is compared, and by whom. */
struct engine {
	const char *name;
	const struct avow_difference_kind *kinds;
	const size_t *kind_count;
	const struct avow_difference_mark *(*mark_at)(size_t index);
	int (*compare)(char *const *paths, const struct options *options,
		       const bool *is_wanted, bool is_digested,
		       struct avow_difference *out, struct avow_error *error);
	void (*free)(struct avow_difference *difference);
};

static const char *kind_word(const struct avow_difference_kind *kinds, size_t count,
			     size_t index, struct avow_buf *says)
{
	if (index >= count)
		return NULL;
	avow_buf_puts(says, kinds[index].says);
	return kinds[index].name;
}

static const char *mark_word(const struct avow_difference_mark *mark,
			     struct avow_buf *says)
{
	size_t length = mark ? strlen(mark->why) : 0;

	if (!mark)
		return NULL;
	/* The sentence ends without its full stop. */
	avow_buf_printf(says, "%s. %.*s", mark->title, (int)length - 1, mark->why);
	return mark->code;
}

static const char *selinux_kind(size_t index, struct avow_buf *says)
{
	return kind_word(avow_diff_kinds, avow_diff_kind_count, index, says);
}

static const char *selinux_mark(size_t index, struct avow_buf *says)
{
	return mark_word(avow_diff_mark_at(index), says);
}

static const char *apparmor_kind(size_t index, struct avow_buf *says)
{
	return kind_word(avow_profile_diff_kinds, avow_profile_diff_kind_count, index,
			 says);
}

static const char *apparmor_mark(size_t index, struct avow_buf *says)
{
	return mark_word(avow_profile_diff_mark_at(index), says);
}

static const struct avow_glossary glossaries[] = {
	{ "Kinds", selinux_kind },
	{ "Codes", selinux_mark },
	{ "Kinds of AppArmor", apparmor_kind },
	{ "Codes of AppArmor", apparmor_mark },
};

/* The formats, the first by default. */
static const struct {
	const char *name;
	bool has_digests;
	int (*write)(const struct avow_difference *difference,
		     const struct avow_difference_style *style, FILE *out,
		     struct avow_error *error);
} formats[] = {
	{ "text", false, avow_difference_write_text },
	{ "json", true, avow_difference_write_json },
};

struct progress {
	bool has_line;
};

static void on_progress(void *data, uint64_t done, uint64_t total)
{
	struct progress *progress = data;

	fprintf(stderr, "\rcomparing: %3.0f %%\033[K",
		100.0 * (double)done / (double)(total ? total : 1));
	progress->has_line = true;
}

static int unknown_kind(const struct engine *engine, struct avow_span name,
			struct avow_error *error)
{
	struct avow_near near = avow_near_begin(name);

	for (size_t i = 0; i < *engine->kind_count; i++)
		avow_near_try(&near, engine->kinds[i].name);
	if (near.best)
		return avow_error_set(
			error, AVOW_E_USAGE, "%.*s: no such kind; did you mean %s?",
			(int)avow_span_first(name, 200).length, name.data, near.best);
	return avow_error_set(error, AVOW_E_USAGE, "%.*s: no such kind",
			      (int)avow_span_first(name, 200).length, name.data);
}

/* Sets what the list names to @value. */
static int choose(const struct engine *engine, const char *list, bool value,
		  bool *is_wanted, struct avow_error *error)
{
	struct avow_span rest = avow_span_of(list);

	for (;;) {
		size_t length = avow_span_find(rest, ','), kind = 0;
		struct avow_span name = avow_span_first(rest, length);

		while (kind < *engine->kind_count &&
		       !avow_span_is(name, engine->kinds[kind].name))
			kind++;
		if (kind == *engine->kind_count)
			return unknown_kind(engine, name, error);
		is_wanted[kind] = value;
		if (length == rest.length)
			return AVOW_OK;
		rest = avow_span_skip(rest, length + 1);
	}
}

static int choose_kinds(const struct engine *engine, const struct options *options,
			bool *is_wanted, struct avow_error *error)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < *engine->kind_count; i++)
		is_wanted[i] = !options->only || engine->kinds[i].is_always;
	if (options->only)
		result = choose(engine, options->only, true, is_wanted, error);
	if (!result && options->exclude)
		result = choose(engine, options->exclude, false, is_wanted, error);
	return result;
}

static bool has_suffix(const char *path, const char *suffix)
{
	size_t length = strlen(path), end = strlen(suffix);

	return length > end && strcmp(path + length - end, suffix) == 0;
}

/* The one that is named, else the one that the output's name ends with. */
static int find_format(const struct options *options, size_t *format,
		       struct avow_error *error)
{
	const char *name = options->format;

	if (!name && options->output && has_suffix(options->output, ".json"))
		name = "json";
	if (!name)
		name = formats[0].name;
	for (*format = 0; *format < AVOW_ARRAY_SIZE(formats); ++*format)
		if (strcmp(formats[*format].name, name) == 0)
			return AVOW_OK;
	return avow_error_set(error, AVOW_E_USAGE, "%s: no such format: text or json",
			      name);
}

static int write_page(const struct avow_difference *difference,
		      const struct options *options, size_t format,
		      struct avow_error *error)
{
	struct avow_difference_style style = {
		.is_all = options->is_all,
		.is_summary = options->is_summary,
	};
	struct avow_output output;
	int result = avow_output_open(&output, options->output, error);

	if (result)
		return result;
	if (!options->output)
		style.terminal = avow_terminal_style();
	result = formats[format].write(difference, &style, output.stream, error);
	if (result)
		avow_output_discard(&output);
	else
		result = avow_output_commit(&output, error);
	return result;
}

static void end_progress(const struct progress *progress)
{
	if (progress->has_line)
		fputs("\r\033[K", stderr);
}

static int compare_selinux(char *const *paths, const struct options *options,
			   const bool *is_wanted, bool is_digested,
			   struct avow_difference *out, struct avow_error *error)
{
	const char *const policies[] = { paths[0], paths[1] };
	struct progress progress = { false };
	struct avow_diff_options asked = {
		.is_digested = is_digested,
		.is_wanted = is_wanted,
		.on_progress = isatty(STDERR_FILENO) ? on_progress : NULL,
		.data = &progress,
	};
	int result = avow_diff_compare(policies, &asked, out, error);

	(void)options;
	end_progress(&progress);
	return result;
}

static int compare_apparmor(char *const *paths, const struct options *options,
			    const bool *is_wanted, bool is_digested,
			    struct avow_difference *out, struct avow_error *error)
{
	const char *const profiles[] = { paths[0], paths[1] };
	struct progress progress = { false };
	struct avow_profile_diff_options asked = {
		.base = options->base,
		.is_wanted = is_wanted,
		.is_proved = !options->is_unproved && !options->only && !options->exclude,
		.on_progress = isatty(STDERR_FILENO) ? on_progress : NULL,
		.data = &progress,
	};
	int result = avow_profile_diff_compare(profiles, &asked, out, error);

	(void)is_digested;
	end_progress(&progress);
	return result;
}

static const struct engine engines[] = {
	{ "SELinux", avow_diff_kinds, &avow_diff_kind_count, avow_diff_mark_at,
	  compare_selinux, avow_diff_free },
	{ "AppArmor", avow_profile_diff_kinds, &avow_profile_diff_kind_count,
	  avow_profile_diff_mark_at, compare_apparmor, avow_profile_diff_free },
};

static int compare(const struct engine *engine, char *const *paths,
		   const struct options *options, const bool *is_wanted, size_t format)
{
	struct avow_difference difference;
	struct avow_error error;
	int result = engine->compare(paths, options, is_wanted,
				     formats[format].has_digests, &difference, &error);
	int status = AVOW_EXIT_TROUBLE;

	if (!result) {
		result = write_page(&difference, options, format, &error);
		status = difference.is_equal ? AVOW_EXIT_FINE : AVOW_EXIT_NO;
		engine->free(&difference);
	}
	if (!result)
		return status;
	avow_print_error(error.message);
	return AVOW_EXIT_TROUBLE;
}

/* By what the inputs hold: profiles in both, or else policies of SELinux. */
static const struct engine *find_engine(const struct avow_words *words)
{
	bool is_of_profiles = words->count == 2 &&
			      avow_profile_diff_is_for(words->items[0]) &&
			      avow_profile_diff_is_for(words->items[1]);

	return &engines[is_of_profiles];
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	const struct engine *engine = NULL;
	bool *is_wanted = NULL;
	struct avow_error error;
	size_t format = 0;
	int status = AVOW_EXIT_TROUBLE;
	int result = avow_options_parse(command->options, command->option_count, &words,
					&options, &error);

	if (!result)
		result = find_format(&options, &format, &error);
	if (!result) {
		engine = find_engine(&words);
		is_wanted = calloc(*engine->kind_count, sizeof(*is_wanted));
		result = is_wanted ? choose_kinds(engine, &options, is_wanted, &error)
				   : avow_error_nomem(&error);
	}
	if (!result && words.count != 2)
		result = avow_error_set(&error, AVOW_E_USAGE,
					"diff takes two policies, the old and the new");
	if (result)
		avow_print_usage_error(command, error.message);
	else
		status = compare(engine, words.items, &options, is_wanted, format);
	free(is_wanted);
	return status;
}

const struct avow_command avow_command_diff = {
	.name = "diff",
	.title = "what a policy grants, refuses or says that another does not",
	.synopsis = "[OPTION]... OLD NEW",
	.description =
		"Compares two policies, binary ones of SELinux or profiles of AppArmor, "
		"by what they mean. Rules are "
		"compared by what they grant: one that is written over other attributes, "
		"or in other pieces, is no difference. What a type gains with an "
		"attribute "
		"is told twice, as its membership and as what it comes to, there with "
		"one "
		"of the rules behind it. Rules under booleans are compared by what the "
		"expression means, whatever its form; they are told with the condition, "
		"whether the booleans are on or off.\n"
		"\n"
		"First comes what has to be looked at, with a code. Of what is "
		"unconfined, "
		"no more is told there than that it is now.\n"
		"\n"
		"An allowxperm rule that comes in filters: the commands that it does not "
		"name are refused from then on. Constraints are compared as text in a "
		"normal form. Neverallow rules are not in a binary policy, and in no "
		"difference of two. Where statements for ports or addresses overlap, the "
		"first holds: a wide one that comes before a narrow one is told with "
		"it.\n"
		"\n"
		"Two directories of AppArmor profiles, or two files of them, are "
		"compared "
		"profile by profile and class by class. A rule that moved to another "
		"file, "
		"is written over a variable or an include, or is contained in another is "
		"no "
		"difference. Each difference has a shortest text that tells both apart, "
		"and the rule that decides of it, with its file and line and the "
		"includes "
		"that brought it. What cannot be told is listed, and the two are not "
		"equal "
		"then. Where apparmor_parser is installed it compiles both (unless "
		"--only, --exclude or --no-proof is given), and its automata are held "
		"against the comparison; where they contradict it, it cannot be told. "
		"What cannot be read is told with its file and line, and the rest "
		"compared.\n"
		"\n"
		"The JSON is one object: schema_version, equal, old and new (path, "
		"sha256, "
		"version, mls; of AppArmor path and profiles), proof (by, equal, "
		"different, "
		"unproved), notes, marks (code, title, why, text), counts, and "
		"sections, each a list by its kind. What is no rule has a sign (added, "
		"removed, changed), a key, and values with a field and a sign of their "
		"own; those of AppArmor have profile, permissions, object and owner as "
		"well. Rules have a sign, sources, targets, a class, and permissions, "
		"commands with their operation, or an outcome with what it was; a name, "
		"a "
		"condition with in_force, and a rule behind them where there is one. "
		"With "
		"--summary there are no sections.\n"
		"\n"
		"The status is 0 when the policies are equal in what was compared, 1 "
		"when "
		"they differ, 2 for trouble.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.glossaries = glossaries,
	.glossary_count = AVOW_ARRAY_SIZE(glossaries),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
