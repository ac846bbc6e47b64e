/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From inputs to events: opens each, takes its lines, and counts what they are.
 * An input that has an end is read alone, so that the outcome does not depend on
 * how fast a pipe is; live ones take turns.
 */
#include "analyzer/reader.h"

#include <stdlib.h>

#include "analyzer/collect/lines.h"
#include "analyzer/collect/seek.h"
#include "analyzer/denial/relay.h"
#include "analyzer/record/notable.h"

#define PROGRESS_LINES 65536 /* between two calls of on_progress */
#define TURN_LINES 4096      /* of one live input before the next has its turn */
#define BEYOND_MAX                                                                       \
	4096          /* records far behind the window, after which no more are read     \
		       */
#define PULSE_MS 250  /* between two calls of on_pulse */
#define DRAIN_MS 2000 /* for what came before reading was stopped */

/* One input while it is open. */
struct stream {
	const struct avow_input *input;
	struct avow_lines lines;
	uint32_t index;     /* in evidence.inputs */
	uint32_t envelopes; /* a bit for each kind that came */
	bool is_enriched;   /* some line is */
	bool is_shared;     /* some line is of a log into which every program writes */
	bool is_in_message; /* what is indented belongs to a message of some program */
	bool is_open;       /* it may have more */
	bool is_waiting;    /* it has nothing at present */
	unsigned beyond;    /* records in a row that are long after the window */
};

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

/*
 * A record without the marks of its logger is a copy, and is believed as long as
 * nothing else in its input comes from a log into which every program may write.
 */
static bool is_out_of_place(const struct stream *stream, const struct avow_record *record)
{
	return record->envelope == AVOW_ENVELOPE_PASTED &&
	       (stream->is_shared || stream->is_in_message);
}

/* Loggers indent the further lines of a message: whoever sent it chose those, too. */
static void follow_message(struct stream *stream, enum avow_line_kind kind,
			   struct avow_span text)
{
	bool is_indented = text.length && (text.data[0] == ' ' || text.data[0] == '\t');

	if (kind != AVOW_LINE_BLANK && !is_indented)
		stream->is_in_message =
			kind == AVOW_LINE_FOREIGN && avow_envelope_is_message(text);
}

/* Whether the record is to be looked at; it is counted. */
static bool is_inside(struct avow_reader *reader, const struct stream *stream,
		      const struct avow_record *record)
{
	const struct avow_window *window = &reader->options->window;
	struct avow_evidence *evidence = &reader->analysis->evidence;

	if (reader->options->points)
		avow_points_record(reader->options->points, record);
	if (avow_window_holds(window, record) && !reader->options->points) {
		evidence->undated += (window->has_since || window->has_until) &&
				     !avow_time_is_known(record->time);
		return true;
	}
	evidence->inputs[stream->index].records += !record->is_further;
	evidence->inputs[stream->index].outside += !record->is_further;
	return false;
}

/* Whoever wants records alone wants none of what lies far behind the window. */
static void follow_window(const struct avow_reader *reader, struct stream *stream,
			  const struct avow_record *record)
{
	const struct avow_window *window = &reader->options->window;

	if (!reader->options->on_record || !window->has_until || stream->is_shared ||
	    record->time.seconds <= window->until.time.seconds + AVOW_SEEK_SLACK)
		stream->beyond = 0;
	else
		stream->beyond++;
}

static int hand_on(struct avow_reader *reader, const struct stream *stream,
		   const struct avow_record *record)
{
	reader->analysis->evidence.inputs[stream->index].records += !record->is_further;
	return reader->options->on_record(reader->options->record_data, record);
}

static int take_record(struct avow_reader *reader, struct stream *stream,
		       struct avow_record *record)
{
	int result;

	/* The journal may hold an event twice: from the audit socket and from printk. */
	record->source = stream->input->set << 8 | record->envelope;
	stream->is_enriched |= !avow_span_is_empty(record->enriched);
	stream->is_shared |= avow_envelope_is_shared(record->envelope);
	stream->envelopes |= 1u << record->envelope;
	follow_window(reader, stream, record);
	if (!is_inside(reader, stream, record))
		return AVOW_OK;
	widen(reader->analysis, record->time);
	if (reader->options->on_record)
		return hand_on(reader, stream, record);
	if (reader->options->on_record_too) {
		result = reader->options->on_record_too(reader->options->record_data,
							record);
		if (result)
			return result;
	}
	if (record->has_stamp && record->envelope != AVOW_ENVELOPE_LOGCAT)
		avow_serials_note(reader->serials, record);
	result = avow_notable_record(&reader->analysis->evidence, record);
	return result ? result : avow_events_feed(reader->events, record);
}

/* The records behind the first of @line, which is counted with that one. */
static int take_further(struct avow_reader *reader, struct stream *stream,
			const struct avow_line *line)
{
	struct avow_place place = { stream->index, line->number };
	struct avow_record record;
	enum avow_defect defect;
	enum avow_line_kind kind;
	int result = AVOW_OK;

	while (!result && (kind = avow_record_next(&reader->records, &record, &defect)) !=
				  AVOW_LINE_BLANK) {
		record.place = place;
		if (kind == AVOW_LINE_RECORD)
			result = take_record(reader, stream, &record);
		else
			avow_evidence_defect(&reader->analysis->evidence, defect, place,
					     line->text);
	}
	return result;
}

/* One line: to a count of the evidence, and on to its event when it is a record. */
static int take_line(struct avow_reader *reader, struct stream *stream,
		     const struct avow_line *line)
{
	struct avow_evidence *evidence = &reader->analysis->evidence;
	struct avow_input_counts *input = &evidence->inputs[stream->index];
	struct avow_place place = { stream->index, line->number };
	struct avow_record record;
	enum avow_defect defect = AVOW_DEFECT_LINE_TOO_LONG;
	enum avow_line_kind kind = AVOW_LINE_MALFORMED;
	int result;

	input->lines++;
	if (!line->is_too_long)
		kind = avow_record_read(&reader->records, line->text, &record, &defect);
	follow_message(stream, kind, line->text);
	switch (kind) {
	case AVOW_LINE_BLANK:
		input->blank++;
		return AVOW_OK;
	case AVOW_LINE_FOREIGN:
		input->foreign++;
		if (reader->options->points)
			avow_points_line(reader->options->points,
					 avow_record_text(&reader->records, line->text));
		avow_notable_line(evidence, place,
				  avow_record_text(&reader->records, line->text));
		return AVOW_OK;
	case AVOW_LINE_MALFORMED:
		avow_evidence_malformed(evidence, defect, place, line->text);
		return AVOW_OK;
	case AVOW_LINE_RECORD:
		break;
	}
	record.place = place;
	record.is_unterminated = line->is_unterminated;
	if (is_out_of_place(stream, &record)) {
		input->foreign++;
		avow_notable_out_of_place(evidence, &record);
		return AVOW_OK;
	}
	result = take_record(reader, stream, &record);
	return result ? result : take_further(reader, stream, line);
}

static void progress(const struct avow_reader *reader, const struct avow_lines *lines)
{
	if (reader->options->on_progress && lines->number % PROGRESS_LINES == 0)
		reader->options->on_progress(reader->options->data,
					     reader->done + lines->bytes, reader->total);
}

/* Tells something of @input; @code AVOW_OK is a mere note. */
static void tell(const struct avow_reader *reader, const struct avow_input *input,
		 int code, const char *what)
{
	struct avow_error error;

	avow_input_tell(input, code, what, &error);
	reader->options->on_trouble(reader->options->data, &error);
}

/* The name of the envelope that came, or of none, or "mixed". */
static const char *format_of(const struct stream *stream)
{
	const char *format = NULL;

	for (uint32_t left = stream->envelopes; left; left &= left - 1) {
		const char *name =
			avow_envelope_name((enum avow_envelope_kind)__builtin_ctz(left));

		if (format && strcmp(format, name) != 0)
			return "mixed";
		format = name;
	}
	if (stream->envelopes == 1u << AVOW_ENVELOPE_AUDITD && stream->is_enriched)
		return "audit.log enriched";
	return format ? format : "unknown";
}

/*
 * Opens @input. What cannot be opened is told and is no row of the evidence:
 * is_open is false.
 */
static int open_stream(struct avow_reader *reader, struct stream *stream,
		       const struct avow_input *input)
{
	struct avow_source *source;
	struct avow_error error;
	int result = avow_input_open(input, &reader->options->source, &source, &error);

	*stream = (struct stream){ .input = input };
	if (result) {
		reader->options->on_trouble(reader->options->data, &error);
		return AVOW_OK;
	}
	result = avow_lines_open(&stream->lines, source);
	stream->is_open = !result;
	if (result)
		avow_source_close(source);
	return result;
}

/* Gives the stream its row of the evidence, or closes it when memory is out. */
static int begin_stream(struct avow_reader *reader, struct stream *stream)
{
	int index = avow_evidence_add_input(&reader->analysis->evidence,
					    avow_span_of(stream->input->path),
					    avow_input_kind(stream->input));

	stream->index = (uint32_t)index;
	if (index >= 0) {
		reader->analysis->evidence.inputs[index].is_live =
			avow_input_is_live(stream->input, &reader->options->source);
		return AVOW_OK;
	}
	avow_lines_close(&stream->lines);
	stream->is_open = false;
	return index;
}

/* The line that was read last. */
static struct avow_place place_of(const struct stream *stream)
{
	return (struct avow_place){ stream->index, stream->lines.number };
}

/* Writes down what is known once it was read. */
static void end_stream(struct avow_reader *reader, struct stream *stream)
{
	struct avow_input_counts *row = &reader->analysis->evidence.inputs[stream->index];
	const struct avow_source *source = stream->lines.source;

	row->bytes = stream->lines.bytes;
	row->format = format_of(stream);
	row->compression = avow_source_compression(source);
	row->lost = avow_source_lost(source);
	if (row->lost)
		avow_evidence_remark(&reader->analysis->evidence, AVOW_REMARK_SOURCE_LOST,
				     row->lost, place_of(stream), row->name);
	reader->done += row->bytes;
	avow_lines_close(&stream->lines);
	stream->is_open = false;
}

/* Whoever takes records may have enough of them, or of this input. */
static bool wants_no_more(const struct avow_reader *reader, const struct stream *stream)
{
	const bool *is_enough = reader->options->is_enough;

	return stream->beyond == BEYOND_MAX || (is_enough && *is_enough);
}

/*
 * Takes up to TURN_LINES lines. Where reading fails that is told, and what came
 * before is kept.
 */
static int take_turn(struct avow_reader *reader, struct stream *stream)
{
	struct avow_error error = { 0 };
	struct avow_line line;
	int result = AVOW_OK, got = 1;

	for (int taken = 0; taken < TURN_LINES && !result; taken++) {
		got = avow_lines_next(&stream->lines, &line, &error);
		if (got > 0 && wants_no_more(reader, stream))
			got = 0;
		if (got <= 0)
			break;
		result = take_line(reader, stream, &line);
		progress(reader, &stream->lines);
	}
	stream->is_waiting = got == AVOW_SOURCE_WAIT;
	if (got > 0 || stream->is_waiting)
		return result;
	if (got < 0) {
		reader->analysis->evidence.inputs[stream->index].is_broken = true;
		avow_evidence_remark(&reader->analysis->evidence, AVOW_REMARK_INPUT_CUT,
				     0, place_of(stream), avow_span_of(error.message));
		tell(reader, stream->input, error.code, error.message);
	}
	end_stream(reader, stream);
	return result;
}

/* Reading was stopped: takes what was read already, which may end within a line. */
static int stop_stream(struct avow_reader *reader, struct stream *stream)
{
	int result = AVOW_OK;

	reader->analysis->evidence.inputs[stream->index].is_live = true;
	avow_lines_finish(&stream->lines);
	while (!result && stream->is_open)
		result = take_turn(reader, stream);
	return result;
}

/* When it is time, lets on_pulse see what has come. */
static int pulse(struct avow_reader *reader)
{
	const struct avow_analysis_options *options = reader->options;
	int result;

	if (!options->on_pulse || avow_wait_clock_ms() < reader->pulse_ms + PULSE_MS)
		return AVOW_OK;
	result = avow_events_settle(reader->events);
	if (!result && !options->on_record)
		result = avow_relay_settle(reader->relay);
	if (!result)
		options->on_pulse(options->data, reader->analysis);
	reader->pulse_ms = avow_wait_clock_ms();
	return result;
}

/* Waits for one of @waits, which has room for one more, and for the next pulse. */
static bool wait_any(const struct avow_reader *reader, struct avow_wait *waits,
		     size_t count)
{
	int64_t left = reader->pulse_ms + PULSE_MS - avow_wait_clock_ms();

	if (reader->options->on_pulse)
		waits[count++] =
			(struct avow_wait){ .fd = -1,
					    .timeout_ms = left > 0 ? (int)left : 0 };
	return avow_wait_any(waits, count, &reader->options->source.stop);
}

/* Waits until @stream may have more; false when reading shall stop. */
static bool may_go_on(const struct avow_reader *reader, const struct stream *stream)
{
	struct avow_wait waits[2];

	if (!stream->is_waiting)
		return !avow_stop_is_due(&reader->options->source.stop);
	waits[0] = avow_source_wait(stream->lines.source);
	return wait_any(reader, waits, 1);
}

/* Reads one input to its end, waiting where it has to. */
static int read_through(struct avow_reader *reader, const struct avow_input *input)
{
	struct stream stream;
	int result = open_stream(reader, &stream, input);

	if (!result && stream.is_open)
		result = begin_stream(reader, &stream);
	while (!result && stream.is_open) {
		result = take_turn(reader, &stream);
		if (!result)
			result = pulse(reader);
		if (result || !stream.is_open || may_go_on(reader, &stream))
			continue;
		tell(reader, input, AVOW_OK, "stopped before its end");
		result = stop_stream(reader, &stream);
	}
	if (stream.is_open)
		end_stream(reader, &stream);
	return result;
}

/* The live inputs, open at once. */
struct streams {
	struct stream *items;
	size_t count;
	struct avow_wait *waits; /* one for each, and one for the pulse */
};

static int open_live(struct avow_reader *reader, const struct avow_inputs *inputs,
		     struct streams *live)
{
	int result = AVOW_OK;

	live->items = calloc(inputs->count + 1, sizeof(*live->items));
	live->waits = calloc(inputs->count + 1, sizeof(*live->waits));
	if (!live->items || !live->waits)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < inputs->count && !result; i++) {
		const struct avow_input *input = &inputs->items[i];
		struct stream *stream = &live->items[live->count];

		if (!avow_input_is_live(input, &reader->options->source))
			continue;
		result = open_stream(reader, stream, input);
		live->count += stream->is_open;
	}
	return result;
}

/* One turn for each: how many may have more, and how many of these have nothing yet. */
static int take_turns(struct avow_reader *reader, struct streams *live, size_t *open,
		      size_t *waiting)
{
	int result = AVOW_OK;

	*open = *waiting = 0;
	for (size_t i = 0; i < live->count && !result; i++) {
		struct stream *stream = &live->items[i];

		if (stream->is_open)
			result = take_turn(reader, stream);
		if (!stream->is_open)
			continue;
		++*open;
		if (stream->is_waiting)
			live->waits[(*waiting)++] =
				avow_source_wait(stream->lines.source);
	}
	return result;
}

/*
 * Reads until all have ended or reading is stopped. What had come by then is still
 * read, but not for long: one who never stops writing must not keep us.
 */
static int read_live(struct avow_reader *reader, struct streams *live)
{
	const struct avow_stop *stop = &reader->options->source.stop;
	int64_t drained_ms = 0;
	size_t open, waiting;
	int result;

	for (;;) {
		result = take_turns(reader, live, &open, &waiting);
		if (!result)
			result = pulse(reader);
		if (result || !open)
			return result;
		if (drained_ms && (waiting == open || avow_wait_clock_ms() > drained_ms))
			return AVOW_OK;
		if (drained_ms)
			continue;
		if (waiting == open ? !wait_any(reader, live->waits, waiting)
				    : avow_stop_is_due(stop))
			drained_ms = avow_wait_clock_ms() + DRAIN_MS;
	}
}

/* Ends what is still open. */
static int close_live(struct avow_reader *reader, struct streams *live, int result)
{
	for (size_t i = 0; i < live->count; i++) {
		struct stream *stream = &live->items[i];

		if (stream->is_open && !result)
			result = stop_stream(reader, stream);
		if (stream->is_open)
			avow_lines_close(&stream->lines);
	}
	free(live->items);
	free(live->waits);
	return result;
}

/* Both kinds. Live ones are opened first, so that nothing is lost meanwhile. */
static int read_both(struct avow_reader *reader, const struct avow_inputs *inputs,
		     struct streams *live)
{
	int result = open_live(reader, inputs, live);

	for (size_t i = 0; i < inputs->count && !result; i++)
		if (!avow_input_is_live(&inputs->items[i], &reader->options->source))
			result = read_through(reader, &inputs->items[i]);
	for (size_t i = 0; i < live->count && !result; i++)
		result = begin_stream(reader, &live->items[i]);
	return result ? result : read_live(reader, live);
}

int avow_reader_read(struct avow_reader *reader, const struct avow_inputs *inputs)
{
	struct streams live = { 0 };
	int result;

	for (size_t i = 0; i < inputs->count; i++)
		reader->total += inputs->items[i].size;
	result = read_both(reader, inputs, &live);
	result = close_live(reader, &live, result);
	avow_serials_count(reader->serials, &reader->analysis->evidence.serials,
			   &reader->analysis->evidence.serial_gaps);
	return result ? result : avow_events_finish(reader->events);
}
