/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules optimize: rules that record the same and cost less. */
#include "cli/print.h"
#include "cli/rules.h"
#include "policy/audit/optimize/optimize.h"

static void put_gain(struct avow_buf *out, const struct avow_audit_gain *gain)
{
	avow_buf_printf(out, "#   %-10s %8.0f ns  ->  %6.0f ns\n", gain->call,
			gain->before, gain->after);
}

/* What was done, as comments above the rules. */
static void put_head(const struct avow_audit_optimized *optimized, struct avow_buf *out)
{
	avow_buf_printf(out,
			"# Made by avow rules optimize: %zu rules of the list exit, %zu "
			"before.\n",
			optimized->rules_after, optimized->rules_before);
	avow_buf_printf(
		out,
		"# The same verdict and key for %llu events drawn from the rules, "
		"and %llu of a log.\n",
		(unsigned long long)optimized->drawn,
		(unsigned long long)optimized->recorded);
	avow_buf_puts(out,
		      "# What a call that is not recorded takes longer, by the model "
		      "of avow rules cost:\n");
	for (size_t i = 0; i < optimized->gain_count; i++)
		put_gain(out, optimized->gains + i);
	put_gain(out, &optimized->mean);
}

static int optimize(const struct avow_rules_job *job,
		    const struct avow_audit_rules *rules,
		    const struct avow_inputs *inputs)
{
	bool has_trouble = false;
	const struct avow_audit_optimize_options options = {
		.inputs = inputs->count ? inputs : NULL,
		.on_trouble = avow_rules_note_trouble,
		.data = &has_trouble,
	};
	struct avow_audit_optimized optimized;
	struct avow_buf out = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_audit_optimize(rules, &options, &optimized, &error)) {
		avow_print_error(error.message);
	} else {
		put_head(&optimized, &out);
		avow_buf_append(&out, avow_buf_span(&optimized.text));
		status = avow_rules_write(job, &out, AVOW_EXIT_FINE);
	}
	avow_buf_free(&out);
	avow_audit_optimized_free(&optimized);
	return has_trouble ? AVOW_EXIT_TROUBLE : status;
}

/* The log is read twice. */
static bool is_readable(const struct avow_inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (inputs->items[i].named || !inputs->items[i].inode ||
		    strcmp(inputs->items[i].path, "-") == 0) {
			avow_print_error("--log is read twice: name files");
			return false;
		}
	return true;
}

static int run_optimize(const struct avow_rules_job *job)
{
	struct avow_audit_rules *rules = avow_rules_read(job);
	struct avow_inputs inputs = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (!rules)
		return AVOW_EXIT_TROUBLE;
	if (rules->error_count)
		status = AVOW_EXIT_NO;
	else if (!job->options->log ||
		 (!avow_rules_inputs(&job->options->log, 1, &inputs) &&
		  is_readable(&inputs)))
		status = optimize(job, rules, &inputs);
	avow_inputs_free(&inputs);
	avow_audit_free(rules);
	return status;
}

const struct avow_rules_action avow_rules_action_optimize = {
	.name = "optimize",
	.says = "writes rules that record the same and cost less, each change with its "
		"reason: rules that never decide are left out, directories are compared "
		"for the calls that perm is about, rules that differ in their calls are "
		"one, what is cheap and seldom true comes first, and calls that no rule "
		"records end at a first never. The verdict is held to be the same for "
		"events drawn from the rules, and with --log for those of a log, by "
		"whose frequencies the rules are put in order",
	.options = "log",
	.run = run_optimize,
};
