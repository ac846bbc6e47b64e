/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables of field names; what a field means is left to who reads the report. */
#include "analyzer/denial/details.h"

/* Those of AVC and USER_AVC, before and behind the contexts. */
static const char *const access_fields[] = {
	"ioctlcmd",  "nlmsg_type",    "nl-msgtype", "capability", "kmod",
	"anonclass", "key",           "ipc_key",    "key_serial", "key_desc",
	"opid",      "ocomm",         "netif",      "laddr",      "lport",
	"faddr",     "fport",         "saddr",      "daddr",      "dest",
	"pkey",      "subnet_prefix", "device",     "port_num",   "lockdown_reason",
	"service",   "interface",     "property",   "msgtype",    "member",
	"function",  "app",           "bug",        "kstack",
};

/* What another process, a mapping or a changed capability set is told by. */
static const struct {
	enum avow_record_type type;
	const char *names[6];
} companions[] = {
	{ AVOW_RECORD_OBJ_PID, { "opid", "ocomm", "obj" } },
	{ AVOW_RECORD_MMAP, { "fd", "flags" } },
	{ AVOW_RECORD_BPRM_FCAPS, { "fp", "fi", "fe", "new_pp", "new_pe" } },
};

static bool is_kept(const struct avow_denial *denial, struct avow_span detail)
{
	for (size_t i = 0; i < denial->detail_count; i++)
		if (avow_span_equal(denial->details[i], detail))
			return true;
	return denial->detail_count == AVOW_DETAILS_MAX;
}

/* The whole field as it stands, its quotes included. */
static void keep(struct avow_denial *denial, const struct avow_field *field)
{
	const char *end = field->value.data + field->value.length;
	bool is_quoted = field->quote != AVOW_QUOTE_NONE && !field->is_cut;
	struct avow_span detail = avow_span_make(
		field->name.data, (size_t)(end - field->name.data) + is_quoted);

	if (field->value.length && !is_kept(denial, detail))
		denial->details[denial->detail_count++] = detail;
}

static bool is_one_of(struct avow_span name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count && names[i]; i++)
		if (avow_span_is(name, names[i]))
			return true;
	return false;
}

void avow_details_take(struct avow_denial *denial, const struct avow_field *field)
{
	/* The kernel's dest= is a port, and has a place of its own. */
	if (avow_span_is(field->name, "dest") && !denial->is_user_avc)
		return;
	if (is_one_of(field->name, access_fields, AVOW_ARRAY_SIZE(access_fields)))
		keep(denial, field);
}

void avow_details_take_record(struct avow_denial *denial,
			      const struct avow_record *record)
{
	struct avow_span rest = record->body;
	struct avow_field field;
	size_t row = 0;

	while (row < AVOW_ARRAY_SIZE(companions) && companions[row].type != record->type)
		row++;
	if (row == AVOW_ARRAY_SIZE(companions))
		return;
	while (avow_field_next(&rest, &field))
		if (is_one_of(field.name, companions[row].names,
			      AVOW_ARRAY_SIZE(companions[row].names)))
			keep(denial, &field);
}
