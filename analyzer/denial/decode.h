/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_DECODE_H
#define AVOW_DENIAL_DECODE_H

#include "analyzer/collect/evidence.h"
#include "analyzer/denial/denial.h"
#include "analyzer/denial/event.h"

/*
 * Handed a denial (a granted access only where these are kept); a negative return stops
 * the analysis.
 */
typedef int (*avow_denial_function)(void *data, const struct avow_denial *denial);

/* Turns whole events into denials, one after the other, with memory of its own. */
struct avow_decoder;

/*
 * With @has_sources what several sources tell (record->source) is counted once.
 * What it counts of AVC and USER_AVC records goes to @evidence, which is lent and
 * has its row for each input already. NULL when memory is out.
 */
struct avow_decoder *avow_decoder_new(struct avow_evidence *evidence, bool has_sources,
				      avow_denial_function on_denial, void *data);
void avow_decoder_free(struct avow_decoder *decoder);

/* From now on granted accesses (auditallow) are handed over too: is_granted. */
void avow_decoder_keep_granted(struct avow_decoder *decoder);

/* Decodes the AVCs of @event and hands each denial over. */
int avow_decoder_decode(struct avow_decoder *decoder,
			const struct avow_event *event) avow_must_check;

#endif
