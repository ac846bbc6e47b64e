/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What came of a suggestion, for people: how much is answered, and what is not. */
#include "cli/outcome.h"

#include "cli/print.h"
#include "reports/plan/plan.h"

#define UNANSWERED_SHOWN 10

/* What of the headers cannot be used. */
static void print_headers(const struct avow_suggestion *suggestion)
{
	if (suggestion->no_calls)
		avow_print_error(suggestion->no_calls);
	for (size_t i = 0; i < suggestion->bad_header_count; i++) {
		struct avow_buf text = { 0 };

		avow_buf_printf(&text,
				"%s: m4 does not get through it: its interfaces are "
				"not used",
				suggestion->bad_headers[i]);
		avow_print_error(avow_buf_string(&text));
		avow_buf_free(&text);
	}
}

/* Denials that were not asked again. */
static void print_rest(FILE *out, uint64_t count, const char *what)
{
	if (count)
		fprintf(out, "%llu denial%s %s\n", (unsigned long long)count,
			count == 1 ? " is" : "s are", what);
}

static uint64_t count_apparmor(const struct avow_clusters *clusters)
{
	uint64_t count = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		if (avow_clusters_at(clusters, i)->lsm == AVOW_LSM_APPARMOR)
			count += avow_clusters_at(clusters, i)->count;
	return count;
}

static void print_edit(const struct avow_profile_edit *edit, FILE *out)
{
	fputs(edit->is_new ? "new file: " : "changed: ", out);
	avow_print_text(out, avow_span_of(edit->path));
	if (edit->compiled && edit->compiled[0]) {
		fputs(": ", out);
		avow_print_text(out, avow_span_of(edit->compiled));
	}
	fputc('\n', out);
}

static void print_profiles(const struct avow_findings *findings, FILE *out)
{
	const struct avow_profile_edits *edits = &findings->edits;

	if (!edits->count)
		return;
	fprintf(out,
		"%zu rule%s of profiles; with them %llu of %llu AppArmor denials are "
		"allowed, each asked again%s\n",
		edits->rules, edits->rules == 1 ? "" : "s",
		(unsigned long long)edits->answered, (unsigned long long)edits->asked,
		edits->is_compiled ? "; apparmor_parser compiles all of it" : "");
	for (size_t i = 0; i < edits->count; i++)
		print_edit(edits->at + i, out);
}

static void print_covered(const struct avow_session *session, bool has_plan, FILE *out)
{
	const struct avow_suggestion *suggestion = &session->findings.suggestion;
	const struct avow_report report = { .analysis = &session->analysis,
					    .findings = &session->findings };
	struct avow_buf text = { 0 };

	if (has_plan) {
		avow_plan_outcome(&report, &text);
		fputs(avow_buf_string(&text), out);
		if (avow_plan_has_policy(&report))
			fprintf(out, "; the module has %zu rule%s", suggestion->rules,
				suggestion->rules == 1 ? "" : "s");
		if (suggestion->calls)
			fprintf(out, ", some of them by %zu call%s of interfaces",
				suggestion->calls, suggestion->calls == 1 ? "" : "s");
		fputc('\n', out);
	} else {
		fprintf(out, "covers %llu of %llu denials with %zu rule%s\n",
			(unsigned long long)suggestion->covered,
			(unsigned long long)suggestion->asked, suggestion->rules,
			suggestion->rules == 1 ? "" : "s");
	}
	avow_buf_free(&text);
}

/* What the plan has that is no part of the module, a line each. */
static void print_commands(const struct avow_session *session, FILE *out)
{
	const struct avow_plan *plan = &session->findings.plan;
	size_t left[AVOW_CHANGE_NONE + 1] = { 0 };

	for (size_t i = 0; i < plan->change_count; i++) {
		const struct avow_change *change = &plan->changes[i];

		left[change->state] += change->cluster_count;
		if (i >= plan->taken || !avow_plan_is_command(change))
			continue;
		fprintf(out, "%s: ", change->code);
		avow_print_text(out, avow_span_of(change->text));
		fprintf(out, " (%llu denial%s)\n", (unsigned long long)change->denials,
			change->denials == 1 ? "" : "s");
	}
	if (left[AVOW_CHANGE_NOTHING])
		fprintf(out, "%zu cluster%s where nothing should change\n",
			left[AVOW_CHANGE_NOTHING],
			left[AVOW_CHANGE_NOTHING] == 1 ? "" : "s");
	if (left[AVOW_CHANGE_RISKY])
		fprintf(out,
			"%zu cluster%s whose change would open too much: see the plan, "
			"and "
			"--allow-risky\n",
			left[AVOW_CHANGE_RISKY], left[AVOW_CHANGE_RISKY] == 1 ? "" : "s");
	if (left[AVOW_CHANGE_NONE])
		fprintf(out, "%zu cluster%s without an answer\n", left[AVOW_CHANGE_NONE],
			left[AVOW_CHANGE_NONE] == 1 ? "" : "s");
}

void avow_outcome_print(const struct avow_session *session, bool has_plan, FILE *out)
{
	const struct avow_suggestion *suggestion = &session->findings.suggestion;
	const struct avow_clusters *clusters = session->analysis.clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(clusters);
	struct avow_buf text = { 0 };

	print_headers(suggestion);
	print_covered(session, has_plan, out);
	if (has_plan)
		print_commands(session, out);
	if (suggestion->te_left_out)
		fprintf(out,
			"%zu rule%s, for %llu denial%s, can be written as CIL only\n",
			suggestion->te_left_out, suggestion->te_left_out == 1 ? "" : "s",
			(unsigned long long)suggestion->te_left_out_denials,
			suggestion->te_left_out_denials == 1 ? "" : "s");
	print_rest(out, suggestion->already, "allowed by this policy as it is");
	print_rest(out, suggestion->unjudged,
		   "of a context, class or permission that this policy does not know");
	if (session->findings.profiles.source)
		print_profiles(&session->findings, out);
	else
		print_rest(out, count_apparmor(clusters),
			   "AppArmor's, which no SELinux module answers");
	for (size_t i = 0; i < suggestion->unanswered_count; i++) {
		const struct avow_unanswered *left = &suggestion->unanswered[i];
		const struct avow_cluster *cluster =
			avow_clusters_at(clusters, left->cluster);

		if (i == UNANSWERED_SHOWN) {
			fprintf(out,
				"and %zu more accesses that are still denied: "
				"avow report lists them\n",
				suggestion->unanswered_count - i);
			break;
		}
		avow_buf_clear(&text);
		avow_buf_printf(
			&text, "still denied: %s -> %s : %s { %s }, %llu denial%s: ",
			avow_atoms_string(atoms, left->scontext),
			avow_atoms_string(atoms, left->tcontext),
			avow_atoms_string(atoms, cluster->tclass),
			avow_atoms_string(atoms, left->permissions),
			(unsigned long long)left->count, left->count == 1 ? "" : "s");
		avow_buf_printf(&text, "%s: %s", left->code, left->text);
		avow_print_text(out, avow_buf_span(&text));
		fputc('\n', out);
	}
	avow_buf_free(&text);
}
