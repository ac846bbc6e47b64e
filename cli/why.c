/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow why: every layer of a decision, for a log, a record, or an access by hand. */
#include <stdio.h>
#include <string.h>

#include "cli/codes.h"
#include "cli/asking.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/why_profile.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/why.h"

#define ACCESS_WORDS 4 /* both contexts, the class, a permission */

struct options {
	struct avow_asking asking;
	const char *cluster;
	const char *profile;
	const char *uid;
	const char *format; /* NULL: text for people */
	bool is_access;
	bool is_list;
	bool is_brief;
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 'c', "cluster", AVOW_OPTION_STRING, offsetof(struct options, cluster), "ID",
	  NULL,
	  "explain the cluster whose id, as the report has it, begins with ID, alone" },
	{ 0, "access", AVOW_OPTION_FLAG, offsetof(struct options, is_access), NULL, NULL,
	  "the words are no INPUT but an access: SCONTEXT TCONTEXT CLASS PERMISSION..., "
	  "where ioctl=0x5401 asks for one command; the exit status is 1 when it is "
	  "denied" },
	{ 0, "profile", AVOW_OPTION_STRING, offsetof(struct options, profile), "PROFILE",
	  NULL,
	  "ask the AppArmor profile of this name about the --access, which is then CLASS "
	  "[OBJECT] PERMISSION... [CONDITION=VALUE]... in the words of apparmor.d(5)" },
	{ 0, "uid", AVOW_OPTION_STRING, offsetof(struct options, uid), "UID", NULL,
	  "with --profile: the user of the process, to tell from the file on this "
	  "machine "
	  "whether owner rules apply; by default both answers are told" },
	{ 0, "brief", AVOW_OPTION_FLAG, offsetof(struct options, is_brief), NULL, NULL,
	  "one line a question: how many denials, the code of the first layer that "
	  "refuses, the question, and the booleans that would allow it" },
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json xml",
	  "text, the default, or the whole model of avow-report(1) as json or xml, with "
	  "the layers of every decision" },
	{ 0, "list", AVOW_OPTION_FLAG, offsetof(struct options, is_list), NULL, NULL,
	  "print the codes of all reasons and advice" },
	AVOW_NEVERALLOW_OPTION(struct options),
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "sudo ausearch -m AVC -ts recent | avow why -",
	  "Explain what this machine refused in the last ten minutes." },
	{ "avow why -p policy.33 --access system_u:system_r:httpd_t:s0 "
	  "system_u:object_r:user_home_t:s0 file read open",
	  "Ask a policy file about an access that nobody tried yet." },
	{ "avow why --profile usr.sbin.nscd --access 'file /etc/passwd r'",
	  "Ask an AppArmor profile, with the rule that decides." },
	{ "avow why SEL-CONSTRAINT", "Read what a code means and what to do about it." },
};

/* Takes a PERMISSION apart: `ioctl=0x5401` also names the command. */
static int take_permission(char *word, struct avow_denial *denial,
			   struct avow_error *error)
{
	char *number = strchr(word, '=');
	uint64_t value;

	if (denial->permission_count == AVOW_PERMISSIONS_MAX)
		return avow_error_set(error, AVOW_E_USAGE,
				      "there are too many permissions");
	if (number) {
		*number++ = '\0';
		if (!avow_span_to_u64(avow_span_of(number), 16, &value) ||
		    value > UINT16_MAX)
			return avow_error_set(error, AVOW_E_USAGE,
					      "%s: a command is a hexadecimal number up "
					      "to 0xffff",
					      number);
		denial->xperm = AVOW_XPERM | (uint32_t)value;
	}
	if (!*word)
		return avow_error_set(error, AVOW_E_USAGE, "a permission has no name");
	denial->permissions[denial->permission_count++] = avow_span_of(word);
	return 0;
}

static int take_context(const char *word, struct avow_context *out,
			struct avow_error *error)
{
	if (avow_context_parse(avow_span_of(word), out))
		return 0;
	return avow_error_set(error, AVOW_E_USAGE,
			      "%s: a context is USER:ROLE:TYPE[:LEVEL]", word);
}

/* Makes the words the one denial of the session. */
static int take_access(struct avow_session *session, const struct avow_words *words,
		       struct avow_error *error)
{
	struct avow_denial denial = { .lsm = AVOW_LSM_SELINUX,
				      .permissive = AVOW_UNKNOWN };
	struct avow_clusters *clusters;

	if (words->count < ACCESS_WORDS)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--access wants SCONTEXT TCONTEXT CLASS "
				      "PERMISSION...");
	if (take_context(words->items[0], &denial.selinux.scontext, error) ||
	    take_context(words->items[1], &denial.selinux.tcontext, error))
		return error->code;
	denial.selinux.tclass = avow_span_of(words->items[2]);
	for (size_t i = ACCESS_WORDS - 1; i < words->count; i++)
		if (take_permission(words->items[i], &denial, error))
			return error->code;
	avow_denial_settle_permissions(&denial);
	clusters = avow_clusters_new();
	session->analysis.clusters = clusters;
	if (!clusters || avow_clusters_absorb(clusters, &denial))
		return avow_error_nomem(error);
	avow_clusters_sort(clusters);
	return 0;
}

static uint64_t count_apparmor(const struct avow_clusters *clusters)
{
	uint64_t count = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		count += avow_clusters_at(clusters, i)->lsm == AVOW_LSM_APPARMOR;
	return count;
}

/* Says what there was nothing to tell of. */
static int check_told(const struct avow_session *session, const struct options *options,
		      size_t told)
{
	uint64_t apparmor = count_apparmor(session->analysis.clusters);
	char message[128];

	if (apparmor && !session->findings.profiles.source) {
		snprintf(
			message, sizeof(message),
			"%llu cluster%s of AppArmor's: name its profiles with --profiles",
			(unsigned long long)apparmor, apparmor == 1 ? " is" : "s are");
		avow_print_error(message);
	}
	if (told)
		return AVOW_EXIT_FINE;
	if (options->cluster) {
		avow_print_error(
			"no cluster of SELinux denials has an id that begins so: "
			"avow report -f json names them");
		return AVOW_EXIT_TROUBLE;
	}
	avow_print_error(session->findings.profiles.source
				 ? "there is no denial to explain"
				 : "there is no SELinux denial to explain");
	return AVOW_EXIT_FINE;
}

/* The model with its decisions, in a format of reports. */
static int write_model(const struct avow_report *report, const char *name)
{
	const struct avow_report_style plain = { 0 };
	struct avow_error error;

	if (avow_report_format_named(name)->write(report, &plain, stdout, &error) == 0)
		return AVOW_EXIT_FINE;
	avow_print_error(error.message);
	return AVOW_EXIT_TROUBLE;
}

static int explain(struct avow_session *session, const struct options *options)
{
	const struct avow_selinux_options asked = {
		.module = options->is_brief ? NULL : "avow_local",
		.is_verdict = options->is_brief,
		.neverallow = options->asking.neverallow,
		.has_decisions = true,
		.has_layers = !options->is_brief,
		.contexts = options->asking.contexts,
		.cluster = options->cluster,
	};
	const struct avow_why_options why = {
		.id = avow_span_of(options->cluster ? options->cluster : ""),
		.is_brief = options->is_brief,
	};
	const struct avow_report_style style = avow_terminal_style();
	struct avow_report report = { .analysis = &session->analysis,
				      .findings = &session->findings };
	struct avow_error error;
	size_t told;

	avow_session_ask(session, options->asking.policy, &asked);
	avow_session_ask_profiles(
		session, options->asking.profiles,
		&(struct avow_apparmor_options){ .cluster = options->cluster });
	if (!session->has_findings) {
		if (!session->troubles)
			avow_print_error(session->no_policy);
		return AVOW_EXIT_TROUBLE;
	}
	if (options->format)
		return write_model(&report, options->format);
	if (avow_report_why(&report, &why, &style, stdout, &told, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return check_told(session, options, told);
}

/* Whether anything of the one access is refused, or cannot be judged. */
static bool is_denied(const struct avow_session *session)
{
	const struct avow_finding *finding = &session->findings.of[0];

	for (size_t i = 0; i < finding->decision_count; i++)
		if (strcmp(finding->decisions[i].code, "SEL-ALLOWED") != 0)
			return true;
	return false;
}

static int why_access(const struct avow_command *command, const struct options *options,
		      const struct avow_words *words)
{
	struct avow_session session = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (take_access(&session, words, &error)) {
		if (error.code == AVOW_E_USAGE)
			avow_print_usage_error(command, error.message);
		else
			avow_print_error(error.message);
	} else {
		status = explain(&session, options);
		if (status == AVOW_EXIT_FINE && is_denied(&session))
			status = AVOW_EXIT_NO;
	}
	avow_session_close(&session);
	return status;
}

static int why_log(const struct options *options, const struct avow_words *words)
{
	struct avow_session session = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (avow_session_read(&session, &options->reading, words->items, words->count)) {
		status = explain(&session, options);
		if (session.troubles)
			status = AVOW_EXIT_TROUBLE;
	}
	avow_session_close(&session);
	return status;
}

/* What cannot be asked for together. */
static int check_options(struct options *options, const struct avow_words *words,
			 struct avow_error *error)
{
	if (options->is_list + options->is_access + !!options->cluster > 1)
		return avow_error_set(
			error, AVOW_E_USAGE,
			"--list, --access and --cluster exclude each other");
	if ((options->profile && !options->is_access) ||
	    (options->uid && !options->profile))
		return avow_error_set(
			error, AVOW_E_USAGE,
			"--profile goes with --access, and --uid with both");
	if (options->is_list && words->count)
		return avow_error_set(error, AVOW_E_USAGE, "--list takes no words");
	if (options->is_brief && (options->asking.contexts || options->asking.neverallow))
		return avow_error_set(
			error, AVOW_E_USAGE,
			"--brief tells the decision alone, without --contexts "
			"and --neverallow");
	if (!options->format)
		return 0;
	if (strcmp(options->format, "text") == 0) {
		options->format = NULL;
		return 0;
	}
	if (strcmp(options->format, "json") != 0 && strcmp(options->format, "xml") != 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: no such format: text, json or xml",
				      options->format);
	if (options->is_list || options->is_brief || options->cluster)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--list, --brief and --cluster are for text alone");
	return 0;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int result = avow_options_parse(command->options, command->option_count, &words,
					&options, &error);

	if (!result)
		result = check_options(&options, &words, &error);
	if (result) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (options.is_list)
		return avow_codes_list();
	if (options.profile) {
		const struct avow_profile_asking asking = { options.asking.profiles,
							    options.profile,
							    options.uid };

		return avow_why_profile(&asking, &words);
	}
	if (options.is_access)
		return why_access(command, &options, &words);
	if (words.count == 1 && avow_codes_is_code(words.items[0]))
		return avow_codes_show(words.items[0]);
	return why_log(&options, &words);
}

const struct avow_command avow_command_why = {
	.name = "why",
	.title = "every layer of a decision, and what each change would come to",
	.synopsis = "[OPTION]... [INPUT]... | CODE",
	.description =
		"Explains each SELinux denial in the INPUTs, which it reads as "
		"avow-report(1) does, by the policy: every layer of the decision in the "
		"order in which the kernel applies them, each allowed, denied or not "
		"applicable by itself, with the rules that decide it. Denials that the "
		"policy cannot tell apart, such as those of containers that differ in "
		"their categories alone, are one question.\n"
		"\n"
		"Then come the reasons, each with a code, and what to do, best first. "
		"Each "
		"change is made in memory and every access of the cluster is asked "
		"again: "
		"\"after this\" says what it came to. The policy is only read.\n"
		"\n"
		"AppArmor denials are asked of the profiles of --profiles, each with all "
		"that it includes and every variable expanded: whether a rule allows it, "
		"which, a deny rule refuses it, or none is about it. With --profile and "
		"--access it answers about an access that nobody tried yet; the status "
		"is "
		"1 when not all of it is allowed.\n"
		"\n"
		"With a CODE, such as SEL-TE or AA-DENY, it tells what the code means, "
		"what the "
		"safe "
		"change is and when not to make it.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
