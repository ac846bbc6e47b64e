/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_RISKS_H
#define AVOW_APPARMOR_RISKS_H

#include "policy/entry.h"
#include "policy/plan.h"

enum avow_profile_risk_kind {
	AVOW_PROFILE_RISK_SECRETS,
	AVOW_PROFILE_RISK_ACCOUNTS,
	AVOW_PROFILE_RISK_KERNEL,
	AVOW_PROFILE_RISK_POLICY,
	AVOW_PROFILE_RISK_AUTOSTART,
	AVOW_PROFILE_RISK_PTRACE,
	AVOW_PROFILE_RISK_UNCONFINED,
	AVOW_PROFILE_RISKS
};

/* A risk with what there is to know of it. */
struct avow_profile_risk {
	struct avow_risk risk;
	struct avow_entry entry;
};

extern const struct avow_profile_risk avow_profile_risks[AVOW_PROFILE_RISKS];

#endif
