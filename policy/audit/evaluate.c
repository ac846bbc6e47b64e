/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kernel's filter of events. Rules with a path or an inode are asked of each file
 * that was touched, the others of the event as a whole; among all of them the one that
 * stands first decides, and a rule without a key leaves that of another.
 */
#include "policy/audit/evaluate.h"

#include "policy/audit/classes.h"
#include "policy/audit/tables.h"

enum { INODE_BUCKETS = 32 }; /* AUDIT_INODE_BUCKETS of kernel/audit.h */

/* Fields of the process and the call that are plain numbers. */
static const struct {
	uint32_t type;
	size_t offset;
} numbers[] = {
#define AT(member) offsetof(struct avow_audit_event, member)
	{ AUDIT_PID, AT(pid) },           { AUDIT_PPID, AT(ppid) },
	{ AUDIT_UID, AT(uid) },           { AUDIT_EUID, AT(euid) },
	{ AUDIT_SUID, AT(suid) },         { AUDIT_FSUID, AT(fsuid) },
	{ AUDIT_GID, AT(gid) },           { AUDIT_EGID, AT(egid) },
	{ AUDIT_SGID, AT(sgid) },         { AUDIT_FSGID, AT(fsgid) },
	{ AUDIT_LOGINUID, AT(auid) },     { AUDIT_SESSIONID, AT(session) },
	{ AUDIT_PERS, AT(personality) },  { AUDIT_EXIT, AT(exit) },
	{ AUDIT_ARG0, AT(arguments[0]) }, { AUDIT_ARG1, AT(arguments[1]) },
	{ AUDIT_ARG2, AT(arguments[2]) }, { AUDIT_ARG3, AT(arguments[3]) },
#undef AT
};

static const uint32_t *find_number(const struct avow_audit_event *event, uint32_t type)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(numbers); i++)
		if (numbers[i].type == type)
			return (const uint32_t *)(const void *)((const char *)event +
								numbers[i].offset);
	return NULL;
}

static bool is_named(struct avow_span path, const struct avow_audit_field *field)
{
	return avow_span_equal(path, field->text);
}

/* The directory itself, or what is below it. */
static bool is_below(struct avow_span path, struct avow_span directory)
{
	while (directory.length && directory.data[directory.length - 1] == '/')
		directory.length--;
	return path.length >= directory.length &&
	       memcmp(path.data, directory.data, directory.length) == 0 &&
	       (path.length == directory.length || path.data[directory.length] == '/');
}

static bool is_part(const struct avow_audit_label *label, uint32_t first,
		    const struct avow_audit_field *field)
{
	bool is_same = avow_span_equal(label->parts[field->type - first], field->text);

	return field->operation == AUDIT_EQUAL       ? is_same
	       : field->operation == AUDIT_NOT_EQUAL ? !is_same
						     : false;
}

/* A field that is about a file, of one file. */
static bool is_true_of(const struct avow_audit_touched *touched,
		       const struct avow_audit_field *field)
{
	switch (field->type) {
	case AUDIT_DEVMAJOR:
		return avow_audit_is_true(touched->major, field->operation,
					  field->value) ||
		       avow_audit_is_true(touched->special_major, field->operation,
					  field->value);
	case AUDIT_DEVMINOR:
		return avow_audit_is_true(touched->minor, field->operation,
					  field->value) ||
		       avow_audit_is_true(touched->special_minor, field->operation,
					  field->value);
	case AUDIT_INODE:
		return avow_audit_is_true(touched->inode, field->operation, field->value);
	case AUDIT_OBJ_UID:
		return avow_audit_is_true(touched->owner, field->operation, field->value);
	case AUDIT_OBJ_GID:
		return avow_audit_is_true(touched->group, field->operation, field->value);
	case AUDIT_DIR:
		return is_below(touched->path, field->text);
	case AUDIT_FILETYPE:
		return touched->inode && (touched->mode & 0170000) == field->value;
	default:
		return field->type >= AUDIT_OBJ_USER &&
		       field->type <= AUDIT_OBJ_LEV_HIGH &&
		       is_part(&touched->label, AUDIT_OBJ_USER, field);
	}
}

/* Of any file that the call touched. */
static bool is_true_of_any(const struct avow_audit_event *event,
			   const struct avow_audit_field *field)
{
	for (size_t i = 0; i < event->touched_count; i++)
		if (is_true_of(event->touched + i, field))
			return true;
	return false;
}

static uint32_t owner_of(const struct avow_audit_touched *touched, uint32_t type)
{
	return type == AUDIT_OBJ_UID ? touched->owner : touched->group;
}

/* -C: audit_field_compare() */
static bool compare_fields(const struct avow_audit_event *event,
			   const struct avow_audit_field *field)
{
	const uint32_t *left, *right;
	uint32_t types[2];

	if (!avow_audit_comparison(field->value, types))
		return false;
	left = find_number(event, types[0]);
	right = find_number(event, types[1]);
	if (!left)
		return false;
	if (right)
		return avow_audit_is_true(*left, field->operation, *right);
	for (size_t i = 0; i < event->touched_count; i++)
		if (avow_audit_is_true(*left, field->operation,
				       owner_of(event->touched + i, types[1])))
			return true;
	return false;
}

/* The same, or the other way round where the field says !=. */
static bool or_not(const struct avow_audit_field *field, bool is_true)
{
	return is_true != (field->operation == AUDIT_NOT_EQUAL);
}

/* Fields that are no numbers, and about the process or the call. */
static bool is_call_true(const struct avow_audit_event *event,
			 const struct avow_audit_field *field)
{
	/* AUDITSC_SUCCESS, AUDITSC_FAILURE */
	uint32_t outcome = event->has_failed ? 2 : 1;

	switch (field->type) {
	case AUDIT_EXE:
		return or_not(field, is_named(event->program, field));
	case AUDIT_ARCH:
		return avow_audit_is_true(event->machine->arch, field->operation,
					  field->value);
	case AUDIT_SUCCESS:
		return avow_audit_is_true(outcome, field->operation,
					  field->value ? 1 : 2);
	case AUDIT_LOGINUID_SET:
		return avow_audit_is_true(event->auid != UINT32_MAX, field->operation,
					  field->value);
	case AUDIT_SADDR_FAM:
		return event->family &&
		       avow_audit_is_true(event->family, field->operation, field->value);
	case AUDIT_PERM:
		return or_not(field, avow_audit_has_permission(event, field->value));
	case AUDIT_FIELD_COMPARE:
		return compare_fields(event, field);
	case AUDIT_FILTERKEY:
		return true;
	default:
		return field->type >= AUDIT_SUBJ_USER && field->type <= AUDIT_SUBJ_CLR &&
		       is_part(&event->label, AUDIT_SUBJ_USER, field);
	}
}

/* Fields of files. @touched is NULL where the rule is asked of the event as a whole. */
static bool is_file_true(const struct avow_audit_event *event,
			 const struct avow_audit_touched *touched,
			 const struct avow_audit_field *field)
{
	switch (field->type) {
	case AUDIT_WATCH:
		return touched && is_named(touched->path, field);
	case AUDIT_DIR:
	case AUDIT_FILETYPE:
		return or_not(field, is_true_of_any(event, field));
	default:
		return touched ? is_true_of(touched, field)
			       : is_true_of_any(event, field);
	}
}

bool avow_audit_is_of_files(uint32_t type)
{
	return type == AUDIT_WATCH || type == AUDIT_DIR || type == AUDIT_FILETYPE ||
	       type == AUDIT_DEVMAJOR || type == AUDIT_DEVMINOR || type == AUDIT_INODE ||
	       type == AUDIT_OBJ_UID || type == AUDIT_OBJ_GID ||
	       (type >= AUDIT_OBJ_USER && type <= AUDIT_OBJ_LEV_HIGH);
}

static bool is_field_true(const struct avow_audit_event *event,
			  const struct avow_audit_touched *touched,
			  const struct avow_audit_field *field)
{
	const uint32_t *number = find_number(event, field->type);

	if (number)
		return avow_audit_is_true(*number, field->operation, field->value);
	if (avow_audit_is_of_files(field->type))
		return is_file_true(event, touched, field);
	return is_call_true(event, field);
}

/* What has been decided so far. */
struct filtering {
	const struct avow_audit_asked *asked;
	const struct avow_audit_event *event;
	struct avow_audit_verdict verdict;
	size_t first; /* the place of the rule that decided; asked->count: none has */
};

/* audit_filter_rules(): whether the rule decides; then it has. */
static bool apply(struct filtering *filtering, size_t place,
		  const struct avow_audit_touched *touched)
{
	const struct avow_audit_rule *rule = filtering->asked->rules[place];
	const struct avow_audit_field *key = NULL;

	if (filtering->event->call >= AUDIT_BITMASK_SIZE * 32 ||
	    !avow_audit_has_call(rule, filtering->event->call) ||
	    place >= filtering->first)
		return false;
	for (size_t i = 0; i < rule->field_count; i++) {
		if (!is_field_true(filtering->event, touched, rule->fields + i))
			return false;
		if (rule->fields[i].type == AUDIT_FILTERKEY)
			key = rule->fields + i;
	}
	if (key)
		filtering->verdict.key = key->text;
	filtering->first = place;
	filtering->verdict.rule = rule;
	filtering->verdict.is_recorded = rule->action == AUDIT_ALWAYS;
	return true;
}

/* Whether the rule waits in the list of this file. */
static bool is_in_bucket(const struct avow_audit_rule *rule,
			 const struct avow_audit_touched *touched)
{
	const struct avow_audit_field *inode = avow_audit_field_of(rule, AUDIT_INODE);

	return !inode || inode->value % INODE_BUCKETS == touched->inode % INODE_BUCKETS;
}

static bool filter_file(struct filtering *filtering,
			const struct avow_audit_touched *touched)
{
	const struct avow_audit_asked *asked = filtering->asked;

	for (size_t i = 0; i < asked->count; i++)
		if (avow_audit_is_hashed(asked->rules[i]) &&
		    is_in_bucket(asked->rules[i], touched) &&
		    apply(filtering, i, touched))
			return true;
	return false;
}

struct avow_audit_verdict avow_audit_evaluate(const struct avow_audit_asked *asked,
					      const struct avow_audit_event *event)
{
	struct filtering filtering = { .asked = asked,
				       .event = event,
				       .first = asked->count };
	bool is_done = false;

	filtering.verdict.key = avow_span_make("", 0);
	if (asked->is_off)
		return filtering.verdict;
	/* A denial wants its SYSCALL, unless a rule says otherwise: auditsc_get_stamp().
	 */
	filtering.verdict.is_recorded = event->is_denial;
	for (size_t i = 0; i < asked->count && !is_done; i++)
		is_done = !avow_audit_is_hashed(asked->rules[i]) &&
			  apply(&filtering, i, NULL);
	is_done = false;
	for (size_t i = 0; i < event->touched_count && !is_done; i++)
		is_done = filter_file(&filtering, event->touched + i);
	return filtering.verdict;
}

bool avow_audit_same_verdict(const struct avow_audit_verdict *a,
			     const struct avow_audit_verdict *b)
{
	return a->is_recorded == b->is_recorded &&
	       (!a->is_recorded || avow_span_equal(a->key, b->key));
}
