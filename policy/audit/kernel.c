/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What auditctl sends and the kernel refuses, with no word of why: audit_to_entry(),
 * audit_data_to_entry(), audit_to_watch(), audit_make_tree() of kernel/.
 */
#include "policy/audit/reader.h"

enum { NAME_BYTES_MAX = 255 };

static bool refuse(struct avow_audit_reader *reader, struct avow_audit_mark mark,
		   const char *what)
{
	avow_audit_fault(reader, AVOW_AUD_KERNEL, mark, "%s", what);
	return false;
}

static bool refuse_path(struct avow_audit_reader *reader, struct avow_audit_mark mark,
			const char *what)
{
	avow_audit_fault(reader, AVOW_AUD_PATH, mark, "%s", what);
	return false;
}

static bool has_parent_part(struct avow_span path)
{
	while (path.length) {
		size_t length = avow_span_find(path, '/');

		if (avow_span_is(avow_span_first(path, length), ".."))
			return true;
		path = avow_span_skip(path, length + 1);
	}
	return false;
}

bool avow_audit_check_path(struct avow_audit_reader *reader, struct avow_span path,
			   struct avow_audit_mark mark)
{
	size_t base = 0;

	if (path.length && (path.data[0] == '"' || path.data[0] == '\''))
		return refuse_path(
			reader, mark,
			"auditctl knows no quotes: a blank in a path is \\ and "
			"a blank");
	if (!path.length || path.data[0] != '/')
		return refuse_path(reader, mark, "a path begins with /");
	if (path.length >= AVOW_AUDIT_PATH_MAX)
		return refuse_path(reader, mark, "no path is that long");
	while (base < path.length && path.data[path.length - 1 - base] != '/')
		base++;
	if (base > NAME_BYTES_MAX)
		return refuse_path(reader, mark, "no name of a file is that long");
	if (has_parent_part(path))
		return refuse_path(reader, mark,
				   "the kernel does not follow .. in a path");
	if (memchr(path.data, '*', path.length) || memchr(path.data, '?', path.length))
		return refuse_path(reader, mark,
				   "the kernel knows no wildcards: it takes * and ? for "
				   "themselves");
	return true;
}

/* path=, dir=, inode=: one of them, since each decides where the rule is looked for. */
static bool check_place(struct avow_audit_reader *reader,
			const struct avow_audit_rule *rule)
{
	bool has_place = false, has_program = false;

	for (size_t i = 0; i < rule->field_count; i++) {
		const struct avow_audit_field *field = rule->fields + i;
		bool is_place = field->type == AUDIT_WATCH || field->type == AUDIT_DIR ||
				field->type == AUDIT_INODE;

		if (is_place && has_place)
			return refuse(
				reader, field->mark,
				"the kernel takes one path, dir or inode in a rule");
		if (field->type == AUDIT_EXE && has_program)
			return refuse(reader, field->mark,
				      "the kernel takes one exe in a rule");
		has_place |= is_place;
		has_program |= field->type == AUDIT_EXE;
		if ((field->type == AUDIT_WATCH || field->type == AUDIT_EXE) &&
		    field->text.length && field->text.data[field->text.length - 1] == '/')
			return refuse_path(reader, field->mark,
					   "the kernel takes no / at the end of a file");
	}
	return true;
}

/* (uid_t)-1 is nobody's: make_kuid() refuses it; of auid alone it means "unset". */
static bool check_account(struct avow_audit_reader *reader,
			  const struct avow_audit_field *field)
{
	const struct avow_audit_field_row *row = avow_audit_field_typed(field->type);

	if (field->value != UINT32_MAX ||
	    (row->value != AVOW_AUDIT_OF_USER && row->value != AVOW_AUDIT_OF_GROUP))
		return true;
	if (field->type != AUDIT_LOGINUID)
		return refuse(
			reader, field->mark,
			"only auid can be unset; of any other the kernel refuses -1");
	if (field->operation == AUDIT_EQUAL || field->operation == AUDIT_NOT_EQUAL)
		return true;
	return refuse(reader, field->mark,
		      "an unset auid is = or !=, and neither less nor more than any");
}

static bool check_field(struct avow_audit_reader *reader,
			const struct avow_audit_rule *rule,
			const struct avow_audit_field *field)
{
	uint32_t types[2];

	if (field->type == AUDIT_FIELD_COMPARE &&
	    !avow_audit_comparison(field->value, types)) {
		avow_audit_fault(reader, AVOW_AUD_VALUE, field->mark,
				 "the kernel knows comparisons from 1 to 25, and takes "
				 "another one for never true");
		return false;
	}
	if (field->type == AUDIT_ARCH && rule->list == AVOW_AUDIT_LIST_IO_URING)
		return refuse(reader, field->mark,
			      "operations of io_uring have no architecture");
	return check_account(reader, field);
}

bool avow_audit_check_kernel(struct avow_audit_reader *reader,
			     const struct avow_audit_rule *rule)
{
	const struct avow_audit_target *target = &reader->options->target;

	if (rule->list == AVOW_AUDIT_LIST_IO_URING && target->kernel < 51600) {
		avow_audit_fault(reader, AVOW_AUD_TARGET, rule->list_mark,
				 "the list io_uring came with Linux 5.16");
		return false;
	}
	if (rule->list == AUDIT_FILTER_FS && target->kernel < 41600) {
		avow_audit_fault(reader, AVOW_AUD_TARGET, rule->list_mark,
				 "the list filesystem came with Linux 4.16");
		return false;
	}
	for (size_t i = 0; i < rule->field_count; i++)
		if (!check_field(reader, rule, rule->fields + i))
			return false;
	return check_place(reader, rule);
}
