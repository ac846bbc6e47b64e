/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_TRIAL_H
#define AVOW_POLICY_SELINUX_SEPOL_TRIAL_H

#include "analyzer/base/span.h"

/*
 * Runs @attempt(@data) in a child process that may use ten seconds of processor
 * time and @memory bytes more than this process has mapped. 1 when it came back
 * and said true; a crash, a loop and a want of memory are all 0; -1, with errno,
 * when there can be no child process.
 */
int avow_trial_run(bool (*attempt)(void *data), void *data, size_t memory);

#endif
