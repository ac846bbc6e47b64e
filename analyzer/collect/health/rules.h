/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_HEALTH_RULES_H
#define AVOW_COLLECT_HEALTH_RULES_H

#include "analyzer/base/span.h"
#include "analyzer/collect/kaudit.h"

/*
 * What a set of audit rules means for denials: which records do not come. It is
 * no parser of rules for any other end.
 */

/* The records of a denial, and their types (linux/audit.h). */
#define AVOW_DENIAL_RECORDS(X)                                                           \
	X(AVC, 1400)                                                                     \
	X(USER_AVC, 1107)                                                                \
	X(SELINUX_ERR, 1401)                                                             \
	X(SYSCALL, 1300)                                                                 \
	X(PATH, 1302)                                                                    \
	X(CWD, 1307)                                                                     \
	X(PROCTITLE, 1327)

enum avow_denial_record {
#define X(name, type) AVOW_DENIAL_RECORD_##name,
	AVOW_DENIAL_RECORDS(X)
#undef X
		AVOW_DENIAL_RECORD_COUNT
};

const char *avow_denial_record_name(enum avow_denial_record record);

struct avow_rule_facts {
	size_t count;    /* rules of the exit list and watches: any makes PATH records */
	bool never_task; /* -a never,task: no process has an audit context */
	bool never_exit; /* -a never,exit of everything */
	bool excluded[AVOW_DENIAL_RECORD_COUNT];
	bool partly_excluded[AVOW_DENIAL_RECORD_COUNT]; /* of some processes */
};

/* Adds one rule of the kernel's. */
void avow_rule_facts_add(struct avow_rule_facts *facts,
			 const struct avow_kaudit_rule *rule);

/*
 * Adds the rules of @text: audit.rules(7) or the output of `auditctl -l`. What is
 * no rule is passed over.
 */
void avow_rule_facts_read(struct avow_rule_facts *facts, struct avow_span text);

#endif
