/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-OTHER-SANDBOX: a kind that has the network; told by circumstances/sandbox.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_other_sandbox = {
	.code = "SEL-OTHER-SANDBOX",
	.title = "start it in a sandbox of another kind",
	.why = "The policy has kinds of sandboxes that may do it. A rule would open it to "
	       "every program in this kind.",
	.change_kind = "command",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:62): avc:  denied  { name_connect } "
			"for  pid=77 comm=\"reader\" dest=4100 "
			"scontext=system_u:system_r:sandbox_x_client_t:s0 "
			"tcontext=system_u:object_r:lamp_port_t:s0 tclass=tcp_socket "
			"permissive=0",
		.explanation =
			"The kinds that are proposed are those of the policy in which the "
			"access would be allowed.",
		.safe_change =
			"Run the command with the program's name; leave -X out for one "
			"without windows.",
		.not_when =
			"Not for a program that is to be looked at because it may be harmful.",
	},
};
