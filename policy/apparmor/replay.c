/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Accesses that were seen, asked of new profiles and put beside what became of them. */
#include "policy/apparmor/replay.h"

#include <stdlib.h>

#include "policy/apparmor/reason.h"

/* What profiles say of a whole cluster. */
enum verdict { VERDICT_ALLOWED, VERDICT_DENIED, VERDICT_UNKNOWN };

struct answer {
	enum verdict verdict;
	const char *code, *text, *evidence; /* of the reason that decides; in the arena */
};

struct replayer {
	struct avow_replay *out;
	size_t room;
	struct avow_arena scratch;
};

static enum verdict verdict_of(const struct avow_profile_case *c)
{
	if (!c->profile || !c->question_count)
		return VERDICT_UNKNOWN;
	if (avow_case_count(c, AVOW_COVER_NONE) || avow_case_count(c, AVOW_COVER_DENIED))
		return VERDICT_DENIED;
	return avow_case_count(c, AVOW_COVER_UNKNOWN) ? VERDICT_UNKNOWN : VERDICT_ALLOWED;
}

/* The reason that says most: a rule that denies goes before one that is missing. */
static const struct avow_reason *deciding(const struct avow_finding *finding)
{
	static const char *const codes[] = { "AA-NO-PROFILE", "AA-DENY", "AA-NO-RULE",
					     "AA-DOUBT", "AA-COVERED" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(codes); i++)
		for (size_t j = 0; j < finding->reason_count; j++)
			if (strcmp(finding->reasons[j].code, codes[i]) == 0)
				return finding->reasons + j;
	return finding->reason_count ? finding->reasons : NULL;
}

/* False when memory is out. */
static bool ask(struct replayer *replayer, const struct avow_profiles *profiles,
		const struct avow_clusters *clusters, size_t index, struct answer *out)
{
	struct avow_finding finding = { 0 };
	struct avow_profile_case c = {
		.profiles = profiles,
		.atoms = avow_clusters_atoms(clusters),
		.cluster = avow_clusters_at(clusters, index),
		.arena = &replayer->out->arena,
		.finding = &finding,
	};
	const struct avow_reason *reason;

	avow_case_open(&c, &replayer->scratch);
	avow_profile_reasons_tell(&c);
	reason = deciding(&finding);
	*out = (struct answer){ .verdict = verdict_of(&c) };
	if (reason) {
		out->code = reason->code;
		out->evidence = reason->evidence;
		out->text = out->verdict == VERDICT_ALLOWED
				    ? "Rules of the profile allow it."
				    : reason->text;
	}
	avow_arena_clear(&replayer->scratch);
	return !c.is_out_of_memory;
}

static struct avow_replay_row *add_row(struct replayer *replayer)
{
	struct avow_replay *out = replayer->out;

	if (out->row_count == replayer->room) {
		size_t room = replayer->room ? 2 * replayer->room : 256;
		struct avow_replay_row *rows =
			avow_arena_alloc(&out->arena, room * sizeof(*rows));

		if (!rows)
			return NULL;
		if (out->row_count)
			memcpy(rows, out->rows, out->row_count * sizeof(*rows));
		out->rows = rows;
		replayer->room = room;
	}
	return out->rows + out->row_count++;
}

static enum avow_replay_status status_of(bool was_allowed, enum verdict now)
{
	if (now == VERDICT_ALLOWED)
		return was_allowed ? AVOW_REPLAY_STILL_ALLOWED
				   : AVOW_REPLAY_NEWLY_ALLOWED;
	if (now == VERDICT_UNKNOWN)
		return AVOW_REPLAY_UNJUDGED;
	return was_allowed ? AVOW_REPLAY_NEWLY_DENIED : AVOW_REPLAY_STILL_DENIED;
}

static bool replay_cluster(struct replayer *replayer,
			   const struct avow_profile_replay *replay,
			   const struct avow_clusters *clusters, size_t index,
			   bool is_granted)
{
	const struct avow_cluster *cluster = avow_clusters_at(clusters, index);
	struct avow_replay *out = replayer->out;
	struct answer now, before = { .verdict = VERDICT_UNKNOWN };
	struct avow_replay_row *row;
	bool was_allowed = is_granted;

	if (!ask(replayer, replay->now, clusters, index, &now) ||
	    (replay->old && !ask(replayer, replay->old, clusters, index, &before)))
		return false;
	if (before.verdict != VERDICT_UNKNOWN)
		was_allowed = before.verdict == VERDICT_ALLOWED;
	row = add_row(replayer);
	if (!row)
		return false;
	*row = (struct avow_replay_row){
		.status = status_of(was_allowed, now.verdict),
		.is_granted = is_granted,
		.cluster = index,
		.count = cluster->count,
		.accesses = 1,
		.was = before.code,
		.code = now.code ? now.code : "AA-NO-REASON",
		.text = now.text,
		.evidence = now.evidence,
	};
	out->records[row->status] += row->count;
	out->accesses[row->status]++;
	out->clusters[row->status]++;
	return true;
}

static bool replay_set(struct replayer *replayer,
		       const struct avow_profile_replay *replay,
		       const struct avow_clusters *clusters, bool is_granted)
{
	bool is_fine = true;

	for (size_t i = 0; clusters && is_fine && i < avow_clusters_count(clusters); i++)
		if (avow_clusters_at(clusters, i)->lsm == AVOW_LSM_APPARMOR)
			is_fine =
				replay_cluster(replayer, replay, clusters, i, is_granted);
	return is_fine;
}

static bool describe(struct replayer *replayer, const struct avow_profiles *profiles,
		     const char *source, struct avow_profiles_info *out)
{
	if (!profiles)
		return true;
	return avow_apparmor_describe(profiles, source, &replayer->out->arena, out) == 0;
}

int avow_apparmor_replay(const struct avow_profile_replay *replay,
			 const struct avow_clusters *denied,
			 const struct avow_clusters *granted, struct avow_replay *out,
			 struct avow_error *error)
{
	struct replayer replayer = { .out = out, .room = out->row_count };
	bool is_fine =
		describe(&replayer, replay->now, replay->now_source, &out->profiles) &&
		describe(&replayer, replay->old, replay->old_source,
			 &out->old_profiles) &&
		replay_set(&replayer, replay, denied, false) &&
		replay_set(&replayer, replay, granted, true);

	avow_arena_free(&replayer.scratch);
	if (!is_fine)
		return avow_error_nomem(error);
	avow_replay_sort(out);
	return 0;
}
