/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_QUOTE_H
#define AVOW_POLICY_SELINUX_QUOTE_H

#include "policy/selinux/sepol/sepol.h"

/* Which rules are quoted. */
enum {
	AVOW_QUOTE_ALLOW = 1,
	AVOW_QUOTE_DONTAUDIT = 2,
	AVOW_QUOTE_IN_FORCE = 4,
	AVOW_QUOTE_SWITCHED_OFF = 8
};

struct avow_quoting {
	const struct avow_sepol *sepol;
	const struct avow_sepol_pair *pair;
	uint32_t wanted; /* rules of one of these permissions; only these are shown */
	unsigned kinds;
};

/*
 * Appends the rules, one a line, with the conditional of each that has one, as sesearch
 * does: `allow a b:file { read }; [ x && !y ]`, and `[ else of x ]`. A few of them and
 * how many more there are. Returns how many there are.
 */
size_t avow_quote_rules(const struct avow_quoting *quoting, struct avow_buf *out);

#endif
