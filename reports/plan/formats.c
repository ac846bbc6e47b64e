/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of the plan, and what more than one of them says. */
#include "reports/plan/plan.h"

#include <string.h>

#include "analyzer/base/escape.h"
#include "reports/phrase.h"

const struct avow_plan_format avow_plan_formats[] = {
	{ "plan", ".plan", "the plan, to be read", false, NULL, avow_plan_text },
	{ "script", ".sh",
	  "a shell script of the commands; it shows them, --apply runs them", true,
	  avow_plan_has_policy, avow_plan_script },
	{ "ansible", ".yml", "variables for the Ansible role linux-system-roles.selinux",
	  false, avow_plan_has_policy, avow_plan_ansible },
	{ "json", ".json", "the plan as one JSON object", false, NULL, avow_plan_json },
	{ "diff", ".diff", "what changes in AppArmor's profiles, for patch(1)", false,
	  avow_plan_has_edits, avow_plan_diff },
};
const size_t avow_plan_format_count = AVOW_ARRAY_SIZE(avow_plan_formats);

const struct avow_plan_format *avow_plan_format_named(const char *name)
{
	for (size_t i = 0; i < avow_plan_format_count; i++)
		if (strcmp(avow_plan_formats[i].name, name) == 0)
			return &avow_plan_formats[i];
	return NULL;
}

void avow_plan_cluster(const struct avow_report *report, size_t index,
		       struct avow_buf *out)
{
	const struct avow_clusters *clusters = report->analysis->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(clusters);
	const struct avow_cluster *cluster = avow_clusters_at(clusters, index);

	if (cluster->lsm == AVOW_LSM_APPARMOR) {
		avow_phrase_profile(out, atoms, cluster);
		avow_buf_puts(out, " -> ");
		avow_phrase_object(out, cluster);
		avow_buf_puts(out, " : ");
		avow_escape_display(
			out, avow_atoms_text(atoms, cluster->apparmor->class_name));
		return;
	}
	avow_escape_display(out, avow_atoms_text(atoms, cluster->scontext_type));
	avow_buf_puts(out, " -> ");
	avow_escape_display(out, avow_atoms_text(atoms, cluster->tcontext_type));
	avow_buf_puts(out, " : ");
	avow_escape_display(out, avow_atoms_text(atoms, cluster->tclass));
}

void avow_plan_outcome(const struct avow_report *report, struct avow_buf *out)
{
	const struct avow_plan *plan = &report->findings->plan;

	avow_buf_puts(out, "the plan answers ");
	avow_phrase_number(out, plan->answered);
	avow_buf_puts(out, " of ");
	avow_phrase_count(out, plan->asked, "denial");
	avow_buf_puts(out, " with ");
	avow_phrase_count(out, plan->taken, "change");
}

void avow_plan_cost(const struct avow_change *change, struct avow_buf *out)
{
	avow_phrase_count(out, change->asked, "permission");
	avow_buf_puts(out, " asked for");
	if (change->is_counted) {
		avow_buf_puts(out, ", ");
		avow_phrase_number(out, change->extra);
		avow_buf_puts(out, " granted beyond");
	}
	if (change->domains) {
		avow_buf_puts(out, ", opened to ");
		avow_phrase_count(out, change->domains, "domain");
	}
	if (change->objects) {
		avow_buf_puts(out, ", of ");
		avow_phrase_count(out, change->objects, "target type");
	}
}

bool avow_plan_is_command(const struct avow_change *change)
{
	return change->kind != AVOW_CHANGE_KIND_RULE &&
	       change->kind != AVOW_CHANGE_KIND_TYPE &&
	       change->kind != AVOW_CHANGE_KIND_INTERFACE &&
	       change->kind != AVOW_CHANGE_KIND_PROFILE &&
	       change->kind != AVOW_CHANGE_KIND_DONTAUDIT;
}

bool avow_plan_has_policy(const struct avow_report *report)
{
	return avow_phrase_asked(report);
}
