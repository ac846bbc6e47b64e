/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Clusters to rows. A pulse costs a comparison for each cluster, and text only for those
 * that are new or ask for more than before, so a flood of known denials costs nothing.
 */
#include "cli/watch_model.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "analyzer/base/escape.h"
#include "reports/phrase.h"

#define MINUTE_MS 60000.0
#define COPY_SECONDS 5    /* that a copy of a cluster is waited for */
#define TEXT_MAX 512      /* bytes of a name that are kept, before they are escaped */
#define LATE_SECONDS 3600 /* denials that are older than this are none of now */

struct avow_watch_model {
	pthread_mutex_t lock;
	pthread_cond_t copied;
	avow_watch_note_function on_note;
	void *data;
	struct avow_rulings *rulings;
	struct avow_watch_row *rows; /* by the index of the cluster */
	size_t count, capacity;
	uint64_t met;
	size_t epochs; /* that were told */
	struct avow_buf scratch;
	bool has_failed;
	/* A copy that is asked for: "" for none; and what came of it. */
	char wanted[13];
	struct avow_clusters *copy;
	const struct avow_analysis *ended; /* NULL while it is being read */
};

struct avow_watch_model *avow_watch_model_new(struct avow_rulings *rulings,
					      avow_watch_note_function on_note,
					      void *data)
{
	struct avow_watch_model *model = calloc(1, sizeof(*model));

	if (!model)
		return NULL;
	pthread_mutex_init(&model->lock, NULL);
	pthread_cond_init(&model->copied, NULL);
	model->rulings = rulings;
	model->on_note = on_note;
	model->data = data;
	return model;
}

static void clear_row(struct avow_watch_row *row)
{
	free(row->source);
	free(row->target);
	free(row->tclass);
	free(row->label);
	free(row->permissions);
	free(row->comm);
	free(row->path);
	*row = (struct avow_watch_row){ 0 };
}

void avow_watch_model_free(struct avow_watch_model *model)
{
	if (!model)
		return;
	for (size_t i = 0; i < model->count; i++)
		clear_row(&model->rows[i]);
	free(model->rows);
	avow_clusters_free(model->copy);
	avow_buf_free(&model->scratch);
	pthread_cond_destroy(&model->copied);
	pthread_mutex_destroy(&model->lock);
	free(model);
}

void avow_watch_lock(struct avow_watch_model *model)
{
	pthread_mutex_lock(&model->lock);
}

void avow_watch_unlock(struct avow_watch_model *model)
{
	pthread_mutex_unlock(&model->lock);
}

/* What stands in the scratch buffer, as a string of its own; NULL: memory is out. */
static char *take_scratch(struct avow_watch_model *model)
{
	char *copy =
		model->scratch.failed ? NULL : strdup(avow_buf_string(&model->scratch));

	model->has_failed |= !copy;
	avow_buf_clear(&model->scratch);
	return copy;
}

static char *clean(struct avow_watch_model *model, struct avow_span text)
{
	avow_escape_display(&model->scratch, avow_span_first(text, TEXT_MAX));
	return take_scratch(model);
}

/* The value that was seen most. */
static struct avow_span most_of(const struct avow_tally *tally)
{
	const struct avow_tally_entry *most = NULL;

	for (uint32_t i = 0; i < tally->length; i++)
		if (!most || tally->entries[i].count > most->count)
			most = &tally->entries[i];
	return most ? most->value : avow_span_make("", 0);
}

static void name_row(struct avow_watch_model *model, struct avow_watch_row *row,
		     const struct avow_cluster *cluster, const struct avow_atoms *atoms)
{
	if (cluster->lsm == AVOW_LSM_APPARMOR) {
		avow_phrase_profile(&model->scratch, atoms, cluster);
		row->source = take_scratch(model);
		avow_phrase_object(&model->scratch, cluster);
		row->target = take_scratch(model);
		row->tclass = clean(
			model, avow_atoms_text(atoms, cluster->apparmor->class_name));
	} else {
		row->source =
			clean(model, avow_atoms_text(atoms, cluster->scontext_type));
		row->target =
			clean(model, avow_atoms_text(atoms, cluster->tcontext_type));
		row->tclass = clean(model, avow_atoms_text(atoms, cluster->tclass));
	}
	if (row->source && row->target && row->tclass)
		avow_buf_printf(&model->scratch, "%s -> %s : %s", row->source,
				row->target, row->tclass);
	row->label = take_scratch(model);
	row->comm = clean(model, most_of(&cluster->comms));
	row->path = clean(model, most_of(&cluster->paths));
}

static int by_text(const void *left, const void *right)
{
	const struct avow_span *a = left, *b = right;

	return avow_span_compare(*a, *b);
}

static void take_permissions(struct avow_watch_model *model, struct avow_watch_row *row,
			     const struct avow_cluster *cluster)
{
	struct avow_span names[AVOW_TALLY_MAX];
	uint32_t count = cluster->permissions.length;

	for (uint32_t i = 0; i < count; i++)
		names[i] = cluster->permissions.entries[i].value;
	qsort(names, count, sizeof(names[0]), by_text);
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			avow_buf_putc(&model->scratch, ' ');
		avow_escape_display(&model->scratch, names[i]);
	}
	free(row->permissions);
	row->permissions = take_scratch(model);
	row->permission_count = count;
}

double avow_watch_rate(const struct avow_watch_row *row, int64_t now_ms)
{
	double minutes = (double)(now_ms - row->recent_ms) / MINUTE_MS;

	/* The front of the series of e to the power of minutes: near enough. */
	return row->recent /
	       (1 + minutes + minutes * minutes / 2 + minutes * minutes * minutes / 6);
}

static void tell(const struct avow_watch_model *model, enum avow_watch_note note,
		 const struct avow_watch_row *row)
{
	if (model->on_note && !model->has_failed)
		model->on_note(model->data, note, row, row->last, NULL);
}

/* Whether @after has a digit more than @before. */
static bool has_grown(uint64_t before, uint64_t after)
{
	uint64_t power = 10;

	while (power <= before && power <= UINT64_MAX / 10)
		power *= 10;
	return after >= power && before < power;
}

const struct avow_ruling *avow_watch_ruling(struct avow_watch_model *model,
					    const char *id)
{
	const struct avow_ruling *ruling = avow_rulings_find(model->rulings, id);

	if (!ruling || ruling->is_contradicted ||
	    avow_ruling_is_over(model->rulings, ruling))
		return NULL;
	return ruling;
}

/* Takes over the counts, and tells what is of note in them. */
static void refresh(struct avow_watch_model *model, struct avow_watch_row *row,
		    const struct avow_cluster *cluster, const struct avow_atoms *atoms)
{
	const struct avow_watch_row before = *row;
	const int64_t now = avow_wait_clock_ms();
	bool is_first = !before.count;

	if (is_first) {
		memcpy(row->id, cluster->id, sizeof(row->id));
		row->lsm = cluster->lsm;
		row->met = ++model->met;
		row->is_new = !avow_watch_ruling(model, row->id);
		row->was_run = !row->is_new;
		name_row(model, row, cluster, atoms);
	}
	if (row->permission_count != cluster->permissions.length || is_first)
		take_permissions(model, row, cluster);
	row->recent = avow_watch_rate(row, now);
	row->recent_ms = now;
	if (cluster->last.seconds + LATE_SECONDS > (uint64_t)time(NULL))
		row->recent += (double)(cluster->count - before.count);
	row->count = cluster->count;
	row->enforced = cluster->permissive_no;
	row->first = cluster->first;
	row->last = cluster->last;
	if (is_first && row->is_new)
		tell(model, AVOW_WATCH_NEW, row);
	if (is_first)
		return;
	if (row->permission_count > before.permission_count)
		tell(model, AVOW_WATCH_PERMISSION, row);
	if (row->enforced && !before.enforced)
		tell(model, AVOW_WATCH_ENFORCED, row);
	if (has_grown(before.count, row->count))
		tell(model, AVOW_WATCH_GROWN, row);
}

static bool make_room(struct avow_watch_model *model, size_t count)
{
	size_t capacity = model->capacity ? model->capacity : 64;
	struct avow_watch_row *rows;

	while (capacity < count)
		capacity *= 2;
	if (capacity == model->capacity)
		return true;
	rows = reallocarray(model->rows, capacity, sizeof(*rows));
	model->has_failed |= !rows;
	if (!rows)
		return false;
	model->rows = rows;
	model->capacity = capacity;
	return true;
}

/* Changes of policy and mode that came since. */
static void tell_epochs(struct avow_watch_model *model,
			const struct avow_evidence *evidence)
{
	for (; model->epochs < evidence->epoch_count; model->epochs++) {
		const struct avow_epoch *epoch = &evidence->epochs[model->epochs];
		const struct avow_time time = { .seconds = epoch->seconds };

		if (!model->on_note)
			continue;
		avow_buf_clear(&model->scratch);
		avow_buf_puts(&model->scratch, avow_remark_text(epoch->change));
		if (epoch->text.length) {
			avow_buf_puts(&model->scratch, ": ");
			avow_escape_display(&model->scratch,
					    avow_span_first(epoch->text, TEXT_MAX));
		}
		model->on_note(model->data, AVOW_WATCH_NOTE_COUNT, NULL, time,
			       avow_buf_string(&model->scratch));
		avow_buf_clear(&model->scratch);
	}
}

/* A sorted set of the cluster @id of @from alone; NULL when there is none. */
static struct avow_clusters *copy_of(const struct avow_clusters *from, const char *id)
{
	struct avow_clusters *copy = NULL;

	for (size_t i = 0; i < avow_clusters_count(from) && !copy; i++) {
		if (strcmp(avow_clusters_at(from, i)->id, id) != 0)
			continue;
		copy = avow_clusters_new();
		if (!copy || avow_clusters_add(copy, from, i)) {
			avow_clusters_free(copy);
			return NULL;
		}
		avow_clusters_sort(copy);
	}
	return copy;
}

/* Somebody waits for a copy. */
static void serve(struct avow_watch_model *model, const struct avow_analysis *analysis)
{
	if (!model->wanted[0])
		return;
	model->copy = copy_of(analysis->clusters, model->wanted);
	model->wanted[0] = '\0';
	pthread_cond_signal(&model->copied);
}

void avow_watch_update(void *data, const struct avow_analysis *analysis)
{
	struct avow_watch_model *model = data;
	const struct avow_clusters *clusters = analysis->clusters;
	const size_t count = avow_clusters_count(clusters);

	pthread_mutex_lock(&model->lock);
	tell_epochs(model, &analysis->evidence);
	for (size_t i = 0; i < count && make_room(model, count); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);

		if (i == model->count)
			model->rows[model->count++] = (struct avow_watch_row){ 0 };
		/* Of AppArmor's objects one takes another's place where there are many.
		 */
		if (strcmp(model->rows[i].id, cluster->id) != 0)
			clear_row(&model->rows[i]);
		if (model->rows[i].count != cluster->count)
			refresh(model, &model->rows[i], cluster,
				avow_clusters_atoms(clusters));
	}
	serve(model, analysis);
	pthread_mutex_unlock(&model->lock);
}

struct avow_watch_row *avow_watch_rows(struct avow_watch_model *model, size_t *count)
{
	*count = model->has_failed ? 0 : model->count;
	return model->rows;
}

struct avow_watch_row *avow_watch_find(struct avow_watch_model *model, const char *id)
{
	for (size_t i = 0; i < model->count; i++)
		if (strcmp(model->rows[i].id, id) == 0)
			return &model->rows[i];
	return NULL;
}

struct avow_watch_total avow_watch_sum(struct avow_watch_model *model)
{
	struct avow_watch_total total = { .has_failed = model->has_failed };
	const int64_t now = avow_wait_clock_ms();

	for (size_t i = 0; i < model->count; i++) {
		total.clusters += model->rows[i].count > 0;
		total.fresh += model->rows[i].is_new;
		total.denials += model->rows[i].count;
		total.recent += avow_watch_rate(&model->rows[i], now);
	}
	return total;
}

struct avow_clusters *avow_watch_copy(struct avow_watch_model *model, const char *id)
{
	struct avow_clusters *copy;
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += COPY_SECONDS;
	pthread_mutex_lock(&model->lock);
	memcpy(model->wanted, id, sizeof(model->wanted));
	while (model->wanted[0] && !model->ended &&
	       pthread_cond_timedwait(&model->copied, &model->lock, &until) != ETIMEDOUT)
		;
	if (model->wanted[0] && model->ended && model->ended->clusters)
		model->copy = copy_of(model->ended->clusters, id);
	model->wanted[0] = '\0';
	copy = model->copy;
	model->copy = NULL;
	pthread_mutex_unlock(&model->lock);
	return copy;
}

void avow_watch_end(struct avow_watch_model *model, const struct avow_analysis *analysis)
{
	pthread_mutex_lock(&model->lock);
	model->ended = analysis;
	pthread_cond_signal(&model->copied);
	pthread_mutex_unlock(&model->lock);
}

bool avow_watch_has_ended(struct avow_watch_model *model)
{
	bool has_ended;

	pthread_mutex_lock(&model->lock);
	has_ended = model->ended != NULL;
	pthread_mutex_unlock(&model->lock);
	return has_ended;
}
