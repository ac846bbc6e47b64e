/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of reports, with the ranges of linux/audit.h and libaudit.h. */
#include "analyzer/digest/digest.h"

#include "analyzer/base/terms.h"

#define WHO "subj scontext"

const struct avow_digest_report avow_digest_reports[] = {
	{ .name = "avc",
	  .title = "what SELinux refused, or granted and logged",
	  .columns = "command subject syscall class permissions object success",
	  .fields = "comm,scontext subj,syscall,tclass,permissions,tcontext,=",
	  .key = "object",
	  .has_many = true,
	  .types = "1400 1107",
	  .without = "apparmor=\"" },
	{ .name = "apparmor",
	  .title = "what AppArmor refused, or allowed and logged",
	  .columns = "verdict profile operation name permissions command success",
	  .fields = "apparmor,profile label,operation,name peer capname,"
		    "denied_mask denied,comm,=",
	  .key = "profile",
	  .has_many = true,
	  .types = "1400 1107 1500-1507",
	  .text = "apparmor=\"" },
	{ .name = "seccomp",
	  .title = "system calls that seccomp filters acted upon",
	  .columns = "executable syscall signal pid user",
	  .fields = "exe,syscall,sig,pid,auid",
	  .key = "executable",
	  .types = "1326" },
	{ .name = "landlock",
	  .title = "what Landlock refused",
	  .columns = "blockers object command executable",
	  .fields = "blockers,path daddr saddr ocomm,comm,exe",
	  .key = "blockers",
	  .has_many = true,
	  .types = "1423" },
	{ .name = "auth",
	  .title = "authentications",
	  .columns = "account host terminal executable success",
	  .fields = "acct,hostname addr,terminal,exe,=",
	  .key = "account",
	  .types = "1100" },
	{ .name = "login",
	  .title = "logins",
	  .columns = "user host terminal executable success",
	  .fields = "id acct auid,hostname addr,terminal,exe,=",
	  .key = "user",
	  .types = "1112" },
	{ .name = "mods",
	  .title = "changes of accounts, groups and roles",
	  .columns = "type user host terminal executable account success",
	  .fields = "type,auid,hostname addr,terminal,exe,acct id grp,=",
	  .key = "type",
	  .types = "1102 1108 1114-1117 1119 1132 1133 1136-1139" },
	{ .name = "user",
	  .title = "events by the user who logged in",
	  .columns = "user terminal host executable",
	  .fields = "auid,terminal tty,hostname addr,exe",
	  .key = "user",
	  .needs_key = true },
	{ .name = "host",
	  .title = "events by host",
	  .columns = "host syscall user",
	  .fields = "hostname addr,syscall,auid",
	  .key = "host",
	  .needs_key = true },
	{ .name = "terminal",
	  .title = "events by terminal",
	  .columns = "terminal host executable user",
	  .fields = "terminal tty,hostname addr,exe,auid",
	  .key = "terminal",
	  .needs_key = true },
	{ .name = "pid",
	  .title = "events by process",
	  .columns = "pid executable syscall user",
	  .fields = "pid,exe,syscall,auid",
	  .key = "pid",
	  .needs_key = true },
	{ .name = "comm",
	  .title = "events by command",
	  .columns = "command terminal host user",
	  .fields = "comm,terminal tty,hostname addr,auid",
	  .key = "command",
	  .needs_key = true },
	{ .name = "executable",
	  .title = "events by program",
	  .columns = "executable terminal host user",
	  .fields = "exe,terminal tty,hostname addr,auid",
	  .key = "executable",
	  .needs_key = true },
	{ .name = "syscall",
	  .title = "events by system call",
	  .columns = "syscall pid command user success",
	  .fields = "syscall,pid,comm,auid,=",
	  .key = "syscall",
	  .needs_key = true },
	{ .name = "file",
	  .title = "events by file",
	  .columns = "file syscall success executable user",
	  .fields = "name path,syscall,=,exe,auid",
	  .key = "file",
	  .has_many = true,
	  .needs_key = true },
	{ .name = "key",
	  .title = "events by the key of an audit rule",
	  .columns = "key success executable user",
	  .fields = "key,=,exe,auid",
	  .key = "key",
	  .has_many = true,
	  .needs_key = true },
	{ .name = "event",
	  .title = "all events, by type",
	  .columns = "type user success",
	  .fields = "type,auid,=",
	  .key = "type" },
	{ .name = "tty",
	  .title = "what was typed",
	  .columns = "user terminal session command data",
	  .fields = "auid,terminal tty,ses,comm,data",
	  .key = "user",
	  .types = "1319 1124" },
	{ .name = "mac",
	  .title = "changes of policy, mode, booleans, labels and roles",
	  .columns = "user type success",
	  .fields = "auid,type,=",
	  .key = "type",
	  .types = "1403-1419 2300-2399" },
	{ .name = "anomaly",
	  .title = "anomalies",
	  .columns = "type executable terminal host user",
	  .fields = "type,exe,terminal tty,hostname addr,auid",
	  .key = "type",
	  .types = "1326 1700-1799 2100-2199" },
	{ .name = "response",
	  .title = "what was done about anomalies",
	  .columns = "type success",
	  .fields = "type,=",
	  .key = "type",
	  .types = "2200-2299" },
	{ .name = "crypto",
	  .title = "keys and sessions of cryptography",
	  .columns = "user type success",
	  .fields = "auid,type,=",
	  .key = "type",
	  .types = "2400-2499" },
	{ .name = "integrity",
	  .title = "what the integrity subsystems measured, appraised, or changed",
	  .columns = "type success",
	  .fields = "type,=",
	  .key = "type",
	  .types = "1800-1899" },
	{ .name = "config",
	  .title = "changes of auditing and of the system's configuration",
	  .columns = "type user success",
	  .fields = "type,auid,=",
	  .key = "type",
	  .types = "1111 1203 1305 1403-1419" },
	{ .name = "virt",
	  .title = "virtual machines",
	  .columns = "type subject machine success",
	  .fields = "type," WHO ",vm,=",
	  .key = "type",
	  .types = "2500-2599" },
};
const size_t avow_digest_report_count = AVOW_ARRAY_SIZE(avow_digest_reports);

const struct avow_digest_report *avow_digest_report_named(struct avow_span name)
{
	for (size_t i = 0; i < avow_digest_report_count; i++)
		if (avow_span_is(name, avow_digest_reports[i].name))
			return &avow_digest_reports[i];
	return NULL;
}

uint32_t avow_digest_type(struct avow_digest_types *types, struct avow_span name)
{
	unsigned char first = name.length ? (unsigned char)name.data[0] : 0;
	unsigned char last = name.length ? (unsigned char)name.data[name.length - 1] : 0;
	size_t slot = (name.length * 31 + first * 7u + last) % AVOW_DIGEST_TYPES;
	const struct avow_term *term;
	struct avow_span bare;
	uint64_t number = 0;

	if (name.length && types->known[slot].length == name.length &&
	    memcmp(types->known[slot].name, name.data, name.length) == 0)
		return types->known[slot].number;
	bare = avow_record_bare_type(name);
	term = avow_term_find(&avow_message_types, bare);
	if (term)
		number = term->value;
	else if (!avow_span_to_u64(bare, 10, &number) || number > UINT32_MAX)
		number = 0;
	if (name.length && name.length < AVOW_DIGEST_NAME) {
		memcpy(types->known[slot].name, name.data, name.length);
		types->known[slot].length = (uint8_t)name.length;
		types->known[slot].number = (uint32_t)number;
	}
	return (uint32_t)number;
}

/* "1700-1799 2100" */
static bool is_among(uint32_t type, const char *ranges)
{
	struct avow_span rest = avow_span_of(ranges);

	while (rest.length) {
		size_t length = avow_span_find(rest, ' ');
		struct avow_span range = avow_span_first(rest, length);
		size_t dash = avow_span_find(range, '-');
		uint64_t from = 0, to;

		(void)avow_span_to_u64(avow_span_first(range, dash), 10, &from);
		to = from;
		if (dash < range.length)
			(void)avow_span_to_u64(avow_span_skip(range, dash + 1), 10, &to);
		if (type >= from && type <= to)
			return true;
		rest = avow_span_skip(rest, length + 1);
	}
	return false;
}

bool avow_digest_is_type(const struct avow_digest_report *report, uint32_t type)
{
	return !report->types || is_among(type, report->types);
}

static bool fits(const struct avow_digest_report *report, struct avow_digest_types *types,
		 const struct avow_group_record *record)
{
	return avow_digest_is_type(report, avow_digest_type(types, record->type_name)) &&
	       (!report->text ||
		avow_span_search(record->body, report->text) < record->body.length) &&
	       (!report->without ||
		avow_span_search(record->body, report->without) == record->body.length);
}

struct avow_span avow_digest_result(struct avow_values *values)
{
	return avow_values_first(values, "success res result");
}

bool avow_digest_is_of(const struct avow_digest_report *report,
		       struct avow_digest_types *types, struct avow_values *values)
{
	const struct avow_group *group = values->group;
	bool is_of = false;

	for (size_t i = 0; i < group->count && !is_of; i++)
		is_of = fits(report, types, &group->records[i]);
	return is_of;
}

/* The piece at @index of @list. */
static bool piece(const char *list, char separator, size_t index, struct avow_span *out)
{
	struct avow_span rest = avow_span_of(list);

	for (; index && rest.length; index--)
		rest = avow_span_skip(rest, avow_span_find(rest, separator) + 1);
	*out = avow_span_first(rest, avow_span_find(rest, separator));
	return rest.length > 0;
}

/* Copies a piece of the table, which is shorter than the room. */
static const char *copy(struct avow_span fields, char *out)
{
	size_t length = fields.length < AVOW_DIGEST_FIELDS ? fields.length
							   : AVOW_DIGEST_FIELDS - 1;

	memcpy(out, fields.data, length);
	out[length] = '\0';
	return out;
}

bool avow_digest_column(const struct avow_digest_report *report, size_t index,
			struct avow_values *values, struct avow_span *heading,
			struct avow_span *out)
{
	char names[AVOW_DIGEST_FIELDS];
	struct avow_span fields;

	if (!piece(report->columns, ' ', index, heading) ||
	    !piece(report->fields, ',', index, &fields))
		return false;
	if (!values)
		return true;
	*out = avow_span_is(fields, "=") ? avow_digest_result(values)
					 : avow_values_first(values, copy(fields, names));
	return true;
}

const char *avow_digest_fields(const struct avow_digest_report *report,
			       const char *heading, char *out)
{
	struct avow_span found, fields;

	for (size_t i = 0; piece(report->columns, ' ', i, &found); i++)
		if (avow_span_is(found, heading) &&
		    piece(report->fields, ',', i, &fields))
			return copy(avow_span_is(fields, "=")
					    ? avow_span_of("success res result")
					    : fields,
				    out);
	return NULL;
}
