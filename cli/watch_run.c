/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Children of `avow watch --exec`: posix_spawn(3), no shell, nothing of ours open. */
#include "cli/watch_run.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define REST_WAIT_MS 20
#define VARIABLES 10

extern char **environ;

/* One variable: its name with the sign behind it, and where its value is in a row. */
static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{ "AVOW_SOURCE=", offsetof(struct avow_watch_row, source) },
	{ "AVOW_TARGET=", offsetof(struct avow_watch_row, target) },
	{ "AVOW_CLASS=", offsetof(struct avow_watch_row, tclass) },
	{ "AVOW_PERMISSIONS=", offsetof(struct avow_watch_row, permissions) },
	{ "AVOW_COMM=", offsetof(struct avow_watch_row, comm) },
	{ "AVOW_PATH=", offsetof(struct avow_watch_row, path) },
};

static void add(struct avow_buf out[VARIABLES], size_t *count, const char *name,
		const char *value)
{
	avow_buf_puts(&out[*count], name);
	avow_buf_puts(&out[*count], value);
	++*count;
}

/* The environment with ours behind it: an array to be freed; NULL: memory is out. */
static char **environment(const struct avow_watch_row *row,
			  struct avow_buf out[VARIABLES])
{
	size_t count = 0, inherited = 0, used = 0;
	char **all, number[24];

	add(out, &count, "AVOW_ID=", row->id);
	add(out, &count,
	    "AVOW_LSM=", row->lsm == AVOW_LSM_APPARMOR ? "apparmor" : "selinux");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++) {
		const char *const *value =
			(const void *)((const char *)row + texts[i].offset);

		add(out, &count, texts[i].name, *value);
	}
	snprintf(number, sizeof(number), "%llu", (unsigned long long)row->count);
	add(out, &count, "AVOW_COUNT=", number);
	add(out, &count, "AVOW_ENFORCED=", row->enforced ? "yes" : "no");
	while (environ[inherited])
		inherited++;
	all = calloc(inherited + count + 1, sizeof(*all));
	/* What somebody else called AVOW_... must not be taken for ours. */
	for (size_t i = 0; all && i < inherited; i++)
		if (strncmp(environ[i], "AVOW_", 5) != 0)
			all[used++] = environ[i];
	for (size_t i = 0; all && i < count; i++)
		all[used++] = (char *)(uintptr_t)avow_buf_string(&out[i]);
	return all;
}

/* A session of its own, so no terminal; signals as in any program. */
static void prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *how)
{
	sigset_t none, ordinary;

	posix_spawn_file_actions_init(files);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(files, fd, "/dev/null", O_RDWR, 0);
	posix_spawn_file_actions_addclosefrom_np(files, 3);
	posix_spawnattr_init(how);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(how, &none);
	sigemptyset(&ordinary);
	sigaddset(&ordinary, SIGPIPE);
	posix_spawnattr_setsigdefault(how, &ordinary);
	posix_spawnattr_setflags(how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
					      POSIX_SPAWN_SETSID);
}

/* False when it cannot be started at all. */
static bool start(struct avow_watch_run *run, const struct avow_watch_row *row)
{
	struct avow_buf variables[VARIABLES] = { { 0 } };
	char *const words[] = { (char *)(uintptr_t)run->command,
				(char *)(uintptr_t)row->id, row->label, NULL };
	char **all = environment(row, variables);
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	bool is_started;

	prepare(&files, &how);
	is_started = all && posix_spawnp(&run->children[run->running], run->command,
					 &files, &how, words, all) == 0;
	run->running += is_started;
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	free(all);
	for (size_t i = 0; i < VARIABLES; i++)
		avow_buf_free(&variables[i]);
	return is_started;
}

static void reap(struct avow_watch_run *run)
{
	for (size_t i = 0; i < run->running;) {
		int status = 0;
		pid_t pid = waitpid(run->children[i], &status, WNOHANG);

		if (pid == 0) {
			i++;
			continue;
		}
		run->failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
		run->children[i] = run->children[--run->running];
	}
}

void avow_watch_run_all(struct avow_watch_run *run, struct avow_watch_model *model)
{
	struct avow_watch_row *rows;
	size_t count;

	if (!run->command)
		return;
	reap(run);
	run->waiting = 0;
	avow_watch_lock(model);
	rows = avow_watch_rows(model, &count);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].was_run || !rows[i].count)
			continue;
		if (run->running == AVOW_WATCH_CHILDREN) {
			run->waiting++;
			continue;
		}
		rows[i].was_run = true;
		run->failed += !start(run, &rows[i]);
	}
	avow_watch_unlock(model);
}

void avow_watch_run_rest(struct avow_watch_run *run, struct avow_watch_model *model)
{
	for (;;) {
		avow_watch_run_all(run, model);
		if (!run->running && !run->waiting)
			return;
		usleep(REST_WAIT_MS * 1000);
	}
}
