/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules coverage: what of the rules came to be used in a log. */
#include "cli/output.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "cli/terminal.h"
#include "policy/audit/coverage.h"
#include "reports/coverage.h"

static int write_page(const struct avow_rules_job *job,
		      const struct avow_coverage *coverage, struct avow_error *error)
{
	bool is_json = avow_rules_is_format(job, "json", false);
	struct avow_report_style style = { 0 };
	struct avow_output output;
	int code = avow_output_open(&output, job->options->output, error);

	if (code)
		return code;
	if (!job->options->output)
		style = avow_terminal_style();
	code = (is_json ? avow_coverage_json : avow_coverage_text)(coverage, &style,
								   output.stream, error);
	if (code)
		avow_output_discard(&output);
	else
		code = avow_output_commit(&output, error);
	return code;
}

static int cover(const struct avow_rules_job *job, const struct avow_audit_rules *rules,
		 const struct avow_inputs *inputs, bool *has_trouble)
{
	struct avow_arena arena = { 0 };
	struct avow_coverage coverage;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_audit_cover(rules, inputs, avow_rules_note_trouble, has_trouble, &arena,
			     &coverage))
		avow_print_error("memory is out");
	else if (write_page(job, &coverage, &error))
		avow_print_error(error.message);
	else
		status = rules->error_count ? AVOW_EXIT_NO : AVOW_EXIT_FINE;
	avow_arena_free(&arena);
	return *has_trouble ? AVOW_EXIT_TROUBLE : status;
}

int avow_rules_inputs(const char *const *logs, size_t count, struct avow_inputs *out)
{
	bool has_trouble = false;

	*out = (struct avow_inputs){ 0 };
	for (size_t i = 0; i < count; i++)
		if (avow_inputs_add(out, logs[i], avow_rules_note_trouble,
				    &has_trouble)) {
			avow_print_error("memory is out");
			return AVOW_E_NOMEM;
		}
	avow_inputs_sort(out);
	return has_trouble ? AVOW_E_IO : AVOW_OK;
}

static int run_coverage(const struct avow_rules_job *job)
{
	struct avow_audit_rules *rules = avow_rules_read(job);
	struct avow_inputs inputs;
	bool has_trouble;
	int status = AVOW_EXIT_TROUBLE;

	if (!rules)
		return AVOW_EXIT_TROUBLE;
	has_trouble = avow_rules_inputs(job->words, job->word_count, &inputs);
	if (inputs.count)
		status = cover(job, rules, &inputs, &has_trouble);
	avow_inputs_free(&inputs);
	avow_audit_free(rules);
	return status;
}

const struct avow_rules_action avow_rules_action_coverage = {
	.name = "coverage",
	.says = "tells what of the rules (--rules) came to be used in logs, which are "
		"the "
		"operands: how often each key fired and how many bytes its events take, "
		"which never did, which types of records can be left out without a "
		"denial being hidden, and why denials lack the path of their file",
	.formats = "text json",
	.options = "rules",
	.operand = "log",
	.needs_operand = true,
	.run = run_coverage,
};
