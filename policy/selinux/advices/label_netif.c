/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LABEL-NETIF: another label for the interface; told by circumstances/netif.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_label_netif = {
	.code = "SEL-LABEL-NETIF",
	.title = "label the interface",
	.why = "The domain may use interfaces of this type. All domains that may use the old "
	       "type alone lose the interface.",
	.change_kind = "command",
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_PORT,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:75): avc:  denied  { egress } "
			"for  saddr=192.0.2.7 src=8000 daddr=192.0.2.9 dest=40112 netif=pier0 "
			"scontext=system_u:system_r:relay_t:s0 "
			"tcontext=system_u:object_r:netif_t:s0 tclass=netif permissive=0",
		.explanation =
			"The interface gets a type that the domain may use already. The label "
			"is of this host alone and is listed by `semanage interface -l -C`.",
		.safe_change =
			"Run the command. `semanage interface -d NAME` takes it back.",
		.not_when =
			"Not when other domains need the interface: with a label of its own "
			"they may lose it.",
	},
};
