/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The long answer about a cluster, for a terminal or a pipe, and the short one of one
 * line a question. What the report says of all clusters together is not said here.
 */
#include "reports/why.h"

#include "reports/text_parts.h"

enum {
	LAYER_WIDTH = 24, /* a layer's name */
	VERDICT_WIDTH = 16,
	INDENT = 2
};

static const struct {
	const char *word;
	enum avow_tint tint;
} verdicts[] = {
	[AVOW_LAYER_ALLOWS] = { "allowed", AVOW_TINT_GOOD },
	[AVOW_LAYER_REFUSES] = { "denied", AVOW_TINT_ALERT },
	[AVOW_LAYER_DOES_NOT_APPLY] = { "not applicable", AVOW_TINT_FAINT },
};

static void put_atom(struct page *page, uint32_t atom)
{
	avow_layout_put(&page->layout, AVOW_TINT_NONE,
			avow_atoms_text(page->atoms, atom));
}

/* Lines of our own making or of the log, one under the other at @column. */
static void put_lines(struct page *page, size_t column, enum avow_tint tint,
		      const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, '\n');

		avow_layout_margin(&page->layout, column);
		avow_layout_put(&page->layout, tint, avow_span_first(rest, length));
		end_line(page);
		rest = avow_span_skip(rest, length + 1);
	}
}

/* SCONTEXT -> TCONTEXT : CLASS { PERMISSION... } */
static void put_question(struct page *page, const struct avow_cluster *cluster,
			 const struct avow_decision *decision)
{
	put_atom(page, decision->scontext);
	put(page, AVOW_TINT_NONE, " -> ");
	put_atom(page, decision->tcontext);
	put(page, AVOW_TINT_NONE, " : ");
	put_atom(page, cluster->tclass);
	put(page, AVOW_TINT_NONE, " { ");
	put_atom(page, decision->permissions);
	if (decision->xperm) {
		avow_buf_printf(&page->scratch, " 0x%04x", decision->xperm & 0xffff);
		put_scratch(page, AVOW_TINT_NONE);
	}
	put(page, AVOW_TINT_NONE, " }");
}

static void show_layer(struct page *page, const struct avow_layer *layer)
{
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, layer->name);
	avow_layout_margin(&page->layout, INDENT + LAYER_WIDTH);
	put(page, verdicts[layer->verdict].tint, verdicts[layer->verdict].word);
	avow_layout_margin(&page->layout, INDENT + LAYER_WIDTH + VERDICT_WIDTH);
	put(page, AVOW_TINT_NONE, layer->text);
	end_line(page);
	if (layer->evidence)
		put_lines(page, INDENT + LAYER_WIDTH + VERDICT_WIDTH, AVOW_TINT_FAINT,
			  layer->evidence);
}

static void show_decision(struct page *page, const struct avow_cluster *cluster,
			  const struct avow_decision *decision)
{
	end_line(page);
	put_question(page, cluster, decision);
	put(page, AVOW_TINT_FAINT, "  ");
	avow_phrase_count(&page->scratch, decision->count, "denial");
	if (decision->others) {
		avow_buf_puts(&page->scratch, ", and the same of ");
		avow_phrase_number(&page->scratch, decision->others);
		avow_buf_puts(&page->scratch, " more pairs of contexts");
	}
	put_scratch(page, AVOW_TINT_FAINT);
	end_line(page);
	for (size_t i = 0; i < decision->layer_count; i++)
		show_layer(page, &decision->layers[i]);
	flush(page);
}

static void show_reason(struct page *page, const struct avow_reason *reason)
{
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, reason->code);
	put(page, AVOW_TINT_NONE, "  ");
	put(page, AVOW_TINT_NONE, reason->text);
	end_line(page);
	if (reason->evidence)
		put_lines(page, 2 * INDENT + 2, AVOW_TINT_FAINT, reason->evidence);
}

static void show_advice(struct page *page, const struct avow_advice *advice)
{
	avow_layout_margin(&page->layout, INDENT);
	avow_buf_printf(&page->scratch, "%u. ", advice->rank);
	put_scratch(page, AVOW_TINT_NONE);
	put(page, AVOW_TINT_STRONG, advice->title);
	put(page, AVOW_TINT_FAINT, "  ");
	put(page, AVOW_TINT_FAINT, advice->code);
	end_line(page);
	if (advice->change)
		put_lines(page, 2 * INDENT + 2, AVOW_TINT_STRONG, advice->change);
	if (advice->why)
		put_lines(page, 2 * INDENT + 2, AVOW_TINT_NONE, advice->why);
	if (advice->severity.from) {
		avow_layout_margin(&page->layout, 2 * INDENT + 2);
		avow_buf_printf(&page->scratch, "severity %u of 10 (%s)",
				advice->severity.value, advice->severity.from);
		put_scratch(page, AVOW_TINT_FAINT);
		end_line(page);
	}
	if (advice->note)
		put_lines(page, 2 * INDENT + 2, AVOW_TINT_NONE, advice->note);
	if (advice->proof) {
		avow_layout_margin(&page->layout, 2 * INDENT + 2);
		put(page, AVOW_TINT_GOOD, "after this: ");
		put(page, AVOW_TINT_GOOD, advice->proof);
		end_line(page);
	}
}

/* PROFILE -> OBJECT : CLASS { PERMISSION... } */
static void put_apparmor(struct page *page, const struct avow_cluster *cluster)
{
	avow_phrase_profile(&page->scratch, page->atoms, cluster);
	put_scratch(page, AVOW_TINT_NONE);
	put(page, AVOW_TINT_NONE, " -> ");
	avow_phrase_object(&page->scratch, cluster);
	put_scratch(page, AVOW_TINT_NONE);
	put(page, AVOW_TINT_NONE, " : ");
	put_atom(page, cluster->apparmor->class_name);
	put(page, AVOW_TINT_NONE, " {");
	for (size_t i = 0; i < cluster->permissions.length; i++) {
		put(page, AVOW_TINT_NONE, " ");
		avow_layout_put(&page->layout, AVOW_TINT_NONE,
				cluster->permissions.entries[i].value);
	}
	put(page, AVOW_TINT_NONE, " }");
}

static void show_cluster_title(struct page *page, const struct avow_cluster *cluster)
{
	put(page, AVOW_TINT_HEADING, cluster->id);
	put(page, AVOW_TINT_NONE, "  ");
	if (cluster->lsm == AVOW_LSM_APPARMOR) {
		put_apparmor(page, cluster);
	} else {
		put_atom(page, cluster->scontext_type);
		put(page, AVOW_TINT_NONE, " -> ");
		put_atom(page, cluster->tcontext_type);
		put(page, AVOW_TINT_NONE, " : ");
		put_atom(page, cluster->tclass);
	}
	put(page, AVOW_TINT_NONE, "  ");
	avow_phrase_count(&page->scratch, cluster->count, "denial");
	put_scratch(page, AVOW_TINT_NONE);
	end_line(page);
}

static void show_cluster(struct page *page, const struct avow_cluster *cluster,
			 const struct avow_finding *finding)
{
	show_cluster_title(page, cluster);
	for (size_t i = 0; i < finding->decision_count; i++)
		show_decision(page, cluster, &finding->decisions[i]);
	heading(page, "WHY");
	for (size_t i = 0; i < finding->reason_count; i++)
		show_reason(page, &finding->reasons[i]);
	heading(page, "WHAT TO DO");
	for (size_t i = 0; i < finding->advice_count; i++)
		show_advice(page, &finding->advice[i]);
	if (finding->advice_count == 0) {
		avow_layout_margin(&page->layout, INDENT);
		put(page, AVOW_TINT_NONE, "No change is known that would answer it.");
		end_line(page);
	}
	flush(page);
}

/* What the policy's own switches would do about it; NULL: nothing. */
static const char *switches_of(const struct avow_finding *finding,
			       const struct avow_decision *decision)
{
	for (size_t i = 0; i < finding->reason_count; i++)
		if (strcmp(finding->reasons[i].code, "SEL-BOOL") == 0 &&
		    strcmp(decision->code, "SEL-BOOL") == 0)
			return finding->reasons[i].evidence;
	return NULL;
}

/* COUNT CODE PROFILE -> OBJECT : CLASS { PERMISSION... } */
static void show_brief_apparmor(struct page *page, const struct avow_cluster *cluster,
				const struct avow_finding *finding)
{
	avow_buf_printf(&page->scratch, "%llu ", (unsigned long long)cluster->count);
	put_scratch(page, AVOW_TINT_NONE);
	put(page, AVOW_TINT_STRONG,
	    finding->reason_count ? finding->reasons[0].code : "AA-NO-REASON");
	put(page, AVOW_TINT_NONE, " ");
	put_apparmor(page, cluster);
	end_line(page);
}

/* COUNT CODE QUESTION: BOOLEAN = STATE and ..., or ... */
static void show_brief(struct page *page, const struct avow_cluster *cluster,
		       const struct avow_finding *finding)
{
	if (cluster->lsm == AVOW_LSM_APPARMOR)
		show_brief_apparmor(page, cluster, finding);
	for (size_t i = 0; i < finding->decision_count; i++) {
		const struct avow_decision *decision = &finding->decisions[i];
		const char *switches = switches_of(finding, decision);

		avow_buf_printf(&page->scratch, "%llu ",
				(unsigned long long)decision->count);
		put_scratch(page, AVOW_TINT_NONE);
		put(page, AVOW_TINT_STRONG, decision->code);
		put(page, AVOW_TINT_NONE, " ");
		put_question(page, cluster, decision);
		for (const char *at = switches; at; at = strchr(at, '\n')) {
			at += *at == '\n';
			put(page, AVOW_TINT_NONE, at == switches ? ": " : ", or ");
			avow_layout_put(
				&page->layout, AVOW_TINT_NONE,
				avow_span_first(avow_span_of(at), strcspn(at, "\n")));
		}
		end_line(page);
	}
	flush(page);
}

static bool is_wanted(const struct avow_cluster *cluster,
		      const struct avow_finding *finding,
		      const struct avow_why_options *options)
{
	return finding && strncmp(cluster->id, options->id.data ? options->id.data : "",
				  options->id.length) == 0;
}

int avow_report_why(const struct avow_report *report,
		    const struct avow_why_options *options,
		    const struct avow_report_style *style, FILE *out, size_t *count,
		    struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct page page = {
		.report = report,
		.summary = &summary,
		.atoms = avow_clusters_atoms(report->analysis->clusters),
		.layout = { .columns = style->columns, .has_colour = style->has_colour },
		.stream = { .out = out },
	};
	int code = avow_summary_make(report, &summary, error);

	*count = 0;
	for (size_t i = 0; code == 0 && i < summary.clusters; i++) {
		size_t index = summary.order[i];
		const struct avow_cluster *cluster =
			avow_clusters_at(report->analysis->clusters, index);

		const struct avow_finding *finding = avow_report_finding(report, index);

		if (!is_wanted(cluster, finding, options))
			continue;
		if ((*count)++ && !options->is_brief)
			end_line(&page);
		(options->is_brief ? show_brief : show_cluster)(&page, cluster, finding);
	}
	if (code == 0) {
		flush(&page);
		code = page.failed ? avow_error_nomem(error)
				   : avow_stream_finish(&page.stream, error);
	}
	avow_summary_free(&summary);
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	return code;
}
