/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names and the order of what the model says of readiness. */
#include "reports/walk_parts.h"

static void tell_sentences(struct walk *walk, const char *array, const char *item,
			   const char *const *sentences, size_t count)
{
	begin_array(walk, array);
	for (size_t i = 0; i < count; i++)
		lines(walk, item, sentences[i]);
	end_array(walk);
}

static void tell_asked(struct walk *walk, const struct avow_ready_asked *asked)
{
	begin_object(walk, "asked");
	number(walk, "denied", asked->denied);
	number(walk, "allowed", asked->allowed);
	number(walk, "hidden", asked->hidden);
	number(walk, "unjudged", asked->unjudged);
	number(walk, "unasked", asked->unasked);
	end_object(walk);
}

static void tell_novelty(struct walk *walk, const struct avow_novelty *novelty)
{
	if (!novelty->occasions)
		return;
	begin_object(walk, "novelty");
	number(walk, "width", novelty->width);
	number(walk, "occasions", novelty->occasions);
	number(walk, "once", novelty->once);
	number(walk, "twice", novelty->twice);
	number(walk, "sightings", novelty->sightings);
	number(walk, "telling", novelty->telling);
	number(walk, "pairs", novelty->pairs);
	number(walk, "chance", novelty->chance);
	number(walk, "low", novelty->low);
	number(walk, "high", novelty->high);
	number(walk, "next", novelty->next);
	number(walk, "unseen", novelty->unseen);
	number(walk, "unseen_low", novelty->unseen_low);
	number(walk, "unseen_high", novelty->unseen_high);
	end_object(walk);
}

/* What it did, by when it was first seen; nothing of what has no time. */
static void tell_discovery(struct walk *walk, const struct avow_ready_subject *subject)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_array(walk, "discovery");
	for (size_t i = 0; i < subject->found_count; i++) {
		const struct avow_ready_found *found = &subject->found[i];

		if (!avow_time_is_known(found->time))
			continue;
		begin_object(walk, "found");
		time_of(walk, "time", found->time);
		lines(walk, "cluster", avow_clusters_at(set, found->cluster)->id);
		string(walk, "permission", found->permission);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_times(struct walk *walk, const struct avow_ready_subject *subject)
{
	time_of(walk, "first", subject->first);
	time_of(walk, "newest", subject->newest);
	time_of(walk, "last", subject->last);
	number(walk, "watched", subject->watched);
	number(walk, "quiet", subject->quiet);
	number(walk, "boots", subject->boots);
	number(walk, "processes", subject->processes);
	walk->sink->boolean(walk->data, "more_processes", subject->has_more_processes);
}

static void tell_subject(struct walk *walk, const struct avow_ready_subject *subject)
{
	bool is_selinux = subject->lsm == AVOW_LSM_SELINUX;

	begin_object(walk, "subject");
	string(walk, is_selinux ? "domain" : "profile", subject->name);
	if (!avow_span_is_empty(subject->namespace))
		string(walk, "namespace", subject->namespace);
	lines(walk, "verdict", avow_ready_name(subject->verdict));
	tell_sentences(walk, "missing", "text", subject->missing, subject->missing_count);
	tell_sentences(walk, "notes", "text", subject->notes, subject->note_count);
	number(walk, "clusters", subject->cluster_count);
	number(walk, "permissions", subject->found_count);
	number(walk, "denials", subject->denials);
	walk->sink->boolean(walk->data, "at_least", subject->is_at_least);
	tell_permissive(walk, subject->permissive_yes, subject->permissive_no,
			subject->permissive_unknown);
	number(walk, "real", subject->real);
	tell_times(walk, subject);
	tell_asked(walk, &subject->asked);
	tell_novelty(walk, &subject->novelty);
	tell_discovery(walk, subject);
	end_object(walk);
}

void avow_walk_readiness(struct walk *walk, const struct avow_readiness *readiness)
{
	begin_object(walk, "readiness");
	number(walk, "chance_wanted", readiness->limits.chance);
	number(walk, "quiet_wanted", readiness->limits.quiet);
	begin_array(walk, "subjects");
	for (size_t i = 0; i < readiness->count; i++)
		tell_subject(walk, &readiness->subjects[i]);
	end_array(walk);
	end_object(walk);
}
