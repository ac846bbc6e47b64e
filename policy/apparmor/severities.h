/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_SEVERITIES_H
#define AVOW_APPARMOR_SEVERITIES_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "policy/apparmor/pattern/pattern.h"
#include "policy/finding.h"

/*
 * severity.db of AppArmor's tools (apparmor/severity.py, severity.db(5)): lines with a
 * path or a pattern and the severity, 0 to 10, of its being read, written, executed; or
 * with CAP_NAME and one severity. # begins a comment.
 */

enum avow_severity_mode { AVOW_SEVERITY_READ, AVOW_SEVERITY_WRITE, AVOW_SEVERITY_EXEC };

struct avow_severity_row {
	struct avow_span name;        /* CAP_NAME, or the path as written */
	struct avow_pattern *pattern; /* of a path */
	size_t literal;               /* how much of the path is no pattern */
	size_t plain;                 /* how much of it every match begins with */
	unsigned values[3];           /* of a capability the first */
	size_t line;
};

struct avow_severities {
	struct avow_arena arena;
	const char *path;
	struct avow_severity_row *rows;
	size_t count;
	struct avow_severity_doubt *doubts; /* the first AVOW_SEVERITY_DOUBTS_MAX */
	size_t doubt_count, all_doubts;
};

#define AVOW_SEVERITY_DOUBTS_MAX 16

/*
 * Takes @text apart; lines that are not understood become doubts. @out is zeroed by the
 * caller, for avow_severities_free(). 0 or AVOW_E_NOMEM.
 */
int avow_severities_parse(struct avow_span text,
			  struct avow_severities *out) avow_must_check;

/*
 * The same for apparmor/severity.db beside the directory @base, as /etc/apparmor is
 * beside /etc/apparmor.d. Nothing is in @out when it cannot be read.
 */
int avow_severities_read(const char *base, struct avow_severities *out) avow_must_check;
void avow_severities_free(struct avow_severities *severities);

/* The row of a path, or of a capability ("net_admin"); NULL: there is none. */
const struct avow_severity_row *
avow_severities_path(const struct avow_severities *severities, struct avow_span path);
const struct avow_severity_row *
avow_severities_capability(const struct avow_severities *severities,
			   struct avow_span name);

#endif
