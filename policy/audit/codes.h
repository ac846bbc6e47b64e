/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_CODES_H
#define AVOW_AUDIT_CODES_H

#include "policy/entry.h"
#include "policy/fault.h"

/*
 * What can be wrong with audit rules, in the order of `avow why --list`: a name, the
 * code, its severity, its title. The reader finds those up to TARGET, the checks the
 * others.
 */
#define AVOW_AUDIT_CODES(X)                                                              \
	X(SYNTAX, "AUD-SYNTAX", ERROR, "the line is no rule")                            \
	X(LINE, "AUD-LINE", ERROR, "auditctl reads the line otherwise than it looks")    \
	X(CRLF, "AUD-CRLF", ERROR, "lines end as on Windows")                            \
	X(GLUED, "AUD-GLUED", ERROR, "two rules become one line")                        \
	X(LIST, "AUD-LIST", ERROR, "the list does not take it")                          \
	X(FIELD, "AUD-FIELD", ERROR, "there is no such field")                           \
	X(OPERATOR, "AUD-OPERATOR", ERROR, "the field does not take the operator")       \
	X(VALUE, "AUD-VALUE", ERROR, "the field does not take the value")                \
	X(NUMBER, "AUD-NUMBER", ERROR, "the number is read as another one")              \
	X(ERRNO, "AUD-ERRNO", ERROR, "a call never returns it")                          \
	X(ARCH, "AUD-ARCH", ERROR, "the architecture is wrong, or in the wrong place")   \
	X(SYSCALL, "AUD-SYSCALL", ERROR, "the architecture has no such system call")     \
	X(ACCOUNT, "AUD-ACCOUNT", ERROR, "there is no such user or group")               \
	X(PATH, "AUD-PATH", ERROR, "the path cannot be watched")                         \
	X(KEY, "AUD-KEY", ERROR, "the key is wrong, or in the wrong place")              \
	X(LIMIT, "AUD-LIMIT", ERROR, "the rule is larger than a rule can be")            \
	X(KERNEL, "AUD-KERNEL", ERROR, "the kernel refuses the rule")                    \
	X(TARGET, "AUD-TARGET", ERROR, "the target does not know it yet")

enum avow_audit_code {
#define X(name, code, severity, title) AVOW_AUDIT_##name,
	AVOW_AUDIT_CODES(X)
#undef X
		AVOW_AUDIT_CODE_COUNT
};

struct avow_audit_code_row {
	const char *code;
	enum avow_fault_severity severity;
	const char *title;
};

const struct avow_audit_code_row *avow_audit_code(enum avow_audit_code code);

#endif
