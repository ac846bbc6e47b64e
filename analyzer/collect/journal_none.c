/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In the place of journal_systemd.c where libsystemd is not there. */
#include "analyzer/collect/journal.h"

int avow_journal_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error)
{
	(void)argument;
	(void)options;
	(void)out;
	return avow_error_set(error, AVOW_E_IO,
			      "not built in: build avow with libsystemd (libsystemd-dev, "
			      "systemd-devel), or give it what `journalctl -o export` "
			      "prints");
}
