/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Words of audit rules: audit_name_to_field() and its like in libaudit, and what
 * audit_field_valid() of kernel/auditfilter.c takes. Errors and types of records are in
 * lists of their own.
 */
#include "policy/audit/tables.h"

#include <strings.h>
#include <sys/stat.h>

#define EXIT_LISTS AVOW_AUDIT_ON_EXIT
#define MESSAGE_LISTS (AVOW_AUDIT_ON_USER | AVOW_AUDIT_ON_EXCLUDE)

const struct avow_audit_field_row avow_audit_fields[] = {
#define ROW(name, type, value, lists, operators, says)                                   \
	{                                                                                \
		name, type, AVOW_AUDIT_OF_##value, lists, AVOW_AUDIT_##operators, says   \
	}
#define ANY AVOW_AUDIT_ON_ANY
	ROW("pid", AUDIT_PID, NUMBER, ANY, ORDER, "the process"),
	ROW("uid", AUDIT_UID, USER, ANY, ORDER, "the user"),
	ROW("euid", AUDIT_EUID, USER, ANY, ORDER, "the effective user"),
	ROW("suid", AUDIT_SUID, USER, ANY, ORDER, "the saved user"),
	ROW("fsuid", AUDIT_FSUID, USER, ANY, ORDER, "the user for files"),
	ROW("gid", AUDIT_GID, GROUP, ANY, ORDER, "the group"),
	ROW("egid", AUDIT_EGID, GROUP, ANY, ORDER, "the effective group"),
	ROW("sgid", AUDIT_SGID, GROUP, ANY, ORDER, "the saved group"),
	ROW("fsgid", AUDIT_FSGID, GROUP, ANY, ORDER, "the group for files"),
	ROW("auid", AUDIT_LOGINUID, USER, ANY, ORDER, "the user who logged in"),
	ROW("loginuid", AUDIT_LOGINUID, USER, ANY, ORDER, "the user who logged in"),
	ROW("pers", AUDIT_PERS, NUMBER, ANY, BITS, "the personality"),
	ROW("arch", AUDIT_ARCH, MACHINE, ANY, EITHER, "the architecture"),
	ROW("msgtype", AUDIT_MSGTYPE, MESSAGE, MESSAGE_LISTS, ORDER,
	    "the type of the record"),
	ROW("subj_user", AUDIT_SUBJ_USER, TEXT, ANY, EITHER,
	    "the SELinux user of the process"),
	ROW("subj_role", AUDIT_SUBJ_ROLE, TEXT, ANY, EITHER,
	    "the SELinux role, or AppArmor profile, of the process"),
	ROW("subj_type", AUDIT_SUBJ_TYPE, TEXT, ANY, EITHER,
	    "the SELinux type of the process"),
	ROW("subj_sen", AUDIT_SUBJ_SEN, TEXT, ANY, ORDER, "the low level of the process"),
	ROW("subj_clr", AUDIT_SUBJ_CLR, TEXT, ANY, ORDER, "the clearance of the process"),
	ROW("ppid", AUDIT_PPID, NUMBER, EXIT_LISTS, ORDER, "the parent process"),
	ROW("obj_user", AUDIT_OBJ_USER, TEXT, EXIT_LISTS, EITHER,
	    "the SELinux user of the object"),
	ROW("obj_role", AUDIT_OBJ_ROLE, TEXT, EXIT_LISTS, EITHER,
	    "the SELinux role of the object"),
	ROW("obj_type", AUDIT_OBJ_TYPE, TEXT, EXIT_LISTS, EITHER,
	    "the SELinux type of the object"),
	ROW("obj_lev_low", AUDIT_OBJ_LEV_LOW, TEXT, EXIT_LISTS, ORDER,
	    "the low level of the object"),
	ROW("obj_lev_high", AUDIT_OBJ_LEV_HIGH, TEXT, EXIT_LISTS, ORDER,
	    "the high level of the object"),
	ROW("sessionid", AUDIT_SESSIONID, SESSION, MESSAGE_LISTS | AVOW_AUDIT_ON_EXIT,
	    ORDER, "the session"),
	ROW("devmajor", AUDIT_DEVMAJOR, NUMBER, EXIT_LISTS, ORDER, "the major device"),
	ROW("devminor", AUDIT_DEVMINOR, NUMBER, EXIT_LISTS, BITS, "the minor device"),
	ROW("inode", AUDIT_INODE, NUMBER, EXIT_LISTS, EITHER, "the inode"),
	ROW("exit", AUDIT_EXIT, EXIT, EXIT_LISTS, ORDER, "what the call returned"),
	ROW("success", AUDIT_SUCCESS, NUMBER, EXIT_LISTS, ORDER, "the success"),
	ROW("path", AUDIT_WATCH, TEXT, EXIT_LISTS, SAME, "the file"),
	ROW("perm", AUDIT_PERM, PERMISSIONS, AVOW_AUDIT_ON_EXIT, SAME, "the access"),
	ROW("dir", AUDIT_DIR, TEXT, EXIT_LISTS, SAME, "the directory"),
	ROW("filetype", AUDIT_FILETYPE, FILE_TYPE, EXIT_LISTS, EITHER,
	    "the kind of file"),
	ROW("fstype", AUDIT_FSTYPE, FILESYSTEM, AVOW_AUDIT_ON_FILESYSTEM, EITHER,
	    "the filesystem"),
	ROW("obj_uid", AUDIT_OBJ_UID, USER, ANY, ORDER, "the owner of the file"),
	ROW("obj_gid", AUDIT_OBJ_GID, GROUP, ANY, ORDER, "the group of the file"),
	ROW("field_compare", AUDIT_FIELD_COMPARE, NUMBER, EXIT_LISTS, EITHER,
	    "a comparison by its number"),
	ROW("a0", AUDIT_ARG0, ARGUMENT, ANY, BITS, "the first argument"),
	ROW("a1", AUDIT_ARG1, ARGUMENT, ANY, BITS, "the second argument"),
	ROW("a2", AUDIT_ARG2, ARGUMENT, ANY, BITS, "the third argument"),
	ROW("a3", AUDIT_ARG3, ARGUMENT, ANY, BITS, "the fourth argument"),
	ROW("key", AUDIT_FILTERKEY, TEXT, ANY, SAME, "the key"),
	ROW("exe", AUDIT_EXE, TEXT, ANY, EITHER, "the program"),
	ROW("saddr_fam", AUDIT_SADDR_FAM, NUMBER, ANY, ORDER,
	    "the family of the socket's address"),
#undef ANY
#undef ROW
};
const size_t avow_audit_field_count = AVOW_ARRAY_SIZE(avow_audit_fields);

#define TABLE(table, rows) const struct avow_terms table = { rows, AVOW_ARRAY_SIZE(rows) }

static const struct avow_term lists[] = {
	{ "task", AUDIT_FILTER_TASK, 0 },
	{ "exit", AUDIT_FILTER_EXIT, 0 },
	{ "user", AUDIT_FILTER_USER, 0 },
	{ "exclude", AUDIT_FILTER_EXCLUDE, 0 },
	{ "filesystem", AUDIT_FILTER_FS, 0 },
	{ "io_uring", AVOW_AUDIT_LIST_IO_URING, 30100 },
};
TABLE(avow_audit_lists, lists);

static const struct avow_term actions[] = {
	{ "always", AUDIT_ALWAYS, 0 },
	{ "never", AUDIT_NEVER, 0 },
};
TABLE(avow_audit_actions, actions);

static const struct avow_term file_types[] = {
	{ "socket", S_IFSOCK, 0 }, { "link", S_IFLNK, 0 }, { "file", S_IFREG, 0 },
	{ "block", S_IFBLK, 0 },   { "dir", S_IFDIR, 0 },  { "character", S_IFCHR, 0 },
	{ "fifo", S_IFIFO, 0 },
};
TABLE(avow_audit_file_types, file_types);

/* linux/magic.h */
static const struct avow_term filesystems[] = {
	{ "tracefs", 0x74726163, 0 },
	{ "debugfs", 0x64626720, 0 },
	{ "cgroup", 0x27e0eb, 40200 },
	{ "cgroup2", 0x63677270, 40200 },
};
TABLE(avow_audit_filesystems, filesystems);

/* enum io_uring_op of linux/io_uring.h, those that the kernel audits. */
static const struct avow_term operations[] = {
	{ "sendmsg", 9, 30100 },      { "recvmsg", 10, 30100 },
	{ "accept", 13, 30100 },      { "connect", 16, 30100 },
	{ "fallocate", 17, 30100 },   { "openat", 18, 30100 },
	{ "close", 19, 30100 },       { "openat2", 28, 30100 },
	{ "shutdown", 34, 30100 },    { "renameat", 35, 30100 },
	{ "unlinkat", 36, 30100 },    { "mkdirat", 37, 30100 },
	{ "symlinkat", 38, 30100 },   { "linkat", 39, 30100 },
	{ "msg_ring", 40, 30100 },    { "fsetxattr", 41, 30100 },
	{ "setxattr", 42, 30100 },    { "fgetxattr", 43, 30100 },
	{ "getxattr", 44, 30100 },    { "uring_cmd", 46, 30100 },
	{ "sendmsg_zc", 48, 30100 },  { "waitid", 50, 40000 },
	{ "futex_wait", 51, 40000 },  { "futex_wake", 52, 40000 },
	{ "futex_waitv", 53, 40000 }, { "fixed_fd_install", 54, 40000 },
	{ "ftruncate", 55, 40002 },   { "bind", 56, 40002 },
	{ "listen", 57, 40002 },      { "uring_cmd128", 64, 40200 },
};
TABLE(avow_audit_operations, operations);

static const struct {
	uint32_t value, types[2];
} comparisons[] = {
	{ AUDIT_COMPARE_UID_TO_OBJ_UID, { AUDIT_UID, AUDIT_OBJ_UID } },
	{ AUDIT_COMPARE_GID_TO_OBJ_GID, { AUDIT_GID, AUDIT_OBJ_GID } },
	{ AUDIT_COMPARE_EUID_TO_OBJ_UID, { AUDIT_EUID, AUDIT_OBJ_UID } },
	{ AUDIT_COMPARE_EGID_TO_OBJ_GID, { AUDIT_EGID, AUDIT_OBJ_GID } },
	{ AUDIT_COMPARE_AUID_TO_OBJ_UID, { AUDIT_LOGINUID, AUDIT_OBJ_UID } },
	{ AUDIT_COMPARE_SUID_TO_OBJ_UID, { AUDIT_SUID, AUDIT_OBJ_UID } },
	{ AUDIT_COMPARE_SGID_TO_OBJ_GID, { AUDIT_SGID, AUDIT_OBJ_GID } },
	{ AUDIT_COMPARE_FSUID_TO_OBJ_UID, { AUDIT_FSUID, AUDIT_OBJ_UID } },
	{ AUDIT_COMPARE_FSGID_TO_OBJ_GID, { AUDIT_FSGID, AUDIT_OBJ_GID } },
	{ AUDIT_COMPARE_UID_TO_AUID, { AUDIT_UID, AUDIT_LOGINUID } },
	{ AUDIT_COMPARE_UID_TO_EUID, { AUDIT_UID, AUDIT_EUID } },
	{ AUDIT_COMPARE_UID_TO_FSUID, { AUDIT_UID, AUDIT_FSUID } },
	{ AUDIT_COMPARE_UID_TO_SUID, { AUDIT_UID, AUDIT_SUID } },
	{ AUDIT_COMPARE_AUID_TO_FSUID, { AUDIT_LOGINUID, AUDIT_FSUID } },
	{ AUDIT_COMPARE_AUID_TO_SUID, { AUDIT_LOGINUID, AUDIT_SUID } },
	{ AUDIT_COMPARE_AUID_TO_EUID, { AUDIT_LOGINUID, AUDIT_EUID } },
	{ AUDIT_COMPARE_EUID_TO_SUID, { AUDIT_EUID, AUDIT_SUID } },
	{ AUDIT_COMPARE_EUID_TO_FSUID, { AUDIT_EUID, AUDIT_FSUID } },
	{ AUDIT_COMPARE_SUID_TO_FSUID, { AUDIT_SUID, AUDIT_FSUID } },
	{ AUDIT_COMPARE_GID_TO_EGID, { AUDIT_GID, AUDIT_EGID } },
	{ AUDIT_COMPARE_GID_TO_FSGID, { AUDIT_GID, AUDIT_FSGID } },
	{ AUDIT_COMPARE_GID_TO_SGID, { AUDIT_GID, AUDIT_SGID } },
	{ AUDIT_COMPARE_EGID_TO_FSGID, { AUDIT_EGID, AUDIT_FSGID } },
	{ AUDIT_COMPARE_EGID_TO_SGID, { AUDIT_EGID, AUDIT_SGID } },
	{ AUDIT_COMPARE_SGID_TO_FSGID, { AUDIT_SGID, AUDIT_FSGID } },
};

/* audit_perm_to_name() of libaudit. */
static const struct {
	uint32_t permission, since;
	const char *calls;
} permission_calls[] = {
	{ AUDIT_PERM_EXEC, 40000, "execve" },
	{ AUDIT_PERM_EXEC, 40200, "execveat" },
	{ AUDIT_PERM_WRITE, 40000,
	  "rename,mkdir,rmdir,creat,link,unlink,symlink,mknod,mkdirat,mknodat,unlinkat,"
	  "renameat,linkat,symlinkat,renameat2,acct,swapon,quotactl,truncate,ftruncate,"
	  "bind,"
	  "fallocate,open,openat,openat2" },
	{ AUDIT_PERM_WRITE, 40200, "quotactl_fd" },
	{ AUDIT_PERM_READ, 40000,
	  "readlink,quotactl,listxattr,llistxattr,flistxattr,getxattr,lgetxattr,"
	  "fgetxattr,"
	  "readlinkat,open,openat,openat2" },
	{ AUDIT_PERM_READ, 40004, "listxattrat,getxattrat" },
	{ AUDIT_PERM_READ, 40200,
	  "quotactl_fd,file_getattr,stat,lstat,fstat,newfstatat,statx" },
	{ AUDIT_PERM_ATTR, 40000,
	  "chmod,fchmod,chown,lchown,fchown,setxattr,lsetxattr,fsetxattr,removexattr,"
	  "lremovexattr,fremovexattr,fchownat,fchmodat,link,linkat" },
	{ AUDIT_PERM_ATTR, 40004, "setxattrat,removexattrat" },
	{ AUDIT_PERM_ATTR, 40200, "fchmodat2,file_setattr" },
};

static const struct {
	uint32_t value;
	const char *sign;
	enum avow_audit_operators operators; /* the least that has it */
} signs[] = {
	{ AUDIT_EQUAL, "=", AVOW_AUDIT_SAME },
	{ AUDIT_NOT_EQUAL, "!=", AVOW_AUDIT_EITHER },
	{ AUDIT_GREATER_THAN, ">", AVOW_AUDIT_ORDER },
	{ AUDIT_GREATER_THAN_OR_EQUAL, ">=", AVOW_AUDIT_ORDER },
	{ AUDIT_LESS_THAN, "<", AVOW_AUDIT_ORDER },
	{ AUDIT_LESS_THAN_OR_EQUAL, "<=", AVOW_AUDIT_ORDER },
	{ AUDIT_BIT_MASK, "&", AVOW_AUDIT_BITS },
	{ AUDIT_BIT_TEST, "&=", AVOW_AUDIT_BITS },
};

static bool is_word(struct avow_span word, const char *name)
{
	return word.length == strlen(name) &&
	       strncasecmp(word.data, name, word.length) == 0;
}

const struct avow_audit_field_row *avow_audit_field_named(struct avow_span name)
{
	for (size_t i = 0; i < avow_audit_field_count; i++)
		if (is_word(name, avow_audit_fields[i].name))
			return avow_audit_fields + i;
	return NULL;
}

const struct avow_audit_field_row *avow_audit_field_typed(uint32_t type)
{
	for (size_t i = 0; i < avow_audit_field_count; i++)
		if (avow_audit_fields[i].type == type)
			return avow_audit_fields + i;
	return NULL;
}

const char *avow_audit_operator(uint32_t operation)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (signs[i].value == operation)
			return signs[i].sign;
	return NULL;
}

bool avow_audit_takes(enum avow_audit_operators operators, uint32_t operation)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (signs[i].value == operation)
			return signs[i].operators <= operators;
	return false;
}

bool avow_audit_comparison(uint32_t value, uint32_t types[2])
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(comparisons); i++)
		if (comparisons[i].value == value) {
			types[0] = comparisons[i].types[0];
			types[1] = comparisons[i].types[1];
			return true;
		}
	return false;
}

uint32_t avow_audit_compare(uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(comparisons); i++) {
		const uint32_t *types = comparisons[i].types;

		if ((types[0] == a && types[1] == b) || (types[0] == b && types[1] == a))
			return comparisons[i].value;
	}
	return 0;
}

const char *avow_audit_permission_calls(size_t index, uint32_t *permission,
					uint32_t *since)
{
	if (index >= AVOW_ARRAY_SIZE(permission_calls))
		return NULL;
	*permission = permission_calls[index].permission;
	*since = permission_calls[index].since;
	return permission_calls[index].calls;
}

void avow_audit_fold(struct avow_span word, struct avow_audit_small *out)
{
	out->span = avow_span_make(out->bytes, 0);
	if (word.length > sizeof(out->bytes))
		return;
	for (size_t i = 0; i < word.length; i++) {
		char byte = word.data[i];

		out->bytes[i] =
			byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
	}
	out->span.length = word.length;
}
