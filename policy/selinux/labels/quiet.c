/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libselinux tells its errors through a callback of the whole process, by default to
 * standard error. Here it is told to be silent for the length of a call.
 */
#include <selinux/selinux.h>

#include "policy/selinux/labels/internal.h"

static int say_nothing(int type, const char *format, ...)
{
	(void)type;
	(void)format;
	return 0;
}

struct labels_quiet avow_labels_quiet_begin(void)
{
	struct labels_quiet before = { selinux_get_callback(SELINUX_CB_LOG).func_log };

	selinux_set_callback(SELINUX_CB_LOG,
			     (union selinux_callback){ .func_log = say_nothing });
	return before;
}

void avow_labels_quiet_end(struct labels_quiet before)
{
	selinux_set_callback(SELINUX_CB_LOG,
			     (union selinux_callback){ .func_log = before.log });
}
