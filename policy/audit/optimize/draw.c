/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events near the borders of rules: where a field wants a value, that value, one less or
 * one more. Nothing is random but the seed, so that the same rules give the same events.
 */
#include <fcntl.h>

#include "policy/audit/optimize/optimizer.h"
#include "policy/audit/tables.h"

/* splitmix64 */
static uint64_t next(uint64_t *seed)
{
	uint64_t x = *seed += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static bool one_in(uint64_t *seed, unsigned times)
{
	return next(seed) % times == 0;
}

/* Where a field of plain numbers stands in the event. */
static uint32_t *number_of(struct avow_audit_event *event, uint32_t type)
{
	switch (type) {
	case AUDIT_PID:
		return &event->pid;
	case AUDIT_PPID:
		return &event->ppid;
	case AUDIT_UID:
		return &event->uid;
	case AUDIT_EUID:
		return &event->euid;
	case AUDIT_SUID:
		return &event->suid;
	case AUDIT_FSUID:
		return &event->fsuid;
	case AUDIT_GID:
		return &event->gid;
	case AUDIT_EGID:
		return &event->egid;
	case AUDIT_SGID:
		return &event->sgid;
	case AUDIT_FSGID:
		return &event->fsgid;
	case AUDIT_LOGINUID:
		return &event->auid;
	case AUDIT_SESSIONID:
		return &event->session;
	case AUDIT_PERS:
		return &event->personality;
	case AUDIT_EXIT:
		return &event->exit;
	case AUDIT_SADDR_FAM:
		return &event->family;
	default:
		return type >= AUDIT_ARG0 && type <= AUDIT_ARG3
			       ? event->arguments + (type - AUDIT_ARG0)
			       : NULL;
	}
}

/* A value of which the comparison is true. */
static uint32_t satisfy(const struct avow_audit_field *field, uint32_t present,
			uint64_t *seed)
{
	uint32_t value = field->value, step = (uint32_t)(next(seed) % 3);

	switch (field->operation) {
	case AUDIT_EQUAL:
	case AUDIT_BIT_TEST:
	case AUDIT_BIT_MASK:
		return value;
	case AUDIT_NOT_EQUAL:
		return present == value ? value + 1 + step : present;
	case AUDIT_LESS_THAN:
		return present < value ? present : value - 1 - (value > 3 ? step : 0);
	case AUDIT_LESS_THAN_OR_EQUAL:
		return present <= value ? present : value - (value > 3 ? step : 0);
	case AUDIT_GREATER_THAN:
		return present > value ? present : value + 1 + step;
	default:
		return present >= value ? present : value + step;
	}
}

static struct avow_audit_touched *touch(struct avow_audit_event *event, uint64_t *seed)
{
	struct avow_audit_touched *touched;

	if (event->touched_count &&
	    (event->touched_count == AVOW_AUDIT_TOUCHED_MAX || one_in(seed, 2)))
		return event->touched + next(seed) % event->touched_count;
	touched = event->touched + event->touched_count++;
	*touched = (struct avow_audit_touched){ .path = { "/none", 5 },
						.inode = 1 + (uint32_t)(next(seed) % 99),
						.mode = 0100644 };
	return touched;
}

/* A file in the directory, the directory, or one that is only called alike. */
static struct avow_span near(struct avow_span directory, uint64_t *seed,
			     struct avow_arena *arena)
{
	static const char *const ends[] = { "/a", "/b/c", "", "x" };
	struct avow_buf path = { 0 };
	struct avow_span copy;

	while (directory.length > 1 && directory.data[directory.length - 1] == '/')
		directory.length--;
	avow_buf_append(&path, directory);
	avow_buf_puts(&path, ends[next(seed) % AVOW_ARRAY_SIZE(ends)]);
	copy = avow_arena_copy(arena, avow_buf_span(&path));
	avow_buf_free(&path);
	return copy.data ? copy : directory;
}

static void want_label(struct avow_audit_label *label, uint32_t part,
		       const struct avow_audit_field *field)
{
	label->parts[part] = field->operation == AUDIT_EQUAL ? field->text
							     : avow_span_make("other", 5);
}

/* A call that the rule names and that has the permissions. */
static void want_permission(struct avow_audit_event *event,
			    const struct avow_audit_field *field, uint64_t *seed)
{
	static const char *const names[] = { "openat",   "open",     "openat2", "execve",
					     "unlinkat", "fchmodat", "rename",  "chown",
					     "setxattr", "readlink", "truncate" };
	const char *name = names[next(seed) % AVOW_ARRAY_SIZE(names)];
	int call = avow_call_number(event->machine, avow_span_of(name), NULL);
	uint32_t flags = field->value & AUDIT_PERM_WRITE ? O_RDWR : O_RDONLY;

	if (call >= 0)
		event->call = (uint32_t)call;
	if (one_in(seed, 3))
		flags = (uint32_t)(next(seed) % 4);
	event->arguments[1] = event->arguments[2] = event->how = flags;
}

static void want_comparison(struct avow_audit_event *event,
			    const struct avow_audit_field *field, uint64_t *seed)
{
	uint32_t types[2], *left, *right;

	if (!avow_audit_comparison(field->value, types))
		return;
	left = number_of(event, types[0]);
	right = number_of(event, types[1]);
	if (!right)
		right = types[1] == AUDIT_OBJ_UID ? &touch(event, seed)->owner
						  : &touch(event, seed)->group;
	if (left)
		*left = field->operation == AUDIT_EQUAL ? *right : *right + 1;
}

/* Fields of files. */
static void want_of_file(struct avow_audit_event *event,
			 const struct avow_audit_field *field, uint64_t *seed,
			 struct avow_arena *arena)
{
	struct avow_audit_touched *touched = touch(event, seed);

	switch (field->type) {
	case AUDIT_WATCH:
		touched->path = field->text;
		return;
	case AUDIT_DIR:
		touched->path = near(field->text, seed, arena);
		return;
	case AUDIT_FILETYPE:
		touched->mode = field->value | 0644;
		return;
	case AUDIT_INODE:
		touched->inode = satisfy(field, touched->inode, seed);
		return;
	case AUDIT_DEVMAJOR:
		touched->major = satisfy(field, touched->major, seed);
		return;
	case AUDIT_DEVMINOR:
		touched->minor = satisfy(field, touched->minor, seed);
		return;
	case AUDIT_OBJ_UID:
		touched->owner = satisfy(field, touched->owner, seed);
		return;
	case AUDIT_OBJ_GID:
		touched->group = satisfy(field, touched->group, seed);
		return;
	default:
		if (field->type >= AUDIT_OBJ_USER && field->type <= AUDIT_OBJ_LEV_HIGH)
			want_label(&touched->label, field->type - AUDIT_OBJ_USER, field);
	}
}

static void want(struct avow_audit_event *event, const struct avow_audit_field *field,
		 uint64_t *seed, struct avow_arena *arena)
{
	uint32_t *number = number_of(event, field->type);

	if (number) {
		*number = satisfy(field, *number, seed);
		return;
	}
	switch (field->type) {
	case AUDIT_ARCH: {
		const struct avow_machine *machine = avow_machine_of(field->value);

		if (machine && field->operation == AUDIT_EQUAL)
			event->machine = machine;
		return;
	}
	case AUDIT_SUCCESS:
		event->has_failed =
			(field->value == 0) == (field->operation == AUDIT_EQUAL);
		return;
	case AUDIT_EXE:
		event->program = field->operation == AUDIT_EQUAL
					 ? field->text
					 : avow_span_make("/bin/other", 10);
		return;
	case AUDIT_PERM:
		want_permission(event, field, seed);
		return;
	case AUDIT_FIELD_COMPARE:
		want_comparison(event, field, seed);
		return;
	case AUDIT_FILTERKEY:
		return;
	default:
		if (field->type >= AUDIT_SUBJ_USER && field->type <= AUDIT_SUBJ_CLR)
			want_label(&event->label, field->type - AUDIT_SUBJ_USER, field);
		else
			want_of_file(event, field, seed, arena);
	}
}

static void want_call(struct avow_audit_event *event, const struct avow_audit_rule *rule,
		      uint64_t *seed)
{
	unsigned start = (unsigned)(next(seed) % AVOW_AUDIT_NUMBERS);

	/* Most numbers of a rule for all are no call. */
	if (avow_audit_is_all(rule))
		start %= 512;
	for (unsigned i = 0; i < AVOW_AUDIT_NUMBERS; i++) {
		unsigned call = (start + i) % AVOW_AUDIT_NUMBERS;

		if (avow_audit_has_call(rule, call)) {
			event->call = call;
			return;
		}
	}
}

static void want_rule(struct avow_audit_event *event, const struct avow_audit_rule *rule,
		      uint64_t *seed, struct avow_arena *arena)
{
	bool has_call = avow_audit_has_call(rule, event->call) && one_in(seed, 2);

	if (rule->machine)
		event->machine = rule->machine;
	for (size_t i = 0; i < rule->field_count; i++)
		if (!one_in(seed, 24))
			want(event, rule->fields + i, seed, arena);
	if (!has_call && (!avow_audit_field_of(rule, AUDIT_PERM) || one_in(seed, 3) ||
			  !avow_audit_has_call(rule, event->call)))
		want_call(event, rule, seed);
}

static void draw_process(uint64_t *seed, struct avow_audit_event *event)
{
	static const uint32_t ids[] = { 0, 1, 500, 999, 1000, 1001, 65534, UINT32_MAX };
	static const uint32_t types[] = { AUDIT_UID,      AUDIT_EUID,  AUDIT_SUID,
					  AUDIT_FSUID,    AUDIT_GID,   AUDIT_EGID,
					  AUDIT_SGID,     AUDIT_FSGID, AUDIT_LOGINUID,
					  AUDIT_SESSIONID };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++)
		*number_of(event, types[i]) = ids[next(seed) % AVOW_ARRAY_SIZE(ids)];
	event->pid = (uint32_t)(next(seed) % 4096);
	event->ppid = (uint32_t)(next(seed) % 4096);
	event->has_failed = one_in(seed, 2);
	event->exit = event->has_failed ? 0 - (uint32_t)(next(seed) % 40) : 3;
	event->program = avow_span_make("/bin/any", 8);
	for (int i = 0; i < 4; i++)
		event->arguments[i] = (uint32_t)(next(seed) % 8);
}

void avow_audit_draw(uint64_t *seed, const struct avow_audit_asked *asked,
		     const struct avow_audit_rule *rule,
		     const struct avow_audit_rule *other, struct avow_arena *arena,
		     struct avow_audit_event *out)
{
	const struct avow_machine *own = asked->machine;
	const struct avow_machine *narrow = avow_machine_narrow(own);

	*out = (struct avow_audit_event){ .machine = narrow && one_in(seed, 3) ? narrow
									       : own };
	out->call = (uint32_t)(next(seed) % 480);
	draw_process(seed, out);
	if (other)
		want_rule(out, other, seed, arena);
	want_rule(out, rule, seed, arena);
	/* No kernel runs programs of any machine. */
	if (out->machine != narrow)
		out->machine = own;
	out->is_denial = one_in(seed, 4);
	if (!avow_audit_is_free(out->machine, out->call))
		return;
	/* What cannot be: it is refused by nobody, and touches no file. */
	out->is_denial = false;
	out->touched_count = 0;
}
