/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_CALIBRATE_H
#define AVOW_AUDIT_CALIBRATE_H

#include "policy/audit/asked.h"

/*
 * How fast this machine goes through rules, beside the one that the model's weights were
 * measured on. It is timed in a loop that asks rules as the kernel does, in this process:
 * nothing is loaded, and no rights are needed. What it tells is a ratio; that a rule
 * costs the kernel so many nanoseconds was measured once (cost.h).
 */
enum { AVOW_AUDIT_CALIBRATED_KINDS = 6, AVOW_AUDIT_CALIBRATED_SETS = 10 };

/* One kind of rules: what one more of them takes, in the loop. */
struct avow_audit_calibrated_kind {
	const char *name;
	double here, there; /* nanoseconds, on the machine of the weights */
};

/* A set of rules of several kinds: the sum of what they take by themselves, and all. */
struct avow_audit_calibrated_set {
	size_t rules;
	double predicted, measured; /* nanoseconds */
};

struct avow_audit_calibration {
	double factor;  /* by which this machine is slower */
	double getppid; /* nanoseconds of a call here and now, rules and all */
	struct avow_audit_calibrated_kind kinds[AVOW_AUDIT_CALIBRATED_KINDS];
	struct avow_audit_calibrated_set sets[AVOW_AUDIT_CALIBRATED_SETS];
};

/* Takes half a second. AVOW_E_NOMEM; AVOW_E_INPUT when nothing can be told from it. */
int avow_audit_calibrate(struct avow_audit_calibration *out,
			 struct avow_error *error) avow_must_check;

/* Nanoseconds that the loop takes for a call that touches no file. */
double avow_audit_time(const struct avow_audit_asked *asked, unsigned call);

#endif
