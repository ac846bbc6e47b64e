/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_HEALTH_HOST_H
#define AVOW_COLLECT_HEALTH_HOST_H

#include <dirent.h>
#include <sys/types.h>

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "analyzer/collect/health/rules.h"
#include "analyzer/collect/kaudit.h"

/*
 * The machine that is looked at: this one, or a tree of files of another (a
 * mounted image, an unpacked sos report). Every file is found below the root,
 * symbolic links too, so that a tree never leads back into this machine.
 */

/* Whether a thing is so, as far as can be told. */
enum avow_known { AVOW_KNOWN_NOT, AVOW_KNOWN_NO, AVOW_KNOWN_YES };

/* What auditd.conf(5) says, with auditd's own defaults for what it does not say. */
struct avow_auditd_conf {
	bool exists;
	int trouble;             /* why it cannot be read, an errno; 0: it was read */
	bool writes_logs;        /* write_logs */
	bool takes_local_events; /* local_events */
	char *log_file;          /* never NULL */
	char *plugin_dir;        /* never NULL */
	unsigned long admin_space_left_mb; /* 0: not given, or a percentage */
};

struct avow_host {
	const char *root; /* "" for this machine */
	int root_fd;
	bool is_live;
	uint64_t capabilities; /* effective ones of this process; 0 when not live */

	struct avow_kaudit_status status;
	const char *status_from; /* NULL: not known, and no_status says why */
	struct avow_rule_facts rules;
	const char *rules_from; /* NULL: not known */
	bool has_loaded_rules;  /* they are the kernel's, and not a file's */
	struct avow_error no_status;

	struct avow_auditd_conf auditd;
	enum avow_known auditd_runs;
	char reader[16]; /* the name of the unicast reader; "" when there is none */
	long auditd_pid;
	struct avow_buf cmdline; /* of the kernel; empty when not known */
};

/*
 * Reads what several checks ask. @root is "" or "/" for this machine. Fails when
 * the directory cannot be opened or memory is out; whatever else cannot be read
 * is for the checks to tell. To be closed in either case.
 */
int avow_host_open(struct avow_host *host, const char *root,
		   struct avow_error *error) avow_must_check;
void avow_host_close(struct avow_host *host);

/* A descriptor for @path (absolute, below the root), or -1 and errno. */
int avow_host_open_file(const struct avow_host *host, const char *path, int flags);

/* 0 and the front of the file (AVOW_HOST_FILE_MAX bytes) in @out, or an errno. */
#define AVOW_HOST_FILE_MAX ((size_t)4 << 20)
int avow_host_read(const struct avow_host *host, const char *path, struct avow_buf *out);

/* Whether the file can be opened for reading: 0 or an errno. */
int avow_host_try(const struct avow_host *host, const char *path);

/* The directory, or NULL and errno. */
DIR *avow_host_directory(const struct avow_host *host, const char *path);

/*
 * The names in a directory that end in @suffix, in their order: each and the array
 * are the caller's to free. NULL and errno when it cannot be read.
 */
char **avow_host_list(const struct avow_host *host, const char *path, const char *suffix,
		      size_t *count);

/* The command that installs auditd, lent for ever. */
const char *avow_host_install_auditd(const struct avow_host *host);

/* Whether @path is a symbolic link to @target. */
bool avow_host_is_link(const struct avow_host *host, const char *path,
		       const char *target);

/* The number in the file, or @otherwise. */
uint64_t avow_host_number(const struct avow_host *host, const char *path,
			  uint64_t otherwise);

/* Whether @word is one of the kernel's command line. */
bool avow_host_has_argument(const struct avow_host *host, const char *word);

/* The name of a process, in a buffer of 16 bytes at least; "" when not known. */
void avow_host_comm(const struct avow_host *host, long pid, char *out, size_t size);

/*
 * The value of the last `NAME = VALUE` line (blanks around = or not, # begins a
 * comment) in @text, lent from it; data is NULL when there is none.
 */
struct avow_span avow_host_setting(struct avow_span text, const char *name);

/* Takes the next line of *rest, without its newline. */
struct avow_span avow_host_line(struct avow_span *rest);

#endif
