/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Metrics for node_exporter's textfile collector, in Prometheus' text format 0.0.4
 * ("Exposition formats"): gauges, since a report is of a log and not of a lifetime.
 */
#include "reports/formats.h"

#include <inttypes.h>

#include "reports/row.h"

/* A label's value: backslash, double quote and newline are escaped, and no others. */
static void put_label(struct avow_buf *out, const char *before, const char *name,
		      const char *text)
{
	avow_buf_printf(out, "%s%s=\"", before, name);
	for (; *text; text++) {
		if (*text == '\\' || *text == '"')
			avow_buf_putc(out, '\\');
		if (*text == '\n')
			avow_buf_puts(out, "\\n");
		else
			avow_buf_putc(out, *text);
	}
	avow_buf_putc(out, '"');
}

static void put_head(struct avow_buf *out, const char *name, const char *help)
{
	avow_buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put_gauge(struct avow_buf *out, const char *name, const char *help,
		      uint64_t value)
{
	put_head(out, name, help);
	avow_buf_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void put_faults(struct avow_buf *out, const struct avow_faults *faults)
{
	put_head(out, "avow_audit_rule_faults",
		 "What is wrong with the audit rules, by severity.");
	for (unsigned i = 0; i < AVOW_FAULT_SEVERITIES; i++)
		avow_buf_printf(out, "avow_audit_rule_faults{severity=\"%s\"} %zu\n",
				avow_fault_severity_name(i), faults->counts[i]);
}

static void put_figures(struct avow_buf *out, const struct avow_report *report,
			const struct avow_summary *summary)
{
	const struct avow_evidence *evidence = &report->analysis->evidence;

	put_head(out, "avow_denials", "Denial records, by security module.");
	avow_buf_printf(out,
			"avow_denials{lsm=\"selinux\"} %" PRIu64
			"\navow_denials{lsm=\"apparmor\"} %" PRIu64 "\n",
			summary->denials_of[AVOW_LSM_SELINUX],
			summary->denials_of[AVOW_LSM_APPARMOR]);
	put_head(out, "avow_clusters", "Clusters of denials, by security module.");
	avow_buf_printf(out,
			"avow_clusters{lsm=\"selinux\"} %zu\n"
			"avow_clusters{lsm=\"apparmor\"} %zu\n",
			summary->clusters_of[AVOW_LSM_SELINUX],
			summary->clusters_of[AVOW_LSM_APPARMOR]);
	if (report->news) {
		put_gauge(out, "avow_clusters_new",
			  "Clusters that are not as the baseline knows them.",
			  summary->new_clusters);
		put_gauge(out, "avow_denials_new", "Denials in these.",
			  summary->new_denials);
	}
	if (report->rules)
		put_faults(out, &report->rules->faults);
	put_gauge(out, "avow_denials_permissive", "Denials that were only logged.",
		  summary->permissive_yes);
	put_gauge(out, "avow_denials_enforced", "Denials that were enforced.",
		  summary->permissive_no);
	put_gauge(out, "avow_denials_blocked",
		  "Denials whose access is known to have failed.", summary->blocked);
	put_gauge(out, "avow_last_denial_timestamp_seconds",
		  "When the last denial was, 0 for never.", summary->last.seconds);
	put_gauge(out, "avow_records", "Audit records that were read.",
		  summary->total.records);
	put_gauge(out, "avow_malformed", "Records that are cut or garbled.",
		  summary->total.malformed);
	put_gauge(out, "avow_lost", "Records that are known to be lost.",
		  avow_evidence_lost(evidence));
	put_gauge(out, "avow_complete", "1 when nothing is known to be missing.",
		  avow_evidence_is_complete(evidence));
	put_head(out, "avow_cluster_denials", "Denial records of each cluster.");
}

static void put_cluster(struct avow_buf *out, struct avow_row *row)
{
	avow_buf_puts(out, "avow_cluster_denials");
	put_label(out, "{", "id", row->cluster->id);
	put_label(out, ",", "lsm",
		  row->cluster->lsm == AVOW_LSM_SELINUX ? "selinux" : "apparmor");
	put_label(out, ",", "source", avow_buf_string(&row->source));
	put_label(out, ",", "target", avow_buf_string(&row->target));
	put_label(out, ",", "class", avow_buf_string(&row->tclass));
	put_label(out, ",", "reason", row->code);
	avow_buf_printf(out, "} %" PRIu64 "\n", row->cluster->count);
}

int avow_report_prom(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	static const struct avow_rows_form form = { .head = put_figures,
						    .row = put_cluster };

	(void)style;
	return avow_rows_write(report, &form, out, error);
}
