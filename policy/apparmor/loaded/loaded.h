/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_LOADED_LOADED_H
#define AVOW_APPARMOR_LOADED_LOADED_H

#include "analyzer/base/arena.h"
#include "analyzer/collect/health/host.h"
#include "policy/apparmor/profiles/profile.h"
#include "policy/standing.h"

/*
 * What the kernel holds of AppArmor, read below the root of a host: apparmorfs (kernel
 * security/apparmor/apparmorfs.c) and /proc (proc(5), attr/current).
 */

/* A profile as the kernel lists it. */
struct avow_loaded_profile {
	const char *name;  /* "foo//child", ":namespace://foo" */
	const char *mode;  /* "enforce", "complain", "kill", "unconfined", "prompt" */
	int64_t loaded_at; /* seconds since 1970; 0: not known */
	size_t processes;  /* that it confines now, alone or in a stack */
};

struct avow_loaded {
	struct avow_arena arena;
	struct avow_loaded_profile *items; /* by name */
	size_t count;
	bool has_processes; /* they could be counted */
};

/*
 * Takes the next line "NAME (MODE)" of the list (apparmorfs.c, seq_show_profile()) from
 * *rest; NAME may hold blanks and parentheses. False behind the last; lines that are not
 * so are passed over.
 */
bool avow_loaded_line(struct avow_span *rest, struct avow_span *name,
		      struct avow_span *mode);

/*
 * Reads the list, when each was loaded and what it confines. 0 with @out, for
 * avow_loaded_free() in any case, or an errno: EACCES without root's rights, ENOENT
 * where AppArmor is not running.
 */
int avow_loaded_read(const struct avow_host *host,
		     struct avow_loaded *out) avow_must_check;
void avow_loaded_free(struct avow_loaded *loaded);

/* NULL: it is not loaded. */
struct avow_loaded_profile *avow_loaded_named(const struct avow_loaded *loaded,
					      struct avow_span name);

/*
 * Sets beside each other what is loaded and the files; @base is their directory.
 * Everything lives in @loaded's arena or is lent of @profiles. 0 or AVOW_E_NOMEM.
 */
int avow_standings_make(struct avow_loaded *loaded, const struct avow_profiles *profiles,
			const char *base, struct avow_standings *out) avow_must_check;

/* What the kernel mediates, a row a class; 0, or an errno where it tells no features. */
#define AVOW_MEDIATIONS 12
int avow_mediations_read(const struct avow_host *host,
			 struct avow_mediation out[AVOW_MEDIATIONS]) avow_must_check;

/*
 * Compiles @path, a file of profiles, with apparmor_parser, with @base for its includes,
 * without loading or caching it: for a kernel with what the file @features names, or for
 * the one that runs where it is NULL. 0 with the binary in @out; an
 * error with the compiler's own cause.
 */
int avow_profiles_compile(const char *path, const char *base, const char *features,
			  struct avow_buf *out, struct avow_error *error) avow_must_check;

#endif
