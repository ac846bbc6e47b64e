/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_READER_H
#define AVOW_READER_H

#include "analyzer/analysis.h"
#include "analyzer/collect/inputs.h"
#include "analyzer/denial/events.h"
#include "analyzer/record/serials.h"

/* Reads inputs, one after the other or several at once, into events. */
struct avow_reader {
	const struct avow_analysis_options *options;
	struct avow_analysis *analysis; /* its evidence gets a row an input */
	struct avow_events *events;
	struct avow_relay *relay; /* that events are passed to */
	int64_t pulse_ms;         /* when the last on_pulse was */
	struct avow_record_reader records;
	struct avow_serials *serials;
	uint64_t done, total; /* bytes, for on_progress */
};

/*
 * Reads first what has an end, in the order given, then what is live, all of it at
 * once, until it ends or options->source.stop is due. What cannot be read is
 * told through on_trouble. Fails only when memory is out or an event is refused.
 */
int avow_reader_read(struct avow_reader *reader,
		     const struct avow_inputs *inputs) avow_must_check;

#endif
