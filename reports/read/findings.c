/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the policy said of a cluster: reasons, advice and decisions. */
#include "reports/names.h"
#include "reports/read/restore.h"

static struct avow_node *within(struct avow_node *node, const char *name)
{
	struct avow_node *array = avow_restore_member(node, name);

	return array ? array->first : NULL;
}

/* A text that avow's own sentences are never without. */
static const char *needed(struct avow_restoring *r, struct avow_node *node,
			  const char *name)
{
	const char *text = avow_restore_text(r, node, name);

	if (!text)
		avow_restore_refuse(r, node, name, "it is missing");
	return text;
}

static void restore_reason(struct avow_restoring *r, struct avow_node *node,
			   struct avow_reason *out)
{
	struct avow_node *unknown = avow_restore_member(node, "unknown");
	struct avow_span permissions;

	out->code = needed(r, node, "code");
	out->layer = needed(r, node, "layer");
	out->title = needed(r, node, "title");
	out->text = avow_restore_text(r, node, "text");
	out->evidence = avow_restore_text(r, node, "evidence");
	permissions = avow_restore_permissions(r, node);
	if (permissions.length)
		out->permissions =
			avow_arena_string(&r->out->findings.arena, permissions);
	out->count = avow_restore_number(r, node, "count");
	out->is_unknown = unknown != NULL;
	if (unknown)
		out->first = avow_restore_place(r, unknown);
}

static enum avow_risk_level level_of(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "level");

	for (int i = AVOW_RISK_LOW; member && i <= AVOW_RISK_HIGH; i++)
		if (strcmp(member->text, avow_risk_level_name((enum avow_risk_level)i)) ==
		    0)
			return (enum avow_risk_level)i;
	avow_restore_refuse(r, node, "level", "no level of risk");
	return AVOW_RISK_LOW;
}

const struct avow_risk *const *avow_restore_risks(struct avow_restoring *r,
						  struct avow_node *node, size_t *count)
{
	struct avow_node *array = avow_restore_member(node, "risks");
	size_t all = avow_restore_count(array);
	struct avow_risk *risks = avow_restore_array(r, all, sizeof(*risks));
	const struct avow_risk **out = avow_restore_array(r, all, sizeof(*out));

	*count = 0;
	for (struct avow_node *at = within(node, "risks"); at && !r->code;
	     at = at->next) {
		struct avow_risk *risk = &risks[*count];

		risk->code = needed(r, at, "code");
		risk->level = level_of(r, at);
		risk->title = needed(r, at, "title");
		risk->why = needed(r, at, "why");
		risk->is_refused = avow_restore_truth(r, at, "refused");
		out[(*count)++] = risk;
	}
	return out;
}

struct avow_severity avow_restore_severity(struct avow_restoring *r,
					   struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "severity");
	struct avow_severity severity = { 0 };

	if (member) {
		severity.value = (unsigned)avow_restore_number(r, member, "value");
		severity.from = needed(r, member, "from");
	}
	return severity;
}

static void restore_remedy(struct avow_restoring *r, struct avow_node *node,
			   struct avow_advice *out)
{
	struct avow_node *change = avow_restore_member(node, "change");

	out->code = needed(r, node, "code");
	out->rank = (unsigned)avow_restore_number(r, node, "rank");
	out->title = needed(r, node, "title");
	out->why = avow_restore_text(r, node, "why");
	if (change) {
		out->change_kind = needed(r, change, "kind");
		out->change = needed(r, change, "text");
	}
	out->severity = avow_restore_severity(r, node);
	out->note = avow_restore_text(r, node, "note");
	out->proof = avow_restore_text(r, node, "proof");
	out->is_choice = avow_restore_truth(r, node, "choice");
	if (avow_restore_member(node, "risks"))
		out->risks = avow_restore_risks(r, node, &out->risk_count);
}

static enum avow_layer_verdict verdict_of(struct avow_restoring *r,
					  struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "verdict");

	for (int i = 0; member && i < AVOW_LAYER_VERDICTS; i++)
		if (strcmp(member->text,
			   avow_layer_verdict_name((enum avow_layer_verdict)i)) == 0)
			return (enum avow_layer_verdict)i;
	avow_restore_refuse(r, node, "verdict", "no verdict of a layer");
	return AVOW_LAYER_DOES_NOT_APPLY;
}

static void restore_layers(struct avow_restoring *r, struct avow_node *node,
			   struct avow_decision *out)
{
	size_t count = avow_restore_count(avow_restore_member(node, "layers"));

	out->layers = avow_restore_array(r, count, sizeof(*out->layers));
	for (struct avow_node *at = within(node, "layers"); at && !r->code;
	     at = at->next) {
		struct avow_layer *layer = &out->layers[out->layer_count++];

		layer->name = needed(r, at, "name");
		layer->verdict = verdict_of(r, at);
		layer->text = avow_restore_text(r, at, "text");
		layer->evidence = avow_restore_text(r, at, "evidence");
	}
}

static uint32_t restore_permissions(struct avow_restoring *r, struct avow_node *node)
{
	uint32_t atom = avow_clusters_atom(r->out->analysis.clusters,
					   avow_restore_permissions(r, node));

	if (atom == AVOW_NO_ATOM)
		avow_restore_no_memory(r);
	return atom;
}

static void restore_decision(struct avow_restoring *r, struct avow_node *node,
			     struct avow_decision *out)
{
	out->scontext = avow_restore_atom(r, node, "scontext");
	out->tcontext = avow_restore_atom(r, node, "tcontext");
	out->permissions = restore_permissions(r, node);
	out->xperm = avow_restore_xperm(r, node);
	out->count = avow_restore_number(r, node, "count");
	out->others = avow_restore_number(r, node, "others");
	out->code = avow_restore_text(r, node, "reason");
	restore_layers(r, node, out);
}

/* The code of the reason of each access; they stand with the accesses. */
static void restore_access_reasons(struct avow_restoring *r, struct avow_node *node,
				   struct avow_finding *out)
{
	size_t count = avow_restore_count(avow_restore_member(node, "accesses"));
	const char **codes = avow_restore_array(r, count, sizeof(*codes));

	for (struct avow_node *at = within(node, "accesses"); at && !r->code;
	     at = at->next) {
		codes[out->access_count] = avow_restore_text(r, at, "reason");
		if (!codes[out->access_count])
			break;
		out->access_count++;
	}
	out->access_reasons = codes;
}

void avow_restore_finding(struct avow_restoring *r, struct avow_node *cluster,
			  struct avow_finding *out)
{
	struct avow_node *node = within(cluster, "findings"), *at;

	if (!node)
		return;
	out->is_unconfined = avow_restore_truth(r, node, "unconfined");
	out->reasons = avow_restore_array(
		r, avow_restore_count(avow_restore_member(node, "reasons")),
		sizeof(*out->reasons));
	for (at = within(node, "reasons"); at && !r->code; at = at->next)
		restore_reason(r, at, &out->reasons[out->reason_count++]);
	out->advice = avow_restore_array(
		r, avow_restore_count(avow_restore_member(node, "advice")),
		sizeof(*out->advice));
	for (at = within(node, "advice"); at && !r->code; at = at->next)
		restore_remedy(r, at, &out->advice[out->advice_count++]);
	out->decisions = avow_restore_array(
		r, avow_restore_count(avow_restore_member(node, "decisions")),
		sizeof(*out->decisions));
	for (at = within(node, "decisions"); at && !r->code; at = at->next)
		restore_decision(r, at, &out->decisions[out->decision_count++]);
	restore_access_reasons(r, cluster, out);
}

static void restore_unanswered(struct avow_restoring *r, struct avow_node *node,
			       struct avow_unanswered *out)
{
	struct avow_node *cluster = avow_restore_member(node, "cluster");

	out->cluster = cluster ? avow_restore_index(r, cluster) : SIZE_MAX;
	out->scontext = avow_restore_atom(r, node, "scontext");
	out->tcontext = avow_restore_atom(r, node, "tcontext");
	out->permissions = restore_permissions(r, node);
	out->count = avow_restore_number(r, node, "count");
	if (avow_restore_member(node, "others"))
		out->others = avow_restore_number(r, node, "others");
	out->code = avow_restore_text(r, node, "code");
	out->text = avow_restore_text(r, node, "text");
	out->evidence = avow_restore_text(r, node, "evidence");
}

void avow_restore_suggestion(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_suggestion *out = &r->out->findings.suggestion;
	size_t count = avow_restore_count(avow_restore_member(node, "unanswered"));

	out->name = avow_restore_text(r, node, "name");
	out->rules = avow_restore_number(r, node, "rules");
	out->asked = avow_restore_number(r, node, "asked");
	out->covered = avow_restore_number(r, node, "covered");
	out->te_left_out = avow_restore_number(r, node, "te_left_out");
	out->te_left_out_denials = avow_restore_number(r, node, "te_left_out_denials");
	out->already = avow_restore_number(r, node, "already");
	out->unjudged = avow_restore_number(r, node, "unjudged");
	out->unanswered = avow_restore_array(r, count, sizeof(*out->unanswered));
	for (struct avow_node *at = within(node, "unanswered"); at && !r->code;
	     at = at->next)
		restore_unanswered(r, at, &out->unanswered[out->unanswered_count++]);
	out->te = avow_restore_text(r, node, "te");
	out->cil = avow_restore_text(r, node, "cil");
}
