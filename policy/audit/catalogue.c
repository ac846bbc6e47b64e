/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules for hardening, for files that are to be watched, and for the paths of denials.
 * What is written is read again as auditctl would: no rule leaves this file that is not
 * one for the target.
 */
#include "policy/audit/catalogue.h"

#include <ctype.h>

#include "policy/audit/classes.h"
#include "policy/audit/cost.h"
#include "policy/audit/files.h"

enum row_kind { CALL_ROW, URING_ROW, PLACE_ROW };

/* Of calls, @what is their names and @how fields; of places, paths and permissions. */
struct row {
	enum row_kind kind;
	enum avow_audit_group group;
	const char *key, *what, *how, *purpose, *controls;
};

static const struct row rows[] = {
#define CALLS(group, key, calls, fields, purpose, controls)                              \
	{ CALL_ROW, AVOW_AUDIT_GROUP_##group, key, calls, fields, purpose, controls },
#define URING(group, key, operations, fields, purpose, controls)                         \
	{                                                                                \
		URING_ROW, AVOW_AUDIT_GROUP_##group, key, operations, fields, purpose,   \
		controls                                                                 \
	},
#define PLACES(group, key, paths, permissions, purpose, controls)                        \
	{                                                                                \
		PLACE_ROW, AVOW_AUDIT_GROUP_##group, key, paths, permissions, purpose,   \
		controls                                                                 \
	},
#include "policy/audit/catalogue.def"
};

const char avow_audit_paths_rule[] =
	"-a always,exit -F path=/etc/audit/audit.rules -F perm=wa -F key=paths";

struct suggesting {
	const struct avow_audit_suggest_options *options;
	struct avow_audit_options reading;
	struct avow_buf *out;
	struct avow_error *error;
};

const char *avow_audit_group_name(enum avow_audit_group group)
{
	static const char *const names[] = {
#define GROUP(id, name, title) name,
#include "policy/audit/catalogue.def"
	};

	return names[group];
}

const char *avow_audit_group_title(enum avow_audit_group group)
{
	static const char *const titles[] = {
#define GROUP(id, name, title) title,
#include "policy/audit/catalogue.def"
	};

	return titles[group];
}

bool avow_audit_catalogue(size_t index, struct avow_audit_catalogue_row *out)
{
	const struct row *row = rows + index;

	if (index >= AVOW_ARRAY_SIZE(rows))
		return false;
	*out = (struct avow_audit_catalogue_row){ row->group, row->key, row->purpose,
						  row->what, row->controls };
	return true;
}

/* The rule of a text that stands in this file; NULL when memory is out. */
static struct avow_audit_rules *read_rule(const struct suggesting *suggesting,
					  struct avow_span text)
{
	struct avow_audit_rules *rules;

	if (avow_audit_read_text("the catalogue", text, &suggesting->reading, &rules,
				 suggesting->error))
		return NULL;
	if (!rules->error_count)
		return rules;
	avow_error_set(suggesting->error, AVOW_E_INPUT, "%s: %.*s", rules->faults[0].says,
		       (int)avow_span_first(text, 512).length, text.data);
	avow_audit_free(rules);
	return NULL;
}

/* What a call that the rule names takes longer, beside what any rule costs. */
static double cost_of(const struct avow_audit_rule *rule)
{
	const struct avow_audit_rule *rules[2] = { rule, rule };
	const struct avow_machine *machine = rule->machine;
	struct avow_audit_asked asked = { rules, 1, false, machine };
	double one;

	for (unsigned call = 0; call < AVOW_AUDIT_NUMBERS; call++) {
		if (!avow_audit_has_call(rule, call))
			continue;
		one = avow_audit_cost_of(&asked, call).nanoseconds;
		asked.count = 2;
		return avow_audit_cost_of(&asked, call).nanoseconds - one;
	}
	return 0;
}

static void put_cost(const struct avow_audit_rule *rule, struct avow_buf *out)
{
	double cost = cost_of(rule);

	if (avow_audit_is_hashed(rule))
		avow_buf_puts(out, "# Costs some 9 ns for a call that touches the file, "
				   "and others nothing.\n");
	else if (cost <= 0)
		avow_buf_puts(out, "# Records each of these calls, and costs others "
				   "4 ns.\n");
	else
		avow_buf_printf(
			out, "# Costs %.0f ns for each of these calls, and others 4.\n",
			cost_of(rule));
}

static void put_head(const struct row *row, struct avow_buf *out)
{
	avow_buf_printf(out, "\n# %c%s.\n", toupper((unsigned char)*row->purpose),
			row->purpose + 1);
	if (*row->controls)
		avow_buf_printf(out, "# %s.\n", row->controls);
}

/* The names of calls that the machine has; by number where auditctl has no name. */
static void put_calls(const struct suggesting *suggesting, const char *calls,
		      const struct avow_machine *machine, struct avow_buf *out)
{
	struct avow_span rest = avow_span_of(calls);

	while (rest.length) {
		size_t length = avow_span_find(rest, ',');
		struct avow_span name = avow_span_first(rest, length);
		uint32_t since;
		int number = avow_call_number(machine, name, &since);

		rest = avow_span_skip(rest, length + 1);
		if (number < 0)
			continue;
		avow_buf_puts(out, out->length ? "," : "");
		if (since > suggesting->options->target.audit)
			avow_buf_printf(out, "%d", number);
		else
			avow_buf_append(out, name);
	}
}

/* Reads a rule, and writes it with what it costs. */
static int put_rule(const struct suggesting *suggesting, struct avow_buf *text,
		    bool has_cost)
{
	struct avow_audit_rules *rules;

	if (text->failed)
		return avow_error_nomem(suggesting->error);
	rules = read_rule(suggesting, avow_buf_span(text));
	if (!rules)
		return suggesting->error->code;
	if (has_cost)
		put_cost(rules->order[0]->statements->rule, suggesting->out);
	avow_audit_print(rules->order[0]->statements->rule, &rules->target,
			 suggesting->out);
	avow_buf_putc(suggesting->out, '\n');
	avow_audit_free(rules);
	return AVOW_OK;
}

static int put_call_row(const struct suggesting *suggesting, const struct row *row)
{
	const struct avow_audit_target *target = &suggesting->options->target;
	const struct avow_machine *machines[2];
	size_t count = avow_audit_widths(target, machines);
	bool has_head = false;
	int result = AVOW_OK;

	for (size_t i = 0; i < count && !result; i++) {
		struct avow_buf calls = { 0 }, text = { 0 };

		put_calls(suggesting, row->what, machines[i], &calls);
		avow_buf_printf(&text, "-a always,exit -F arch=%s -S %s %s -F key=%s",
				machines[i]->is_64 ? "b64" : "b32",
				avow_buf_string(&calls), row->how, row->key);
		if (calls.length) {
			if (!has_head)
				put_head(row, suggesting->out);
			result = put_rule(suggesting, &text, !has_head);
			has_head = true;
		}
		avow_buf_free(&calls);
		avow_buf_free(&text);
	}
	return result;
}

/* Where the target has a list for it. */
static int put_uring_row(const struct suggesting *suggesting, const struct row *row)
{
	const struct avow_audit_target *target = &suggesting->options->target;
	struct avow_buf text = { 0 };
	int result;

	if (target->audit < 30100 || target->kernel < 51600)
		return AVOW_OK;
	put_head(row, suggesting->out);
	avow_buf_printf(&text, "-a always,io_uring -S %s %s -F key=%s", row->what,
			row->how, row->key);
	result = put_rule(suggesting, &text, false);
	avow_buf_free(&text);
	return result;
}

static uint32_t read_permissions(const char *letters)
{
	uint32_t value = 0;

	for (; *letters; letters++)
		value |= *letters == 'r'   ? AUDIT_PERM_READ
			 : *letters == 'w' ? AUDIT_PERM_WRITE
			 : *letters == 'x' ? AUDIT_PERM_EXEC
					   : AUDIT_PERM_ATTR;
	return value;
}

/* A rule for a place: printed first, so that what its path holds is escaped. */
static int put_place(const struct suggesting *suggesting, struct avow_span path,
		     const struct avow_machine *machine, const struct row *row,
		     bool has_cost)
{
	uint32_t permissions = read_permissions(row->how);
	struct avow_audit_field fields[4] = { { .type = AUDIT_ARCH } };
	struct avow_audit_rule rule = { .list = AUDIT_FILTER_EXIT,
					.action = AUDIT_ALWAYS,
					.machine = machine,
					.fields = fields };
	struct avow_buf text = { 0 };
	int result;

	if (machine)
		fields[rule.field_count++] =
			(struct avow_audit_field){ .type = AUDIT_ARCH,
						   .operation = AUDIT_EQUAL,
						   .value = machine->arch };
	fields[rule.field_count++] =
		(struct avow_audit_field){ .type = machine ? AUDIT_DIR : AUDIT_WATCH,
					   .operation = AUDIT_EQUAL,
					   .value = (uint32_t)path.length,
					   .text = path };
	fields[rule.field_count++] = (struct avow_audit_field){ .type = AUDIT_PERM,
								.operation = AUDIT_EQUAL,
								.value = permissions };
	fields[rule.field_count++] = (struct avow_audit_field){
		.type = AUDIT_FILTERKEY,
		.operation = AUDIT_EQUAL,
		.value = (uint32_t)strlen(row->key),
		.text = avow_span_of(row->key),
	};
	if (machine)
		avow_audit_permission_mask(machine, permissions, rule.mask);
	else
		memset(rule.mask, 0xff, sizeof(rule.mask));
	avow_audit_print(&rule, &suggesting->options->target, &text);
	result = put_rule(suggesting, &text, has_cost);
	avow_buf_free(&text);
	return result;
}

/* A file is one rule; a directory one for each width, with the calls of the permissions:
 * with all calls it would be slow. */
static int put_path(const struct suggesting *suggesting, struct avow_span path,
		    bool is_directory, const struct row *row, bool has_cost)
{
	const struct avow_machine *machines[2];
	size_t count = avow_audit_widths(&suggesting->options->target, machines);
	int result = AVOW_OK;

	while (path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	if (!is_directory)
		return put_place(suggesting, path, NULL, row, has_cost);
	for (size_t i = 0; i < count && !result; i++)
		result =
			put_place(suggesting, path, machines[i], row, has_cost && i == 0);
	return result;
}

/* The path under the root, in @out. */
static const char *resolve(const struct suggesting *suggesting, struct avow_span path,
			   struct avow_buf *out)
{
	avow_buf_clear(out);
	avow_buf_puts(out, suggesting->options->root);
	avow_buf_append(out, path);
	return avow_buf_string(out);
}

static int put_place_row(const struct suggesting *suggesting, const struct row *row)
{
	struct avow_span rest = avow_span_of(row->what);
	struct avow_buf place = { 0 };
	bool has_head = false, has_cost[2] = { false, false };
	int result = AVOW_OK;

	while (rest.length && !result) {
		size_t length = avow_span_find(rest, ' ');
		struct avow_span path = avow_span_first(rest, length);
		bool is_directory = path.data[path.length - 1] == '/';
		enum avow_audit_file_kind kind =
			avow_audit_files_kind(resolve(suggesting, path, &place));

		rest = avow_span_skip(rest, length + 1);
		if (kind != (is_directory ? AVOW_AUDIT_DIRECTORY : AVOW_AUDIT_FILE))
			continue;
		if (!has_head)
			put_head(row, suggesting->out);
		result = put_path(suggesting, path, is_directory, row,
				  !has_cost[is_directory]);
		has_head = has_cost[is_directory] = true;
	}
	avow_buf_free(&place);
	return result;
}

static int put_group(const struct suggesting *suggesting, enum avow_audit_group group)
{
	static int (*const put[])(const struct suggesting *, const struct row *) = {
		[CALL_ROW] = put_call_row,
		[URING_ROW] = put_uring_row,
		[PLACE_ROW] = put_place_row,
	};
	int result = AVOW_OK;

	avow_buf_printf(suggesting->out, "\n## %s: %s\n", avow_audit_group_name(group),
			avow_audit_group_title(group));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows) && !result; i++)
		if (rows[i].group == group)
			result = put[rows[i].kind](suggesting, rows + i);
	return result;
}

static int put_watch(const struct suggesting *suggesting, const char *path)
{
	static const struct row row = { .key = "watched",
					.how = "wa",
					.purpose = "changes of what is to be watched",
					.controls = "PCI 11.5.2" };
	struct avow_buf place = { 0 };
	enum avow_audit_file_kind kind =
		avow_audit_files_kind(resolve(suggesting, avow_span_of(path), &place));

	avow_buf_free(&place);
	if (kind == AVOW_AUDIT_NOTHING)
		return avow_error_set(suggesting->error, AVOW_E_INPUT,
				      "%s: there is no such file or directory", path);
	put_head(&row, suggesting->out);
	return put_path(suggesting, avow_span_of(path), kind == AVOW_AUDIT_DIRECTORY,
			&row, true);
}

static int put_paths(const struct suggesting *suggesting)
{
	struct avow_buf text = { 0 };
	int result;

	avow_buf_puts(
		suggesting->out,
		"\n# Any rule makes the kernel add the paths of files to denials; this "
		"one records next to\n# nothing. As the first rule it costs each call "
		"235 ns.\n");
	avow_buf_puts(&text, avow_audit_paths_rule);
	result = put_rule(suggesting, &text, false);
	avow_buf_free(&text);
	return result;
}

static int put_all(const struct suggesting *suggesting)
{
	const struct avow_audit_suggest_options *options = suggesting->options;
	int result = AVOW_OK;

	if (options->groups)
		avow_buf_puts(suggesting->out,
			      "-D\n-b 8192\n--backlog_wait_time 60000\n-f 1\n");
	for (int i = 0; i < AVOW_AUDIT_GROUPS && !result; i++)
		if (options->groups >> i & 1)
			result = put_group(suggesting, (enum avow_audit_group)i);
	for (size_t i = 0; i < options->watch_count && !result; i++)
		result = put_watch(suggesting, options->watches[i]);
	if (options->has_paths && !result)
		result = put_paths(suggesting);
	if (!result && suggesting->out->failed)
		result = avow_error_nomem(suggesting->error);
	return result;
}

int avow_audit_suggest(const struct avow_audit_suggest_options *options,
		       struct avow_buf *out, struct avow_error *error)
{
	const struct suggesting suggesting = {
		.options = options,
		.reading = { .target = options->target, .root = options->root },
		.out = out,
		.error = error,
	};

	return put_all(&suggesting);
}
