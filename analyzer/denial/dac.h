/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_DAC_H
#define AVOW_DENIAL_DAC_H

#include "analyzer/base/buf.h"
#include "analyzer/denial/denial.h"

/*
 * The files behind a capability that overrides their owner and mode: dac_override,
 * dac_read_search, fowner. The AVC names none; the PATH records of its event have mode,
 * ouid and ogid, its SYSCALL has fsuid and fsgid (audit_log_name() and audit_log_exit()
 * in kernel/auditsc.c; generic_permission() in fs/namei.c is what they are held
 * against).
 */

/* A file whose mode does not give the process all that a call can want, or that another
 * owns where only the owner may (fowner). */
struct avow_dac {
	unsigned mode;  /* with the kind of file, as st_mode; 0 kind: not known */
	bool is_parent; /* the directory in which the call looked for a name */
	struct avow_span ouid, ogid, fsuid, fsgid; /* numbers, or names (ausearch -i) */
	struct avow_span path;
};

#define AVOW_DAC_MAX 4 /* of one event */

/*
 * Adds a detail for each such file to a denial of these capabilities, in the order of
 * the records; the path comes last in it. @out is where the text goes, @word is scratch.
 * Returns the number of the first record that one was made of; @count when none.
 */
size_t avow_dac_take(const struct avow_record *records, size_t count,
		     struct avow_buf *out, struct avow_buf *word,
		     struct avow_denial *denial);

/* Takes such a detail apart; false when @detail is another. The spans borrow from it. */
bool avow_dac_parse(struct avow_span detail, struct avow_dac *out);

/* The three bits, 4 read, 2 write, 1 search or execute, that the mode gives. */
unsigned avow_dac_given(const struct avow_dac *dac);

#endif
