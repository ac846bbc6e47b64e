/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_GROUP_H
#define AVOW_RECORD_GROUP_H

#include "analyzer/base/error.h"
#include "analyzer/collect/inputs.h"
#include "analyzer/record/record.h"

/*
 * All records of an event, whatever it is about: those that share node, time and
 * serial. Where events interleave by more than AVOW_GROUPS_OPEN serials, one of them
 * comes in two groups; memory is bounded whatever the log holds.
 */
#define AVOW_GROUPS_OPEN 1024
#define AVOW_GROUP_RECORDS 64 /* that are kept; of an event with more, the first */

struct avow_group_record {
	enum avow_record_type type;
	struct avow_span type_name;
	struct avow_span body; /* empty when the event is larger than any is */
	uint64_t bytes;        /* of its line, with its end */
};

struct avow_group {
	struct avow_group_record records[AVOW_GROUP_RECORDS];
	size_t count;
	uint64_t bytes; /* of all its lines */
};

/* The first record of a type; NULL when there is none. */
const struct avow_group_record *avow_group_find(const struct avow_group *group,
						enum avow_record_type type);

/* Handed each event; what is in it is lent. A negative return ends the reading. */
typedef int (*avow_group_function)(void *data, const struct avow_group *group);

/*
 * Reads the inputs to their ends. What cannot be read is told through @on_trouble.
 * AVOW_E_NOMEM, or what @on_group returned.
 */
int avow_groups_read(const struct avow_inputs *inputs, avow_group_function on_group,
		     avow_trouble_function on_trouble, void *data) avow_must_check;

#endif
