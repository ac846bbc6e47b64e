/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_PROFILES_LOAD_H
#define AVOW_CLI_PROFILES_LOAD_H

#include "analyzer/collect/health/host.h"
#include "cli/option.h"

struct avow_profiles_load {
	const char *base; /* where includes are looked for */
	bool is_dry;      /* show, and load nothing */
	bool is_yes;      /* do not ask */
};

/*
 * avow profiles load: compiles each of the files @words, tells what loading them would
 * change, asks, and loads them. Nothing is loaded unless all of them compile. Returns an
 * exit status: AVOW_EXIT_NO when the answer was no.
 */
int avow_profiles_load(const struct avow_host *host,
		       const struct avow_profiles_load *options,
		       const struct avow_words *words);

#endif
