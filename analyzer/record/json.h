/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_JSON_H
#define AVOW_RECORD_JSON_H

#include <jansson.h>

#include "analyzer/base/buf.h"
#include "analyzer/record/envelope.h"

enum avow_json_kind {
	AVOW_JSON_RECORDS,  /* @out holds the lines of one record or of a whole event */
	AVOW_JSON_OTHER,    /* JSON, but no audit record; @out may hold its message */
	AVOW_JSON_MALFORMED /* begins like JSON and is cut or garbled */
};

/*
 * Reads one line that is a JSON object: an entry of `journalctl -o json`, an event
 * of laurel, or a line of a container's log. @out is emptied first and gets what it
 * says in the form that auditd or the kernel writes, a line for each record, '\n'
 * between; @envelope gets where that comes from.
 */
enum avow_json_kind avow_json_read(struct avow_span line, struct avow_buf *out,
				   enum avow_envelope_kind *envelope);

/*
 * The bytes of @entry's field @name, newlines as blanks: a string, or an array of
 * numbers where it is not UTF-8. False when it is neither; @out may be longer then.
 */
bool avow_json_text(const json_t *entry, const char *name, struct avow_buf *out);

/* Whether @entry has the string field @name, with this value. */
bool avow_json_is(const json_t *entry, const char *name, const char *value);

/* Entries of the journal: what journald vouches for (journal.c). */
bool avow_journal_is_entry(const json_t *entry);
enum avow_json_kind avow_journal_read(const json_t *entry, struct avow_buf *out,
				      enum avow_envelope_kind *envelope);

/* Events of laurel (laurel.c), one JSON object with all records of the event. */
bool avow_laurel_is_event(const json_t *event);
enum avow_json_kind avow_laurel_read(const json_t *event, struct avow_buf *out);

/* A denial of dbus-broker, in an entry of the journal (dbus_broker.c). */
bool avow_dbus_broker_is_denial(const json_t *entry);
void avow_dbus_broker_read(const json_t *entry, struct avow_buf *out);

#endif
