/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of codes. */
#include "policy/audit/codes.h"

const struct avow_audit_code_row *avow_audit_code(enum avow_audit_code code)
{
	static const struct avow_audit_code_row rows[] = {
#define X(name, code, severity, title, why) { code, AVOW_FAULT_##severity, title, why },
		AVOW_AUDIT_CODES(X)
#undef X
	};

	return rows + code;
}
