/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In the place of tracefs_library.c where libtracefs is not there. */
#include "analyzer/collect/tracefs.h"

int avow_tracefs_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error)
{
	(void)argument;
	(void)options;
	(void)out;
	return avow_error_set(
		error, AVOW_E_IO,
		"not built in: build avow with libtracefs (libtracefs-dev and "
		"libtraceevent-dev, libtracefs-devel)");
}
