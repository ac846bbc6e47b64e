/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules suggest: rules from avow's own catalogue. */
#include "analyzer/base/near.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "policy/audit/catalogue.h"

static int find_group(const char *word, uint32_t *groups, struct avow_error *error)
{
	struct avow_near near = avow_near_begin(avow_span_of(word));

	for (int i = 0; i < AVOW_AUDIT_GROUPS; i++) {
		const char *name = avow_audit_group_name((enum avow_audit_group)i);

		if (strcmp(name, word) == 0) {
			*groups |= 1u << i;
			return AVOW_OK;
		}
		avow_near_try(&near, name);
	}
	return avow_error_set(error, AVOW_E_USAGE, "%s: no such group of rules%s%s%s",
			      word, near.best ? "; did you mean " : "",
			      near.best ? near.best : "", near.best ? "?" : "");
}

/* The groups that are named; all of them where nothing is. */
static int find_groups(const struct avow_rules_job *job, uint32_t *groups,
		       struct avow_error *error)
{
	const struct avow_rules_options *options = job->options;
	int result = AVOW_OK;

	*groups = 0;
	for (size_t i = 0; i < job->word_count && !result; i++)
		result = find_group(job->words[i], groups, error);
	if (options->watches.all > options->watches.count)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--watch may be given %d times",
				      AVOW_OPTION_LIST_MAX);
	if (!job->word_count && !options->watches.count && !options->has_paths)
		*groups = (1u << AVOW_AUDIT_GROUPS) - 1;
	return result;
}

static int run_suggest(const struct avow_rules_job *job)
{
	struct avow_audit_suggest_options options = {
		.target = job->targets.items[0],
		.root = job->options->root,
		.watches = job->options->watches.items,
		.watch_count = job->options->watches.count,
		.has_paths = job->options->has_paths,
	};
	struct avow_buf out = { 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (find_groups(job, &options.groups, &error) ||
	    avow_audit_suggest(&options, &out, &error))
		avow_print_error(error.message);
	else
		status = avow_rules_write(job, &out, AVOW_EXIT_FINE);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_suggest = {
	.name = "suggest",
	.says = "writes rules from avow's own catalogue, of the groups that the operands "
		"name (see below) or of all, each with its purpose, what it costs, and "
		"the "
		"controls of CIS (Debian 12), STIG (RHEL 9) and PCI DSS 4 that it "
		"serves; "
		"with --watch or --paths, rules for these; for what is there under "
		"--root",
	.options = "paths watch",
	.operand = "group",
	.run = run_suggest,
};
