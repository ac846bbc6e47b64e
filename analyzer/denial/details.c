/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables of field names; what a field means is left to who reads the report. */
#include "analyzer/denial/details.h"

/* Those of AVC and USER_AVC, before and behind the contexts. */
static const struct avow_span access_fields[] = {
	AVOW_SPAN("ioctlcmd"),
	AVOW_SPAN("nlmsg_type"),
	AVOW_SPAN("nl-msgtype"),
	AVOW_SPAN("capability"),
	AVOW_SPAN("kmod"),
	AVOW_SPAN("anonclass"),
	AVOW_SPAN("key"),
	AVOW_SPAN("ipc_key"),
	AVOW_SPAN("key_serial"),
	AVOW_SPAN("key_desc"),
	AVOW_SPAN("opid"),
	AVOW_SPAN("ocomm"),
	AVOW_SPAN("netif"),
	AVOW_SPAN("laddr"),
	AVOW_SPAN("lport"),
	AVOW_SPAN("faddr"),
	AVOW_SPAN("fport"),
	AVOW_SPAN("saddr"),
	AVOW_SPAN("daddr"),
	AVOW_SPAN("dest"),
	AVOW_SPAN("pkey"),
	AVOW_SPAN("subnet_prefix"),
	AVOW_SPAN("device"),
	AVOW_SPAN("port_num"),
	AVOW_SPAN("lockdown_reason"),
	AVOW_SPAN("service"),
	AVOW_SPAN("interface"),
	AVOW_SPAN("property"),
	AVOW_SPAN("msgtype"),
	AVOW_SPAN("member"),
	AVOW_SPAN("function"),
	AVOW_SPAN("app"),
	AVOW_SPAN("bug"),
	AVOW_SPAN("kstack"),
	AVOW_SPAN("ustack"),
};

/* What another process, a mapping or a changed capability set is told by. */
static const struct {
	enum avow_record_type type;
	struct avow_span names[5];
} companions[] = {
	{ AVOW_RECORD_OBJ_PID,
	  { AVOW_SPAN("opid"), AVOW_SPAN("ocomm"), AVOW_SPAN("obj") } },
	{ AVOW_RECORD_MMAP, { AVOW_SPAN("fd"), AVOW_SPAN("flags") } },
	{ AVOW_RECORD_BPRM_FCAPS,
	  { AVOW_SPAN("fp"), AVOW_SPAN("fi"), AVOW_SPAN("fe"), AVOW_SPAN("new_pp"),
	    AVOW_SPAN("new_pe") } },
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

static bool is_one_of(struct avow_span name, const struct avow_span *names, size_t count)
{
	for (size_t i = 0; name.length && i < count && names[i].length; i++)
		if (name.data[0] == names[i].data[0] && avow_span_equal(name, names[i]))
			return true;
	return false;
}

/* The command in hexadecimal, once without 0x (before Linux 4.18), or the message. */
static void take_xperm(struct avow_denial *denial, const struct avow_field *field)
{
	uint64_t number;

	if (((avow_span_is(field->name, "ioctlcmd") &&
	      avow_span_to_u64(field->value, 16, &number)) ||
	     (avow_span_is(field->name, "nl-msgtype") &&
	      avow_span_to_u64(field->value, 10, &number))) &&
	    number <= UINT16_MAX)
		denial->xperm = AVOW_XPERM | (uint32_t)number;
}

void avow_details_take(struct avow_denial *denial, const struct avow_field *field)
{
	if (!denial->is_user_avc)
		take_xperm(denial, field);
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
