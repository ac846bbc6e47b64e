/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_SYSCALLS_H
#define AVOW_DENIAL_SYSCALLS_H

#include "analyzer/base/span.h"

/*
 * The name of the system call that a SYSCALL record numbers, by its arch= (AUDIT_ARCH_*
 * of linux/audit.h, base/machines.h); empty when there is none.
 */
struct avow_span avow_syscall_name(uint32_t arch, uint64_t number);

/*
 * The detail, `sockopt=SO_MARK`, for a2 of a setsockopt whose a1 is SOL_SOCKET: as the
 * kernel writes both, in hexadecimal, or by name as ausearch -i does
 * (include/uapi/asm-generic/socket.h). Empty when this table has none.
 */
struct avow_span avow_socket_option(struct avow_span level, struct avow_span option);

#endif
