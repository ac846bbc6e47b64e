/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-REFUSE: before everything else; told by circumstances/attack.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_refuse = {
	.code = "SEL-REFUSE",
	.title = "do not allow it: look into the host",
	.why = "It looks like an attack that SELinux has stopped. Find out which process it "
	       "was, who started it and what it was asked for, before anything is changed.",
	.role = AVOW_ROLE_NEVER,
	.makes = AVOW_CHANGE_KIND_NOTHING,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:50): avc:  denied  { read } for  "
			"pid=77 comm=\"lamplighter\" name=\"shadow\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:shadow_t:s0 tclass=file permissive=0",
		.explanation =
			"Where a refusal has the shape of an attack, every other advice below it "
			"is for the case that it is none. A rule would let the next attempt "
			"through, for every process of the domain, for ever.",
		.safe_change =
			"Keep the logs (`ausearch --pid PID`, `ausearch -ts TIME`), look at the "
			"service's own log of that moment, and at what was written since. In "
			"permissive mode the access went through: then it is no attempt any "
			"more.",
		.not_when =
			"Not when the same is known of a new version of the service and its "
			"authors say so: then its policy is out of date.",
	},
};
