/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_WALK_PARTS_H
#define AVOW_REPORTS_WALK_PARTS_H

/*
 * What walk.c and the files of its parts tell the model with: members by name, each
 * as clean text. Nobody else includes it.
 */
#include "analyzer/base/escape.h"
#include "reports/phrase.h"
#include "reports/readiness.h"
#include "reports/walk.h"

struct walk {
	const struct avow_report *report;
	const struct avow_summary *summary;
	const struct avow_atoms *atoms;
	const struct avow_sink *sink;
	void *data;
	struct avow_buf scratch;
	bool failed;
};

static inline void begin_object(struct walk *walk, const char *name)
{
	walk->sink->begin_object(walk->data, name);
}

static inline void end_object(struct walk *walk)
{
	walk->sink->end_object(walk->data);
}

static inline void begin_array(struct walk *walk, const char *name)
{
	walk->sink->begin_array(walk->data, name);
}

static inline void end_array(struct walk *walk)
{
	walk->sink->end_array(walk->data);
}

static inline void number(struct walk *walk, const char *name, uint64_t value)
{
	walk->sink->number(walk->data, name, value);
}

/* Hands over what scratch holds. */
static inline void tell_scratch(struct walk *walk, const char *name)
{
	const char *text = avow_buf_string(&walk->scratch);

	if (walk->scratch.failed)
		walk->failed = true;
	else
		walk->sink->string(walk->data, name, text);
}

/* Any bytes: their display form, and all of them as NAME_hex when that differs. */
static inline void string(struct walk *walk, const char *name, struct avow_span bytes)
{
	char hex_name[40];

	avow_buf_clear(&walk->scratch);
	avow_escape_display(&walk->scratch, bytes);
	tell_scratch(walk, name);
	if (avow_escape_is_clean(bytes))
		return;
	avow_buf_clear(&walk->scratch);
	avow_escape_hex(&walk->scratch, bytes);
	snprintf(hex_name, sizeof(hex_name), "%s_hex", name);
	tell_scratch(walk, hex_name);
}

static inline void atom(struct walk *walk, const char *name, uint32_t value)
{
	string(walk, name, avow_atoms_text(walk->atoms, value));
}

/* Text of several lines that avow made; nothing when NULL. */
static inline void lines(struct walk *walk, const char *name, const char *text)
{
	if (!text)
		return;
	avow_buf_clear(&walk->scratch);
	avow_phrase_lines(&walk->scratch, avow_span_of(text));
	tell_scratch(walk, name);
}

static inline void time_of(struct walk *walk, const char *name, struct avow_time time)
{
	avow_buf_clear(&walk->scratch);
	avow_phrase_time(&walk->scratch, time);
	if (walk->scratch.length)
		tell_scratch(walk, name);
}

static inline void place(struct walk *walk, struct avow_place at)
{
	string(walk, "input", avow_report_input_name(walk->report, at));
	number(walk, "line", at.line);
}

/* Words with a blank between, as an array of strings. */
static inline void permissions(struct walk *walk, struct avow_span words)
{
	begin_array(walk, "permissions");
	while (words.length) {
		size_t end = avow_span_find(words, ' ');

		avow_buf_clear(&walk->scratch);
		avow_escape_display(&walk->scratch, avow_span_first(words, end));
		if (end)
			tell_scratch(walk, "permission");
		words = avow_span_skip(words, end + 1);
	}
	end_array(walk);
}

static inline void tell_permissive(struct walk *walk, uint64_t yes, uint64_t no,
				   uint64_t unknown)
{
	begin_object(walk, "permissive");
	number(walk, "yes", yes);
	number(walk, "no", no);
	number(walk, "unknown", unknown);
	end_object(walk);
}

/* Tells of one cluster, by its index, and of what the policy and the baseline say of it.
 */
void avow_walk_cluster(struct walk *walk, size_t index);

void avow_walk_risks(struct walk *walk, const struct avow_risk *const *risks,
		     size_t count);

/* Nothing where nothing is said of it. */
void avow_walk_severity(struct walk *walk, const struct avow_severity *severity);

/* Tells of audit rules, where some were given. */
void avow_walk_rules(struct walk *walk);

/* Tells what went on besides denials, where that was asked for. */
void avow_walk_activity(struct walk *walk);

/* Tells how ready each domain and profile is. */
void avow_walk_readiness(struct walk *walk, const struct avow_readiness *readiness);

/* Tells of the plan, where one was made. */
void avow_walk_plan(struct walk *walk);

#endif
