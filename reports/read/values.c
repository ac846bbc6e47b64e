/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of an object as numbers, texts, times and places. */
#include "reports/read/restore.h"

#include "analyzer/base/escape.h"
#include "analyzer/window.h"

void avow_restore_refuse(struct avow_restoring *r, const struct avow_node *node,
			 const char *name, const char *what)
{
	if (!r->code)
		r->code = avow_error_set(r->error, AVOW_E_INPUT, "%s:%zu: %s: %s",
					 r->path, node->line, name, what);
}

void avow_restore_no_memory(struct avow_restoring *r)
{
	if (!r->code)
		r->code = avow_error_nomem(r->error);
}

/* Members are asked for in the order in which they are written, nearly always. */
struct avow_node *avow_restore_member(struct avow_node *node, const char *name)
{
	struct avow_node *begin = node->asked ? node->asked : node->first;

	for (struct avow_node *at = begin; at; at = at->next)
		if (strcmp(at->name, name) == 0)
			return node->asked = at;
	for (struct avow_node *at = node->first; at && at != begin; at = at->next)
		if (strcmp(at->name, name) == 0)
			return node->asked = at;
	return NULL;
}

static struct avow_node *needed(struct avow_restoring *r, struct avow_node *node,
				const char *name)
{
	struct avow_node *member = avow_restore_member(node, name);

	if (!member)
		avow_restore_refuse(r, node, node->name, "it has lost a part");
	return member;
}

uint64_t avow_restore_number(struct avow_restoring *r, struct avow_node *node,
			     const char *name)
{
	struct avow_node *member = needed(r, node, name);
	uint64_t value = 0;

	if (member && !avow_span_to_u64(avow_span_of(member->text), 10, &value))
		avow_restore_refuse(r, member, name, "no number");
	return value;
}

struct avow_span avow_restore_bytes(struct avow_restoring *r, struct avow_node *node,
				    const char *name)
{
	struct avow_node *member = needed(r, node, name), *hex;
	char hex_name[40];

	if (!member)
		return avow_span_of("");
	snprintf(hex_name, sizeof(hex_name), "%s_hex", name);
	hex = member->next && strcmp(member->next->name, hex_name) == 0 ? member->next
									: NULL;
	if (!hex)
		return avow_span_of(member->text);
	avow_buf_clear(&r->scratch);
	if (!avow_unescape_hex(&r->scratch, avow_span_of(hex->text)))
		avow_restore_refuse(r, hex, hex_name, "no bytes in hexadecimal");
	if (r->scratch.failed)
		avow_restore_no_memory(r);
	return avow_buf_span(&r->scratch);
}

bool avow_restore_truth(struct avow_restoring *r, struct avow_node *node,
			const char *name)
{
	struct avow_node *member = avow_restore_member(node, name);

	if (member && strcmp(member->text, "true") != 0 &&
	    strcmp(member->text, "false") != 0)
		avow_restore_refuse(r, member, name, "neither true nor false");
	return member && strcmp(member->text, "true") == 0;
}

struct avow_time avow_restore_time(struct avow_restoring *r, struct avow_node *node,
				   const char *name)
{
	struct avow_node *member = avow_restore_member(node, name);
	struct avow_bound bound = { 0 };

	if (member && (avow_bound_parse(member->text, 0, false, &bound, NULL) ||
		       bound.kind != AVOW_BOUND_MOMENT))
		avow_restore_refuse(r, member, name, "no time");
	return bound.moment.time;
}

const char *avow_restore_text(struct avow_restoring *r, struct avow_node *node,
			      const char *name)
{
	struct avow_node *member = avow_restore_member(node, name);
	const char *copy = NULL;

	if (member) {
		copy = avow_arena_string(&r->out->findings.arena,
					 avow_span_of(member->text));
		if (!copy)
			avow_restore_no_memory(r);
	}
	return copy;
}

struct avow_place avow_restore_place(struct avow_restoring *r, struct avow_node *node)
{
	const struct avow_evidence *evidence = &r->out->analysis.evidence;
	struct avow_span name = avow_restore_bytes(r, node, "input");
	struct avow_place place = { 0 };

	while (place.input < evidence->input_count &&
	       !avow_span_equal(evidence->inputs[place.input].name, name))
		place.input++;
	if (place.input == evidence->input_count)
		avow_restore_refuse(r, node, "input",
				    "the evidence has none of that name");
	place.line = avow_restore_number(r, node, "line");
	return place;
}

void *avow_restore_array(struct avow_restoring *r, size_t count, size_t size)
{
	void *out = avow_arena_alloc(&r->out->findings.arena, (count + 1) * size);

	if (!out)
		avow_restore_no_memory(r);
	return out;
}

size_t avow_restore_count(const struct avow_node *node)
{
	size_t count = 0;

	for (const struct avow_node *at = node ? node->first : NULL; at; at = at->next)
		count++;
	return count;
}

uint32_t avow_restore_xperm(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node *member = avow_restore_member(node, "xperm");
	uint64_t value = 0;

	if (!member)
		return 0;
	if (!avow_span_to_u64(avow_span_of(member->text), 16, &value) || value > 0xffff)
		avow_restore_refuse(r, member, "xperm", "no number of a command");
	return AVOW_XPERM | (uint32_t)value;
}
