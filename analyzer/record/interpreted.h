/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_INTERPRETED_H
#define AVOW_RECORD_INTERPRETED_H

#include "analyzer/base/buf.h"

/*
 * Puts a record as `ausearch -i` prints it,
 *
 *     type=TYPE msg=audit(DATE TIME.MILLISECONDS:SERIAL) : BODY
 *
 * back into the form that auditd writes (ausearch's interpretation replaces the
 * time, the hexadecimal strings and the quotes). @out is emptied first. False when
 * it is no such line, or its date cannot be read.
 *
 * What was lost stays lost: the time zone (times are taken as UTC, as printed),
 * whether 01/02 is in January or in February (the month comes first where both
 * could be, as in the C locale), and socket addresses.
 */
bool avow_interpreted_read(struct avow_span line, struct avow_buf *out);

#endif
