/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The plan as variables for the Ansible role linux-system-roles.selinux (its README.md
 * names them: selinux_booleans, selinux_fcontexts, selinux_ports, selinux_restore_dirs,
 * selinux_modules). Strings are YAML's double-quoted ones.
 */
#include "reports/plan/plan.h"

#include <string.h>

#include "analyzer/base/atoms.h"
#include "policy/command.h"
#include "reports/stream.h"

#define COMMANDS_MAX 64

/* The variables while they are gathered: an item a line in each. */
struct variables {
	struct avow_buf booleans, fcontexts, ports, directories, others;
	struct avow_atoms *seen; /* directories */
};

/* YAML 1.2, 7.3.1: the quote, the backslash and what is no printable ASCII. */
static void put_string(struct avow_buf *out, struct avow_span text)
{
	avow_buf_putc(out, '"');
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte == '"' || byte == '\\')
			avow_buf_printf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			avow_buf_printf(out, "\\x%02x", byte);
		else
			avow_buf_putc(out, (char)byte);
	}
	avow_buf_putc(out, '"');
}

static void put_member(struct avow_buf *out, const char *name, const char *value)
{
	avow_buf_printf(out, "%s: ", name);
	put_string(out, avow_span_of(value));
}

static void add_boolean(struct variables *into, struct avow_span name, bool is_on)
{
	avow_buf_puts(&into->booleans, "  - { name: ");
	put_string(&into->booleans, name);
	avow_buf_printf(&into->booleans, ", state: %s, persistent: true }\n",
			is_on ? "true" : "false");
}

/* `setsebool -P NAME on`, or NAME=on for several. */
static bool take_setsebool(const struct avow_command_line *command,
			   struct variables *into)
{
	if (command->count == 4 && !strchr(command->words[2], '=')) {
		add_boolean(into, avow_span_of(command->words[2]),
			    strcmp(command->words[3], "on") == 0);
		return true;
	}
	for (size_t i = 2; i < command->count; i++) {
		size_t length = strcspn(command->words[i], "=");

		if (command->words[i][length] != '=')
			return false;
		add_boolean(into, avow_span_make(command->words[i], length),
			    strcmp(command->words[i] + length + 1, "on") == 0);
	}
	return command->count > 2;
}

static bool take_fcontext(const struct avow_command_line *command, struct variables *into)
{
	const char *type = avow_command_option(command, "-t");
	const char *ftype = avow_command_option(command, "-f");

	if (!type)
		return false;
	avow_buf_puts(&into->fcontexts, "  - { ");
	put_member(&into->fcontexts, "target", command->words[command->count - 1]);
	avow_buf_puts(&into->fcontexts, ", ");
	put_member(&into->fcontexts, "setype", type);
	avow_buf_puts(&into->fcontexts, ", ");
	put_member(&into->fcontexts, "ftype", ftype ? ftype : "a");
	avow_buf_puts(&into->fcontexts, ", state: present }\n");
	return true;
}

static bool take_port(const struct avow_command_line *command, struct variables *into)
{
	const char *type = avow_command_option(command, "-t");
	const char *protocol = avow_command_option(command, "-p");

	if (!type || !protocol)
		return false;
	avow_buf_puts(&into->ports, "  - { ");
	put_member(&into->ports, "ports", command->words[command->count - 1]);
	avow_buf_puts(&into->ports, ", ");
	put_member(&into->ports, "proto", protocol);
	avow_buf_puts(&into->ports, ", ");
	put_member(&into->ports, "setype", type);
	avow_buf_puts(&into->ports, ", state: present, local: true }\n");
	return true;
}

/* A directory is named once, however many changes are made below it. */
static bool is_new(struct variables *into, const char *directory)
{
	uint32_t before = avow_atoms_count(into->seen);
	uint32_t atom = avow_atoms_intern(into->seen, avow_span_of(directory));

	into->directories.failed |= atom == AVOW_NO_ATOM;
	return atom > before;
}

static bool take_restorecon(const struct avow_command_line *command,
			    struct variables *into)
{
	for (size_t i = 1; i < command->count; i++) {
		if (command->words[i][0] == '-' || !is_new(into, command->words[i]))
			continue;
		avow_buf_puts(&into->directories, "  - ");
		put_string(&into->directories, avow_span_of(command->words[i]));
		avow_buf_putc(&into->directories, '\n');
	}
	return true;
}

static const struct {
	const char *program, *object; /* the first words; NULL: any */
	bool (*take)(const struct avow_command_line *command, struct variables *into);
} takers[] = {
	{ "setsebool", NULL, take_setsebool },
	{ "semanage", "fcontext", take_fcontext },
	{ "semanage", "port", take_port },
	{ "restorecon", NULL, take_restorecon },
};

static bool take(const struct avow_command_line *command, struct variables *into)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(takers); i++)
		if (strcmp(command->words[0], takers[i].program) == 0 &&
		    (!takers[i].object ||
		     (command->count > 1 &&
		      strcmp(command->words[1], takers[i].object) == 0)))
			return takers[i].take(command, into);
	return false;
}

static int take_change(const char *text, struct variables *into)
{
	struct avow_command_line commands[COMMANDS_MAX];
	struct avow_arena arena = { 0 };
	size_t count;
	int code = avow_command_split(text, commands, COMMANDS_MAX, &count, &arena);

	for (size_t i = 0; code == 0 && i < count; i++)
		if (!take(&commands[i], into))
			code = AVOW_E_INPUT;
	avow_arena_free(&arena);
	if (code != AVOW_E_INPUT)
		return code;
	avow_buf_puts(&into->others, "# The role has no variable for: ");
	put_string(&into->others, avow_span_of(text));
	avow_buf_putc(&into->others, '\n');
	return 0;
}

static void put_variable(struct avow_buf *out, const char *name,
			 const struct avow_buf *items)
{
	out->failed |= items->failed;
	if (!items->length)
		return;
	avow_buf_printf(out, "%s:\n", name);
	avow_buf_append(out, avow_buf_span(items));
}

static void put_all(const struct avow_report *report, const struct variables *variables,
		    struct avow_buf *out)
{
	const struct avow_suggestion *suggestion = &report->findings->suggestion;

	avow_buf_puts(out,
		      "# Variables for the Ansible role linux-system-roles.selinux,\n"
		      "# made by avow suggest.\n");
	avow_buf_append(out, avow_buf_span(&variables->others));
	put_variable(out, "selinux_booleans", &variables->booleans);
	put_variable(out, "selinux_fcontexts", &variables->fcontexts);
	put_variable(out, "selinux_ports", &variables->ports);
	put_variable(out, "selinux_restore_dirs", &variables->directories);
	if (suggestion->rules)
		avow_buf_printf(out,
				"selinux_modules:\n  - { path: \"%s.cil\", state: "
				"enabled }\n",
				suggestion->name);
}

int avow_plan_ansible(const struct avow_report *report,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	const struct avow_plan *plan = &report->findings->plan;
	struct avow_stream stream = { .out = out };
	struct variables variables = { .seen = avow_atoms_new() };
	struct avow_buf text = { 0 };
	int code = 0;

	(void)style;
	if (!variables.seen)
		return avow_error_nomem(error);
	for (size_t i = 0; i < plan->taken && code == 0; i++)
		if (avow_plan_is_command(&plan->changes[i]))
			code = take_change(plan->changes[i].text, &variables);
	put_all(report, &variables, &text);
	if (code == 0 && !text.failed)
		avow_stream_write(&stream, avow_buf_span(&text));
	code = code < 0 || text.failed ? avow_error_nomem(error)
				       : avow_stream_finish(&stream, error);
	avow_atoms_free(variables.seen);
	avow_buf_free(&variables.booleans);
	avow_buf_free(&variables.fcontexts);
	avow_buf_free(&variables.ports);
	avow_buf_free(&variables.directories);
	avow_buf_free(&variables.others);
	avow_buf_free(&text);
	return code;
}
