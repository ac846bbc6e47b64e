/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The keys of `avow watch`, in one table that their help is made of. What a key does to
 * a cluster is done to a copy of it, so that reading goes on meanwhile.
 */
#include "cli/watch_screen.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/print.h"
#include "cli/screen.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/watch_view.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/layout.h"
#include "reports/plan/question.h"
#include "reports/why.h"

#define TICK_MS 250 /* between two drawings, unless a key is pressed */
#define MODULE_NAME "avow_local"

struct showing {
	struct avow_watch *watch;
	struct avow_watch_view view;
	bool is_over;
};

static void say(struct showing *showing, const char *text)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, avow_span_of(text));
	snprintf(showing->view.message, sizeof(showing->view.message), "%s",
		 avow_buf_string(&clean));
	avow_buf_free(&clean);
}

/* The id of the row under the cursor; false, which is said, when there is none. */
static bool take_chosen(struct showing *showing, char id[13])
{
	struct avow_watch_view *view = &showing->view;
	size_t count;

	if (!view->shown_count) {
		say(showing, "there is no cluster");
		return false;
	}
	avow_watch_lock(view->model);
	memcpy(id, avow_watch_rows(view->model, &count)[view->shown[view->cursor]].id,
	       13);
	avow_watch_unlock(view->model);
	memcpy(view->chosen, id, sizeof(view->chosen));
	return true;
}

static void set_seen(struct showing *showing, const char *id)
{
	struct avow_watch_row *row;

	avow_watch_lock(showing->view.model);
	row = avow_watch_find(showing->view.model, id);
	if (row)
		row->is_new = false;
	avow_watch_unlock(showing->view.model);
}

/* A session of the one cluster @id; false, which is said, when it cannot be had. */
static bool open_session(struct showing *showing, const char *id,
			 struct avow_session *session)
{
	*session = (struct avow_session){ 0 };
	say(showing, "asking the policy ...");
	avow_watch_draw(&showing->view);
	session->analysis.clusters = avow_watch_copy(showing->view.model, id);
	showing->view.message[0] = '\0';
	if (session->analysis.clusters && avow_clusters_count(session->analysis.clusters))
		return true;
	say(showing, "the cluster cannot be had now: reading is busy, or it is gone");
	return false;
}

/* What is told in its place when no policy could be asked. */
static void put_no_policy(const struct showing *showing,
			  const struct avow_session *session, FILE *out)
{
	struct avow_layout layout = { .columns = showing->view.columns };

	avow_layout_puts(&layout, AVOW_TINT_NONE,
			 "There is no policy to ask about this cluster.");
	avow_layout_end_line(&layout);
	if (session->no_policy)
		avow_layout_puts(&layout, AVOW_TINT_NONE, session->no_policy);
	avow_layout_end_line(&layout);
	fwrite(avow_buf_span(&layout.out).data, 1, layout.out.length, out);
	avow_buf_free(&layout.out);
}

/* The text of `avow why` for the session's cluster; NULL: memory is out. */
static char *why_text(const struct showing *showing, struct avow_session *session)
{
	const struct avow_report report = { .analysis = &session->analysis,
					    .findings = &session->findings };
	const struct avow_report_style style = { .columns = showing->view.columns,
						 .has_colour = showing->view.has_colour };
	const struct avow_why_options why = { .id = { "", 0 } };
	struct avow_error error = { 0 };
	char *text = NULL;
	size_t length, told = 0;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return NULL;
	if (session->has_findings &&
	    avow_report_why(&report, &why, &style, out, &told, &error))
		fprintf(out, "%s\n", error.message);
	if (!told)
		put_no_policy(showing, session, out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static void open_why(struct showing *showing)
{
	const struct avow_asking *asking = showing->watch->asking;
	const struct avow_selinux_options asked = {
		.module = MODULE_NAME,
		.contexts = asking->contexts,
		.neverallow = asking->neverallow,
		.has_decisions = true,
		.has_layers = true,
	};
	struct avow_session session;
	char id[13];

	if (!take_chosen(showing, id))
		return;
	if (open_session(showing, id, &session)) {
		avow_session_ask(&session, asking->policy, &asked);
		avow_session_ask_profiles(&session, asking->profiles,
					  &(struct avow_apparmor_options){ 0 });
		avow_watch_set_page(&showing->view, why_text(showing, &session));
		set_seen(showing, id);
	}
	avow_session_close(&session);
}

/* Reads the file of decisions: it may have been edited. False, which is said. */
static bool read_decisions(struct showing *showing, struct avow_rulings *out)
{
	const char *path = showing->watch->decisions;
	const struct avow_analysis now = { 0 };
	struct avow_error error;
	int code;

	*out = (struct avow_rulings){ 0 };
	if (!path) {
		say(showing, "--decisions FILE says where decisions are written to");
		return false;
	}
	code = avow_decisions_open(path, &now, true, out, &error);
	if (code == 0 && out->all_doubts)
		code = avow_error_set(&error, AVOW_E_INPUT,
				      "%s: mend it before it is written to", path);
	if (code == 0)
		return true;
	say(showing, error.message);
	avow_rulings_free(out);
	return false;
}

/* Makes what is in the file what the model goes by. */
static bool refresh_decisions(struct showing *showing)
{
	struct avow_rulings fresh;

	if (!read_decisions(showing, &fresh))
		return false;
	avow_watch_lock(showing->view.model);
	avow_rulings_free(showing->watch->rulings);
	*showing->watch->rulings = fresh;
	avow_watch_unlock(showing->view.model);
	return true;
}

static bool is_decided(struct showing *showing, const char *id)
{
	bool is_decided;

	avow_watch_lock(showing->view.model);
	is_decided = avow_watch_ruling(showing->view.model, id) != NULL;
	avow_watch_unlock(showing->view.model);
	return is_decided;
}

static bool save_decisions(struct showing *showing)
{
	struct avow_error error;

	if (avow_decisions_save(showing->watch->decisions, showing->watch->rulings,
				&error) == 0)
		return true;
	say(showing, error.message);
	return false;
}

/* Hands the terminal over to the questions of `avow suggest --interactive`. */
static void ask_at_terminal(struct showing *showing, const struct avow_report *report,
			    struct avow_rulings *rulings)
{
	struct avow_screen *screen = showing->view.screen;
	struct avow_error error;

	avow_screen_close(screen);
	(void)avow_ask(report, rulings, showing->watch->decisions);
	avow_watch_forget(&showing->view);
	if (avow_screen_open(screen, "watch", &error) ||
	    avow_screen_set_full(screen, true, &error))
		showing->is_over = true;
}

/* Asks which change of the session's cluster to accept, if there is any. */
static void choose_change(struct showing *showing, struct avow_session *session,
			  struct avow_rulings *rulings)
{
	const struct avow_asking *asking = showing->watch->asking;
	const struct avow_steering steering = { .rulings = rulings };
	const struct avow_selinux_options asked = {
		.module = MODULE_NAME,
		.contexts = asking->contexts,
		.neverallow = asking->neverallow,
		.steering = &steering,
		.has_decisions = true,
		.has_layers = true,
	};
	const struct avow_report report = { .analysis = &session->analysis,
					    .findings = &session->findings };
	struct avow_question_choices choices = { .count = 0 };

	avow_session_ask(session, asking->policy, &asked);
	avow_session_ask_profiles(
		session, asking->profiles,
		&(struct avow_apparmor_options){ .steering = &steering });
	if (!session->has_findings) {
		say(showing, "there is no policy to ask for a change");
		return;
	}
	avow_question_choices(&report, 0, &choices);
	if (choices.count)
		ask_at_terminal(showing, &report, rulings);
	else
		say(showing,
		    "no change is known that could be accepted: Enter tells why");
}

static void accept(struct showing *showing)
{
	struct avow_session session;
	struct avow_rulings rulings;
	char id[13];

	if (!take_chosen(showing, id) || !refresh_decisions(showing))
		return;
	if (is_decided(showing, id)) {
		say(showing, "it is decided: u takes the decision back");
		return;
	}
	if (open_session(showing, id, &session) && read_decisions(showing, &rulings)) {
		choose_change(showing, &session, &rulings);
		avow_rulings_free(&rulings);
		(void)refresh_decisions(showing);
		set_seen(showing, id);
	}
	avow_session_close(&session);
}

/* Asks for a line at the bottom of the screen. */
static bool ask_line(struct showing *showing, const char *prompt, struct avow_buf *out)
{
	struct avow_screen *screen = showing->view.screen;
	bool is_whole;

	fprintf(screen->out, "\033[%u;1H\033[K\033[?25h", showing->view.rows);
	is_whole = avow_screen_line(screen, prompt, out);
	fputs("\033[?25l", screen->out);
	avow_watch_forget(&showing->view);
	return is_whole;
}

static void ignore(struct showing *showing)
{
	struct avow_ruling ruling = { .is_refusal = true };
	struct avow_buf because = { 0 };
	const struct avow_watch_row *row;
	char id[13];
	int code;

	if (take_chosen(showing, id) && refresh_decisions(showing) &&
	    ask_line(showing, "Ignore it, because: ", &because)) {
		memcpy(ruling.cluster, id, sizeof(ruling.cluster));
		if (because.length)
			ruling.values[AVOW_RULING_BECAUSE] = avow_buf_string(&because);
		avow_watch_lock(showing->view.model);
		row = avow_watch_find(showing->view.model, id);
		ruling.label = row ? row->label : "";
		code = avow_rulings_set(showing->watch->rulings, &ruling);
		avow_watch_unlock(showing->view.model);
		if (code < 0)
			say(showing, "memory is out");
		else if (save_decisions(showing))
			say(showing, "ignored; u takes it back");
		set_seen(showing, id);
	}
	avow_buf_free(&because);
}

static void take_back(struct showing *showing)
{
	struct avow_rulings *rulings = showing->watch->rulings;
	char id[13];
	bool is_there;

	if (!take_chosen(showing, id) || !refresh_decisions(showing))
		return;
	avow_watch_lock(showing->view.model);
	is_there = avow_rulings_find(rulings, id) != NULL;
	if (is_there)
		avow_rulings_unset(rulings, id);
	avow_watch_unlock(showing->view.model);
	if (!is_there)
		say(showing, "there is no decision to take back");
	else if (save_decisions(showing))
		say(showing, "it is open again");
}

static void filter(struct showing *showing)
{
	struct avow_buf text = { 0 }, clean = { 0 };

	if (ask_line(showing, "Show what has: ", &text)) {
		avow_escape_display(&clean, avow_buf_span(&text));
		snprintf(showing->view.filter, sizeof(showing->view.filter), "%s",
			 avow_buf_string(&clean));
	}
	avow_buf_free(&text);
	avow_buf_free(&clean);
}

static void sort(struct showing *showing)
{
	showing->view.order = (showing->view.order + 1) % AVOW_WATCH_ORDER_COUNT;
	showing->view.chosen[0] = '\0';
}

static void see_all(struct showing *showing)
{
	struct avow_watch_row *rows;
	size_t count;

	avow_watch_lock(showing->view.model);
	rows = avow_watch_rows(showing->view.model, &count);
	for (size_t i = 0; i < count; i++)
		rows[i].is_new = false;
	avow_watch_unlock(showing->view.model);
}

static void move_up(struct showing *showing)
{
	avow_watch_move(&showing->view, -1);
}

static void move_down(struct showing *showing)
{
	avow_watch_move(&showing->view, 1);
}

static void page_up(struct showing *showing)
{
	avow_watch_move_screens(&showing->view, -1);
}

static void page_down(struct showing *showing)
{
	avow_watch_move_screens(&showing->view, 1);
}

static void move_first(struct showing *showing)
{
	avow_watch_move(&showing->view, -(1L << 30));
}

static void move_last(struct showing *showing)
{
	avow_watch_move(&showing->view, 1L << 30);
}

static void redraw(struct showing *showing)
{
	avow_watch_forget(&showing->view);
}

static void go_back(struct showing *showing)
{
	if (showing->view.page.text)
		avow_watch_set_page(&showing->view, NULL);
	else
		showing->view.filter[0] = '\0';
}

static void quit(struct showing *showing)
{
	if (showing->view.page.text)
		avow_watch_set_page(&showing->view, NULL);
	else
		showing->is_over = true;
}

static void leave(struct showing *showing)
{
	showing->is_over = true;
}

static void help(struct showing *showing);

#define KEYS_MAX 4

static const struct {
	const char *name; /* for people; NULL: as the one above */
	const char *says;
	int keys[KEYS_MAX];
	void (*act)(struct showing *showing);
} actions[] = {
	{ "Up, k", "one line up", { AVOW_KEY_UP, 'k' }, move_up },
	{ "Down, j", "one line down", { AVOW_KEY_DOWN, 'j' }, move_down },
	{ "PageUp, b", "one screen up", { AVOW_KEY_PAGE_UP, 'b' }, page_up },
	{ "PageDown, Space", "one screen down", { AVOW_KEY_PAGE_DOWN, ' ' }, page_down },
	{ "Home, g", "to the first", { AVOW_KEY_HOME, 'g' }, move_first },
	{ "End, G", "to the last", { AVOW_KEY_LAST, 'G' }, move_last },
	{ "Enter, w",
	  "why: what avow why tells of the cluster",
	  { '\r', '\n', 'w' },
	  open_why },
	{ "a",
	  "accept a change for the cluster, which is asked about as by avow suggest "
	  "--interactive, into the file of --decisions",
	  { 'a' },
	  accept },
	{ "i",
	  "ignore the cluster: it is refused, with a reason, in the file of --decisions",
	  { 'i' },
	  ignore },
	{ "u", "undo: take the cluster's decision out of the file", { 'u' }, take_back },
	{ "/",
	  "show only what has a text in it; an empty one shows all",
	  { '/' },
	  filter },
	{ "s", "sort by the next of: newest, rate, count, name", { 's' }, sort },
	{ "m", "mark all as seen", { 'm' }, see_all },
	{ "Escape", "back to the list, or to all of it", { AVOW_KEY_ESCAPE }, go_back },
	{ "Ctrl-L", "draw the screen anew", { 12, AVOW_KEY_OTHER }, redraw },
	{ "?, h", "this list of keys", { '?', 'h' }, help },
	{ "q", "back to the list; from there, quit", { 'q' }, quit },
	{ "Ctrl-C", "quit", { 3, 4, AVOW_KEY_END }, leave },
};

const char *avow_watch_key(size_t index, struct avow_buf *says)
{
	if (index >= AVOW_ARRAY_SIZE(actions))
		return NULL;
	avow_buf_puts(says, actions[index].says);
	return actions[index].name;
}

static void help(struct showing *showing)
{
	struct avow_buf text = { 0 };

	avow_buf_puts(&text, "Keys\n\n");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(actions); i++)
		avow_buf_printf(&text, "%-16s %s\n", actions[i].name, actions[i].says);
	avow_buf_puts(&text, "\nMarks: * new, a accepted, i ignored. /MIN is the denials "
			     "of the last minute, LAST\nhow long ago the latest was.\n");
	avow_watch_set_page(&showing->view, strdup(avow_buf_string(&text)));
	avow_buf_free(&text);
}

static void act(struct showing *showing, int key)
{
	if (key == AVOW_KEY_NONE)
		return;
	showing->view.message[0] = '\0';
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(actions); i++)
		for (size_t k = 0; k < KEYS_MAX && actions[i].keys[k]; k++)
			if (actions[i].keys[k] == key) {
				actions[i].act(showing);
				return;
			}
}

/* Tells once that nothing more will come. */
static void tell_end(struct showing *showing, bool *is_told)
{
	if (*is_told || !avow_watch_has_ended(showing->view.model))
		return;
	*is_told = true;
	say(showing, "all has been read; q quits");
}

int avow_watch_show(struct avow_watch *watch, struct avow_screen *screen)
{
	struct showing showing = {
		.watch = watch,
		.view = { .model = watch->model,
			  .screen = screen,
			  .has_colour = avow_terminal_style().has_colour },
	};
	struct avow_error error = { 0 };
	int status = AVOW_EXIT_FINE;
	bool is_told = false;

	if (avow_screen_set_full(screen, true, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	while (!showing.is_over) {
		avow_watch_run_all(watch->run, watch->model);
		tell_end(&showing, &is_told);
		avow_watch_draw(&showing.view);
		act(&showing, avow_screen_key_within(screen, TICK_MS));
	}
	if (screen->fd < 0)
		status = AVOW_EXIT_TROUBLE;
	avow_watch_view_free(&showing.view);
	return status;
}
