/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What perm= stands for. Some calls are judged by how they open (ACC_MODE() of
 * linux/fs.h), the others belong to a class: include/asm-generic/audit_read.h,
 * audit_write.h, audit_dir_write.h, audit_change_attr.h, with what kernels after 6.1
 * added. The list is the kernel's own; that of libaudit, which audit 4 puts in place of
 * perm=, is in tables.c.
 */
#include "policy/audit/classes.h"

#include <fcntl.h>

enum { OPEN_FLAGS_IN_SECOND = 1, OPEN_FLAGS_IN_THIRD = 2 };

static const struct {
	uint32_t permission;
	const char *calls; /* apart by commas */
} classes[] = {
	{ AUDIT_PERM_WRITE,
	  "rename,mkdir,rmdir,creat,link,unlink,symlink,mknod,mkdirat,mknodat,unlinkat,"
	  "renameat,linkat,symlinkat,renameat2,acct,swapon,quotactl,quotactl_fd,truncate,"
	  "truncate64,ftruncate,ftruncate64,bind,fallocate" },
	{ AUDIT_PERM_READ,
	  "readlink,quotactl,quotactl_fd,listxattr,llistxattr,flistxattr,getxattr,"
	  "lgetxattr,fgetxattr,readlinkat,swapon,listxattrat,getxattrat,file_getattr" },
	{ AUDIT_PERM_ATTR,
	  "chmod,fchmod,chown,lchown,fchown,setxattr,lsetxattr,fsetxattr,removexattr,"
	  "lremovexattr,fremovexattr,fchownat,fchmodat,chown32,lchown32,fchown32,link,"
	  "linkat,fchmodat2,setxattrat,removexattrat,file_setattr" },
};

/* Calls that audit_classify_syscall() sets apart. */
enum special { NOT_SPECIAL, OPEN, OPENAT, OPENAT2, EXECVE, SOCKETCALL };
static const struct {
	enum special special;
	const char *name;
	uint32_t permissions; /* that they can have */
} specials[] = {
	{ OPEN, "open", AUDIT_PERM_READ | AUDIT_PERM_WRITE },
	{ OPENAT, "openat", AUDIT_PERM_READ | AUDIT_PERM_WRITE },
	{ OPENAT2, "openat2", AUDIT_PERM_READ | AUDIT_PERM_WRITE },
	{ EXECVE, "execve", AUDIT_PERM_EXEC },
	{ EXECVE, "execveat", AUDIT_PERM_EXEC },
	{ SOCKETCALL, "socketcall", AUDIT_PERM_WRITE },
};

static enum special find_special(struct avow_span name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(specials); i++)
		if (avow_span_is(name, specials[i].name))
			return specials[i].special;
	return NOT_SPECIAL;
}

/* ACC_MODE(): what opening with these flags asks for. */
static uint32_t access_of(uint32_t flags)
{
	static const uint32_t asked[] = { AUDIT_PERM_READ, AUDIT_PERM_WRITE,
					  AUDIT_PERM_READ | AUDIT_PERM_WRITE,
					  AUDIT_PERM_READ | AUDIT_PERM_WRITE };

	return asked[flags & O_ACCMODE];
}

static bool is_in_class(struct avow_span name, uint32_t permissions)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(classes); i++)
		if (permissions & classes[i].permission &&
		    avow_span_is_among(name, classes[i].calls, ','))
			return true;
	return false;
}

bool avow_audit_has_permission(const struct avow_audit_event *event, uint32_t permissions)
{
	enum { SYS_BIND = 2 };
	struct avow_span name = avow_call_name(event->machine, event->call);

	switch (find_special(name)) {
	case OPEN:
		return permissions & access_of(event->arguments[OPEN_FLAGS_IN_SECOND]);
	case OPENAT:
		return permissions & access_of(event->arguments[OPEN_FLAGS_IN_THIRD]);
	case OPENAT2:
		return permissions & access_of(event->how);
	case EXECVE:
		return permissions & AUDIT_PERM_EXEC;
	case SOCKETCALL:
		return permissions & AUDIT_PERM_WRITE && event->arguments[0] == SYS_BIND;
	case NOT_SPECIAL:
		break;
	}
	return is_in_class(name, permissions);
}

static void add_calls(const struct avow_machine *machine, const char *list,
		      uint32_t mask[AUDIT_BITMASK_SIZE])
{
	struct avow_span rest = avow_span_of(list);

	while (rest.length) {
		size_t length = avow_span_find(rest, ',');
		int number =
			avow_call_number(machine, avow_span_first(rest, length), NULL);

		if (number >= 0)
			mask[number / 32] |= 1u << number % 32;
		rest = avow_span_skip(rest, length + 1);
	}
}

void avow_audit_permission_mask(const struct avow_machine *machine, uint32_t permissions,
				uint32_t mask[AUDIT_BITMASK_SIZE])
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(classes); i++)
		if (permissions & classes[i].permission)
			add_calls(machine, classes[i].calls, mask);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(specials); i++)
		if (permissions & specials[i].permissions)
			add_calls(machine, specials[i].name, mask);
}
