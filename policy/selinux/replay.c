/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks the policies by find.c, access by access, and puts the two verdicts side by side.
 * Accesses of one cluster that come to the same for the same reason are one row.
 */
#include "policy/selinux/replay.h"

#include <stdlib.h>
#include <string.h>

#include "policy/selinux/policy.h"
#include "policy/selinux/reason.h"

enum verdict { VERDICT_ALLOWED, VERDICT_DENIED, VERDICT_UNKNOWN };

/* One set of clusters with what the policies say of it. */
struct side {
	const struct avow_clusters *clusters;
	bool is_granted;
	struct avow_findings now, before;
};

struct replayer {
	struct avow_selinux_policy *policy, *old;
	struct avow_replay *out;
	size_t capacity;
	size_t last_cluster[AVOW_REPLAY_STATUSES]; /* counted last, plus 1 */
};

/* What the first layer's code says of an access. */
static enum verdict verdict_of(const struct avow_selinux_policy *policy, const char *code)
{
	if (strcmp(code, avow_reason_allowed.code) == 0)
		return VERDICT_ALLOWED;
	if (strcmp(code, avow_reason_type.code) == 0)
		return VERDICT_UNKNOWN;
	if (strcmp(code, avow_reason_class.code) == 0 ||
	    strcmp(code, avow_reason_permission.code) == 0)
		return avow_sepol_allows_unknown(policy->sepol) ? VERDICT_ALLOWED
								: VERDICT_DENIED;
	return VERDICT_DENIED;
}

static enum avow_replay_status status_of(bool was_allowed, enum verdict now)
{
	if (was_allowed)
		return now == VERDICT_ALLOWED ? AVOW_REPLAY_STILL_ALLOWED
					      : AVOW_REPLAY_NEWLY_DENIED;
	if (now == VERDICT_UNKNOWN)
		return AVOW_REPLAY_UNJUDGED;
	return now == VERDICT_ALLOWED ? AVOW_REPLAY_NEWLY_ALLOWED
				      : AVOW_REPLAY_STILL_DENIED;
}

/* The log's word stands where the old policy cannot be asked either. */
static bool was_allowed(const struct replayer *replayer, const struct side *side,
			const char *before)
{
	enum verdict verdict = VERDICT_UNKNOWN;

	if (before)
		verdict = verdict_of(replayer->old, before);
	return verdict == VERDICT_UNKNOWN ? side->is_granted : verdict == VERDICT_ALLOWED;
}

static const struct avow_reason *find_reason(const struct avow_finding *finding,
					     const char *code)
{
	for (size_t i = 0; i < finding->reason_count; i++)
		if (strcmp(finding->reasons[i].code, code) == 0)
			return &finding->reasons[i];
	return NULL;
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The row from @first on that the access belongs to; NULL: it needs a new one. */
static struct avow_replay_row *find_row(const struct replayer *replayer, size_t first,
					const struct avow_replay_row *like)
{
	for (size_t i = first; i < replayer->out->row_count; i++) {
		struct avow_replay_row *row = &replayer->out->rows[i];

		if (row->status == like->status && is_same(row->code, like->code) &&
		    is_same(row->was, like->was))
			return row;
	}
	return NULL;
}

static bool copy(struct replayer *replayer, const char *text, const char **out)
{
	*out = text ? avow_arena_string(&replayer->out->arena, avow_span_of(text)) : NULL;
	return *out || !text;
}

static struct avow_replay_row *add_row(struct replayer *replayer,
				       const struct avow_replay_row *like,
				       const struct avow_finding *finding)
{
	struct avow_replay *out = replayer->out;
	const struct avow_reason *reason = find_reason(finding, like->code);
	struct avow_replay_row *row;

	if (out->row_count == replayer->capacity) {
		size_t capacity = replayer->capacity ? 2 * replayer->capacity : 256;
		struct avow_replay_row *rows =
			avow_arena_alloc(&out->arena, capacity * sizeof(*rows));

		if (!rows)
			return NULL;
		if (out->row_count)
			memcpy(rows, out->rows, out->row_count * sizeof(*rows));
		out->rows = rows;
		replayer->capacity = capacity;
	}
	row = &out->rows[out->row_count++];
	*row = *like;
	/* The reason's own words are about a log that is at odds with its policy. */
	if (like->code == avow_reason_allowed.code) {
		row->text = "Rules of the policy allow it.";
		return !reason || copy(replayer, reason->evidence, &row->evidence) ? row
										   : NULL;
	}
	if (reason && (!copy(replayer, reason->text, &row->text) ||
		       !copy(replayer, reason->evidence, &row->evidence)))
		return NULL;
	return row;
}

static void count(struct replayer *replayer, const struct side *side,
		  const struct avow_replay_row *row)
{
	struct avow_replay *out = replayer->out;
	/* Both sets are walked cluster by cluster; granted ones count from above. */
	size_t mark = 2 * row->cluster + side->is_granted + 1;

	out->records[row->status] += row->example->count;
	out->accesses[row->status]++;
	out->clusters[row->status] += replayer->last_cluster[row->status] != mark;
	replayer->last_cluster[row->status] = mark;
}

static int replay_cluster(struct replayer *replayer, const struct side *side,
			  size_t index)
{
	const struct avow_cluster *cluster = avow_clusters_at(side->clusters, index);
	const struct avow_finding *now = &side->now.of[index];
	const struct avow_finding *before =
		replayer->old ? &side->before.of[index] : NULL;
	size_t first = replayer->out->row_count;

	for (size_t i = 0; i < cluster->access_count; i++) {
		struct avow_replay_row like = {
			.is_granted = side->is_granted,
			.cluster = index,
			.example = &cluster->accesses[i],
			.was = before ? before->access_reasons[i] : NULL,
			.code = now->access_reasons[i],
		};
		struct avow_replay_row *row;

		like.status = status_of(was_allowed(replayer, side, like.was),
					verdict_of(replayer->policy, like.code));
		row = find_row(replayer, first, &like);
		if (!row)
			row = add_row(replayer, &like, now);
		if (!row)
			return AVOW_E_NOMEM;
		row->count += like.example->count;
		row->accesses++;
		count(replayer, side, &like);
	}
	return 0;
}

static int replay_side(struct replayer *replayer, struct side *side,
		       struct avow_error *error)
{
	const struct avow_selinux_options options = { .is_verdict = true };
	int code = avow_selinux_find(replayer->policy, side->clusters, &options,
				     &side->now, error);

	if (code == 0 && replayer->old)
		code = avow_selinux_find(replayer->old, side->clusters, &options,
					 &side->before, error);
	if (code < 0)
		return code;
	for (size_t i = 0; i < avow_clusters_count(side->clusters) && code == 0; i++)
		if (avow_clusters_at(side->clusters, i)->lsm == AVOW_LSM_SELINUX)
			code = replay_cluster(replayer, side, i);
	return code < 0 ? avow_error_nomem(error) : 0;
}

/* What outlives the policies: their names, and the codes, which are constants. */
static int keep_info(struct replayer *replayer, const struct avow_policy_info *info,
		     struct avow_policy_info *out)
{
	*out = *info;
	return copy(replayer, info->source, &out->source) ? 0 : AVOW_E_NOMEM;
}

int avow_selinux_replay(struct avow_selinux_policy *policy,
			struct avow_selinux_policy *old,
			const struct avow_replay_input *input, struct avow_replay *out,
			struct avow_error *error)
{
	struct replayer replayer = { .policy = policy, .old = old, .out = out };
	struct side sides[] = {
		{ .clusters = input->denied },
		{ .clusters = input->granted, .is_granted = true },
	};
	int code = keep_info(&replayer, &policy->info, &out->policy);

	if (code == 0 && old)
		code = keep_info(&replayer, &old->info, &out->old);
	if (code < 0)
		return avow_error_nomem(error);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sides) && code == 0; i++)
		if (sides[i].clusters)
			code = replay_side(&replayer, &sides[i], error);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sides); i++) {
		avow_findings_free(&sides[i].now);
		avow_findings_free(&sides[i].before);
	}
	if (code == 0)
		avow_replay_sort(out);
	return code;
}

static int set_boolean(struct avow_selinux_policy *policy, struct avow_span item,
		       struct avow_error *error)
{
	size_t at = avow_span_find(item, '=');
	struct avow_span name = avow_span_first(item, at), value;
	uint32_t boolean;
	bool is_on;

	value = at < item.length ? avow_span_skip(item, at + 1) : avow_span_make("", 0);
	is_on = avow_span_is(value, "on") || avow_span_is(value, "1") ||
		avow_span_is(value, "true");
	if (!is_on && !avow_span_is(value, "off") && !avow_span_is(value, "0") &&
	    !avow_span_is(value, "false"))
		return avow_error_set(error, AVOW_E_USAGE,
				      "%.*s: a boolean is set by NAME=on or NAME=off",
				      (int)item.length, item.data);
	boolean = avow_sepol_boolean_named(policy->sepol, name);
	if (!boolean)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: the policy has no boolean %.*s",
				      policy->info.source, (int)name.length, name.data);
	if (avow_sepol_boolean_state(policy->sepol, boolean) != is_on)
		avow_sepol_flip(policy->sepol, boolean);
	return 0;
}

int avow_selinux_set_booleans(struct avow_selinux_policy *policy, const char *list,
			      struct avow_error *error)
{
	struct avow_span rest = avow_span_of(list);
	int code = 0;

	while (!avow_span_is_empty(rest) && code == 0) {
		size_t length = avow_span_find(rest, ',');

		code = set_boolean(policy, avow_span_first(rest, length), error);
		rest = avow_span_skip(rest, length + 1);
	}
	return code;
}
