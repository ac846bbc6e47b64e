/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-NODE: a socket may not bind to the address, or packets may not come from it or
 * go to it. Says which nodecon labels it, and which other labels the domain may use.
 */
#include <arpa/inet.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/candidates.h"

#define CANDIDATES_MAX 2

/* Of sockets the first (selinux_socket_bind()), of class node the rest. */
static const char *const permissions[] = {
	"node_bind", "recvfrom",   "sendto",     "tcp_recv",  "tcp_send",  "udp_recv",
	"udp_send",  "rawip_recv", "rawip_send", "dccp_recv", "dccp_send", "enforce_dest",
};

/* Where records have the address: of a bind, of a socket's ends, of a packet. */
static const char *const fields[] = { "saddr", "laddr", "daddr", "faddr" };

struct view {
	const struct avow_scene *scene;
	struct avow_telling *telling;
	uint32_t requested;
	char address[INET6_ADDRSTRLEN]; /* empty: the records name none */
	bool is_ipv6;
	uint8_t bytes[16];
	bool has_claim;
	struct avow_node_claim claim;
	struct candidates candidates;
};

static void take_address(struct view *view)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields) && !view->address[0]; i++) {
		struct avow_span text = avow_candidates_detail(view->scene, fields[i]);

		if (!text.length || text.length >= sizeof(view->address))
			continue;
		memcpy(view->address, text.data, text.length);
		view->address[text.length] = '\0';
		view->is_ipv6 = avow_span_find(text, ':') < text.length;
		if (inet_pton(view->is_ipv6 ? AF_INET6 : AF_INET, view->address,
			      view->bytes) != 1)
			view->address[0] = '\0';
	}
	view->has_claim =
		view->address[0] && avow_sepol_node(view->scene->sepol, view->is_ipv6,
						    view->bytes, &view->claim);
}

static const char *type_name(const struct view *view, uint32_t type)
{
	return avow_sepol_type_name(view->scene->sepol, type);
}

static void append_text(const struct view *view, struct avow_buf *out)
{
	const struct avow_sepol_pair *pair = &view->scene->subject->pair;

	if (!view->address[0])
		avow_buf_printf(
			out,
			"The records name no address of %s: a socket was bound to "
			"all of them (0.0.0.0 or ::), or it was not logged.",
			type_name(view, pair->target));
	else
		avow_buf_printf(out, "The address %s has the label %s.", view->address,
				type_name(view, pair->target));
	if (view->has_claim && view->claim.type != pair->target)
		avow_buf_printf(out,
				" This policy labels it %s: the host has a label of its "
				"own for it (semanage node -l -C) or had another policy.",
				type_name(view, view->claim.type));
	if (!view->candidates.in_force)
		return;
	avow_buf_printf(out, " %s may use addresses of ", type_name(view, pair->source));
	avow_candidates_list(&view->candidates, view->scene->sepol, true, out);
	avow_buf_putc(out, '.');
}

static void append_claim(const struct view *view, struct avow_buf *out)
{
	int family = view->is_ipv6 ? AF_INET6 : AF_INET;
	char address[INET6_ADDRSTRLEN] = "", mask[INET6_ADDRSTRLEN] = "";

	if (view->claim.is_initial) {
		avow_buf_printf(out, "%s: no nodecon; initial SID node %s", view->address,
				type_name(view, view->claim.type));
		return;
	}
	(void)inet_ntop(family, view->claim.address, address, sizeof(address));
	(void)inet_ntop(family, view->claim.mask, mask, sizeof(mask));
	avow_buf_printf(out, "%s: nodecon %s %s %s", view->address, address, mask,
			type_name(view, view->claim.type));
}

static int tell_reason(const struct view *view)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	append_text(view, &text);
	if (view->has_claim)
		append_claim(view, &evidence);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			view->telling, &avow_circumstance_node,
			view->scene->subject->cluster->count, avow_buf_string(&text),
			evidence.length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

static int propose(const struct view *view, const struct candidate *candidate)
{
	const struct avow_trial trial = { .target_type = candidate->type };
	struct avow_outcome outcome;
	struct avow_buf change = { 0 };
	int code = avow_telling_try(view->telling, &trial, &outcome);

	if (code < 0 || !outcome.allowed)
		return code;
	avow_buf_puts(&change, "semanage node -a -t ");
	avow_escape_shell(&change, avow_span_of(type_name(view, candidate->type)));
	avow_buf_printf(&change, " -p %s -M %s %s", view->is_ipv6 ? "ipv6" : "ipv4",
			view->is_ipv6 ? "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
				      : "255.255.255.255",
			view->address);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(view->telling, &avow_advice_label_node,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	struct view view = { .scene = scene, .telling = out };
	int code;

	if (!pair->source || !pair->target || !pair->tclass)
		return 0;
	view.requested = avow_candidates_requested(scene, permissions,
						   AVOW_ARRAY_SIZE(permissions));
	if (!view.requested || !avow_candidates_help(scene) ||
	    !avow_sepol_is_network_type(scene->sepol, AVOW_NETWORK_NODE, pair->target))
		return 0;
	take_address(&view);
	code = avow_candidates_find(scene, AVOW_NETWORK_NODE, view.requested,
				    &view.candidates);
	if (code == 0)
		code = tell_reason(&view);
	for (size_t i = 0; view.address[0] && i < view.candidates.in_force &&
			   i < CANDIDATES_MAX && code == 0;
	     i++)
		code = propose(&view, &view.candidates.at[i]);
	avow_candidates_free(&view.candidates);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_node = {
	.code = "SEL-NODE",
	.layer = "address label",
	.title = "the address has a label that the domain may not use",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:74): avc:  denied  { node_bind } "
			"for  pid=77 comm=\"relay\" saddr=192.0.2.7 src=8000 "
			"scontext=system_u:system_r:relay_t:s0 "
			"tcontext=system_u:object_r:node_t:s0 tclass=tcp_socket permissive=0",
		.explanation =
			"Addresses have labels: the first nodecon of the policy whose address "
			"and mask fit, and the initial SID `node` for the rest. In most "
			"policies all addresses are node_t, and a domain that may use the "
			"network at all may bind to them.",
		.safe_change =
			"If the domain should use the network, allow it node_bind on node_t in "
			"its own module. To let it use some addresses alone, label these: "
			"`semanage node -a -t TYPE -p ipv4 -M MASK ADDRESS`.",
		.not_when =
			"Not when the domain has no business on the network: then the program "
			"was configured to listen, or somebody makes it.",
	},
};
