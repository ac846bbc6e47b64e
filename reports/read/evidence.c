/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The evidence: inputs first, since every place names one. */
#include "reports/names.h"
#include "reports/read/restore.h"

/* A text that outlives the tree, with the evidence. */
static const char *keep(struct avow_restoring *r, struct avow_node *node,
			const char *name)
{
	struct avow_node *member = avow_restore_member(node, name);
	char *copy;

	if (!member)
		return NULL;
	copy = avow_arena_string(&r->out->analysis.evidence.arena,
				 avow_span_of(member->text));
	if (!copy)
		avow_restore_no_memory(r);
	return copy;
}

static void restore_input(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_evidence *evidence = &r->out->analysis.evidence;
	const char *kind = keep(r, node, "kind");
	struct avow_span name = avow_restore_bytes(r, node, "name");
	struct avow_input_counts *input;
	int row = r->code ? r->code : avow_evidence_add_input(evidence, name, kind);

	if (row < 0) {
		if (!r->code)
			avow_restore_no_memory(r);
		return;
	}
	input = &evidence->inputs[row];
	input->format = keep(r, node, "format");
	input->compression = keep(r, node, "compression");
	input->is_broken = avow_restore_truth(r, node, "broken");
	input->lost = avow_restore_number(r, node, "lost");
	for (size_t i = 0; i < avow_input_name_count; i++)
		*(uint64_t *)(void *)((char *)input + avow_input_names[i].offset) =
			avow_restore_number(r, node, avow_input_names[i].name);
}

static void restore_samples(struct avow_restoring *r, struct avow_node *node,
			    struct avow_samples *out)
{
	struct avow_node *samples = avow_restore_member(node, "samples");
	struct avow_span excerpt;
	size_t kept = 0;

	out->count = avow_restore_number(r, node, "count");
	for (struct avow_node *at = samples ? samples->first : NULL; at && !r->code;
	     at = at->next) {
		if (kept == avow_samples_kept(out)) {
			avow_restore_refuse(r, at, "sample", "more than were counted");
			return;
		}
		out->items[kept].place = avow_restore_place(r, at);
		excerpt = avow_restore_bytes(r, at, "excerpt");
		out->items[kept++].excerpt =
			avow_arena_copy(&r->out->analysis.evidence.arena, excerpt);
	}
	if (kept < avow_samples_kept(out))
		avow_restore_refuse(r, node, "samples", "fewer than were counted");
}

static void restore_defect(struct avow_restoring *r, struct avow_node *node)
{
	const char *reason = keep(r, node, "reason");
	struct avow_samples *defects = r->out->analysis.evidence.defects;

	for (int i = 0; reason && i < AVOW_DEFECT_COUNT; i++)
		if (strcmp(avow_defect_text((enum avow_defect)i), reason) == 0) {
			restore_samples(r, node, &defects[i]);
			return;
		}
	avow_restore_refuse(r, node, "reason", "not known to this version of avow");
}

/* The remark of that text; AVOW_REMARK_COUNT, and refused, when there is none. */
static enum avow_remark remark_of(struct avow_restoring *r, struct avow_node *node,
				  const char *name)
{
	const char *text = keep(r, node, name);

	for (int i = 0; text && i < AVOW_REMARK_COUNT; i++)
		if (strcmp(avow_remark_text((enum avow_remark)i), text) == 0)
			return (enum avow_remark)i;
	avow_restore_refuse(r, node, name, "not known to this version of avow");
	return AVOW_REMARK_COUNT;
}

static void restore_remark(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_remark_row *rows = r->out->analysis.evidence.remarks;
	enum avow_remark remark = remark_of(r, node, "text");

	if (remark == AVOW_REMARK_COUNT)
		return;
	rows[remark].amount = avow_restore_number(r, node, "amount");
	restore_samples(r, node, &rows[remark].samples);
}

static void restore_epoch(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_epoch epoch = { .enforcing = -1 };
	struct avow_evidence *evidence = &r->out->analysis.evidence;

	epoch.seconds = avow_restore_time(r, node, "from").seconds;
	epoch.change = remark_of(r, node, "change");
	epoch.place = avow_restore_place(r, node);
	if (avow_restore_member(node, "enforcing"))
		epoch.enforcing = avow_restore_truth(r, node, "enforcing");
	epoch.text = avow_restore_bytes(r, node, "text");
	if (!r->code && avow_evidence_add_epoch(evidence, &epoch))
		avow_restore_no_memory(r);
}

static void restore_verdict(struct avow_restoring *r, struct avow_node *node)
{
	uint64_t *counts = r->out->analysis.evidence.apparmor;
	const char *name = keep(r, node, "name");

	for (int i = 0; name && i < AVOW_APPARMOR_VERDICT_COUNT; i++)
		if (strcmp(avow_apparmor_verdict_name((enum avow_apparmor_verdict)i),
			   name) == 0) {
			counts[i] = avow_restore_number(r, node, "count");
			return;
		}
	avow_restore_refuse(r, node, "name", "not known to this version of avow");
}

static void restore_all(struct avow_restoring *r, struct avow_node *node,
			const char *name,
			void (*restore)(struct avow_restoring *r, struct avow_node *node))
{
	struct avow_node *array = avow_restore_member(node, name);

	for (struct avow_node *at = array ? array->first : NULL; at && !r->code;
	     at = at->next)
		restore(r, at);
}

/* What was outside of the window is told as a sum, and shown as one. */
static void restore_window(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_analysis *analysis = &r->out->analysis;
	struct avow_window *window = &analysis->window;

	window->has_since = avow_restore_member(node, "since") != NULL;
	window->has_until = avow_restore_member(node, "until") != NULL;
	window->since.time = avow_restore_time(r, node, "since");
	window->until.time = avow_restore_time(r, node, "until");
	analysis->evidence.undated = avow_restore_number(r, node, "undated");
	if (analysis->evidence.input_count)
		analysis->evidence.inputs[0].outside =
			avow_restore_number(r, node, "outside");
}

void avow_restore_evidence(struct avow_restoring *r, struct avow_node *node)
{
	static const struct avow_count_name names[] = {
#define X(member) { #member, offsetof(struct avow_evidence, member) }
		X(events),  X(denials), X(granted), X(duplicates),
		X(notices), X(evicted), X(serials), X(serial_gaps),
#undef X
	};
	struct avow_evidence *evidence = &r->out->analysis.evidence;
	struct avow_node *window;

	restore_all(r, node, "inputs", restore_input);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		*(uint64_t *)(void *)((char *)evidence + names[i].offset) =
			avow_restore_number(r, node, names[i].name);
	restore_all(r, node, "apparmor_verdicts", restore_verdict);
	window = avow_restore_member(node, "window");
	if (window)
		restore_window(r, window);
	restore_all(r, node, "defects", restore_defect);
	restore_all(r, node, "remarks", restore_remark);
	restore_all(r, node, "epochs", restore_epoch);
}
