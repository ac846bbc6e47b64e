/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TEST_AUDIT_DRAWS_H
#define AVOW_TEST_AUDIT_DRAWS_H

#include "policy/audit/audit.h"
#include "tests/unit/unit.h"

/* Audit rules: read, and at random, most of those valid. */

static inline struct avow_audit_options options_for(const char *machine, uint32_t audit)
{
	struct avow_audit_options options = { .root = "/nowhere" };

	avow_audit_target_default(&options.target);
	options.target.machine = avow_machine_named(avow_span_of(machine));
	options.target.audit = audit;
	return options;
}

static inline struct avow_audit_rules *
read_rules(const struct avow_audit_options *options, struct avow_span text)
{
	struct avow_audit_rules *rules;

	assert_int_equal(avow_audit_read_text("test", text, options, &rules, NULL), 0);
	return rules;
}

static inline const char *one_of(uint64_t *seed, const char *const *words, size_t count)
{
	return words[random_next(seed) % count];
}
#define ONE_OF(seed, ...)                                                                \
	one_of(seed, (const char *const[]){ __VA_ARGS__ },                               \
	       AVOW_ARRAY_SIZE(((const char *const[]){ __VA_ARGS__ })))

static inline void draw_condition(uint64_t *seed, struct avow_buf *out)
{
	uint32_t number = (uint32_t)random_next(seed) >> random_next(seed) % 32;

	switch (random_next(seed) % 8) {
	case 0:
		avow_buf_printf(
			out, " -F %s%s%u",
			ONE_OF(seed, "auid", "uid", "euid", "suid", "fsuid", "obj_uid",
			       "gid", "egid", "obj_gid", "pid", "devmajor"),
			ONE_OF(seed, "=", "!=", "<", ">", "<=", ">="), number >> 1);
		return;
	case 1:
		avow_buf_printf(out, " -F %s%s%u",
				ONE_OF(seed, "a0", "a1", "a2", "a3", "pers", "devminor"),
				ONE_OF(seed, "=", "!=", "<", ">", "<=", ">=", "&", "&="),
				number);
		return;
	case 2:
		avow_buf_printf(out, " -F exit%s%s", ONE_OF(seed, "=", "!=", "<", ">="),
				ONE_OF(seed, "-EACCES", "-1", "0", "-EWOULDBLOCK",
				       "-4095", "17"));
		return;
	case 3:
		avow_buf_printf(out, " -F %s%s%s",
				ONE_OF(seed, "subj_type", "obj_role", "subj_user"),
				ONE_OF(seed, "=", "!="),
				ONE_OF(seed, "a_t", "x\\ y", "\\\\", "-"));
		return;
	case 4:
		avow_buf_printf(out, " -C %s",
				ONE_OF(seed, "uid!=auid", "gid=egid", "obj_uid!=fsuid",
				       "sgid=fsgid"));
		return;
	case 5:
		avow_buf_puts(out, ONE_OF(seed, " -F auid!=unset", " -F auid=-1",
					  " -F sessionid!=-1", " -F filetype=fifo",
					  " -F filetype!=dir", " -F success=0",
					  " -F perm=wa", " -F perm=rwxa", " -F perm=x"));
		return;
	case 6:
		avow_buf_puts(out, ONE_OF(seed, " -F exe!=/bin/a\\ b", "", " -p ra"));
		return;
	default:
		return;
	}
}

static inline void draw_rule(uint64_t *seed, struct avow_buf *out)
{
	unsigned conditions = (unsigned)(random_next(seed) % 5);

	if (random_next(seed) % 8 == 0) {
		avow_buf_printf(out, "-w %s -p %s -k %s",
				ONE_OF(seed, "/etc/passwd", "/a\\ b", "/", "/x\\\\y/"),
				ONE_OF(seed, "r", "wa", "rwxa"), ONE_OF(seed, "k", "1"));
		return;
	}
	avow_buf_printf(out, "%s %s", ONE_OF(seed, "-a", "-a", "-A"),
			ONE_OF(seed, "always,exit", "exit,never"));
	if (random_next(seed) % 3)
		avow_buf_printf(out, " -F arch=b64");
	for (unsigned i = 0; i < conditions; i++)
		draw_condition(seed, out);
	if (random_next(seed) % 3)
		avow_buf_printf(out, " -S %s -S %u",
				ONE_OF(seed, "openat", "execve,unlinkat", "all",
				       "ptrace,connect"),
				(unsigned)(random_next(seed) % AVOW_AUDIT_NUMBERS));
	avow_buf_puts(out, ONE_OF(seed, "", " -F path=/etc/a", " -F dir=/etc/",
				  " -F inode!=12"));
	avow_buf_puts(out, ONE_OF(seed, "", "", " -F success=1 -S close -k a\\ b -k c"));
}

#endif
