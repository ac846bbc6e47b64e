/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_RECORD_H
#define AVOW_RECORD_RECORD_H

#include "analyzer/base/buf.h"
#include "analyzer/collect/evidence.h"
#include "analyzer/record/envelope.h"

/*
 * When an event was, as the kernel stamped it: UTC seconds and milliseconds.
 * Zero is unknown: the journal's copy has no stamp, and Android's logd removes it.
 */
struct avow_time {
	uint64_t seconds;
	uint32_t milliseconds;
};

static inline bool avow_time_is_known(struct avow_time time)
{
	return time.seconds || time.milliseconds;
}

static inline int avow_time_compare(struct avow_time a, struct avow_time b)
{
	if (a.seconds != b.seconds)
		return a.seconds < b.seconds ? -1 : 1;
	return (a.milliseconds > b.milliseconds) - (a.milliseconds < b.milliseconds);
}

/* The record types that are read; every other one only counts for its event. */
enum avow_record_type {
	AVOW_RECORD_OTHER,
	AVOW_RECORD_AVC,
	AVOW_RECORD_USER_AVC,
	/* AppArmor before Linux 2.6.36 had types of its own: linux/audit.h, libaudit.h */
	AVOW_RECORD_APPARMOR, /* in words, which no later kernel writes */
	AVOW_RECORD_APPARMOR_AUDIT,
	AVOW_RECORD_APPARMOR_ALLOWED,
	AVOW_RECORD_APPARMOR_DENIED,
	AVOW_RECORD_APPARMOR_HINT,
	AVOW_RECORD_APPARMOR_STATUS,
	AVOW_RECORD_APPARMOR_ERROR,
	AVOW_RECORD_APPARMOR_KILL,
	AVOW_RECORD_SYSCALL,
	AVOW_RECORD_CWD,
	AVOW_RECORD_PATH,
	AVOW_RECORD_PROCTITLE,
	AVOW_RECORD_EXECVE,
	AVOW_RECORD_SOCKADDR,
	AVOW_RECORD_OBJ_PID,
	AVOW_RECORD_MMAP,
	AVOW_RECORD_BPRM_FCAPS,
	AVOW_RECORD_AVC_PATH, /* path= of an AVC, before Linux 2.6.29 */
	AVOW_RECORD_EOE
};

/*
 * One line of an audit log, its parts borrowed from the line:
 *
 *     [node=HOST ]type=TYPE msg=audit(SECONDS.MILLISECONDS:SERIAL): BODY[\x1dENRICHED]
 *
 * (auditd's write_to_log(); kernel audit_log_start(), whose printk leaves out
 * `msg=`), in the envelope of whatever logged it. The journal's copy has neither
 * time nor serial: `TYPE BODY`.
 */
struct avow_record {
	enum avow_record_type type;
	struct avow_span type_name;
	struct avow_span node; /* empty when the line names none */
	struct avow_span host; /* as the envelope names it; empty when it does not */
	enum avow_envelope_kind envelope;
	bool has_stamp; /* time and serial are there */
	struct avow_time time;
	uint64_t serial;
	struct avow_span body; /* up to the enriched tail, without blanks at its ends */
	struct avow_span
		enriched;      /* what auditd appended after 0x1d; empty when nothing */
	struct avow_span line; /* the whole line */
	struct avow_place place;
	uint32_t source;      /* inputs of one rotated set are one source */
	bool is_unterminated; /* the last line of its input, without a newline */
	bool is_further;      /* not the first record of its line */
	bool is_whole; /* what carried it has an end of its own, so it cannot be cut */
};

/* @name, or the number in `UNKNOWN[1423]`, as libaudit writes a type without a name. */
struct avow_span avow_record_bare_type(struct avow_span name);

enum avow_line_kind {
	AVOW_LINE_RECORD,
	AVOW_LINE_BLANK,    /* empty, or a separator that ausearch prints */
	AVOW_LINE_FOREIGN,  /* not an audit record */
	AVOW_LINE_MALFORMED /* begins like one and is cut or garbled */
};

/*
 * Reads one line (without its newline). @out is filled only for
 * AVOW_LINE_RECORD (place, source and is_unterminated are left to the caller), and
 * @defect only for AVOW_LINE_MALFORMED.
 */
enum avow_line_kind avow_record_parse(struct avow_span line, struct avow_record *out,
				      enum avow_defect *defect);

/*
 * For lines that have to be translated, those of JSON, of which one may hold a whole
 * event, and those of `ausearch -i`; and for lines that hold several records. Zero
 * it to begin, free it at the end.
 */
struct avow_record_reader {
	struct avow_buf text;  /* the translation; what records of it borrow from */
	struct avow_buf soft;  /* a line whose hard blanks were made plain ones */
	struct avow_span rest; /* what of the line is still to be read */
	bool is_json;          /* then @envelope is where its records come from */
	enum avow_envelope_kind envelope;
};

/*
 * avow_record_parse() for lines of every form. What @out borrows is then the
 * line's or @reader's, until the next call.
 */
enum avow_line_kind avow_record_read(struct avow_record_reader *reader,
				     struct avow_span line, struct avow_record *out,
				     enum avow_defect *defect);

/*
 * The next record of the same line: AVOW_LINE_RECORD; AVOW_LINE_MALFORMED with @defect
 * when it cannot be read, and others may follow; AVOW_LINE_BLANK when none is left.
 */
enum avow_line_kind avow_record_next(struct avow_record_reader *reader,
				     struct avow_record *out, enum avow_defect *defect);

/* The text of the line read last: its translation, where it was translated. */
struct avow_span avow_record_text(const struct avow_record_reader *reader,
				  struct avow_span line);

void avow_record_reader_free(struct avow_record_reader *reader);

#endif
