/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HARDENING_H
#define AVOW_REPORTS_HARDENING_H

#include "reports/summary.h"

/* What weakens the confinement of the hosts, as far as logs and findings tell. */
enum avow_hardening_kind {
	AVOW_HARDENING_PERMISSIVE, /* domains whose denials were only logged */
	AVOW_HARDENING_COMPLAIN,   /* the same of AppArmor's profiles */
	AVOW_HARDENING_UNCONFINED, /* who asked is bound by hardly anything */
	AVOW_HARDENING_MODE,       /* enforcement was switched off */
	AVOW_HARDENING_AUDITING,   /* auditing was off, or records got lost */
	AVOW_HARDENING_RULES,      /* audit rules that do not do what they should */
	AVOW_HARDENING_BOOLEAN,    /* risky ones that the plan weighs, and those set */
	AVOW_HARDENING_ATTACK,     /* clusters that look like an attack */
	AVOW_HARDENING_FORGED,     /* text that looks like a denial and is not believed */
	AVOW_HARDENING_KINDS
};

/* One row: whom or what it is about, in words, and how often. */
struct avow_hardening_row {
	enum avow_hardening_kind kind;
	const char *subject; /* in display form */
	const char *text;    /* what more there is to say; or NULL */
	const char *write;   /* lines to be copied; or NULL */
	uint64_t count;      /* denials, or records */
	uint64_t enforced;   /* of them; of permissive and complain rows alone */
	size_t cluster;      /* the first it is about; SIZE_MAX: none */
	size_t clusters;
	size_t rank; /* among those that are about as many: the least first */
};

struct avow_hardening {
	struct avow_hardening_row *rows; /* by kind, then most first */
	size_t count;
	size_t of[AVOW_HARDENING_KINDS];     /* how many rows each kind has */
	bool is_clean[AVOW_HARDENING_KINDS]; /* it was looked for, and there is none */
};

/* "Permissive domains", and what it means. */
const char *avow_hardening_title(enum avow_hardening_kind kind);
const char *avow_hardening_note(enum avow_hardening_kind kind);

/* Fails only with AVOW_E_NOMEM. */
int avow_hardening_make(const struct avow_report *report,
			const struct avow_summary *summary, struct avow_arena *arena,
			struct avow_hardening *out) avow_must_check;

#endif
