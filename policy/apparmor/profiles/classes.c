/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The classes of rules and their words: apparmor.d(5), capabilities(7), and
 * aa_class_names[] in security/apparmor/audit.c of Linux.
 */
#include "policy/apparmor/profiles/classes.h"

static const struct avow_class_permission file[] = {
	{ "r", 0 }, { "w", 1 }, { "a", 2 }, { "x", 3 },
	{ "m", 4 }, { "k", 5 }, { "l", 6 },
};

static const struct avow_class_permission capability[] = {
	{ "chown", 0 },
	{ "dac_override", 1 },
	{ "dac_read_search", 2 },
	{ "fowner", 3 },
	{ "fsetid", 4 },
	{ "kill", 5 },
	{ "setgid", 6 },
	{ "setuid", 7 },
	{ "setpcap", 8 },
	{ "linux_immutable", 9 },
	{ "net_bind_service", 10 },
	{ "net_broadcast", 11 },
	{ "net_admin", 12 },
	{ "net_raw", 13 },
	{ "ipc_lock", 14 },
	{ "ipc_owner", 15 },
	{ "sys_module", 16 },
	{ "sys_rawio", 17 },
	{ "sys_chroot", 18 },
	{ "sys_ptrace", 19 },
	{ "sys_pacct", 20 },
	{ "sys_admin", 21 },
	{ "sys_boot", 22 },
	{ "sys_nice", 23 },
	{ "sys_resource", 24 },
	{ "sys_time", 25 },
	{ "sys_tty_config", 26 },
	{ "mknod", 27 },
	{ "lease", 28 },
	{ "audit_write", 29 },
	{ "audit_control", 30 },
	{ "setfcap", 31 },
	{ "mac_override", 32 },
	{ "mac_admin", 33 },
	{ "syslog", 34 },
	{ "wake_alarm", 35 },
	{ "block_suspend", 36 },
	{ "audit_read", 37 },
	{ "perfmon", 38 },
	{ "bpf", 39 },
	{ "checkpoint_restore", 40 },
};

static const struct avow_class_permission network[] = {
	{ "create", 0 },  { "bind", 1 },     { "listen", 2 },  { "accept", 3 },
	{ "connect", 4 }, { "shutdown", 5 }, { "getattr", 6 }, { "setattr", 7 },
	{ "getopt", 8 },  { "setopt", 9 },   { "send", 10 },   { "receive", 11 },
	{ "write", 10 },  { "read", 11 },    { "w", 10 },      { "r", 11 },
};

static const struct avow_class_permission signal[] = {
	{ "send", 0 }, { "receive", 1 }, { "write", 0 },
	{ "read", 1 }, { "w", 0 },       { "r", 1 },
};

static const struct avow_class_permission ptrace[] = {
	{ "trace", 0 }, { "read", 1 }, { "tracedby", 2 }, { "readby", 3 },
	{ "write", 0 }, { "w", 0 },    { "r", 1 },
};

static const struct avow_class_permission mount[] = {
	{ "mount", 0 },   { "remount", 1 },    { "umount", 2 },
	{ "unmount", 2 }, { "pivot_root", 3 }, { "pivotroot", 3 },
};

static const struct avow_class_permission dbus[] = {
	{ "send", 0 },  { "receive", 1 }, { "bind", 2 }, { "eavesdrop", 3 },
	{ "write", 0 }, { "read", 1 },    { "w", 0 },    { "r", 1 },
};

static const struct avow_class_permission mqueue[] = {
	{ "create", 0 },  { "open", 1 },   { "delete", 2 }, { "getattr", 3 },
	{ "setattr", 4 }, { "read", 5 },   { "write", 6 },  { "r", 5 },
	{ "w", 6 },       { "unlink", 2 },
};

static const struct avow_class_permission io_uring[] = {
	{ "sqpoll", 0 },
	{ "override_creds", 1 },
};

static const struct avow_class_permission userns[] = {
	{ "create", 0 },
	{ "userns_create", 0 },
};

static const char *const file_keys[] = { "path", "target" };
static const char *const capability_keys[] = { "name" };
static const char *const network_keys[] = {
	"family",    "type",  "protocol", "ip",        "port",
	"interface", "label", "peer.ip",  "peer.port", "peer.label",
};
static const char *const unix_keys[] = {
	"type", "protocol", "addr", "opt", "attr", "peer.addr", "peer.label",
};
static const char *const signal_keys[] = { "set", "peer" };
static const char *const ptrace_keys[] = { "peer" };
static const char *const mount_keys[] = {
	"source", "path", "fstype", "options", "target",
};
static const char *const dbus_keys[] = {
	"bus", "path", "interface", "member", "name", "peer.name", "peer.label",
};
static const char *const change_profile_keys[] = { "exec", "target" };
static const char *const rlimit_keys[] = { "name", "value" };
static const char *const mqueue_keys[] = { "type", "label", "path" };
static const char *const io_uring_keys[] = { "label" };

#define PERMISSIONS(table) table, AVOW_ARRAY_SIZE(table)
#define KEYS(table) table, AVOW_ARRAY_SIZE(table)
#define NONE NULL, 0

static const struct avow_class classes[AVOW_RULE_CLASSES] = {
	[AVOW_RULE_FILE] = { "file", "file", PERMISSIONS(file), KEYS(file_keys) },
	[AVOW_RULE_CAPABILITY] = { "capability", "cap", PERMISSIONS(capability),
				   KEYS(capability_keys) },
	[AVOW_RULE_NETWORK] = { "network", "net", PERMISSIONS(network),
				KEYS(network_keys) },
	[AVOW_RULE_UNIX] = { "unix", "unix", PERMISSIONS(network), KEYS(unix_keys) },
	[AVOW_RULE_SIGNAL] = { "signal", "signal", PERMISSIONS(signal),
			       KEYS(signal_keys) },
	[AVOW_RULE_PTRACE] = { "ptrace", "ptrace", PERMISSIONS(ptrace),
			       KEYS(ptrace_keys) },
	[AVOW_RULE_MOUNT] = { "mount", "mount", PERMISSIONS(mount), KEYS(mount_keys) },
	[AVOW_RULE_DBUS] = { "dbus", "dbus", PERMISSIONS(dbus), KEYS(dbus_keys) },
	[AVOW_RULE_CHANGE_PROFILE] = { "change_profile", "domain", NONE,
				       KEYS(change_profile_keys) },
	[AVOW_RULE_RLIMIT] = { "rlimit", "rlimits", NONE, KEYS(rlimit_keys) },
	[AVOW_RULE_MQUEUE] = { "mqueue", "posix_mqueue", PERMISSIONS(mqueue),
			       KEYS(mqueue_keys) },
	[AVOW_RULE_IO_URING] = { "io_uring", "io_uring", PERMISSIONS(io_uring),
				 KEYS(io_uring_keys) },
	[AVOW_RULE_USERNS] = { "userns", "namespace", PERMISSIONS(userns), NONE },
	[AVOW_RULE_ALL] = { "all", "", NONE, NONE },
	[AVOW_RULE_UNKNOWN] = { "", "", NONE, NONE },
};

/* Other names that records have for a class. */
static const struct {
	const char *name;
	enum avow_rule_class class;
} others[] = {
	{ "capability", AVOW_RULE_CAPABILITY },
	{ "sysv_mqueue", AVOW_RULE_MQUEUE },
	{ "exec", AVOW_RULE_FILE },
};

const struct avow_class *avow_class_of(enum avow_rule_class class)
{
	return classes + class;
}

enum avow_rule_class avow_class_named(struct avow_span name)
{
	for (size_t i = 0; i < AVOW_RULE_ALL; i++)
		if (avow_span_is(name, classes[i].name))
			return (enum avow_rule_class)i;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(others); i++)
		if (avow_span_is(name, others[i].name))
			return others[i].class;
	return AVOW_RULE_UNKNOWN;
}

bool avow_class_bit(const struct avow_class *class, struct avow_span name, unsigned *bit)
{
	for (size_t i = 0; i < class->permission_count; i++) {
		if (!avow_span_is(name, class->permissions[i].name))
			continue;
		*bit = class->permissions[i].bit;
		return true;
	}
	return false;
}

uint64_t avow_class_all(const struct avow_class *class)
{
	uint64_t all = 0;

	for (size_t i = 0; i < class->permission_count; i++)
		all |= UINT64_C(1) << class->permissions[i].bit;
	return all;
}

const char *avow_class_permission_name(const struct avow_class *class, unsigned bit)
{
	for (size_t i = 0; i < class->permission_count; i++)
		if (class->permissions[i].bit == bit)
			return class->permissions[i].name;
	return NULL;
}
