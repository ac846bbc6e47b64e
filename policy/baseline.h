/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_BASELINE_H
#define AVOW_POLICY_BASELINE_H

#include "analyzer/analysis.h"
#include "analyzer/base/arena.h"

/*
 * The denials that are known, in a file that is reviewed and kept in git (entries.h):
 *
 *     # the rotating script looks at what it does not need
 *     known 3f2a9c01d4e7  logrotate_t -> var_t : dir
 *         permissions: getattr search
 *         owner: web team
 *         until: 2027-01-31
 *         seen: 2026-11-23
 *         record: type=AVC msg=audit(...): avc:  denied ...
 *
 *     known *  container noise, whatever the container
 *         source: container_t
 *         target: *_sysctl_t
 *         class: dir
 *
 *     used 8ab31c77e0f2  httpd_t -> httpd_log_t : file
 *         ...
 *
 * An entry with an id is of that cluster; one with * is a pattern, whose source, target,
 * class, profile, object and comm are globs (fnmatch(3)). `used` is of accesses that were
 * granted and shall stay so. Entries are sorted by id, patterns stand first.
 */
enum avow_baseline_key {
	AVOW_BASELINE_SOURCE,
	AVOW_BASELINE_TARGET,
	AVOW_BASELINE_CLASS,
	AVOW_BASELINE_PROFILE,
	AVOW_BASELINE_OBJECT,
	AVOW_BASELINE_COMM,
	AVOW_BASELINE_PERMISSIONS, /* words; without it any */
	AVOW_BASELINE_SCOPE,       /* enforced, permissive; without it both */
	AVOW_BASELINE_OWNER,
	AVOW_BASELINE_TICKET,
	AVOW_BASELINE_UNTIL,  /* YYYY-MM-DD: the last day on which it holds */
	AVOW_BASELINE_SEEN,   /* YYYY-MM-DD: of its newest record */
	AVOW_BASELINE_MISSED, /* how many updates in a row did not see it */
	AVOW_BASELINE_RECORD, /* one of its records, for asking a policy again */
	AVOW_BASELINE_KEYS
};

struct avow_baseline_entry {
	char id[13]; /* "*" of a pattern */
	bool is_used;
	const char *label, *comment;
	const char *values[AVOW_BASELINE_KEYS];
	size_t line;   /* in the file; 0: it was added since */
	uint64_t seen; /* records of this run that it covers */
};

struct avow_baseline_doubt {
	size_t line;
	const char *text;
};

#define AVOW_BASELINE_DOUBTS_MAX 16 /* kept; all are counted */

struct avow_baseline {
	struct avow_arena arena;
	struct avow_baseline_entry *at;
	size_t count, capacity;
	size_t sorted; /* so many of the first are by id, those with * before them */
	struct avow_baseline_doubt doubts[AVOW_BASELINE_DOUBTS_MAX];
	size_t doubt_count, all_doubts;
	const char *trailer; /* comments behind the last entry */
	bool allows_broad;   /* set before reading: patterns may match everything */
	char today[11];      /* what `until` is compared with; "": with nothing */
};

extern const char *const avow_baseline_keys[AVOW_BASELINE_KEYS];

/*
 * Takes @text apart; what is wrong becomes a doubt. @out is zeroed by the caller, but for
 * what is set before, and freed by avow_baseline_free(). Fails when memory is out.
 */
int avow_baseline_parse(struct avow_span text, struct avow_baseline *out) avow_must_check;

/* The same for a file: AVOW_E_IO when it cannot be read. */
int avow_baseline_read(const char *path, struct avow_baseline *out,
		       struct avow_error *error) avow_must_check;
void avow_baseline_free(struct avow_baseline *baseline);

/* The whole as text, patterns first, then by id; parsed it gives the same. */
void avow_baseline_print(struct avow_baseline *baseline, struct avow_buf *out);

/* The entry of a cluster; NULL when there is none that was read. */
struct avow_baseline_entry *avow_baseline_find(const struct avow_baseline *baseline,
					       const char *id, bool is_used);

/* An empty entry behind the others, which may move by it; NULL: memory is out. */
struct avow_baseline_entry *avow_baseline_append(struct avow_baseline *baseline);

/* How the baseline stands to a cluster. */
enum avow_baseline_verdict {
	AVOW_BASELINE_KNOWN,
	AVOW_BASELINE_NEW,
	AVOW_BASELINE_WIDER,    /* the entry lacks permissions that were refused */
	AVOW_BASELINE_ENFORCED, /* it is of permissive denials, and some were enforced */
	AVOW_BASELINE_PERMISSIVE, /* the other way round */
	AVOW_BASELINE_EXPIRED
};
#define AVOW_BASELINE_VERDICTS (AVOW_BASELINE_EXPIRED + 1)

/*
 * What is said of a cluster of @set: by an entry of its id, else by the first pattern
 * that covers it whole. *entry is the one that decides, or NULL. Adds to its `seen`.
 */
enum avow_baseline_verdict avow_baseline_judge(struct avow_baseline *baseline,
					       const struct avow_clusters *set,
					       const struct avow_cluster *cluster,
					       bool is_used,
					       struct avow_baseline_entry **entry);

/* "a_t -> b_t : file"; of AppArmor "profile: class object". */
void avow_baseline_label(const struct avow_clusters *set,
			 const struct avow_cluster *cluster, struct avow_buf *out);

/*
 * Makes the baseline one that covers @set: entries for what is new, permissions and scope
 * added to what it knows; what has expired stays so. Each entry that was seen gets its
 * day, the others count a miss. *added is how many entries are new or wider.
 */
int avow_baseline_update(struct avow_baseline *baseline, const struct avow_clusters *set,
			 bool is_used, size_t *added) avow_must_check;

/* To be called once behind the updates: counts a miss for whatever was not seen. */
int avow_baseline_miss(struct avow_baseline *baseline) avow_must_check;

/* Takes out what was not seen for @runs updates, or @days days (0: not asked). */
size_t avow_baseline_prune(struct avow_baseline *baseline, unsigned runs, unsigned days);

#endif
