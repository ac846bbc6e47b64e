/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_HEALTH_CHECK_H
#define AVOW_COLLECT_HEALTH_CHECK_H

#include "analyzer/collect/health/host.h"

/*
 * What `avow doctor` asks of a machine: one function a check, one row a check in
 * the table of cli/doctor.c. A check looks and says; it changes nothing.
 */
enum avow_health {
	AVOW_HEALTH_OK,
	AVOW_HEALTH_NOTE,    /* good to know, and nothing is wrong with it */
	AVOW_HEALTH_WARNING, /* some records, or parts of them, get lost */
	AVOW_HEALTH_BLIND,   /* denials do not come, or cannot be read */
	AVOW_HEALTH_UNKNOWN  /* cannot be told here */
};

/* The word for it in JSON ("ok") and for people ("cannot tell"). */
const char *avow_health_name(enum avow_health health);
const char *avow_health_text(enum avow_health health);

/* The outcome of one check; zero it to begin. Texts may hold any byte. */
struct avow_verdict {
	enum avow_health health;
	struct avow_buf says; /* one or more sentences */
	struct avow_buf mend; /* the one command that mends it, or empty */
};

/*
 * Sets the health when it is worse than what was said before (in the order
 * blind, warning, unknown, note, ok), and appends a sentence.
 */
void avow_verdict_say(struct avow_verdict *verdict, enum avow_health health,
		      const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Sets the command, unless a worse finding has set one. To be called after it is said. */
void avow_verdict_mend(struct avow_verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, of which @word stands between as one word of a shell. */
void avow_verdict_mend_word(struct avow_verdict *verdict, const char *before,
			    const char *word, const char *after);

/* The sentence of @error, with a capital letter and a full stop. */
void avow_verdict_say_error(struct avow_verdict *verdict, enum avow_health health,
			    const struct avow_error *error);

void avow_verdict_free(struct avow_verdict *verdict);

typedef void avow_check_function(const struct avow_host *host,
				 struct avow_verdict *verdict);

/* Where records can be read (sources.c, journal.c, live.c). */
avow_check_function avow_check_audit_log;
avow_check_function avow_check_journal;
avow_check_function avow_check_kernel_log;
avow_check_function avow_check_netlink;
avow_check_function avow_check_netlink_unicast;
avow_check_function avow_check_audisp;
avow_check_function avow_check_tracefs;

/* The way that records take (stream.c). */
avow_check_function avow_check_audit_enabled;
avow_check_function avow_check_auditd;
avow_check_function avow_check_syscall_records;
avow_check_function avow_check_path_records;
avow_check_function avow_check_excluded_records;
avow_check_function avow_check_backlog;
avow_check_function avow_check_lost_records;
avow_check_function avow_check_rate_limit;
avow_check_function avow_check_readers;

#endif
