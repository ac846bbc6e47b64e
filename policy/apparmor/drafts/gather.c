/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What profiles a log calls for. A whole one: denials in complain mode of a profile that
 * is not among those that were read, or of a program that was learned of outside of any.
 * A child: a profile has no rule for a program that it started while it learned, and the
 * program did what the profile may not do. Children have no children.
 */
#include "policy/apparmor/drafts/drafts.h"

#include "policy/apparmor/exec.h"
#include "policy/apparmor/reason.h"

#define STARTED_MAX 1024

struct gathering {
	const struct avow_drafts_input *input;
	struct avow_profile_drafts *drafts;
	const struct avow_atoms *atoms;
	const struct avow_profile *base; /* abstractions/base, or NULL */
	struct avow_arena scratch;
	bool is_out_of_memory;
};

/* The name of a cluster's profile taken apart. */
struct label {
	struct avow_span base;    /* "lamp" of "lamp//null-/usr/bin/id" */
	struct avow_span program; /* "/usr/bin/id", the first; empty: none */
};

static struct label label_of(struct avow_span name)
{
	struct label label = { .base = avow_span_first(
				       name, avow_span_search(name, AVOW_LEARNING)) };
	struct avow_span rest = avow_span_skip(name, label.base.length);

	rest = avow_span_skip(rest, rest.length ? strlen(AVOW_LEARNING) : 0);
	label.program = avow_span_first(rest, avow_span_search(rest, AVOW_LEARNING));
	return label;
}

/* Names that need no quotes, and that are no patterns. */
static bool is_plain(struct avow_span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];

		if (!(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z') &&
		    !(byte >= '0' && byte <= '9') && (!byte || !strchr("/._+-", byte)))
			return false;
	}
	return name.length > 0 && name.length < 256;
}

static const char *keep(struct gathering *g, struct avow_span text)
{
	const char *copy = avow_arena_string(&g->drafts->arena, text);

	g->is_out_of_memory |= !copy;
	return copy;
}

static bool is_accepted(const struct gathering *g, const char *code)
{
	return !g->input->accept || avow_steering_lists(g->input->accept, code);
}

static struct avow_profile_draft *find_draft(const struct gathering *g,
					     struct avow_span name)
{
	for (size_t i = 0; i < g->drafts->count; i++)
		if (avow_span_is(name, g->drafts->at[i].name))
			return g->drafts->at + i;
	return NULL;
}

static struct avow_profile_draft *add_draft(struct gathering *g, struct avow_span name)
{
	struct avow_profile_draft *draft;
	const char *copy;

	if (g->drafts->count == AVOW_DRAFTS_MAX)
		return NULL;
	copy = keep(g, name);
	if (!copy)
		return NULL;
	draft = g->drafts->at + g->drafts->count++;
	*draft = (struct avow_profile_draft){ .name = copy, .is_complain = true };
	return draft;
}

/* Whether a whole profile of this name may be made: nobody else makes it. */
static bool is_possible(struct avow_span name)
{
	return is_plain(name) && !avow_span_is(name, "unconfined") &&
	       avow_span_search(name, "//") == name.length &&
	       !avow_profile_is_managed(name);
}

/* The name of the profile that the cluster has not, and needs; empty: it has one. */
static struct avow_span missing_name(const struct gathering *g, const struct label *label)
{
	const struct avow_profiles *profiles = g->input->profiles;

	if (avow_span_is(label->base, "unconfined"))
		return avow_profile_attached(profiles, label->program) ? avow_span_of("")
								       : label->program;
	return avow_profiles_named(profiles, label->base, avow_span_of(""))
		       ? avow_span_of("")
		       : label->base;
}

static void gather_whole(struct gathering *g, const struct avow_cluster *cluster)
{
	struct label label =
		label_of(avow_atoms_text(g->atoms, cluster->apparmor->profile));
	struct avow_span name = missing_name(g, &label);
	struct avow_profile_draft *draft;

	if (!name.length || !is_possible(name))
		return;
	draft = find_draft(g, name);
	if (!draft)
		draft = add_draft(g, name);
	if (draft)
		draft->allowed += cluster->permissive_yes;
}

/* The profile of the root namespace, or the draft, that started the program. */
static struct avow_profile_started find_parent(const struct gathering *g,
					       const struct label *label)
{
	struct avow_profile_started parent = { 0 };
	struct avow_profile_draft *draft = find_draft(g, label->base);

	parent.parent =
		avow_profiles_named(g->input->profiles, label->base, avow_span_of(""));
	if (parent.parent && parent.parent->parent)
		parent.parent = NULL;
	if (!parent.parent && draft && !draft->is_void)
		parent.parent_draft = draft;
	return parent;
}

static struct avow_profile_started *
find_started(const struct gathering *g, const struct avow_profile_started *parent,
	     struct avow_span program)
{
	for (size_t i = 0; i < g->drafts->started_count; i++) {
		struct avow_profile_started *at = g->drafts->started + i;

		if (at->parent == parent->parent &&
		    at->parent_draft == parent->parent_draft &&
		    avow_span_is(program, at->program))
			return at;
	}
	return NULL;
}

static struct avow_profile_started *add_started(struct gathering *g,
						const struct avow_profile_started *parent,
						struct avow_span program)
{
	const struct avow_profiles *profiles = g->input->profiles;
	const struct avow_profile_draft *draft = find_draft(g, program);
	struct avow_profile_started *started;

	if (g->drafts->started_count == STARTED_MAX)
		return NULL;
	started = g->drafts->started + g->drafts->started_count;
	*started = *parent;
	started->program = keep(g, program);
	if (!started->program)
		return NULL;
	g->drafts->started_count++;
	started->is_settled = avow_profile_exec_rule(profiles, parent->parent, program) ||
			      avow_profile_child_for(profiles, parent->parent, program) ||
			      avow_profile_attached(profiles, program) ||
			      (draft && !draft->is_void);
	return started;
}

static bool is_allowed(const struct avow_profiles *profiles,
		       const struct avow_profile *profile,
		       const struct avow_profile_question *question)
{
	struct avow_cover cover;

	if (!profile)
		return false;
	cover = avow_profile_cover((struct avow_arena *)&profiles->arena, profile,
				   &question->access, question->bit);
	return cover.coverage == AVOW_COVER_ALLOWED;
}

/* A program that runs in its parent is read and mapped by the rule that runs it. */
static bool is_of_itself(const struct avow_profile_question *question,
			 const struct avow_profile_started *started)
{
	return question->access.class == AVOW_RULE_FILE &&
	       (question->bit == AVOW_FILE_READ || question->bit == AVOW_FILE_MMAP) &&
	       avow_span_is(question->object, started->program);
}

static bool is_same_question(const struct avow_profile_question *a,
			     const struct avow_profile_question *b)
{
	return a->bit == b->bit && avow_span_equal(a->object, b->object);
}

/* Whether @cluster, which is of the parent, asks for the same. */
static bool asks(struct gathering *g, const struct avow_cluster *cluster,
		 const struct avow_profile_question *wanted)
{
	struct avow_profile_question *questions;
	size_t count;

	questions = avow_questions_of(&g->scratch, g->atoms, cluster, &count);
	g->is_out_of_memory |= !questions && count;
	for (size_t i = 0; questions && i < count; i++)
		if (is_same_question(questions + i, wanted))
			return true;
	return false;
}

/* Whether the parent asked for it too, and gets a rule for it. */
static bool is_asked_by(struct gathering *g, const char *parent,
			const struct avow_cluster *of,
			const struct avow_profile_question *wanted)
{
	const struct avow_clusters *clusters = g->input->clusters;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);

		if (cluster->lsm == AVOW_LSM_APPARMOR &&
		    cluster->apparmor->class_name == of->apparmor->class_name &&
		    avow_span_equal(cluster->apparmor->object, of->apparmor->object) &&
		    avow_span_is(avow_atoms_text(g->atoms, cluster->apparmor->profile),
				 parent) &&
		    asks(g, cluster, wanted))
			return true;
	}
	return false;
}

static bool is_needed(struct gathering *g, const struct avow_profile_started *started,
		      const struct avow_cluster *cluster)
{
	const char *parent =
		started->parent ? started->parent->name : started->parent_draft->name;
	struct avow_profile_question *questions;
	size_t count;

	questions = avow_questions_of(&g->scratch, g->atoms, cluster, &count);
	g->is_out_of_memory |= !questions && count;
	for (size_t i = 0; questions && i < count; i++)
		if (!is_of_itself(questions + i, started) &&
		    !is_allowed(g->input->profiles, started->parent, questions + i) &&
		    (started->parent ||
		     !is_allowed(g->input->abstractions, g->base, questions + i)) &&
		    !is_asked_by(g, parent, cluster, questions + i))
			return true;
	return false;
}

static void gather_started(struct gathering *g, const struct avow_cluster *cluster)
{
	struct label label =
		label_of(avow_atoms_text(g->atoms, cluster->apparmor->profile));
	struct avow_profile_started parent = find_parent(g, &label), *started;

	if ((!parent.parent && !parent.parent_draft) || !is_plain(label.program) ||
	    label.program.data[0] != '/')
		return;
	started = find_started(g, &parent, label.program);
	if (!started)
		started = add_started(g, &parent, label.program);
	if (!started || started->is_settled || started->has_needs)
		return;
	started->has_needs = is_needed(g, started, cluster);
	avow_arena_clear(&g->scratch);
}

/* "lamp//id", or the whole path where the profile has a child of that name. */
static void name_child(const struct gathering *g, const char *parent, const char *program,
		       struct avow_buf *out)
{
	const char *name = strrchr(program, '/') + 1;

	avow_buf_printf(out, "%s//%s", parent, name);
	if (!*name || find_draft(g, avow_buf_span(out)) ||
	    avow_profiles_named(g->input->profiles, avow_buf_span(out),
				avow_span_of(""))) {
		avow_buf_clear(out);
		avow_buf_printf(out, "%s//%s", parent, program);
	}
}

static void add_child(struct gathering *g, struct avow_profile_started *started)
{
	const char *parent =
		started->parent ? started->parent->name : started->parent_draft->name;
	struct avow_profile_draft *draft;
	struct avow_buf name = { 0 };

	name_child(g, parent, started->program, &name);
	g->is_out_of_memory |= name.failed;
	draft = name.failed ? NULL : add_draft(g, avow_buf_span(&name));
	avow_buf_free(&name);
	if (!draft)
		return;
	draft->program = started->program;
	draft->parent = started->parent;
	draft->parent_draft = started->parent_draft;
	draft->is_complain =
		!started->parent || started->parent->state == AVOW_PROFILE_COMPLAIN;
}

static void add_children(struct gathering *g)
{
	for (size_t i = 0; i < g->drafts->started_count; i++) {
		struct avow_profile_started *started = g->drafts->started + i;

		if (started->is_settled)
			continue;
		started->is_helper = !started->has_needs;
		if (started->has_needs && is_accepted(g, "AA-NEW-CHILD"))
			add_child(g, started);
	}
}

static void each(struct gathering *g,
		 void (*gather)(struct gathering *, const struct avow_cluster *))
{
	const struct avow_clusters *clusters = g->input->clusters;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);
		struct avow_span namespace = avow_span_of("root");

		if (cluster->lsm != AVOW_LSM_APPARMOR)
			continue;
		if (cluster->apparmor->namespace != AVOW_NO_ATOM)
		namespace = avow_atoms_text(g->atoms, cluster->apparmor->namespace);
		if (avow_span_is(namespace, "root"))
			gather(g, cluster);
	}
}

int avow_drafts_gather(const struct avow_drafts_input *input,
		       struct avow_profile_drafts *drafts)
{
	struct gathering g = { .input = input,
			       .drafts = drafts,
			       .atoms = avow_clusters_atoms(input->clusters) };

	drafts->started =
		avow_arena_alloc(&drafts->arena, STARTED_MAX * sizeof(*drafts->started));
	if (!drafts->started)
		return AVOW_E_NOMEM;
	if (input->abstractions)
		g.base = avow_profiles_named(input->abstractions, avow_span_of("base"),
					     avow_span_of(""));
	if (is_accepted(&g, "AA-NEW-PROFILE"))
		each(&g, gather_whole);
	for (size_t i = 0; i < drafts->count; i++)
		drafts->at[i].is_void = !drafts->at[i].allowed;
	each(&g, gather_started);
	add_children(&g);
	avow_arena_free(&g.scratch);
	return g.is_out_of_memory ? AVOW_E_NOMEM : 0;
}
