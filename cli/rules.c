/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules: the rules of the kernel's audit, in files. Its first word is an action. */
#include "cli/rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/base/near.h"
#include "cli/output.h"
#include "cli/places.h"
#include "cli/print.h"
#include "cli/rules_kernel.h"
#include "policy/audit/catalogue.h"

static const struct avow_option options_table[] = {
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, format),
	  "FORMAT", "text json sarif junit binary",
	  "write in this format; which there are depends on the action (see below)" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, output),
	  "FILE", "file", "write to FILE, which is there whole or not at all" },
	{ 't', "target", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, target),
	  "TARGET", NULL,
	  "what the rules are for, such as kernel=6.1,arch=x86_64,aarch64,audit=3.0; by "
	  "default this machine's architecture, Linux 6.1 and audit 3.0.9" },
	{ 'r', "root", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, root),
	  "DIRECTORY", "directory",
	  "take users, groups, directories and, by default, rules of the system whose "
	  "files are in DIRECTORY" },
	{ 0, "calibrate", AVOW_OPTION_FLAG,
	  offsetof(struct avow_rules_options, is_calibrated), NULL, NULL,
	  "cost: time this machine first, for half a second, and estimate for it" },
	{ 0, "log", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, log), "LOG",
	  "file", "optimize: take how often rules decide from LOG, a file or directory" },
	{ 'k', "key", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, key), "KEY",
	  NULL, "delete, list: the rules that have this key" },
	{ 0, "all", AVOW_OPTION_FLAG, offsetof(struct avow_rules_options, is_all), NULL,
	  NULL, "delete: all rules" },
	{ 'n', "dry-run", AVOW_OPTION_FLAG, offsetof(struct avow_rules_options, is_dry),
	  NULL, NULL, "load, delete: show what would change, and change nothing" },
	{ 'y', "yes", AVOW_OPTION_FLAG, offsetof(struct avow_rules_options, is_yes), NULL,
	  NULL, "load, delete: do not ask" },
	{ 0, "lock", AVOW_OPTION_FLAG, offsetof(struct avow_rules_options, is_locking),
	  NULL, NULL,
	  "load: obey -e 2 and --loginuid-immutable, which nothing takes back before the "
	  "next boot" },
	{ 0, "rules", AVOW_OPTION_STRING, offsetof(struct avow_rules_options, rules),
	  "PATH", "file",
	  "coverage: a file or directory of rules; by default those of this system" },
	{ 0, "watch", AVOW_OPTION_LIST, offsetof(struct avow_rules_options, watches),
	  "PATH", "file",
	  "suggest: rules that record each change of a file, or of all below a "
	  "directory" },
	{ 0, "paths", AVOW_OPTION_FLAG, offsetof(struct avow_rules_options, has_paths),
	  NULL, NULL, "suggest: the cheapest rule by which denials name their files" },
};

/* Options that not every action takes. */
static const char special_options[] =
	"all calibrate dry-run key lock log paths rules watch yes";

static const struct avow_example examples[] = {
	{ "avow rules lint --root / --target arch=x86_64,aarch64",
	  "What is wrong with the rules of this system, on two architectures." },
	{ "avow rules print /etc/audit/rules.d",
	  "The rules in the order in which they are loaded, in their normal form." },
	{ "avow rules compile --target arch=aarch64 -o rules.bin my.rules",
	  "What auditctl would send to the kernel of another machine." },
	{ "avow rules merge -o audit.rules rules.d",
	  "What augenrules makes of a directory, with the origin of each line." },
	{ "avow rules diff /etc/audit/audit.rules /etc/audit/rules.d",
	  "What would change if the rules were made anew." },
	{ "avow rules explain my.rules", "What each rule does." },
	{ "avow rules cost --calibrate",
	  "Which system calls the rules of this system slow down, at this machine's "
	  "speed." },
	{ "avow rules coverage --rules rules.d /var/log/audit",
	  "Which keys of the rules fired, and what they cost." },
	{ "avow rules optimize --log /var/log/audit -o fast.rules",
	  "Rules that record the same and cost less." },
	{ "avow rules suggest identity privilege mac -o 50-avow.rules",
	  "Rules for hardening, each with its purpose, its cost and the controls that it "
	  "serves." },
	{ "avow rules suggest --watch /srv/data --paths",
	  "Rules for a directory that is to be watched, and for denials that name their "
	  "files." },
	{ "sudo avow rules load /etc/audit/rules.d",
	  "Load rules after a yes: all of them, or none." },
	{ "sudo avow rules diff kernel: /etc/audit/rules.d",
	  "What loading them would change." },
	{ "sudo avow rules delete --key test", "Delete the rules of one key." },
	{ "avow rules print --target arch=aarch64 rules.bin",
	  "Read compiled rules back." },
};

/* The actions, in the order of --help. */
static const struct avow_rules_action *const actions[] = {
	&avow_rules_action_lint,     &avow_rules_action_print,
	&avow_rules_action_compile,  &avow_rules_action_fmt,
	&avow_rules_action_merge,    &avow_rules_action_diff,
	&avow_rules_action_explain,  &avow_rules_action_cost,
	&avow_rules_action_coverage, &avow_rules_action_optimize,
	&avow_rules_action_suggest,  &avow_rules_action_status,
	&avow_rules_action_list,     &avow_rules_action_load,
	&avow_rules_action_delete,   &avow_rules_action_persist,
};

/* Groups of the catalogue. */
static const char *group_word(size_t index, struct avow_buf *says)
{
	if (index >= AVOW_AUDIT_GROUPS)
		return NULL;
	avow_buf_puts(says, avow_audit_group_title((enum avow_audit_group)index));
	return avow_audit_group_name((enum avow_audit_group)index);
}

/* "files: modes of files that users change (CIS 6.2.3.9)" */
static const char *catalogue_word(size_t index, struct avow_buf *says)
{
	struct avow_audit_catalogue_row row;

	if (!avow_audit_catalogue(index, &row))
		return NULL;
	avow_buf_printf(says, "%s: %s", avow_audit_group_name(row.group), row.purpose);
	if (*row.controls)
		avow_buf_printf(says, " (%s)", row.controls);
	return row.key;
}

static const char *action_word(size_t index, struct avow_buf *says)
{
	if (index >= AVOW_ARRAY_SIZE(actions))
		return NULL;
	avow_buf_puts(says, actions[index]->says);
	if (actions[index]->formats)
		avow_buf_printf(says, " (%s)", actions[index]->formats);
	return actions[index]->name;
}

/* "error: the title. Why it matters" */
static const char *code_word(size_t index, struct avow_buf *says)
{
	const struct avow_audit_code_row *row;
	const char *why;

	if (index >= AVOW_AUDIT_CODE_COUNT)
		return NULL;
	row = avow_audit_code((enum avow_audit_code)index);
	why = row->why;
	avow_buf_printf(says, "%s: %s. ", avow_fault_severity_name(row->severity),
			row->title);
	avow_buf_putc(says, (char)toupper((unsigned char)*why));
	avow_buf_puts(says, why + 1);
	return row->code;
}

static const struct avow_glossary glossaries[] = {
	{ "Actions", action_word },
	{ "Groups", group_word },
	{ "Catalogue", catalogue_word },
	{ "Codes", code_word },
};

struct avow_audit_options avow_rules_reading(const struct avow_rules_job *job,
					     size_t target)
{
	return (struct avow_audit_options){ .target = job->targets.items[target],
					    .root = job->options->root };
}

void avow_rules_tell(const struct avow_fault *faults, size_t count,
		     enum avow_fault_severity severity)
{
	for (size_t i = 0; i < count; i++) {
		const struct avow_fault *fault = faults + i;
		char code[32];

		if (fault->severity > severity)
			continue;
		snprintf(code, sizeof(code), " (%s)", fault->code);
		avow_print_place(fault->path, fault->line, fault->says, code);
	}
}

static struct avow_audit_rules *finish_reading(int code, struct avow_audit_rules *rules,
					       const struct avow_error *error)
{
	if (code) {
		avow_print_error(error->message);
		return NULL;
	}
	avow_rules_tell(rules->faults, rules->fault_count, AVOW_FAULT_NOTE);
	avow_print_more(rules->error_count, rules->fault_count, "errors");
	return rules;
}

struct avow_audit_rules *avow_rules_read(const struct avow_rules_job *job)
{
	struct avow_audit_options options = avow_rules_reading(job, 0);
	struct avow_audit_rules *rules = NULL;
	struct avow_error error;
	int code;

	if (job->path_count == 1 && strcmp(job->paths[0], AVOW_RULES_KERNEL) == 0)
		return avow_rules_read_kernel(job);
	code = avow_audit_read(job->paths, job->path_count, &options, &rules, &error);

	return finish_reading(code, rules, &error);
}

struct avow_audit_rules *avow_rules_read_text(const struct avow_rules_job *job,
					      struct avow_span text)
{
	struct avow_audit_options options = avow_rules_reading(job, 0);
	const char *path = job->paths[0];
	struct avow_audit_rules *rules = NULL;
	struct avow_error error;
	int code = avow_audit_read_text(strcmp(path, "-") == 0 ? "standard input" : path,
					text, &options, &rules, &error);

	return finish_reading(code, rules, &error);
}

void avow_rules_note_trouble(void *data, const struct avow_error *error)
{
	bool *has_trouble = data;

	avow_print_error(error->message);
	*has_trouble |= error->code != AVOW_OK;
}

bool avow_rules_is_format(const struct avow_rules_job *job, const char *name,
			  bool is_default)
{
	return job->options->format ? strcmp(job->options->format, name) == 0
				    : is_default;
}

int avow_rules_write(const struct avow_rules_job *job, struct avow_buf *text, int status)
{
	struct avow_output output;
	struct avow_error error;

	if (text->failed) {
		avow_print_error("memory is out");
		return AVOW_EXIT_TROUBLE;
	}
	if (avow_output_open(&output, job->options->output, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (text->length)
		fwrite(text->data, 1, text->length, output.stream);
	if (avow_output_commit(&output, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return status;
}

static const struct avow_rules_action *find_action(const char *word,
						   struct avow_error *error)
{
	struct avow_near near = avow_near_begin(avow_span_of(word));

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(actions); i++) {
		if (strcmp(actions[i]->name, word) == 0)
			return actions[i];
		avow_near_try(&near, actions[i]->name);
	}
	avow_error_set(error, AVOW_E_USAGE, "%s: no such action%s%s%s", word,
		       near.best ? "; did you mean " : "", near.best ? near.best : "",
		       near.best ? "?" : "");
	return NULL;
}

static int check_format(const struct avow_rules_action *action, const char *format,
			struct avow_error *error)
{
	const char *formats = action->formats ? action->formats : "";

	if (!format || avow_span_is_among(avow_span_of(format), formats, ' '))
		return 0;
	return avow_error_set(error, AVOW_E_USAGE, "%s writes no %s%s%s", action->name,
			      format, *formats ? ": there is " : "", formats);
}

/* Whether it stands on the command line. */
static bool is_given(const struct avow_option *option,
		     const struct avow_rules_options *options)
{
	const void *value = (const char *)options + option->offset;

	switch (option->kind) {
	case AVOW_OPTION_FLAG:
		return *(const bool *)value;
	case AVOW_OPTION_STRING:
		return *(const char *const *)value;
	case AVOW_OPTION_LIST:
		return ((const struct avow_option_list *)value)->all;
	}
	return false;
}

static int check_options(const struct avow_rules_action *action,
			 const struct avow_rules_options *options,
			 struct avow_error *error)
{
	const char *taken = action->options ? action->options : "";

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(options_table); i++) {
		struct avow_span name = avow_span_of(options_table[i].name);

		if (avow_span_is_among(name, special_options, ' ') &&
		    !avow_span_is_among(name, taken, ' ') &&
		    is_given(options_table + i, options))
			return avow_error_set(error, AVOW_E_USAGE, "%s takes no --%s",
					      action->name, options_table[i].name);
	}
	return 0;
}

static int prepare(const struct avow_rules_action *action,
		   const struct avow_rules_options *options,
		   const struct avow_words *words, struct avow_rules_job *job,
		   struct avow_error *error)
{
	int code = check_format(action, options->format, error);

	if (!code)
		code = check_options(action, options, error);
	if (!code && action->needs_operand && words->count < 2)
		code = avow_error_set(error, AVOW_E_USAGE, "%s needs a %s", action->name,
				      action->operand);
	if (!code)
		code = avow_audit_targets_read(options->target, &job->targets, error);
	if (!code && job->targets.count > 1 && !action->has_many_targets)
		return avow_error_set(error, AVOW_E_USAGE, "%s is for one architecture",
				      action->name);
	return code;
}

/* @rules, of one, are those that no operand names. */
static void take_operands(const struct avow_rules_action *action,
			  const struct avow_words *words, const char *const *rules,
			  struct avow_rules_job *job)
{
	const char *const *operands = (const char *const *)words->items + 1;
	bool has_rules = words->count > 1 && !action->operand;

	if (action->operand) {
		job->words = operands;
		job->word_count = words->count - 1;
	}
	job->has_paths = has_rules;
	job->paths = has_rules ? operands : rules;
	job->path_count = has_rules ? words->count - 1 : 1;
}

static int run_action(const struct avow_rules_action *action,
		      const struct avow_rules_options *options,
		      const struct avow_words *words, const struct avow_command *command)
{
	struct avow_rules_job job = { .options = options };
	struct avow_buf own = { 0 };
	struct avow_error error;
	const char *paths[1];
	int status;

	if (prepare(action, options, words, &job, &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	avow_buf_printf(&own, "%s" AVOW_RULES_OWN, options->root);
	paths[0] = options->rules ? options->rules : avow_buf_string(&own);
	take_operands(action, words, paths, &job);
	status = action->run(&job);
	avow_buf_free(&own);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct avow_rules_options options = { .target = "", .root = "" };
	const struct avow_rules_action *action = NULL;
	struct avow_error error;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code && !words.count)
		code = avow_error_set(&error, AVOW_E_USAGE, "rules needs an action");
	if (!code)
		action = find_action(words.items[0], &error);
	if (!action) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return run_action(action, &options, &words, command);
}

const struct avow_command avow_command_rules = {
	.name = "rules",
	.title = "what audit rules say, and what is wrong with them",
	.synopsis = "ACTION [OPTION]... [FILE|DIRECTORY]...",
	.description =
		"Reads rules of the kernel's audit as auditctl does, and directories of "
		"*.rules as augenrules merges them: by default " AVOW_RULES_OWN
		". It needs "
		"neither root's rights nor a kernel, and loads nothing, but where the "
		"kernel is asked: by status, list, load and delete, and where print, "
		"merge, explain, diff or cost is given kernel: in the place of a file, "
		"which stands for the rules that are loaded.\n"
		"\n"
		"Every error that auditctl stops at is told, with its line, and what it "
		"silently takes for something else as well: a number with a leading "
		"zero, which is octal; one of more than 32 bits; one with something "
		"behind it; exit=EACCES, which no call returns; tabs; lines that end as "
		"on Windows; a file whose last line augenrules glues to the next "
		"file's first.\n"
		"\n"
		"Whether -w watches a file or a directory is decided by what is there "
		"when the rule is read: under --root, else on this system. Users and "
		"groups are those of etc/passwd and etc/group there.\n"
		"\n"
		"The normal form of a rule is what auditctl -l lists, but where that "
		"cannot be read back: watches are written out as -F path or -F dir, != "
		"of exe is kept, kinds of files have their names, and blanks in paths "
		"are escaped.\n"
		"\n"
		"A compiled rule is the kernel's struct audit_rule_data, byte for byte "
		"as auditctl sends it, in the byte order of the target.\n"
		"\n"
		"What cost says is the sum of what each rule takes by itself: with any "
		"rule 235 ns, 3.8 ns for a rule of another call, and for one that names "
		"the call 4 ns and its fields up to the first that is not true. These "
		"were measured on Linux 6.18 with a loop of getppid(2). --calibrate "
		"goes through rules in a loop of avow's own, which loads nothing and "
		"needs no rights, and takes from it how much faster or slower this "
		"machine is; it also shows how far sums are from what sets of rules "
		"take in that loop, and what the given rules take. The loop weighs kinds "
		"of rules a little otherwise than the kernel does: for a comparison of "
		"two sets, not for nanoseconds.\n"
		"\n"
		"suggest writes rules from a catalogue of avow's own. It names the "
		"controls that a rule serves by their numbers, CIS those of the "
		"benchmark for Debian 12, STIG those for Red Hat Enterprise Linux 9, PCI "
		"those of PCI DSS 4; numbers change between editions, and whether a "
		"control is met is for the auditor to say. Rules for files that are not "
		"there are left out, and so is -e 2, by which the rules could not be "
		"changed any more until the next boot.\n"
		"\n"
		"optimize takes the rules for all that is loaded. A verdict is whether "
		"an event is recorded and by which key; that it stays the same is held "
		"against events near the borders of each rule, and against those of a "
		"log. Of the calls that end at the first never, none can be refused by "
		"SELinux or AppArmor: with a denial the kernel records the call by "
		"itself, and never would take that away.\n"
		"\n"
		"load makes the rules of the kernel those of the files, whatever was "
		"loaded before: the files are linted, the plan is shown, and after a yes "
		"rules that go are removed and new ones added; those that stay are not "
		"touched. Settings (-b, -f, -r, -e, --backlog_wait_time) are made where "
		"the files have them. When the kernel refuses one, it is named by its "
		"file and line, and all is put back. While it works, what was there "
		"before is kept in " AVOW_RULES_UNDO ": when it is killed, the next load "
		"goes on from what the kernel has by then, and would go back to what it "
		"had at first. -e 2 and --loginuid-immutable are left out unless --lock "
		"is given. -i and -c have no meaning here, and what is neither a rule "
		"nor one of these settings is passed over, which is told. auditd is "
		"left alone.\n"
		"\n"
		"persist puts the *.rules of the inputs, or without one the rules of the "
		"kernel, in the place of those in " AVOW_RULES_OWN
		", the whole directory at "
		"once. What was there stays beside it with a name that is told. It "
		"loads nothing.\n"
		"\n"
		"The status is 0 when nothing is wrong, or for diff when nothing "
		"differs; 1 "
		"when there are errors, or differences, when the kernel refused rules "
		"and all was put back, when its rules are locked, or the answer was no; "
		"2 for trouble, which for diff "
		"errors "
		"are.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.glossaries = glossaries,
	.glossary_count = AVOW_ARRAY_SIZE(glossaries),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
