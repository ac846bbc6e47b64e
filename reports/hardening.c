/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The hardening audit, from what clusters, findings, the plan and the evidence hold. It
 * knows the codes of findings, and no policy.
 */
#include "reports/hardening.h"

#include <stdlib.h>
#include <string.h>

#include "reports/phrase.h"
#include "reports/plan/plan.h"
#include "reports/values.h"

enum { SUBJECT_WIDTH = 96 };

static const struct {
	const char *title, *note;
} kinds[AVOW_HARDENING_KINDS] = {
	[AVOW_HARDENING_PERMISSIVE] = { "Permissive domains", "What the policy refuses "
							      "them was only logged, and "
							      "went through." },
	[AVOW_HARDENING_COMPLAIN] = { "Profiles in complain mode",
				      "What they do not allow was only logged, and went "
				      "through." },
	[AVOW_HARDENING_UNCONFINED] = { "Unconfined processes",
					"They asked for what was refused, and little "
					"else "
					"binds them." },
	[AVOW_HARDENING_MODE] = { "Enforcement switched off",
				  "From here on refusals of all domains were only "
				  "logged." },
	[AVOW_HARDENING_AUDITING] = { "Auditing off or lossy",
				      "What happened meanwhile is not in this report." },
	[AVOW_HARDENING_RULES] = { "Audit rules to look at", "What they do not record is "
							     "in no log: avow rules lint "
							     "tells more of each." },
	[AVOW_HARDENING_BOOLEAN] = { "Booleans to look at", "Those set while the log was "
							    "written, and those that "
							    "would open much." },
	[AVOW_HARDENING_ATTACK] = { "Looks like an attack",
				    "Find out which process it was and who started it, "
				    "before anything is allowed." },
	[AVOW_HARDENING_FORGED] = { "Text that imitates a denial",
				    "It was logged by other means than the kernel's, is "
				    "not "
				    "believed, and makes no rule." },
};

const char *avow_hardening_title(enum avow_hardening_kind kind)
{
	return kinds[kind].title;
}

const char *avow_hardening_note(enum avow_hardening_kind kind)
{
	return kinds[kind].note;
}

struct subject;

struct audit {
	const struct avow_report *report;
	const struct avow_summary *summary;
	struct avow_arena *arena;
	struct avow_hardening *out;
	struct subject *subjects; /* room for all clusters */
	size_t room;
	struct avow_hardening_row none; /* when memory is out */
	bool failed;
};

static struct avow_hardening_row *
add_row(struct audit *audit, enum avow_hardening_kind kind, struct avow_span subject)
{
	struct avow_hardening_row *row;
	const char *label = avow_values_label(audit->arena, subject, SUBJECT_WIDTH);

	if (audit->out->count == audit->room || !label) {
		audit->failed = true;
		return &audit->none;
	}
	row = &audit->out->rows[audit->out->count++];
	*row = (struct avow_hardening_row){ .kind = kind,
					    .subject = label,
					    .cluster = SIZE_MAX };
	audit->out->of[kind]++;
	return row;
}

/* Epochs of one kind with the same text are one: there are few. */
static struct avow_hardening_row *row_of(struct audit *audit,
					 enum avow_hardening_kind kind,
					 struct avow_span subject, size_t from)
{
	const char *label = avow_values_label(audit->arena, subject, SUBJECT_WIDTH);

	for (size_t i = from; label && i < audit->out->count; i++)
		if (strcmp(audit->out->rows[i].subject, label) == 0)
			return &audit->out->rows[i];
	return add_row(audit, kind, subject);
}

static void count_cluster(struct avow_hardening_row *row,
			  const struct avow_cluster *cluster, size_t index)
{
	row->count += cluster->count;
	row->enforced += avow_summary_effective(cluster);
	row->clusters++;
	if (row->cluster == SIZE_MAX)
		row->cluster = index;
}

static bool is_of_kind(const struct audit *audit, size_t index,
		       enum avow_hardening_kind kind)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(audit->report->analysis->clusters, index);
	const struct avow_finding *finding = avow_report_finding(audit->report, index);

	if (kind == AVOW_HARDENING_UNCONFINED)
		return finding && finding->is_unconfined;
	return cluster->permissive_yes &&
	       (cluster->lsm == AVOW_LSM_SELINUX) == (kind == AVOW_HARDENING_PERMISSIVE);
}

static const char *attack_of(const struct avow_finding *finding)
{
	for (size_t i = 0; finding && i < finding->reason_count; i++)
		if (avow_code_is_attack(finding->reasons[i].code))
			return finding->reasons[i].text;
	return NULL;
}

struct subject {
	struct avow_span text;
	size_t rank, index; /* of the cluster in the order, and in the set */
};

static int compare_subject(const void *left, const void *right)
{
	const struct subject *a = left, *b = right;
	int order = avow_span_compare(a->text, b->text);

	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Who asked, once for each kind that he is of. */
static void find_subjects(struct audit *audit, enum avow_hardening_kind kind)
{
	const struct avow_clusters *set = audit->report->analysis->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	struct avow_hardening_row *row = NULL;
	size_t count = 0;

	for (size_t i = 0; i < audit->summary->clusters; i++) {
		size_t index = audit->summary->order[i];

		if (is_of_kind(audit, index, kind))
			audit->subjects[count++] = (struct subject){
				avow_cluster_part(atoms, avow_clusters_at(set, index),
						  AVOW_PART_SOURCE),
				i, index
			};
	}
	qsort(audit->subjects, count, sizeof(*audit->subjects), compare_subject);
	for (size_t i = 0; i < count; i++) {
		const struct subject *subject = &audit->subjects[i];

		if (i == 0 || !avow_span_equal(subject[-1].text, subject->text))
			row = add_row(audit, kind, subject->text);
		count_cluster(row, avow_clusters_at(set, subject->index), subject->index);
	}
}

static void find_attacks(struct audit *audit)
{
	const struct avow_clusters *set = audit->report->analysis->clusters;

	for (size_t i = 0; i < audit->summary->clusters; i++) {
		size_t index = audit->summary->order[i];
		const char *text = attack_of(avow_report_finding(audit->report, index));
		struct avow_buf name = { 0 };
		struct avow_hardening_row *row;

		if (!text)
			continue;
		avow_plan_cluster(audit->report, index, &name);
		row = add_row(audit, AVOW_HARDENING_ATTACK, avow_buf_span(&name));
		row->text = text;
		count_cluster(row, avow_clusters_at(set, index), index);
		audit->failed |= name.failed;
		avow_buf_free(&name);
	}
}

static void add_remark(struct audit *audit, enum avow_hardening_kind kind,
		       enum avow_remark remark)
{
	const struct avow_remark_row *row =
		&audit->report->analysis->evidence.remarks[remark];

	if (row->samples.count)
		add_row(audit, kind, avow_span_of(avow_remark_text(remark)))->count =
			row->samples.count;
}

static void find_remarks(struct audit *audit, enum avow_hardening_kind kind,
			 enum avow_remark_group group)
{
	for (int i = 0; i < AVOW_REMARK_COUNT; i++)
		if (avow_remark_group((enum avow_remark)i) == group)
			add_remark(audit, kind, (enum avow_remark)i);
}

/* What was set while the log was written. */
static void find_epochs(struct audit *audit, enum avow_hardening_kind kind,
			enum avow_remark change)
{
	const struct avow_evidence *evidence = &audit->report->analysis->evidence;
	size_t from = audit->out->count;

	for (size_t i = 0; i < evidence->epoch_count; i++) {
		const struct avow_epoch *epoch = &evidence->epochs[i];

		if (epoch->change != change ||
		    (kind == AVOW_HARDENING_MODE && epoch->enforcing != 0))
			continue;
		row_of(audit, kind, epoch->text, from)->count++;
	}
}

static void find_booleans(struct audit *audit)
{
	const struct avow_plan *plan;

	find_epochs(audit, AVOW_HARDENING_BOOLEAN, AVOW_REMARK_BOOLEAN);
	if (!avow_report_has_plan(audit->report))
		return;
	plan = &audit->report->findings->plan;
	for (size_t i = 0; i < plan->change_count; i++) {
		const struct avow_change *change = &plan->changes[i];
		struct avow_hardening_row *row;

		if (change->kind != AVOW_CHANGE_KIND_BOOLEAN || !change->risk_count)
			continue;
		row = add_row(audit, AVOW_HARDENING_BOOLEAN,
			      avow_span_of(change->text ? change->text : change->title));
		row->text = change->risks[0]->why;
		row->count = change->denials;
		row->cluster = change->clusters[0];
		row->clusters = change->cluster_count;
	}
}

static const char *say_fault(struct audit *audit, const struct avow_fault *fault)
{
	struct avow_buf text = { 0 };
	const char *copy = NULL;

	avow_buf_printf(&text, "%s %s: %s.", avow_fault_severity_name(fault->severity),
			fault->code, fault->says);
	if (fault->rewrite)
		avow_buf_puts(&text, *fault->rewrite ? " Write:" : " Take it out.");
	if (!text.failed)
		copy = avow_arena_string(audit->arena, avow_buf_span(&text));
	audit->failed |= !copy;
	avow_buf_free(&text);
	return copy;
}

/* Errors before warnings, and those before notes. */
static void find_rules(struct audit *audit)
{
	const struct avow_rules_info *rules = audit->report->rules;

	for (size_t i = 0; rules && i < rules->faults.count; i++) {
		const struct avow_fault *fault = &rules->faults.items[i];
		struct avow_buf place = { 0 };
		struct avow_hardening_row *row;

		avow_buf_printf(&place, "%s:%u", fault->path, fault->line);
		row = add_row(audit, AVOW_HARDENING_RULES, avow_buf_span(&place));
		row->text = say_fault(audit, fault);
		row->write = fault->rewrite && *fault->rewrite ? fault->rewrite : NULL;
		row->count = 1;
		row->rank = fault->severity * rules->faults.count + i;
		audit->failed |= place.failed;
		avow_buf_free(&place);
	}
}

static int compare_rows(const void *left, const void *right)
{
	const struct avow_hardening_row *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return strcmp(a->subject, b->subject);
}

int avow_hardening_make(const struct avow_report *report,
			const struct avow_summary *summary, struct avow_arena *arena,
			struct avow_hardening *out)
{
	const struct avow_evidence *evidence = &report->analysis->evidence;
	struct audit audit = { .report = report,
			       .summary = summary,
			       .arena = arena,
			       .out = out,
			       .room = 3 * summary->source_count + summary->clusters +
				       2 * evidence->epoch_count + AVOW_REMARK_COUNT +
				       1 };

	if (avow_report_has_plan(report))
		audit.room += report->findings->plan.change_count;
	if (report->rules)
		audit.room += report->rules->faults.count;
	out->rows = avow_arena_alloc(arena, audit.room * sizeof(*out->rows));
	audit.subjects = avow_arena_alloc(arena, (summary->clusters + 1) *
							 sizeof(*audit.subjects));
	if (!out->rows || !audit.subjects)
		return AVOW_E_NOMEM;
	find_subjects(&audit, AVOW_HARDENING_PERMISSIVE);
	find_subjects(&audit, AVOW_HARDENING_COMPLAIN);
	find_subjects(&audit, AVOW_HARDENING_UNCONFINED);
	find_epochs(&audit, AVOW_HARDENING_MODE, AVOW_REMARK_MODE);
	find_remarks(&audit, AVOW_HARDENING_AUDITING, AVOW_REMARK_GROUP_LOSS);
	find_rules(&audit);
	find_booleans(&audit);
	find_attacks(&audit);
	find_remarks(&audit, AVOW_HARDENING_FORGED, AVOW_REMARK_GROUP_SUSPICIOUS);
	qsort(out->rows, out->count, sizeof(*out->rows), compare_rows);
	for (unsigned i = 0; i < AVOW_HARDENING_KINDS; i++)
		out->is_clean[i] =
			!out->of[i] && (i != AVOW_HARDENING_RULES || report->rules);
	return audit.failed ? AVOW_E_NOMEM : AVOW_OK;
}
