/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_DECISIONS_H
#define AVOW_POLICY_DECISIONS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * What people have decided of clusters, in a file that is reviewed and kept in git.
 * Entries are apart by empty lines, comments belong to the entry below them:
 *
 *     # the web team wants its database
 *     accept 3f2a9c01d4e7  httpd_t -> mysqld_port_t : tcp_socket
 *         change: SEL-SET-BOOLEAN 280600e23f7d
 *         text: setsebool -P httpd_can_network_connect_db on
 *
 *     refuse 8ab31c77e0f2  smbd_t -> shadow_t : file
 *         because: backup job, ticket 4711
 *         until: 2027-01-31
 *
 * The first line of an entry is its verdict and the cluster's id; what stands behind is
 * for people. `change` is the code of an advice, and the change's id when several have
 * that code; `allow-risky` the codes of risks that are accepted with it; `text`, `by`
 * and `date` are for people.
 */

/* What became of a ruling once a log was looked at. */
enum avow_ruling_fate {
	AVOW_RULING_UNMET, /* the log has no such cluster */
	AVOW_RULING_FOLLOWED,
	AVOW_RULING_EXPIRED,
	AVOW_RULING_STALE, /* the change that was accepted is not advised any more */
};

#define AVOW_RULING_KEYS 7

enum avow_ruling_key {
	AVOW_RULING_CHANGE,
	AVOW_RULING_TEXT,
	AVOW_RULING_ALLOW_RISKY,
	AVOW_RULING_BECAUSE,
	AVOW_RULING_UNTIL, /* YYYY-MM-DD: the last day on which it holds */
	AVOW_RULING_BY,
	AVOW_RULING_DATE,
};

struct avow_ruling {
	char cluster[13];
	bool is_refusal;     /* else an acceptance */
	const char *label;   /* behind the id; "" for none */
	const char *comment; /* whole lines above the entry; "" for none */
	const char *values[AVOW_RULING_KEYS]; /* NULL: the key is not there */
	size_t line;          /* of its first line in the file; 0: it was made since */
	bool is_contradicted; /* by another entry for the cluster: not to be followed */
	enum avow_ruling_fate fate;
};

/* A line of the file that was not understood. */
struct avow_ruling_doubt {
	size_t line;
	const char *text; /* a sentence without a full stop */
};

#define AVOW_RULING_DOUBTS_MAX 16 /* kept; all are counted */

struct avow_rulings {
	struct avow_arena arena;
	struct avow_ruling *at; /* in the order of the file */
	size_t count, capacity;
	/* By cluster, to the first of its entries, from 1 on: open, a power of two. */
	uint32_t *slots;
	size_t slot_count, indexed; /* the first so many entries are in it */
	struct avow_ruling_doubt doubts[AVOW_RULING_DOUBTS_MAX];
	size_t doubt_count, all_doubts;
	const char *trailer; /* comments behind the last entry; "" for none */
	/* The day that `until` is compared with, YYYY-MM-DD; "" compares with none. */
	char today[11];
};

/*
 * Takes @text apart; what is wrong in it becomes a doubt, and the rest is used. @out is
 * zeroed by the caller and freed by avow_rulings_free(). Fails when memory is out.
 */
int avow_rulings_parse(struct avow_span text, struct avow_rulings *out) avow_must_check;

/* The same for a file: AVOW_E_INPUT when it cannot be read, or is too large (entries.h).
 */
int avow_rulings_read(const char *path, struct avow_rulings *out,
		      struct avow_error *error) avow_must_check;

void avow_rulings_free(struct avow_rulings *rulings);

/* The first entry of the cluster, contradicted or not; NULL when there is none. */
struct avow_ruling *avow_rulings_find(struct avow_rulings *rulings, const char *cluster);

/* Something else that is wrong in the file, as whoever knows the codes finds. */
int avow_rulings_doubt(struct avow_rulings *rulings, size_t line,
		       const char *text) avow_must_check;

/* Whether the entry's last day is over. */
bool avow_ruling_is_over(const struct avow_rulings *rulings,
			 const struct avow_ruling *ruling);

/* An entry at the end, zeroed; NULL when memory is out. Entries may move by it. */
struct avow_ruling *avow_rulings_append(struct avow_rulings *rulings);

/*
 * Puts @ruling, whose strings are copied, in the place of the cluster's entries, keeping
 * the first one's comment; or at the end. Control characters in values become blanks.
 */
int avow_rulings_set(struct avow_rulings *rulings,
		     const struct avow_ruling *ruling) avow_must_check;
/* Takes the cluster's entries out. */
void avow_rulings_unset(struct avow_rulings *rulings, const char *cluster);

/* The whole as text, which avow_rulings_parse() takes apart into the same. */
void avow_rulings_print(const struct avow_rulings *rulings, struct avow_buf *out);

/* Why it was refused, a sentence in @arena; NULL when memory is out. */
const char *avow_ruling_refusal(const struct avow_ruling *ruling,
				struct avow_arena *arena);

/* "change", "because", ... */
extern const char *const avow_ruling_keys[AVOW_RULING_KEYS];

#endif
