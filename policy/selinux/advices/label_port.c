/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-PORT: another label for the port; told by circumstances/port.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_port = {
	.code = "SEL-LABEL-PORT",
	.title = "label the port",
	.why = "The domain may use ports of this type, and the label opens no other port.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_PORT,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:71): avc:  denied  { name_bind } "
			"for  pid=901 comm=\"sshd\" src=2222 "
			"scontext=system_u:system_r:sshd_t:s0 "
			"tcontext=system_u:object_r:unreserved_port_t:s0 "
			"tclass=tcp_socket permissive=0",
		.explanation =
			"The domain may use ports of the type that is proposed, and the port "
			"gets that type. The label is of this host alone, outlives updates of "
			"the policy, and is listed by `semanage port -l -C`.",
		.safe_change =
			"Run the command; the next attempt succeeds. `semanage port -d -p "
			"PROTOCOL NUMBER` takes the label back.",
		.not_when =
			"Not when another service needs the port under its old label: a port "
			"has one. Not when the port is a mistake in the program's "
			"configuration.",
	},
};
