/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The analyzer's stages put in a row: lines, records, events here; denials and
 * clusters in the relay's thread. One pass over each input. It decides nothing
 * by itself but which line belongs to which count of the evidence.
 */
#include "analyzer/analysis.h"

#include <stdio.h>

#include "analyzer/denial/relay.h"
#include "analyzer/reader.h"

static int pass(void *data, struct avow_event *event)
{
	return avow_relay_pass(data, event);
}

/* What the decoding thread puts denials into. */
struct absorbing {
	const struct avow_analysis *analysis;
	const struct avow_analysis_options *options;
	const struct avow_inputs *inputs;
};

static int absorb(void *data, const struct avow_denial *denial)
{
	const struct absorbing *absorbing = data;
	const struct avow_analysis *analysis = absorbing->analysis;
	const struct avow_analysis_options *options = absorbing->options;
	int result = 0;

	if (options->on_denial && !denial->is_granted)
		result = options->on_denial(
			options->denial_data, denial,
			absorbing->inputs->items[denial->place.input].path);
	return result ? result
		      : avow_clusters_absorb(denial->is_granted ? analysis->granted
								: analysis->clusters,
					     denial);
}

static void tell(const struct avow_reader *reader, int code, const char *path,
		 const char *what)
{
	const struct avow_input input = { .path = path, .named = avow_named_find(path) };
	struct avow_error error;

	avow_input_tell(&input, code, what, &error);
	reader->options->on_trouble(reader->options->data, &error);
}

/* What is wrong with the first line of @input that could not be used. */
static const char *defect_of(const struct avow_evidence *evidence, uint32_t input)
{
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++)
		for (size_t k = 0; k < avow_samples_kept(&evidence->defects[i]); k++)
			if (evidence->defects[i].items[k].place.input == input)
				return avow_defect_text((enum avow_defect)i);
	return "cut or garbled";
}

/* Tells of an input that was read and held nothing to use. */
static void judge_input(const struct avow_reader *reader, uint32_t index)
{
	const struct avow_evidence *evidence = &reader->analysis->evidence;
	const struct avow_input_counts *input = &evidence->inputs[index];
	const char *path = input->name.data;
	bool is_file = strcmp(input->kind, "file") == 0;
	char what[200];

	if (input->records || input->is_broken || input->is_live)
		return;
	if (input->bytes == 0) {
		tell(reader, reader->options->takes_empty ? AVOW_OK : AVOW_E_INPUT, path,
		     is_file ? "the file is empty" : "nothing to read");
	} else if (input->malformed == 0) {
		snprintf(what, sizeof(what), "%sno audit record in %llu line%s",
			 avow_named_find(path) ? "" : "not an audit log: ",
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

/*
 * Reads @inputs while a second thread decodes. That thread has its own
 * evidence, with a row for each input, which is added in the end.
 */
static int read_and_decode(struct avow_reader *reader, const struct avow_inputs *inputs)
{
	struct avow_evidence decoded = { 0 };
	struct absorbing absorbing = { reader->analysis, reader->options, inputs };
	bool has_sources = inputs->count && inputs->items[inputs->count - 1].set > 0;
	struct avow_decoder *decoder = NULL;
	struct avow_relay *relay = NULL;
	int row = 0, result = AVOW_E_NOMEM;

	for (size_t i = 0; i < inputs->count && row >= 0; i++)
		row = avow_evidence_add_input(&decoded, avow_span_make("", 0), "");
	if (row >= 0)
		decoder = avow_decoder_new(&decoded, has_sources, absorb, &absorbing);
	if (decoder && reader->analysis->granted)
		avow_decoder_keep_granted(decoder);
	if (decoder)
		relay = avow_relay_new(decoder);
	if (relay)
		reader->events =
			avow_events_new(&reader->analysis->evidence, pass, relay);
	reader->serials = avow_serials_new();
	reader->relay = relay;
	if (reader->events && reader->serials)
		result = avow_reader_read(reader, inputs);
	if (relay)
		result |= avow_relay_finish(relay);
	avow_serials_free(reader->serials);
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
	struct avow_reader reader = { .options = options, .analysis = out };
	bool is_judged = true;
	int result = AVOW_OK;

	*out = (struct avow_analysis){ .clusters = avow_clusters_new(),
				       .window = options->window };
	if (options->keeps_granted)
		out->granted = avow_clusters_new();
	if (!out->clusters || (options->keeps_granted && !out->granted))
		return avow_error_nomem(error);
	for (size_t i = 0; i < name_count && !result; i++)
		result = avow_inputs_add(&inputs, names[i], options->on_trouble,
					 options->data);
	if (!result) {
		avow_inputs_sort(&inputs);
		result = read_and_decode(&reader, &inputs);
	}
	if (!result && options->on_pulse)
		options->on_pulse(options->data, out);
	if (options->is_enough && *options->is_enough)
		is_judged = false;
	for (uint32_t i = 0; !result && is_judged && i < out->evidence.input_count; i++)
		judge_input(&reader, i);
	if (!result)
		avow_clusters_sort(out->clusters);
	if (!result && out->granted)
		avow_clusters_sort(out->granted);
	avow_inputs_free(&inputs);
	avow_record_reader_free(&reader.records);
	return result ? avow_error_nomem(error) : AVOW_OK;
}

void avow_analysis_free(struct avow_analysis *analysis)
{
	avow_clusters_free(analysis->clusters);
	avow_clusters_free(analysis->granted);
	avow_evidence_free(&analysis->evidence);
	*analysis = (struct avow_analysis){ 0 };
}
