/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of fields by what their values are, and how each is put into words. */
#include "analyzer/interpret/interpret.h"

#include "analyzer/base/escape.h"
#include "analyzer/interpret/calls.h"
#include "analyzer/interpret/keys.h"
#include "analyzer/interpret/saddr.h"

/* One value on its way into words. */
struct job {
	struct avow_interpreter *interpreter;
	const struct avow_interpreted *context;
	const struct avow_field *field;
	struct avow_buf *out; /* of the interpreter */
};

typedef void (*put_function)(const struct job *job);

/* auditd writes what it knows of `auid` as AUID="name" behind the record. */
static bool find_enriched(const struct avow_group_record *record, struct avow_span name,
			  struct avow_span *out)
{
	struct avow_span rest = record->enriched;
	struct avow_field field;

	while (avow_field_next(&rest, &field)) {
		size_t same = 0;

		if (field.name.length != name.length)
			continue;
		while (same < name.length &&
		       (field.name.data[same] == name.data[same] ||
			(field.name.data[same] | 0x20) == name.data[same]))
			same++;
		if (same == name.length) {
			*out = field.value;
			return true;
		}
	}
	return false;
}

static bool is_unset(struct avow_span value)
{
	return avow_span_is(value, "4294967295") || avow_span_is(value, "-1");
}

/* 0 is root wherever there are no accounts to ask. */
static void put_number(const struct job *job, enum avow_account_kind kind,
		       uint32_t number)
{
	struct avow_span name;

	if (number == UINT32_MAX)
		avow_buf_puts(job->out, "unset");
	else if (avow_account_name(&job->interpreter->accounts, kind, number, &name))
		avow_buf_append(job->out, name);
	else if (number == 0)
		avow_buf_puts(job->out, "root");
	else
		avow_buf_printf(job->out, "unknown(%u)", number);
}

/* What is no user is unset; auditd's own resolver calls `n/a` and the like root. */
static void put_account(const struct job *job, enum avow_account_kind kind)
{
	struct avow_span value = job->field->value, name;
	uint64_t number;

	if (is_unset(value) || avow_span_is(value, "n/a"))
		avow_buf_puts(job->out, "unset");
	else if (!avow_span_to_u64(value, 10, &number) || number > UINT32_MAX)
		avow_buf_append(job->out, value);
	else if (find_enriched(job->context->record, job->field->name, &name))
		avow_buf_append(job->out, name);
	else
		put_number(job, kind, (uint32_t)number);
}

static void put_user(const struct job *job)
{
	put_account(job, AVOW_ACCOUNT_USER);
}

static void put_group(const struct job *job)
{
	put_account(job, AVOW_ACCOUNT_GROUP);
}

static void put_arch(const struct job *job)
{
	const struct avow_machine *machine = job->context->machine;

	avow_buf_append(job->out,
			machine ? avow_span_of(machine->name) : job->field->value);
}

static void put_call(const struct job *job)
{
	struct avow_span call = job->context->call, name;
	uint64_t number;

	if (call.length)
		avow_buf_append(job->out, call);
	else if (find_enriched(job->context->record, job->field->name, &name) &&
		 !avow_span_starts_with(name, "unknown-"))
		avow_buf_append(job->out, name);
	else if (job->context->machine &&
		 avow_span_to_u64(job->field->value, 10, &number))
		avow_buf_printf(job->out, "unknown-syscall(%llu)",
				(unsigned long long)number);
	else
		avow_buf_append(job->out, job->field->value);
}

static void put_plain(const struct job *job)
{
	avow_buf_append(job->out, job->field->value);
}

/* A number of a kind that needs no more than itself. Quoted it is text. */
static void put_value(const struct job *job, enum avow_value what)
{
	if (job->field->quote != AVOW_QUOTE_NONE ||
	    !avow_value_put(job->out, what, job->field->value))
		put_plain(job);
}

/* Quoted, or in hexadecimal where it had to be. */
static void put_text(const struct job *job)
{
	if (job->field->quote != AVOW_QUOTE_NONE ||
	    !avow_unescape_hex(job->out, job->field->value))
		avow_buf_append(job->out, job->field->value);
}

static void replace(struct avow_buf *out, char from, char to)
{
	for (size_t i = 0; i < out->length; i++)
		if (out->data[i] == from)
			out->data[i] = to;
}

/* Words with NULs between. */
static void put_title(const struct job *job)
{
	put_text(job);
	replace(job->out, '\0', ' ');
}

/* Several keys have 0x01 between. */
static void put_keys(const struct job *job)
{
	put_text(job);
	replace(job->out, '\1', ',');
}

/* A program writes words, the kernel 1 and 0. */
static void put_result(const struct job *job)
{
	struct avow_span value = job->field->value;
	uint64_t number;

	if (!avow_span_to_u64(value, 10, &number))
		put_plain(job);
	else
		avow_buf_puts(job->out, number == 1   ? "yes"
					: number == 0 ? "no"
						      : "unset");
}

/* FAN_ALLOW and FAN_DENY of linux/fanotify.h. */
static void put_response(const struct job *job)
{
	uint64_t number;

	if (!avow_span_to_u64(job->field->value, 10, &number))
		put_plain(job);
	else
		avow_buf_puts(job->out, number == 1   ? "allow"
					: number == 2 ? "deny"
						      : "unknown");
}

static void put_session(const struct job *job)
{
	if (is_unset(job->field->value))
		avow_buf_puts(job->out, "unset");
	else
		avow_buf_append(job->out, job->field->value);
}

static void put_address(const struct job *job)
{
	avow_saddr_put(job->out, job->context->machine, job->field->value);
}

/* What was typed, in hexadecimal; or what a program sent. */
static void put_typed(const struct job *job)
{
	struct avow_buf typed = { 0 };

	if (job->field->quote == AVOW_QUOTE_NONE &&
	    avow_unescape_hex(&typed, job->field->value))
		avow_keys_put(job->out, avow_buf_span(&typed));
	else
		put_plain(job);
	avow_buf_free(&typed);
}

/* AUDIT_NLGRP_READLOG of linux/audit.h. */
static void put_multicast(const struct job *job)
{
	avow_buf_puts(job->out, avow_span_is(job->field->value, "1")
					? "audit-netlink-multicast"
					: "audit-none");
}

/* An argument of the call is hexadecimal. */
static void put_argument(const struct job *job)
{
	const struct avow_field *field = job->field;
	uint64_t number;
	enum avow_value what;

	if (!avow_span_is(job->context->record->type_name, "SYSCALL") ||
	    field->name.length != 2 || !avow_span_to_u64(field->value, 16, &number)) {
		put_plain(job);
	} else if (!avow_calls_argument(job->context->call,
					(unsigned)(field->name.data[1] - '0'),
					job->context->arguments, &what)) {
		avow_buf_puts(job->out, "0x");
		put_plain(job);
	} else if (what == AVOW_VALUE_USER || what == AVOW_VALUE_GROUP) {
		put_number(job,
			   what == AVOW_VALUE_USER ? AVOW_ACCOUNT_USER
						   : AVOW_ACCOUNT_GROUP,
			   (uint32_t)number);
	} else {
		put_value(job, what);
	}
}

/* By name; those without a function are numbers that need no more than themselves. */
struct kind {
	const char *name;
	put_function put;
	enum avow_value what;
};

static const struct kind kinds[] = {
	{ "a0", put_argument, 0 },
	{ "a1", put_argument, 0 },
	{ "a2", put_argument, 0 },
	{ "a3", put_argument, 0 },
	{ "acct", put_text, 0 },
	{ "action", NULL, AVOW_VALUE_VERDICT },
	{ "apparmor", put_text, 0 },
	{ "arch", put_arch, 0 },
	{ "auid", put_user, 0 },
	{ "cap_fi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "cap_fp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "cap_pa", NULL, AVOW_VALUE_CAPABILITIES },
	{ "cap_pe", NULL, AVOW_VALUE_CAPABILITIES },
	{ "cap_pi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "cap_pp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "capability", NULL, AVOW_VALUE_CAPABILITY },
	{ "cgroup", put_text, 0 },
	{ "cmd", put_text, 0 },
	{ "code", NULL, AVOW_VALUE_SECCOMP },
	{ "comm", put_text, 0 },
	{ "cwd", put_text, 0 },
	{ "data", put_typed, 0 },
	{ "denied_mask", put_text, 0 },
	{ "device", put_text, 0 },
	{ "dir", put_text, 0 },
	{ "egid", put_group, 0 },
	{ "euid", put_user, 0 },
	{ "exe", put_text, 0 },
	{ "execpath", put_text, 0 },
	{ "exit", NULL, AVOW_VALUE_ERROR },
	{ "family", NULL, AVOW_VALUE_NETFILTER },
	{ "fi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "file", put_text, 0 },
	{ "flags", NULL, AVOW_VALUE_MAP },
	{ "fp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "fsgid", put_group, 0 },
	{ "fsuid", put_user, 0 },
	{ "gid", put_group, 0 },
	{ "grp", put_text, 0 },
	{ "hook", NULL, AVOW_VALUE_HOOK },
	{ "icmptype", NULL, AVOW_VALUE_ICMP },
	{ "id", put_user, 0 },
	{ "igid", put_group, 0 },
	{ "info", put_text, 0 },
	{ "inode_gid", put_group, 0 },
	{ "inode_uid", put_user, 0 },
	{ "invalid_context", put_text, 0 },
	{ "ioctlcmd", NULL, AVOW_VALUE_IOCTL },
	{ "iuid", put_user, 0 },
	{ "key", put_keys, 0 },
	{ "key_desc", put_text, 0 },
	{ "kmod", put_text, 0 },
	{ "label", put_text, 0 },
	{ "list", NULL, AVOW_VALUE_LIST },
	{ "mode", NULL, AVOW_VALUE_MODE },
	{ "name", put_text, 0 },
	{ "namespace", put_text, 0 },
	{ "new-auid", put_user, 0 },
	{ "new-chardev", put_text, 0 },
	{ "new-disk", put_text, 0 },
	{ "new-fs", put_text, 0 },
	{ "new-net", put_text, 0 },
	{ "new-rng", put_text, 0 },
	{ "new_gid", put_group, 0 },
	{ "new_group", put_text, 0 },
	{ "new_pe", NULL, AVOW_VALUE_CAPABILITIES },
	{ "new_pi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "new_pp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "nl-mcgrp", put_multicast, 0 },
	{ "oauid", put_user, 0 },
	{ "obj_gid", put_group, 0 },
	{ "obj_uid", put_user, 0 },
	{ "ocomm", put_text, 0 },
	{ "oflag", NULL, AVOW_VALUE_OPEN },
	{ "ogid", put_group, 0 },
	{ "old-auid", put_user, 0 },
	{ "old-chardev", put_text, 0 },
	{ "old-disk", put_text, 0 },
	{ "old-fs", put_text, 0 },
	{ "old-net", put_text, 0 },
	{ "old-rng", put_text, 0 },
	{ "old_pa", NULL, AVOW_VALUE_CAPABILITIES },
	{ "old_pe", NULL, AVOW_VALUE_CAPABILITIES },
	{ "old_pi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "old_pp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "old_prom", NULL, AVOW_VALUE_PROMISCUOUS },
	{ "operation", put_text, 0 },
	{ "ouid", put_user, 0 },
	{ "pa", NULL, AVOW_VALUE_CAPABILITIES },
	{ "path", put_text, 0 },
	{ "pe", NULL, AVOW_VALUE_CAPABILITIES },
	{ "peer", put_text, 0 },
	{ "per", NULL, AVOW_VALUE_PERSONALITY },
	{ "perm", NULL, AVOW_VALUE_PERM },
	{ "perm_mask", NULL, AVOW_VALUE_PERM },
	{ "pi", NULL, AVOW_VALUE_CAPABILITIES },
	{ "pp", NULL, AVOW_VALUE_CAPABILITIES },
	{ "proctitle", put_title, 0 },
	{ "profile", put_text, 0 },
	{ "prom", NULL, AVOW_VALUE_PROMISCUOUS },
	{ "proto", NULL, AVOW_VALUE_PROTOCOL },
	{ "requested_mask", put_text, 0 },
	{ "res", put_result, 0 },
	{ "resolve", NULL, AVOW_VALUE_RESOLVE },
	{ "resp", put_response, 0 },
	{ "result", put_result, 0 },
	{ "root_dir", put_text, 0 },
	{ "saddr", put_address, 0 },
	{ "sauid", put_user, 0 },
	{ "ses", put_session, 0 },
	{ "sgid", put_group, 0 },
	{ "sig", NULL, AVOW_VALUE_SIGNAL },
	{ "sigev_signo", NULL, AVOW_VALUE_SIGNAL },
	{ "srawcon", put_text, 0 },
	{ "srcname", put_text, 0 },
	{ "success", put_result, 0 },
	{ "suid", put_user, 0 },
	{ "sw", put_text, 0 },
	{ "syscall", put_call, 0 },
	{ "target", put_text, 0 },
	{ "trawcon", put_text, 0 },
	{ "uid", put_user, 0 },
	{ "vm", put_text, 0 },
	{ "watch", put_text, 0 },
};

/* Fields that are something else in records of a type. */
static const struct {
	const char *type;
	struct kind kind;
} exceptions[] = {
	{ "AVC", { "key", put_plain, 0 } }, /* of System V IPC */
	{ "USER_AVC", { "key", put_plain, 0 } },
	{ "AVC", { "saddr", put_plain, 0 } }, /* an address in words */
	{ "LANDLOCK_ACCESS", { "saddr", put_plain, 0 } },
	{ "NETFILTER_PKT", { "saddr", put_plain, 0 } },
	{ "CRYPTO_KEY_USER", { "fp", put_plain, 0 } }, /* a fingerprint */
	{ "MQ_OPEN", { "mode", NULL, AVOW_VALUE_PERMISSIONS_OCTAL } },
	{ "ADD_GROUP", { "id", put_group, 0 } },
	{ "DEL_GROUP", { "id", put_group, 0 } },
	{ "GRP_MGMT", { "id", put_group, 0 } },
};

static bool is_argument(struct avow_span name)
{
	return name.length > 1 && name.data[0] == 'a' && name.data[1] >= '0' &&
	       name.data[1] <= '9';
}

static const struct kind text_kind = { "", put_text, 0 };
static const struct kind plain_kind = { "", put_plain, 0 };

static const struct kind *kind_of(struct avow_span type, struct avow_span name)
{
	size_t low = 0, high = AVOW_ARRAY_SIZE(kinds);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(exceptions); i++)
		if (avow_span_is(name, exceptions[i].kind.name) &&
		    avow_span_is(type, exceptions[i].type))
			return &exceptions[i].kind;
	if (is_argument(name) && avow_span_is(type, "EXECVE"))
		return avow_span_search(name, "_len") < name.length ? &plain_kind
								    : &text_kind;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = avow_span_compare(avow_span_of(kinds[middle].name), name);

		if (order == 0)
			return &kinds[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return &plain_kind;
}

bool avow_interpret_is_account(struct avow_span name, enum avow_account_kind *out)
{
	put_function put = kind_of(avow_span_of(""), name)->put;

	*out = put == put_group ? AVOW_ACCOUNT_GROUP : AVOW_ACCOUNT_USER;
	return put == put_user || put == put_group;
}

bool avow_interpret_is_encoded(struct avow_span name)
{
	put_function put = kind_of(avow_span_of(""), name)->put;

	return put == put_text || put == put_title || put == put_keys ||
	       put == put_typed || is_argument(name);
}

struct avow_span avow_interpret(struct avow_interpreter *interpreter,
				const struct avow_interpreted *context,
				const struct avow_field *field)
{
	const struct job job = { interpreter, context, field, &interpreter->scratch };
	const struct kind *kind;

	avow_buf_clear(&interpreter->scratch);
	kind = kind_of(context->record->type_name, field->name);
	if (kind->put)
		kind->put(&job);
	else
		put_value(&job, kind->what);
	return avow_buf_span(&interpreter->scratch);
}

struct avow_span avow_interpret_in_short(const struct avow_field *field,
					 struct avow_span meaning)
{
	if (avow_span_is(field->name, "exit"))
		return avow_span_first(meaning, avow_span_find(meaning, '('));
	if (!avow_span_is_among(field->name, "success res result", ' '))
		return meaning;
	if (avow_span_is(meaning, "success"))
		return avow_span_of("yes");
	return avow_span_is(meaning, "failed") ? avow_span_of("no") : meaning;
}

/* The field of that name; an empty value where there is none. */
static struct avow_span value_of(struct avow_span body, const char *name)
{
	struct avow_field field;

	while (avow_field_next(&body, &field))
		if (avow_span_is(field.name, name))
			return field.value;
	return avow_span_make("", 0);
}

void avow_interpret_begin(const struct avow_group *group, struct avow_interpreted *out)
{
	const struct avow_group_record *record =
		avow_group_find(group, AVOW_RECORD_SYSCALL);
	uint64_t arch, call;

	*out = (struct avow_interpreted){ .call = avow_span_make("", 0) };
	for (size_t i = 0; !record && i < group->count; i++)
		if (avow_span_is(group->records[i].type_name, "SECCOMP"))
			record = &group->records[i];
	if (!record)
		return;
	out->record = record;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(out->arguments); i++)
		if (!avow_span_to_u64(value_of(record->body, i ? "a1" : "a0"), 16,
				      &out->arguments[i]))
			out->arguments[i] = UINT64_MAX;
	if (!avow_span_to_u64(value_of(record->body, "arch"), 16, &arch) ||
	    arch > UINT32_MAX)
		return;
	out->machine = avow_machine_of((uint32_t)arch);
	if (out->machine &&
	    avow_span_to_u64(value_of(record->body, "syscall"), 10, &call))
		out->call = avow_call_name(out->machine, call);
}

void avow_interpreter_free(struct avow_interpreter *interpreter)
{
	avow_accounts_free(&interpreter->accounts);
	avow_buf_free(&interpreter->scratch);
}
