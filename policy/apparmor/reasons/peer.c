/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-PEER: both ends have to allow it, and the other end does not.
 */
#include "policy/apparmor/reason.h"

/* What the other end is asked for. */
static const struct {
	enum avow_rule_class class;
	const char *permission, *answer;
} answers[] = {
	{ AVOW_RULE_SIGNAL, "send", "receive" },
	{ AVOW_RULE_SIGNAL, "receive", "send" },
	{ AVOW_RULE_PTRACE, "trace", "tracedby" },
	{ AVOW_RULE_PTRACE, "tracedby", "trace" },
	{ AVOW_RULE_PTRACE, "read", "readby" },
	{ AVOW_RULE_PTRACE, "readby", "read" },
	{ AVOW_RULE_DBUS, "send", "receive" },
	{ AVOW_RULE_DBUS, "receive", "send" },
	{ AVOW_RULE_UNIX, "send", "receive" },
	{ AVOW_RULE_UNIX, "receive", "send" },
};

static const char *answer_to(const struct avow_profile_question *question)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(answers); i++)
		if (answers[i].class == question->access.class &&
		    strcmp(answers[i].permission, avow_question_permission(question)) ==
			    0)
			return answers[i].answer;
	return NULL;
}

static struct avow_span peer_of(const struct avow_profile_question *question)
{
	struct avow_span peer = avow_access_value(&question->access, "peer");

	return peer.data ? peer : avow_access_value(&question->access, "peer.label");
}

/* What the peer's own profile says of the answering access. */
static bool is_refused_there(struct avow_profile_case *c,
			     const struct avow_profile_question *question,
			     const struct avow_profile *peer, const char *answer)
{
	struct avow_profile_access access = { .class = question->access.class };
	struct avow_cover cover;
	unsigned bit = 0;

	avow_access_add(&access, access.class == AVOW_RULE_DBUS ? "peer.label" : "peer",
			c->base);
	avow_access_add(&access, "set", avow_access_value(&question->access, "set"));
	avow_access_add(&access, "bus", avow_access_value(&question->access, "bus"));
	avow_class_bit(avow_class_of(access.class), avow_span_of(answer), &bit);
	cover = avow_profile_cover((struct avow_arena *)&c->profiles->arena, peer,
				   &access, bit);
	return cover.coverage == AVOW_COVER_NONE || cover.coverage == AVOW_COVER_DENIED;
}

static void tell(struct avow_profile_case *c)
{
	const struct avow_profile_question *question = c->questions;
	const char *answer = question ? answer_to(question) : NULL;
	struct avow_span name = answer ? peer_of(question) : avow_span_of("");
	const struct avow_profile *peer =
		name.length && !avow_span_equal(name, c->base)
			? avow_profiles_named(c->profiles, name, c->namespace)
			: NULL;
	struct avow_buf text = { 0 };

	if (!peer || !is_refused_there(c, question, peer, answer))
		return;
	avow_buf_printf(&text, "The profile of the other end, %s, does not allow %s %s ",
			peer->name, avow_class_of(question->access.class)->keyword,
			answer);
	avow_buf_printf(&text, "with peer %.*s: a rule on this side alone is not enough.",
			(int)c->base.length, c->base.data);
	avow_case_tell(c, &avow_profile_reason_peer, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_peer = {
	.code = "AA-PEER",
	.layer = "the other side",
	.title = "the other end must allow it too",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"signal\" class=\"signal\" profile=\"lamplighter\" "
			"pid=77 comm=\"lamplighter\" requested_mask=\"send\" "
			"denied_mask=\"send\" signal=term peer=\"wick\"",
		.explanation =
			"Signals, ptrace, D-Bus messages and connected unix sockets "
			"are judged twice: by the profile of the sender (send, trace) "
			"and by that of the receiver (receive, tracedby). A rule on "
			"one side alone does not let it through.",
		.safe_change =
			"Add the answering rule to the profile of the peer as well, "
			"naming this one as its peer.",
		.not_when =
			"When the peer is not confined: then its side is not asked.",
	},
};
