/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checks what the user says of a plan, before any log is read; and tells what of it met
 * nothing in the logs.
 */
#include "cli/steering.h"

#include <string.h>

#include "cli/codes.h"
#include "analyzer/base/near.h"
#include "cli/print.h"

#define RISKS "risk SEL-REFUSE SEL-NEVERALLOW" /* kinds, and codes that are as risks */

/* A word in capitals is a code; clusters and types have none. */
static bool is_code(struct avow_span word)
{
	return avow_span_starts_with(word, "SEL-") || avow_span_starts_with(word, "AA-");
}

/* @kinds may name single codes as well. */
static bool is_kind(const struct avow_code_row *row, const char *kinds)
{
	return strstr(kinds, row->kind) != NULL || strstr(kinds, row->code) != NULL;
}

static int check_code(const char *option, struct avow_span word, const char *kinds,
		      struct avow_error *error)
{
	struct avow_near near = avow_near_begin(word);

	for (size_t i = 0; i < avow_codes_count(); i++) {
		const struct avow_code_row row = avow_codes_at(i);

		if (!is_kind(&row, kinds))
			continue;
		if (avow_span_is(word, row.code))
			return 0;
		avow_near_try(&near, row.code);
	}
	return avow_error_set(error, AVOW_E_USAGE,
			      "%s: %.*s is no code that it takes%s%s; `avow why --list` "
			      "shows the codes",
			      option, (int)word.length, word.data,
			      near.best ? "; did you mean " : "",
			      near.best ? near.best : "");
}

/* Takes the next word of a list, which may have blanks after its commas. */
static struct avow_span next_word(struct avow_span *rest)
{
	size_t length = avow_span_find(*rest, ',');
	struct avow_span word = avow_span_first(*rest, length);

	*rest = avow_span_skip(*rest, length + 1);
	return avow_span_trim_end(avow_span_trim_front(word));
}

static int check_list(const char *option, const char *list, const char *kinds,
		      bool has_codes_alone, struct avow_error *error)
{
	struct avow_span rest = avow_span_of(list ? list : "");
	int code = 0;

	if (list && strspn(list, ", ") == strlen(list))
		return avow_error_set(error, AVOW_E_USAGE, "%s: it names nothing",
				      option);
	while (!avow_span_is_empty(rest) && code == 0) {
		struct avow_span word = next_word(&rest);

		if (has_codes_alone || is_code(word))
			code = check_code(option, word, kinds, error);
	}
	return code;
}

int avow_steering_check(const struct avow_steering *steering, struct avow_error *error)
{
	int code = check_list("--accept", steering->accept, "advice", true, error);

	if (code == 0)
		code = check_list("--only", steering->only, "advice reason", false,
				  error);
	if (code == 0)
		code = check_list("--exclude", steering->exclude, "advice reason", false,
				  error);
	if (code == 0)
		code = check_list("--allow-risky", steering->allow_risky, RISKS, true,
				  error);
	return code;
}

int avow_steering_check_ruling(const struct avow_ruling *ruling, struct avow_error *error)
{
	const char *change = ruling->values[AVOW_RULING_CHANGE];
	const char *risks = ruling->values[AVOW_RULING_ALLOW_RISKY];
	int code = 0;

	if (change)
		code = check_code("change",
				  avow_span_make(change, strcspn(change, " \t")),
				  "advice", error);
	return code == 0 && risks ? check_list("allow-risky", risks, RISKS, true, error)
				  : code;
}

/* What is being looked for in the clusters. */
struct search {
	const struct avow_report *report;
	struct avow_near near;
	bool is_code_alone; /* of advice: nothing else is meant */
};

static bool is_word(struct search *search, const char *name)
{
	if (avow_span_is(search->near.typed, name))
		return true;
	if (!search->is_code_alone)
		avow_near_try(&search->near, name);
	return false;
}

static bool has_code(const struct search *search, const struct avow_finding *finding)
{
	const struct avow_span word = search->near.typed;

	for (size_t i = 0; i < finding->advice_count; i++)
		if (avow_span_is(word, finding->advice[i].code))
			return true;
	for (size_t i = 0; i < finding->reason_count && !search->is_code_alone; i++)
		if (avow_span_is(word, finding->reasons[i].code))
			return true;
	return false;
}

static bool meets(struct search *search, size_t index)
{
	const struct avow_findings *findings = search->report->findings;
	const struct avow_clusters *clusters = search->report->analysis->clusters;
	const struct avow_cluster *cluster = avow_clusters_at(clusters, index);
	uint32_t name = cluster->lsm == AVOW_LSM_APPARMOR ? cluster->apparmor->profile
							  : cluster->scontext_type;

	if (index < findings->count && has_code(search, &findings->of[index]))
		return true;
	return !search->is_code_alone &&
	       (avow_span_is(search->near.typed, cluster->id) ||
		is_word(search, avow_atoms_string(avow_clusters_atoms(clusters), name)));
}

static void tell_word(const char *option, const struct search *search)
{
	struct avow_span word = search->near.typed;
	struct avow_error error;

	avow_error_set(&error, AVOW_E_USAGE, "%s: %s %.*s%s%s", option,
		       search->is_code_alone ? "no cluster of these logs is advised"
					     : "no cluster of these logs is or has",
		       (int)(word.length < 256 ? word.length : 256), word.data,
		       search->near.best ? "; did you mean " : "",
		       search->near.best ? search->near.best : "");
	avow_print_error(error.message);
}

/* What is advised of no cluster may still be in the plan: a rule behind a flag. */
static bool is_planned(const struct avow_report *report, struct avow_span word)
{
	const struct avow_plan *plan = &report->findings->plan;

	for (size_t i = 0; i < plan->change_count; i++)
		if (avow_span_is(word, plan->changes[i].code))
			return true;
	return false;
}

static void tell_list(const char *option, const char *list, bool is_code_alone,
		      const struct avow_report *report)
{
	struct avow_span rest = avow_span_of(list ? list : "");
	size_t count = avow_clusters_count(report->analysis->clusters);

	while (!avow_span_is_empty(rest)) {
		struct search search = { .report = report,
					 .near = avow_near_begin(next_word(&rest)),
					 .is_code_alone = is_code_alone };
		bool is_met = avow_span_is_empty(search.near.typed) ||
			      (is_code_alone && is_planned(report, search.near.typed));

		for (size_t i = 0; i < count && !is_met; i++)
			is_met = meets(&search, i);
		if (!is_met)
			tell_word(option, &search);
	}
}

void avow_steering_tell(const struct avow_steering *steering,
			const struct avow_report *report)
{
	tell_list("--accept", steering->accept, true, report);
	tell_list("--only", steering->only, false, report);
	tell_list("--exclude", steering->exclude, false, report);
}
