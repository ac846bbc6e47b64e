/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_RULES_H
#define AVOW_CLI_RULES_H

#include "analyzer/collect/inputs.h"
#include "cli/command.h"
#include "policy/audit/audit.h"

/* The options of `avow rules`, for all of its actions. */
struct avow_rules_options {
	const char *format, *output, *target, *root;
	const char *log;
	bool is_calibrated;
	struct avow_option_list watches;
	bool has_paths;
	const char *key; /* of rules to be deleted or listed */
	bool is_all, is_dry, is_yes, is_locking;
	const char *rules; /* where the operands are logs; NULL: this system's */
};

/* What an action is run with. */
struct avow_rules_job {
	const struct avow_rules_options *options;
	struct avow_audit_targets targets;
	const char *const *paths; /* of rules, at least one */
	size_t path_count;
	bool has_paths;           /* they were named */
	const char *const *words; /* operands that are no rules */
	size_t word_count;
};

/* One action: a row in the table of rules.c, in a file of its own where it is more. */
struct avow_rules_action {
	const char *name;
	const char *says;    /* what it does, a sentence without its full stop */
	const char *formats; /* apart by blanks, the first by default; NULL: it has one */
	const char *options; /* that not every action takes, apart by blanks; or NULL */
	bool has_many_targets;
	const char *operand; /* what each of its operands is; NULL: a file of rules */
	bool needs_operand;
	int (*run)(const struct avow_rules_job *job);
};

extern const struct avow_rules_action avow_rules_action_lint, avow_rules_action_print,
	avow_rules_action_compile, avow_rules_action_fmt, avow_rules_action_merge,
	avow_rules_action_explain, avow_rules_action_diff, avow_rules_action_cost,
	avow_rules_action_coverage, avow_rules_action_optimize, avow_rules_action_suggest,
	avow_rules_action_status, avow_rules_action_list, avow_rules_action_load,
	avow_rules_action_delete, avow_rules_action_persist;

/* The options for reading for one of the targets. */
struct avow_audit_options avow_rules_reading(const struct avow_rules_job *job,
					     size_t target);

/* Reads the inputs for the first target, and tells what is wrong in them; NULL with a
 * sentence when they cannot be read. */
struct avow_audit_rules *avow_rules_read(const struct avow_rules_job *job);
/* The same for the text of the one input. */
struct avow_audit_rules *avow_rules_read_text(const struct avow_rules_job *job,
					      struct avow_span text);

#define AVOW_RULES_OWN "/etc/audit/rules.d"

/* The name of what the kernel has, where a file of rules is read. */
#define AVOW_RULES_KERNEL "kernel:"

/* Tells faults from @severity on; what is less is passed over. */
void avow_rules_tell(const struct avow_fault *faults, size_t count,
		     enum avow_fault_severity severity);

/* Whether --format says this one; the first of the action's where it is not given. */
bool avow_rules_is_format(const struct avow_rules_job *job, const char *name,
			  bool is_default);

/*
 * The inputs that logs are, to be freed in every case. AVOW_E_NOMEM, or AVOW_E_IO when
 * one of them cannot be used; a sentence is told.
 */
int avow_rules_inputs(const char *const *logs, size_t count,
		      struct avow_inputs *out) avow_must_check;

/* Tells what of a log cannot be read; @data, a bool, is set then. */
void avow_rules_note_trouble(void *data, const struct avow_error *error);

/* @text to the output; an exit status: @status, or trouble. */
int avow_rules_write(const struct avow_rules_job *job, struct avow_buf *text, int status);

/* The same, with each line in the form that a terminal takes as plain text. */
int avow_rules_write_shown(const struct avow_rules_job *job, struct avow_buf *text,
			   int status);

#endif
