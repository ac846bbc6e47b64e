/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands in for tracefs.c where avow is built without libtracefs. */
#include "analyzer/collect/named.h"

static int refuse(const char *argument, const struct avow_source_options *options,
		  struct avow_source **out, struct avow_error *error)
{
	(void)argument;
	(void)options;
	(void)out;
	return avow_error_set(error, AVOW_E_IO,
			      "this avow was built without libtracefs (Debian "
			      "libtracefs-dev, Fedora libtracefs-devel)");
}

const struct avow_named_source avow_named_tracefs = {
	.name = "tracefs",
	.title = "the tracepoint avc:selinux_audited",
	.argument = "[stack]",
	.help = "not in this avow, which was built without libtracefs",
	.is_live_only = true,
	.open = refuse,
};
