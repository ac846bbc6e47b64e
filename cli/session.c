/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Inputs and policy for the commands. It prints troubles and progress to the
 * standard error output, and nothing else.
 */
#include "cli/session.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/collect/named.h"
#include "analyzer/probe.h"
#include "cli/passes.h"
#include "cli/places.h"
#include "cli/print.h"
#include "cli/stored.h"
#include "policy/audit/lint.h"
#include "policy/apparmor/apparmor.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"

/*
 * Where this machine's own records are, the fullest first: auditd's logs
 * (auditd.conf(5), log_file), and where they go when it does not run.
 */
static const char *const own_logs[] = { "/var/log/audit", "journal:", "dmesg:" };

#define NEVERALLOW_SHOWN 10 /* of each kind */

static void clear_progress(struct avow_session *session)
{
	if (session->has_progress_line)
		fputs("\r\033[K", stderr);
	session->has_progress_line = false;
}

static void on_trouble(void *data, const struct avow_error *error)
{
	struct avow_session *session = data;

	clear_progress(session);
	avow_print_error(error->message);
	session->troubles += error->code != AVOW_OK;
}

static void on_progress(void *data, uint64_t done, uint64_t total)
{
	struct avow_session *session = data;

	if (total)
		fprintf(stderr, "\rreading: %3.0f %% of %.0f MB\033[K",
			100.0 * (double)done / (double)(done > total ? done : total),
			(double)total / 1e6);
	else
		fprintf(stderr, "\rreading: %.0f MB\033[K", (double)done / 1e6);
	session->has_progress_line = true;
}

static void on_pulse(void *data, const struct avow_analysis *analysis)
{
	struct avow_session *session = data;

	clear_progress(session);
	session->on_pulse(session->pulse_data, analysis);
}

/* A live input may have had nothing to tell, which is no trouble. */
static bool is_anything_usable(const struct avow_session *session)
{
	const struct avow_evidence *evidence = &session->analysis.evidence;
	struct avow_input_counts total = avow_evidence_total(evidence);

	for (size_t i = 0; i < evidence->input_count; i++)
		if (!evidence->inputs[i].is_broken &&
		    (evidence->inputs[i].is_live ||
		     (session->takes_empty && !evidence->inputs[i].bytes)))
			return true;
	return total.records + total.malformed > 0;
}

/* The log to read when none is named; NULL after saying why there is none. */
static const char *find_own_log(struct avow_session *session)
{
	struct avow_error why, error;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(own_logs); i++) {
		int result = avow_probe(own_logs[i], &why);

		if (result)
			avow_error_set(&error, AVOW_OK, "%s", why.message);
		else
			avow_error_set(&error, AVOW_OK, "reading %s", own_logs[i]);
		on_trouble(session, &error);
		if (!result)
			return own_logs[i];
	}
	avow_error_set(&error, AVOW_E_INPUT,
		       "no audit record is found on this machine: name an INPUT");
	on_trouble(session, &error);
	return NULL;
}

static bool is_any_live(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct avow_named_source *source = avow_named_find(names[i]);

		if (source && source->is_live_only)
			return true;
	}
	return false;
}

/* Reads until the end, or until it is stopped. */
static int analyze(struct avow_session *session, const struct avow_reading *reading,
		   const char *const *names, size_t count, struct avow_error *error)
{
	struct avow_analysis_options options = {
		.on_trouble = on_trouble,
		.on_progress = isatty(STDERR_FILENO) ? on_progress : NULL,
		.on_pulse = session->on_pulse ? on_pulse : NULL,
		.on_denial = session->on_denial,
		.denial_data = session->denial_data,
		.on_record = session->on_record,
		.on_record_too = session->on_record_too,
		.record_data = session->record_data,
		.is_enough = session->is_enough,
		.data = session,
		.takes_empty = session->takes_empty,
		.keeps_granted = session->keeps_granted,
		.source = { .is_following = reading->is_following },
	};
	struct avow_reading_stop stop;
	int result = avow_window_set(reading, names, count, &options, error);

	clear_progress(session);
	if (!result)
		result = avow_reading_begin(reading, is_any_live(names, count), &stop,
					    error);
	if (result)
		return result;
	options.source.stop = stop.stop;
	if (session->on_record && options.window.has_since)
		options.source.since = options.window.since.time.seconds;
	result = avow_analyze(names, count, &options, &session->analysis, error);
	clear_progress(session);
	avow_reading_end(&stop);
	return result;
}

bool avow_session_read(struct avow_session *session, const struct avow_reading *reading,
		       char *const *inputs, size_t count)
{
	const char *const *names = (const char *const *)inputs;
	const char *own;
	struct avow_error error;
	int stored = avow_stored_read(session, reading, names, count, &error);

	if (stored < 0)
		avow_print_error(error.message);
	if (stored)
		return stored > 0;
	if (count == 0) {
		own = find_own_log(session);
		if (!own)
			return false;
		names = &own;
		count = 1;
	}
	if (analyze(session, reading, names, count, &error)) {
		avow_print_error(error.message);
		return false;
	}
	return is_anything_usable(session);
}

int avow_session_read_nothing(struct avow_session *session, struct avow_error *error)
{
	const struct avow_analysis_options options = { .on_trouble = on_trouble,
						       .data = session,
						       .keeps_granted =
							       session->keeps_granted };

	return avow_analyze(NULL, 0, &options, &session->analysis, error);
}

static const char *why_no_policy(void)
{
	if (avow_apparmor_is_running())
		return "this machine runs AppArmor and not SELinux; "
		       "give the policy of the logged machine with --policy";
	return "SELinux is not enabled on this machine; "
	       "give the policy of the logged machine with --policy";
}

/* Keeps the error of a policy that cannot be used as the reason for having none. */
static void give_up(struct avow_session *session)
{
	session->troubles++;
	session->no_policy = session->policy_error.message;
	avow_print_error(session->policy_error.message);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* What of the user's neverallow rules was not understood, and what breaks them now. */
static void print_neverallow(const struct avow_neverallow_findings *found)
{
	size_t doubts = smaller(found->doubt_count, NEVERALLOW_SHOWN);
	size_t broken = smaller(found->broken_count, NEVERALLOW_SHOWN);

	for (size_t i = 0; i < doubts; i++)
		avow_print_place(found->path, found->doubts[i].line, "",
				 found->doubts[i].text);
	avow_print_more(found->all_doubts, doubts, "places that are not understood");
	for (size_t i = 0; i < broken; i++)
		avow_print_place(found->path, found->broken[i].line,
				 "the policy already breaks it: ", found->broken[i].rule);
	avow_print_more(found->all_broken, broken, "rules of the policy that break one");
	if (found->path && !found->rules)
		avow_print_place(found->path, 1, "",
				 "there is no neverallow rule to check");
}

void avow_session_ask(struct avow_session *session, const char *path,
		      const struct avow_selinux_options *options)
{
	struct avow_selinux_policy *policy;
	struct avow_error *error = &session->policy_error;

	if (!path)
		path = avow_selinux_running_policy();
	if (!path) {
		session->no_policy = why_no_policy();
		return;
	}
	if (avow_selinux_policy_open(path, &policy, error)) {
		give_up(session);
		return;
	}
	session->has_findings = !avow_selinux_find(policy, session->analysis.clusters,
						   options, &session->findings, error);
	if (session->has_findings)
		print_neverallow(&session->findings.neverallow);
	else
		give_up(session);
	avow_selinux_policy_close(policy);
}

static bool has_apparmor(const struct avow_clusters *clusters)
{
	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		if (avow_clusters_at(clusters, i)->lsm == AVOW_LSM_APPARMOR)
			return true;
	return false;
}

/* What of severity.db was not understood. */
static void print_severities(const struct avow_profiles_info *info)
{
	for (size_t i = 0; i < info->doubt_count; i++)
		avow_print_place(info->severities, info->doubts[i].line, "",
				 info->doubts[i].text);
	avow_print_more(info->all_doubts, info->doubt_count, "lines of severity.db");
}

void avow_session_ask_profiles(struct avow_session *session, const char *path,
			       const struct avow_apparmor_options *options)
{
	const struct avow_clusters *clusters = session->analysis.clusters;
	/* Of a log without a denial profiles that were named tell that much. */
	bool is_asked =
		has_apparmor(clusters) || (path && !avow_clusters_count(clusters));
	struct avow_profiles *profiles;
	struct avow_error error;

	if (!path)
		path = avow_apparmor_running_profiles();
	if (!path || !is_asked)
		return;
	if (avow_profiles_read(path, NULL, &profiles, &error)) {
		session->troubles++;
		avow_print_error(error.message);
		return;
	}
	avow_print_defects(profiles);
	if (avow_apparmor_find(profiles, path, session->analysis.clusters, options,
			       &session->findings, &error)) {
		session->troubles++;
		avow_print_error(error.message);
	} else {
		session->has_findings = true;
		print_severities(&session->findings.profiles);
	}
	avow_profiles_free(profiles);
}

static bool is_file(const char *path, const struct stat *file)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_dev == file->st_dev &&
	       status.st_ino == file->st_ino;
}

/* A report must not replace the log, or the report, that it is of. */
int avow_session_check_output(const struct avow_session *session, const char *path,
			      struct avow_error *error)
{
	const struct avow_evidence *evidence = &session->analysis.evidence;
	struct stat output;
	bool is_input;

	if (!path || stat(path, &output) != 0 || !S_ISREG(output.st_mode))
		return AVOW_OK;
	is_input = session->report && is_file(session->report, &output);
	for (size_t i = 0; i < evidence->input_count && !is_input; i++)
		is_input = is_file(evidence->inputs[i].name.data, &output);
	return is_input ? avow_error_set(error, AVOW_E_USAGE,
					 "%s: is an input, and is not overwritten", path)
			: AVOW_OK;
}

void avow_session_close(struct avow_session *session)
{
	avow_audit_linted_free(session->linted);
	avow_findings_free(&session->findings);
	avow_analysis_free(&session->analysis);
	avow_arena_free(&session->arena);
}
