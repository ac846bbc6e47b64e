/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_JOURNAL_H
#define AVOW_RECORD_JOURNAL_H

#include "analyzer/base/buf.h"

enum avow_journal_entry {
	AVOW_JOURNAL_RECORD,   /* an audit record: @out holds it as a line */
	AVOW_JOURNAL_OTHER,    /* JSON, but no audit record */
	AVOW_JOURNAL_MALFORMED /* begins like JSON and is cut or garbled */
};

/*
 * Reads one line of `journalctl -o json`. Only what journald itself vouches for
 * is believed: _TRANSPORT=audit, whose type, serial and time are fields of their
 * own, and _TRANSPORT=kernel, whose MESSAGE is the kernel's line
 * (systemd.journal-fields(7), "Trusted Journal Fields"). @out is emptied first
 * and gets `node=HOST type=TYPE msg=audit(...): BODY` or the kernel's line.
 */
enum avow_journal_entry avow_journal_read(struct avow_span line, struct avow_buf *out);

#endif
