/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A SYSCALL with its PATHs, CWD and SOCKADDR, as what rules were asked of. */
#include "policy/audit/event.h"

#include "analyzer/base/escape.h"
#include "analyzer/record/field.h"

/* Fields of SYSCALL that are numbers, and where they go. */
static const struct {
	const char *name;
	size_t offset;
	int base;
} numbers[] = {
#define AT(member) offsetof(struct avow_audit_event, member)
	{ "syscall", AT(call), 10 },    { "per", AT(personality), 16 },
	{ "a0", AT(arguments[0]), 16 }, { "a1", AT(arguments[1]), 16 },
	{ "a2", AT(arguments[2]), 16 }, { "a3", AT(arguments[3]), 16 },
	{ "ppid", AT(ppid), 10 },       { "pid", AT(pid), 10 },
	{ "auid", AT(auid), 10 },       { "uid", AT(uid), 10 },
	{ "gid", AT(gid), 10 },         { "euid", AT(euid), 10 },
	{ "suid", AT(suid), 10 },       { "fsuid", AT(fsuid), 10 },
	{ "egid", AT(egid), 10 },       { "sgid", AT(sgid), 10 },
	{ "fsgid", AT(fsgid), 10 },     { "ses", AT(session), 10 },
#undef AT
};

/* A number's lower half, which is what the kernel compares. */
static uint32_t read_number(struct avow_span text, int base)
{
	bool is_negative = avow_span_starts_with(text, "-");
	uint64_t value = 0;

	if (!avow_span_to_u64(avow_span_skip(text, is_negative), base, &value))
		return avow_span_is(text, "unset") ? UINT32_MAX : 0;
	return is_negative ? 0 - (uint32_t)value : (uint32_t)value;
}

void avow_audit_label_read(struct avow_span text, struct avow_audit_label *out)
{
	struct avow_span parts[4] = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };
	struct avow_span rest = text;
	size_t dash;

	*out = (struct avow_audit_label){ 0 };
	for (int i = 0; i < 3; i++) {
		size_t length = avow_span_find(rest, ':');

		parts[i] = avow_span_first(rest, length);
		rest = avow_span_skip(rest, length + 1);
	}
	parts[3] = rest;
	if (!parts[2].length) {
		out->parts[AVOW_AUDIT_LABEL_ROLE] = text;
		return;
	}
	for (int i = 0; i < 3; i++)
		out->parts[i] = parts[i];
	dash = avow_span_find(parts[3], '-');
	out->parts[AVOW_AUDIT_LABEL_LOW] = avow_span_first(parts[3], dash);
	out->parts[AVOW_AUDIT_LABEL_HIGH] =
		dash < parts[3].length ? avow_span_skip(parts[3], dash + 1) : parts[3];
}

/* A copy of what a field says, since the next field uses the same memory. */
static struct avow_span keep_text(const struct avow_field *field,
				  struct avow_arena *arena)
{
	struct avow_buf scratch = { 0 };
	struct avow_span text = avow_arena_copy(arena, avow_field_text(field, &scratch));

	avow_buf_free(&scratch);
	return text.data ? text : avow_span_make("", 0);
}

static void take_call_field(struct avow_audit_event *event,
			    const struct avow_field *field, struct avow_arena *arena)
{
	uint64_t arch;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(numbers); i++)
		if (avow_span_is(field->name, numbers[i].name))
			*(uint32_t *)(void *)((char *)event + numbers[i].offset) =
				read_number(field->value, numbers[i].base);
	if (avow_span_is(field->name, "arch") &&
	    avow_span_to_u64(field->value, 16, &arch))
		event->machine = avow_machine_of((uint32_t)arch);
	if (avow_span_is(field->name, "exit"))
		event->exit = read_number(field->value, 10);
	if (avow_span_is(field->name, "success"))
		event->has_failed = avow_span_is(field->value, "no");
	if (avow_span_is(field->name, "exe"))
		event->program = keep_text(field, arena);
	if (avow_span_is(field->name, "subj"))
		avow_audit_label_read(field->value, &event->label);
}

/* A device as PATH has it, "fd:01". */
static void read_device(struct avow_span text, uint32_t *major, uint32_t *minor)
{
	size_t colon = avow_span_find(text, ':');

	*major = read_number(avow_span_first(text, colon), 16);
	*minor = read_number(avow_span_skip(text, colon + 1), 16);
}

static uint32_t read_octal(struct avow_span text)
{
	uint32_t value = 0;

	for (size_t i = 0; i < text.length; i++)
		value = value << 3 | ((unsigned char)text.data[i] & 7);
	return value;
}

/* A name begins with / or is one of the working directory. */
static struct avow_span join(struct avow_span cwd, struct avow_span name,
			     struct avow_arena *arena)
{
	struct avow_buf path = { 0 };
	struct avow_span joined;

	while (avow_span_starts_with(name, "./"))
		name = avow_span_skip(name, 2);
	if (!name.length || name.data[0] == '/' || !cwd.length)
		return name;
	avow_buf_append(&path, cwd);
	if (cwd.data[cwd.length - 1] != '/')
		avow_buf_putc(&path, '/');
	avow_buf_append(&path, name);
	joined = avow_arena_copy(arena, avow_buf_span(&path));
	avow_buf_free(&path);
	return joined.data ? joined : name;
}

static void take_path(struct avow_audit_event *event, struct avow_span body,
		      struct avow_span cwd, struct avow_arena *arena)
{
	struct avow_audit_touched *touched;
	struct avow_field field;

	if (event->touched_count == AVOW_AUDIT_TOUCHED_MAX)
		return;
	touched = event->touched + event->touched_count++;
	*touched = (struct avow_audit_touched){ .path = { "", 0 } };
	while (avow_field_next(&body, &field)) {
		if (avow_span_is(field.name, "name"))
			touched->path = join(cwd, keep_text(&field, arena), arena);
		else if (avow_span_is(field.name, "inode"))
			touched->inode = read_number(field.value, 10);
		else if (avow_span_is(field.name, "dev"))
			read_device(field.value, &touched->major, &touched->minor);
		else if (avow_span_is(field.name, "rdev"))
			read_device(field.value, &touched->special_major,
				    &touched->special_minor);
		else if (avow_span_is(field.name, "mode"))
			touched->mode = read_octal(field.value);
		else if (avow_span_is(field.name, "ouid"))
			touched->owner = read_number(field.value, 10);
		else if (avow_span_is(field.name, "ogid"))
			touched->group = read_number(field.value, 10);
		else if (avow_span_is(field.name, "obj"))
			avow_audit_label_read(field.value, &touched->label);
	}
}

/* saddr=0200...: the family in the order of bytes of the machine. */
static uint32_t read_family(struct avow_span body, const struct avow_machine *machine)
{
	struct avow_buf bytes = { 0 };
	struct avow_field field;
	uint32_t family = 0;

	while (avow_field_next(&body, &field)) {
		struct avow_span text;

		if (!avow_span_is(field.name, "saddr"))
			continue;
		text = avow_field_text(&field, &bytes);
		if (text.length >= 2)
			family = (unsigned char)text.data[machine->is_big ? 1 : 0];
		break;
	}
	avow_buf_free(&bytes);
	return family;
}

static struct avow_span find_cwd(const struct avow_group *group, struct avow_arena *arena)
{
	const struct avow_group_record *record = avow_group_find(group, AVOW_RECORD_CWD);
	struct avow_span body = record ? record->body : avow_span_make("", 0);
	struct avow_field field;

	while (avow_field_next(&body, &field))
		if (avow_span_is(field.name, "cwd"))
			return keep_text(&field, arena);
	return avow_span_make("", 0);
}

bool avow_audit_event_read(const struct avow_group *group, struct avow_arena *arena,
			   struct avow_audit_event *out)
{
	const struct avow_group_record *call =
		avow_group_find(group, AVOW_RECORD_SYSCALL);
	struct avow_span body = call ? call->body : avow_span_make("", 0), cwd;
	struct avow_field field;

	*out = (struct avow_audit_event){ .program = { "", 0 } };
	while (avow_field_next(&body, &field))
		take_call_field(out, &field, arena);
	if (!out->machine)
		return false;
	cwd = find_cwd(group, arena);
	for (size_t i = 0; i < group->count; i++) {
		const struct avow_group_record *record = group->records + i;

		if (record->type == AVOW_RECORD_PATH)
			take_path(out, record->body, cwd, arena);
		if (record->type == AVOW_RECORD_SOCKADDR)
			out->family = read_family(record->body, out->machine);
		out->is_denial |= record->type == AVOW_RECORD_AVC;
	}
	return true;
}
