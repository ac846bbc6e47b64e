/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-SANDBOX: a program in a sandbox (sandbox(8)) wants the network, which its kind of
 * sandbox has not. The policy says which other kinds have: domains sandbox_NAME_t and
 * sandbox_NAME_client_t, of which the -t option takes the former.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"
#include "policy/selinux/sepol/types.h"

#define KINDS_MAX 3

static const char begin[] = "sandbox_", client[] = "_client_t";
static const char *const classes[] = { "tcp_socket", "udp_socket", NULL };

static bool is_sandbox(const char *type)
{
	return type && strncmp(type, begin, strlen(begin)) == 0;
}

/* Appends the -t option for the domain: sandbox_web_t for sandbox_web_client_t. */
static void append_kind(const char *type, struct avow_buf *out)
{
	struct avow_span name = avow_span_of(type);

	if (name.length > strlen(client) &&
	    !strcmp(type + name.length - strlen(client), client)) {
		name.length -= strlen(client);
		avow_buf_append(out, name);
		avow_buf_puts(out, "_t");
	} else {
		avow_buf_append(out, name);
	}
}

static int propose(const struct avow_scene *scene, uint32_t type,
		   struct avow_telling *out, bool *is_told)
{
	const struct avow_trial trial = { .source_type = type };
	struct avow_outcome outcome;
	struct avow_buf change = { 0 };
	int code = avow_telling_try(out, &trial, &outcome);

	*is_told = code == 0 && outcome.allowed > 0;
	if (!*is_told)
		return code;
	avow_buf_puts(&change, "sandbox -X -t ");
	append_kind(avow_sepol_type_name(scene->sepol, type), &change);
	avow_buf_puts(&change, " PROGRAM");
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(out, &avow_advice_other_sandbox,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	uint32_t source = scene->subject->pair.source;
	uint32_t max = avow_sepol_type_max(scene->sepol);
	uint64_t count = avow_signs_refused(scene, "name_connect");
	size_t told = 0;
	int code;

	if (!source || !count || !avow_signs_is_class(scene, classes) ||
	    !is_sandbox(avow_signs_source(scene)))
		return 0;
	code = avow_tell_reason(
		out, &avow_circumstance_sandbox, count,
		"The program runs in a sandbox of a kind that has no such "
		"way into the network.",
		NULL);
	for (uint32_t type = 1; type <= max && told < KINDS_MAX && code == 0; type++) {
		bool is_told = false;

		if (type != source && avow_sepol_is_type(scene->sepol, type) &&
		    is_sandbox(avow_sepol_type_name(scene->sepol, type)))
			code = propose(scene, type, out, &is_told);
		told += is_told;
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_sandbox = {
	.code = "SEL-SANDBOX",
	.layer = "sandbox",
	.title = "the sandbox has no network",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { name_connect } "
			"for  pid=77 comm=\"reader\" dest=4100 "
			"scontext=system_u:system_r:sandbox_x_client_t:s0 "
			"tcontext=system_u:object_r:lamp_port_t:s0 tclass=tcp_socket "
			"permissive=0",
		.explanation =
			"sandbox(8) starts a program in a domain that has next to nothing. The "
			"plain kinds have no network; others have the web, or all of it.",
		.safe_change =
			"Start the program in a sandbox of another kind, with -t.",
		.not_when =
			"Not when the program was put into a sandbox because nobody trusts it "
			"and it has no business in the network.",
	},
};
