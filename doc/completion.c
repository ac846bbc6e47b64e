/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bash completion: one case a command, one case an option that takes an
 * argument. It is plain bash without the helpers of the bash-completion
 * package, so it also works when sourced by hand.
 */
#include "doc/mkdoc.h"

static const char head[] =
	"# SPDX-License-Identifier: LGPL-2.1-or-later\n"
	"# shellcheck shell=bash\n"
	"# Made by doc/mkdoc from the option tables.\n"
	"\n"
	"# Fills COMPREPLY from words ($1 = words), files or directories.\n"
	"_avow_reply()\n"
	"{\n"
	"  local cur=$2 line\n"
	"  COMPREPLY=()\n"
	"  case $1 in\n"
	"    file) set -- -f ;;\n"
	"    directory) set -- -d ;;\n"
	"    *) set -- -W \"$1\" ;;\n"
	"  esac\n"
	"  if [[ $1 != -W ]]; then\n"
	"    compopt -o filenames 2>/dev/null\n"
	"  fi\n"
	"  while IFS= read -r line; do\n"
	"    COMPREPLY+=(\"$line\")\n"
	"  done < <(compgen \"$@\" -- \"$cur\")\n"
	"}\n"
	"\n"
	"_avow()\n"
	"{\n"
	"  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	"  local command=${COMP_WORDS[1]}\n"
	"  # --option=value is three words to readline.\n"
	"  if [[ $cur == = ]]; then\n"
	"    cur=\n"
	"  elif [[ $prev == = ]]; then\n"
	"    prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	"  fi\n";

static const char tail[] = "}\n"
			   "complete -F _avow avow\n";

static void put_argument(struct avow_buf *out, const struct avow_option *option)
{
	avow_buf_puts(out, "        ");
	if (option->letter)
		avow_buf_printf(out, "-%c|", option->letter);
	avow_buf_printf(out, "--%s)\n          ", option->name);
	if (option->complete)
		avow_buf_printf(out, "_avow_reply '%s' \"$cur\"", option->complete);
	else
		avow_buf_puts(out, "COMPREPLY=()");
	avow_buf_puts(out, "\n          return\n          ;;\n");
}

static void put_words(struct avow_buf *out, const struct avow_option *table, size_t count,
		      const char *before)
{
	for (size_t i = 0; i < count; i++) {
		avow_buf_printf(out, "%s--%s", before, table[i].name);
		before = " ";
	}
}

static void put_command(struct avow_buf *out, const struct avow_command *command)
{
	avow_buf_printf(out, "    %s)\n      case $prev in\n", command->name);
	for (size_t i = 0; i < command->option_count; i++)
		if (command->options[i].kind != AVOW_OPTION_FLAG)
			put_argument(out, &command->options[i]);
	avow_buf_puts(out, "      esac\n"
			   "      if [[ $cur == -* ]]; then\n"
			   "        _avow_reply '");
	put_words(out, command->options, command->option_count, "");
	put_words(out, avow_common_options, avow_common_option_count,
		  command->option_count ? " " : "");
	avow_buf_puts(out, "' \"$cur\"\n"
			   "      else\n"
			   "        _avow_reply file \"$cur\"\n"
			   "      fi\n"
			   "      ;;\n");
}

/* The names of all commands, a blank before each but the first. */
static void put_names(struct avow_buf *out)
{
	for (size_t i = 0; avow_commands[i]; i++)
		avow_buf_printf(out, "%s%s", i ? " " : "", avow_commands[i]->name);
}

void avow_mkdoc_completion(struct avow_buf *out)
{
	avow_buf_puts(out, head);
	avow_buf_puts(out, "  if [[ $COMP_CWORD -eq 1 ]]; then\n    _avow_reply '");
	put_names(out);
	avow_buf_puts(out, " help");
	put_words(out, avow_common_options, avow_common_option_count, " ");
	avow_buf_puts(out, "' \"$cur\"\n    return\n  fi\n  case $command in\n");
	for (size_t i = 0; avow_commands[i]; i++)
		put_command(out, avow_commands[i]);
	avow_buf_puts(out, "    help)\n      _avow_reply '");
	put_names(out);
	avow_buf_puts(out, "' \"$cur\"\n      ;;\n  esac\n");
	avow_buf_puts(out, tail);
}
