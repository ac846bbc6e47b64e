/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-MEND-MODES: the file's owner and mode are what to change.
 */
#include "policy/apparmor/advice.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 };

	if (!(avow_case_has_reason(c, "AA-DAC")))
		return;
	avow_buf_puts(&why, "Find the file that the program wanted at that time: "
			    "with an owner or mode that fits, the capability is not "
			    "asked for.");
	avow_case_advise(c, &avow_profile_advice_modes,
			 &(struct avow_profile_advice){ .why = &why });
	avow_buf_free(&why);
}

const struct avow_profile_advice_kind avow_profile_advice_modes = {
	.code = "AA-MEND-MODES",
	.title = "mend the owner or mode of the file",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"capable\" class=\"cap\" profile=\"lamplighter\" pid=77 "
			"comm=\"lamplighter\" capability=1 capname=\"dac_override\"",
		.explanation =
			"The capability would let the program pass over the mode of "
			"every file of the system. The one file that it wanted can be "
			"given a mode that fits.",
		.safe_change =
			"Look at the file that the program wanted at that time, and "
			"at its directories; chown or chmod them.",
		.not_when =
			"Where the program is meant to go over all files.",
	},
};
