/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sentences that sum a report up. */
#include "reports/headline.h"

#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "reports/plan/plan.h"

void avow_phrase_activity(struct avow_buf *out, const struct avow_activity *activity)
{
	for (size_t i = 0; i < activity->count_count; i++) {
		avow_buf_puts(out, i ? ", " : "");
		avow_phrase_number(out, activity->counts[i].count);
		avow_buf_putc(out, ' ');
		avow_escape_display(out, avow_span_of(activity->counts[i].name));
	}
	if (!activity->count_count)
		avow_buf_puts(out, "none");
}

void avow_phrase_more(struct avow_buf *out, uint64_t all, uint64_t shown)
{
	if (all <= shown)
		return;
	avow_buf_puts(out, " and ");
	avow_phrase_number(out, all - shown);
	avow_buf_puts(out, " more");
}

/* "3 clusters (15 denials)" */
static void say_clusters(struct avow_buf *out, const struct avow_outlooks *outlooks,
			 enum avow_verdict verdict)
{
	avow_phrase_count(out, outlooks->clusters[verdict], "cluster");
	avow_buf_puts(out, " (");
	avow_phrase_count(out, outlooks->denials[verdict], "denial");
	avow_buf_putc(out, ')');
}

void avow_phrase_outlook(struct avow_buf *out, const struct avow_report *report,
			 const struct avow_summary *summary)
{
	const struct avow_outlooks *outlooks = &summary->outlooks;
	const struct avow_plan *plan;

	if (!avow_report_has_plan(report))
		return;
	plan = &report->findings->plan;
	if (outlooks->clusters[AVOW_VERDICT_REFUSE]) {
		say_clusters(out, outlooks, AVOW_VERDICT_REFUSE);
		avow_buf_puts(out, " must not be allowed: look there first. ");
	}
	avow_phrase_count(out, plan->taken, "change");
	avow_buf_puts(out, plan->taken == 1 ? " answers " : " answer ");
	avow_phrase_number(out, plan->answered);
	avow_buf_puts(out, " of ");
	avow_phrase_count(out, plan->asked, "denial");
	avow_buf_putc(out, '.');
	if (outlooks->clusters[AVOW_VERDICT_OPEN]) {
		avow_buf_puts(out, " No answer was found for ");
		say_clusters(out, outlooks, AVOW_VERDICT_OPEN);
		avow_buf_putc(out, '.');
	}
}

void avow_phrase_news(struct avow_buf *out, const struct avow_summary *summary)
{
	if (!summary->new_clusters) {
		avow_buf_puts(out, "the baseline knows all of it");
		return;
	}
	avow_phrase_count(out, summary->new_clusters, "cluster");
	avow_buf_puts(out, " (");
	avow_phrase_count(out, summary->new_denials, "denial");
	avow_buf_puts(out, summary->new_clusters == 1
				   ? ") is not as the baseline knows it"
				   : ") are not as the baseline knows them");
}

void avow_phrase_baseline(struct avow_buf *out, const struct avow_report *report,
			  const struct avow_summary *summary)
{
	if (!report->news)
		return;
	avow_escape_display(out, avow_span_of(report->news->baseline));
	avow_buf_puts(out, ": ");
	avow_phrase_news(out, summary);
}

void avow_phrase_faults(struct avow_buf *out, const struct avow_rules_info *rules)
{
	avow_phrase_count(out, rules->rules, "rule");
	if (!rules->faults.count)
		avow_buf_puts(out, ", nothing wrong was found");
	for (unsigned i = 0; i < AVOW_FAULT_SEVERITIES; i++) {
		if (!rules->faults.counts[i])
			continue;
		avow_buf_puts(out, ", ");
		avow_phrase_count(out, rules->faults.counts[i],
				  avow_fault_severity_name(i));
	}
}

void avow_phrase_rules(struct avow_buf *out, const struct avow_report *report)
{
	if (!report->rules)
		return;
	avow_escape_display(out, avow_span_of(report->rules->source));
	avow_buf_puts(out, ": ");
	avow_phrase_faults(out, report->rules);
}

const char *avow_phrase_novelty(enum avow_baseline_verdict verdict)
{
	static const char *const texts[AVOW_BASELINE_VERDICTS] = {
		[AVOW_BASELINE_KNOWN] = "known",
		[AVOW_BASELINE_NEW] = "new",
		[AVOW_BASELINE_WIDER] = "new permissions",
		[AVOW_BASELINE_ENFORCED] = "newly enforced",
		[AVOW_BASELINE_PERMISSIVE] = "newly permissive",
		[AVOW_BASELINE_EXPIRED] = "accepted no longer",
	};

	return texts[verdict];
}

static void separate(struct avow_buf *out, bool *is_first)
{
	avow_buf_puts(out, *is_first ? "Incomplete: " : "; ");
	*is_first = false;
}

void avow_phrase_completeness(struct avow_buf *out, const struct avow_report *report,
			      const struct avow_summary *summary)
{
	const struct avow_evidence *evidence = &report->analysis->evidence;
	bool is_first = true;

	if (avow_evidence_is_complete(evidence)) {
		avow_buf_puts(out, "Nothing is known to be missing: no record is "
				   "malformed, and there is no sign of loss.");
		return;
	}
	if (summary->total.malformed) {
		separate(out, &is_first);
		avow_phrase_count(out, summary->total.malformed, "malformed record");
	}
	if (avow_evidence_lost(evidence)) {
		separate(out, &is_first);
		avow_phrase_count(out, avow_evidence_lost(evidence), "record");
		avow_buf_puts(out, " known to be lost");
	}
	for (int i = 0; i < AVOW_REMARK_COUNT; i++)
		if (avow_remark_group((enum avow_remark)i) == AVOW_REMARK_GROUP_LOSS &&
		    evidence->remarks[i].samples.count) {
			separate(out, &is_first);
			avow_phrase_remark(out, evidence, (enum avow_remark)i);
		}
	if (evidence->serial_gaps) {
		separate(out, &is_first);
		avow_phrase_serials(out, evidence);
	}
	avow_buf_putc(out, '.');
}

void avow_phrase_mode(struct avow_buf *out, const struct avow_report *report,
		      const struct avow_summary *summary,
		      const struct avow_hardening *audit)
{
	const char *separator = ": ";

	if (report->analysis->evidence.denials == 0)
		return;
	if (summary->permissive_yes == 0) {
		avow_buf_puts(out, summary->permissive_no
					   ? "Enforcing: what was refused was stopped."
					   : "The records do not say whether what was "
					     "refused was stopped.");
		return;
	}
	avow_buf_puts(out, summary->permissive_no
				   ? "Partly enforcing, partly only logged"
				   : "Not enforcing: what was refused was only logged");
	if (audit->of[AVOW_HARDENING_PERMISSIVE]) {
		avow_buf_puts(out, separator);
		avow_phrase_count(out, audit->of[AVOW_HARDENING_PERMISSIVE], "domain");
		avow_buf_puts(out, " permissive");
		separator = ", ";
	}
	if (audit->of[AVOW_HARDENING_COMPLAIN]) {
		avow_buf_puts(out, separator);
		avow_phrase_count(out, audit->of[AVOW_HARDENING_COMPLAIN], "profile");
		avow_buf_puts(out, " in complain mode");
	}
	avow_buf_putc(out, '.');
}

void avow_phrase_plan(struct avow_buf *out, const struct avow_report *report)
{
	const struct avow_plan *plan = &report->findings->plan;

	avow_buf_puts(out, "With ");
	if (plan->taken > 1)
		avow_buf_puts(out, "all ");
	avow_phrase_count(out, plan->taken, "change");
	avow_buf_puts(out, " applied in memory, and every access asked again, ");
	avow_phrase_number(out, plan->answered);
	avow_buf_puts(out, " of ");
	avow_phrase_count(out, plan->asked, "denial");
	avow_buf_puts(out, " would not have been. They grant ");
	avow_phrase_count(out, plan->permissions_asked, "permission");
	avow_buf_puts(out, " that were asked for, and ");
	avow_phrase_number(out, plan->permissions_extra);
	avow_buf_puts(out, " beyond, where that can be counted.");
	if (plan->unmet) {
		avow_buf_putc(out, ' ');
		avow_phrase_count(out, plan->unmet, "denial");
		avow_buf_puts(out, " of what is changed would remain.");
	}
}

void avow_phrase_unplanned(struct avow_buf *out, const struct avow_report *report)
{
	if (report->findings) {
		avow_buf_puts(out, "There is nothing to change.");
		return;
	}
	avow_buf_puts(out, "No policy was asked, so nothing is proposed. Give the policy "
			   "of the logged host with --policy, or its AppArmor profiles "
			   "with --profiles.");
}

void avow_phrase_stretches(struct avow_buf *out, uint64_t width)
{
	avow_buf_puts(out, "Each bar stands for ");
	avow_phrase_duration(out, width);
	avow_buf_puts(out, "; heights grow with the square root of the number, "
			   "and the single clusters have a scale of their own.");
}

void avow_phrase_hardening_row(struct avow_buf *out, const struct avow_hardening_row *row)
{
	if (row->kind != AVOW_HARDENING_PERMISSIVE &&
	    row->kind != AVOW_HARDENING_COMPLAIN)
		return;
	if (row->enforced) {
		avow_phrase_number(out, row->enforced);
		avow_buf_puts(out, " of its denials were enforced all the same.");
	} else {
		avow_buf_puts(out, "None of its denials was enforced.");
	}
}

void avow_phrase_hosts_left_out(struct avow_buf *out, const struct avow_summary *summary,
				const struct avow_hosts *hosts)
{
	if (hosts->left_out) {
		avow_phrase_count(out, hosts->left_out, "more host");
		avow_buf_puts(out, " with fewer denials: the XML and JSON reports have "
				   "them.");
	}
	if (summary->has_more_hosts) {
		avow_buf_puts(out, hosts->left_out ? " " : "");
		avow_buf_puts(out, "Some clusters were seen on more hosts than are kept "
				   "by name.");
	}
}

void avow_phrase_left_out(struct avow_buf *out, size_t all, size_t shown, size_t full)
{
	if (all > shown) {
		avow_buf_puts(out, "This page has the first ");
		avow_phrase_number(out, shown);
		avow_buf_puts(out, " of ");
		avow_phrase_count(out, all, "cluster");
		avow_buf_puts(out, "; it leaves out ");
		avow_phrase_number(out, all - shown);
		avow_buf_puts(out, ". ");
	}
	if (all > full) {
		avow_buf_puts(out, "Those after the first ");
		avow_phrase_number(out, full);
		avow_buf_puts(out, " are told in short. ");
	}
	if (all > shown || all > full)
		avow_buf_puts(out, "All of them, in full, are in the same report as XML "
				   "or JSON (avow report -o report.xml, or "
				   "report.json).");
}
