/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-SET-BOOLEAN: booleans that switch the rule on, alone or together. */
#include "policy/selinux/advice.h"

#include "analyzer/base/escape.h"

#define SETS_ADVISED_MAX 8

static size_t count(const struct avow_group *group)
{
	return group->set_count < SETS_ADVISED_MAX ? group->set_count : SETS_ADVISED_MAX;
}

/* One boolean: `setsebool -P a on`; several at once: `setsebool -P a=on b=off`. */
static void change(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	const struct avow_boolean_set *set = &group->sets[index];

	avow_buf_puts(out, "setsebool -P");
	for (size_t i = 0; i < set->count; i++) {
		const char *name =
			avow_sepol_boolean_name(group->sepol, set->booleans[i]);
		bool is_on = avow_sepol_boolean_state(group->sepol, set->booleans[i]);

		avow_buf_putc(out, ' ');
		avow_escape_shell(out, avow_span_of(name));
		avow_buf_printf(out, "%s%s", set->count == 1 ? " " : "=",
				is_on ? "off" : "on");
	}
}

static void trial(const struct avow_group *group, size_t index, struct avow_trial *out)
{
	out->set = &group->sets[index];
}

static int note(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	const struct avow_boolean_set *set = &group->sets[index];
	struct avow_sepol_opening opening;

	if (avow_sepol_open_booleans(group->sepol, set->booleans, set->count, &opening) <
	    0)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < set->count; i++)
		avow_buf_printf(out, "%s%s is %s", i > 0 ? ", " : "In this policy ",
				avow_sepol_boolean_name(group->sepol, set->booleans[i]),
				avow_sepol_boolean_state(group->sepol, set->booleans[i])
					? "on"
					: "off");
	avow_buf_printf(
		out,
		". Turned over, %zu allow rule%s come%s into force, of %zu source "
		"and %zu target type%s",
		opening.rules_on, opening.rules_on == 1 ? "" : "s",
		opening.rules_on == 1 ? "s" : "", opening.sources, opening.targets,
		opening.targets == 1 ? "" : "s");
	if (opening.rules_off)
		avow_buf_printf(out, "; %zu go out of force", opening.rules_off);
	avow_buf_putc(out, '.');
	return 0;
}

const struct avow_advice_kind avow_advice_set_boolean = {
	.code = "SEL-SET-BOOLEAN",
	.title = "set the boolean",
	.why = "The policy's authors foresaw this access and left it to a switch. It may "
	       "allow more than what was refused here.",
	.change_kind = "command",
	.count = count,
	.change = change,
	.trial = trial,
	.note = note,
	.role = AVOW_ROLE_CHANGE,
	.makes = AVOW_CHANGE_KIND_BOOLEAN,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:20): avc:  denied  { "
			"execute } for  pid=77 comm=\"lamplighter\" name=\"trim\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:bin_t:s0 tclass=file permissive=0",
		.explanation =
			"A boolean is a switch that the authors of the policy made for "
			"choices of the host. avow tries each set in memory, names the "
			"smallest, and counts what else it brings into force.",
		.safe_change =
			"Set it without -P, try the program, then with -P, which keeps "
			"it over a restart. `setsebool -P NAME off` takes it back.",
		.not_when =
			"When it brings many rules into force for the sake of one "
			"access, or when it is off because somebody decided so.",
	},
};
