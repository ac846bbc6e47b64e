/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The optimized rules as a file, each change with its reason above it. */
#include "analyzer/base/escape.h"
#include "policy/audit/optimize/optimizer.h"

/* A comment may hold names of files, which are chosen by whoever made them. */
static void put_comment(struct avow_buf *out, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		avow_buf_puts(out, "# ");
		avow_escape_display(out, avow_span_first(rest, length));
		avow_buf_putc(out, '\n');
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_origin(struct avow_buf *out, const struct avow_audit_candidate *item)
{
	struct avow_buf line = { 0 };

	if (!item->why)
		return;
	if (item->origin)
		avow_buf_printf(&line, "%s:%u:\n", item->origin->line->source->path,
				item->origin->line->number);
	avow_buf_puts(&line, item->why);
	put_comment(out, avow_buf_string(&line));
	out->failed |= line.failed;
	avow_buf_free(&line);
}

static void put_items(const struct avow_audit_optimizer *optimizer, struct avow_buf *out)
{
	for (size_t i = 0; i < optimizer->count; i++) {
		put_origin(out, optimizer->items + i);
		avow_audit_print(&optimizer->items[i].rule, &optimizer->rules->target,
				 out);
		avow_buf_putc(out, '\n');
	}
}

/* The last -D: what stands before it is gone, and is not written. */
static const struct avow_audit_statement *find_begin(const struct avow_audit_rules *rules)
{
	const struct avow_audit_statement *begin = NULL;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->kind == AVOW_AUDIT_DELETE_ALL)
				begin = at;
	return begin;
}

void avow_audit_write_optimized(const struct avow_audit_optimizer *optimizer,
				struct avow_audit_optimized *out)
{
	const struct avow_audit_rules *rules = optimizer->rules;
	const struct avow_audit_statement *begin = find_begin(rules);
	bool has_begun = !begin, has_items = false;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			has_begun |= at == begin;
			if (at->rule && !has_begun)
				continue;
			if (!at->rule || at->rule->list != AUDIT_FILTER_EXIT) {
				avow_audit_print_statement(at, &rules->target,
							   &out->text);
				avow_buf_putc(&out->text, '\n');
			} else if (!has_items) {
				put_items(optimizer, &out->text);
				has_items = true;
			}
		}
}
