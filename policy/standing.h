/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_STANDING_H
#define AVOW_POLICY_STANDING_H

#include "analyzer/base/span.h"

/* How the profiles that the kernel holds stand to those in files, as reports show it. */
enum avow_standing_state {
	AVOW_STANDING_SAME,       /* as its file says, for all that can be seen */
	AVOW_STANDING_NOT_LOADED, /* in a file alone */
	AVOW_STANDING_DISABLED,   /* likewise, and its file is in disable/ */
	AVOW_STANDING_NO_FILE,    /* in the kernel alone */
	AVOW_STANDING_MODE,       /* in another mode than its file says */
	AVOW_STANDING_OLDER       /* one of its files was written after it was loaded */
};

struct avow_standing {
	const char *name;        /* as the kernel lists it: ":namespace://foo//child" */
	const char *loaded_mode; /* "enforce", ...; NULL: it is not loaded */
	const char *file_mode;   /* NULL: it is in no file; force-complain/ counts */
	const char *path;        /* of the file it stands in, and the line; or NULL */
	uint32_t line;
	size_t processes; /* that it confines now, alone or in a stack */
	enum avow_standing_state state;
};

/* Whether the kernel mediates a class of rules at all. */
struct avow_mediation {
	const char *class; /* the keyword of its rules */
	bool is_mediated;
};

/* Every profile once, by name. */
struct avow_standings {
	struct avow_standing *items;
	size_t count;
	size_t different;   /* that are not the same; disabled ones are no difference */
	bool has_processes; /* they could be counted */
	const struct avow_mediation *mediations;
	size_t mediation_count; /* 0: the kernel did not tell */
};

/* "same", "not-loaded", ...: a word for programs. */
const char *avow_standing_name(enum avow_standing_state state);

#endif
