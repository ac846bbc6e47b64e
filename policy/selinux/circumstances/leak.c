/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LEAK: what was refused is a descriptor that a program inherited when it was
 * started, not one that it opened. At execve into another domain the kernel asks whether
 * the new domain may use each open one (flush_unauthorized_files() in
 * security/selinux/hooks.c), puts /dev/null in the place of those it may not, and goes
 * on. The program file itself, and a script, are read in the same call: they are told by
 * name.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

#define COMM_MAX 15 /* TASK_COMM_LEN without its NUL */

static const char *const calls[] = { "execve", "execveat", NULL };

/* What file_to_av() makes of an open descriptor, and `use` of class fd. */
static const char *const asked[] = { "read", "write", "append", "ioctl", "use", NULL };

/* Objects that carry the label of the process that made them. */
static bool is_made_by_process(const struct avow_scene *scene)
{
	static const char *const classes[] = { "fd", "fifo_file", NULL };
	static const char end[] = "_socket";
	struct avow_span tclass =
		avow_atoms_text(scene->atoms, scene->subject->cluster->tclass);

	return avow_signs_is_class(scene, classes) ||
	       (tclass.length > strlen(end) &&
		!memcmp(tclass.data + tclass.length - strlen(end), end, strlen(end)));
}

/* Whether @words, the permissions of one access, are all of them such. */
static bool is_use(struct avow_span words)
{
	while (words.length) {
		size_t length = avow_span_find(words, ' ');

		if (!avow_signs_is_one_of(avow_span_first(words, length), asked))
			return false;
		words = avow_span_skip(words, length + 1);
	}
	return true;
}

static uint64_t count_uses(const struct avow_scene *scene)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	uint64_t count = 0;

	for (size_t i = 0; i < cluster->access_count; i++)
		if (is_use(avow_atoms_text(scene->atoms,
					   cluster->accesses[i].permissions)))
			count += cluster->accesses[i].count;
	return count;
}

static bool has_value(const struct avow_tally *tally, struct avow_span value)
{
	for (uint32_t i = 0; i < tally->length; i++)
		if (avow_span_equal(tally->entries[i].value, value))
			return true;
	return false;
}

/* Whether a path is that of the program, its script or its loader. */
static bool is_program(const struct avow_scene *scene)
{
	const struct avow_cluster *cluster = scene->subject->cluster;

	for (uint32_t i = 0; i < cluster->paths.length; i++) {
		struct avow_span path = cluster->paths.entries[i].value;
		struct avow_span name = avow_signs_base(path);

		if (has_value(&cluster->exes, path) ||
		    has_value(&cluster->comms, avow_span_first(name, COMM_MAX)) ||
		    avow_span_starts_with(name, "ld-") ||
		    avow_span_starts_with(name, "ld.so"))
			return true;
	}
	return false;
}

/*
 * A program that cannot be read makes its execve fail; a leak never does. Where nothing
 * is written and calls failed, or nobody knows the file, it may be the program.
 */
static bool may_be_program(const struct avow_scene *scene)
{
	static const char *const file[] = { "file", NULL };
	const struct avow_cluster *cluster = scene->subject->cluster;

	if (!avow_signs_is_class(scene, file) || avow_signs_refused(scene, "write") ||
	    avow_signs_refused(scene, "append"))
		return false;
	return cluster->blocked > 0 || !cluster->paths.length || is_program(scene);
}

static bool is_refused(const struct avow_scene *scene)
{
	for (const char *const *at = asked; *at; at++)
		if (avow_signs_refused(scene, *at))
			return true;
	return false;
}

static void append_what(const struct avow_scene *scene, struct avow_buf *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;

	if (cluster->paths.length) {
		avow_buf_puts(out, " Left open: ");
		avow_signs_list(&cluster->paths, out);
		avow_buf_putc(out, '.');
	}
	if (is_made_by_process(scene))
		avow_buf_printf(out, " A process of %s made what was left open.",
				avow_signs_target(scene));
	else
		avow_buf_puts(out, " The records do not name the process that left it "
				   "open: it is the one that started the program, or "
				   "one before it.");
}

static int tell_reason(const struct avow_scene *scene, uint64_t count,
		       struct avow_telling *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_signs_count(count, cluster->count, &text);
	avow_buf_printf(&text, " came while a program was being started in %s: it ",
			avow_signs_source(scene));
	avow_buf_puts(&text, "inherited open descriptors that its new domain may not "
			     "use. The kernel closed them to it and started it all the "
			     "same.");
	append_what(scene, &text);
	avow_buf_puts(&evidence, "syscall ");
	avow_signs_list(&cluster->syscalls, &evidence);
	if (cluster->exes.length) {
		avow_buf_puts(&evidence, "; started: ");
		avow_signs_list(&cluster->exes, &evidence);
	}
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(out, &avow_circumstance_leak, count,
					avow_buf_string(&text),
					avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/*
 * At least so many denials are both such a use and of such a call: what else was refused
 * to the cluster may have come by the same call.
 */
static uint64_t explained(const struct avow_scene *scene)
{
	uint64_t called = avow_signs_calls(scene, calls);
	uint64_t uses = count_uses(scene);
	uint64_t others = scene->subject->cluster->count - uses;

	if (called <= others)
		return 0;
	return called - others < uses ? called - others : uses;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	uint64_t count = explained(scene);
	int code;

	if (!count || !is_refused(scene) || may_be_program(scene))
		return 0;
	code = tell_reason(scene, count, out);
	if (code == 0 && count == scene->subject->cluster->count)
		code = avow_signs_hide(scene, out, asked);
	return code == 0 ? avow_tell_advice(out, &avow_advice_close, NULL, NULL) : code;
}

const struct avow_circumstance_kind avow_circumstance_leak = {
	.code = "SEL-LEAK",
	.layer = "inherited descriptor",
	.title = "an open descriptor was inherited",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:41): avc:  denied  { read write } "
			"for  pid=812 comm=\"wick\" path=\"/var/lib/lamp/oil.db\" dev=\"vda2\" "
			"ino=77 scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:41): arch=c000003e syscall=59 "
			"success=yes exit=0 a0=55d0 a1=55d8 a2=55e0 a3=0 items=2 ppid=800 "
			"pid=812 auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 "
			"sgid=0 fsgid=0 tty=(none) ses=4294967295 comm=\"wick\" "
			"exe=\"/usr/bin/wick\" subj=system_u:system_r:wick_t:s0 key=(null)",
		.explanation =
			"A program that is started keeps the descriptors that its parent left "
			"open. When it enters another domain, the kernel asks whether that "
			"domain may use each of them; in the place of one that it may not, it "
			"gets /dev/null, and runs on. The record has the new domain as its "
			"source, and execve as its system call: the program itself has done "
			"nothing yet. Nearly always it never knew of the descriptor.",
		.safe_change =
			"Mend the program that opened it: O_CLOEXEC with open(), SOCK_CLOEXEC "
			"with socket() and accept4(), or fcntl(FD_CLOEXEC). Until then a "
			"dontaudit rule keeps it out of the log.",
		.not_when =
			"Not when the descriptor is meant for the program: output that was "
			"redirected into a file, a pipe between two programs, a socket that a "
			"service manager hands over. Then its label or a rule is the thing to "
			"change.",
	},
};
