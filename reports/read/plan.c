/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plan, whose changes name clusters by their ids. */
#include "reports/read/restore.h"

static enum avow_change_kind kind_of(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "kind");

	for (int i = 0; member && i < AVOW_CHANGE_KINDS; i++)
		if (strcmp(member->text,
			   avow_change_kind_name((enum avow_change_kind)i)) == 0)
			return (enum avow_change_kind)i;
	avow_restore_refuse(r, node, "kind", "no kind of change");
	return AVOW_CHANGE_KIND_NOTHING;
}

static enum avow_change_state state_of(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "state");

	for (int i = 0; member && i <= AVOW_CHANGE_NONE; i++)
		if (strcmp(member->text,
			   avow_change_state_name((enum avow_change_state)i)) == 0)
			return (enum avow_change_state)i;
	avow_restore_refuse(r, node, "state", "no state of a change");
	return AVOW_CHANGE_NONE;
}

static void restore_grants(struct avow_restoring *r, struct avow_node *node,
			   struct avow_change *out)
{
	out->asked = avow_restore_number(r, node, "asked");
	out->is_counted = avow_restore_member(node, "extra") != NULL;
	if (out->is_counted)
		out->extra = avow_restore_number(r, node, "extra");
	out->domains = avow_restore_number(r, node, "domains");
	out->objects = avow_restore_number(r, node, "objects");
}

static void restore_clusters(struct avow_restoring *r, struct avow_node *node,
			     struct avow_change *out)
{
	struct avow_node *array = avow_restore_member(node, "clusters");

	out->clusters =
		avow_restore_array(r, avow_restore_count(array), sizeof(*out->clusters));
	for (struct avow_node *at = array ? array->first : NULL; at && !r->code;
	     at = at->next)
		out->clusters[out->cluster_count++] = avow_restore_index(r, at);
}

static void restore_change(struct avow_restoring *r, struct avow_node *node,
			   struct avow_change *out)
{
	const char *id = avow_restore_text(r, node, "id");
	struct avow_node *grants = avow_restore_member(node, "grants");

	snprintf(out->id, sizeof(out->id), "%s", id ? id : "");
	out->code = avow_restore_text(r, node, "code");
	out->kind = kind_of(r, node);
	out->state = state_of(r, node);
	out->state_why = avow_restore_text(r, node, "state_why");
	out->title = avow_restore_text(r, node, "title");
	out->why = avow_restore_text(r, node, "why");
	out->text = avow_restore_text(r, node, "change");
	out->note = avow_restore_text(r, node, "note");
	out->proof = avow_restore_text(r, node, "proof");
	out->severity = avow_restore_severity(r, node);
	out->denials = avow_restore_number(r, node, "denials");
	if (grants)
		restore_grants(r, grants, out);
	out->risks = avow_restore_risks(r, node, &out->risk_count);
	restore_clusters(r, node, out);
	if (!out->code || !out->title)
		avow_restore_refuse(r, node, "change", "it has lost a part");
}

void avow_restore_plan(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_plan *out = &r->out->findings.plan;
	struct avow_node *changes = avow_restore_member(node, "changes");

	out->asked = avow_restore_number(r, node, "asked");
	out->answered = avow_restore_number(r, node, "answered");
	out->unmet = avow_restore_number(r, node, "unmet");
	out->permissions_asked = avow_restore_number(r, node, "permissions_asked");
	out->permissions_extra = avow_restore_number(r, node, "permissions_extra");
	out->changes =
		avow_restore_array(r, avow_restore_count(changes), sizeof(*out->changes));
	for (struct avow_node *at = changes ? changes->first : NULL; at && !r->code;
	     at = at->next) {
		struct avow_change *change = &out->changes[out->change_count++];

		restore_change(r, at, change);
		out->taken += avow_change_is_taken(change->state);
	}
}
