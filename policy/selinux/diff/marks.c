/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of marks: what of a difference a reviewer has to look at first. A gain of a
 * type that is unconfined anyway has none but that it is unconfined.
 */
#include "policy/selinux/diff/marks.h"

#include <stdlib.h>

#define NAMES_TOLD_MAX 3

#define WORDS(...)                                                                       \
	(const char *const[])                                                            \
	{                                                                                \
		__VA_ARGS__, NULL                                                        \
	}
#define FILES                                                                            \
	WORDS("file", "dir", "lnk_file", "chr_file", "blk_file", "sock_file", "fifo_file")
#define CHANGES                                                                          \
	WORDS("write", "append", "create", "unlink", "rename", "link", "setattr",        \
	      "add_name", "remove_name", "relabelto", "relabelfrom", "rmdir",            \
	      "reparent")

static const struct access_words shadow = {
	FILES,
	WORDS("read", "write", "append", "create", "unlink", "rename", "link",
	      "relabelto", "relabelfrom", "setattr"),
	WORDS("shadow_t"),
};
static const struct access_words enforcement = {
	WORDS("security"),
	WORDS("load_policy", "setenforce", "setbool", "setsecparam", "setcheckreqprot"),
	NULL,
};
static const struct access_words policy_files = {
	FILES,
	CHANGES,
	WORDS("security_t", "selinux_config_t", "default_context_t", "file_context_t",
	      "policy_config_t", "policy_src_t", "selinux_login_config_t",
	      "semanage_store_t", "semanage_trans_lock_t"),
};
static const struct access_words kernel_code = {
	WORDS("system", "capability", "cap_userns"),
	WORDS("module_load", "sys_module"),
	NULL,
};
static const struct access_words kernel_memory = {
	FILES,
	WORDS("read", "write", "append", "map"),
	WORDS("memory_device_t", "proc_kcore_t", "kmsg_device_t"),
};
static const struct access_words capabilities = {
	WORDS("capability", "capability2", "cap_userns", "cap2_userns"),
	WORDS("dac_override", "dac_read_search", "sys_admin", "sys_rawio", "sys_ptrace",
	      "setfcap", "mac_admin", "mac_override", "bpf", "perfmon"),
	NULL,
};
static const struct access_words memory = {
	WORDS("process"),
	WORDS("execmem", "execheap", "execstack"),
	NULL,
};
static const struct access_words modified_code = {
	WORDS("file"),
	WORDS("execmod"),
	NULL,
};
static const struct access_words ptrace = {
	WORDS("process"),
	WORDS("ptrace"),
	NULL,
};
static const struct access_words audit = {
	FILES,
	WORDS("write", "append", "create", "unlink", "rename", "setattr", "remove_name",
	      "relabelfrom", "relabelto"),
	WORDS("auditd_log_t", "auditd_etc_t"),
};

static const struct mark_row rows[] = {
	{ { "SEL-GAIN-PERMISSIVE", "a domain is permissive",
	    "Nothing that it does is refused any more." },
	  avow_diff_mark_permissive,
	  NULL },
	{ { "SEL-GAIN-UNCONFINED", "a type is unconfined",
	    "It may do nearly everything, and what it gained is told no further." },
	  avow_diff_mark_unconfined,
	  NULL },
	{ { "SEL-GAIN-TRANSITION", "may become an unconfined domain",
	    "What starts a program in an unconfined domain, and chooses its arguments, "
	    "is confined no more." },
	  avow_diff_mark_entering,
	  NULL },
	{ { "SEL-GAIN-EXECUTABLE", "may write what others execute",
	    "What is written into such a file runs in every domain that executes it." },
	  avow_diff_mark_executable,
	  NULL },
	{ { "SEL-GAIN-SHADOW", "may read or write the password file",
	    "Hashes that are read can be broken elsewhere; those that are written open "
	    "every account." },
	  avow_diff_mark_access,
	  &shadow },
	{ { "SEL-GAIN-ENFORCEMENT", "may switch SELinux, its policy or its booleans",
	    "Whoever loads the policy decides what is refused." },
	  avow_diff_mark_access,
	  &enforcement },
	{ { "SEL-GAIN-POLICY-FILES", "may write the policy's files",
	    "They decide what is refused from the next load on." },
	  avow_diff_mark_access,
	  &policy_files },
	{ { "SEL-GAIN-KERNEL-CODE", "may load kernel modules",
	    "A module runs in the kernel, where nothing is refused." },
	  avow_diff_mark_access,
	  &kernel_code },
	{ { "SEL-GAIN-KERNEL-MEMORY", "may read or write the memory of the kernel",
	    "All that the policy protects is in it." },
	  avow_diff_mark_access,
	  &kernel_memory },
	{ { "SEL-GAIN-CAPABILITY", "has a capability that passes other checks by",
	    "File modes, owners or the like hold it no more." },
	  avow_diff_mark_access,
	  &capabilities },
	{ { "SEL-GAIN-MEMORY", "may execute memory that it wrote",
	    "Injected code can run in it." },
	  avow_diff_mark_access,
	  &memory },
	{ { "SEL-GAIN-MODIFIED-CODE", "may execute a mapped file that it modified",
	    "Injected code can run in it." },
	  avow_diff_mark_access,
	  &modified_code },
	{ { "SEL-GAIN-PTRACE", "may control other processes",
	    "Whoever traces a process does all that it may do." },
	  avow_diff_mark_access,
	  &ptrace },
	{ { "SEL-GAIN-AUDIT", "may write the audit log or its configuration",
	    "What it does need leave no trace." },
	  avow_diff_mark_access,
	  &audit },
	{ { "SEL-GAIN-BOOLEAN", "a boolean is now set so that it opens more",
	    "The rules under it were in the policy before, and not in force." },
	  avow_diff_mark_boolean,
	  NULL },
	{ { "SEL-GAIN-CONSTRAINT", "a constraint is gone, or another one",
	    "What rules allow may have been refused by it." },
	  avow_diff_mark_constraint,
	  NULL },
	{ { "SEL-GAIN-PROPERTY", "the policy as a whole refuses less",
	    "It allows what it does not know, or has no levels or bounds any more." },
	  avow_diff_mark_property,
	  NULL },
};

const struct avow_difference_mark *avow_diff_mark_at(size_t index)
{
	return index < AVOW_ARRAY_SIZE(rows) ? &rows[index].mark : NULL;
}

bool avow_diff_is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

const struct avow_difference_section *avow_diff_section(const struct marking *marking,
							const char *kind)
{
	return &marking->diff->sections[avow_diff_kind_named(kind)];
}

void avow_diff_hit(struct marking *marking, struct avow_span text)
{
	struct diff *diff = marking->diff;
	struct avow_difference_hit hit = {
		.mark = marking->mark,
		.text = avow_arena_string(&diff->arena, text),
	};

	if (diff->hit_count == diff->hit_capacity) {
		size_t capacity = 2 * diff->hit_capacity + 64;
		void *grown = realloc(diff->hits, capacity * sizeof(*diff->hits));

		if (!grown) {
			marking->failed = true;
			return;
		}
		diff->hits = grown;
		diff->hit_capacity = capacity;
	}
	marking->failed |= !hit.text;
	if (hit.text)
		diff->hits[diff->hit_count++] = hit;
}

/* The source counts: it is no unconfined type. */
static bool is_confined(const struct marking *marking, uint32_t type)
{
	return !marking->is_unconfined[NEW][type];
}

static bool is_any(const struct marking *marking, uint32_t type)
{
	(void)marking;
	(void)type;
	return true;
}

/* `a`, or `{ a b c and 4 more }`; how many there are. */
static size_t append_names(const struct marking *marking,
			   const struct avow_difference_names *names,
			   bool (*is_told)(const struct marking *, uint32_t),
			   struct avow_buf *out)
{
	struct avow_buf list = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++) {
		if (!is_told(marking, names->names[i]))
			continue;
		if (count++ < NAMES_TOLD_MAX)
			avow_buf_printf(&list, "%s%s", count > 1 ? " " : "",
					marking->diff->sets.names[names->names[i]]);
	}
	if (count > NAMES_TOLD_MAX)
		avow_buf_printf(&list, " and %zu more", count - NAMES_TOLD_MAX);
	avow_buf_printf(out, count > 1 ? "{ %s }" : "%s", avow_buf_string(&list));
	out->failed |= list.failed;
	avow_buf_free(&list);
	return count;
}

/* Of the words those that are among @names, likewise. */
static size_t append_words(const char *words, const char *const *names,
			   struct avow_buf *out)
{
	struct avow_buf list = { 0 };
	size_t count = 0;

	for (size_t length; *words; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		for (const char *const *name = names; *name; name++)
			if (avow_span_is(avow_span_make(words, length), *name))
				avow_buf_printf(&list, "%s%s", count++ ? " " : "", *name);
	}
	avow_buf_printf(out, count > 1 ? "{ %s }" : "%s", avow_buf_string(&list));
	out->failed |= list.failed;
	avow_buf_free(&list);
	return count;
}

void avow_diff_hit_gain(struct marking *marking, const struct avow_difference_gain *gain,
			const char *const *permissions,
			bool (*is_target)(const struct marking *marking, uint32_t type))
{
	struct avow_buf text = { 0 };
	bool is_hit;

	avow_buf_puts(&text, "allow ");
	is_hit = append_names(marking, &gain->sources, is_confined, &text) > 0;
	avow_buf_putc(&text, ' ');
	is_hit = append_names(marking, &gain->targets, is_target ? is_target : is_any,
			      &text) > 0 &&
		 is_hit;
	avow_buf_printf(&text, ":%s ", gain->tclass);
	is_hit = append_words(gain->what, permissions, &text) > 0 && is_hit;
	avow_buf_putc(&text, ';');
	if (gain->condition)
		avow_buf_printf(&text, " if %s", gain->condition);
	marking->failed |= text.failed;
	if (is_hit && !text.failed)
		avow_diff_hit(marking, avow_buf_span(&text));
	avow_buf_free(&text);
}

void avow_diff_each_gain(struct marking *marking,
			 void (*visit)(struct marking *marking,
				       const struct avow_difference_gain *gain))
{
	const struct avow_difference_section *allow = avow_diff_section(marking, "allow");

	for (size_t i = 0; i < allow->gain_count; i++)
		if (allow->gains[i].sign == AVOW_DIFFERENCE_ADDED)
			visit(marking, &allow->gains[i]);
}

int avow_diff_mark(struct diff *diff)
{
	struct marking marking = { .diff = diff };
	int code = avow_diff_find_unconfined(&marking);

	if (code == 0)
		code = avow_diff_find_executed(&marking);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows) && code == 0; i++) {
		marking.mark = &rows[i].mark;
		marking.words = rows[i].words;
		rows[i].find(&marking);
		code = marking.failed ? AVOW_E_NOMEM : 0;
	}
	for (int side = 0; side < SIDES; side++)
		free(marking.is_unconfined[side]);
	free(marking.is_executed);
	return code;
}
