/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The four tables as one list of codes. */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/risk.h"
#include "policy/selinux/selinux.h"

size_t avow_selinux_code_count(void)
{
	return AVOW_REASON_KINDS + avow_circumstance_count() + avow_advice_count() +
	       avow_risk_count();
}

struct avow_code_row avow_selinux_code_at(size_t index)
{
	const struct avow_advice_kind *advice;

	if (index < AVOW_REASON_KINDS) {
		const struct avow_reason_kind *reason = avow_reason_at(index);

		return (struct avow_code_row){ reason->code, "reason", reason->title,
					       &reason->entry };
	}
	index -= AVOW_REASON_KINDS;
	if (index < avow_circumstance_count()) {
		const struct avow_circumstance_kind *kind = avow_circumstance_at(index);

		return (struct avow_code_row){ kind->code, "reason", kind->title,
					       &kind->entry };
	}
	index -= avow_circumstance_count();
	if (index >= avow_advice_count()) {
		const struct avow_risk_kind *risk =
			avow_risk_at(index - avow_advice_count());

		return (struct avow_code_row){ risk->risk.code, "risk", risk->risk.title,
					       &risk->entry };
	}
	advice = avow_advice_at(index);
	return (struct avow_code_row){ advice->code, "advice", advice->title,
				       &advice->entry };
}
