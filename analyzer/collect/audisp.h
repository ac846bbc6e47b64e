/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_AUDISP_H
#define AVOW_COLLECT_AUDISP_H

#include "analyzer/base/buf.h"
#include "analyzer/collect/source.h"

/*
 * What auditd gives its plugins (auditd-plugins(5)): over the standard input of
 * one that it starts, or over the socket of its plugin af_unix. Which of the two
 * formats it is shows the first byte:
 *
 * string: lines, as in audit.log.
 * binary: a struct audit_dispatcher_header (libaudit.h) in the machine's own byte
 *         order, {u32 version, header length, type, size}, and `size` bytes: in
 *         version 0 `audit(...): BODY`, of which the header has the type; in
 *         version 1 the whole line, without a newline. auditd 3.0 to 4.0 writes
 *         AVOW_AUDISP_PADDED bytes, whatever `size` is, and the rest of them is
 *         what its memory held; 4.1 and later write no more than `size`.
 */

/* The largest record that is taken for one (MAX_AUDIT_MESSAGE_LENGTH is 8970). */
#define AVOW_AUDISP_RECORD_MAX ((size_t)64 * 1024)

#define AVOW_AUDISP_PADDED 8970u /* MAX_AUDIT_MESSAGE_LENGTH */

/* Bytes to lines. Zero it to begin, free it at the end. */
struct avow_audisp {
	enum { AVOW_AUDISP_NEW, AVOW_AUDISP_STRING, AVOW_AUDISP_BINARY } format;
	enum { AVOW_AUDISP_UNDECIDED, AVOW_AUDISP_TIGHT, AVOW_AUDISP_LOOSE } framing;
	size_t padding;          /* behind the last record, to be passed over */
	struct avow_buf pending; /* the front of a binary record */
};

/*
 * Appends the lines of the next @bytes to @out. AVOW_E_INPUT and one sentence when
 * they are not what auditd writes: then there is no telling where a record begins.
 */
int avow_audisp_feed(struct avow_audisp *audisp, struct avow_span bytes,
		     struct avow_buf *out, struct avow_error *error) avow_must_check;

/*
 * There are no more bytes: appends what came of a record that was cut, as a line
 * without its end. Returns how many records were lost of which nothing is left, 0 or 1.
 */
uint64_t avow_audisp_finish(struct avow_audisp *audisp, struct avow_buf *out);

void avow_audisp_free(struct avow_audisp *audisp);

/*
 * Reads from @fd, which is taken, also when it fails. @after as of avow_source_options:
 * text from a socket is held (held.h).
 */
int avow_audisp_open(int fd, const struct avow_span *after, struct avow_source **out,
		     struct avow_error *error) avow_must_check;

#endif
