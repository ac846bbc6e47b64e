/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow suggest: the plan of what to change, its module and commands, and the proof. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/ask.h"
#include "cli/asking.h"
#include "cli/cache.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/module_files.h"
#include "cli/outcome.h"
#include "cli/print.h"
#include "cli/session.h"
#include "cli/steering.h"
#include "cli/terminal.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/plan/plan.h"

#define HEADERS "/usr/share/selinux/devel/include"

struct options {
	struct avow_asking asking;
	struct avow_steering steering;
	const char *module;
	const char *output;
	const char *format;
	bool is_plain;
	bool is_cil;
	bool is_rules;
	bool is_interactive;
	bool is_forced;
	bool has_commands;
	bool is_refpolicy;
	bool has_no_cache;
	const char *headers;
	const char *decisions;
	const char *abi;
	bool has_format; /* asked for, not the default */
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	AVOW_POLICY_OPTION(struct options),
	AVOW_CONTEXTS_OPTION(struct options),
	AVOW_PROFILES_OPTION(struct options),
	{ 0, "abi", AVOW_OPTION_STRING, offsetof(struct options, abi), "VERSION",
	  "2.13 3.0 4.0",
	  "write rules of profiles in the syntax of AppArmor 2.13, 3.0 or 4.0; by "
	  "default "
	  "the newest that abi/ beside the profiles describes" },
	{ 'm', "module", AVOW_OPTION_STRING, offsetof(struct options, module), "NAME",
	  NULL, "call the module NAME; by default avow_local" },
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "te cil plain plan script ansible json diff",
	  "print FORMAT: te (the module, the default), cil, plain (the allow rules "
	  "alone), plan (to be read), script (the commands, for sh), ansible (variables "
	  "for linux-system-roles.selinux), json (the plan for programs), diff (what "
	  "changes in AppArmor's profiles, for patch(1); the default where no policy of "
	  "SELinux is asked)" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output),
	  "DIRECTORY", "directory",
	  "write all of it into DIRECTORY, which is made if need be: NAME.te, NAME.cil, "
	  "NAME.pp, NAME.plan, NAME.sh, NAME.yml and NAME.json, for AppArmor NAME.diff; "
	  "the module's version "
	  "goes "
	  "up when its rules are others than those that are there" },
	{ 0, "force", AVOW_OPTION_FLAG, offsetof(struct options, is_forced), NULL, NULL,
	  "overwrite files in the directory of --output that avow did not make, or that "
	  "were changed since" },
	{ 0, "xperms", AVOW_OPTION_FLAG, offsetof(struct options, has_commands), NULL,
	  NULL,
	  "with each rule for ioctl, allow only the commands that were seen "
	  "(allowxperm); "
	  "without it, only where the policy has such rules for the pair" },
	{ 'R', "refpolicy", AVOW_OPTION_FLAG, offsetof(struct options, is_refpolicy),
	  NULL, NULL,
	  "write the .te in the style of refpolicy: policy_module(), gen_require(), and "
	  "a "
	  "permission set such as read_file_perms where it is the rule's set exactly; it "
	  "is compiled with the Makefile of selinux-policy-dev" },
	{ 0, "headers", AVOW_OPTION_STRING, offsetof(struct options, headers),
	  "DIRECTORY", "directory",
	  "the policy's headers, whose sets --refpolicy may use; by default " HEADERS
	  ", and no sets when that is not there" },
	{ 0, "no-cache", AVOW_OPTION_FLAG, offsetof(struct options, has_no_cache), NULL,
	  NULL,
	  "with --refpolicy, read the headers with m4 even if they are as they were: "
	  "what came of them is else kept in $XDG_CACHE_HOME/avow (~/.cache/avow; "
	  "/var/cache/avow for root)" },
	{ 0, "cil", AVOW_OPTION_FLAG, offsetof(struct options, is_cil), NULL, NULL,
	  "the same as --format=cil" },
	{ 0, "plain", AVOW_OPTION_FLAG, offsetof(struct options, is_plain), NULL, NULL,
	  "the same as --format=plain" },
	{ 0, "rules", AVOW_OPTION_FLAG, offsetof(struct options, is_rules), NULL, NULL,
	  "answer everything with rules, whatever else would do and whatever they open, "
	  "as audit2allow(1) does: there is no plan then" },
	AVOW_STEERING_OPTIONS(struct options),
	{ 0, "decisions", AVOW_OPTION_STRING, offsetof(struct options, decisions), "FILE",
	  "file",
	  "follow what FILE says of single clusters: which change is accepted, or that "
	  "it "
	  "is refused, why, and until when" },
	{ 'i', "interactive", AVOW_OPTION_FLAG, offsetof(struct options, is_interactive),
	  NULL, NULL,
	  "ask at the terminal, cluster by cluster, and write the answers to the file of "
	  "--decisions; nothing else is printed" },
	AVOW_NEVERALLOW_OPTION(struct options),
	AVOW_READING_OPTIONS(struct options),
};

static const struct avow_example examples[] = {
	{ "avow suggest -p /etc/selinux/default/policy/policy.33 -f plan audit.log",
	  "What should change, in which order, what it costs, and what it comes to." },
	{ "avow suggest -m myapp -o . audit.log && less myapp.plan && sh myapp.sh",
	  "Write the plan, the module and the commands, read them, and see what would "
	  "be done; `sh myapp.sh --apply` does it." },
	{ "avow suggest --only myapp_t --accept SEL-ALLOW -m myapp -o . && "
	  "checkmodule -M -m -o myapp.mod myapp.te && "
	  "semodule_package -o myapp.pp -m myapp.mod",
	  "Only rules, only for one domain, from this machine's own log." },
};

static bool has_plan(const struct options *options)
{
	return !options->is_rules;
}

/* What of the suggestion has the name @format, when it is no form of the plan. */
static const char *text_of(const struct avow_suggestion *suggestion, const char *format)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{ "te", suggestion->te },
		{ "cil", suggestion->cil },
		{ "plain", suggestion->plain },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		if (strcmp(format, texts[i].name) == 0)
			return texts[i].text;
	return NULL;
}

/* Prints or writes the suggestion as the options say; the exit status. */
static int deliver(const struct avow_session *session, const struct options *options,
		   const struct avow_module_files *files)
{
	const struct avow_suggestion *suggestion = &session->findings.suggestion;
	const bool has_policy = session->findings.policy.kind;
	const struct avow_plan_format *format = avow_plan_format_named(
		has_policy || options->has_format ? options->format : "diff");
	const struct avow_report_style style = avow_terminal_style();
	const struct avow_report report = { .analysis = &session->analysis,
					    .findings = &session->findings };
	struct avow_error error;
	int result = 0;

	if (options->output)
		result = avow_module_files_write(files, &report, &error);
	else if (format)
		result = format->write(&report, &style, stdout, &error);
	else if (suggestion->rules > 0 && text_of(suggestion, options->format))
		fputs(text_of(suggestion, options->format), stdout);
	if (result) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (suggestion->cil && !suggestion->te)
		avow_print_error("there is no .te: its rules have names that only CIL "
				 "can write");
	if (!format && has_policy && suggestion->rules == 0)
		avow_print_error("no allow rule would answer any of these denials");
	if (!format || options->output || !has_policy)
		avow_outcome_print(session, has_plan(options),
				   options->output ? stdout : stderr);
	return AVOW_EXIT_FINE;
}

/* Once the plan is made: the questions, or the forms that were asked for. */
static int finish(const struct avow_session *session, const struct options *options,
		  const struct avow_module_files *files, struct avow_rulings *rulings)
{
	const struct avow_report report = { .analysis = &session->analysis,
					    .findings = &session->findings };
	int status;

	if (options->is_interactive)
		return avow_ask(&report, rulings, options->decisions);
	status = deliver(session, options, files);
	avow_steering_tell(&options->steering, &report);
	if (options->decisions) {
		avow_decisions_tell(options->decisions, rulings);
		if (rulings->all_doubts)
			status = AVOW_EXIT_TROUBLE;
	}
	return status;
}

/* A file that is not understood as a whole would lose something by being rewritten. */
static int open_decisions(const struct avow_session *session,
			  const struct options *options, struct avow_rulings *out)
{
	struct avow_error error;
	int code = 0;

	if (options->decisions)
		code = avow_decisions_open(options->decisions, &session->analysis,
					   options->is_interactive, out, &error);
	if (code == 0 && options->is_interactive && out->all_doubts)
		code = avow_error_set(&error, AVOW_E_INPUT,
				      "%s: mend it before it is written to",
				      options->decisions);
	if (code)
		avow_print_error(error.message);
	return code;
}

static const struct {
	const char *name;
	enum avow_profile_abi abi;
} abis[] = {
	{ "2.13", AVOW_ABI_2_13 },
	{ "3.0", AVOW_ABI_3_0 },
	{ "4.0", AVOW_ABI_4_0 },
};

/* AUTO for one that is not known, or not given. */
static enum avow_profile_abi abi_of(const char *name)
{
	for (size_t i = 0; name && i < AVOW_ARRAY_SIZE(abis); i++)
		if (strcmp(abis[i].name, name) == 0)
			return abis[i].abi;
	return AVOW_ABI_AUTO;
}

static int ask_policy(struct avow_session *session, const struct options *options,
		      const struct avow_module_files *files, struct avow_rulings *rulings)
{
	struct avow_steering steering = options->steering;
	struct avow_buf cache = { 0 };
	const struct avow_selinux_options asked = {
		.module = options->module,
		.contexts = options->asking.contexts,
		.neverallow = options->asking.neverallow,
		.steering = has_plan(options) ? &steering : NULL,
		.has_commands = options->has_commands,
		.headers = options->headers,
		.cache = options->has_no_cache ? NULL : avow_cache_directory(&cache),
		.has_sources = !options->is_interactive,
		.previous = avow_buf_span(&files->previous),
		.has_decisions = options->is_interactive,
		.has_layers = options->is_interactive,
	};

	steering.rulings = rulings;
	avow_session_ask(session, options->asking.policy, &asked);
	avow_buf_free(&cache);
	if (has_plan(options))
		avow_session_ask_profiles(
			session, options->asking.profiles,
			&(struct avow_apparmor_options){ .abi = abi_of(options->abi),
							 .steering = &steering });
	if (session->has_findings)
		return finish(session, options, files, rulings);
	if (!session->troubles)
		avow_print_error(session->no_policy);
	return AVOW_EXIT_TROUBLE;
}

/* Looks at the directory before anything is asked: it has the module's last version. */
static int open_files(const struct options *options, struct avow_module_files *out)
{
	struct avow_error error;

	*out = (struct avow_module_files){ .directory = options->output,
					   .name = options->module,
					   .is_forced = options->is_forced,
					   .has_plan = has_plan(options) };
	if (!options->output || avow_module_files_open(out, &error) == 0)
		return 0;
	avow_print_error(error.message);
	return AVOW_E_NOMEM;
}

static int suggest(const struct options *options, char *const *inputs, size_t count)
{
	struct avow_session session = { 0 };
	struct avow_rulings rulings = { 0 };
	struct avow_module_files files;
	int status = AVOW_EXIT_TROUBLE;

	if (open_files(options, &files) == 0 &&
	    avow_session_read(&session, &options->reading, inputs, count) &&
	    open_decisions(&session, options, &rulings) == 0)
		status = ask_policy(&session, options, &files, &rulings);
	if (session.troubles)
		status = AVOW_EXIT_TROUBLE;
	avow_rulings_free(&rulings);
	avow_module_files_close(&files);
	avow_session_close(&session);
	return status;
}

/* What --rules and --interactive need, and what they do not go with. */
static int check_modes(const struct options *options, struct avow_error *error)
{
	if (options->abi && abi_of(options->abi) == AVOW_ABI_AUTO)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--abi=%s: it is one of 2.13, 3.0 and 4.0",
				      options->abi);
	if (options->is_rules && (options->decisions || options->is_interactive))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--rules makes no plan for --decisions");
	if (options->is_interactive && !options->decisions)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--interactive needs --decisions FILE to write to");
	if (options->is_interactive && (options->output || options->format))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--interactive writes nothing but the decisions: "
				      "leave out --output and --format");
	return 0;
}

/* Settles whether the .te is refpolicy's, and where its headers are. */
static int check_refpolicy(struct options *options, struct avow_error *error)
{
	struct stat status;

	if (options->headers && !options->is_refpolicy)
		return avow_error_set(error, AVOW_E_USAGE, "--headers needs --refpolicy");
	if (options->is_refpolicy && !options->output &&
	    strcmp(options->format, "te") != 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--refpolicy is for the .te: leave out --format");
	if (options->headers &&
	    (stat(options->headers, &status) != 0 || !S_ISDIR(status.st_mode)))
		return avow_error_set(error, AVOW_E_USAGE, "%s: it is no directory",
				      options->headers);
	if (options->has_no_cache && !options->is_refpolicy)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--no-cache needs --refpolicy");
	if (options->is_refpolicy && !options->headers)
		options->headers = HEADERS;
	return 0;
}

/* Settles which form is printed. */
static int check_format(struct options *options, struct avow_error *error)
{
	if (options->is_plain + options->is_cil + !!options->format + !!options->output >
	    1)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--output, --format, --cil and --plain exclude "
				      "each other");
	if (options->is_plain)
		options->format = "plain";
	else if (options->is_cil)
		options->format = "cil";
	options->has_format = options->format != NULL;
	if (!options->format)
		options->format = "te";
	if (avow_plan_format_named(options->format))
		return has_plan(options)
			       ? 0
			       : avow_error_set(error, AVOW_E_USAGE,
						"--rules makes no plan: the format %s "
						"needs one",
						options->format);
	if (strcmp(options->format, "te") != 0 && strcmp(options->format, "cil") != 0 &&
	    strcmp(options->format, "plain") != 0)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format=%s: it is one of te, cil, plain, plan, "
				      "script, ansible, json and diff",
				      options->format);
	return 0;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { .module = "avow_local" };
	struct avow_error error;
	int result = avow_options_parse(command->options, command->option_count, &words,
					&options, &error);

	if (!result)
		result = check_modes(&options, &error);
	if (!result)
		result = check_format(&options, &error);
	if (!result)
		result = check_refpolicy(&options, &error);
	if (!result)
		result = avow_steering_check(&options.steering, &error);
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
	.title = "what to change: labels, booleans, ports, a policy module; tried first",
	.synopsis = "[OPTION]... [INPUT]...",
	.description =
		"Reads audit logs as avow-report(1) does and makes one plan for the "
		"SELinux "
		"denials in them. For each cluster it takes the least change that the "
		"policy's "
		"own answer supports: nothing (allowed by now, harmless, or an attack), "
		"a "
		"label, a port, a boolean, another domain, and an allow rule last. The "
		"same "
		"change of several clusters is one. What is left to rules is a policy "
		"module; "
		"the rest are commands.\n"
		"\n"
		"Nothing is suggested that was not tried: all of it is put into the "
		"policy in "
		"memory together, every access is asked again, and the outcome is "
		"printed. The "
		"policy is therefore needed; it is only read. The outcome goes to the "
		"standard "
		"error output when the module goes to the standard output.\n"
		"\n"
		"Each change says what it answers, what it costs (permissions asked for, "
		"permissions granted beyond that, other domains opened), its risks by "
		"their "
		"code (avow-codes(7)), and its proof. Some rules, and booleans "
		"that give the same, are never proposed, only "
		"explained: those that reach the password hashes, the policy, the audit "
		"system, the kernel and its memory, files without a label, an executable "
		"heap "
		"or stack, or a type that would be both written and executed. "
		"--allow-risky "
		"with the risk's code overrides one by name.\n"
		"\n"
		"For AppArmor, with --profiles, the plan is rules: the objects and "
		"permissions that were refused, with the variables that the tunables "
		"define for what changes from process to process, user and machine. They "
		"go into the profile's local/ file where it includes one, else before "
		"its "
		"closing brace, and come as a diff: `avow suggest --profiles "
		"/etc/apparmor.d audit.log | patch -p1 -d /`. All denials are asked "
		"again of "
		"the edited profiles, and apparmor_parser, if it is there, compiles "
		"them. "
		"What a program did in a learning profile becomes rules of the profile "
		"that "
		"it would run in: its own where it has one, the profile that started it "
		"where it did nothing that this may not do or asked for too, else a new "
		"child of that profile.\n"
		"\n"
		"Denials in complain mode of a profile that no file holds, or of a "
		"program "
		"that was learned of outside of any, become a whole profile in a new "
		"file: "
		"usr.bin.lamp for /usr/bin/lamp, profile_lamp for a profile with another "
		"name, in complain mode first. A file of that name that is there is left "
		"alone. --accept without AA-NEW-PROFILE and AA-NEW-CHILD makes neither.\n"
		"\n"
		"Rules of one profile that differ in one name of their path, of which "
		"three "
		"or more were seen with one shape (numbers, dates, UUIDs, hexadecimal "
		"digits, "
		"what mkstemp makes), are one rule: a pattern for that shape, or a "
		"variable "
		"that the tunables define for it, with the names behind it in a comment. "
		"Not in /etc, /dev, /usr, /root and the like; --accept without "
		"AA-GENERALISE, "
		"and decisions, leave the names as they are.\n"
		"\n"
		"--abi says which AppArmor the text is for. 2.13: rules for files, "
		"capabilities, "
		"network (family and type alone), unix, signal, ptrace, mount, dbus, "
		"change_profile and rlimit; a new file has #include, no abi and no "
		"local/ file, "
		"which that version cannot include if it exists. 3.0: the same rules; a "
		"new file "
		"has abi <abi/3.0> and include if exists <local/NAME>. 4.0: network "
		"rules with "
		"the permissions, addresses and ports of the records, and rules for "
		"mqueue, "
		"io_uring and userns. What a version has no rule for is left without an "
		"answer.\n"
		"\n"
		"Each rule has a severity, 0 to 10, of the worst that it grants: of "
		"files "
		"and "
		"capabilities as severity.db of AppArmor's tools says, which is read "
		"from "
		"apparmor/ beside the directory of the profiles "
		"(/etc/apparmor/severity.db); of "
		"all else as a table of avow's own says. Of changes of one kind the "
		"worst "
		"stand first.\n"
		"\n"
		"Flags (attach_disconnected, mediate_deleted) hold for all of a profile "
		"and are "
		"set, in its head as it stands, only where --accept or a decision names "
		"AA-SET-FLAG; with AA-ADD-RULE beside it the rules that then decide come "
		"too.\n"
		"\n"
		"What was decided of single clusters stands in the file of --decisions: "
		"entries "
		"apart by empty lines, comments with # above them. An entry is `accept "
		"ID` with "
		"the line `change: CODE` below it, where an id of a change behind the "
		"code "
		"tells several apart and `allow-risky: CODE,...` allows its risks; or "
		"`refuse "
		"ID`, with `because:` and `until: YYYY-MM-DD`. Lines of an entry are "
		"indented. A "
		"day is over when the newest record of the logs is of a later one. What "
		"is "
		"wrong in the file is told by line, the rest is followed, and the exit "
		"status "
		"is 2; of two entries that contradict each other neither is followed.\n"
		"\n"
		"No rule comes from a damaged record, or names a type, class or "
		"permission "
		"that the policy does not know.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.takes_inputs = true,
	.run = run,
};
