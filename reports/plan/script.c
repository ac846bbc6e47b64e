/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The plan as a script for sh: without --apply it shows what it would do. Words of the
 * commands were quoted where the change was made; comments hold no control character.
 */
#include "reports/plan/plan.h"

#include "analyzer/base/escape.h"
#include "policy/command.h"
#include "reports/stream.h"

#define COMMANDS_MAX 64

static const char head[] =
	"#!/bin/sh\n"
	"# Made by avow suggest. It shows the commands; with --apply it runs them.\n"
	"set -eu\n"
	"apply=no\n"
	"case ${1-} in\n"
	"--apply) apply=yes ;;\n"
	"'') ;;\n"
	"*)\n"
	"\techo \"usage: $0 [--apply]\" >&2\n"
	"\texit 2\n"
	"\t;;\n"
	"esac\n"
	"cd \"$(dirname -- \"$0\")\"\n"
	/* Words are shown as a shell would want them. */
	"show() {\n"
	"\tline=+\n"
	"\tfor word; do\n"
	"\t\tcase $word in\n"
	"\t\t'' | *[!A-Za-z0-9_@%+=:,./-]*)\n"
	"\t\t\tword=$(printf '%s' \"$word\" | sed \"s/'/'\\\\\\\\''/g\")\n"
	"\t\t\tword=\"'$word'\"\n"
	"\t\t\t;;\n"
	"\t\tesac\n"
	"\t\tline=\"$line $word\"\n"
	"\tdone\n"
	"\tprintf '%s\\n' \"$line\"\n"
	"}\n"
	"run() {\n"
	"\tshow \"$@\"\n"
	"\tif [ \"$apply\" = yes ]; then\n"
	"\t\t\"$@\"\n"
	"\tfi\n"
	"}\n";

static void put_comment(struct avow_buf *text, const struct avow_report *report,
			const struct avow_change *change)
{
	avow_buf_printf(text, "\n# %s, %s: %s\n# answers %llu denial%s of ", change->code,
			change->id, change->title, (unsigned long long)change->denials,
			change->denials == 1 ? "" : "s");
	avow_plan_cluster(report, change->clusters[0], text);
	if (change->cluster_count > 1)
		avow_buf_printf(text, " and %zu more cluster%s",
				change->cluster_count - 1,
				change->cluster_count == 2 ? "" : "s");
	avow_buf_putc(text, '\n');
}

static int put_commands(struct avow_buf *text, const char *change)
{
	struct avow_command_line commands[COMMANDS_MAX];
	struct avow_arena arena = { 0 };
	size_t count;
	int code = avow_command_split(change, commands, COMMANDS_MAX, &count, &arena);

	for (size_t i = 0; code == 0 && i < count; i++) {
		avow_buf_puts(text, "run");
		for (size_t j = 0; j < commands[i].count; j++) {
			avow_buf_putc(text, ' ');
			avow_escape_shell(text, avow_span_of(commands[i].words[j]));
		}
		avow_buf_putc(text, '\n');
	}
	avow_arena_free(&arena);
	return code;
}

static int put_change(struct avow_buf *text, const struct avow_report *report,
		      const struct avow_change *change)
{
	int code;

	put_comment(text, report, change);
	code = put_commands(text, change->text);
	if (code != AVOW_E_INPUT)
		return code;
	avow_buf_puts(text, "# This one is to be made by hand: ");
	avow_escape_display(text, avow_span_of(change->text));
	avow_buf_putc(text, '\n');
	return 0;
}

static void put_module(struct avow_buf *text, const struct avow_report *report)
{
	const struct avow_suggestion *suggestion = &report->findings->suggestion;

	if (suggestion->rules)
		avow_buf_printf(text,
				"\n# The module, with %zu rule%s.\nrun semodule -i "
				"./%s.cil\n",
				suggestion->rules, suggestion->rules == 1 ? "" : "s",
				suggestion->name);
	for (size_t i = 0; i < suggestion->relabel_count; i++) {
		avow_buf_puts(text, "run restorecon -R -v ");
		avow_escape_shell(text, avow_span_of(suggestion->relabel[i]));
		avow_buf_putc(text, '\n');
	}
}

int avow_plan_script(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	const struct avow_plan *plan = &report->findings->plan;
	struct avow_stream stream = { .out = out };
	struct avow_buf text = { 0 };
	int code = 0;

	(void)style;
	avow_buf_puts(&text, head);
	for (size_t i = 0; i < plan->taken && code == 0; i++)
		if (avow_plan_is_command(&plan->changes[i]))
			code = put_change(&text, report, &plan->changes[i]);
	put_module(&text, report);
	if (code == 0 && !text.failed)
		avow_stream_write(&stream, avow_buf_span(&text));
	code = code < 0 || text.failed ? avow_error_nomem(error)
				       : avow_stream_finish(&stream, error);
	avow_buf_free(&text);
	return code;
}
