/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The row of the tracepoint in the table of sources, with and without libtracefs. */
#include "analyzer/collect/tracefs.h"

#include "analyzer/collect/named.h"

const struct avow_named_source avow_named_tracefs = {
	.name = "tracefs",
	.title = "the tracepoint avc:selinux_audited",
	.argument = "[stack]",
	.help = "SELinux denials from the tracepoint avc:selinux_audited, which no queue "
		"or "
		"limit keeps back, without the other records of their events; with stack "
		"also where in the kernel and the program they happened. It takes root, "
		"and "
		"Linux 5.10",
	.is_live_only = true,
	.is_stream = true,
	.open = avow_tracefs_open,
};
