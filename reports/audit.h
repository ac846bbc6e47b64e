/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_AUDIT_H
#define AVOW_REPORTS_AUDIT_H

#include "reports/summary.h"

/* What weakens the confinement of the hosts, as far as logs and findings tell. */
enum avow_audit_kind {
	AVOW_AUDIT_PERMISSIVE, /* domains whose denials were only logged */
	AVOW_AUDIT_COMPLAIN,   /* the same of AppArmor's profiles */
	AVOW_AUDIT_UNCONFINED, /* who asked is bound by hardly anything */
	AVOW_AUDIT_MODE,       /* enforcement was switched off */
	AVOW_AUDIT_AUDITING,   /* auditing was off, or records got lost */
	AVOW_AUDIT_BOOLEAN,    /* risky ones that the plan weighs, and those set */
	AVOW_AUDIT_ATTACK,     /* clusters that look like an attack */
	AVOW_AUDIT_FORGED,     /* text that looks like a denial and is not believed */
	AVOW_AUDIT_KINDS
};

/* One row: whom or what it is about, in words, and how often. */
struct avow_audit_row {
	enum avow_audit_kind kind;
	const char *subject; /* in display form */
	const char *text;    /* what more there is to say; or NULL */
	uint64_t count;      /* denials, or records */
	uint64_t enforced;   /* of them; of permissive and complain rows alone */
	size_t cluster;      /* the first it is about; SIZE_MAX: none */
	size_t clusters;
};

struct avow_audit {
	struct avow_audit_row *rows; /* by kind, then most first */
	size_t count;
	size_t of[AVOW_AUDIT_KINDS]; /* how many rows each kind has */
	bool is_clean;               /* there is none */
};

/* "Permissive domains", and what it means. */
const char *avow_audit_title(enum avow_audit_kind kind);
const char *avow_audit_note(enum avow_audit_kind kind);

/* Fails only with AVOW_E_NOMEM. */
int avow_audit_make(const struct avow_report *report, const struct avow_summary *summary,
		    struct avow_arena *arena, struct avow_audit *out) avow_must_check;

#endif
