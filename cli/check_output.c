/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A check to the standard output, to files, and to the host that runs the job. */
#include "cli/check_output.h"

#include <stdlib.h>

#include "cli/output.h"
#include "cli/terminal.h"
#include "reports/check/check.h"

#define GITLAB_FILE "gl-code-quality-report.json"

static const char *const hosts[] = { "auto", "github", "gitlab", "none" };

int avow_check_outputs_check(const struct avow_check_outputs *outputs,
			     struct avow_error *error)
{
	size_t host = 0;

	if (!avow_check_format_named(outputs->format))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--format=%s: it is text, json, md, junit, sarif, "
				      "github or gitlab",
				      outputs->format);
	if (outputs->files.all > outputs->files.count)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--output may be given %d times",
				      AVOW_OPTION_LIST_MAX);
	for (size_t i = 0; i < outputs->files.count; i++)
		if (!avow_check_format_for_file(outputs->files.items[i]))
			return avow_error_set(error, AVOW_E_USAGE,
					      "%s: the suffix names no format: .txt, "
					      ".json, .md, .xml, .sarif or "
					      ".codequality.json",
					      outputs->files.items[i]);
	while (host < AVOW_ARRAY_SIZE(hosts) &&
	       strcmp(hosts[host], outputs->annotate) != 0)
		host++;
	if (host == AVOW_ARRAY_SIZE(hosts))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--annotate=%s: it is auto, github, gitlab or none",
				      outputs->annotate);
	return AVOW_OK;
}

static int write_file(const struct avow_check_format *format, const char *path,
		      const struct avow_session *session, const struct avow_check *check,
		      struct avow_error *error)
{
	const struct avow_report_style plain = { 0 };
	const struct avow_report_style style = path ? plain : avow_terminal_style();
	struct avow_output output;
	int result = avow_session_check_output(session, path, error);

	if (!result)
		result = avow_output_open(&output, path, error);
	if (result)
		return result;
	result = format->write(check, &style, output.stream, error);
	if (!result)
		return avow_output_commit(&output, error);
	avow_output_discard(&output);
	return result;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && strcmp(value, "true") == 0;
}

/* The variables that the hosts themselves document as theirs. */
static const char *host_of(const struct avow_check_outputs *outputs)
{
	if (strcmp(outputs->annotate, "auto") != 0)
		return outputs->annotate;
	return is_set("GITHUB_ACTIONS") ? "github"
	       : is_set("GITLAB_CI")    ? "gitlab"
					: "none";
}

static int annotate(const char *host, const struct avow_session *session,
		    const struct avow_check *check, struct avow_error *error)
{
	if (strcmp(host, "none") == 0)
		return AVOW_OK;
	return write_file(avow_check_format_named(host),
			  strcmp(host, "gitlab") == 0 ? GITLAB_FILE : NULL, session,
			  check, error);
}

int avow_check_write_all(const struct avow_check_outputs *outputs,
			 const struct avow_session *session,
			 const struct avow_check *check, struct avow_error *error)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < outputs->files.count && !result; i++)
		result = write_file(avow_check_format_for_file(outputs->files.items[i]),
				    outputs->files.items[i], session, check, error);
	if (!result)
		result = write_file(avow_check_format_named(outputs->format), NULL,
				    session, check, error);
	return result ? result : annotate(host_of(outputs), session, check, error);
}
