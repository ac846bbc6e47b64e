/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-NETIF: packets may not come in or go out by the interface. Says what labels it,
 * and which other labels the domain may use.
 */
#include "analyzer/base/escape.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/candidates.h"

#define CANDIDATES_MAX 2
#define NAME_MAX_BYTES 16 /* IFNAMSIZ */

static const char *const permissions[] = {
	"ingress",  "egress",     "tcp_recv",   "tcp_send",  "udp_recv",
	"udp_send", "rawip_recv", "rawip_send", "dccp_recv", "dccp_send",
};

struct view {
	const struct avow_scene *scene;
	struct avow_telling *telling;
	uint32_t requested;
	char name[NAME_MAX_BYTES]; /* empty: the records name none */
	uint32_t claim;            /* what this policy labels it; 0: nothing */
	bool is_initial;
	struct candidates candidates;
};

static const char *type_name(const struct view *view, uint32_t type)
{
	return avow_sepol_type_name(view->scene->sepol, type);
}

static void take_name(struct view *view)
{
	struct avow_span name = avow_candidates_detail(view->scene, "netif");

	if (!name.length || name.length >= sizeof(view->name))
		return;
	memcpy(view->name, name.data, name.length);
	view->name[name.length] = '\0';
	view->claim = avow_sepol_netif(view->scene->sepol, view->name, &view->is_initial);
}

static void append_text(const struct view *view, struct avow_buf *out)
{
	const struct avow_sepol_pair *pair = &view->scene->subject->pair;

	if (!view->name[0]) {
		avow_buf_printf(out,
				"The records name no interface of %s: which it is cannot "
				"be known.",
				type_name(view, pair->target));
	} else {
		avow_buf_puts(out, "The interface ");
		avow_escape_display(out, avow_span_of(view->name));
		avow_buf_printf(out, " has the label %s.", type_name(view, pair->target));
	}
	if (view->claim && view->claim != pair->target)
		avow_buf_printf(out,
				" This policy labels it %s: the host has a label of its "
				"own for it (semanage interface -l -C) or had another "
				"policy.",
				type_name(view, view->claim));
	if (!view->candidates.in_force)
		return;
	avow_buf_printf(out, " %s may use interfaces of ", type_name(view, pair->source));
	avow_candidates_list(&view->candidates, view->scene->sepol, true, out);
	avow_buf_putc(out, '.');
}

static int tell_reason(const struct view *view)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	append_text(view, &text);
	if (view->claim) {
		avow_escape_display(&evidence, avow_span_of(view->name));
		avow_buf_printf(&evidence,
				view->is_initial ? ": no netifcon; initial SID netif %s"
						 : ": netifcon %s",
				type_name(view, view->claim));
	}
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			view->telling, &avow_circumstance_netif,
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
	avow_buf_printf(&change, "semanage interface -%c -t ",
			view->claim && !view->is_initial ? 'm' : 'a');
	avow_escape_shell(&change, avow_span_of(type_name(view, candidate->type)));
	avow_buf_puts(&change, view->name[0] == '-' ? " -- " : " ");
	avow_escape_shell(&change, avow_span_of(view->name));
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(view->telling, &avow_advice_label_netif,
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
	    !avow_sepol_is_network_type(scene->sepol, AVOW_NETWORK_NETIF, pair->target))
		return 0;
	take_name(&view);
	code = avow_candidates_find(scene, AVOW_NETWORK_NETIF, view.requested,
				    &view.candidates);
	if (code == 0)
		code = tell_reason(&view);
	for (size_t i = 0; view.name[0] && i < view.candidates.in_force &&
			   i < CANDIDATES_MAX && code == 0;
	     i++)
		code = propose(&view, &view.candidates.at[i]);
	avow_candidates_free(&view.candidates);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_netif = {
	.code = "SEL-NETIF",
	.layer = "interface label",
	.title = "the interface has a label that the domain may not use",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:75): avc:  denied  { egress } "
			"for  saddr=192.0.2.7 src=8000 daddr=192.0.2.9 dest=40112 netif=pier0 "
			"scontext=system_u:system_r:relay_t:s0 "
			"tcontext=system_u:object_r:netif_t:s0 tclass=netif permissive=0",
		.explanation =
			"Interfaces have labels: netifcon by name, and the initial SID `netif` "
			"for the rest. Packets are checked against them when peer labels or "
			"secmark are in use, or by kernels before 2.6.30.",
		.safe_change =
			"If the domain should use this interface, give it a type that the "
			"domain may use: `semanage interface -a -t TYPE NAME`, or allow it the "
			"one that it has.",
		.not_when =
			"Not when the label is there to keep the domain off this network.",
	},
};
