/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Man pages in the man(7) macros. The text comes from the tables; only what all
 * commands share (FILES, the layout) is written here. The date is the release's,
 * given by configure, so that pages are the same wherever they are built.
 */
#include <config.h>

#include "analyzer/collect/named.h"
#include "doc/mkdoc.h"

struct file {
	const char *path;
	const char *says;
};

static const struct file files[] = {
	{ "/var/log/audit",
	  "The logs of auditd(8), read when no INPUT is given and they hold a record." },
	{ "/var/log/journal, /run/log/journal", "The journal, read by journal:." },
	{ "/dev/kmsg", "The kernel ring buffer, read by dmesg:." },
	{ "/sys/fs/selinux/policy",
	  "The running SELinux policy, asked when no policy is given." },
	{ "/etc/selinux/*/policy/policy.*", "Installed binary policies, for --policy." },
	{ "/etc/audit/plugins.d", "Where auditd learns of its plugins. The configuration "
				  "that makes avow one is in "
				  "the examples of its documentation." },
};

void avow_mkdoc_text(struct avow_buf *out, struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.data[i];
		bool begins = i == 0 || text.data[i - 1] == '\n';

		if (begins && (byte == '.' || byte == '\''))
			avow_buf_puts(out, "\\&");
		if (byte == '\\')
			avow_buf_puts(out, "\\e");
		else if (byte == '-')
			avow_buf_puts(out, "\\-");
		else if (byte == '\'')
			avow_buf_puts(out, "\\(aq");
		else
			avow_buf_putc(out, byte);
	}
}

static void put_string(struct avow_buf *out, const char *text)
{
	avow_mkdoc_text(out, avow_span_of(text));
}

static void put_section(struct avow_buf *out, const char *title)
{
	avow_buf_printf(out, ".SH %s\n", title);
}

/* Paragraphs with an empty line between them. */
static void put_paragraphs(struct avow_buf *out, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (rest.length) {
		size_t length = avow_span_search(rest, "\n\n");

		avow_buf_puts(out, ".PP\n");
		avow_mkdoc_text(out, avow_span_first(rest, length));
		avow_buf_putc(out, '\n');
		rest = avow_span_skip(rest, length + 2);
	}
}

static bool is_program(const struct avow_command *command)
{
	return command == &avow_program;
}

/* "avow", or "avow" and the command with @between. */
static void put_name(struct avow_buf *out, const struct avow_command *command,
		     const char *between)
{
	avow_buf_puts(out, avow_program.name);
	if (!is_program(command))
		avow_buf_printf(out, "%s%s", between, command->name);
}

static void put_head(struct avow_buf *out, const struct avow_command *command)
{
	avow_buf_puts(out, ".\\\" SPDX-License-Identifier: LGPL-2.1-or-later\n"
			   ".\\\" Made by doc/mkdoc from the option tables.\n"
			   ".TH ");
	for (const char *at = avow_program.name; *at; at++)
		avow_buf_putc(out, (char)(*at - 'a' + 'A'));
	if (!is_program(command)) {
		avow_buf_puts(out, "\\-");
		for (const char *at = command->name; *at; at++)
			avow_buf_putc(out, (char)(*at - 'a' + 'A'));
	}
	avow_buf_printf(out, " 1 %s \"%s %s\" \"User Commands\"\n", AVOW_DATE,
			PACKAGE_NAME, PACKAGE_VERSION);
	put_section(out, "NAME");
	put_name(out, command, "\\-");
	avow_buf_puts(out, " \\- ");
	put_string(out, command->title);
	avow_buf_putc(out, '\n');
	put_section(out, "SYNOPSIS");
	avow_buf_puts(out, ".B ");
	put_name(out, command, " ");
	avow_buf_puts(out, "\n.I ");
	put_string(out, command->synopsis);
	avow_buf_putc(out, '\n');
}

static void put_commands(struct avow_buf *out)
{
	put_section(out, "COMMANDS");
	for (size_t i = 0; avow_commands[i]; i++) {
		avow_buf_printf(out, ".TP\n.BR avow\\-%s (1)\n", avow_commands[i]->name);
		put_string(out, avow_commands[i]->title);
		avow_buf_putc(out, '\n');
	}
}

static void put_sources(struct avow_buf *out)
{
	put_section(out, "SOURCES");
	for (size_t i = 0; avow_named_sources[i]; i++) {
		const struct avow_named_source *source = avow_named_sources[i];

		avow_buf_puts(out, ".TP\n\\fB");
		put_string(out, source->name);
		avow_buf_puts(out, ":\\fR\\fI");
		put_string(out, source->argument ? source->argument : "");
		avow_buf_puts(out, "\\fR\n");
		put_string(out, source->help);
		avow_buf_puts(out, ".\n");
	}
}

static void put_glossary(struct avow_buf *out, const struct avow_glossary *glossary)
{
	struct avow_buf says = { 0 };
	const char *word;

	avow_buf_puts(out, ".SH ");
	for (const char *at = glossary->heading; *at; at++)
		avow_buf_putc(out,
			      *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at);
	avow_buf_putc(out, '\n');
	for (size_t i = 0; (word = glossary->word(i, &says)); i++) {
		avow_buf_puts(out, ".TP\n.B ");
		put_string(out, word);
		avow_buf_putc(out, '\n');
		put_string(out, avow_buf_string(&says));
		avow_buf_puts(out, ".\n");
		avow_buf_clear(&says);
	}
	out->failed |= says.failed;
	avow_buf_free(&says);
}

static void put_option(struct avow_buf *out, const struct avow_option *option)
{
	avow_buf_puts(out, ".TP\n");
	if (option->letter)
		avow_buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
	avow_buf_puts(out, "\\fB\\-\\-");
	put_string(out, option->name);
	avow_buf_puts(out, "\\fR");
	if (option->argument)
		avow_buf_printf(out, "=\\fI%s\\fR", option->argument);
	avow_buf_putc(out, '\n');
	put_string(out, option->help);
	avow_buf_puts(out, ".\n");
}

static void put_options(struct avow_buf *out, const struct avow_command *command)
{
	put_section(out, "OPTIONS");
	for (size_t i = 0; i < command->option_count; i++)
		put_option(out, &command->options[i]);
	for (size_t i = 0; i < avow_common_option_count; i++)
		put_option(out, &avow_common_options[i]);
}

static void put_examples(struct avow_buf *out, const struct avow_command *command)
{
	put_section(out, "EXAMPLES");
	for (size_t i = 0; i < command->example_count; i++) {
		avow_buf_puts(out, ".PP\n");
		put_string(out, command->examples[i].says);
		avow_buf_puts(out, "\n.PP\n.in +4n\n.nf\n");
		put_string(out, command->examples[i].command);
		avow_buf_puts(out, "\n.fi\n.in\n");
	}
}

static void put_exit_statuses(struct avow_buf *out)
{
	put_section(out, "EXIT STATUS");
	for (size_t i = 0; i < avow_exit_meaning_count; i++) {
		avow_buf_printf(out, ".TP\n.B %d\n", avow_exit_meanings[i].status);
		put_string(out, avow_exit_meanings[i].says);
		avow_buf_puts(out, ".\n");
	}
}

static void put_files(struct avow_buf *out)
{
	put_section(out, "FILES");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(files); i++) {
		avow_buf_puts(out, ".TP\n.I ");
		put_string(out, files[i].path);
		avow_buf_putc(out, '\n');
		put_string(out, files[i].says);
		avow_buf_putc(out, '\n');
	}
}

static void put_see_also(struct avow_buf *out, const struct avow_command *command)
{
	put_section(out, "SEE ALSO");
	if (!is_program(command))
		avow_buf_puts(out, ".BR avow (1),\n");
	for (size_t i = 0; avow_commands[i]; i++)
		if (avow_commands[i] != command)
			avow_buf_printf(out, ".BR avow\\-%s (1),\n",
					avow_commands[i]->name);
	avow_buf_puts(out, ".BR avow\\-codes (7),\n");
	avow_buf_puts(out, ".BR ausearch (8),\n.BR audit2allow (1),\n"
			   ".BR checkmodule (8),\n.BR semodule (8)\n");
}

void avow_mkdoc_man(const struct avow_command *command, struct avow_buf *out)
{
	put_head(out, command);
	put_section(out, "DESCRIPTION");
	put_paragraphs(out, command->description);
	if (is_program(command))
		put_commands(out);
	if (command->takes_inputs)
		put_sources(out);
	put_options(out, command);
	for (size_t i = 0; i < command->glossary_count; i++)
		put_glossary(out, &command->glossaries[i]);
	put_examples(out, command);
	put_exit_statuses(out);
	put_files(out);
	put_see_also(out, command);
}
