/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the model says of the plan; its names are those of `avow suggest -f json`. */
#include "reports/walk_parts.h"

static void tell_grants(struct walk *walk, const struct avow_change *change)
{
	begin_object(walk, "grants");
	number(walk, "asked", change->asked);
	if (change->is_counted)
		number(walk, "extra", change->extra);
	number(walk, "domains", change->domains);
	number(walk, "objects", change->objects);
	end_object(walk);
}

void avow_walk_risks(struct walk *walk, const struct avow_risk *const *risks,
		     size_t count)
{
	begin_array(walk, "risks");
	for (size_t i = 0; i < count; i++) {
		begin_object(walk, "risk");
		lines(walk, "code", risks[i]->code);
		lines(walk, "level", avow_risk_level_name(risks[i]->level));
		lines(walk, "title", risks[i]->title);
		lines(walk, "why", risks[i]->why);
		if (risks[i]->is_refused)
			walk->sink->boolean(walk->data, "refused", true);
		end_object(walk);
	}
	end_array(walk);
}

void avow_walk_severity(struct walk *walk, const struct avow_severity *severity)
{
	if (!severity->from)
		return;
	begin_object(walk, "severity");
	number(walk, "value", severity->value);
	lines(walk, "from", severity->from);
	end_object(walk);
}

static void tell_clusters(struct walk *walk, const struct avow_change *change)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_array(walk, "clusters");
	for (size_t i = 0; i < change->cluster_count; i++)
		lines(walk, "cluster", avow_clusters_at(set, change->clusters[i])->id);
	end_array(walk);
}

static void tell_change(struct walk *walk, const struct avow_change *change)
{
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "id", change->id },
		{ "code", change->code },
		{ "kind", avow_change_kind_name(change->kind) },
		{ "state", avow_change_state_name(change->state) },
		{ "state_why", change->state_why },
		{ "title", change->title },
		{ "why", change->why },
		{ "change", change->text },
		{ "note", change->note },
		{ "proof", change->proof },
	};

	begin_object(walk, "change");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(texts); i++)
		lines(walk, texts[i].name, texts[i].value);
	avow_walk_severity(walk, &change->severity);
	number(walk, "denials", change->denials);
	tell_grants(walk, change);
	avow_walk_risks(walk, change->risks, change->risk_count);
	tell_clusters(walk, change);
	end_object(walk);
}

void avow_walk_plan(struct walk *walk)
{
	const struct avow_plan *plan;

	if (!avow_report_has_plan(walk->report))
		return;
	plan = &walk->report->findings->plan;
	begin_object(walk, "plan");
	number(walk, "asked", plan->asked);
	number(walk, "answered", plan->answered);
	number(walk, "unmet", plan->unmet);
	number(walk, "permissions_asked", plan->permissions_asked);
	number(walk, "permissions_extra", plan->permissions_extra);
	begin_array(walk, "changes");
	for (size_t i = 0; i < plan->change_count; i++)
		tell_change(walk, &plan->changes[i]);
	end_array(walk);
	end_object(walk);
}
