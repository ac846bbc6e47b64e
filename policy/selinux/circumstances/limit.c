/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LIMIT: sys_resource was refused, which passes over limits: something is full, or a
 * process asks for more than its limit. The call tells which.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const struct {
	const char *const *calls;
	const char *text;
} limits[] = {
	{ NAMES("clone", "clone3", "fork", "vfork", "execve", "execveat"),
	  "The user of the process has as many processes as it may (RLIMIT_NPROC)." },
	{ NAMES("write", "writev", "pwrite", "pwrite64", "fallocate", "open", "openat",
		"openat2", "ftruncate", "ftruncate64"),
	  "The file system is full up to the blocks that it keeps for root, or a quota "
	  "is "
	  "used up: df, df -i and quota tell." },
	{ NAMES("setrlimit", "prlimit64"),
	  "The process wants to raise a hard limit of its own (setrlimit())." },
};

static int tell(const struct avow_scene *scene, uint64_t count, const char *what,
		struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_printf(&text,
			"sys_resource passes over limits: one was reached, or is to be "
			"raised. %s",
			what);
	avow_buf_puts(&evidence, "syscall ");
	avow_signs_list(&scene->subject->cluster->syscalls, &evidence);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(out, &avow_circumstance_limit, count,
					avow_buf_string(&text),
					avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code == 0 ? avow_tell_advice(out, &avow_advice_limit, NULL, NULL) : code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	uint64_t refused;
	int code = 0;

	if (!avow_signs_is_class(scene, NAMES("capability", "cap_userns")))
		return 0;
	refused = avow_signs_refused(scene, "sys_resource");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(limits) && code == 0; i++) {
		uint64_t called = avow_signs_calls(scene, limits[i].calls);
		uint64_t count = called < refused ? called : refused;

		if (count)
			code = tell(scene, count, limits[i].text, out);
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_limit = {
	.code = "SEL-LIMIT",
	.layer = "limit",
	.title = "a limit is in the way",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:47): avc:  denied  { sys_resource } "
			"for  pid=77 comm=\"lamplighter\" capability=24  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:47): arch=c000003e syscall=1 "
			"success=no exit=-28 a0=3 a1=55d8 a2=1000 a3=0 items=0 ppid=1 pid=77 "
			"comm=\"lamplighter\" exe=\"/usr/sbin/lamplighter\" "
			"subj=system_u:system_r:lamp_t:s0 key=(null)",
		.explanation =
			"The kernel asks for sys_resource only when a process runs into a limit: "
			"the blocks that a file system reserves, a quota, the number of "
			"processes of a user, a hard limit that is to be raised. SELinux is the "
			"messenger.",
		.safe_change =
			"Free the disk, or raise the limit where it is set: LimitNPROC= and the "
			"like in the unit, limits.conf, the quota.",
		.not_when =
			"Not when the service manages limits for others, as a login service or a "
			"container engine does: it needs the capability.",
	},
};
