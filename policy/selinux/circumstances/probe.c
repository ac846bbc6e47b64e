/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-PROBE: what was asked for is a question that the kernel or a library asks by the
 * way, and a refusal costs nothing. Each row names the permission together with the
 * call, the detail or the object that makes it so; a permission alone is never enough
 * where it can also be meant. A program's name only helps where no call is recorded.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

struct probe {
	const char *const *classes, *const *permissions;
	const char *const *calls;   /* NULL: whatever the call */
	const char *const *details; /* NULL: none is needed */
	const char *const *comms;   /* these do where no call is recorded at all */
	bool is_call_optional;      /* nothing else asks for it: a record alone will do */
	/* Whether the rest of the cluster fits; NULL: it does. */
	bool (*fits)(const struct avow_scene *scene);
	const char *text;
};

#define CAPABILITY NAMES("capability", "cap_userns")
#define LOOKING                                                                          \
	NAMES("open", "openat", "openat2", "read", "readlink", "readlinkat", "stat",     \
	      "lstat", "stat64", "lstat64", "newfstatat", "fstatat64", "statx",          \
	      "access", "faccessat", "faccessat2", "getdents", "getdents64")
#define WRITING                                                                          \
	NAMES("write", "writev", "pwrite", "pwrite64", "ftruncate", "ftruncate64",       \
	      "fallocate")

/* Somebody's home or a directory above it, and no user's own process. */
static bool is_home(const struct avow_scene *scene)
{
	static const char *const homes[] = { "user_home_dir_t", "home_root_t",
					     "admin_home_t",    "sysadm_home_dir_t",
					     "root_home_t",     NULL };

	return !avow_signs_is_user(scene) && !avow_scene_has_reason(scene, "SEL-BOOL") &&
	       avow_signs_is_one_of(avow_span_of(avow_signs_target(scene)), homes);
}

static bool is_shadow(const struct avow_scene *scene)
{
	return !strcmp(avow_signs_target(scene), "shadow_t") &&
	       avow_signs_checks_passwords(scene) &&
	       !avow_signs_refused(scene, "write") &&
	       !avow_signs_refused(scene, "append");
}

static const struct probe probes[] = {
	{ .classes = CAPABILITY,
	  .permissions = NAMES("sys_ptrace"),
	  .calls = LOOKING,
	  .comms = NAMES("ps", "top", "pidof", "pgrep", "pkill", "w", "uptime", "lsof",
			 "fuser", "ss", "netstat", "htop", "atop", "pstree", "killall"),
	  .text = "Nothing is traced: whoever looks at another's process under /proc "
		  "(its exe, its descriptors, its memory map) is asked for sys_ptrace. "
		  "Refused, the program sees less of that process." },
	{ .classes = CAPABILITY,
	  .permissions = NAMES("net_admin"),
	  .calls = NAMES("setsockopt"),
	  .details = NAMES("sockopt=SO_SNDBUFFORCE", "sockopt=SO_RCVBUFFORCE"),
	  .text = "Nothing of the network is administered: the program asks for a socket "
		  "buffer above the limit (SO_SNDBUFFORCE, SO_RCVBUFFORCE), as libraries "
		  "do by the way. Refused, it gets one of up to net.core.wmem_max or "
		  "rmem_max." },
	{ .classes = CAPABILITY,
	  .permissions = NAMES("sys_admin"),
	  .calls = NAMES("listxattr", "llistxattr", "flistxattr"),
	  .text = "Nothing is administered: the kernel asks for sys_admin to decide "
		  "whether it lists the trusted.* attributes of a file. Refused, it "
		  "leaves "
		  "them out." },
	{ .classes = CAPABILITY,
	  .permissions = NAMES("sys_tty_config"),
	  .calls = NAMES("ioctl"),
	  .text = "No terminal is configured: the kernel asks for sys_tty_config at "
		  "every "
		  "ioctl on a console that is not the program's own, such as the one "
		  "that "
		  "finds out whether it is a terminal." },
	{ .classes = CAPABILITY,
	  .permissions = NAMES("sys_module"),
	  .calls = NAMES("ioctl"),
	  .text = "No module is loaded by the program: it asked by ioctl for a network "
		  "interface that is not there, and the kernel would have looked for a "
		  "module of that name (dev_load())." },
	{ .classes = CAPABILITY,
	  .permissions = NAMES("fsetid"),
	  .calls = WRITING,
	  .text = "A file with the set-user-ID or set-group-ID bit is written to, and "
		  "the "
		  "kernel asks whether the bit stays. Refused, it takes the bit away, as "
		  "it "
		  "should." },
	{ .classes = NAMES("capability2", "cap2_userns"),
	  .permissions = NAMES("block_suspend"),
	  .calls = NAMES("epoll_ctl"),
	  .is_call_optional = true,
	  .text = "The program asks for EPOLLWAKEUP, which keeps the machine from "
		  "suspending while an event is handled. Refused, the kernel drops the "
		  "flag "
		  "and the call succeeds." },
	{ .classes = NAMES("process"),
	  .permissions = NAMES("noatsecure", "siginh", "rlimitinh"),
	  .text = "At the start of a program in another domain the kernel asks whether "
		  "its "
		  "environment (noatsecure), its signals (siginh) and its limits "
		  "(rlimitinh) stay as they are. Refused, it cleans them, as most "
		  "policies "
		  "want; such records show up after `semodule -DB`." },
	{ .classes = NAMES("system"),
	  .permissions = NAMES("module_request"),
	  .details = NAMES("kmod=net-pf-10"),
	  .text = "The program opened a socket of IPv6 where IPv6 is not loaded, and the "
		  "kernel would have loaded it. To be without IPv6 set "
		  "net.ipv6.conf.all.disable_ipv6=1 and let the module be loaded, rather "
		  "than keep the module away." },
	{ .classes = NAMES("system"),
	  .permissions = NAMES("module_request"),
	  .details = NAMES("kmod=net-pf-", "kmod=binfmt-", "kmod=netdev-"),
	  .text = "The program tried what this kernel has not loaded: a family of "
		  "sockets "
		  "(net-pf-), a format of programs (binfmt-) or a network interface "
		  "(netdev-). Refused, it is told that there is none." },
	{ .classes = NAMES("filesystem"),
	  .permissions = NAMES("getattr"),
	  .calls = NAMES("statfs", "fstatfs", "statfs64", "fstatfs64"),
	  .is_call_optional = true,
	  .text = "The program asked how full a file system is, as df does of every "
		  "mount and libraries do of a few. Refused, it leaves that one out." },
	{ .classes = NAMES("dir"),
	  .permissions = NAMES("search", "getattr"),
	  .calls = NAMES("execve", "execveat", "chdir", "fchdir", "getcwd"),
	  .fits = is_home,
	  .text = "The service was started in somebody's home, or looks for its working "
		  "directory there: it wants nothing from it. Start it from /, by its "
		  "unit, "
		  "and not by hand." },
	{ .classes = NAMES("file"),
	  .permissions = NAMES("read", "open", "getattr"),
	  .fits = is_shadow,
	  .text = "To check a password pam_unix tries the hashes themselves before it "
		  "has "
		  "unix_chkpwd do it, which the policy lets the domain run." },
	{ .classes = NAMES("file", "dir"),
	  .permissions = NAMES("write", "add_name", "remove_name", "create", "setattr",
			       "append", "rename", "unlink"),
	  .fits = avow_signs_is_bytecode,
	  .text = "Python wants to keep what it compiled (__pycache__, .pyc). Refused, "
		  "it "
		  "compiles it again the next time. Compile it once as root at the "
		  "installation (python3 -m compileall)." },
};

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* How many of the denials the row explains. */
static uint64_t explained(const struct avow_scene *scene, const struct probe *probe,
			  uint64_t refused)
{
	uint64_t known = avow_signs_known_calls(scene);

	if (probe->fits && !probe->fits(scene))
		return 0;
	if (probe->details)
		refused = least(refused, avow_signs_details(scene, probe->details));
	if (!probe->calls || (known == 0 && probe->is_call_optional))
		return refused;
	if (known == 0 && probe->comms)
		return least(refused, avow_signs_comms(scene, probe->comms));
	return least(refused, avow_signs_calls(scene, probe->calls));
}

/* One denial may hold several of the permissions. */
static uint64_t most_refused(const struct avow_scene *scene, const struct probe *probe)
{
	uint64_t most = 0;

	for (const char *const *at = probe->permissions; *at; at++) {
		uint64_t refused = avow_signs_refused(scene, *at);

		most = refused > most ? refused : most;
	}
	return most;
}

static void append_evidence(const struct avow_scene *scene, const struct probe *probe,
			    struct avow_buf *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	const struct {
		const char *name;
		const struct avow_tally *values;
		bool is_shown;
	} rows[] = {
		{ "syscall", &cluster->syscalls, probe->calls != NULL },
		{ "detail", &cluster->details, probe->details != NULL },
		{ "comm", &cluster->comms, true },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++) {
		if (!rows[i].is_shown || !rows[i].values->length)
			continue;
		avow_buf_printf(out, "%s%s ", out->length ? "; " : "", rows[i].name);
		avow_signs_list(rows[i].values, out);
	}
}

static int tell(const struct avow_scene *scene, const struct probe *probe, uint64_t count,
		uint64_t refused, struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_puts(&text, probe->text);
	if (count < refused) {
		avow_buf_putc(&text, ' ');
		avow_signs_count(count, refused, &text);
		avow_buf_puts(&text,
			      " can be told so by the records; look into the others "
			      "before you hide them.");
	}
	append_evidence(scene, probe, &evidence);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			out, &avow_circumstance_probe, count, avow_buf_string(&text),
			evidence.length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	if (code == 0 && count == refused)
		code = avow_signs_hide(scene, out, probe->permissions);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	int code = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(probes) && code == 0; i++) {
		uint64_t refused, count;

		if (!avow_signs_is_class(scene, probes[i].classes))
			continue;
		refused = most_refused(scene, &probes[i]);
		count = refused ? explained(scene, &probes[i], refused) : 0;
		if (count)
			code = tell(scene, &probes[i], count, refused, out);
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_probe = {
	.code = "SEL-PROBE",
	.layer = "harmless probe",
	.title = "nothing is lost by the refusal",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:43): avc:  denied  { net_admin } for "
			" pid=77 comm=\"lamplighter\" capability=12  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:43): arch=c000003e syscall=54 "
			"success=no exit=-1 a0=3 a1=1 a2=20 a3=7ffd items=0 ppid=1 pid=77 "
			"comm=\"lamplighter\" exe=\"/usr/sbin/lamplighter\" "
			"subj=system_u:system_r:lamp_t:s0 key=(null)",
		.explanation =
			"The kernel asks for some permissions only to choose between two ways of "
			"going on: a capability decides how much of another process is shown, "
			"how large a buffer becomes, or whether an environment stays. Libraries "
			"try what they do not need. The system call and its arguments tell such "
			"a question from a real need, so SYSCALL records matter here.",
		.safe_change =
			"Nothing, or a dontaudit rule that keeps it out of the log. An allow "
			"rule would give a whole capability for the sake of a question.",
		.not_when =
			"Not when the program fails without it, or when the same permission is "
			"refused at other calls as well: then it is meant.",
	},
};
