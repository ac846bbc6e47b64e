/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The row of the store in the table of sources. It has no lines to give: the commands
 * that take one read it in the place of logs (analyzer/store), and never open it here.
 */
#include "analyzer/collect/named.h"

static int open_stored(const char *argument, const struct avow_source_options *options,
		       struct avow_source **out, struct avow_error *error)
{
	(void)argument;
	(void)options;
	(void)out;
	return avow_error_set(error, AVOW_E_USAGE,
			      "a store has no records to read one by one");
}

const struct avow_named_source avow_named_store = {
	.name = "store",
	.title = "what avow collect has kept",
	.argument = "STORE",
	.help = "what avow collect has kept of logs in the file STORE. It is read alone, "
		"and as it is: without --follow, --for, --since and --until",
	.open = open_stored,
};
