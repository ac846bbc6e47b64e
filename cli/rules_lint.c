/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules lint: what is wrong with rules, and what to write. */
#include <string.h>

#include "cli/output.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "cli/terminal.h"
#include "policy/audit/lint.h"
#include "reports/faults.h"

/* The formats, the first by default. */
static const struct {
	const char *name;
	int (*write)(const struct avow_faults *faults,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
} formats[] = {
	{ "text", avow_faults_text },
	{ "json", avow_faults_json },
	{ "sarif", avow_faults_sarif },
	{ "junit", avow_faults_junit },
};

static int write_page(const struct avow_rules_job *job, const struct avow_faults *faults,
		      struct avow_error *error)
{
	struct avow_report_style style = { 0 };
	struct avow_output output;
	size_t format = 0;
	int code = avow_output_open(&output, job->options->output, error);

	if (code)
		return code;
	while (!avow_rules_is_format(job, formats[format].name, !format))
		format++;
	if (!job->options->output)
		style = avow_terminal_style();
	code = formats[format].write(faults, &style, output.stream, error);
	if (code)
		avow_output_discard(&output);
	else
		code = avow_output_commit(&output, error);
	return code;
}

static bool reads_standard_input(const struct avow_rules_job *job)
{
	for (size_t i = 0; i < job->path_count; i++)
		if (strcmp(job->paths[i], "-") == 0)
			return true;
	return false;
}

static int run_lint(const struct avow_rules_job *job)
{
	const struct avow_audit_lint_options options = {
		.targets = &job->targets,
		.root = job->options->root,
		.is_rooted = *job->options->root,
	};
	struct avow_audit_linted *linted;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (job->targets.count > 1 && reads_standard_input(job)) {
		avow_print_error("the standard input can be read for one architecture");
		return status;
	}
	if (avow_audit_lint(job->paths, job->path_count, &options, &linted, &error)) {
		avow_print_error(error.message);
		return status;
	}
	if (write_page(job, &linted->faults, &error))
		avow_print_error(error.message);
	else
		status = linted->faults.counts[AVOW_FAULT_ERROR] ? AVOW_EXIT_NO
								 : AVOW_EXIT_FINE;
	avow_audit_linted_free(linted);
	return status;
}

const struct avow_rules_action avow_rules_action_lint = {
	.name = "lint",
	.says = "tells what is wrong with rules, why it matters, and what to write; for "
		"several architectures at once, where --target names them. What is not "
		"there is told under a --root, / for this system",
	.formats = "text json sarif junit",
	.has_many_targets = true,
	.run = run_lint,
};
