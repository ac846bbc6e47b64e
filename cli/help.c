/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * --help and --version, made from the tables of commands and options. The man
 * pages are made from the same tables by doc/mkdoc.
 */
#include "cli/help.h"

#include <config.h>

#include "analyzer/collect/named.h"

#define OPTION_COLUMN 26 /* where the sentences about options begin */

static void put_blanks(struct avow_buf *out, size_t count)
{
	while (count--)
		avow_buf_putc(out, ' ');
}

/* One paragraph from @column on, its further lines indented by @indent. */
static void wrap_paragraph(struct avow_buf *out, struct avow_span text, size_t column,
			   size_t indent)
{
	size_t at = column;

	while (text.length) {
		size_t length = avow_span_find(text, ' ');

		if (at > indent && at + 1 + length > AVOW_HELP_COLUMNS) {
			avow_buf_putc(out, '\n');
			put_blanks(out, indent);
			at = indent;
		} else if (at > indent) {
			avow_buf_putc(out, ' ');
			at++;
		}
		avow_buf_append(out, avow_span_first(text, length));
		at += length;
		text = avow_span_skip(text, length + 1);
	}
	avow_buf_putc(out, '\n');
}

void avow_help_wrap(struct avow_buf *out, const char *text, size_t indent)
{
	struct avow_span rest = avow_span_of(text);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		if (length && rest.data[0] == ' ') { /* an example of a file: as it is */
			put_blanks(out, indent);
			avow_buf_append(out, avow_span_first(rest, length + 1));
		} else if (length) {
			put_blanks(out, indent);
			wrap_paragraph(out, avow_span_first(rest, length), indent,
				       indent);
		} else {
			avow_buf_putc(out, '\n');
		}
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_option(const struct avow_option *option, struct avow_buf *out)
{
	size_t begin = out->length, column;

	if (option->letter)
		avow_buf_printf(out, "  -%c, --%s", option->letter, option->name);
	else
		avow_buf_printf(out, "      --%s", option->name);
	if (option->argument)
		avow_buf_printf(out, "=%s", option->argument);
	column = out->length - begin;
	if (column > OPTION_COLUMN - 2) {
		avow_buf_putc(out, '\n');
		column = 0;
	}
	put_blanks(out, OPTION_COLUMN - column);
	wrap_paragraph(out, avow_span_of(option->help), OPTION_COLUMN, OPTION_COLUMN);
}

static void put_options(const struct avow_option *table, size_t count,
			struct avow_buf *out)
{
	avow_buf_puts(out, "\nOptions:\n");
	for (size_t i = 0; i < count; i++)
		put_option(&table[i], out);
	for (size_t i = 0; i < avow_common_option_count; i++)
		put_option(&avow_common_options[i], out);
}

static void put_examples(const struct avow_example *examples, size_t count,
			 struct avow_buf *out)
{
	avow_buf_printf(out, "\nExample%s:\n", count == 1 ? "" : "s");
	for (size_t i = 0; i < count; i++) {
		avow_buf_printf(out, "  %s\n", examples[i].command);
		avow_help_wrap(out, examples[i].says, 6);
	}
}

static void put_glossary(const struct avow_glossary *glossary, struct avow_buf *out)
{
	struct avow_buf says = { 0 };
	const char *word;

	avow_buf_printf(out, "\n%s:\n", glossary->heading);
	for (size_t i = 0; (word = glossary->word(i, &says)); i++) {
		avow_buf_printf(out, "  %s\n", word);
		avow_help_wrap(out, avow_buf_string(&says), 6);
		avow_buf_clear(&says);
	}
	out->failed |= says.failed;
	avow_buf_free(&says);
}

static void put_sources(struct avow_buf *out)
{
	avow_buf_puts(out, "\nSources that an INPUT may name:\n");
	for (size_t i = 0; avow_named_sources[i]; i++) {
		const struct avow_named_source *source = avow_named_sources[i];

		avow_buf_printf(out, "  %s:%s\n", source->name,
				source->argument ? source->argument : "");
		put_blanks(out, 6);
		wrap_paragraph(out, avow_span_of(source->help), 6, 6);
	}
}

static void put_exit_statuses(struct avow_buf *out)
{
	avow_buf_puts(out, "\nExit status:\n");
	for (size_t i = 0; i < avow_exit_meaning_count; i++) {
		avow_buf_printf(out, "  %d  ", avow_exit_meanings[i].status);
		wrap_paragraph(out, avow_span_of(avow_exit_meanings[i].says), 5, 5);
	}
}

void avow_help_program(struct avow_buf *out)
{
	avow_buf_printf(out, "Usage: avow %s\n\n", avow_program.synopsis);
	avow_help_wrap(out, avow_program.description, 0);
	avow_buf_puts(out, "\nCommands:\n");
	for (size_t i = 0; avow_commands[i]; i++)
		avow_buf_printf(out, "  %-10s %s\n", avow_commands[i]->name,
				avow_commands[i]->title);
	avow_buf_printf(out, "  %-10s %s\n", "help", "help about a command");
	put_options(avow_program.options, avow_program.option_count, out);
	put_examples(avow_program.examples, avow_program.example_count, out);
	put_exit_statuses(out);
}

void avow_help_command(const struct avow_command *command, struct avow_buf *out)
{
	avow_buf_printf(out, "Usage: avow %s %s\n\n", command->name, command->synopsis);
	avow_help_wrap(out, command->description, 0);
	if (command->takes_inputs)
		put_sources(out);
	put_options(command->options, command->option_count, out);
	for (size_t i = 0; i < command->glossary_count; i++)
		put_glossary(&command->glossaries[i], out);
	put_examples(command->examples, command->example_count, out);
	put_exit_statuses(out);
}

void avow_help_version(struct avow_buf *out)
{
	avow_buf_puts(out, PACKAGE_NAME " " PACKAGE_VERSION "\n");
}
