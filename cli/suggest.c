/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow suggest: the module that would allow what was refused, and its proof. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyzer/base/escape.h"
#include "cli/asking.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/session.h"
#include "policy/selinux/selinux.h"

#define UNANSWERED_SHOWN 10

struct options {
	struct avow_asking asking;
	const char *module;
	const char *output;
	bool is_plain;
	bool is_cil;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	{ 'm', "module", AVOW_OPTION_STRING, offsetof(struct options, module), "NAME",
	  NULL, "call the module NAME; by default avow_local" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output),
	  "DIRECTORY", "directory",
	  "write NAME.te and NAME.cil into DIRECTORY, which is made if need be, instead "
	  "of "
	  "the .te to the standard output" },
	{ 0, "cil", AVOW_OPTION_FLAG, offsetof(struct options, is_cil), NULL, NULL,
	  "print the module as CIL" },
	{ 0, "plain", AVOW_OPTION_FLAG, offsetof(struct options, is_plain), NULL, NULL,
	  "print the allow rules alone, one a line, without comments" },
	AVOW_NEVERALLOW_OPTION(struct options),
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "avow suggest -p /etc/selinux/default/policy/policy.33 -m myapp -o . audit.log",
	  "Write myapp.te and myapp.cil, and say what the rules answer." },
	{ "avow suggest -m myapp -o . && checkmodule -M -m -o myapp.mod myapp.te && "
	  "semodule_package -o myapp.pp -m myapp.mod",
	  "Make a policy package from this machine's own log, to be looked at before it "
	  "is installed." },
};

/* Denials that were not asked again. */
static void print_rest(FILE *out, uint64_t count, const char *what)
{
	if (count)
		fprintf(out, "%llu denial%s %s\n", (unsigned long long)count,
			count == 1 ? " is" : "s are", what);
}

static uint64_t count_apparmor(const struct avow_clusters *clusters)
{
	uint64_t count = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		if (avow_clusters_at(clusters, i)->lsm == AVOW_LSM_APPARMOR)
			count += avow_clusters_at(clusters, i)->count;
	return count;
}

/* The outcome of the proof, for people: how much is answered, and what is not. */
static void print_outcome(const struct avow_session *session, FILE *out)
{
	const struct avow_suggestion *suggestion = &session->findings.suggestion;
	const struct avow_clusters *clusters = session->analysis.clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(clusters);
	struct avow_buf text = { 0 };

	fprintf(out, "covers %llu of %llu denials with %zu rule%s\n",
		(unsigned long long)suggestion->covered,
		(unsigned long long)suggestion->asked, suggestion->rules,
		suggestion->rules == 1 ? "" : "s");
	if (suggestion->te_left_out)
		fprintf(out,
			"%zu rule%s, for %llu denial%s, can be written as CIL only\n",
			suggestion->te_left_out, suggestion->te_left_out == 1 ? "" : "s",
			(unsigned long long)suggestion->te_left_out_denials,
			suggestion->te_left_out_denials == 1 ? "" : "s");
	print_rest(out, suggestion->already, "allowed by this policy as it is");
	print_rest(out, suggestion->unjudged,
		   "of a context, class or permission that this policy does not know");
	print_rest(out, count_apparmor(clusters),
		   "AppArmor's, which no SELinux module answers");
	for (size_t i = 0; i < suggestion->unanswered_count; i++) {
		const struct avow_unanswered *left = &suggestion->unanswered[i];
		const struct avow_cluster *cluster =
			avow_clusters_at(clusters, left->cluster);

		if (i == UNANSWERED_SHOWN) {
			fprintf(out,
				"and %zu more accesses that are still denied: "
				"avow report lists them\n",
				suggestion->unanswered_count - i);
			break;
		}
		avow_buf_clear(&text);
		avow_buf_printf(
			&text, "still denied: %s -> %s : %s { %s }, %llu denial%s: ",
			avow_atoms_string(atoms, left->scontext),
			avow_atoms_string(atoms, left->tcontext),
			avow_atoms_string(atoms, cluster->tclass),
			avow_atoms_string(atoms, left->permissions),
			(unsigned long long)left->count, left->count == 1 ? "" : "s");
		avow_buf_printf(&text, "%s: %s", left->code, left->text);
		avow_print_text(out, avow_buf_span(&text));
		fputc('\n', out);
	}
	avow_buf_free(&text);
}

/* Writes DIRECTORY/NAME SUFFIX. */
static int write_file(const char *directory, const char *name, const char *suffix,
		      const char *text, struct avow_error *error)
{
	struct avow_output output;
	char *path;
	int result;

	if (asprintf(&path, "%s/%s%s", directory, name, suffix) < 0)
		return avow_error_nomem(error);
	result = avow_output_open(&output, path, error);
	if (!result) {
		fputs(text, output.stream);
		result = avow_output_commit(&output, error);
	}
	if (!result) {
		avow_print_text(stdout, avow_span_of(path));
		putchar('\n');
	}
	free(path);
	return result;
}

static int write_files(const struct avow_suggestion *suggestion, const char *directory,
		       struct avow_error *error)
{
	int result;

	if (mkdir(directory, 0777) != 0 && errno != EEXIST)
		return avow_error_set(error, AVOW_E_IO, "%s: %s", directory,
				      strerror(errno));
	result = write_file(directory, suggestion->name, ".te", suggestion->te, error);
	if (!result)
		result = write_file(directory, suggestion->name, ".cil", suggestion->cil,
				    error);
	return result;
}

/* Prints or writes the suggestion as the options say; the exit status. */
static int deliver(const struct avow_session *session, const struct options *options)
{
	const struct avow_suggestion *suggestion = &session->findings.suggestion;
	struct avow_error error;

	if (suggestion->rules == 0) {
		avow_print_error("no allow rule would answer any of these denials");
		print_outcome(session, stderr);
		return AVOW_EXIT_FINE;
	}
	if (options->output) {
		if (write_files(suggestion, options->output, &error)) {
			avow_print_error(error.message);
			return AVOW_EXIT_TROUBLE;
		}
		print_outcome(session, stdout);
		return AVOW_EXIT_FINE;
	}
	fputs(options->is_plain ? suggestion->plain
	      : options->is_cil ? suggestion->cil
				: suggestion->te,
	      stdout);
	print_outcome(session, stderr);
	return AVOW_EXIT_FINE;
}

static int suggest(const struct options *options, char *const *inputs, size_t count)
{
	const struct avow_selinux_options asked = { .module = options->module,
						    .neverallow =
							    options->asking.neverallow,
						    .has_sources = true };
	struct avow_session session = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (avow_session_read(&session, &options->reading, inputs, count)) {
		avow_session_ask(&session, options->asking.policy, &asked);
		if (session.has_findings)
			status = deliver(&session, options);
		else if (!session.troubles)
			avow_print_error(session.no_policy);
	}
	if (session.troubles)
		status = AVOW_EXIT_TROUBLE;
	avow_session_close(&session);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { .module = "avow_local" };
	struct avow_error error;
	int result = avow_options_parse(command->options, command->option_count, &words,
					&options, &error);

	if (!result && options.is_plain + options.is_cil + !!options.output > 1)
		result = avow_error_set(&error, AVOW_E_USAGE,
					"--output, --cil and --plain exclude each other");
	if (!result)
		result = avow_selinux_check_module(options.module, &error);
	if (result) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return suggest(&options, words.items, words.count);
}

const struct avow_command avow_command_suggest = {
	.name = "suggest",
	.title = "the policy module that would allow it, tried first",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs as avow-report(1) does and prints a policy module with "
		"the "
		"allow rules that answer the SELinux denials in them. Each rule has a "
		"comment "
		"that says how many denials it answers and by which programs.\n"
		"\n"
		"Nothing is suggested that was not tried: the rules are put into the "
		"policy in "
		"memory, every access is asked again, and the outcome is printed: how "
		"many "
		"denials the module answers, and which are still denied, and by what. "
		"The policy is therefore needed; it is only read. The outcome "
		"goes to the standard error output when the module goes to the standard "
		"output.\n"
		"\n"
		"An allow rule is the last resort. Read avow-report(1)'s advice first: a "
		"boolean may do, or the policy may refuse on purpose. No rule comes from "
		"a "
		"damaged record, or names a type, class or permission that the policy "
		"does not "
		"know.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
