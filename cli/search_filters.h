/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_SEARCH_FILTERS_H
#define AVOW_CLI_SEARCH_FILTERS_H

#include "analyzer/search/query.h"
#include "cli/option.h"

/* What the options of `avow search` ask for. */
enum avow_search_filter {
	AVOW_SEARCH_EVENT,
	AVOW_SEARCH_MESSAGE,
	AVOW_SEARCH_PID,
	AVOW_SEARCH_PPID,
	AVOW_SEARCH_UID,
	AVOW_SEARCH_EUID,
	AVOW_SEARCH_UIDS,
	AVOW_SEARCH_AUID,
	AVOW_SEARCH_GID,
	AVOW_SEARCH_EGID,
	AVOW_SEARCH_GIDS,
	AVOW_SEARCH_SESSION,
	AVOW_SEARCH_TERMINAL,
	AVOW_SEARCH_HOST,
	AVOW_SEARCH_NODE,
	AVOW_SEARCH_SYSCALL,
	AVOW_SEARCH_ARCH,
	AVOW_SEARCH_EXIT,
	AVOW_SEARCH_SUCCESS,
	AVOW_SEARCH_COMM,
	AVOW_SEARCH_EXE,
	AVOW_SEARCH_FILE,
	AVOW_SEARCH_KEY,
	AVOW_SEARCH_SUBJECT,
	AVOW_SEARCH_OBJECT,
	AVOW_SEARCH_CONTEXT,
	AVOW_SEARCH_UUID,
	AVOW_SEARCH_VM,
	AVOW_SEARCH_SOURCE_TYPE,
	AVOW_SEARCH_TARGET_TYPE,
	AVOW_SEARCH_CLASS,
	AVOW_SEARCH_PERMISSION,
	AVOW_SEARCH_PROFILE,
	AVOW_SEARCH_OPERATION,
	AVOW_SEARCH_FILTERS
};

/*
 * Asks, besides what @query asks, for one of the values of an option, which is in @list.
 * AVOW_E_USAGE for an empty one, AVOW_E_NOMEM.
 */
int avow_search_add(struct avow_query *query, enum avow_search_filter filter,
		    const struct avow_option_list *list, bool is_word,
		    struct avow_error *error) avow_must_check;

#endif
