/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a case knows, and how rules and places are written in what is told of it. */
#include "policy/apparmor/case.h"

#include <stdlib.h>

#include "policy/apparmor/exec.h"
#include "policy/apparmor/reason.h"

static bool has_prefix(const struct avow_tally *tally, const char *prefix)
{
	for (size_t i = 0; i < tally->length; i++)
		if (avow_span_starts_with(tally->entries[i].value, prefix))
			return true;
	return false;
}

bool avow_case_has_info(const struct avow_profile_case *c, const char *prefix)
{
	return has_prefix(&c->cluster->apparmor->infos, prefix);
}

bool avow_case_has_operation(const struct avow_profile_case *c, const char *prefix)
{
	return has_prefix(&c->cluster->apparmor->operations, prefix);
}

bool avow_case_is_learning(const struct avow_profile_case *c)
{
	return c->base.length != c->name.length;
}

/*
 * Errors before any rule is asked: path_name() in security/apparmor/file.c, unless a flag
 * says otherwise, and the transitions of domain.c whose profile is missing or forbidden.
 */
static bool fails_before_rules(const struct avow_profile_case *c)
{
	static const char *const infos[] = { "profile transition not found",
					     "label not found", "no new privs" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(infos); i++)
		if (avow_case_has_info(c, infos[i]))
			return true;
	if (avow_case_has_info(c, "Failed name lookup") &&
	    !(c->profile->has_flag_attach_disconnected &&
	      avow_case_has_info(c, AVOW_INFO_DISCONNECTED)) &&
	    !(c->profile->has_flag_mediate_deleted &&
	      avow_case_has_info(c, AVOW_INFO_DELETED)))
		return true;
	return avow_case_has_operation(c, "change_hat");
}

/* Profiles that the kernel makes while it learns: foo//null-/usr/bin/ls. */
static struct avow_span without_learning(struct avow_span name)
{
	return avow_span_first(name, avow_span_search(name, AVOW_LEARNING));
}

/* Of a stack a//&b the first that is known; labels of another namespace are :ns:name. */
static struct avow_profile *find_profile(const struct avow_profile_case *c)
{
	struct avow_span rest = c->base;

	while (c->profiles && rest.length) {
		size_t length = avow_span_search(rest, "//&");
		struct avow_profile *found = avow_profiles_named(
			c->profiles, avow_span_first(rest, length), c->namespace);

		if (found)
			return found;
		rest = avow_span_skip(rest, length + 3);
	}
	return NULL;
}

/* Where learning began outside of every profile. */
static bool is_unconfined(struct avow_span base)
{
	return avow_span_is(base, "unconfined");
}

/* The profile that a name of the kernel's stands for, what was learned followed. */
static struct avow_profile *follow(const struct avow_profile_case *c,
				   struct avow_profile *from, struct avow_span name)
{
	struct avow_span base = without_learning(name);

	if (!c->profiles || (!from && !is_unconfined(base)))
		return from;
	return avow_profile_learned(c->profiles, from, avow_span_skip(name, base.length));
}

/* A peer that was learning will be the profile that its program then runs in. */
static struct avow_span settle(const struct avow_profile_case *c, struct avow_span peer)
{
	struct avow_span base = without_learning(peer);
	struct avow_profile *profile;

	if (base.length == peer.length)
		return peer;
	profile = avow_profiles_named(c->profiles, base, c->namespace);
	profile = follow(c, profile, peer);
	return profile ? avow_span_of(profile->name) : base;
}

static void settle_peers(struct avow_profile_case *c)
{
	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		struct avow_profile_access *access = &c->questions[i].access;

		for (size_t j = 0; j < access->attribute_count; j++)
			if (avow_span_is(avow_span_of(access->attributes[j].key),
					 "peer") ||
			    avow_span_is(avow_span_of(access->attributes[j].key),
					 "peer.label"))
				access->attributes[j].value =
					settle(c, access->attributes[j].value);
	}
}

void avow_case_open(struct avow_profile_case *c, struct avow_arena *scratch)
{
	const struct avow_apparmor_cluster *cluster = c->cluster->apparmor;

	c->name = avow_atoms_text(c->atoms, cluster->profile);
	c->base = without_learning(c->name);
	c->namespace = cluster->namespace == AVOW_NO_ATOM
			       ? avow_span_of("")
			       : avow_atoms_text(c->atoms, cluster->namespace);
	if (avow_span_is(c->namespace, "root"))
		c->namespace = avow_span_of("");
	c->profile = follow(c, find_profile(c), c->name);
	if (c->profile)
		avow_case_judge(c, scratch);
}

/* attach_disconnected judges a name that has no beginning as if it began at /. */
static void attach(struct avow_profile_case *c, struct avow_arena *scratch,
		   struct avow_profile_question *question)
{
	struct avow_profile_access *access = &question->access;
	struct avow_buf path = { 0 };

	if (access->class != AVOW_RULE_FILE || !question->object.length ||
	    question->object.data[0] == '/')
		return;
	avow_buf_putc(&path, '/');
	avow_buf_append(&path, question->object);
	question->object = avow_arena_copy(scratch, avow_buf_span(&path));
	c->is_out_of_memory |= path.failed || !question->object.data;
	avow_buf_free(&path);
	for (size_t i = 0; i < access->attribute_count; i++)
		if (strcmp(access->attributes[i].key, "path") == 0)
			access->attributes[i].value = question->object;
}

void avow_case_judge(struct avow_profile_case *c, struct avow_arena *scratch)
{
	c->questions = NULL;
	c->question_count = 0;
	if (fails_before_rules(c))
		return;
	c->questions =
		avow_questions_of(scratch, c->atoms, c->cluster, &c->question_count);
	c->is_out_of_memory |= !c->questions && c->question_count;
	settle_peers(c);
	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		if (avow_case_has_info(c, AVOW_INFO_DISCONNECTED))
			attach(c, scratch, c->questions + i);
		c->questions[i].cover = avow_profile_cover(
			(struct avow_arena *)&c->profiles->arena, c->profile,
			&c->questions[i].access, c->questions[i].bit);
	}
}

size_t avow_case_count(const struct avow_profile_case *c, enum avow_coverage coverage)
{
	size_t count = 0;

	for (size_t i = 0; c->questions && i < c->question_count; i++)
		count += c->questions[i].cover.coverage == coverage;
	return count;
}

static struct avow_reason *add_row(struct avow_profile_case *c)
{
	struct avow_finding *finding = c->finding;

	if (finding->reason_count == c->reason_room) {
		size_t room = c->reason_room ? 2 * c->reason_room : 4;
		struct avow_reason *rows =
			avow_arena_alloc(c->arena, room * sizeof(*rows));

		if (!rows)
			return NULL;
		if (finding->reason_count)
			memcpy(rows, finding->reasons,
			       finding->reason_count * sizeof(*rows));
		finding->reasons = rows;
		c->reason_room = room;
	}
	return finding->reasons + finding->reason_count++;
}

static const char *keep(struct avow_profile_case *c, const struct avow_buf *text)
{
	const char *copy =
		text->failed ? NULL : avow_arena_string(c->arena, avow_buf_span(text));

	c->is_out_of_memory |= !copy;
	return copy ? copy : "";
}

void avow_case_tell(struct avow_profile_case *c,
		    const struct avow_profile_reason_kind *kind, const char *permissions,
		    uint64_t count, struct avow_buf *text, struct avow_buf *evidence)
{
	struct avow_reason *row = add_row(c);

	if (!row) {
		c->is_out_of_memory = true;
		return;
	}
	*row = (struct avow_reason){
		.code = kind->code,
		.layer = kind->layer,
		.title = kind->title,
		.text = keep(c, text),
		.evidence = evidence && evidence->length ? keep(c, evidence) : NULL,
		.permissions = permissions ? avow_arena_string(c->arena,
							       avow_span_of(permissions))
					   : NULL,
		.count = count,
		.first = c->cluster->sample_place,
	};
}

void avow_case_put_place(struct avow_buf *out, const struct avow_profile_place *place)
{
	const struct avow_profile_source *source = place->source;

	avow_buf_printf(out, "%s:%u", source->path, place->line);
	for (; source->includer; source = source->includer)
		avow_buf_printf(out, ", included in %s:%u", source->includer->path,
				source->include_line);
}

static void put_qualifiers(struct avow_buf *out, const struct avow_profile_rule *rule)
{
	static const char *const modes[] = { "", "deny ", "prompt " };
	static const char *const owners[] = { "", "owner ", "other " };

	if (rule->priority)
		avow_buf_printf(out, "priority=%d ", rule->priority);
	if (rule->is_audit)
		avow_buf_puts(out, "audit ");
	avow_buf_puts(out, modes[rule->mode]);
	avow_buf_puts(out, owners[rule->owner]);
}

void avow_case_put_rule(struct avow_buf *out, const struct avow_profile_rule *rule)
{
	bool is_blank = false;

	put_qualifiers(out, rule);
	for (size_t i = 0; i < rule->text.length; i++) {
		char byte = rule->text.data[i];
		bool was_blank = is_blank;

		is_blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
		if (!is_blank)
			avow_buf_putc(out, byte);
		else if (!was_blank)
			avow_buf_putc(out, ' ');
	}
	avow_buf_puts(out, ",  # ");
	avow_case_put_place(out, &rule->place);
}
