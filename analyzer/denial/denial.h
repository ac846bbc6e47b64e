/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_DENIAL_H
#define AVOW_DENIAL_DENIAL_H

#include "analyzer/denial/apparmor.h"
#include "analyzer/record/record.h"

enum avow_tristate { AVOW_UNKNOWN, AVOW_NO, AVOW_YES };

/* Which security module decided. */
enum avow_lsm { AVOW_LSM_SELINUX, AVOW_LSM_APPARMOR, AVOW_LSM_COUNT };

/* The parts of user:role:type[:range], borrowed. */
struct avow_context {
	struct avow_span text; /* the whole */
	struct avow_span user;
	struct avow_span role;
	struct avow_span type;
	struct avow_span range; /* empty on a policy without MLS */
};

/* False when @text is not a context: then @out is untouched. */
bool avow_context_parse(struct avow_span text, struct avow_context *out);

/* Who was refused what, as SELinux names them. */
struct avow_selinux {
	struct avow_context scontext;
	struct avow_context tcontext;
	struct avow_span tclass;
	struct avow_span srawcon; /* the invalid context behind unlabeled_t */
	struct avow_span trawcon;
};

#define AVOW_DETAILS_MAX 12
#define AVOW_XPERM (UINT32_C(1) << 16) /* there is a number, in the 16 bits below */
#define AVOW_PERMISSIONS_MAX 64 /* an access vector has 32 bits; hex ones stay words */

/*
 * One access that SELinux or AppArmor refused (or would have), with what the other
 * records of its event tell of it. All spans are borrowed for the time of the call
 * that hands the denial over; empty means unknown. (Kernel: security/selinux/avc.c
 * avc_audit_pre_callback(), security/apparmor/audit.c audit_pre(),
 * security/lsm_audit.c; user space: libselinux avc_audit(), dbus-daemon.)
 */
struct avow_denial {
	enum avow_lsm lsm; /* which of selinux and apparmor is filled */
	struct avow_place place;
	struct avow_time time;
	uint64_t serial;
	struct avow_span node;
	bool is_user_avc;
	bool is_granted;
	bool is_enriched; /* auditd appended to it, so it came whole to auditd */
	/* permissive= (absent before Linux 3.17); for AppArmor, complain mode */
	enum avow_tristate permissive;
	enum avow_tristate blocked; /* from SYSCALL success and permissive */

	/*
	 * Sorted, each once. Of AppArmor the letters or words of denied_mask; of an
	 * operation that has no mask (capable, mount), its name.
	 */
	struct avow_span permissions[AVOW_PERMISSIONS_MAX];
	size_t permission_count;
	struct avow_selinux selinux;
	struct avow_apparmor apparmor;

	struct avow_span pid;
	struct avow_span comm;
	struct avow_span exe;
	struct avow_span path; /* absolute where it can be made so */
	struct avow_span
		proctitle; /* the command line: EXECVE, else PROCTITLE, blanks between */
	struct avow_span address; /* SOCKADDR, as text */
	struct avow_span port;    /* src= for binds, dest= for connects */
	struct avow_span syscall; /* name when enriched, else number */
	struct avow_span details[AVOW_DETAILS_MAX]; /* `ioctlcmd=0x5401` (details.h) */
	size_t detail_count;
	/* 0, or AVOW_XPERM and the ioctl command (or the netlink message type) */
	uint32_t xperm;
	bool is_ambiguous;     /* a USER_AVC whose text has more than one scontext= */
	struct avow_span line; /* the raw line */
};

/* Empties @out but for what every record tells: where and when it was, and its line. */
void avow_denial_begin(struct avow_denial *out, const struct avow_record *record);

/* Sorts the permissions and leaves each once. */
void avow_denial_settle_permissions(struct avow_denial *denial);

#endif
