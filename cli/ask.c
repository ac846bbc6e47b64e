/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The questions of `suggest --interactive`: one cluster, one key. Nothing is lost by
 * leaving: what was answered is in the file, and the next run begins behind it.
 */
#include "cli/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/print.h"
#include "cli/screen.h"
#include "cli/terminal.h"
#include "policy/entries.h"
#include "reports/phrase.h"
#include "reports/plan/plan.h"
#include "reports/plan/question.h"
#include "reports/why.h"

/* An answer that can be taken back: what stood in its place. */
struct step {
	size_t place; /* in the order of questions */
	bool had_ruling;
	struct avow_ruling before;
};

struct asking {
	const struct avow_report *report;
	struct avow_rulings *rulings;
	const char *path;
	struct avow_screen screen;
	struct avow_report_style style;
	size_t *order; /* clusters, most denials first */
	size_t count, place;
	struct step *steps;
	size_t step_count, step_capacity;
	struct avow_buf text;
	struct avow_error error;
	bool is_over, has_failed;
};

static const struct avow_cluster *cluster_at(const struct asking *asking, size_t place)
{
	return avow_clusters_at(asking->report->analysis->clusters, asking->order[place]);
}

/* The ruling that holds for the cluster; NULL: it is open. */
static const struct avow_ruling *ruling_at(const struct asking *asking, size_t place)
{
	const struct avow_ruling *ruling =
		avow_rulings_find(asking->rulings, cluster_at(asking, place)->id);

	if (!ruling || ruling->is_contradicted || ruling->fate == AVOW_RULING_STALE ||
	    avow_ruling_is_over(asking->rulings, ruling))
		return NULL;
	return ruling;
}

static void fail(struct asking *asking)
{
	asking->is_over = true;
	asking->has_failed = true;
}

static int by_count(const void *left, const void *right, void *data)
{
	const struct avow_clusters *clusters = data;
	const size_t *a = left, *b = right;
	uint64_t x = avow_clusters_at(clusters, *a)->count;
	uint64_t y = avow_clusters_at(clusters, *b)->count;

	if (x != y)
		return x > y ? -1 : 1;
	return (*a > *b) - (*a < *b);
}

/* Only what has a change to choose is asked about, and was not left out. */
static int make_order(struct asking *asking)
{
	const struct avow_plan *plan = &asking->report->findings->plan;
	struct avow_clusters *clusters = asking->report->analysis->clusters;
	struct avow_question_choices choices;
	bool *is_there;

	asking->order = calloc(avow_clusters_count(clusters) + 1, sizeof(*asking->order));
	is_there = calloc(avow_clusters_count(clusters) + 1, sizeof(*is_there));
	if (!asking->order || !is_there) {
		free(is_there);
		return AVOW_E_NOMEM;
	}
	for (size_t i = 0; i < plan->change_count; i++)
		for (size_t j = 0; j < plan->changes[i].cluster_count; j++) {
			size_t cluster = plan->changes[i].clusters[j];

			avow_question_choices(asking->report, cluster, &choices);
			if (choices.count && !is_there[cluster])
				asking->order[asking->count++] = cluster;
			is_there[cluster] = true;
		}
	free(is_there);
	qsort_r(asking->order, asking->count, sizeof(*asking->order), by_count, clusters);
	return 0;
}

/* Moves on to the next cluster without a ruling, from @place on; the end: all have. */
static void seek(struct asking *asking, size_t place)
{
	while (place < asking->count && ruling_at(asking, place))
		place++;
	asking->place = place;
	asking->is_over |= place == asking->count;
}

static void put_progress(struct asking *asking)
{
	uint64_t denials = 0, all = 0;
	size_t decided = 0;

	for (size_t i = 0; i < asking->count; i++) {
		uint64_t count = cluster_at(asking, i)->count;

		all += count;
		if (ruling_at(asking, i)) {
			decided++;
			denials += count;
		}
	}
	avow_buf_clear(&asking->text);
	avow_phrase_number(&asking->text, decided);
	avow_buf_puts(&asking->text, " of ");
	avow_phrase_count(&asking->text, asking->count, "cluster");
	avow_buf_puts(&asking->text, " decided, ");
	avow_phrase_number(&asking->text, denials);
	avow_buf_puts(&asking->text, " of ");
	avow_phrase_count(&asking->text, all, "denial");
	fprintf(asking->screen.out, "%s\n", avow_buf_string(&asking->text));
}

static void put_question(struct asking *asking)
{
	const struct avow_ruling *ruling = ruling_at(asking, asking->place);

	fputc('\n', asking->screen.out);
	put_progress(asking);
	fputc('\n', asking->screen.out);
	if (avow_question_write(asking->report, asking->order[asking->place],
				&asking->style, asking->screen.out, &asking->error))
		fail(asking);
	if (ruling)
		fprintf(asking->screen.out, "It is %s in the file.\n",
			ruling->is_refusal ? "refused" : "accepted");
}

static bool save(struct asking *asking)
{
	if (avow_decisions_save(asking->path, asking->rulings, &asking->error) == 0)
		return true;
	fail(asking);
	return false;
}

static int note_step(struct asking *asking)
{
	const struct avow_ruling *ruling =
		avow_rulings_find(asking->rulings, cluster_at(asking, asking->place)->id);
	struct step *steps;

	if (asking->step_count == asking->step_capacity) {
		asking->step_capacity = 2 * asking->step_capacity + 64;
		steps = realloc(asking->steps, asking->step_capacity * sizeof(*steps));
		if (!steps)
			return AVOW_E_NOMEM;
		asking->steps = steps;
	}
	asking->steps[asking->step_count] =
		(struct step){ .place = asking->place, .had_ruling = ruling != NULL };
	if (ruling)
		asking->steps[asking->step_count].before = *ruling;
	asking->step_count++;
	return 0;
}

/* Writes the ruling for the cluster in question and goes on to the next. */
static void decide(struct asking *asking, struct avow_ruling *ruling)
{
	const struct avow_cluster *cluster = cluster_at(asking, asking->place);

	memcpy(ruling->cluster, cluster->id, sizeof(ruling->cluster));
	avow_buf_clear(&asking->text);
	avow_plan_cluster(asking->report, asking->order[asking->place], &asking->text);
	ruling->label = avow_buf_string(&asking->text);
	if (note_step(asking) < 0 || avow_rulings_set(asking->rulings, ruling) < 0) {
		avow_error_nomem(&asking->error);
		fail(asking);
		return;
	}
	if (save(asking))
		seek(asking, asking->place + 1);
}

/* The risks that hold the change back, commas between; nothing when there are none. */
static void list_risks(const struct avow_advice *advice, struct avow_buf *out)
{
	for (size_t i = 0; i < advice->risk_count; i++)
		if (advice->risks[i]->is_refused)
			avow_buf_printf(out, "%s%s", out->length ? "," : "",
					advice->risks[i]->code);
}

static void accept(struct asking *asking, size_t number)
{
	struct avow_question_choices choices;
	struct avow_ruling ruling = { 0 };
	struct avow_buf risks = { 0 }, change = { 0 };
	const struct avow_advice *advice;
	char id[13];
	int key = 'y';

	avow_question_choices(asking->report, asking->order[asking->place], &choices);
	if (number > choices.count)
		return;
	advice = choices.at[number - 1];
	list_risks(advice, &risks);
	if (risks.length) {
		fprintf(asking->screen.out, "It has %s. Allow it all the same? [y/n] ",
			avow_buf_string(&risks));
		key = avow_screen_key(&asking->screen);
		fputc('\n', asking->screen.out);
	}
	avow_change_name(advice->code, advice->change, id);
	avow_buf_printf(&change, "%s %s", advice->code, id);
	ruling.values[AVOW_RULING_CHANGE] = avow_buf_string(&change);
	ruling.values[AVOW_RULING_TEXT] = advice->change;
	ruling.values[AVOW_RULING_ALLOW_RISKY] =
		risks.length ? avow_buf_string(&risks) : NULL;
	if (key == 'y')
		decide(asking, &ruling);
	avow_buf_free(&risks);
	avow_buf_free(&change);
}

static void refuse(struct asking *asking)
{
	struct avow_buf because = { 0 }, until = { 0 };
	struct avow_ruling ruling = { .is_refusal = true };

	if (avow_screen_line(&asking->screen, "Refuse it, because: ", &because) &&
	    avow_screen_line(&asking->screen,
			     "until (YYYY-MM-DD, or nothing): ", &until)) {
		ruling.values[AVOW_RULING_BECAUSE] =
			because.length ? avow_buf_string(&because) : NULL;
		ruling.values[AVOW_RULING_UNTIL] =
			until.length ? avow_buf_string(&until) : NULL;
		if (until.length && !avow_entry_is_day(avow_buf_string(&until)))
			fputs("That is no day: nothing was decided.\n",
			      asking->screen.out);
		else
			decide(asking, &ruling);
	} else {
		fputs("\nNothing was decided.\n", asking->screen.out);
	}
	avow_buf_free(&because);
	avow_buf_free(&until);
}

static void undo(struct asking *asking)
{
	const struct step *step;

	if (asking->step_count == 0) {
		fputs("There is nothing to take back.\n", asking->screen.out);
		return;
	}
	step = &asking->steps[--asking->step_count];
	asking->place = step->place;
	if (!step->had_ruling)
		avow_rulings_unset(asking->rulings, cluster_at(asking, step->place)->id);
	else if (avow_rulings_set(asking->rulings, &step->before) < 0)
		fail(asking);
	save(asking);
}

static void show_why(struct asking *asking)
{
	const struct avow_why_options options = {
		.id = avow_span_of(cluster_at(asking, asking->place)->id),
	};
	size_t count;

	fputc('\n', asking->screen.out);
	if (avow_report_why(asking->report, &options, &asking->style, asking->screen.out,
			    &count, &asking->error))
		fail(asking);
}

static void show_help(struct asking *asking)
{
	fputs("\n1-9  accept the change of that number\n"
	      "r    refuse, with a reason and, if you like, a last day\n"
	      "n    next cluster, this one stays undecided (also Enter)\n"
	      "b    back to the cluster before\n"
	      "u    undo the last decision\n"
	      "w    why: every layer of the policy's decision\n"
	      "q    quit; what was decided is in the file\n",
	      asking->screen.out);
}

static void go_back(struct asking *asking)
{
	if (asking->place > 0)
		asking->place--;
}

static void go_on(struct asking *asking)
{
	asking->place++;
	seek(asking, asking->place);
}

static void quit(struct asking *asking)
{
	asking->is_over = true;
}

static const struct {
	const char *keys;
	void (*act)(struct asking *asking);
	bool asks_again; /* the question is shown once more */
} actions[] = {
	{ "r", refuse, true },        { "n\r\n ", go_on, true },
	{ "b", go_back, true },       { "u", undo, true },
	{ "w", show_why, true },      { "?h", show_help, false },
	{ "q\003\004", quit, false },
};

/* Whether the question is to be shown again. */
static bool act(struct asking *asking, int key)
{
	if (key == AVOW_KEY_END) {
		quit(asking);
		return false;
	}
	if (key >= '1' && key <= '9') {
		accept(asking, (size_t)(key - '0'));
		return true;
	}
	for (size_t i = 0; key > 0 && i < AVOW_ARRAY_SIZE(actions); i++)
		if (strchr(actions[i].keys, key)) {
			actions[i].act(asking);
			return actions[i].asks_again;
		}
	return key < 0;
}

static void ask_all(struct asking *asking)
{
	bool is_shown = false;

	while (!asking->is_over) {
		if (!is_shown)
			put_question(asking);
		if (asking->is_over)
			break;
		fputs("1-9 accept, r refuse, n next, b back, u undo, w why, q quit, "
		      "? help: ",
		      asking->screen.out);
		is_shown = !act(asking, avow_screen_key(&asking->screen));
	}
	fputc('\n', asking->screen.out);
	put_progress(asking);
}

int avow_ask(const struct avow_report *report, struct avow_rulings *rulings,
	     const char *path)
{
	struct asking asking = { .report = report,
				 .rulings = rulings,
				 .path = path,
				 .style = avow_terminal_style() };

	if (avow_screen_open(&asking.screen, "--interactive", &asking.error) == 0) {
		if (make_order(&asking) < 0) {
			avow_error_nomem(&asking.error);
			asking.has_failed = true;
		} else {
			seek(&asking, 0);
			ask_all(&asking);
		}
		avow_screen_close(&asking.screen);
	} else {
		asking.has_failed = true;
	}
	if (asking.has_failed)
		avow_print_error(asking.error.message);
	free(asking.order);
	free(asking.steps);
	avow_buf_free(&asking.text);
	return asking.has_failed ? AVOW_EXIT_TROUBLE : AVOW_EXIT_FINE;
}
