/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DIGEST_DIGEST_H
#define AVOW_DIGEST_DIGEST_H

#include "analyzer/digest/counts.h"
#include "analyzer/digest/values.h"

/*
 * A kind of events that people ask for again and again, as aureport(8) has them: which
 * those are, what they are counted by, and what a row tells of one.
 */
struct avow_digest_report {
	const char *name;    /* "avc" */
	const char *title;   /* "Denials of SELinux, and what it granted" */
	const char *columns; /* "subject class": headings, a blank between */
	/* For each heading the fields that it shows (values.h), a comma between. */
	const char *fields;
	const char *key;     /* the heading that events are counted by */
	const char *types;   /* "1700-1799 2100": of one of its records; NULL: any */
	const char *text;    /* that one of those records has in it; or NULL */
	const char *without; /* that none of them has in it; or NULL */
	bool needs_key;      /* events without such a field are none of it */
	bool has_many;       /* each record may have one; else the event's first counts */
};

extern const struct avow_digest_report avow_digest_reports[];
extern const size_t avow_digest_report_count;

/* NULL when there is none of that name. */
const struct avow_digest_report *avow_digest_report_named(struct avow_span name);

/* Numbers of types that were looked up. Zero it to begin. */
enum { AVOW_DIGEST_TYPES = 128, AVOW_DIGEST_NAME = 40 };
struct avow_digest_types {
	struct {
		char name[AVOW_DIGEST_NAME];
		uint8_t length;
		uint32_t number;
	} known[AVOW_DIGEST_TYPES];
};

/* The number of a type by its name, or as in UNKNOWN[1424]; 0 when it has none. */
uint32_t avow_digest_type(struct avow_digest_types *types, struct avow_span name);

/* Whether records of the type make an event one of the report. */
bool avow_digest_is_type(const struct avow_digest_report *report, uint32_t type);

/* Whether the event is of the report. */
bool avow_digest_is_of(const struct avow_digest_report *report,
		       struct avow_digest_types *types, struct avow_values *values);

/*
 * The heading at @index of the columns, and what the event has there, which lives until
 * the next call. False past the last. Without @values the heading alone.
 */
bool avow_digest_column(const struct avow_digest_report *report, size_t index,
			struct avow_values *values, struct avow_span *heading,
			struct avow_span *out);

/* The fields of a heading, with a blank between; NULL when there is no such one. @out has
 * room for AVOW_DIGEST_FIELDS bytes. */
enum { AVOW_DIGEST_FIELDS = 64 };
const char *avow_digest_fields(const struct avow_digest_report *report,
			       const char *heading, char *out);

/* How the event ended: "yes", "no", or empty where it does not say. */
struct avow_span avow_digest_result(struct avow_values *values);

/*
 * What a log holds, in numbers: rows of a name, and how many. Distinct values are told
 * apart up to AVOW_COUNTS_MAX.
 */
enum avow_overview_distinct {
	AVOW_OVERVIEW_USERS,
	AVOW_OVERVIEW_TERMINALS,
	AVOW_OVERVIEW_HOSTS,
	AVOW_OVERVIEW_EXECUTABLES,
	AVOW_OVERVIEW_COMMANDS,
	AVOW_OVERVIEW_FILES,
	AVOW_OVERVIEW_KEYS,
	AVOW_OVERVIEW_PIDS,
	AVOW_OVERVIEW_DISTINCT
};

enum avow_overview_events {
	AVOW_OVERVIEW_EVENTS,
	AVOW_OVERVIEW_CONFIGURATION,
	AVOW_OVERVIEW_ACCOUNTS,
	AVOW_OVERVIEW_LOGINS,
	AVOW_OVERVIEW_FAILED_LOGINS,
	AVOW_OVERVIEW_AUTHENTICATIONS,
	AVOW_OVERVIEW_FAILED_AUTHENTICATIONS,
	AVOW_OVERVIEW_AVC,
	AVOW_OVERVIEW_APPARMOR,
	AVOW_OVERVIEW_SECCOMP,
	AVOW_OVERVIEW_LANDLOCK,
	AVOW_OVERVIEW_MAC,
	AVOW_OVERVIEW_FAILED_CALLS,
	AVOW_OVERVIEW_ANOMALIES,
	AVOW_OVERVIEW_RESPONSES,
	AVOW_OVERVIEW_CRYPTO,
	AVOW_OVERVIEW_INTEGRITY,
	AVOW_OVERVIEW_VIRTUAL,
	AVOW_OVERVIEW_TTY,
	AVOW_OVERVIEW_COUNTS
};

struct avow_overview {
	struct avow_time first, last; /* of events with a time */
	uint64_t events[AVOW_OVERVIEW_COUNTS];
	struct avow_counts distinct[AVOW_OVERVIEW_DISTINCT];
	struct avow_digest_types types;
	struct avow_buf scratch;
};

/* "events", "failed logins"; "users", "process IDs". */
const char *avow_overview_events_name(enum avow_overview_events row);
const char *avow_overview_distinct_name(enum avow_overview_distinct row);

/* Takes an event in. AVOW_E_NOMEM. */
int avow_overview_add(struct avow_overview *overview,
		      const struct avow_group *group) avow_must_check;

void avow_overview_free(struct avow_overview *overview);

#endif
