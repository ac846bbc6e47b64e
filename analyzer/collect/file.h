/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_FILE_H
#define AVOW_COLLECT_FILE_H

#include "analyzer/collect/source.h"

/*
 * The bytes of a file or pipe as they are. At the end of a regular file that
 * is_growing there is AVOW_SOURCE_WAIT, with no descriptor to wait for. Takes @fd,
 * also when it fails.
 */
int avow_file_open(int fd, bool is_growing, struct avow_source **out,
		   struct avow_error *error) avow_must_check;

#endif
