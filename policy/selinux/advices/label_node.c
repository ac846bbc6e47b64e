/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-NODE: another label for the address; told by circumstances/node.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_node = {
	.code = "SEL-LABEL-NODE",
	.title = "label the address",
	.why = "The domain may use addresses of this type. All domains that may use the old "
	       "type alone lose the address.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_PORT,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:74): avc:  denied  { node_bind } "
			"for  pid=77 comm=\"relay\" saddr=192.0.2.7 src=8000 "
			"scontext=system_u:system_r:relay_t:s0 "
			"tcontext=system_u:object_r:node_t:s0 tclass=tcp_socket permissive=0",
		.explanation =
			"The address gets a type that the domain may use already. The label is "
			"of this host alone and is listed by `semanage node -l -C`.",
		.safe_change =
			"Run the command, with a wider mask where a whole network is meant. "
			"`semanage node -d -p ipv4 -M MASK ADDRESS` takes it back.",
		.not_when =
			"Not when other domains need the address: with a label of its own they "
			"may lose it.",
	},
};
