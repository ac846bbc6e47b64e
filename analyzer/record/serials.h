/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_SERIALS_H
#define AVOW_RECORD_SERIALS_H

#include "analyzer/record/record.h"

/*
 * Which serials of the kernel's one counter did not come (kernel/audit.c
 * audit_serial()). One that is missing between others was lost behind the kernel's
 * queue, or left out by whoever made the log; what the kernel itself dropped leaves
 * no gap. Counted for each host and source apart, anew at each boot, and with
 * patience for records that come late.
 */
struct avow_serials;

struct avow_serials *avow_serials_new(void); /* NULL when memory is out */
void avow_serials_free(struct avow_serials *serials);

/* Takes a record that has a stamp; its `source` tells which stream it is of. */
void avow_serials_note(struct avow_serials *serials, const struct avow_record *record);

/* How many distinct serials came, and how many between them did not. */
void avow_serials_count(const struct avow_serials *serials, uint64_t *came,
			uint64_t *missing);

#endif
