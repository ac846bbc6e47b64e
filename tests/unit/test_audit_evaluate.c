/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the kernel makes of events: rules and records in, the verdict out. */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "policy/audit/evaluate.h"

#define PROCESS                                                                          \
	" ppid=1 pid=5 auid=1000 uid=0 gid=7 euid=0 suid=0 fsuid=0 egid=7 sgid=7 "       \
	"fsgid=7 ses=3 comm=\"cat\" exe=\"/usr/bin/cat\" subj=u:r:cat_t:s0-s1"
/* openat(.., O_RDONLY) that failed with EACCES; openat(.., O_WRONLY); getppid; ptrace */
#define READ "arch=c000003e syscall=257 success=no exit=-13 a0=3 a1=7 a2=0 a3=0" PROCESS
#define WRITE "arch=c000003e syscall=257 success=yes exit=3 a0=3 a1=7 a2=1 a3=0" PROCESS
#define NARROW "arch=40000003 syscall=110 success=yes exit=1 a0=0 a1=0 a2=0 a3=0" PROCESS
#define GETPPID "arch=c000003e syscall=110 success=yes exit=1 a0=0 a1=0 a2=0 a3=0" PROCESS

#define SHADOW                                                                           \
	"item=0 name=\"/etc/shadow\" inode=33 dev=fe:01 mode=0100640 ouid=0 ogid=42 "    \
	"rdev=00:00 obj=u:object_r:shadow_t:s0 nametype=NORMAL"

static const struct {
	const char *rules, *call, *path;
	const char *expected; /* "-": not recorded; else the key, "" without one */
	bool is_denial;
} cases[] = {
	/* The first rule that is true decides. */
	{ "-a always,exit -S openat -k a\n-a always,exit -S openat -k b", READ, NULL, "a",
	  false },
	{ "-a never,exit -S openat\n-a always,exit -S openat -k b", READ, NULL, "-",
	  false },
	{ "-a always,exit -S openat -k a\n-A never,exit -S openat", READ, NULL, "-",
	  false },
	{ "-A never,exit -S openat\n-A always,exit -S openat -k b", READ, NULL, "b",
	  false },
	{ "-a always,exit -S openat -k a\n-D", READ, NULL, "-", false },
	{ "-a never,task\n-a always,exit -S openat -k a", READ, NULL, "-", true },
	/* A rule for a file is asked after the others, and decides where it is first. */
	{ "-w /etc/shadow -p r -k watch\n-a always,exit -S openat -k call", READ, SHADOW,
	  "watch", false },
	{ "-a always,exit -S openat -k call\n-w /etc/shadow -p r -k watch", READ, SHADOW,
	  "call", false },
	{ "-a always,exit -F path=/etc/shadow -F perm=r\n-a always,exit -S openat -k "
	  "call",
	  READ, SHADOW, "call", false },
	{ "-w /etc/passwd -p r -k watch", READ, SHADOW, "-", false },
	{ "-a never,exit -F path=/etc/shadow\n-a always,exit -S openat -k call", READ,
	  SHADOW, "-", false },
	/* Permissions are those of how it is opened. */
	{ "-w /etc/shadow -p w -k w", READ, SHADOW, "-", false },
	{ "-w /etc/shadow -p w -k w", WRITE, SHADOW, "w", false },
	{ "-a always,exit -F dir=/etc -F perm=r -k dir", READ, SHADOW, "dir", false },
	{ "-a always,exit -F dir=/et -F perm=r -k dir", READ, SHADOW, "-", false },
	{ "-a always,exit -F dir=/etc -F perm=r -k dir", GETPPID, SHADOW, "-", false },
	/* Fields. */
	{ "-a always,exit -S openat -F exit=-EACCES -k e", READ, NULL, "e", false },
	{ "-a always,exit -S openat -F exit=-EACCES -k e", WRITE, NULL, "-", false },
	{ "-a always,exit -S openat -F success=0 -k e", READ, NULL, "e", false },
	{ "-a always,exit -S openat -F success!=0 -k e", READ, NULL, "-", false },
	{ "-a always,exit -S openat -F auid>=1000 -F auid!=unset -k e", READ, NULL, "e",
	  false },
	{ "-a always,exit -S openat -F auid>1000 -k e", READ, NULL, "-", false },
	{ "-a always,exit -S openat -F exe!=/usr/bin/cat -k e", READ, NULL, "-", false },
	{ "-a always,exit -S openat -F subj_type=cat_t -F subj_clr=s1 -k e", READ, NULL,
	  "e", false },
	{ "-a always,exit -S openat -F obj_type!=etc_t -k e", READ, SHADOW, "e", false },
	{ "-a always,exit -S openat -F obj_type!=etc_t -k e", READ, NULL, "-", false },
	{ "-a always,exit -S openat -C uid!=auid -k e", READ, NULL, "e", false },
	{ "-a always,exit -S openat -C uid=obj_uid -k e", READ, SHADOW, "e", false },
	{ "-a always,exit -S openat -F a2&1 -k e", READ, NULL, "-", false },
	{ "-a always,exit -S openat -F a2&1 -k e", WRITE, NULL, "e", false },
	{ "-a always,exit -S openat -F filetype=file -k e", READ, SHADOW, "e", false },
	{ "-a always,exit -S openat -F filetype=dir -k e", READ, SHADOW, "-", false },
	{ "-a always,exit -S openat -F inode=33 -k i", READ, SHADOW, "i", false },
	{ "-a always,exit -S openat -F devmajor=0xfe -k e", READ, SHADOW, "e", false },
	/* A number is another call on the other width. */
	{ "-a always,exit -F arch=b64 -S getppid -k e", GETPPID, NULL, "e", false },
	{ "-a always,exit -F arch=b64 -S getppid -k e", NARROW, NULL, "-", false },
	{ "-a always,exit -F arch=b32 -S iopl -k e", NARROW, NULL, "e", false },
	/* A denial wants its SYSCALL, and never takes it away. */
	{ "-a always,exit -S ptrace -k e", READ, NULL, "", true },
	{ "-a never,exit -S openat", READ, NULL, "-", true },
};

static struct avow_audit_event make_event(const char *call, const char *path,
					  bool is_denial, struct avow_arena *arena)
{
	struct avow_group group = { .count = 1 };
	struct avow_audit_event event;

	group.records[0].type = AVOW_RECORD_SYSCALL;
	group.records[0].body = avow_span_of(call);
	if (path) {
		group.records[group.count].type = AVOW_RECORD_PATH;
		group.records[group.count++].body = avow_span_of(path);
	}
	if (is_denial)
		group.records[group.count++].type = AVOW_RECORD_AVC;
	assert_true(avow_audit_event_read(&group, arena, &event));
	return event;
}

static void the_kernel_decides_so(void **state)
{
	struct avow_audit_options options = { .root = "/nowhere" };

	(void)state;
	avow_audit_target_default(&options.target);
	options.target.machine = avow_machine_named(avow_span_of("x86_64"));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct avow_arena arena = { 0 };
		struct avow_audit_asked asked;
		struct avow_audit_rules *rules;
		struct avow_audit_verdict verdict;
		struct avow_audit_event event;
		char told[64];

		assert_int_equal(avow_audit_read_text("test",
						      avow_span_of(cases[i].rules),
						      &options, &rules, NULL),
				 0);
		if (rules->error_count)
			fail_msg("case %zu: %s", i, rules->faults[0].says);
		assert_int_equal(avow_audit_asked_of(rules, &arena, &asked), 0);
		event = make_event(cases[i].call, cases[i].path, cases[i].is_denial,
				   &arena);
		verdict = avow_audit_evaluate(&asked, &event);
		snprintf(told, sizeof(told), "%.*s",
			 verdict.is_recorded ? (int)verdict.key.length : 1,
			 verdict.is_recorded ? verdict.key.data : "-");
		if (strcmp(told, cases[i].expected) != 0)
			fail_msg("case %zu: %s: %s, not %s", i, cases[i].rules, told,
				 cases[i].expected);
		avow_audit_free(rules);
		avow_arena_free(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kernel_decides_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
