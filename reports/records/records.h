/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_RECORDS_RECORDS_H
#define AVOW_REPORTS_RECORDS_RECORDS_H

#include <jansson.h>

#include "analyzer/interpret/interpret.h"
#include "reports/stream.h"

/* Events with all their records, one by one. */
struct avow_records {
	struct avow_stream stream;
	struct avow_interpreter *interpreter;
	struct avow_buf text; /* of the event that is written */
	bool is_shown;        /* on a terminal: no byte of the log's may act on it */
	uint64_t count;       /* of events that were written */
};

struct avow_records_form {
	const char *name;  /* "json" */
	const char *title; /* one line for --help */
	const char *head;  /* a line before the first event; or NULL */
	void (*put)(struct avow_records *records, const struct avow_group *group);
};

extern const struct avow_records_form avow_records_forms[];
extern const size_t avow_records_form_count;

/* NULL when there is none of that name. */
const struct avow_records_form *avow_records_form_named(const char *name);

/* Writes one event. AVOW_E_NOMEM; what the stream could not take it remembers. */
int avow_records_write(struct avow_records *records, const struct avow_records_form *form,
		       const struct avow_group *group) avow_must_check;

/* The forms: a file each. They append to records->text. */
void avow_records_text(struct avow_records *records, const struct avow_group *group);
void avow_records_raw(struct avow_records *records, const struct avow_group *group);
void avow_records_json(struct avow_records *records, const struct avow_group *group);
void avow_records_csv(struct avow_records *records, const struct avow_group *group);
extern const char avow_records_csv_head[];

#endif
