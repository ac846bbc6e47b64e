/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readiness for people: a row each, and in full when it is about one. */
#include "reports/readiness.h"

#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/stream.h"

enum { MARGIN = 2, LABEL = 12, CLUSTERS = 13, CHANCE = 23, QUIET = 37, NAME = 60 };

static const enum avow_tint tints[AVOW_READY_VERDICTS] = {
	[AVOW_READY_NOT_YET] = AVOW_TINT_ALERT,
	[AVOW_READY_CANNOT_TELL] = AVOW_TINT_STRONG,
	[AVOW_READY_YES] = AVOW_TINT_GOOD,
};

struct writer {
	struct avow_layout layout;
	struct avow_buf scratch;
};

static void put(struct writer *writer, const char *text)
{
	avow_buf_puts(&writer->scratch, text);
}

/* Writes what scratch holds. */
static void flush(struct writer *writer, enum avow_tint tint)
{
	avow_layout_put(&writer->layout, tint, avow_buf_span(&writer->scratch));
	writer->layout.out.failed |= writer->scratch.failed;
	avow_buf_clear(&writer->scratch);
}

/* Ends the line with what scratch holds. */
static void end(struct writer *writer)
{
	flush(writer, AVOW_TINT_NONE);
	avow_layout_end_line(&writer->layout);
}

static void write_name(struct writer *writer, const struct avow_ready_subject *subject)
{
	avow_layout_put(&writer->layout, AVOW_TINT_STRONG, subject->name);
	if (avow_span_is_empty(subject->namespace))
		return;
	avow_layout_puts(&writer->layout, AVOW_TINT_NONE, " (namespace ");
	avow_layout_put(&writer->layout, AVOW_TINT_NONE, subject->namespace);
	avow_layout_puts(&writer->layout, AVOW_TINT_NONE, ")");
}

static void label(struct writer *writer, const char *text)
{
	avow_layout_margin(&writer->layout, MARGIN);
	avow_layout_puts(&writer->layout, AVOW_TINT_FAINT, text);
	avow_layout_margin(&writer->layout, LABEL);
}

static void write_seen(struct writer *writer, const struct avow_ready_subject *subject)
{
	label(writer, "seen");
	if (subject->is_at_least)
		put(writer, "at least ");
	avow_phrase_count(&writer->scratch, subject->denials, "denial");
	put(writer, " of ");
	avow_phrase_count(&writer->scratch, subject->found_count, "permission");
	put(writer, " in ");
	avow_phrase_count(&writer->scratch, subject->cluster_count, "cluster");
	put(writer, ": ");
	avow_phrase_number(&writer->scratch, subject->permissive_no);
	put(writer, " enforced, ");
	avow_phrase_number(&writer->scratch, subject->permissive_yes);
	put(writer, " only logged");
	if (subject->permissive_unknown) {
		put(writer, ", ");
		avow_phrase_number(&writer->scratch, subject->permissive_unknown);
		put(writer, " of which it is not known");
	}
	end(writer);
	label(writer, "by");
	if (subject->has_more_processes)
		put(writer, "at least ");
	if (subject->processes == 1)
		put(writer, "1 process");
	else
		avow_buf_printf(&writer->scratch, "%zu processes", subject->processes);
	put(writer, "; ");
	avow_phrase_count(&writer->scratch, subject->boots, "boot");
	put(writer, " since");
	end(writer);
}

static void write_times(struct writer *writer, const struct avow_ready_subject *subject)
{
	label(writer, "watched");
	avow_phrase_duration(&writer->scratch, subject->watched);
	put(writer, ", since ");
	avow_phrase_time_plain(&writer->scratch, subject->first);
	end(writer);
	label(writer, "newest");
	avow_phrase_time_plain(&writer->scratch, subject->newest);
	put(writer, ", ");
	avow_phrase_duration(&writer->scratch, subject->quiet);
	put(writer, " before the end of the log");
	end(writer);
}

static void write_chance(struct writer *writer, const struct avow_novelty *novelty)
{
	label(writer, "news");
	avow_phrase_chance(&writer->scratch, novelty->chance);
	put(writer, " (95 %: ");
	avow_phrase_chance(&writer->scratch, novelty->low);
	put(writer, " to ");
	avow_phrase_chance(&writer->scratch, novelty->high);
	put(writer, ") is the chance that the next occasion brings a denial never seen, "
		    "by ");
	avow_phrase_count(&writer->scratch, novelty->occasions, "occasion");
	put(writer, " of ");
	avow_phrase_duration(&writer->scratch, novelty->width);
	end(writer);
	label(writer, "unseen");
	if (novelty->unseen) {
		put(writer, "about ");
		avow_phrase_count(&writer->scratch, novelty->unseen, "permission");
		put(writer, " at least (95 %: ");
		avow_phrase_number(&writer->scratch, novelty->unseen_low);
		put(writer, " to ");
		avow_phrase_number(&writer->scratch, novelty->unseen_high);
		put(writer, ")");
	} else {
		put(writer, "no sign of permissions that were never seen");
	}
	end(writer);
}

static void write_asked(struct writer *writer, const struct avow_ready_asked *asked)
{
	label(writer, "policy");
	put(writer, "would refuse ");
	avow_phrase_number(&writer->scratch, asked->denied);
	put(writer, " of the clusters, allows ");
	avow_phrase_number(&writer->scratch, asked->allowed);
	put(writer, " by now");
	if (asked->hidden) {
		put(writer, ", would refuse ");
		avow_phrase_number(&writer->scratch, asked->hidden);
		put(writer, " silently");
	}
	if (asked->unjudged + asked->unasked) {
		put(writer, "; of ");
		avow_phrase_number(&writer->scratch, asked->unjudged + asked->unasked);
		put(writer, " it is not known");
	}
	end(writer);
}

static void write_sentences(struct writer *writer, const char *name,
			    const char *const *sentences, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		label(writer, name);
		avow_layout_puts(&writer->layout, AVOW_TINT_NONE, sentences[i]);
		avow_layout_end_line(&writer->layout);
	}
}

static void write_subject(struct writer *writer, const struct avow_ready_subject *subject)
{
	write_name(writer, subject);
	avow_layout_puts(&writer->layout, AVOW_TINT_NONE, ": ");
	avow_layout_puts(&writer->layout, tints[subject->verdict],
			 avow_ready_title(subject->verdict));
	avow_layout_end_line(&writer->layout);
	write_sentences(writer, "missing", subject->missing, subject->missing_count);
	if (subject->cluster_count) {
		write_seen(writer, subject);
		if (subject->novelty.occasions) {
			write_times(writer, subject);
			write_chance(writer, &subject->novelty);
		}
		if (subject->asked.unasked < subject->cluster_count)
			write_asked(writer, &subject->asked);
	}
	write_sentences(writer, "note", subject->notes, subject->note_count);
}

static void column(struct writer *writer, size_t at)
{
	flush(writer, AVOW_TINT_NONE);
	avow_layout_margin(&writer->layout, at);
}

static void write_row(struct writer *writer, const struct avow_ready_subject *subject)
{
	avow_layout_puts(&writer->layout, tints[subject->verdict],
			 avow_ready_title(subject->verdict));
	column(writer, CLUSTERS);
	avow_phrase_number(&writer->scratch, subject->cluster_count);
	column(writer, CHANCE);
	if (subject->novelty.occasions)
		avow_phrase_chance(&writer->scratch, subject->novelty.high);
	column(writer, QUIET);
	if (subject->novelty.occasions)
		avow_phrase_duration(&writer->scratch, subject->quiet);
	column(writer, NAME);
	write_name(writer, subject);
	avow_layout_end_line(&writer->layout);
}

static void write_rows(struct writer *writer, const struct avow_readiness *readiness)
{
	avow_layout_puts(&writer->layout, AVOW_TINT_HEADING, "VERDICT");
	avow_layout_margin(&writer->layout, CLUSTERS);
	avow_layout_puts(&writer->layout, AVOW_TINT_HEADING, "CLUSTERS");
	avow_layout_margin(&writer->layout, CHANCE);
	avow_layout_puts(&writer->layout, AVOW_TINT_HEADING, "NEWS AT MOST");
	avow_layout_margin(&writer->layout, QUIET);
	avow_layout_puts(&writer->layout, AVOW_TINT_HEADING, "WITHOUT NEWS FOR");
	avow_layout_margin(&writer->layout, NAME);
	avow_layout_puts(&writer->layout, AVOW_TINT_HEADING, "OF");
	avow_layout_end_line(&writer->layout);
	for (size_t i = 0; i < readiness->count; i++)
		write_row(writer, &readiness->subjects[i]);
	avow_layout_end_line(&writer->layout);
	for (int i = 0; i < AVOW_READY_VERDICTS; i++) {
		if (i)
			put(writer, ", ");
		avow_phrase_number(&writer->scratch, readiness->of[i]);
		put(writer, " ");
		put(writer, avow_ready_title((enum avow_ready)i));
	}
	put(writer, ". Ask with --domain or --profile what is missing.");
	end(writer);
}

int avow_readiness_text(const struct avow_report *report,
			const struct avow_readiness *readiness,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error)
{
	struct writer writer = { .layout = { .columns = style->columns,
					     .has_colour = style->has_colour } };
	struct avow_stream stream = { .out = out };
	bool is_full = readiness->count && readiness->count <= 2;
	int code;

	(void)report;
	if (!readiness->count) {
		put(&writer, "There is no denial, and so nothing to tell of.");
		end(&writer);
	}
	for (size_t i = 0; is_full && i < readiness->count; i++)
		write_subject(&writer, &readiness->subjects[i]);
	if (readiness->count && !is_full)
		write_rows(&writer, readiness);
	avow_stream_write(&stream, avow_buf_span(&writer.layout.out));
	code = writer.layout.out.failed ? avow_error_nomem(error)
					: avow_stream_finish(&stream, error);
	avow_buf_free(&writer.layout.out);
	avow_buf_free(&writer.scratch);
	return code;
}
