/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-PORT: a socket may not bind or connect to the port. Says which portcon labels it
 * and to which other ports the domain may, and proposes such a label. A port that
 * no service has gets one before a rule or a boolean of everyone's is thought of; the
 * port of another service is not taken away for a connection.
 */
#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/candidates.h"
#include "policy/selinux/circumstances/signs.h"

#define PORTS_MAX 4      /* more are no service's own, and no label helps */
#define CANDIDATES_MAX 3 /* proposed for one port */

/* What asks for a port (security/selinux/hooks.c; send_msg until Linux 2.6.32). */
static const struct {
	const char *permission;
	const char *verb;
} asks[] = {
	{ "name_bind", "bind" },
	{ "name_connect", "connect" },
	{ "send_msg", "send" },
	{ "recv_msg", "receive" },
};

struct view {
	const struct avow_scene *scene;
	struct avow_telling *telling;
	enum avow_port_protocol protocol;
	uint32_t requested;
	bool is_bound;                  /* name_bind is among it */
	uint16_t ports[AVOW_TALLY_MAX]; /* as the records name them, the frequent first */
	size_t port_count;
	bool has_more;
	bool is_catch_all; /* the record's type is of ports that no service has */
	struct candidates candidates;
};

static void take_ports(struct view *view)
{
	const struct avow_tally *ports = &view->scene->subject->cluster->ports;
	uint64_t number;

	view->has_more = ports->has_more;
	for (uint32_t i = 0; i < ports->length; i++)
		if (avow_span_to_u64(ports->entries[i].value, 10, &number) && number &&
		    number <= UINT16_MAX)
			view->ports[view->port_count++] = (uint16_t)number;
}

static const char *type_name(const struct view *view, uint32_t type)
{
	return avow_sepol_type_name(view->scene->sepol, type);
}

/* "81/tcp"; the protocol is left out where there is none. */
static void append_port(const struct view *view, uint16_t port, struct avow_buf *out)
{
	const char *protocol = avow_port_protocol_name(view->protocol);

	avow_buf_printf(out, "%u%s%s", port, protocol ? "/" : "",
			protocol ? protocol : "");
}

static void append_ports(const struct view *view, struct avow_buf *out)
{
	size_t shown = view->port_count < PORTS_MAX ? view->port_count : PORTS_MAX;
	size_t left = view->port_count - shown;

	avow_buf_puts(out, view->port_count > 1 || view->has_more ? "Ports " : "Port ");
	for (size_t i = 0; i < shown; i++) {
		bool is_last = i + 1 == view->port_count && !view->has_more;

		if (i)
			avow_buf_puts(out, is_last ? " and " : ", ");
		append_port(view, view->ports[i], out);
	}
	if (view->has_more)
		avow_buf_printf(out, " and more than %zu others", left);
	else if (left)
		avow_buf_printf(out, " and %zu more", left);
}

/* "bind to", "bind and connect to" */
static void append_verbs(const struct view *view, struct avow_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(asks); i++) {
		uint32_t bit = avow_sepol_permission(view->scene->sepol,
						     view->scene->subject->pair.tclass,
						     asks[i].permission);

		if (!(bit & view->requested))
			continue;
		avow_buf_printf(out, "%s%s", is_first ? "" : " and ", asks[i].verb);
		is_first = false;
	}
	avow_buf_puts(out, " to");
}

static void append_who(const struct view *view, struct avow_buf *out)
{
	const struct avow_sepol_pair *pair = &view->scene->subject->pair;
	const char *target = type_name(view, pair->target);
	bool is_many = view->port_count > 1 || view->has_more;

	if (!view->port_count) {
		avow_buf_printf(out,
				"The records name no port of %s: which it is cannot be "
				"known, nor what labels it.",
				target);
		return;
	}
	append_ports(view, out);
	if (view->is_catch_all)
		avow_buf_printf(out, " %s the label of ports that no service has, %s.",
				is_many ? "have" : "has", target);
	else
		avow_buf_printf(out, " %s a service's own, %s.%s", is_many ? "are" : "is",
				target,
				view->is_bound ? " With another label that service loses "
						 "what it may do with it."
					       : "");
}

/* What the domain could use instead. */
static void append_candidates(const struct view *view, struct avow_buf *out)
{
	const struct candidates *found = &view->candidates;

	avow_buf_printf(out, " %s may ",
			type_name(view, view->scene->subject->pair.source));
	append_verbs(view, out);
	if (found->in_force) {
		avow_buf_puts(out, " ports of ");
		avow_candidates_list(found, view->scene->sepol, true, out);
	} else {
		avow_buf_puts(out, " no port of a service");
	}
	avow_buf_putc(out, '.');
	if (found->count > found->in_force) {
		avow_buf_puts(out, " By booleans also of ");
		avow_candidates_list(found, view->scene->sepol, false, out);
		avow_buf_putc(out, '.');
	}
}

/* The policy that is asked has another label than the record: told by port. */
static void append_differences(const struct view *view, struct avow_buf *out)
{
	uint32_t target = view->scene->subject->pair.target;
	struct avow_port_claim claim;

	for (size_t i = 0; i < view->port_count && i < PORTS_MAX; i++) {
		if (!avow_sepol_port(view->scene->sepol, view->protocol, view->ports[i],
				     &claim) ||
		    claim.type == target)
			continue;
		avow_buf_puts(out, " This policy labels ");
		append_port(view, view->ports[i], out);
		avow_buf_printf(out,
				" %s: the host has a label of its own for it (semanage "
				"port -l -C) or had another policy.",
				type_name(view, claim.type));
	}
}

/* One line a port: `81/tcp: portcon tcp 1-511 reserved_port_t`. */
static void append_evidence(const struct view *view, struct avow_buf *out)
{
	struct avow_port_claim claim;

	for (size_t i = 0; i < view->port_count && i < PORTS_MAX; i++) {
		if (!avow_sepol_port(view->scene->sepol, view->protocol, view->ports[i],
				     &claim))
			continue;
		if (out->length)
			avow_buf_putc(out, '\n');
		append_port(view, view->ports[i], out);
		if (claim.is_initial)
			avow_buf_printf(out, ": no portcon; initial SID port %s",
					type_name(view, claim.type));
		else if (claim.low == claim.high)
			avow_buf_printf(out, ": portcon %s %u %s",
					avow_port_protocol_name(claim.protocol),
					claim.low, type_name(view, claim.type));
		else
			avow_buf_printf(out, ": portcon %s %u-%u %s",
					avow_port_protocol_name(claim.protocol),
					claim.low, claim.high,
					type_name(view, claim.type));
	}
}

static int tell_reason(const struct view *view)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	append_who(view, &text);
	append_candidates(view, &text);
	append_differences(view, &text);
	append_evidence(view, &evidence);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			view->telling, &avow_circumstance_port,
			view->scene->subject->cluster->count, avow_buf_string(&text),
			evidence.length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/* A switch that the policy's authors made for this domain and this access. */
static bool has_own_boolean(const struct view *view)
{
	const struct avow_subject *subject = view->scene->subject;
	const char *domain = type_name(view, subject->pair.source);

	if (!avow_scene_has_reason(view->scene, "SEL-BOOL"))
		return false;
	for (size_t i = 0; i < subject->boolean_count; i++)
		if (avow_candidates_kinship(
			    domain, avow_sepol_boolean_name(view->scene->sepol,
							    subject->booleans[i])))
			return true;
	return false;
}

/*
 * Before a boolean goes the label of a port that no service has: always for a
 * server's own port; for a connection when no boolean is meant for the domain.
 */
static const struct avow_advice_kind *place_of(const struct view *view)
{
	if (view->is_catch_all && (view->is_bound || !has_own_boolean(view)))
		return &avow_advice_label_port;
	return &avow_advice_set_boolean;
}

/* semanage refuses to add what a portcon has for the same port alone. */
static bool is_claimed_alone(const struct view *view, uint16_t port)
{
	struct avow_port_claim claim;

	return avow_sepol_port(view->scene->sepol, view->protocol, port, &claim) &&
	       !claim.is_initial && claim.low == claim.high;
}

static uint64_t denials_of(const struct view *view, uint16_t port)
{
	const struct avow_tally *ports = &view->scene->subject->cluster->ports;
	uint64_t number;

	for (uint32_t i = 0; i < ports->length; i++)
		if (avow_span_to_u64(ports->entries[i].value, 10, &number) &&
		    number == port)
			return ports->entries[i].count;
	return 0;
}

static int propose(const struct view *view, uint16_t port,
		   const struct candidate *candidate)
{
	/* Whoever claims the port alone would lose it. */
	const bool is_claimed = is_claimed_alone(view, port);
	const struct avow_trial trial = {
		.target_type = candidate->type,
		.part = view->port_count > 1 ? port : 0,
		.answers = denials_of(view, port),
		.is_weak = is_claimed || !view->is_catch_all ||
			   avow_signs_is_user(view->scene),
	};
	struct avow_outcome outcome;
	struct avow_buf change = { 0 };
	int code = avow_telling_try(view->telling, &trial, &outcome);

	if (code < 0 || !outcome.allowed ||
	    !avow_candidates_is_apt(candidate, view->scene->sepol))
		return code;
	avow_buf_printf(&change, "semanage port -%c -t ", is_claimed ? 'm' : 'a');
	avow_escape_shell(&change, avow_span_of(type_name(view, candidate->type)));
	avow_buf_printf(&change, " -p %s %u", avow_port_protocol_name(view->protocol),
			port);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice_as(view->telling, &avow_advice_label_port,
						   place_of(view),
						   avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

/* Whether a label of its own can be what the port lacks. */
static bool is_label_sensible(const struct view *view)
{
	if (!view->protocol || !view->port_count || view->has_more ||
	    view->port_count > PORTS_MAX)
		return false;
	return view->is_catch_all || view->is_bound;
}

static int tell_advice(const struct view *view)
{
	size_t proposed = view->port_count > 1 ? 1 : CANDIDATES_MAX;
	int code = 0;

	if (!is_label_sensible(view))
		return 0;
	if (proposed > view->candidates.in_force)
		proposed = view->candidates.in_force;
	for (size_t i = 0; i < view->port_count; i++)
		for (size_t j = 0; j < proposed && code == 0; j++)
			code = propose(view, view->ports[i], &view->candidates.at[j]);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	struct view view = { .scene = scene, .telling = out };
	const char *names[AVOW_ARRAY_SIZE(asks)];
	int code;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(asks); i++)
		names[i] = asks[i].permission;
	if (!pair->source || !pair->target || !pair->tclass)
		return 0;
	view.requested = avow_candidates_requested(scene, names, AVOW_ARRAY_SIZE(names));
	if (!view.requested || !avow_candidates_help(scene) ||
	    !avow_sepol_is_network_type(scene->sepol, AVOW_NETWORK_PORT, pair->target))
		return 0;
	view.is_bound =
		(view.requested &
		 avow_sepol_permission(scene->sepol, pair->tclass, "name_bind")) != 0;
	view.protocol = avow_sepol_protocol(scene->sepol, pair->tclass);
	view.is_catch_all = avow_sepol_is_catch_all(scene->sepol, pair->target);
	take_ports(&view);
	code = avow_candidates_find(scene, AVOW_NETWORK_PORT, view.requested,
				    &view.candidates);
	if (code == 0)
		code = tell_reason(&view);
	if (code == 0)
		code = tell_advice(&view);
	avow_candidates_free(&view.candidates);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_port = {
	.code = "SEL-PORT",
	.layer = "port label",
	.title = "the port has a label that the domain may not use",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:71): avc:  denied  { name_bind } "
			"for  pid=812 comm=\"httpd\" src=81 "
			"scontext=system_u:system_r:httpd_t:s0 "
			"tcontext=system_u:object_r:reserved_port_t:s0 "
			"tclass=tcp_socket permissive=0",
		.explanation =
			"Ports have labels: the first portcon of the policy that names the "
			"protocol and the number counts, `semanage port` goes before them all, "
			"and the initial SID `port` is for the rest. A socket asks for "
			"name_bind on the label of the port that it binds to, for name_connect "
			"on that of the port that it connects to. A wide range such as 1-511 "
			"labels what no service has.",
		.safe_change =
			"Give the port the type that the domain may use already: `semanage port "
			"-a -t TYPE -p PROTOCOL NUMBER`, or -m where a portcon has this port "
			"alone. It opens this port to all domains that may use the type, and "
			"closes it to those that could by its old label. To allow the domain "
			"the old type instead opens every port that has it.",
		.not_when =
			"Not when the port is another service's own and the domain only "
			"connects to it: the service would lose it; there a boolean or a rule "
			"is right. Not when nobody configured the program to use this port: "
			"find out first why it does. Not for many ports at once, as in "
			"a scan or passive FTP.",
	},
};
