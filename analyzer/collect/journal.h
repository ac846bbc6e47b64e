/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_JOURNAL_H
#define AVOW_COLLECT_JOURNAL_H

#include "analyzer/collect/source.h"

/*
 * The systemd journal, entries as lines of JSON (journal_entry.h): what the audit
 * socket and the kernel told, and what the D-Bus daemons say they refused.
 * @argument is "" for all boots; "0" or "-N" for this one or the Nth before it, as
 * journalctl --boot counts; or, with a slash in it, a directory of journal files or
 * one such file. journal_systemd.c does it, or journal_none.c says that nothing does.
 */
int avow_journal_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error) avow_must_check;

#endif
