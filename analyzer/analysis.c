/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The analyzer's stages put in a row: lines, records, events here; denials and
 * clusters in the relay's thread. One pass over each input. It decides nothing
 * by itself but which line belongs to which count of the evidence.
 */
#include "analyzer/analysis.h"

#include <stdio.h>

#include "analyzer/collect/inputs.h"
#include "analyzer/collect/lines.h"
#include "analyzer/denial/events.h"
#include "analyzer/denial/relay.h"

/* How many lines go by between two calls of on_progress. */
#define PROGRESS_LINES 65536

struct reader {
	const struct avow_analysis_options *options;
	struct avow_analysis *analysis;
	struct avow_events *events;
	uint64_t done, total; /* bytes, for on_progress */
	uint32_t input;
	uint32_t source;  /* of this input */
	bool is_enriched; /* some line of it is */
	struct avow_record_reader records;
	uint32_t envelopes; /* a bit for each kind that came in it */
};

static int pass(void *data, struct avow_event *event)
{
	return avow_relay_pass(data, event);
}

static int absorb(void *data, const struct avow_denial *denial)
{
	return avow_clusters_absorb(data, denial);
}

static void widen(struct avow_analysis *analysis, struct avow_time time)
{
	if (!avow_time_is_known(time))
		return;
	if (!avow_time_is_known(analysis->first) ||
	    avow_time_compare(time, analysis->first) < 0)
		analysis->first = time;
	if (avow_time_compare(time, analysis->last) > 0)
		analysis->last = time;
}

static int take_record(struct reader *reader, struct avow_record *record)
{
	/* The journal may hold an event twice: from the audit socket and from printk. */
	record->source = reader->source << 8 | record->envelope;
	reader->is_enriched |= !avow_span_is_empty(record->enriched);
	reader->envelopes |= 1u << record->envelope;
	widen(reader->analysis, record->time);
	return avow_events_feed(reader->events, record);
}

/* One line: to a count of the evidence, and on to its event when it is a record. */
static int take_line(struct reader *reader, const struct avow_line *line)
{
	struct avow_evidence *evidence = &reader->analysis->evidence;
	struct avow_input_counts *input = &evidence->inputs[reader->input];
	struct avow_place place = { reader->input, line->number };
	struct avow_record record;
	enum avow_defect defect = AVOW_DEFECT_LINE_TOO_LONG;
	enum avow_line_kind kind = AVOW_LINE_MALFORMED;
	int result;

	input->lines++;
	if (!line->is_too_long)
		kind = avow_record_read(&reader->records, line->text, &record, &defect);
	switch (kind) {
	case AVOW_LINE_BLANK:
		input->blank++;
		return AVOW_OK;
	case AVOW_LINE_FOREIGN:
		input->foreign++;
		return AVOW_OK;
	case AVOW_LINE_MALFORMED:
		avow_evidence_malformed(evidence, defect, place, line->text);
		return AVOW_OK;
	case AVOW_LINE_RECORD:
		break;
	}
	record.is_unterminated = line->is_unterminated;
	do {
		record.place = place;
		result = take_record(reader, &record);
	} while (!result && avow_record_next(&reader->records, &record));
	return result;
}

static void progress(const struct reader *reader, const struct avow_lines *lines)
{
	if (reader->options->on_progress && lines->number % PROGRESS_LINES == 0)
		reader->options->on_progress(reader->options->data,
					     reader->done + lines->bytes, reader->total);
}

static const char *name_of(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void tell(const struct reader *reader, int code, const char *path,
		 const char *what)
{
	struct avow_error error;

	avow_error_set(&error, code, "%s: %s", name_of(path), what);
	reader->options->on_trouble(reader->options->data, &error);
}

/* What is wrong with the first line of @input that could not be used. */
static const char *defect_of(const struct avow_evidence *evidence, uint32_t input)
{
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++)
		for (size_t k = 0; k < evidence->defects[i] && k < AVOW_EVIDENCE_SAMPLES;
		     k++)
			if (evidence->samples[i][k].place.input == input)
				return avow_defect_text((enum avow_defect)i);
	return "cut or garbled";
}

/* Tells of an input that was read and held nothing to use. */
static void judge_input(const struct reader *reader, uint32_t index)
{
	const struct avow_evidence *evidence = &reader->analysis->evidence;
	const struct avow_input_counts *input = &evidence->inputs[index];
	const char *path = input->name.data;
	char what[200];

	if (input->records || input->is_broken)
		return;
	if (input->bytes == 0)
		tell(reader, AVOW_E_INPUT, path,
		     strcmp(path, "-") == 0 ? "nothing to read" : "the file is empty");
	else if (input->malformed == 0) {
		snprintf(what, sizeof(what),
			 "not an audit log: no audit record in %llu line%s",
			 (unsigned long long)input->lines, input->lines == 1 ? "" : "s");
		tell(reader, AVOW_E_INPUT, path, what);
	} else {
		snprintf(what, sizeof(what),
			 "no audit record that can be used in %llu line%s: %s",
			 (unsigned long long)input->lines, input->lines == 1 ? "" : "s",
			 defect_of(evidence, index));
		tell(reader, AVOW_E_INPUT, path, what);
	}
}

/* Reads to the end, or to where reading fails: that is told, and what came before kept.
 */
static int read_lines(struct reader *reader, struct avow_source *source, const char *path)
{
	struct avow_error error = { 0 };
	struct avow_lines lines;
	struct avow_line line;
	int got = 1, result = avow_lines_open(&lines, source);

	while (!result && got > 0) {
		got = avow_lines_next(&lines, &line, &error);
		if (got <= 0)
			break;
		result = take_line(reader, &line);
		progress(reader, &lines);
	}
	reader->analysis->evidence.inputs[reader->input].bytes = lines.bytes;
	avow_lines_close(&lines);
	if (got < 0) {
		reader->analysis->evidence.inputs[reader->input].is_broken = true;
		tell(reader, error.code, path, error.message);
	}
	return result;
}

/* The name of the envelope that came, or of none, or "mixed". */
static const char *format_of(const struct reader *reader)
{
	const char *format = NULL;

	for (uint32_t left = reader->envelopes; left; left &= left - 1) {
		const char *name =
			avow_envelope_name((enum avow_envelope_kind)__builtin_ctz(left));

		if (format && strcmp(format, name) != 0)
			return "mixed";
		format = name;
	}
	if (reader->envelopes == 1u << AVOW_ENVELOPE_AUDITD && reader->is_enriched)
		return "audit.log enriched";
	return format ? format : "unknown";
}

/* The source of one input; NULL after telling why there is none. */
static struct avow_source *open_input(const struct reader *reader,
				      const struct avow_input *input)
{
	struct avow_source *source = NULL;
	struct avow_error error;
	int fd = avow_input_open(input, &error);

	if (fd < 0)
		reader->options->on_trouble(reader->options->data, &error);
	else if (avow_source_open(fd, &source, &error))
		tell(reader, error.code, input->path, error.message);
	return source;
}

/* Reads one input to its end. What cannot be opened is told and is no row. */
static int read_input(struct reader *reader, const struct avow_input *input)
{
	struct avow_evidence *evidence = &reader->analysis->evidence;
	struct avow_source *source = open_input(reader, input);
	const char *kind = strcmp(input->path, "-") == 0 ? "stdin" : "file";
	int index, result;

	if (!source)
		return AVOW_OK;
	index = avow_evidence_add_input(evidence, avow_span_of(input->path), kind);
	if (index < 0) {
		avow_source_close(source);
		return index;
	}
	evidence->inputs[index].compression = avow_source_compression(source);
	reader->input = (uint32_t)index;
	reader->source = input->set;
	reader->is_enriched = false;
	reader->envelopes = 0;
	result = read_lines(reader, source, input->path);
	evidence->inputs[index].format = format_of(reader);
	reader->done += evidence->inputs[index].bytes;
	return result;
}

static int read_all(struct reader *reader, const struct avow_inputs *inputs)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < inputs->count; i++)
		reader->total += inputs->items[i].size;
	for (size_t i = 0; i < inputs->count && !result; i++)
		result = read_input(reader, &inputs->items[i]);
	return result ? result : avow_events_finish(reader->events);
}

/*
 * Reads @inputs while a second thread decodes. That thread has its own
 * evidence, with a row for each input, which is added in the end.
 */
static int read_and_decode(struct reader *reader, const struct avow_inputs *inputs)
{
	struct avow_evidence decoded = { 0 };
	bool has_sources = inputs->count && inputs->items[inputs->count - 1].set > 0;
	struct avow_decoder *decoder = NULL;
	struct avow_relay *relay = NULL;
	int row = 0, result = AVOW_E_NOMEM;

	for (size_t i = 0; i < inputs->count && row >= 0; i++)
		row = avow_evidence_add_input(&decoded, avow_span_make("", 0), "");
	if (row >= 0)
		decoder = avow_decoder_new(&decoded, has_sources, absorb,
					   reader->analysis->clusters);
	if (decoder)
		relay = avow_relay_new(decoder);
	if (relay)
		reader->events =
			avow_events_new(&reader->analysis->evidence, pass, relay);
	if (reader->events)
		result = read_all(reader, inputs);
	if (relay)
		result |= avow_relay_finish(relay);
	avow_events_free(reader->events);
	avow_decoder_free(decoder);
	if (!result)
		result = avow_evidence_merge(&reader->analysis->evidence, &decoded);
	avow_evidence_free(&decoded);
	return result ? AVOW_E_NOMEM : AVOW_OK;
}

int avow_analyze(const char *const *names, size_t name_count,
		 const struct avow_analysis_options *options, struct avow_analysis *out,
		 struct avow_error *error)
{
	struct avow_inputs inputs = { 0 };
	struct reader reader = { .options = options, .analysis = out };
	int result = AVOW_OK;

	*out = (struct avow_analysis){ .clusters = avow_clusters_new() };
	if (!out->clusters)
		return avow_error_nomem(error);
	for (size_t i = 0; i < name_count && !result; i++)
		result = avow_inputs_add(&inputs, names[i], options->on_trouble,
					 options->data);
	if (!result) {
		avow_inputs_sort(&inputs);
		result = read_and_decode(&reader, &inputs);
	}
	for (uint32_t i = 0; !result && i < out->evidence.input_count; i++)
		judge_input(&reader, i);
	if (!result)
		avow_clusters_sort(out->clusters);
	avow_inputs_free(&inputs);
	avow_record_reader_free(&reader.records);
	return result ? avow_error_nomem(error) : AVOW_OK;
}

void avow_analysis_free(struct avow_analysis *analysis)
{
	avow_clusters_free(analysis->clusters);
	avow_evidence_free(&analysis->evidence);
	*analysis = (struct avow_analysis){ 0 };
}
