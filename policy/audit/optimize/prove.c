/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two sets of rules, asked of the same events. */
#include "policy/audit/optimize/optimizer.h"

/* Events drawn for each rule, and for all of them. */
enum { DRAWN_PER_RULE = 48, DRAWN_MAX = 40000 };

struct proving {
	const struct avow_audit_asked *old, *new;
	const struct avow_audit_optimize_options *options;
	bool is_telling;
	struct avow_arena arena; /* of one event */
	struct avow_audit_proof *out;
};

static bool is_same(const struct proving *proving, const struct avow_audit_event *event)
{
	struct avow_audit_verdict a = avow_audit_evaluate(proving->old, event);
	struct avow_audit_verdict b = avow_audit_evaluate(proving->new, event);

	return avow_audit_same_verdict(&a, &b);
}

/* Each rule with another one, at random. */
static void draw_all(struct proving *proving, const struct avow_audit_asked *asked,
		     uint64_t *seed)
{
	size_t times = DRAWN_PER_RULE;

	if (asked->count > DRAWN_MAX / DRAWN_PER_RULE)
		times = DRAWN_MAX / asked->count + 1;
	for (size_t i = 0; i < asked->count; i++)
		for (size_t j = 0; j < times; j++) {
			size_t other = (size_t)(*seed >> 33) % asked->count;
			struct avow_audit_event event;

			avow_arena_clear(&proving->arena);
			avow_audit_draw(seed, asked, asked->rules[i],
					j % 3 ? asked->rules[other] : NULL,
					&proving->arena, &event);
			proving->out->drawn++;
			proving->out->differing += !is_same(proving, &event);
		}
}

static int take_group(void *data, const struct avow_group *group)
{
	struct proving *proving = data;
	struct avow_audit_event event;

	avow_arena_clear(&proving->arena);
	if (!avow_audit_event_read(group, &proving->arena, &event))
		return AVOW_OK;
	proving->out->recorded++;
	proving->out->differing += !is_same(proving, &event);
	return AVOW_OK;
}

static void pass_on(void *data, const struct avow_error *error)
{
	const struct proving *proving = data;

	if (proving->is_telling)
		proving->options->on_trouble(proving->options->data, error);
}

int avow_audit_prove(const struct avow_audit_asked *old,
		     const struct avow_audit_asked *new,
		     const struct avow_audit_optimize_options *options, bool is_telling,
		     struct avow_audit_proof *out)
{
	struct proving proving = { .old = old,
				   .new = new,
				   .options = options,
				   .is_telling = is_telling,
				   .out = out };
	uint64_t seed = 1;
	int result = AVOW_OK;

	*out = (struct avow_audit_proof){ 0 };
	draw_all(&proving, old, &seed);
	draw_all(&proving, new, &seed);
	if (options->inputs)
		result = avow_groups_read(options->inputs, take_group, pass_on, &proving);
	avow_arena_free(&proving.arena);
	return result;
}
