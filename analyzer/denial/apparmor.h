/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_APPARMOR_H
#define AVOW_DENIAL_APPARMOR_H

#include "analyzer/base/buf.h"
#include "analyzer/record/record.h"

/*
 * What an AppArmor record says, in its own terms; empty: it does not say it. Text
 * that the kernel writes as hexadecimal is decoded, everything else is as logged.
 * A field that comes twice has its last value, as for libapparmor.
 */
struct avow_apparmor {
	enum avow_apparmor_verdict verdict;
	struct avow_span operation;
	struct avow_span class_name; /* class=; absent before Linux 6.6 */
	/*
	 * In a denial what a rule would name: the file, capability, socket family and
	 * type, peer, ...; empty where the record names nothing. And class_name is
	 * then never absent.
	 */
	struct avow_span object;
	struct avow_span profile; /* profile=, or label= when it is a stack */
	struct avow_span namespace;
	struct avow_span name;
	struct avow_span target; /* target=, name2=: the new label, the link, ... */
	struct avow_span info, error;
	struct avow_span requested_mask; /* or requested= */
	struct avow_span denied_mask;    /* or denied=, or mask= of D-Bus */
	struct avow_span pid, parent, comm;
	struct avow_span fsuid, ouid;
	struct avow_span peer; /* peer=, peer_label=, peer_profile=, tcontext= */
	struct avow_span peer_pid;
	struct avow_span signal;
	struct avow_span capability, capname;
	struct avow_span family, sock_type, protocol;
	struct avow_span laddr, lport, faddr, fport; /* of a bound or connected socket */
	struct avow_span saddr, src, daddr, dest;    /* of the call's own addresses */
	struct avow_span addr, peer_addr;            /* of unix sockets; none is empty */
	struct avow_span path;                       /* of unix sockets, and of D-Bus */
	struct avow_span bus, interface, member;
	struct avow_span srcname, fstype, flags, trans, options; /* mount */
	struct avow_span rlimit, value;
	struct avow_span execpath;                     /* userns_create */
	struct avow_span attribute, task, magic_token; /* before Linux 2.6.36 */
};

/* Whether @record is one of AppArmor, by its type and its first word. */
bool avow_apparmor_is(const struct avow_record *record);

/*
 * Reads the body of such a record into @out, whose spans borrow from the record and
 * @scratch, which is emptied first. False, and @defect, when it is cut or garbled: no
 * rule may come from it. Fields it does not know are passed over.
 *
 * The form is that of audit_pre() in security/apparmor/audit.c, of the audit_cb
 * functions beside it (file.c, capability.c, net.c, af_unix.c, ipc.c, mount.c,
 * resource.c, task.c, io_uring.c) and of dump_common_audit_data() in
 * security/lsm_audit.c; for D-Bus, of bus/apparmor.c of dbus-daemon.
 */
bool avow_apparmor_parse(const struct avow_record *record, struct avow_buf *scratch,
			 struct avow_apparmor *out, enum avow_defect *defect);

#endif
