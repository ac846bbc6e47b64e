/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_CODES_H
#define AVOW_AUDIT_CODES_H

#include "policy/fault.h"

/*
 * What can be wrong with audit rules, in the order of the manual: a name, the code, its
 * severity, its title, why it matters. The reader finds those up to TARGET, the checks
 * the others.
 */
#define AVOW_AUDIT_CODES(X)                                                              \
	X(SYNTAX, "AUD-SYNTAX", ERROR, "the line is no rule",                            \
	  "auditctl stops at it, and the rules behind it are not loaded")                \
	X(LINE, "AUD-LINE", ERROR, "auditctl reads the line otherwise than it looks",    \
	  "blanks alone separate words, and a line has at most 6,143 bytes")             \
	X(CRLF, "AUD-CRLF", ERROR, "lines end as on Windows",                            \
	  "the carriage return becomes a part of the last word, of a key for one")       \
	X(GLUED, "AUD-GLUED", ERROR, "two rules become one line",                        \
	  "augenrules puts files one behind the other as they are")                      \
	X(LIST, "AUD-LIST", ERROR, "the list does not take it",                          \
	  "auditctl or the kernel refuses the rule")                                     \
	X(FIELD, "AUD-FIELD", ERROR, "there is no such field", "auditctl stops at it")   \
	X(OPERATOR, "AUD-OPERATOR", ERROR, "the field does not take the operator",       \
	  "auditctl or the kernel refuses the rule")                                     \
	X(VALUE, "AUD-VALUE", ERROR, "the field does not take the value",                \
	  "auditctl stops at it")                                                        \
	X(NUMBER, "AUD-NUMBER", ERROR, "the number is read as another one",              \
	  "auditctl says nothing, and the rule is for something else")                   \
	X(ERRNO, "AUD-ERRNO", ERROR, "a call never returns it",                          \
	  "errors are returned below zero, so the rule is never true")                   \
	X(ARCH, "AUD-ARCH", ERROR, "the architecture is wrong, or in the wrong place",   \
	  "calls have other numbers on each, so it has to be known before -S")           \
	X(SYSCALL, "AUD-SYSCALL", ERROR, "the architecture has no such system call",     \
	  "auditctl stops at it")                                                        \
	X(ACCOUNT, "AUD-ACCOUNT", ERROR, "there is no such user or group",               \
	  "auditctl looks names up when it loads the rule, and stops")                   \
	X(PATH, "AUD-PATH", ERROR, "the path cannot be watched",                         \
	  "the kernel refuses it, or watches a file of that very name")                  \
	X(KEY, "AUD-KEY", ERROR, "the key is wrong, or in the wrong place",              \
	  "auditctl stops at it")                                                        \
	X(LIMIT, "AUD-LIMIT", ERROR, "the rule is larger than a rule can be",            \
	  "auditctl or the kernel refuses it")                                           \
	X(KERNEL, "AUD-KERNEL", ERROR, "the kernel refuses the rule",                    \
	  "auditctl says no more than \"Invalid argument\"")                             \
	X(TARGET, "AUD-TARGET", ERROR, "the target does not know it yet",                \
	  "auditctl of that release stops at it")                                        \
	X(LOCKED, "AUD-LOCKED", ERROR, "the rules are locked before it",                 \
	  "after -e 2 nothing can be changed until the next boot")                       \
	X(DUPLICATE, "AUD-DUPLICATE", ERROR, "the rule is there already",                \
	  "the kernel refuses it (Rule exists), and auditctl stops there")               \
	X(MISSING, "AUD-MISSING", ERROR, "the directory is not there",                   \
	  "the kernel refuses a rule for a place without its directory")                 \
	X(SYMLINK, "AUD-SYMLINK", ERROR,                                                 \
	  "the program's path leads through a symbolic link",                            \
	  "the kernel compares with the path that is behind it, so the rule is never "   \
	  "true")                                                                        \
	X(TASK_NEVER, "AUD-TASK-NEVER", WARNING, "no process is audited",                \
	  "never,task leaves every new process without an audit context, and no rule "   \
	  "of the list exit is ever asked of it")                                        \
	X(HIDES_MAC, "AUD-HIDES-MAC", WARNING, "denials are hidden",                     \
	  "type AVC is SELinux's and AppArmor's alike, and no denial of these types is " \
	  "recorded any more")                                                           \
	X(HIDES_PARTS, "AUD-HIDES-PARTS", WARNING,                                       \
	  "records that complete an event are hidden",                                   \
	  "without them a denial has no path, no command line, or no end")               \
	X(SHADOWED, "AUD-SHADOWED", WARNING, "an earlier rule is always first",          \
	  "the first rule that is true decides, and no other is asked")                  \
	X(TWIN, "AUD-TWIN", WARNING, "the other width of calls is left out",             \
	  "a program of the other width makes the same calls by other numbers, unseen")  \
	X(NO_ARCH, "AUD-NO-ARCH", WARNING, "calls without an architecture",              \
	  "the numbers are those of the machine, and mean other calls for programs of "  \
	  "the other width")                                                             \
	X(FAMILY, "AUD-FAMILY", WARNING, "a newer call does the same, and is left out",  \
	  "who makes the newer call is not seen")                                        \
	X(URING, "AUD-URING", NOTE, "io_uring does the same, unseen",                    \
	  "operations of io_uring are no system calls; the list io_uring is for them")   \
	X(UNSET, "AUD-UNSET", WARNING, "processes that nobody logged in for count too",  \
	  "an unset auid is the largest number, so daemons match auid>=N")               \
	X(UID, "AUD-UID", NOTE, "who logged in is not asked for",                        \
	  "uid and euid change with su and sudo; auid stays")                            \
	X(NO_KEY, "AUD-NO-KEY", WARNING, "events of the rule carry no key",              \
	  "ausearch -k and reports by key cannot find them")                             \
	X(SLOW, "AUD-SLOW", WARNING, "every system call is compared with a directory",   \
	  "a rule for all calls costs some 17 to 27 ns on each of them, whatever it "    \
	  "touches")                                                                     \
	X(ALL, "AUD-ALL", WARNING, "every system call makes an event",                   \
	  "there are thousands of them in a second, and the queue overflows")            \
	X(HOT, "AUD-HOT", WARNING, "reading is recorded where all programs read",        \
	  "each start of a program opens files there")                                   \
	X(INSIDE, "AUD-INSIDE", WARNING, "a wider rule covers it already",               \
	  "the wider rule comes first and gives its own key, or this one costs and "     \
	  "adds nothing")                                                                \
	X(MERGE, "AUD-MERGE", NOTE, "two rules can be one",                              \
	  "each rule costs about 4 ns for every system call, whether it is for it or "   \
	  "not")                                                                         \
	X(NOT_FIRST, "AUD-NOT-FIRST", WARNING,                                           \
	  "rules are deleted after some were added", "what stands before -D is gone")    \
	X(NO_DELETE, "AUD-NO-DELETE", NOTE,                                              \
	  "the rules are added to those that are loaded",                                \
	  "without -D, loading them again fails with Rule exists")                       \
	X(EARLY, "AUD-EARLY", WARNING, "-e is not last",                                 \
	  "until the rules are loaded, events are lost or come by half of them")         \
	X(PANIC, "AUD-PANIC", WARNING, "a lost record stops the machine",                \
	  "with -f 2 the kernel panics when its queue overflows")                        \
	X(BACKLOG, "AUD-BACKLOG", WARNING, "the queue is short",                         \
	  "a burst of events overflows it; 8192 is what distributions ship")             \
	X(RATE, "AUD-RATE", WARNING, "records over the rate are dropped",                \
	  "denials are among them")                                                      \
	X(IGNORE, "AUD-IGNORE", WARNING, "errors are passed over",                       \
	  "-i makes auditctl end with 0 whatever failed; -c goes on as well, and ends "  \
	  "with 1")                                                                      \
	X(IMMUTABLE_ID, "AUD-IMMUTABLE-ID", NOTE, "auid cannot be set twice",            \
	  "containers that start services of their own fail with it")                    \
	X(DROPPED, "AUD-DROPPED", NOTE, "a later line takes its place",                  \
	  "augenrules keeps the last -D, -b, -f and -e of all files")                    \
	X(INDENT, "AUD-INDENT", WARNING, "augenrules may not know the line",             \
	  "mawk, the awk of Debian, passes over what is indented: it stays where it is") \
	X(REQUEST, "AUD-REQUEST", WARNING, "the line sets nothing",                      \
	  "it asks auditctl for something each time the rules are loaded")               \
	X(NO_WAIT, "AUD-NO-WAIT", NOTE, "how long processes wait is left to the kernel", \
	  "when the queue is full, each waits for up to a minute")

enum avow_audit_code {
#define X(name, code, severity, title, why) AVOW_AUD_##name,
	AVOW_AUDIT_CODES(X)
#undef X
		AVOW_AUDIT_CODE_COUNT
};

struct avow_audit_code_row {
	const char *code;
	enum avow_fault_severity severity;
	const char *title;
	const char *why; /* it matters: a sentence without its full stop */
};

const struct avow_audit_code_row *avow_audit_code(enum avow_audit_code code);

#endif
