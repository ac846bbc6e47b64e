/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of what fault.h lists. */
#include "policy/fault.h"

const char *avow_fault_severity_name(enum avow_fault_severity severity)
{
	static const char *const names[AVOW_FAULT_SEVERITIES] = { "error", "warning",
								  "note" };

	return names[severity];
}
