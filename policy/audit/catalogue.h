/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_CATALOGUE_H
#define AVOW_AUDIT_CATALOGUE_H

#include "policy/audit/audit.h"

/* The groups of the catalogue, in its order; catalogue.def has the rules. */
enum avow_audit_group {
#define GROUP(id, name, title) AVOW_AUDIT_GROUP_##id,
#include "policy/audit/catalogue.def"
	AVOW_AUDIT_GROUPS
};

/* "identity"; its title, "accounts, and how they log in". */
const char *avow_audit_group_name(enum avow_audit_group group);
const char *avow_audit_group_title(enum avow_audit_group group);

/* One row of the catalogue, for the manual. */
struct avow_audit_catalogue_row {
	enum avow_audit_group group;
	const char *key;
	const char *purpose;  /* without its full stop */
	const char *what;     /* calls, operations or paths */
	const char *controls; /* "" where it serves none */
};

/* False past the last. */
bool avow_audit_catalogue(size_t index, struct avow_audit_catalogue_row *out);

/* The cheapest rule by which the kernel collects the paths of files for denials. */
extern const char avow_audit_paths_rule[];

/* What is to be suggested. */
struct avow_audit_suggest_options {
	struct avow_audit_target target;
	const char *root;           /* whose files count; "": this system's */
	uint32_t groups;            /* bits of enum avow_audit_group */
	const char *const *watches; /* paths whose files are to be watched */
	size_t watch_count;
	bool has_paths; /* the rule by which denials get their paths */
};

/*
 * Writes a file of rules, each with its purpose, its cost by the model, and the controls
 * that it serves. Of the catalogue, what is not there is left out; a watched path that is
 * not there, or that the kernel refuses, is AVOW_E_INPUT with a sentence. AVOW_E_NOMEM.
 */
int avow_audit_suggest(const struct avow_audit_suggest_options *options,
		       struct avow_buf *out, struct avow_error *error) avow_must_check;

#endif
