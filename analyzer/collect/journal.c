/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The row of the journal in the table of sources, with and without libsystemd. */
#include "analyzer/collect/journal.h"

#include "analyzer/collect/named.h"

const struct avow_named_source avow_named_journal = {
	.name = "journal",
	.title = "the systemd journal",
	.argument = "[BOOT|PATH]",
	.help = "the systemd journal: of all boots; of BOOT alone, 0 for this one and -1 "
		"for the one before; or of the directory or journal file PATH, which "
		"holds a slash. With --follow also what comes later. It needs the group "
		"systemd-journal or adm",
	.is_stream = true,
	.goes_on = true,
	.open = avow_journal_open,
};
