/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_NOTABLE_H
#define AVOW_RECORD_NOTABLE_H

#include "analyzer/collect/evidence.h"
#include "analyzer/record/record.h"

/*
 * What records and lines tell besides denials: refusals of other security modules,
 * errors of SELinux, changes of policy and mode, signs of loss, and text that only
 * looks like a denial. Remarks go into @evidence, at @record's place.
 */

/* A record whose type is AVOW_RECORD_OTHER, or a companion. */
int avow_notable_record(struct avow_evidence *evidence,
			const struct avow_record *record) avow_must_check;

/* An AppArmor record, for the change of a profile that it may tell of. */
int avow_notable_profile(struct avow_evidence *evidence,
			 const struct avow_record *record) avow_must_check;

/*
 * Which change of policy or mode the record tells of; AVOW_REMARK_COUNT: none. Of
 * AppArmor a record of a profile that was loaded, replaced or removed.
 */
enum avow_remark avow_notable_epoch(const struct avow_record *record);

/* A line that is no record. */
void avow_notable_line(struct avow_evidence *evidence, struct avow_place place,
		       struct avow_span line);

/* A record that stands where it is not believed. */
void avow_notable_out_of_place(struct avow_evidence *evidence,
			       const struct avow_record *record);

/* Whether @text has what a denial's text has: `avc:  denied`, `apparmor="`. */
bool avow_notable_is_like_denial(struct avow_span text);

#endif
