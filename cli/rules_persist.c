/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow rules persist: another set of rules into rules.d. A directory with the new files
 * is made beside it, and both change places in one step (renameat2(2)), so that
 * augenrules finds the old rules or the new ones.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cli/print.h"
#include "cli/rules_kernel.h"

#define OWN_NAME "avow.rules" /* of the file that the kernel's rules become */
#define SUFFIX ".rules"
#define LABEL "security.selinux"

enum { BACKUPS_MAX = 10000, LABEL_MAX = 4096, MODE = 0750, FILE_MODE = 0640 };

static int fail(const char *path, struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_IO, "%s: %s", path, strerror(errno));
}

/* The label of the directory that is replaced, for what takes its place. */
static void copy_label(int from, int to)
{
	char label[LABEL_MAX];
	ssize_t length = from < 0 ? -1 : fgetxattr(from, LABEL, label, sizeof(label));

	if (length > 0)
		(void)fsetxattr(to, LABEL, label, (size_t)length, 0);
}

static int write_file(int directory, int old, const char *name, struct avow_span text,
		      struct avow_error *error)
{
	int fd = openat(directory, name,
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	ssize_t put = 1;

	if (fd < 0)
		return fail(name, error);
	copy_label(old, fd);
	while (text.length && put > 0) {
		put = write(fd, text.data, text.length);
		if (put > 0)
			text = avow_span_skip(text, (size_t)put);
	}
	if (text.length || fchmod(fd, FILE_MODE) != 0 || fsync(fd) != 0) {
		fail(name, error);
		close(fd);
		return AVOW_E_IO;
	}
	close(fd);
	return AVOW_OK;
}

static bool is_rules(const char *name)
{
	size_t length = strlen(name), suffix = strlen(SUFFIX);

	return length > suffix && name[0] != '.' &&
	       strcmp(name + length - suffix, SUFFIX) == 0;
}

static int write_sources(const struct avow_audit_rules *rules, int directory, int old,
			 struct avow_error *error)
{
	int code = AVOW_OK;

	for (const struct avow_audit_source *at = rules->sources; at && !code;
	     at = at->next) {
		const char *slash = strrchr(at->path, '/');
		const char *name = slash ? slash + 1 : at->path;

		if (!is_rules(name))
			return avow_error_set(error, AVOW_E_INPUT,
					      "%s: augenrules takes names that end "
					      "in " SUFFIX " alone",
					      at->path);
		code = write_file(directory, old, name, at->text, error);
	}
	return code;
}

/* The kernel's rules and settings, as one file. */
static int write_kernel(const struct avow_rules_kernel *kernel, int directory, int old,
			struct avow_error *error)
{
	const uint32_t *settings = kernel->table.settings;
	struct avow_buf text = { 0 };
	int code;

	avow_buf_printf(&text, "-D\n-b %u\n-f %u\n-r %u\n--backlog_wait_time %u\n",
			settings[AVOW_KERNEL_BACKLOG], settings[AVOW_KERNEL_FAILURE],
			settings[AVOW_KERNEL_RATE], settings[AVOW_KERNEL_WAIT_TIME]);
	for (size_t i = 0; i < kernel->table.count; i++) {
		avow_rules_put_entry(kernel->table.items + i, &kernel->target, &text);
		avow_buf_putc(&text, '\n');
	}
	code = text.failed ? avow_error_nomem(error)
			   : write_file(directory, old, OWN_NAME, avow_buf_span(&text),
					error);
	avow_buf_free(&text);
	return code;
}

/* What is no *.rules is in the new directory too. */
static void keep_others(int old, int new)
{
	int copy = old < 0 ? -1 : dup(old);
	DIR *directory = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (entry->d_type == DT_REG && !is_rules(entry->d_name))
			(void)linkat(old, entry->d_name, new, entry->d_name, 0);
	if (directory)
		closedir(directory);
}

/* A name that is free, as those that GNU's cp --backup=numbered gives. */
static int move_aside(const char *from, const char *path, struct avow_buf *name,
		      struct avow_error *error)
{
	for (unsigned i = 1; i < BACKUPS_MAX; i++) {
		avow_buf_clear(name);
		avow_buf_printf(name, "%s.~%u~", path, i);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, avow_buf_string(name),
			      RENAME_NOREPLACE) == 0)
			return AVOW_OK;
		if (errno != EEXIST)
			break;
	}
	return fail(avow_buf_string(name), error);
}

/* Puts the directory @new in the place of @path; @backup is where that is then. */
static int put_in_place(const char *new, const char *path, bool is_replaced,
			struct avow_buf *backup, struct avow_error *error)
{
	if (!is_replaced)
		return renameat2(AT_FDCWD, new, AT_FDCWD, path, RENAME_NOREPLACE) == 0
			       ? AVOW_OK
			       : fail(path, error);
	if (renameat2(AT_FDCWD, new, AT_FDCWD, path, RENAME_EXCHANGE) != 0)
		return fail(path, error);
	return move_aside(new, path, backup, error);
}

/* Nothing of a directory that was not put in place is left. */
static void remove_new(int fd, const char *path)
{
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (directory)
		rewinddir(directory);
	while (directory && (entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			(void)unlinkat(dirfd(directory), entry->d_name, 0);
	if (directory)
		closedir(directory);
	rmdir(path);
}

static int dress(int new, int old)
{
	struct stat stat = { .st_mode = MODE, .st_uid = geteuid(), .st_gid = getegid() };

	if (old >= 0 && fstat(old, &stat) != 0)
		return -1;
	copy_label(old, new);
	if (fchown(new, stat.st_uid, stat.st_gid) != 0 && errno != EPERM)
		return -1;
	return fchmod(new, stat.st_mode & 07777) || fsync(new);
}

/* @rules, or what the kernel has where that is NULL. */
static int persist(const char *path, const struct avow_audit_rules *rules,
		   const struct avow_rules_kernel *kernel, struct avow_buf *backup,
		   struct avow_error *error)
{
	struct avow_buf name = { 0 };
	int old = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), new = -1, code;
	char *temporary;

	avow_buf_printf(&name, "%s.XXXXXX", path);
	avow_buf_putc(&name, '\0');
	temporary = name.failed ? NULL : mkdtemp(name.data);
	if (temporary)
		new = open(temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (new < 0) {
		code = fail(path, error);
	} else {
		code = rules ? write_sources(rules, new, old, error)
			     : write_kernel(kernel, new, old, error);
		keep_others(old, new);
		if (!code && dress(new, old) != 0)
			code = fail(path, error);
		if (!code)
			code = put_in_place(temporary, path, old >= 0, backup, error);
	}
	if (code && temporary)
		remove_new(new, temporary);
	else if (new >= 0)
		close(new);
	if (old >= 0)
		close(old);
	avow_buf_free(&name);
	return code;
}

static int tell(const char *path, struct avow_buf *backup)
{
	fputs("wrote ", stdout);
	avow_print_text(stdout, avow_span_of(path));
	if (backup->length) {
		fputs("; what was there is in ", stdout);
		avow_print_text(stdout, avow_buf_span(backup));
	}
	putchar('\n');
	return AVOW_EXIT_FINE;
}

static int run_persist(const struct avow_rules_job *job)
{
	bool is_kernel =
		!job->has_paths ||
		(job->path_count == 1 && strcmp(job->paths[0], AVOW_RULES_KERNEL) == 0);
	struct avow_buf path = { 0 }, backup = { 0 };
	struct avow_rules_kernel kernel = { .kernel.state = NULL };
	struct avow_audit_rules *rules = NULL;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;
	bool is_ready;

	if (is_kernel)
		is_ready = avow_rules_kernel_open(&kernel, job);
	else
		is_ready = (rules = avow_rules_read(job)) != NULL;
	avow_buf_printf(&path, "%s" AVOW_RULES_OWN, job->options->root);
	if (is_ready && rules && rules->error_count) {
		avow_print_error("nothing was written: the files have errors");
		status = AVOW_EXIT_NO;
	} else if (is_ready &&
		   persist(avow_buf_string(&path), rules, &kernel, &backup, &error)) {
		avow_print_error(error.message);
	} else if (is_ready) {
		status = tell(avow_buf_string(&path), &backup);
	}
	avow_rules_kernel_close(&kernel);
	avow_audit_free(rules);
	avow_buf_free(&path);
	avow_buf_free(&backup);
	return status;
}

const struct avow_rules_action avow_rules_action_persist = {
	.name = "persist",
	.says = "puts the rules of the files, or without one those of the kernel, into "
		"rules.d in one step, and keeps what was there",
	.run = run_persist,
};
