/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* -S: system calls by name or number, and those that audit 4 adds for perm=. */
#include <ctype.h>

#include "analyzer/base/near.h"
#include "policy/audit/reader.h"

static void set(struct avow_audit_rule *rule, unsigned number)
{
	rule->mask[number / 32] |= 1u << number % 32;
}

/* What does the same where the call is missing, the first that is there. */
static const struct {
	const char *name, *others[2];
} stand_ins[] = {
	{ "access", { "faccessat" } },
	{ "chmod", { "fchmodat" } },
	{ "chown", { "fchownat" } },
	{ "creat", { "openat" } },
	{ "dup2", { "dup3" } },
	{ "fork", { "clone" } },
	{ "lchown", { "fchownat" } },
	{ "link", { "linkat" } },
	{ "lstat", { "newfstatat" } },
	{ "mkdir", { "mkdirat" } },
	{ "mknod", { "mknodat" } },
	{ "open", { "openat" } },
	{ "pipe", { "pipe2" } },
	{ "pread", { "pread64" } },
	{ "pread64", { "pread" } },
	{ "pwrite", { "pwrite64" } },
	{ "pwrite64", { "pwrite" } },
	{ "readlink", { "readlinkat" } },
	{ "rename", { "renameat", "renameat2" } },
	{ "renameat", { "renameat2" } },
	{ "rmdir", { "unlinkat" } },
	{ "stat", { "newfstatat" } },
	{ "stime", { "clock_settime" } },
	{ "symlink", { "symlinkat" } },
	{ "umount", { "umount2" } },
	{ "unlink", { "unlinkat" } },
	{ "utime", { "utimensat" } },
	{ "utimes", { "utimensat" } },
	{ "vfork", { "clone" } },
};

static const char *stand_in(const struct avow_machine *machine, struct avow_span name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(stand_ins); i++)
		for (size_t j = 0; j < 2 && avow_span_is(name, stand_ins[i].name); j++) {
			const char *other = stand_ins[i].others[j];

			if (other &&
			    avow_call_number(machine, avow_span_of(other), NULL) >= 0)
				return other;
		}
	return NULL;
}

static void tell_unknown(struct avow_audit_reader *reader,
			 const struct avow_machine *machine, struct avow_span name,
			 struct avow_audit_mark mark)
{
	struct avow_near near = avow_near_begin(name);
	const char *call = stand_in(machine, name);

	if (call) {
		avow_audit_fault(reader, AVOW_AUD_SYSCALL, mark,
				 "%s has no system call %.*s; what does it there is %s",
				 machine->name, (int)name.length, name.data, call);
		return;
	}
	for (size_t i = 0; (call = avow_call_at(i)) != NULL; i++)
		if (avow_call_number(machine, avow_span_of(call), NULL) >= 0)
			avow_near_try(&near, call);
	avow_audit_fault(reader, AVOW_AUD_SYSCALL, mark,
			 "%s has no system call %.*s%s%s%s", machine->name,
			 (int)avow_span_first(name, 64).length, name.data,
			 near.best ? "; did you mean " : "", near.best ? near.best : "",
			 near.best ? "?" : "");
}

static bool check_since(struct avow_audit_reader *reader, struct avow_span name,
			uint32_t since, int number, struct avow_audit_mark mark)
{
	uint32_t audit = reader->options->target.audit;

	if (since <= audit)
		return true;
	avow_audit_fault(reader, AVOW_AUD_TARGET, mark,
			 "audit %u.%u.%u does not know %.*s yet; write -S %d",
			 audit / 10000, audit / 100 % 100, audit % 100, (int)name.length,
			 name.data, number);
	return false;
}

/* -1 with a fault. */
static int find_number(struct avow_audit_reader *reader,
		       const struct avow_audit_word *word, struct avow_span text)
{
	struct avow_audit_mark mark = avow_audit_part(word, text);
	uint32_t number = 0;

	if (!avow_audit_read_number(reader, word, text, AVOW_AUDIT_DECIMAL, &number))
		return -1;
	if (number < AVOW_AUDIT_NUMBERS)
		return (int)number;
	avow_audit_fault(reader, AVOW_AUD_SYSCALL, mark,
			 number < AUDIT_BITMASK_SIZE * 32
				 ? "the kernel takes %u for a class of calls, not for one"
				 : "no system call has the number %u",
			 number);
	return -1;
}

static int find_call(struct avow_audit_reader *reader, const struct avow_audit_word *word,
		     struct avow_span text)
{
	const struct avow_machine *machine = reader->building.machine;
	struct avow_audit_mark mark = avow_audit_part(word, text);
	struct avow_audit_small small;
	uint32_t since = 0;
	int number;

	avow_audit_fold(text, &small);
	number = avow_call_number(machine, small.span, &since);
	if (number >= 0)
		return check_since(reader, text, since, number, mark) ? number : -1;
	if (isdigit((unsigned char)text.data[0]))
		return find_number(reader, word, text);
	tell_unknown(reader, machine, text, mark);
	return -1;
}

static int find_operation(struct avow_audit_reader *reader,
			  const struct avow_audit_word *word, struct avow_span text)
{
	const struct avow_term *name = avow_term_find(&avow_audit_operations, text);
	struct avow_audit_mark mark = avow_audit_part(word, text);

	if (name)
		return check_since(reader, text, name->since, (int)name->value, mark)
			       ? (int)name->value
			       : -1;
	if (isdigit((unsigned char)text.data[0]))
		return find_number(reader, word, text);
	avow_audit_fault(reader, AVOW_AUD_SYSCALL, mark,
			 "io_uring has no operation %.*s that audit knows",
			 (int)avow_span_first(text, 64).length, text.data);
	return -1;
}

static void set_all(struct avow_audit_reader *reader, bool is_uring)
{
	struct avow_audit_rule *rule = reader->building.rule;
	const struct avow_terms *table = &avow_audit_operations;

	if (!is_uring) {
		memset(rule->mask, 0xff, sizeof(rule->mask));
		return;
	}
	for (size_t i = 0; i < table->count; i++)
		if (table->names[i].since <= reader->options->target.audit)
			set(rule, table->names[i].value);
}

static bool read_call(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word, struct avow_span text)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_rule *rule = building->rule;
	struct avow_audit_call *call = building->calls + rule->call_count;
	bool is_uring = building->has_list && rule->list == AVOW_AUDIT_LIST_IO_URING;

	*call = (struct avow_audit_call){ text, -1, avow_audit_part(word, text) };
	if (avow_span_is(text, "all")) {
		set_all(reader, is_uring);
	} else {
		call->number = is_uring ? find_operation(reader, word, text)
					: find_call(reader, word, text);
		if (call->number < 0)
			return false;
		set(rule, (unsigned)call->number);
	}
	rule->call_count++;
	return true;
}

static bool check_list(struct avow_audit_reader *reader, struct avow_audit_mark mark)
{
	const struct avow_audit_building *building = &reader->building;
	uint32_t list = building->rule->list;

	if (!building->has_list || list == AUDIT_FILTER_EXIT ||
	    list == AVOW_AUDIT_LIST_IO_URING)
		return true;
	avow_audit_fault(reader, AVOW_AUD_LIST, mark,
			 "the list %s has no system calls: -S is for the list exit",
			 avow_term_name(&avow_audit_lists, list));
	return false;
}

/* Room for as many calls as the word has. */
static bool make_room(struct avow_audit_reader *reader, struct avow_span text)
{
	struct avow_audit_building *building = &reader->building;
	size_t wanted = building->rule->call_count + 1;
	struct avow_audit_call *calls;

	for (size_t i = 0; i < text.length; i++)
		wanted += text.data[i] == ',';
	if (wanted <= building->call_room)
		return true;
	calls = avow_audit_alloc(reader, 2 * wanted * sizeof(*calls));
	if (!calls)
		return false;
	if (building->rule->call_count)
		memcpy(calls, building->calls,
		       building->rule->call_count * sizeof(*calls));
	building->calls = calls;
	building->call_room = 2 * wanted;
	return true;
}

bool avow_audit_read_calls(struct avow_audit_reader *reader,
			   const struct avow_audit_word *word)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_span rest = word->text;
	size_t before = building->rule->call_count;

	if (!check_list(reader, word->mark) || !make_room(reader, rest))
		return false;
	if (!building->machine)
		building->machine = reader->options->target.machine;
	while (rest.length) {
		size_t length = avow_span_find(rest, ',');

		if (length && !read_call(reader, word, avow_span_first(rest, length)))
			return false;
		rest = avow_span_skip(rest, length + 1);
	}
	building->has_calls = true;
	if (building->rule->call_count > before)
		return true;
	avow_audit_fault(reader, AVOW_AUD_SYSCALL, word->mark, "-S names no system call");
	return false;
}

static bool add_listed(struct avow_audit_reader *reader, struct avow_span names,
		       struct avow_audit_mark mark)
{
	struct avow_audit_building *building = &reader->building;

	while (names.length) {
		size_t length = avow_span_find(names, ',');
		struct avow_span name = avow_span_first(names, length);
		int number = avow_call_number(building->machine, name, NULL);

		names = avow_span_skip(names, length + 1);
		if (number >= 0) {
			set(building->rule, (unsigned)number);
			continue;
		}
		/* Before 4.0.4, auditctl asked every machine for all of them. */
		if (reader->options->target.audit >= 40004)
			continue;
		avow_audit_fault(reader, AVOW_AUD_TARGET, mark,
				 "audit 4.0 puts %.*s in place of perm, and %s has no "
				 "such call",
				 (int)name.length, name.data, building->machine->name);
		return false;
	}
	return true;
}

bool avow_audit_add_permission_calls(struct avow_audit_reader *reader,
				     uint32_t permissions, struct avow_audit_mark mark)
{
	uint32_t permission, since, audit = reader->options->target.audit;
	const char *names;

	if (!reader->building.machine || audit < 40000)
		return true;
	for (size_t i = 0;
	     (names = avow_audit_permission_calls(i, &permission, &since)) != NULL; i++)
		if (permissions & permission && since <= audit &&
		    !add_listed(reader, avow_span_of(names), mark))
			return false;
	reader->building.has_calls = true;
	return true;
}
