/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The verdict, which is the gravest of what is missing, in sentences without a full stop.
 * What only weakens it is noted beside.
 */
#include "reports/phrase.h"
#include "reports/readiness_parts.h"

#define SENTENCES 12 /* more than there are kinds, of what is missing or is noted */

struct judging {
	const struct avow_report *report;
	const struct avow_ready_limits *limits;
	struct avow_arena *arena;
	struct avow_ready_subject *subject;
	struct avow_buf scratch;
	bool failed;
};

/* Takes the sentence that scratch holds. */
static void take(struct judging *judging, const char **list, size_t *count)
{
	const char *copy =
		avow_arena_string(judging->arena, avow_buf_span(&judging->scratch));

	judging->failed |= judging->scratch.failed || !copy;
	avow_buf_clear(&judging->scratch);
	if (*count < SENTENCES && copy)
		list[(*count)++] = copy;
}

/* What scratch says keeps the subject from being ready. */
static void miss(struct judging *judging, enum avow_ready verdict)
{
	struct avow_ready_subject *subject = judging->subject;

	if (verdict < subject->verdict)
		subject->verdict = verdict;
	take(judging, subject->missing, &subject->missing_count);
}

static void note(struct judging *judging)
{
	take(judging, judging->subject->notes, &judging->subject->note_count);
}

static void put(struct judging *judging, const char *text)
{
	avow_buf_puts(&judging->scratch, text);
}

static void put_occasions(struct judging *judging, uint32_t count)
{
	avow_phrase_count(&judging->scratch, count, "occasion");
	put(judging, " of ");
	avow_phrase_duration(&judging->scratch, judging->subject->novelty.width);
}

/* Whether all was seen, by the chance of news. */
static void judge_chance(struct judging *judging)
{
	const struct avow_novelty *novelty = &judging->subject->novelty;
	uint32_t wanted = judging->limits->chance;

	if (novelty->chance > wanted) {
		put(judging, "on ");
		avow_phrase_number(&judging->scratch, novelty->telling);
		put(judging, " of ");
		put_occasions(judging, novelty->occasions);
		put(judging, " something was seen that was seen on no other: a chance of "
			     "news of ");
		avow_phrase_chance(&judging->scratch, novelty->chance);
		put(judging, ", where ");
		avow_phrase_chance(&judging->scratch, wanted);
		put(judging, " is the most that is asked for");
		miss(judging, AVOW_READY_NOT_YET);
	} else if (novelty->high > wanted) {
		put(judging, "it was refused something on ");
		put_occasions(judging, novelty->occasions);
		put(judging, ": too few to say that the chance of news is ");
		avow_phrase_chance(&judging->scratch, wanted);
		put(judging, " at most, for which ");
		avow_phrase_count(&judging->scratch, avow_novelty_needed(wanted),
				  "occasion");
		put(judging, " without news are needed");
		miss(judging, AVOW_READY_CANNOT_TELL);
	}
}

static void judge_quiet(struct judging *judging)
{
	if (judging->subject->quiet >= judging->limits->quiet)
		return;
	put(judging, "the newest of what it did was first seen ");
	avow_phrase_duration(&judging->scratch, judging->subject->quiet);
	put(judging, " before the end of the log, and ");
	avow_phrase_duration(&judging->scratch, judging->limits->quiet);
	put(judging, " without news is asked for");
	miss(judging, AVOW_READY_NOT_YET);
}

/* What the present policy makes of what was seen. */
static void judge_policy(struct judging *judging)
{
	const struct avow_ready_asked *asked = &judging->subject->asked;
	bool is_selinux = judging->subject->lsm == AVOW_LSM_SELINUX;

	if (asked->denied) {
		put(judging, is_selinux ? "the policy" : "the profile");
		put(judging, " would still refuse ");
		avow_phrase_count(&judging->scratch, asked->denied, "cluster");
		miss(judging, AVOW_READY_NOT_YET);
	}
	if (asked->unjudged) {
		avow_phrase_count(&judging->scratch, asked->unjudged, "cluster");
		put(judging, " cannot be judged: the records name what the ");
		put(judging, is_selinux ? "policy does not know" : "profiles do not say");
		miss(judging, AVOW_READY_CANNOT_TELL);
	}
	if (asked->unasked) {
		put(judging, is_selinux ? "no policy was asked about "
					: "no profiles were asked about ");
		avow_phrase_count(&judging->scratch, asked->unasked, "cluster");
		put(judging, is_selinux ? ": name it with --policy"
					: ": name them with --profiles");
		miss(judging, AVOW_READY_CANNOT_TELL);
	}
}

static void note_mode(struct judging *judging)
{
	const struct avow_ready_subject *subject = judging->subject;
	bool is_selinux = subject->lsm == AVOW_LSM_SELINUX;

	if (subject->real) {
		avow_phrase_count(&judging->scratch, subject->real, "denial");
		put(judging, subject->real == 1 ? " was" : " were");
		put(judging, " no mere line of a log: ");
		if (!subject->permissive_yes)
			put(judging, "it is enforced already");
		else
			put(judging, is_selinux ? "it is not permissive all the time"
						: "some is refused in complain mode too, "
						  "or it is not always in it");
		note(judging);
	}
	if (subject->is_at_least) {
		put(judging, "its counts are lower bounds, since the kernel leaves out "
			     "what it logged before: the chance of news is overstated "
			     "rather than understated");
		note(judging);
	}
	if (subject->asked.hidden) {
		avow_phrase_count(&judging->scratch, subject->asked.hidden, "cluster");
		put(judging, " would be refused without a record (dontaudit), as the "
			     "policy means it");
		note(judging);
	}
}

/* What cannot have been seen, or has got lost. */
static void note_gaps(struct judging *judging)
{
	const struct avow_ready_subject *subject = judging->subject;
	const struct avow_evidence *evidence = &judging->report->analysis->evidence;
	uint64_t malformed = avow_evidence_total(evidence).malformed;

	if (subject->processes == 1 && !subject->has_more_processes) {
		put(judging, "all of it is from one process: what it does when it "
			     "starts, or ends, was seen once at most");
		note(judging);
	}
	if (!subject->boots) {
		put(judging, "no boot is in the log since it was first seen: what it "
			     "does then may not have been seen");
		note(judging);
	}
	if (avow_evidence_remarks(evidence, AVOW_REMARK_GROUP_LOSS)) {
		put(judging, "there are signs that records got lost, which may have "
			     "been of it");
		note(judging);
	}
	if (malformed) {
		avow_phrase_count(&judging->scratch, malformed, "record");
		put(judging, " cannot be read, which may have been of it");
		note(judging);
	}
}

int avow_readiness_judge(const struct avow_report *report,
			 const struct avow_ready_limits *limits, struct avow_arena *arena,
			 struct avow_ready_subject *subject)
{
	struct judging judging = {
		.report = report, .limits = limits, .arena = arena, .subject = subject
	};
	const char **room = avow_arena_alloc(arena, 2 * SENTENCES * sizeof(*room));

	if (!room)
		return AVOW_E_NOMEM;
	subject->missing = room;
	subject->notes = room + SENTENCES;
	subject->verdict = AVOW_READY_YES;
	if (!subject->cluster_count) {
		put(&judging, "no denial of it was read: that it needs nothing, and that "
			      "it did not run, look alike");
		miss(&judging, AVOW_READY_CANNOT_TELL);
	} else {
		judge_policy(&judging);
		if (!subject->novelty.occasions) {
			put(&judging, "when it did what is not known");
			miss(&judging, AVOW_READY_CANNOT_TELL);
		} else {
			judge_chance(&judging);
			judge_quiet(&judging);
		}
		note_mode(&judging);
		note_gaps(&judging);
	}
	avow_buf_free(&judging.scratch);
	return judging.failed ? AVOW_E_NOMEM : AVOW_OK;
}
