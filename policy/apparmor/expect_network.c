/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a profile grants the use of sockets: every family and type that is asked about
 * is, with every permission. A rule with an address or a peer grants some use.
 */
#include "policy/apparmor/expecting.h"
#include "policy/apparmor/profiles/rules/limits.h"

struct sockets {
	struct expecting *e;
	struct avow_profile_access access;
	unsigned bit;
	/* The rule that stands for what is asked, as it would be written in a profile. */
	struct avow_rule_condition conditions[2];
	struct avow_rule_value values[2];
	struct avow_profile_rule wanted;
};

/* What surely grants some of it and what may, what surely denies all and what some. */
struct verdict {
	const struct avow_profile_rule *allow, *may_allow, *deny, *may_deny;
};

static void take(const struct avow_profile_rule **best,
		 const struct avow_profile_rule *rule)
{
	if (!*best || rule->priority > (*best)->priority)
		*best = rule;
}

static struct verdict weigh(const struct sockets *s)
{
	struct avow_arena *arena = &s->e->profiles->arena;
	struct verdict v = { 0 };

	for (const struct avow_profile_rule *rule = s->e->profile->rules; rule;
	     rule = rule->next) {
		bool is_deny = rule->mode == AVOW_RULE_DENY;
		enum avow_tristate concerns;

		if (!avow_rule_is_about(rule, s->access.class, s->bit))
			continue;
		concerns = avow_rule_concerns(arena, rule, &s->access);
		if (concerns == AVOW_NO)
			continue;
		if (is_deny)
			take(concerns == AVOW_YES ? &v.deny : &v.may_deny, rule);
		else
			take(rule->doubt ? &v.may_allow : &v.allow, rule);
	}
	return v;
}

static bool goes_before(const struct avow_profile_rule *deny,
			const struct avow_profile_rule *allow)
{
	return deny && deny->priority >= allow->priority;
}

static void judge_not(struct sockets *s)
{
	struct verdict v = weigh(s);
	bool is_open = s->e->profile->state == AVOW_PROFILE_UNCONFINED ||
		       s->e->profile->state == AVOW_PROFILE_DEFAULT_ALLOW;

	if (v.allow && !goes_before(v.deny, v.allow)) {
		if (goes_before(v.may_deny, v.allow))
			avow_expecting_doubt(s->e, v.allow,
					     "it may be granted: a rule denies some");
		else
			avow_expecting_fail(s->e, v.allow, "it is granted");
	} else if (v.may_allow && !goes_before(v.deny, v.may_allow)) {
		avow_expecting_doubt(s->e, v.may_allow,
				     "it may be granted: a rule is not understood");
	} else if (is_open && !v.deny) {
		avow_expecting_fail(s->e, NULL, "it is granted: it is unconfined");
	}
}

static void judge_each(struct sockets *s)
{
	struct avow_cover cover = avow_profile_cover(&s->e->profiles->arena,
						     s->e->profile, &s->access, s->bit);

	if (cover.coverage == AVOW_COVER_UNKNOWN)
		avow_expecting_doubt(s->e, cover.rule,
				     "a rule decides over some of it alone");
	else if (cover.coverage != AVOW_COVER_ALLOWED)
		avow_expecting_fail(s->e, cover.rule,
				    cover.rule ? "it is denied" : "no rule grants it");
}

static void judge_kind(struct sockets *s, const char *family, const char *type)
{
	const struct avow_class *class = avow_class_of(AVOW_RULE_NETWORK);

	for (s->bit = 0; avow_class_permission_name(class, s->bit); s->bit++) {
		if (s->e->expected->is_positive)
			judge_each(s);
		else
			judge_not(s);
		if (s->e->state != AVOW_ASSERTION_FAILS)
			continue;
		avow_buf_clear(&s->e->witness);
		avow_buf_printf(&s->e->witness, "network %s %s %s",
				avow_class_permission_name(class, s->bit), family, type);
		return;
	}
}

/* A rule with these words; false when no profile could have it. */
static bool read_words(struct sockets *s)
{
	static const char *const keys[] = { "family", "type" };
	const struct avow_names *words = &s->e->expected->words;
	const char *defect;

	s->wanted.class = AVOW_RULE_NETWORK;
	s->wanted.conditions = s->conditions;
	s->wanted.condition_count = words->count;
	for (size_t i = 0; i < words->count; i++) {
		s->values[i].text = s->values[i].expanded = avow_span_of(words->at[i]);
		s->conditions[i] = (struct avow_rule_condition){ .key = keys[i],
								 .values = s->values + i,
								 .value_count = 1 };
	}
	defect = avow_rule_check(&s->wanted);
	if (defect)
		avow_expecting_refuse(s->e, "%s", defect);
	return !defect;
}

void avow_expecting_network(struct expecting *e)
{
	struct sockets s = { .e = e };

	if (!read_words(&s))
		return;
	for (size_t i = 0; i < avow_socket_family_count; i++)
		for (size_t j = 0; j < avow_socket_type_count; j++) {
			const char *family = avow_socket_families[i];
			const char *type = avow_socket_types[j];

			s.access = (struct avow_profile_access){ 0 };
			s.access.class = AVOW_RULE_NETWORK;
			avow_access_add(&s.access, "family", avow_span_of(family));
			avow_access_add(&s.access, "type", avow_span_of(type));
			if (e->state == AVOW_ASSERTION_FAILS ||
			    avow_rule_concerns(&e->profiles->arena, &s.wanted,
					       &s.access) != AVOW_YES)
				continue;
			if (strcmp(family, "unix") == 0)
				s.access.class = AVOW_RULE_UNIX;
			judge_kind(&s, family, type);
		}
}
