/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reasons that are what the rules answered: the same answer by the same rule is a row. */
#include "policy/apparmor/reasons/answers.h"

#define RULES_MAX 16 /* rows of one reason */

struct group {
	const struct avow_profile_rule *rule;
	uint64_t bits;
	struct avow_span objects[AVOW_TALLY_MAX];
	size_t object_count;
};

static void add_object(struct group *group, struct avow_span object)
{
	for (size_t i = 0; i < group->object_count; i++)
		if (avow_span_equal(group->objects[i], object))
			return;
	if (group->object_count < AVOW_TALLY_MAX)
		group->objects[group->object_count++] = object;
}

static struct group *group_of(struct group *groups, size_t *count,
			      const struct avow_profile_rule *rule)
{
	for (size_t i = 0; i < *count; i++)
		if (groups[i].rule == rule)
			return groups + i;
	if (*count == RULES_MAX)
		return groups + *count - 1;
	groups[*count] = (struct group){ .rule = rule };
	return groups + (*count)++;
}

static void put_permissions(struct avow_buf *out, enum avow_rule_class class,
			    uint64_t bits)
{
	bool is_first = true;

	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(bits >> bit & 1) ||
		    !avow_class_permission_name(avow_class_of(class), bit))
			continue;
		if (!is_first && class != AVOW_RULE_FILE)
			avow_buf_putc(out, ' ');
		avow_buf_puts(out, avow_class_permission_name(avow_class_of(class), bit));
		is_first = false;
	}
}

/* Denials of the permission that most of them are about. */
static uint64_t denials_of(const struct avow_profile_case *c, size_t group_count)
{
	uint64_t most = 0;

	if (group_count == 1)
		return c->cluster->count;
	for (size_t i = 0; i < c->cluster->permissions.length; i++)
		if (c->cluster->permissions.entries[i].count > most)
			most = c->cluster->permissions.entries[i].count;
	return most;
}

static void tell_group(struct avow_profile_case *c,
		       const struct avow_profile_reason_kind *kind,
		       const struct group *group, uint64_t denials, const char *before,
		       const char *behind)
{
	enum avow_rule_class class = c->questions[0].access.class;
	struct avow_buf permissions = { 0 }, text = { 0 }, evidence = { 0 };

	put_permissions(&permissions, class, group->bits);
	avow_buf_printf(&text, "%s %s%s", before, avow_class_of(class)->keyword,
			permissions.length ? " " : "");
	avow_buf_append(&text, avow_buf_span(&permissions));
	if (group->object_count == 1 && group->objects[0].length) {
		avow_buf_puts(&text, class == AVOW_RULE_CAPABILITY ? "" : " for ");
		if (class != AVOW_RULE_CAPABILITY)
			avow_buf_append(&text, group->objects[0]);
	} else if (group->object_count > 1) {
		avow_buf_printf(&text, " for %zu objects seen", group->object_count);
	}
	avow_buf_puts(&text, behind);
	if (group->rule)
		avow_case_put_rule(&evidence, group->rule);
	avow_case_tell(c, kind, permissions.length ? avow_buf_string(&permissions) : NULL,
		       denials, &text, &evidence);
	avow_buf_free(&permissions);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
}

void avow_answers_tell(struct avow_profile_case *c,
		       const struct avow_profile_reason_kind *kind,
		       enum avow_coverage coverage, const char *before,
		       const char *behind)
{
	struct group groups[RULES_MAX];
	size_t count = 0;

	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		const struct avow_profile_question *question = c->questions + i;
		struct group *group;

		if (question->cover.coverage != coverage)
			continue;
		group = group_of(groups, &count, question->cover.rule);
		if (avow_class_of(question->access.class)->permission_count)
			group->bits |= UINT64_C(1) << question->bit;
		add_object(group, question->object);
	}
	for (size_t i = 0; i < count; i++)
		tell_group(c, kind, groups + i, denials_of(c, count), before, behind);
}
