/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What to do, from why: a table with one row a piece of advice, best first. An
 * allow rule is the last resort and comes last.
 */
#include "policy/selinux/advice.h"

#include "analyzer/base/escape.h"

#define SETS_ADVISED_MAX 8
#define ADVICE_MAX 20 /* one is kept for the rule */

static size_t count_sets(const struct avow_group *group)
{
	return group->set_count < SETS_ADVISED_MAX ? group->set_count : SETS_ADVISED_MAX;
}

/* One boolean: `setsebool -P a on`; several at once: `setsebool -P a=on b=off`. */
static void set_booleans(const struct avow_group *group, size_t index,
			 struct avow_buf *out)
{
	const struct avow_boolean_set *set = &group->sets[index];

	avow_buf_puts(out, "setsebool -P");
	for (size_t i = 0; i < set->count; i++) {
		const char *name =
			avow_sepol_boolean_name(group->sepol, set->booleans[i]);
		bool is_on = avow_sepol_boolean_state(group->sepol, set->booleans[i]);

		avow_buf_putc(out, ' ');
		avow_escape_shell(out, avow_span_of(name));
		avow_buf_printf(out, "%s%s", set->count == 1 ? " " : "=",
				is_on ? "off" : "on");
	}
}

static void allow_role(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	(void)index;
	avow_buf_puts(out, group->key);
}

static const struct avow_advice_kind kinds[] = {
	{ "SEL-SET-BOOLEAN", "set the boolean",
	  "The policy's authors foresaw this access and left it to a switch. It may "
	  "allow "
	  "more than what was refused here.",
	  "command", &avow_reason_boolean, count_sets, set_booleans },
	{ "SEL-NO-CHANGE", "change nothing",
	  "The policy allows it already. See that the host runs this policy with these "
	  "booleans.",
	  NULL, &avow_reason_allowed, NULL, NULL },
	{ "SEL-LEAVE-HIDDEN", "leave it refused",
	  "The policy's authors know this access and hold that the program works without "
	  "it.",
	  NULL, &avow_reason_dontaudit, NULL, NULL },
	{ "SEL-CHANGE-CONTEXT", "change a context, not the rules",
	  "No allow rule overrides a constraint. Give the process or the object a user, "
	  "role or level that the constraint takes, or an attribute that it exempts.",
	  NULL, &avow_reason_constraint, NULL, NULL },
	{ "SEL-ALLOW-ROLE", "allow the change of role",
	  "No type rule overrides the missing role rule. Allow it only when people in "
	  "the "
	  "one role may become the other.",
	  "te", &avow_reason_rbac, NULL, allow_role },
	{ "SEL-WIDEN-BOUNDS", "allow it to the bounding type first",
	  "A bounded type never may more than the type that bounds it.", NULL,
	  &avow_reason_bounds, NULL, NULL },
	{ "SEL-OTHER-POLICY", "ask the policy of the host that made the log",
	  "This policy does not know the context, so it cannot judge the access.", NULL,
	  &avow_reason_type, NULL, NULL },
	{ "SEL-OTHER-POLICY", "ask the policy of the host that made the log",
	  "This policy does not know the class, so it cannot judge the access.", NULL,
	  &avow_reason_class, NULL, NULL },
	{ "SEL-OTHER-POLICY", "ask the policy of the host that made the log",
	  "This policy does not know all the permissions, so it cannot judge them.", NULL,
	  &avow_reason_permission, NULL, NULL },
};

static bool has_advice(const struct avow_finding *finding, const char *code,
		       const char *change)
{
	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *one = &finding->advice[i];

		if (strcmp(one->code, code) == 0 &&
		    (!change || strcmp(one->change, change) == 0))
			return true;
	}
	return false;
}

/* Adds a row; the rank is its place. @change may be NULL. */
static int add(struct avow_finding *finding, const struct avow_advice_kind *kind,
	       const char *change, struct avow_arena *arena)
{
	struct avow_advice *row = &finding->advice[finding->advice_count];

	if (finding->advice_count == ADVICE_MAX - 1 ||
	    has_advice(finding, kind->code, change))
		return 0;
	row->code = kind->code;
	row->rank = (unsigned)++finding->advice_count;
	row->title = kind->title;
	row->why = kind->why;
	row->change_kind = kind->change_kind;
	if (!change)
		return 0;
	row->change = avow_arena_string(arena, avow_span_of(change));
	return row->change ? 0 : AVOW_E_NOMEM;
}

static int advise(struct avow_finding *finding, const struct avow_advice_kind *kind,
		  const struct avow_group *group, struct avow_arena *arena)
{
	size_t count = kind->count ? kind->count(group) : 1;
	struct avow_buf change = { 0 };
	int code = 0;

	if (group->is_rest)
		return 0;
	if (!kind->change)
		return add(finding, kind, NULL, arena);
	for (size_t i = 0; i < count && code == 0; i++) {
		avow_buf_clear(&change);
		kind->change(group, i, &change);
		code = change.failed
			       ? AVOW_E_NOMEM
			       : add(finding, kind, avow_buf_string(&change), arena);
	}
	avow_buf_free(&change);
	return code;
}

int avow_advice_write(const struct avow_groups *groups, struct avow_finding *finding,
		      struct avow_arena *arena)
{
	finding->advice = avow_arena_alloc(arena, ADVICE_MAX * sizeof(*finding->advice));
	if (!finding->advice)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++)
		for (const struct avow_group *group = groups->first; group;
		     group = group->next)
			if (group->kind == kinds[i].reason &&
			    advise(finding, &kinds[i], group, arena) < 0)
				return AVOW_E_NOMEM;
	return 0;
}

void avow_advice_add_rule(struct avow_finding *finding, const char *rule)
{
	struct avow_advice *row = &finding->advice[finding->advice_count++];

	row->code = "SEL-ALLOW";
	row->rank = (unsigned)finding->advice_count;
	row->title = "allow it by a rule";
	row->why =
		"The rule opens it to every process of the source type and every object "
		"of the target type. Take it when nothing above it fits.";
	row->change = rule;
	row->change_kind = "te";
}
