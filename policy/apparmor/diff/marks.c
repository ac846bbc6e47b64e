/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a reader has to look at, whatever else is read. */
#include <stdarg.h>
#include <stdio.h>

#include "policy/apparmor/diff/internal.h"

static const struct avow_difference_mark marks[] = {
	[MARK_REMOVED] = { "AA-DIFF-REMOVED", "a profile is gone",
			   "What ran in it is no longer confined by it." },
	[MARK_MODE] = { "AA-DIFF-MODE", "a profile is no longer enforced",
			"What its rules do not grant is granted all the same." },
	[MARK_RISK] = { "AA-DIFF-RISK", "may newly do what avow proposes no rule for",
			"A program that was taken over goes further from there." },
	[MARK_CAPABILITY] = { "AA-DIFF-CAPABILITY",
			      "has a capability that passes other checks by",
			      "File modes, owners or the like hold it no more." },
	[MARK_EXEC] = { "AA-DIFF-EXEC", "may start programs without a profile",
			"What they do is refused no more." },
	[MARK_UNCONFINED] = { "AA-DIFF-UNCONFINED", "may leave its profile",
			      "It may change to no profile at all." },
};
_Static_assert(AVOW_ARRAY_SIZE(marks) == MARKS, "a row for every mark");

const struct avow_difference_mark *avow_profile_diff_mark_at(size_t index)
{
	return index < AVOW_ARRAY_SIZE(marks) ? &marks[index] : NULL;
}

void avow_profile_diff_hit(struct diff *diff, enum mark mark, const char *format, ...)
{
	struct avow_difference_hit hit = { .mark = &marks[mark] };
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	hit.text = avow_profile_diff_copy(diff, text);
	avow_buf_append(&diff->hits, avow_span_make((const char *)&hit, sizeof(hit)));
}

static const char *const strong[] = {
	"dac_override", "dac_read_search", "setuid",       "setgid",     "setpcap",
	"net_admin",    "sys_module",      "sys_rawio",    "sys_ptrace", "sys_admin",
	"mknod",        "audit_control",   "mac_override", "mac_admin",  "bpf",
	"setfcap",      "chown",           "fowner",       "syslog",     "perfmon",
};

bool avow_profile_diff_is_strong(unsigned capability)
{
	const char *name = avow_class_permission_name(avow_class_of(AVOW_RULE_CAPABILITY),
						      capability);

	for (size_t i = 0; name && i < AVOW_ARRAY_SIZE(strong); i++)
		if (strcmp(strong[i], name) == 0)
			return true;
	return false;
}
