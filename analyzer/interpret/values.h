/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_VALUES_H
#define AVOW_INTERPRET_VALUES_H

#include "analyzer/base/buf.h"

/* What a number is of. Fields have them in the base that is told; arguments of calls
 * are hexadecimal. */
enum avow_value {
	/* One of a table. */
	AVOW_VALUE_BPF,
	AVOW_VALUE_CAPABILITY, /* decimal */
	AVOW_VALUE_CAPABILITY_ARGUMENT,
	AVOW_VALUE_CLOCK,
	AVOW_VALUE_EPOLL,
	AVOW_VALUE_FAMILY,
	AVOW_VALUE_FCNTL,
	AVOW_VALUE_HOOK,
	AVOW_VALUE_ICMP, /* decimal */
	AVOW_VALUE_IOCTL,
	AVOW_VALUE_IP,
	AVOW_VALUE_IP6,
	AVOW_VALUE_IPC,
	AVOW_VALUE_LIST,      /* decimal */
	AVOW_VALUE_NETFILTER, /* decimal */
	AVOW_VALUE_OPTION,
	AVOW_VALUE_PACKET,
	AVOW_VALUE_PRCTL,
	AVOW_VALUE_PROTOCOL, /* decimal */
	AVOW_VALUE_PROTOCOL_ARGUMENT,
	AVOW_VALUE_PTRACE,
	AVOW_VALUE_RLIMIT,
	AVOW_VALUE_SECCOMP,
	AVOW_VALUE_SEEK,
	AVOW_VALUE_SIGNAL, /* decimal */
	AVOW_VALUE_SIGNAL_ARGUMENT,
	AVOW_VALUE_SOCKET,
	AVOW_VALUE_SOCKETCALL,
	AVOW_VALUE_TCP,
	AVOW_VALUE_VERDICT,
	/* Flags, with | between. */
	AVOW_VALUE_ACCESS,
	AVOW_VALUE_CLONE,
	AVOW_VALUE_MAP,
	AVOW_VALUE_MOUNT,
	AVOW_VALUE_OPEN,
	AVOW_VALUE_PROTECTION,
	AVOW_VALUE_RECEIVE,
	AVOW_VALUE_RESOLVE,
	AVOW_VALUE_SHM,
	AVOW_VALUE_UMOUNT,
	/* And what is written in ways of its own. */
	AVOW_VALUE_CAPABILITIES,  /* a mask of them */
	AVOW_VALUE_DIRECTORY,     /* a descriptor, or AT_FDCWD */
	AVOW_VALUE_ERROR,         /* decimal: of a call, below 0 */
	AVOW_VALUE_MODE,          /* octal: with the type of the file */
	AVOW_VALUE_MODE_ARGUMENT, /* the same of mknod(2) */
	AVOW_VALUE_PERMISSIONS,   /* without it */
	AVOW_VALUE_PERMISSIONS_OCTAL,
	AVOW_VALUE_PERM,  /* decimal: of an audit rule */
	AVOW_VALUE_LEVEL, /* of a socket: a protocol, mostly */
	AVOW_VALUE_PERSONALITY,
	AVOW_VALUE_PROMISCUOUS, /* decimal */
	AVOW_VALUE_SCHEDULER,
	AVOW_VALUE_USER, /* an account: of these one must ask elsewhere */
	AVOW_VALUE_GROUP
};

/*
 * Appends what the digits @text mean, as ausearch -i of audit 3.0 has it; a number that
 * has no name is told as such. False, with nothing appended, when @text is no number, and
 * for AVOW_VALUE_USER and AVOW_VALUE_GROUP.
 */
bool avow_value_put(struct avow_buf *out, enum avow_value what, struct avow_span text);

#endif
