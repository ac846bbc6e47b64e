/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How much harm an access can do, 0 to 10. severity.db knows files and capabilities;
 * the table here is for all else, and for what it has no row for, on the same scale:
 * 10 is the machine, 9 another's process or account, 0 nothing.
 */
#include "policy/apparmor/severity.h"

#define OWN "avow"

/* The first row that fits counts: a permission, and a value of the access, or any. */
static const struct {
	enum avow_rule_class class;
	const char *permission;
	const char *key, *value;
	unsigned severity;
} own[] = {
	{ AVOW_RULE_CHANGE_PROFILE, NULL, "target", "unconfined", 10 },
	{ AVOW_RULE_CHANGE_PROFILE, NULL, NULL, NULL, 7 },
	{ AVOW_RULE_NETWORK, NULL, "type", "raw", 8 },
	{ AVOW_RULE_NETWORK, NULL, "family", "packet", 8 },
	{ AVOW_RULE_NETWORK, NULL, "family", "netlink", 6 },
	{ AVOW_RULE_NETWORK, NULL, "family", "inet", 5 },
	{ AVOW_RULE_NETWORK, NULL, "family", "inet6", 5 },
	{ AVOW_RULE_NETWORK, NULL, "family", "unix", 3 },
	{ AVOW_RULE_NETWORK, NULL, NULL, NULL, 7 }, /* families that few need */
	{ AVOW_RULE_UNIX, NULL, "peer.label", "unconfined", 5 },
	{ AVOW_RULE_UNIX, NULL, NULL, NULL, 3 },
	{ AVOW_RULE_SIGNAL, "receive", NULL, NULL, 2 },
	{ AVOW_RULE_SIGNAL, NULL, "peer", "unconfined", 6 },
	{ AVOW_RULE_SIGNAL, NULL, NULL, NULL, 4 },
	{ AVOW_RULE_PTRACE, "readby", NULL, NULL, 3 },
	{ AVOW_RULE_PTRACE, "tracedby", NULL, NULL, 3 },
	{ AVOW_RULE_PTRACE, "trace", "peer", "unconfined", 10 },
	{ AVOW_RULE_PTRACE, "trace", NULL, NULL, 9 },
	{ AVOW_RULE_PTRACE, NULL, NULL, NULL, 6 },
	{ AVOW_RULE_MOUNT, "umount", NULL, NULL, 7 },
	{ AVOW_RULE_MOUNT, "remount", NULL, NULL, 9 },
	{ AVOW_RULE_MOUNT, NULL, NULL, NULL, 10 },
	{ AVOW_RULE_DBUS, "receive", NULL, NULL, 3 },
	{ AVOW_RULE_DBUS, "eavesdrop", NULL, NULL, 9 },
	{ AVOW_RULE_DBUS, NULL, "bus", "system", 6 },
	{ AVOW_RULE_DBUS, NULL, NULL, NULL, 4 },
	{ AVOW_RULE_MQUEUE, NULL, NULL, NULL, 3 },
	{ AVOW_RULE_IO_URING, "override_creds", NULL, NULL, 9 },
	{ AVOW_RULE_IO_URING, NULL, NULL, NULL, 6 },
	{ AVOW_RULE_USERNS, NULL, NULL, NULL, 8 },
	{ AVOW_RULE_RLIMIT, NULL, NULL, NULL, 3 },
	{ AVOW_RULE_CAPABILITY, NULL, NULL, NULL, 8 },
	{ AVOW_RULE_FILE, "r", NULL, NULL, 4 },
	{ AVOW_RULE_FILE, "x", NULL, NULL, 5 },
	{ AVOW_RULE_FILE, "m", NULL, NULL, 4 },
	{ AVOW_RULE_FILE, "k", NULL, NULL, 2 },
	{ AVOW_RULE_FILE, NULL, NULL, NULL, 6 },
};

static bool is_row(size_t row, const struct avow_profile_question *question)
{
	return own[row].class == question->access.class &&
	       (!own[row].permission ||
		strcmp(own[row].permission, avow_question_permission(question)) == 0) &&
	       (!own[row].key ||
		avow_span_is(avow_access_value(&question->access, own[row].key),
			     own[row].value));
}

static unsigned own_severity(const struct avow_profile_question *question)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(own); i++)
		if (is_row(i, question))
			return own[i].severity;
	return 0;
}

/* Which column of severity.db a permission of a file is; the others have none. */
static bool mode_of(unsigned bit, enum avow_severity_mode *mode)
{
	switch (bit) {
	case AVOW_FILE_READ:
		*mode = AVOW_SEVERITY_READ;
		return true;
	case AVOW_FILE_WRITE:
	case AVOW_FILE_APPEND:
	case AVOW_FILE_LINK:
		*mode = AVOW_SEVERITY_WRITE;
		return true;
	case AVOW_FILE_EXEC:
	case AVOW_FILE_MMAP:
		*mode = AVOW_SEVERITY_EXEC;
		return true;
	default:
		return false;
	}
}

/* What severity.db says of it; NULL: nothing. */
static const struct avow_severity_row *
look_up(const struct avow_severities *severities,
	const struct avow_profile_question *question, unsigned *value)
{
	const struct avow_severity_row *row = NULL;
	enum avow_severity_mode mode = AVOW_SEVERITY_READ;

	if (question->access.class == AVOW_RULE_CAPABILITY)
		row = avow_severities_capability(severities, question->object);
	else if (question->access.class == AVOW_RULE_FILE &&
		 mode_of(question->bit, &mode))
		row = avow_severities_path(severities, question->object);
	if (row)
		*value = row->values[mode];
	return row;
}

bool avow_severity_of(const struct avow_severities *severities,
		      const struct avow_profile_case *c, struct avow_arena *arena,
		      struct avow_severity *out)
{
	const struct avow_severity_row *worst = NULL;
	struct avow_buf from = { 0 };
	bool is_any = false;

	*out = (struct avow_severity){ 0 };
	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		const struct avow_severity_row *row;
		unsigned value;

		if (c->questions[i].cover.coverage != AVOW_COVER_NONE)
			continue;
		row = look_up(severities, c->questions + i, &value);
		if (!row)
			value = own_severity(c->questions + i);
		if (is_any && value <= out->value)
			continue;
		is_any = true;
		out->value = value;
		worst = row;
	}
	if (is_any && worst)
		avow_buf_printf(&from, "%s:%zu", severities->path, worst->line);
	else if (is_any)
		avow_buf_puts(&from, OWN);
	if (is_any)
		out->from = from.failed ? NULL
					: avow_arena_string(arena, avow_buf_span(&from));
	avow_buf_free(&from);
	return !is_any || out->from;
}
