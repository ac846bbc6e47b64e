/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A cluster as a row, made in one place for all formats that show it so. */
#include "reports/row.h"

#include "analyzer/base/escape.h"
#include "reports/phrase.h"
#include "reports/stream.h"

/* The buffers of a row, for what is done to all of them. */
static struct avow_buf *buffer(struct avow_row *row, size_t index)
{
	struct avow_buf *const all[] = { &row->source, &row->target,      &row->tclass,
					 &row->label,  &row->permissions, &row->hosts,
					 &row->comms,  &row->paths,       &row->facts,
					 &row->why,    &row->evidence,    &row->change,
					 &row->input };

	return index < AVOW_ARRAY_SIZE(all) ? all[index] : NULL;
}

static void put_tally(struct avow_buf *out, const struct avow_tally *tally)
{
	for (uint32_t i = 0; i < tally->length; i++) {
		if (i)
			avow_buf_putc(out, ' ');
		avow_escape_display(out, tally->entries[i].value);
	}
	if (tally->has_more)
		avow_buf_puts(out, " ...");
}

static void put_lines(struct avow_buf *out, const char *text)
{
	if (text)
		avow_phrase_lines(out, avow_span_of(text));
}

static void put_name(struct avow_row *row, const struct avow_atoms *atoms)
{
	const struct avow_cluster *cluster = row->cluster;
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	if (is_selinux) {
		avow_escape_display(&row->source,
				    avow_atoms_text(atoms, cluster->scontext_type));
		avow_escape_display(&row->target,
				    avow_atoms_text(atoms, cluster->tcontext_type));
		avow_escape_display(&row->tclass,
				    avow_atoms_text(atoms, cluster->tclass));
	} else {
		avow_phrase_profile(&row->source, atoms, cluster);
		avow_phrase_object(&row->target, cluster);
		avow_escape_display(
			&row->tclass,
			avow_atoms_text(atoms, cluster->apparmor->class_name));
	}
	avow_buf_printf(&row->label, "%s -> %s : %s", avow_buf_string(&row->source),
			avow_buf_string(&row->target), avow_buf_string(&row->tclass));
}

static void put_facts(struct avow_row *row)
{
	struct avow_buf *out = &row->facts;

	avow_buf_puts(out, row->is_at_least ? "at least " : "");
	avow_phrase_count(out, row->cluster->count, "denial");
	if (row->enforced == row->cluster->count) {
		avow_buf_puts(out, ", enforced");
	} else if (row->enforced) {
		avow_buf_puts(out, ", ");
		avow_phrase_number(out, row->enforced);
		avow_buf_puts(out, " of them enforced");
	} else {
		avow_buf_puts(out, ", permissive");
	}
	avow_buf_printf(out, ": { %s }", avow_buf_string(&row->permissions));
}

static bool has_high_risk(const struct avow_advice *advice)
{
	for (size_t i = 0; i < advice->risk_count; i++)
		if (advice->risks[i]->level == AVOW_RISK_HIGH)
			return true;
	return false;
}

static void put_finding(struct avow_row *row, const struct avow_finding *finding)
{
	const struct avow_advice *best = NULL;

	row->code = row->title = row->advice = row->advice_title = "";
	if (finding && finding->reason_count) {
		row->code = finding->reasons[0].code;
		row->title = finding->reasons[0].title;
		put_lines(&row->why, finding->reasons[0].text);
		put_lines(&row->evidence, finding->reasons[0].evidence);
	}
	if (!finding || !finding->advice_count)
		return;
	best = &finding->advice[0];
	row->advice = best->code;
	row->advice_title = best->title;
	put_lines(&row->change, best->change);
	for (size_t i = 0; i < finding->advice_count; i++)
		if (has_high_risk(&finding->advice[i]))
			row->level = AVOW_ROW_ERROR;
}

void avow_row_fill(struct avow_row *row, const struct avow_report *report, size_t index)
{
	const struct avow_clusters *set = report->analysis->clusters;
	struct avow_buf *buf;

	for (size_t i = 0; (buf = buffer(row, i)) != NULL; i++)
		avow_buf_clear(buf);
	row->cluster = avow_clusters_at(set, index);
	row->index = index;
	row->baseline =
		report->news ? avow_baseline_verdict_name(report->news->of[index]) : "";
	row->enforced = avow_summary_effective(row->cluster);
	row->is_at_least = avow_summary_is_at_least(set, row->cluster);
	row->level = row->enforced ? AVOW_ROW_WARNING : AVOW_ROW_NOTE;
	put_name(row, avow_clusters_atoms(set));
	put_tally(&row->permissions, &row->cluster->permissions);
	put_tally(&row->hosts, &row->cluster->hosts);
	put_tally(&row->comms, &row->cluster->comms);
	put_tally(&row->paths, &row->cluster->paths);
	put_facts(row);
	put_finding(row, avow_report_finding(report, index));
	avow_escape_display(&row->input,
			    avow_report_input_name(report, row->cluster->sample_place));
	row->line = row->cluster->sample_place.line;
}

bool avow_row_failed(const struct avow_row *row)
{
	const struct avow_buf *buf;
	bool failed = false;

	for (size_t i = 0; (buf = buffer((struct avow_row *)row, i)) != NULL; i++)
		failed |= buf->failed;
	return failed;
}

void avow_row_free(struct avow_row *row)
{
	struct avow_buf *buf;

	for (size_t i = 0; (buf = buffer(row, i)) != NULL; i++)
		avow_buf_free(buf);
}

/* What goes through the rows: only one is held at a time. */
struct writing {
	const struct avow_rows_form *form;
	struct avow_stream stream;
	struct avow_row row;
	struct avow_buf text;
	size_t written;
};

static void flush(struct writing *writing)
{
	avow_stream_write(&writing->stream, avow_buf_span(&writing->text));
	writing->written += writing->text.length;
	avow_buf_clear(&writing->text);
}

static void write_rows(struct writing *writing, const struct avow_report *report,
		       const struct avow_summary *summary)
{
	const struct avow_rows_form *form = writing->form;

	form->head(&writing->text, report, summary);
	for (size_t i = 0; i < summary->clusters; i++) {
		flush(writing);
		avow_row_fill(&writing->row, report, summary->order[i]);
		form->row(&writing->text, &writing->row);
		if (!form->rest || writing->written + writing->text.length <= form->limit)
			continue;
		avow_buf_clear(&writing->text);
		form->rest(&writing->text, summary->clusters - i);
		break;
	}
	flush(writing);
}

int avow_rows_write(const struct avow_report *report, const struct avow_rows_form *form,
		    FILE *out, struct avow_error *error)
{
	struct writing writing = { .form = form, .stream = { .out = out } };
	struct avow_summary summary = { 0 };
	int result = avow_summary_make(report, &summary, error);

	if (!result) {
		write_rows(&writing, report, &summary);
		result = writing.text.failed || avow_row_failed(&writing.row)
				 ? avow_error_nomem(error)
				 : avow_stream_finish(&writing.stream, error);
	}
	avow_buf_free(&writing.text);
	avow_row_free(&writing.row);
	avow_summary_free(&summary);
	return result;
}
