/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_EVENT_H
#define AVOW_AUDIT_EVENT_H

#include "analyzer/record/group.h"
#include "policy/audit/rule.h"

/* What rules ask of a label: user, role, type, and its range. */
enum avow_audit_label_part {
	AVOW_AUDIT_LABEL_USER,
	AVOW_AUDIT_LABEL_ROLE,
	AVOW_AUDIT_LABEL_TYPE,
	AVOW_AUDIT_LABEL_LOW,
	AVOW_AUDIT_LABEL_HIGH,
	AVOW_AUDIT_LABEL_PARTS
};
struct avow_audit_label {
	struct avow_span parts[AVOW_AUDIT_LABEL_PARTS]; /* empty: there is none */
};

/* A file that a call touched: struct audit_names, and a PATH record. */
struct avow_audit_touched {
	struct avow_span path; /* absolute */
	uint32_t inode, major, minor;
	uint32_t special_major, special_minor; /* of the device that the file is */
	uint32_t mode, owner, group;
	struct avow_audit_label label;
};

enum { AVOW_AUDIT_TOUCHED_MAX = 16 };

/* One system call at its end, as far as rules can ask of it: struct audit_context. */
struct avow_audit_event {
	const struct avow_machine *machine; /* whose calls it makes */
	uint32_t call;
	uint32_t exit; /* the lower half of what it returned */
	bool has_failed;
	uint32_t arguments[4];
	uint32_t how; /* flags of openat2, which are no argument */
	uint32_t pid, ppid, personality, session;
	uint32_t auid, uid, euid, suid, fsuid, gid, egid, sgid, fsgid;
	uint32_t family; /* of the socket address; 0: it has none */
	struct avow_span program;
	struct avow_audit_label label;
	struct avow_audit_touched touched[AVOW_AUDIT_TOUCHED_MAX];
	size_t touched_count;
	bool is_denial; /* a security module recorded something */
};

/*
 * The event of a group that has a SYSCALL; false for one that has none, or of a machine
 * that is not known. Texts are the group's, or in @arena. What no record says (groups of
 * the process, flags of openat2) is 0.
 */
bool avow_audit_event_read(const struct avow_group *group, struct avow_arena *arena,
			   struct avow_audit_event *out);

/* Reads the parts of "user:role:type:low-high"; another text is a role, as AppArmor's
 * labels are for rules. */
void avow_audit_label_read(struct avow_span text, struct avow_audit_label *out);

#endif
