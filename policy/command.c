/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads back the commands of a change: what avow_escape_shell() quoted, and nothing
 * more of the shell's language.
 */
#include "policy/command.h"

#include <string.h>

#include "analyzer/base/buf.h"

/* What stands in a row of words: a word, the end of a command, or the end of all. */
enum item { ITEM_WORD, ITEM_BREAK, ITEM_END, ITEM_WRONG };

static bool is_bare(char byte)
{
	return byte != '\0' && !strchr(" \n\t'\"\\`$;&|<>()*?[]#~!{}", byte);
}

/* One word from *@at on, its quotes taken away. */
static bool take_word(const char **at, struct avow_buf *out)
{
	while (**at) {
		if (**at == '\'') {
			size_t length = strcspn(*at + 1, "'");

			if ((*at)[1 + length] != '\'')
				return false;
			avow_buf_append(out, avow_span_make(*at + 1, length));
			*at += length + 2;
		} else if (**at == '\\' && (*at)[1]) {
			avow_buf_putc(out, (*at)[1]);
			*at += 2;
		} else if (is_bare(**at)) {
			avow_buf_putc(out, *(*at)++);
		} else {
			break;
		}
	}
	return **at == '\0' || **at == ' ' || **at == '\n';
}

static enum item take_item(const char **at, struct avow_buf *out)
{
	bool is_break = false;

	avow_buf_clear(out);
	for (; **at == ' ' || **at == '\n'; (*at)++)
		is_break |= **at == '\n';
	if (**at == '\0')
		return ITEM_END;
	if (is_break)
		return ITEM_BREAK;
	if (strncmp(*at, "&& ", 3) == 0) {
		*at += 3;
		return ITEM_BREAK;
	}
	return take_word(at, out) ? ITEM_WORD : ITEM_WRONG;
}

static int add_word(struct avow_command_line *command, const struct avow_buf *word,
		    struct avow_arena *arena)
{
	if (!command->words)
		command->words = avow_arena_alloc(arena, (AVOW_COMMAND_WORDS_MAX + 1) *
								 sizeof(const char *));
	if (!command->words || word->failed)
		return AVOW_E_NOMEM;
	if (command->count == AVOW_COMMAND_WORDS_MAX)
		return AVOW_E_INPUT;
	command->words[command->count] = avow_arena_string(arena, avow_buf_span(word));
	return command->words[command->count++] ? 0 : AVOW_E_NOMEM;
}

int avow_command_split(const char *text, struct avow_command_line *out, size_t max,
		       size_t *count, struct avow_arena *arena)
{
	struct avow_command_line line = { 0 };
	struct avow_buf word = { 0 };
	enum item item = ITEM_BREAK;
	int code = 0;

	*count = 0;
	while (item != ITEM_END && code == 0) {
		item = take_item(&text, &word);
		if (item == ITEM_WORD)
			code = add_word(&line, &word, arena);
		else if (item == ITEM_WRONG || *count == max)
			code = AVOW_E_INPUT;
		else if (line.count > 0) {
			out[(*count)++] = line;
			line = (struct avow_command_line){ 0 };
		}
	}
	avow_buf_free(&word);
	return code;
}

const char *avow_command_option(const struct avow_command_line *command,
				const char *option)
{
	for (size_t i = 1; i + 1 < command->count; i++)
		if (strcmp(command->words[i], option) == 0)
			return command->words[i + 1];
	return NULL;
}
