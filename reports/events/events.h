/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_EVENTS_EVENTS_H
#define AVOW_REPORTS_EVENTS_EVENTS_H

#include <jansson.h>

#include "analyzer/denial/denial.h"
#include "reports/stream.h"

/*
 * Denials one by one, a line of JSON each, in the field names that stores of events know:
 * so they lie beside what other programs sent there.
 */
struct avow_told_denial {
	const struct avow_denial *denial;
	const char *input; /* the name of what it was read from */
	char cluster[13];  /* the id that reports give to its cluster */
};

struct avow_event_form {
	const char *name;  /* "ecs" */
	const char *title; /* one line for --help */
	json_t *(*make)(const struct avow_told_denial *told);
};

extern const struct avow_event_form avow_event_forms[];
extern const size_t avow_event_form_count;

/* NULL when there is none of that name. */
const struct avow_event_form *avow_event_form_named(const char *name);

/* Fills @out for a denial that was read from @input. */
void avow_told_denial_fill(const struct avow_denial *denial, const char *input,
			   struct avow_buf *scratch, struct avow_told_denial *out);

/* Writes one line. AVOW_E_NOMEM; what the stream could not take it remembers. */
int avow_event_write(const struct avow_event_form *form,
		     const struct avow_told_denial *told,
		     struct avow_stream *stream) avow_must_check;

/* The forms: a file each. */
json_t *avow_event_ecs(const struct avow_told_denial *told);
json_t *avow_event_ocsf(const struct avow_told_denial *told);

/*
 * Puts a value at @path, objects within each other with dots between; nothing where it is
 * empty. Any bytes, in display form; digits as a number.
 */
void avow_event_put(json_t *root, const char *path, struct avow_span bytes);
void avow_event_put_digits(json_t *root, const char *path, struct avow_span digits);
/* Takes @value, also where it fails. */
void avow_event_set(json_t *root, const char *path, json_t *value);

/* The names of what was asked for. */
json_t *avow_event_permissions(const struct avow_denial *denial);

/* Whether it was refused, and not only logged. */
bool avow_event_is_refused(const struct avow_denial *denial);

enum avow_event_topic {
	AVOW_EVENT_FILE,
	AVOW_EVENT_NETWORK,
	AVOW_EVENT_PROCESS,
	AVOW_EVENT_OTHER
};

/* What its class is of. */
enum avow_event_topic avow_event_topic(const struct avow_denial *denial);

#endif
