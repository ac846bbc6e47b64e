/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_KERNEL_RULES_H
#define AVOW_COLLECT_KERNEL_RULES_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * The kernel's audit rules and settings, to be changed: the kernel itself
 * (kaudit_rules.c), or what a test puts in its place. A rule is its struct
 * audit_rule_data (linux/audit.h) with the texts behind it. The place of the unicast
 * reader is never touched.
 */
enum avow_kernel_setting {
	AVOW_KERNEL_ENABLED, /* 2: locked until the next boot */
	AVOW_KERNEL_FAILURE,
	AVOW_KERNEL_BACKLOG,
	AVOW_KERNEL_RATE,
	AVOW_KERNEL_WAIT_TIME,
	AVOW_KERNEL_LOGINUID, /* 1: immutable until the next boot */
	AVOW_KERNEL_SETTINGS
};

struct avow_kernel_rules {
	void *state;
	/* All rules, one behind the other, as the kernel has them in its lists. */
	int (*list)(void *state, struct avow_buf *out, struct avow_error *error);
	/* 0, or the errno with which the kernel refuses. */
	int (*add)(void *state, struct avow_span rule);
	int (*remove)(void *state, struct avow_span rule);
	int (*get)(void *state, uint32_t out[AVOW_KERNEL_SETTINGS],
		   struct avow_error *error);
	int (*set)(void *state, enum avow_kernel_setting setting, uint32_t value);
};

/*
 * The running kernel's, over its netlink socket (libaudit). It takes CAP_AUDIT_CONTROL.
 * AVOW_E_IO with a sentence, AVOW_E_NOMEM.
 */
int avow_kernel_rules_open(struct avow_kernel_rules *out,
			   struct avow_error *error) avow_must_check;

void avow_kernel_rules_close(struct avow_kernel_rules *kernel);

#endif
