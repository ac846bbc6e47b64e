/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Inputs and policy for the commands. It prints troubles and progress to the
 * standard error output, and nothing else.
 */
#include "cli/session.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/print.h"
#include "policy/apparmor/apparmor.h"
#include "policy/selinux/selinux.h"

/* Where auditd keeps its logs (auditd.conf(5), log_file). */
static const char *const own_logs[] = { "/var/log/audit" };

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

static bool is_anything_usable(const struct avow_evidence *evidence)
{
	struct avow_input_counts total = avow_evidence_total(evidence);

	return total.records + total.malformed > 0;
}

bool avow_session_read(struct avow_session *session, char *const *inputs, size_t count)
{
	const struct avow_analysis_options options = {
		.on_trouble = on_trouble,
		.on_progress = isatty(STDERR_FILENO) ? on_progress : NULL,
		.data = session,
	};
	const char *const *names = count ? (const char *const *)inputs : own_logs;
	struct avow_error error;
	int result;

	if (count == 0)
		count = AVOW_ARRAY_SIZE(own_logs);
	result = avow_analyze(names, count, &options, &session->analysis, &error);
	clear_progress(session);
	if (result) {
		avow_print_error(error.message);
		return false;
	}
	return is_anything_usable(&session->analysis.evidence);
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

void avow_session_ask(struct avow_session *session, const char *path, const char *module)
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
						   module, &session->findings, error);
	if (!session->has_findings)
		give_up(session);
	avow_selinux_policy_close(policy);
}

void avow_session_close(struct avow_session *session)
{
	avow_findings_free(&session->findings);
	avow_analysis_free(&session->analysis);
}
