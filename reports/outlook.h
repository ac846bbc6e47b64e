/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_OUTLOOK_H
#define AVOW_REPORTS_OUTLOOK_H

#include "reports/report.h"

/*
 * What is to become of each cluster, as the plan has it: for filtering, and for marking
 * what must not be allowed. By codes and states of findings, without any policy.
 */
enum avow_verdict {
	AVOW_VERDICT_CHANGE,  /* a proposed change answers it */
	AVOW_VERDICT_REFUSE,  /* it must not be allowed */
	AVOW_VERDICT_OPEN,    /* no change was found that ends it */
	AVOW_VERDICT_LEAVE,   /* nothing is to be changed */
	AVOW_VERDICT_UNASKED, /* no policy was asked about it */
	AVOW_VERDICTS
};

/* "change", "refuse", "open", "leave", "unasked". */
const char *avow_verdict_name(enum avow_verdict verdict);
/* For people: "a change answers it". */
const char *avow_verdict_title(enum avow_verdict verdict);
/* One character that tells it beside the colour. */
const char *avow_verdict_mark(enum avow_verdict verdict);

#define AVOW_RISK_NONE (-1)

/* "none", or the name of the level. */
const char *avow_outlook_risk_name(int risk);

/* What became of the denials of a cluster: "enforced", "permissive", "mixed",
 * "unknown". */
const char *avow_outlook_mode(const struct avow_cluster *cluster);

struct avow_outlook {
	enum avow_verdict verdict;
	int risk;      /* enum avow_risk_level, the highest; AVOW_RISK_NONE */
	size_t change; /* the first of the plan that is for it; SIZE_MAX: none */
};

struct avow_outlooks {
	struct avow_outlook *of; /* one a cluster, in the order of the set */
	uint64_t denials[AVOW_VERDICTS];
	size_t clusters[AVOW_VERDICTS];
};

/* Fills @out from the plan, if there is one. Fails only with AVOW_E_NOMEM. */
int avow_outlooks_make(const struct avow_report *report, struct avow_arena *arena,
		       struct avow_outlooks *out) avow_must_check;

/* Whether the change must not be made: what it would allow is an attack, or too much. */
bool avow_change_is_forbidden(const struct avow_change *change);

/* Whether what the advice would apply must not be: it is so risky, or its cluster looks
 * like an attack or is refused. */
bool avow_advice_is_forbidden(const struct avow_advice *advice,
			      const struct avow_outlook *outlook);

/* Whether the code is the reason of what looks like an attack. */
bool avow_code_is_attack(const char *code);

#endif
