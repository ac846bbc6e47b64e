/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_ADVICE_H
#define AVOW_APPARMOR_ADVICE_H

#include "policy/apparmor/case.h"
#include "policy/entry.h"

/* One kind of advice: one file in advices/, one row in the table of advice.c. */
struct avow_profile_advice_kind {
	const char *code;
	const char *title;
	struct avow_entry entry;
	/* Adds its rows with avow_case_advise(), if it applies. */
	void (*advise)(struct avow_profile_case *c);
};

extern const struct avow_profile_advice_kind avow_profile_advice_leave,
	avow_profile_advice_reload, avow_profile_advice_manager,
	avow_profile_advice_load_target, avow_profile_advice_modes,
	avow_profile_advice_flag, avow_profile_advice_new_profile,
	avow_profile_advice_new_child, avow_profile_advice_exec,
	avow_profile_advice_generalise, avow_profile_advice_rule,
	avow_profile_advice_include;

size_t avow_profile_advice_count(void);
const struct avow_profile_advice_kind *avow_profile_advice_at(size_t index);

/* Gives every advice that applies, in the order of the table. */
void avow_profile_advise(struct avow_profile_case *c);

/* What a piece of advice says; buffers are copied, each may be NULL but for @why. */
struct avow_profile_advice {
	const struct avow_buf *why, *change, *note;
	const char *change_kind;
	const char *proof;
};

void avow_case_advise(struct avow_profile_case *c,
		      const struct avow_profile_advice_kind *kind,
		      const struct avow_profile_advice *advice);

/* Whether the finding has a reason with this code. */
bool avow_case_has_reason(const struct avow_profile_case *c, const char *code);

#endif
