/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WATCH_MODEL_H
#define AVOW_CLI_WATCH_MODEL_H

#include "analyzer/analysis.h"
#include "policy/decisions.h"

/*
 * What `avow watch` shows of the clusters: a row each, brought up to date by the thread
 * that reads (avow_watch_update(), at each pulse) and looked at by the one that draws.
 * Whoever looks or changes holds the lock. Texts are in display form: no byte of the log
 * that a terminal would act on. Its memory is that of the clusters.
 */
struct avow_watch_row {
	char id[13];
	enum avow_lsm lsm;
	char *source, *target, *tclass; /* or the profile, the object and its class */
	char *label;                    /* SOURCE -> TARGET : CLASS */
	char *permissions;              /* blanks between */
	char *comm, *path;              /* one of each; "" when no record names one */
	uint32_t permission_count;
	uint64_t count;
	uint64_t enforced; /* of these, the ones that are known to be refused */
	uint64_t met;      /* the how manieth cluster it was, from 1 on */
	struct avow_time first, last;
	double recent;     /* denials of the last minute, an average that fades */
	int64_t recent_ms; /* when that was true */
	bool is_new;       /* not looked at yet, and not decided */
	bool was_run;      /* the command was run for it, or need not be */
};

/* What happened that is worth a line. */
enum avow_watch_note {
	AVOW_WATCH_NEW,        /* a cluster that was not there before */
	AVOW_WATCH_PERMISSION, /* it asks for a permission that it did not before */
	AVOW_WATCH_ENFORCED,   /* what was only logged until now is refused */
	AVOW_WATCH_GROWN,      /* ten, a hundred, a thousand, ... denials */
	AVOW_WATCH_NOTE_COUNT
};

struct avow_watch_model;

/*
 * Told of each as it happens, with the lock held. @row is NULL for a change of policy or
 * mode, whose sentence is @text, in display form; else @text is NULL.
 */
typedef void (*avow_watch_note_function)(void *data, enum avow_watch_note note,
					 const struct avow_watch_row *row,
					 struct avow_time time, const char *text);

/*
 * NULL when memory is out. @rulings, lent, are changed with the lock held; what they
 * decide is not new. @on_note may be NULL.
 */
struct avow_watch_model *avow_watch_model_new(struct avow_rulings *rulings,
					      avow_watch_note_function on_note,
					      void *data);
void avow_watch_model_free(struct avow_watch_model *model);

/* For avow_session.on_pulse, with the model as data: takes over what has changed. */
void avow_watch_update(void *model, const struct avow_analysis *analysis);

void avow_watch_lock(struct avow_watch_model *model);
void avow_watch_unlock(struct avow_watch_model *model);

/* With the lock held: the rows, in no order that means anything. */
struct avow_watch_row *avow_watch_rows(struct avow_watch_model *model, size_t *count);
/* NULL when there is no such row. */
struct avow_watch_row *avow_watch_find(struct avow_watch_model *model, const char *id);

/* With the lock held: the decision that holds for the cluster; NULL: it is open. */
const struct avow_ruling *avow_watch_ruling(struct avow_watch_model *model,
					    const char *id);

/* Sums over the rows. */
struct avow_watch_total {
	uint64_t clusters, fresh, denials;
	double recent;
	bool has_failed; /* memory was out */
};
struct avow_watch_total avow_watch_sum(struct avow_watch_model *model);

/* Denials of the minute before now, about. */
double avow_watch_rate(const struct avow_watch_row *row, int64_t now_ms);

/*
 * Without the lock: a set of the one cluster @id, sorted, which the caller frees. The
 * thread that reads makes it at its next pulse; once that has ended,
 * avow_watch_end() has said so, from @analysis. NULL when it is gone, memory is out, or
 * reading is busy for seconds.
 */
struct avow_clusters *avow_watch_copy(struct avow_watch_model *model, const char *id);

/* Reading has ended; @analysis stays until the model is freed. */
void avow_watch_end(struct avow_watch_model *model, const struct avow_analysis *analysis);
bool avow_watch_has_ended(struct avow_watch_model *model);

#endif
