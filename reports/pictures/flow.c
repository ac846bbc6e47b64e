/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where everything of the graph from sources to targets is. */
#include "reports/pictures/flow.h"

#include "reports/phrase.h"
#include "reports/values.h"

enum {
	FULL = 420, /* of all denials together */
	NODE_MIN = 18,
	NODE_GAP = 8,
	NODE_WIDTH = 10,
	LABELS = 230, /* the width that they have on either side */
	LABEL_WIDTH = 30,
	TOP = 6
};

struct side {
	const struct avow_summary_value *values;
	size_t shown, all; /* of the values */
	struct avow_flow_node *nodes;
	size_t node_count;
};

static const char *name_others(struct avow_arena *arena, size_t count)
{
	struct avow_buf text = { 0 };
	const char *label;

	avow_phrase_count(&text, count, "other");
	label = text.failed ? NULL : avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return label;
}

static bool make_side(struct side *side, const struct avow_report *report,
		      enum avow_part part, size_t room, struct avow_arena *arena)
{
	side->values = avow_values_of(report, part, arena, &side->all);
	if (!side->values)
		return false;
	side->shown = side->all <= room ? side->all : room - 1;
	for (size_t i = 0; i < side->shown; i++) {
		side->nodes[i].label =
			avow_values_label(arena, side->values[i].text, LABEL_WIDTH);
		if (!side->nodes[i].label)
			return false;
	}
	side->node_count = side->shown;
	if (side->shown < side->all) {
		side->nodes[side->node_count++].label =
			name_others(arena, side->all - side->shown);
		return side->nodes[side->shown].label;
	}
	return true;
}

typedef uint64_t matrix[AVOW_FLOW_SOURCES][AVOW_FLOW_TARGETS][AVOW_VERDICTS];

static void count_links(const struct avow_report *report,
			const struct avow_summary *summary, const struct side *sources,
			const struct side *targets, matrix counts)
{
	const struct avow_clusters *set = report->analysis->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(set);

	for (size_t i = 0; i < avow_clusters_count(set); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);
		size_t from = avow_values_find(
			sources->values, sources->shown,
			avow_cluster_part(atoms, cluster, AVOW_PART_SOURCE));
		size_t to = avow_values_find(
			targets->values, targets->shown,
			avow_cluster_part(atoms, cluster, AVOW_PART_TARGET));

		counts[from][to][summary->outlooks.of[i].verdict] += cluster->count;
	}
}

static int thickness(uint64_t count, uint64_t total)
{
	int width = (int)((double)count * FULL / (double)total + 0.5);

	return width > 0 ? width : 1;
}

static void make_links(struct avow_flow *out, matrix counts, uint64_t total)
{
	for (size_t s = 0; s < out->source_count; s++)
		for (size_t t = 0; t < out->target_count; t++)
			for (int v = 0; v < AVOW_VERDICTS; v++) {
				uint64_t count = counts[s][t][v];

				if (!count)
					continue;
				out->links[out->link_count++] = (struct avow_flow_link){
					.source = s,
					.target = t,
					.verdict = (enum avow_verdict)v,
					.count = count,
					.width = thickness(count, total),
				};
				out->sources[s].count += count;
				out->targets[t].count += count;
				out->sources[s].height += thickness(count, total);
				out->targets[t].height += thickness(count, total);
				out->has_verdict[v] = true;
			}
}

/* One below the other; returns where the last one ends. */
static int place_nodes(struct avow_flow_node *nodes, size_t count, int x)
{
	int y = TOP;

	for (size_t i = 0; i < count; i++) {
		if (nodes[i].height < NODE_MIN)
			nodes[i].height = NODE_MIN;
		nodes[i].x = x;
		nodes[i].y = y;
		nodes[i].label_y = y + nodes[i].height / 2 + 4;
		y += nodes[i].height + NODE_GAP;
	}
	return y;
}

/* Ribbons leave and arrive in the order of the other side, so that few cross. */
static void place_links(struct avow_flow *out)
{
	int left[AVOW_FLOW_SOURCES] = { 0 }, right[AVOW_FLOW_TARGETS] = { 0 };

	for (size_t i = 0; i < out->link_count; i++) {
		struct avow_flow_link *link = &out->links[i];
		const struct avow_flow_node *source = &out->sources[link->source];
		const struct avow_flow_node *target = &out->targets[link->target];

		link->x0 = source->x + NODE_WIDTH;
		link->x1 = target->x;
		link->middle = (link->x0 + link->x1) / 2;
		link->y0 = source->y + left[link->source] + link->width / 2;
		link->y1 = target->y + right[link->target] + link->width / 2;
		left[link->source] += link->width;
		right[link->target] += link->width;
	}
}

const struct avow_flow *avow_flow_make(const struct avow_report *report,
				       const struct avow_summary *summary,
				       struct avow_arena *arena, bool *failed)
{
	struct avow_flow *out;
	struct side sources = { 0 }, targets = { 0 };
	uint64_t total = report->analysis->evidence.denials;
	matrix counts = { 0 };
	int left, right;

	if (summary->clusters == 0 || total == 0)
		return NULL;
	out = avow_arena_alloc(arena, sizeof(*out));
	*failed |= !out;
	if (!out)
		return NULL;
	*out = (struct avow_flow){ .node_width = NODE_WIDTH,
				   .source_label_x = LABELS - 8,
				   .target_label_x = AVOW_FLOW_WIDTH - LABELS + 8 };
	sources.nodes = out->sources;
	targets.nodes = out->targets;
	if (!make_side(&sources, report, AVOW_PART_SOURCE, AVOW_FLOW_SOURCES, arena) ||
	    !make_side(&targets, report, AVOW_PART_TARGET, AVOW_FLOW_TARGETS, arena)) {
		*failed = true;
		return NULL;
	}
	out->source_count = sources.node_count;
	out->target_count = targets.node_count;
	out->others[0] = sources.all - sources.shown;
	out->others[1] = targets.all - targets.shown;
	count_links(report, summary, &sources, &targets, counts);
	make_links(out, counts, total);
	left = place_nodes(out->sources, out->source_count, LABELS);
	right = place_nodes(out->targets, out->target_count,
			    AVOW_FLOW_WIDTH - LABELS - NODE_WIDTH);
	out->height = left > right ? left : right;
	place_links(out);
	return out;
}
