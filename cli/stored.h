/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_STORED_H
#define AVOW_CLI_STORED_H

#include "cli/session.h"

/*
 * Reads the store that is the only one of the inputs, `store:PATH`, in the place of logs.
 * 1, and session->analysis is what it holds; 0 when no input is a store, and none was
 * touched. AVOW_E_USAGE: a store among other inputs, or options that need the logs
 * themselves. AVOW_E_IO, AVOW_E_INPUT, AVOW_E_NOMEM as of avow_store_open().
 */
int avow_stored_read(struct avow_session *session, const struct avow_reading *reading,
		     const char *const *names, size_t count,
		     struct avow_error *error) avow_must_check;

#endif
