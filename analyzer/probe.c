/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks into an input for one audit record. It keeps and counts nothing. */
#include "analyzer/probe.h"

#include "analyzer/collect/inputs.h"
#include "analyzer/collect/lines.h"
#include "analyzer/record/record.h"

/* Keeps what is said first. */
static void keep(void *data, const struct avow_error *error)
{
	struct avow_error *kept = data;

	if (!kept->code)
		*kept = *error;
}

/* Whether a line of @source, which it takes, is a record; 1, 0, or an error. */
static int find_record(struct avow_source *source, struct avow_error *error)
{
	struct avow_record_reader reader = { 0 };
	enum avow_line_kind kind = AVOW_LINE_FOREIGN;
	struct avow_record record;
	enum avow_defect defect;
	struct avow_lines lines;
	struct avow_line line;
	int got = avow_lines_open(&lines, source);

	if (got) {
		avow_source_close(source);
		return avow_error_nomem(error);
	}
	while (kind != AVOW_LINE_RECORD &&
	       (got = avow_lines_next(&lines, &line, error)) > 0)
		if (!line.is_too_long)
			kind = avow_record_read(&reader, line.text, &record, &defect);
	avow_lines_close(&lines);
	avow_record_reader_free(&reader);
	if (got == AVOW_SOURCE_WAIT)
		return 0;
	return got < 0 ? got : kind == AVOW_LINE_RECORD;
}

static int probe_input(const struct avow_input *input, struct avow_error *error)
{
	const struct avow_source_options options = { 0 };
	struct avow_error why = { 0 };
	struct avow_source *source;
	int found = avow_input_open(input, &options, &source, &why);

	if (found) {
		keep(error, &why);
		return 0;
	}
	found = find_record(source, &why);
	if (found < 0) {
		struct avow_error named;

		avow_input_tell(input, why.code, why.message, &named);
		keep(error, &named);
	}
	return found > 0;
}

int avow_probe(const char *name, struct avow_error *error)
{
	const struct avow_input named = { .path = name, .named = avow_named_find(name) };
	struct avow_inputs inputs = { 0 };
	bool is_found = false;

	*error = (struct avow_error){ 0 };
	if (avow_inputs_add(&inputs, name, keep, error))
		avow_error_nomem(error);
	/* The newest first: most logs begin with it. */
	avow_inputs_sort(&inputs);
	for (size_t i = inputs.count; i-- > 0 && !is_found;)
		is_found = probe_input(&inputs.items[i], error);
	avow_inputs_free(&inputs);
	if (is_found)
		return AVOW_OK;
	if (!error->code)
		avow_input_tell(&named, AVOW_E_INPUT, "there is no audit record in it",
				error);
	return error->code;
}
