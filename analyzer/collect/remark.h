/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_REMARK_H
#define AVOW_COLLECT_REMARK_H

#include "analyzer/collect/samples.h"

/* What a remark is about. Text: avow_remark_group_title(). */
#define AVOW_REMARK_GROUPS(X)                                                            \
	X(LOSS, "loss", "Signs that records are missing")                                \
	X(SUSPICIOUS, "suspicious", "Text that looks like a denial and is not believed") \
	X(SELINUX, "selinux_error", "Errors of SELinux beside denials")                  \
	X(OTHER, "other_lsm", "What other security modules refused")                     \
	X(EPOCH, "epoch", "Changes of policy and mode")

/*
 * What is worth telling of a log besides denials and malformed lines: one row is all
 * that a new kind takes here. Its group, its name, and what it is, in words.
 */
#define AVOW_REMARKS(X)                                                                  \
	X(LOSS, AUDIT_LOST, "the kernel's audit_lost counter was reported")              \
	X(LOSS, BACKLOG, "the kernel's audit backlog was full")                          \
	X(LOSS, RATE_LIMIT, "the audit rate limit was exceeded")                         \
	X(LOSS, SUPPRESSED, "messages were suppressed by printk's rate limit")           \
	X(LOSS, HOLD_QUEUE, "the kernel's queue of unsent records overflowed")           \
	X(LOSS, AUDITD_GONE, "auditd went away or reported an error of its own")         \
	X(LOSS, AUDIT_OFF, "auditing was switched off")                                  \
	X(LOSS, REPEATED, "a logger folded repeated lines")                              \
	X(LOSS, SOURCE_LOST, "the source dropped records that were not read in time")    \
	X(LOSS, INPUT_CUT, "reading an input failed before its end")                     \
	X(SUSPICIOUS, IN_RECORD, "within a value of another record")                     \
	X(SUSPICIOUS, IN_USER_AVC, "within the text of a USER_AVC")                      \
	X(SUSPICIOUS, BY_OTHERS, "logged by a program that logs no denials")             \
	X(SUSPICIOUS, OUT_OF_PLACE,                                                      \
	  "alone on a line of a log that every program writes")                          \
	X(SELINUX, COMPUTE_SID, "no valid context for a new object or process")          \
	X(SELINUX, BOUNDED_TRANSITION, "a transition under no_new_privs or nosuid")      \
	X(SELINUX, BOUNDS, "a type exceeds the type that bounds it")                     \
	X(SELINUX, VALIDATE_TRANSITION, "a relabelling that validatetrans refuses")      \
	X(SELINUX, INVALID_CONTEXT, "a context that the policy does not know")           \
	X(SELINUX, NETLINK_MESSAGE, "a netlink message that the policy does not know")   \
	X(SELINUX, OTHER_ERROR, "another error of SELinux")                              \
	X(OTHER, SECCOMP, "seccomp")                                                     \
	X(OTHER, SMACK, "SMACK")                                                         \
	X(OTHER, LANDLOCK, "Landlock")                                                   \
	X(OTHER, IPE, "IPE")                                                             \
	X(OTHER, LOCKDOWN, "lockdown")                                                   \
	X(OTHER, INTEGRITY, "IMA and EVM")                                               \
	X(OTHER, FANOTIFY, "fanotify")                                                   \
	X(OTHER, OTHER_LSM, "a security module that is not known here")                  \
	X(EPOCH, BOOT, "the system was booted")                                          \
	X(EPOCH, POLICY_LOAD, "SELinux policy loaded")                                   \
	X(EPOCH, MODE, "SELinux mode set")                                               \
	X(EPOCH, BOOLEAN, "SELinux boolean set")                                         \
	X(EPOCH, PROFILE, "AppArmor profile loaded, replaced or removed")                \
	X(EPOCH, SOFTWARE, "software installed, updated or removed")

enum avow_remark_group {
#define X(group, name, title) AVOW_REMARK_GROUP_##group,
	AVOW_REMARK_GROUPS(X)
#undef X
		AVOW_REMARK_GROUP_COUNT
};

enum avow_remark {
#define X(group, name, text) AVOW_REMARK_##name,
	AVOW_REMARKS(X)
#undef X
		AVOW_REMARK_COUNT
};

enum avow_remark_group avow_remark_group(enum avow_remark remark);
const char *avow_remark_text(enum avow_remark remark);
const char *avow_remark_group_name(enum avow_remark_group group);
const char *avow_remark_group_title(enum avow_remark_group group);

/* Whether amounts of @remark are a counter's reading, of which the highest counts. */
bool avow_remark_is_counter(enum avow_remark remark);

struct avow_remark_row {
	struct avow_samples samples;
	uint64_t amount; /* of what is missing, as far as a line tells; else 0 */
};

#endif
