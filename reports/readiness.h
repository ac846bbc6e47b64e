/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_READINESS_H
#define AVOW_REPORTS_READINESS_H

#include "analyzer/cluster/novelty.h"
#include "reports/summary.h"

/*
 * Whether a domain of SELinux, or a profile of AppArmor, can be enforced: whether all
 * that it does was seen (cluster/novelty.h), and whether what was seen is allowed by now.
 * doc/ready.md tells how, and what cannot be told.
 */
enum avow_ready {
	AVOW_READY_NOT_YET,
	AVOW_READY_CANNOT_TELL,
	AVOW_READY_YES,
	AVOW_READY_VERDICTS
};

/* "not_yet", "cannot_tell", "ready"; and the same for people. */
const char *avow_ready_name(enum avow_ready verdict);
const char *avow_ready_title(enum avow_ready verdict);

/* What is asked for. */
struct avow_ready_limits {
	uint32_t chance; /* that the next occasion brings news: no more, millionths */
	uint64_t quiet;  /* seconds without news, at least */
};

#define AVOW_READY_CHANCE 50000
#define AVOW_READY_QUIET 86400

/* What the present policy says of the clusters of a subject. */
struct avow_ready_asked {
	size_t denied;   /* it still refuses them, or a part */
	size_t allowed;  /* it allows them by now */
	size_t hidden;   /* it refuses them silently (dontaudit), as was meant */
	size_t unjudged; /* they name what it does not know */
	size_t unasked;  /* nobody asked it */
};

/* A permission of a cluster, and by when it was first seen. */
struct avow_ready_found {
	struct avow_time time; /* zero when it is not known */
	size_t cluster;        /* its index */
	struct avow_span permission;
};

/* A domain, or a profile with all that complain mode derived from it (//null-). */
struct avow_ready_subject {
	enum avow_lsm lsm;
	struct avow_span name, namespace; /* any bytes; the namespace is often empty */
	enum avow_ready verdict;
	const char **missing; /* what is between it and ready, sentences */
	size_t missing_count;
	const char **notes; /* what weakens the verdict, sentences */
	size_t note_count;

	size_t *clusters; /* indexes */
	size_t cluster_count;
	struct avow_ready_found *found; /* what it did, in the order of time */
	size_t found_count;
	uint64_t denials, permissive_yes, permissive_no, permissive_unknown;
	uint64_t real; /* denials that were no mere log line (avow_summary_effective) */
	bool is_at_least;
	struct avow_ready_asked asked;
	struct avow_novelty novelty;
	struct avow_time first, newest, last; /* of a denial; of the newest found */
	uint64_t watched, quiet; /* seconds from `first`, from `newest`, to the log's end
				  */
	size_t boots;            /* that the log tells of, from `first` on */
	size_t processes;        /* by process id */
	bool has_more_processes;
};

struct avow_readiness {
	struct avow_ready_limits limits;
	struct avow_ready_subject *subjects; /* by verdict, most denials first, by name */
	size_t count;
	size_t of[AVOW_READY_VERDICTS];
};

/* Which subjects: one of each, or NULL. With both NULL all of which there are denials. */
struct avow_ready_choice {
	const char *domain, *profile;
};

/*
 * Judges the subjects of @report, in memory of @arena. A subject that was chosen and of
 * which there is no denial is one that cannot be told of. AVOW_E_NOMEM.
 */
int avow_readiness_make(const struct avow_report *report,
			const struct avow_ready_limits *limits,
			const struct avow_ready_choice *choice, struct avow_arena *arena,
			struct avow_readiness *out) avow_must_check;

/* The same of all subjects, with what is asked for where nobody says. */
int avow_readiness_make_all(const struct avow_report *report, struct avow_arena *arena,
			    struct avow_readiness *out) avow_must_check;

/* The subjects for people: each in full when there is one, else as rows. */
int avow_readiness_text(const struct avow_report *report,
			const struct avow_readiness *readiness,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error) avow_must_check;

/* One object, as the member `readiness` of a report is. */
int avow_readiness_json(const struct avow_report *report,
			const struct avow_readiness *readiness, FILE *out,
			struct avow_error *error) avow_must_check;

#endif
