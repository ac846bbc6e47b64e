/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_GROUP_H
#define AVOW_RECORD_GROUP_H

#include "analyzer/base/error.h"
#include "analyzer/collect/inputs.h"
#include "analyzer/record/record.h"

/*
 * All records of an event, whatever it is about: those that share node, time and
 * serial. AVOW_GROUPS_OPEN events are held open: one that is still to get records when so
 * many others have begun comes in two groups. Memory is bounded whatever the log holds.
 */
#define AVOW_GROUPS_OPEN 1024
#define AVOW_GROUP_RECORDS 64 /* that are kept; of an event with more, the first */

struct avow_group_record {
	enum avow_record_type type;
	struct avow_span type_name;
	struct avow_span body;     /* empty when the event is larger than any is */
	struct avow_span enriched; /* what auditd appended; mostly empty */
	uint64_t bytes;            /* of its line, with its end */
	uint32_t source;           /* as of struct avow_record */
};

struct avow_group {
	struct avow_time time; /* with the serial, unless has_stamp is false */
	uint64_t serial;
	bool has_stamp;
	struct avow_span node, host; /* empty where the line names none */
	struct avow_place place;     /* of its first record */
	struct avow_group_record records[AVOW_GROUP_RECORDS];
	size_t count;
	size_t left_out; /* records, or what they say, for want of room */
	uint64_t bytes;  /* of all its lines */
};

/* The first record of a type; NULL when there is none. */
const struct avow_group_record *avow_group_find(const struct avow_group *group,
						enum avow_record_type type);

/* Handed each event; what is in it is lent. A negative return ends the reading. */
typedef int (*avow_group_function)(void *data, const struct avow_group *group);

struct avow_groups;

/* Events are handed out in the order of their first records. NULL: memory is out. */
struct avow_groups *avow_groups_new(avow_group_function on_group, void *data);
void avow_groups_free(struct avow_groups *groups);

/*
 * Takes a record, whose line had @bytes; what is needed of it is copied. AVOW_E_NOMEM, or
 * what @on_group returned.
 */
int avow_groups_feed(struct avow_groups *groups, const struct avow_record *record,
		     uint64_t bytes) avow_must_check;

/* For live input: hands out what has got nothing since the call before. Like above. */
int avow_groups_settle(struct avow_groups *groups) avow_must_check;

/* Hands out all that is open. Like above. */
int avow_groups_finish(struct avow_groups *groups) avow_must_check;

/*
 * Reads the inputs to their ends. What cannot be read is told through @on_trouble.
 * AVOW_E_NOMEM, or what @on_group returned.
 */
int avow_groups_read(const struct avow_inputs *inputs, avow_group_function on_group,
		     avow_trouble_function on_trouble, void *data) avow_must_check;

#endif
