/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_ENVELOPE_H
#define AVOW_RECORD_ENVELOPE_H

#include "analyzer/base/span.h"

/* How a record came to be in its line, by what stands before it. */
enum avow_envelope_kind {
	AVOW_ENVELOPE_AUDITD,  /* nothing: auditd's own file, or ausearch --raw */
	AVOW_ENVELOPE_KERNEL,  /* printk: dmesg, /dev/kmsg, a console */
	AVOW_ENVELOPE_SYSLOG,  /* a syslog line of the kernel or of auditd's plugins */
	AVOW_ENVELOPE_JOURNAL, /* the journal's copy of the audit stream */
	AVOW_ENVELOPE_JOURNAL_KERNEL, /* the journal's copy of the kernel log, in JSON */
	AVOW_ENVELOPE_INTERPRETED,    /* `ausearch -i` */
	AVOW_ENVELOPE_LOGCAT,         /* Android's logd, which writes each record twice */
	AVOW_ENVELOPE_JSON,           /* JSON lines of laurel, or of a container's log */
	AVOW_ENVELOPE_PASTED /* a record alone, copied without its logger's marks */
};

/* How the payload begins. */
enum avow_header {
	AVOW_HEADER_FULL, /* [node=HOST ]type=TYPE [msg=]audit(...): */
	AVOW_HEADER_TYPE, /* TYPE BODY, as journald writes it */
	AVOW_HEADER_NONE  /* BODY: what type it is, the envelope tells */
};

struct avow_envelope {
	enum avow_envelope_kind kind;
	enum avow_header header;
	const char *type;      /* with AVOW_HEADER_NONE: "AVC" or "USER_AVC" */
	struct avow_span host; /* as syslog names it; empty when it does not */
	struct avow_span payload;
};

/*
 * Takes off what loggers put before an audit record. False when no logger that
 * carries audit records wrote the line: text that only looks like a record,
 * under another program's name, is not one.
 */
bool avow_envelope_open(struct avow_span line, struct avow_envelope *out);

/*
 * Whether @line is the kernel's, in a kernel log, a syslog or the journal, with or
 * without an audit record; @text is what the kernel said.
 */
bool avow_envelope_kernel(struct avow_span line, struct avow_span *text);

/* Whether @line is a program's message as a syslog or the journal shows one. */
bool avow_envelope_is_message(struct avow_span line);

/* Whether records and denials are believed behind the tag of the program @tag. */
bool avow_envelope_is_logger(struct avow_span tag);

/* Whether @text is the body of a denial, whose header was left out: `avc: ...` */
bool avow_envelope_is_body(struct avow_span text);

/* "audit.log", "kernel log", "syslog", "journal", "logcat" */
const char *avow_envelope_name(enum avow_envelope_kind kind);

/*
 * Whether lines of this kind stand in a log into which every program may write.
 * A record alone on a line (AVOW_ENVELOPE_PASTED) is not to be believed there.
 */
bool avow_envelope_is_shared(enum avow_envelope_kind kind);

#endif
